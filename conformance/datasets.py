"""The data of a test: its files as the statements of one dataset, and as one file to load."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from conformance.manifests import Clone, Dataset
from conformance.rdf import Subject, Term, quads

EMPTY = Dataset()


def statements(dataset: Dataset, clone: Clone) -> list[ox.Quad]:
    """Every statement of a dataset, each in its graph.

    Blank nodes are renamed after the file and the graph that it fills: graphs share none, even
    where one file fills two of them.

    Raises:
        SyntaxError: a file does not parse.
    """
    found: list[ox.Quad] = []
    places: list[tuple[Path, ox.NamedNode | ox.DefaultGraph]] = [
        *((path, ox.DefaultGraph()) for path in dataset.default),
        *((path, ox.NamedNode(name)) for name, path in dataset.named),
    ]
    for number, (path, graph) in enumerate(places):
        found.extend(_placed(path, clone.iri(path), graph, f"d{number}x"))
    return found


def as_nquads(found: list[ox.Quad]) -> bytes:
    """The statements as N-Quads; equal datasets give equal bytes."""
    text = ox.serialize(found, format=ox.RdfFormat.N_QUADS)
    assert text is not None
    return b"".join(sorted(set(text.splitlines(keepends=True))))


def _placed(
    path: Path, base: str, graph: ox.NamedNode | ox.DefaultGraph, prefix: str
) -> Iterator[ox.Quad]:
    names: dict[str, ox.BlankNode] = {}

    def node(term: Subject) -> Subject:
        if isinstance(term, ox.BlankNode):
            # Numbered, not named: the parser gives anonymous nodes other names each time.
            return names.setdefault(term.value, ox.BlankNode(f"{prefix}{len(names)}"))
        if isinstance(term, ox.Triple):
            return ox.Triple(node(term.subject), term.predicate, renamed(term.object))
        return term

    def renamed(term: Term) -> Term:
        return term if isinstance(term, ox.Literal) else node(term)

    for quad in quads(path, base):
        # TriG and N-Quads say themselves where a statement stands.
        named = graph if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name
        yield ox.Quad(node(quad.subject), quad.predicate, renamed(quad.object), named)
