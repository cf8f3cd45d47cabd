"""What the W3C manifests list: every test, with its files, as it stands in a clone of rdf-tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from conformance.rdf import MF, QT, RDF, RDFS, UT, Graph, Subject

BASE = "https://w3c.github.io/rdf-tests/"
"""Where the clone's files live on the web: what their relative IRIs are resolved against."""

_ROOTS = (
    "sparql10/manifest.ttl",
    "sparql11/manifest-all.ttl",
    "sparql11/http-rdf-update/manifest.ttl",  # no other manifest includes it
    "sparql12/manifest.ttl",
)

Kind = Literal[
    "evaluation",
    "positive",
    "negative",
    "protocol",
    "description",
    "update",
    "positive update",
    "negative update",
    "update protocol",
    "graph store",
    "shapes",
    "not run",
]

_KINDS: dict[str, Kind] = {
    "QueryEvaluationTest": "evaluation",
    "CSVResultFormatTest": "evaluation",
    "PositiveSyntaxTest": "positive",
    "PositiveSyntaxTest11": "positive",
    "NegativeSyntaxTest": "negative",
    "NegativeSyntaxTest11": "negative",
    "ProtocolTest": "protocol",
    "ServiceDescriptionTest": "description",
    "UpdateEvaluationTest": "update",
    "PositiveUpdateSyntaxTest": "positive update",
    "PositiveUpdateSyntaxTest11": "positive update",
    "NegativeUpdateSyntaxTest": "negative update",
    "NegativeUpdateSyntaxTest11": "negative update",
    "GraphStoreProtocolTest": "graph store",
}
_OF_UPDATES: dict[Kind, Kind] = {"positive": "positive update", "negative": "negative update"}
_REQUESTS = "http://www.w3.org/2011/http#requests"
_GRAPH_DATA = f"{UT}graphData"
ENTAILMENT = "entailment regimes: the engine does not infer"
FEDERATION = "federation: needs remote endpoints, and SERVICE is refused"
UNKNOWN = "a type of test that this runner does not know"

_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>\s]*)>", re.IGNORECASE)


@dataclass(frozen=True)
class Dataset:
    """The files that a test is asked on.

    Args:
        default: the files whose merge is the default graph.
        named: the name of each named graph, and its file.
    """

    default: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True)
class Test:
    """One entry of a manifest.

    Args:
        iri: what names the test, the same on every machine.
        name: what the manifest calls it.
        suite: the folder of its manifest, such as ``sparql11/bind``.
        kind: how it is run.
        query: the file with the query or update, where there is one.
        result: the file with the expected result, where there is one.
        dataset: what the query is asked on, or the update is applied to.
        after: what an update has to leave.
        lax: whether a row may come back less often than expected (``REDUCED``).
        requests: what a test of a protocol sends: the nodes in ``manifest``.
        manifest: the manifest's triples.
        reason: why it is not run; empty when it is.
    """

    iri: str
    name: str
    suite: str
    kind: Kind
    query: Path | None = None
    result: Path | None = None
    dataset: Dataset = Dataset()
    after: Dataset = Dataset()
    lax: bool = False
    requests: tuple[Subject, ...] = ()
    manifest: Graph = field(default_factory=Graph, compare=False, repr=False)
    reason: str = ""


