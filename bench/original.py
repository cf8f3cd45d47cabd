"""The shipped graph, statement by statement, in the order of its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from dialograph.graph.sources import shipped_sources
from dialograph.vocab import BASE, SKOS

ID = f"{BASE}id/"
_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_POINTS = ("activity", "document", "participation")


@dataclass(frozen=True)
class Statement:
    """A statement and the IRIs in it.

    Args:
        graph: the IRI of the graph that states it.
        subject: an IRI, or the label of a blank node.
        predicate: an IRI.
        value: the IRI that is its object; nothing when that is something else.
        terms: subject, predicate and object, as the engine's library has them.
    """

    graph: str
    subject: str
    predicate: str
    value: str
    terms: tuple[
        ox.NamedNode | ox.BlankNode, ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal
    ]

    @property
    def line(self) -> str:
        """The statement as a line of N-Quads."""
        return " ".join([*map(str, self.terms), f"<{self.graph}> .\n"])

    @property
    def point(self) -> str:
        """The English name of something that a lookup may ask for; nothing in other statements."""
        name = self.terms[2]
        if self.predicate != str(SKOS.prefLabel) or kind(self.subject) not in _POINTS:
            return ""
        return name.value if isinstance(name, ox.Literal) and name.language == "en" else ""


def read_statements() -> Iterator[Statement]:
    """Read the shipped graph; blank nodes are named in the order of their appearance."""
    names: dict[str, ox.BlankNode] = {}
    seen: set[str] = set()  # two files of the ontology state some of its triples

    def steady(term: _Term) -> _Term:
        if isinstance(term, ox.BlankNode):
            return names.setdefault(term.value, ox.BlankNode(f"b{len(names)}"))
        return term

    for source in shipped_sources():
        for path in source.files:
            for triple in ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE):
                subject, value = steady(triple.subject), steady(triple.object)
                if isinstance(subject, ox.Triple | ox.Literal) or isinstance(value, ox.Triple):
                    raise TypeError("the shipped graph holds no statements about triples")
                made = Statement(
                    graph=source.iri,
                    subject=subject.value,
                    predicate=triple.predicate.value,
                    value=value.value if isinstance(value, ox.NamedNode) else "",
                    terms=(subject, triple.predicate, value),
                )
                if made.line not in seen:
                    seen.add(made.line)
                    yield made


def kind(iri: str) -> str:
    """The kind of one of our resources; nothing for the address of a page."""
    if iri.startswith(ID):
        return iri.removeprefix(ID).split("/", 1)[0]
    return "graph" if iri.startswith(BASE) else ""
