"""Where the shipped graph comes from: one file, one named graph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from dialograph import iris
from dialograph.errors import UsageError
from dialograph.shapes.convert import from_oxigraph
from dialograph.vocab import BASE

_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Source:
    """One named graph and the files that fill it.

    Args:
        name: the last part of the graph's IRI, such as ``rabat``.
        iri: the graph's IRI.
        files: the Turtle files, in reading order.
    """

    name: str
    iri: str
    files: tuple[Path, ...]


@cache
def shipped_root() -> Path:
    """The folder that holds ``ontology data shapes queries``: the wheel's copy, or the clone.

    Raises:
        UsageError: the package was taken apart and neither is there.
    """
    for root in (_PACKAGE / "shipped", _PACKAGE.parent.parent):
        if (root / "ontology").is_dir() and (root / "data").is_dir():
            return root
    raise UsageError(
        "The shipped graph is missing from this installation.", "Install dialograph again."
    )


def shipped_sources(base_iri: str = BASE) -> tuple[Source, ...]:
    """The named graphs that travel with the package: the ontology, then ``data/*.ttl`` by name."""
    root = shipped_root()
    ontology = tuple(sorted((root / "ontology").glob("*.ttl")))
    data = [
        Source(path.stem, str(iris.graph(path.stem, base_iri)), (path,))
        for path in sorted((root / "data").glob("*.ttl"))
    ]
    return (Source("ontology", str(iris.graph("ontology", base_iri)), ontology), *data)


def load_graph(sources: tuple[Source, ...]) -> Graph:
    """The merge of the sources as one rdflib graph, for the tools that need rdflib.

    Oxigraph parses in a fraction of the time that rdflib takes.
    """
    term = cache(from_oxigraph)  # most terms stand in many statements
    graph = Graph()
    for source in sources:
        for path in source.files:
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
                graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph
