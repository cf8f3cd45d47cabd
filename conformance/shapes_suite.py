"""The W3C suite for SHACL, as it stands in a clone of w3c/data-shapes: data, shapes, report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from conformance.manifests import Test
from conformance.rdf import MF
from dialograph.shapes.convert import from_oxigraph
from dialograph.shapes.terms import path_text
from dialograph.vocab import RDF, SH

BASE = "https://w3c.github.io/data-shapes/data-shapes-test-suite/tests/"
"""Where the suite's files live on the web: what their relative IRIs are resolved against."""
PARTS = ("core", "sparql")

_FOLDER = Path("data-shapes-test-suite/tests")
_SHT = "http://www.w3.org/ns/shacl-test#"
_VALIDATE, _FAILURE = URIRef(f"{_SHT}Validate"), URIRef(f"{_SHT}Failure")


class Row(NamedTuple):
    """A result as the suite compares it (README of the suite): no words but those of the shapes.

    Blank nodes are all alike: which one it is cannot be said across documents.
    """

    focus: str
    path: str
    value: str
    severity: str
    component: str
    shape: str


@dataclass(frozen=True)
class Expected:
    """What a validation has to say.

    Args:
        conforms: whether there is nothing to report.
        rows: the results, each as often as it is reported.
        messages: texts that must be among those of the report.
    """

    conforms: bool
    rows: Counter[Row]
    messages: frozenset[Literal] = frozenset()


@dataclass(frozen=True)
class ShapesTest:
    """One entry of a manifest.

    Args:
        entry: what names it.
        data: the file of the data.
        shapes: the file of the shapes.
        expected: the report; None where the shapes have to be refused (``sht:Failure``).
    """

    entry: Test
    data: Path
    shapes: Path
    expected: Expected | None


class Suite:
    """The suite for SHACL.

    Args:
        root: a clone of https://github.com/w3c/data-shapes, its folder
            ``data-shapes-test-suite``, or the folder ``tests`` in that.

    Raises:
        FileNotFoundError: the manifests are not there.
    """

    def __init__(self, root: Path) -> None:
        known = (root / _FOLDER, root / "tests", root)
        found = [each for each in known if (each / "core" / "manifest.ttl").is_file()]
        if not found:
            raise FileNotFoundError(f"{root} has no {_FOLDER}/core/manifest.ttl")
        self._root = found[0].resolve()
        self._read: set[Path] = set()

    def tests(self) -> Iterator[ShapesTest]:
        """Every test, in the order of the manifests, then those that no manifest includes."""
        for part in PARTS:
            yield from self._manifest(self._root / part / "manifest.ttl")
            for path in sorted((self._root / part).rglob("*.ttl")):
                yield from self._manifest(path)

    def graph(self, path: Path) -> Graph:
        """What a file says, literals as they are written.

        Raises:
            SyntaxError: it does not parse.
        """
        graph = Graph()
        base = BASE + path.relative_to(self._root).as_posix()
        for quad in ox.parse(
            path.read_bytes(), ox.RdfFormat.TURTLE, base_iri=base, rename_blank_nodes=True
        ):
            graph.add(tuple(map(from_oxigraph, quad.triple)))  # type: ignore[arg-type]
        return graph

    def _manifest(self, path: Path) -> Iterator[ShapesTest]:
        if path in self._read:
            return
        self._read.add(path)
        graph = self.graph(path)
        for included in graph.objects(predicate=URIRef(f"{MF}include")):
            yield from self._manifest(self._path(included))
        suite = f"shacl/{path.parent.relative_to(self._root).as_posix()}"
        for head in graph.objects(predicate=URIRef(f"{MF}entries")):
            for entry in Collection(graph, head):
                if (entry, RDF.type, _VALIDATE) in graph:
                    yield self._test(graph, entry, suite)

    def _path(self, iri: Node) -> Path:
        return self._root / str(iri).removeprefix(BASE)

    def _test(self, graph: Graph, entry: Node, suite: str) -> ShapesTest:
        action = graph.value(entry, URIRef(f"{MF}action"))
        data, shapes = (
            self._path(_one(graph, action, URIRef(f"{_SHT}{each}")))
            for each in ("dataGraph", "shapesGraph")
        )
        report = _one(graph, entry, URIRef(f"{MF}result"))
        name = str(entry).rpartition("/")[2]
        return ShapesTest(
            Test(str(entry), name, suite, "shapes"),
            data,
            shapes,
            None if report == _FAILURE else expected(graph, report),
        )


def expected(graph: Graph, report: Node) -> Expected:
    """Read a report.

    Args:
        graph: what holds it.
        report: its node.
    """
    results = list(graph.objects(report, SH.result))
    return Expected(
        str(_one(graph, report, SH.conforms)) == "true",
        Counter(_row(graph, each) for each in results),
        frozenset(
            text
            for each in results
            for text in graph.objects(each, SH.resultMessage)
            if isinstance(text, Literal)
        ),
    )


def _row(graph: Graph, result: Node) -> Row:
    path = graph.value(result, SH.resultPath)
    return Row(
        spelt(graph.value(result, SH.focusNode)),
        "" if path is None else path_text(graph, path),
        spelt(graph.value(result, SH.value)),
        spelt(graph.value(result, SH.resultSeverity)),
        spelt(graph.value(result, SH.sourceConstraintComponent)),
        spelt(graph.value(result, SH.sourceShape)),
    )


def spelt(term: Node | None) -> str:
    """A term in a row: a blank node is whichever; nothing is nothing."""
    if term is None:
        return ""
    return "_:" if isinstance(term, BNode) else term.n3()


def _one(graph: Graph, subject: Node | None, predicate: URIRef) -> Node:
    value = graph.value(subject, predicate)
    assert value is not None, f"{subject} has no {predicate}"
    return value