class Clone:
    """A clone of https://github.com/w3c/rdf-tests, or its ``sparql`` folder alone.

    Args:
        root: the folder that holds ``sparql/``.

    Raises:
        FileNotFoundError: the manifests are not there.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._read: set[Path] = set()
        self._missing = [name for name in _ROOTS if not (self._root / "sparql" / name).is_file()]
        if self._missing:
            raise FileNotFoundError(f"{root} has no sparql/{self._missing[0]}")

    def iri(self, path: Path) -> str:
        """The IRI of a file, on the web."""
        return BASE + path.relative_to(self._root).as_posix()

    def path(self, iri: str) -> Path:
        """The file behind an IRI; it need not exist."""
        return self._root / iri.removeprefix(BASE)

    def tests(self) -> Iterator[Test]:
        """Every test, in the order of the manifests."""
        for name in _ROOTS:
            yield from self._manifest(self._root / "sparql" / name)

    def _manifest(self, path: Path) -> Iterator[Test]:
        if path in self._read:
            return
        self._read.add(path)
        graph = Graph.read(path, self.iri(path))
        suite = path.parent.relative_to(self._root / "sparql").as_posix()
        for manifest in graph.instances(f"{MF}Manifest"):
            for head in graph.all(manifest, f"{MF}include"):
                for included in graph.list(head):
                    yield from self._manifest(self.path(_iri(included)))
            for head in graph.all(manifest, f"{MF}entries"):
                listed = list(graph.list(head))
                # One test of the graph store is written down and not listed.
                written = graph.instances(f"{MF}GraphStoreProtocolTest")
                for entry in [*listed, *(each for each in written if each not in listed)]:
                    assert isinstance(entry, ox.NamedNode), entry
                    yield self._test(graph, entry, suite)

    def _test(self, graph: Graph, entry: ox.NamedNode, suite: str) -> Test:
        kinds = [_iri(each).rpartition("#")[2] for each in graph.all(entry, f"{RDF}type")]
        known: list[Kind] = [_KINDS[each] for each in kinds if each in _KINDS]
        kind = known[0] if known else "not run"
        name = graph.text(entry, f"{MF}name") or entry.value.rpartition("#")[2]
        action = graph.one(entry, f"{MF}action")
        # Some tests of updates have the type of those of queries.
        if isinstance(action, ox.NamedNode) and action.value.endswith(".ru"):
            kind = _OF_UPDATES.get(kind, kind)
        reason = _reason(suite, kind)
        if reason:
            return Test(entry.value, name, suite, "not run", reason=reason)
        if kind in {"protocol", "graph store"}:
            return self._protocol(graph, entry, suite, name, kind)
        if kind == "update":
            return self._update(graph, entry, suite, name)
        if kind == "description" or action is None:
            return Test(entry.value, name, suite, kind)
        query = self._query(graph, action)
        result = graph.one(entry, f"{MF}result")
        return Test(
            entry.value,
            name,
            suite,
            kind,
            query=query,
            result=self.path(_iri(result)) if result is not None else None,
            dataset=self._dataset(graph, action, query),
            lax=graph.one(entry, f"{MF}resultCardinality") == ox.NamedNode(f"{MF}LaxCardinality"),
        )

    def _query(self, graph: Graph, action: Subject) -> Path:
        query = graph.one(action, f"{QT}query") or graph.one(action, f"{UT}request")
        return self.path(_iri(query if query is not None else action))

    def _dataset(self, graph: Graph, action: Subject, query: Path) -> Dataset:
        default = [self.path(_iri(each)) for each in graph.all(action, f"{QT}data")]
        named = [_iri(each) for each in graph.all(action, f"{QT}graphData")]
        # A test without data of its own names it with FROM: the server has it under that name.
        text = query.read_text(encoding="utf-8", errors="replace")
        for name in _FROM.findall(text):
            iri = self.iri(query.parent) + "/" + name
            if self.path(iri).is_file():
                named.append(iri)
        return Dataset(tuple(default), tuple((iri, self.path(iri)) for iri in dict.fromkeys(named)))

    def _update(self, graph: Graph, entry: ox.NamedNode, suite: str, name: str) -> Test:
        action = graph.one(entry, f"{MF}action")
        assert action is not None
        return Test(
            entry.value,
            name,
            suite,
            "update",
            query=self._query(graph, action),
            dataset=self._graphs(graph, action),
            after=self._graphs(graph, graph.one(entry, f"{MF}result")),
        )

    def _graphs(self, graph: Graph, node: Subject | None) -> Dataset:
        """The dataset that a node has in the vocabulary of the update suites."""
        default = [self.path(_iri(each)) for each in graph.all(node, f"{UT}data")]
        named = [
            (graph.text(data, f"{RDFS}label"), self.path(_iri(graph.one(data, f"{UT}graph"))))
            for data in graph.all(node, _GRAPH_DATA)
        ]
        return Dataset(tuple(default), tuple(named))

    def _protocol(
        self, graph: Graph, entry: ox.NamedNode, suite: str, name: str, kind: Kind
    ) -> Test:
        """A test that is a sequence of requests; the tests of a suite share their data."""
        action = graph.one(entry, f"{MF}action")
        requests = [each for head in graph.all(action, _REQUESTS) for each in graph.list(head)]
        # Only its name says of a test that it sends updates: some send them under no media type.
        if kind == "protocol" and "update" in entry.value.rpartition("#")[2]:
            kind = "update protocol"
        named = [
            each
            for subject in dict.fromkeys(s for s, p, _ in graph.triples if p.value == _GRAPH_DATA)
            for each in self._graphs(graph, subject).named
        ]
        return Test(
            entry.value,
            name,
            suite,
            kind,
            dataset=Dataset(named=tuple(dict.fromkeys(named))),
            requests=tuple(requests),
            manifest=graph,
        )


def _reason(suite: str, kind: Kind) -> str:
    """Why a test is not run; empty when it is."""
    folder = suite.rpartition("/")[2]
    if folder == "entailment":
        return ENTAILMENT
    if folder == "service":
        return FEDERATION
    return UNKNOWN if kind == "not run" else ""


def _iri(term: object) -> str:
    assert isinstance(term, ox.NamedNode), term
    return term.value
