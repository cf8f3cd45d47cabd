"""A file of RDF as a graph to walk in: manifests, and results written in RDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_BY_SUFFIX = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
}


def quads(path: Path, base: str) -> list[ox.Quad]:
    """The statements of a file, terms as they are written.

    Args:
        path: the file; the end of its name says the format.
        base: what relative IRIs are resolved against.

    Raises:
        SyntaxError: it does not parse.
    """
    return list(ox.parse(path.read_bytes(), _BY_SUFFIX[path.suffix], base_iri=base))


class Graph:
    """Triples by subject and predicate; graph names do not count.

    Args:
        statements: the triples.
    """

    def __init__(self, statements: Iterable[ox.Quad] = ()) -> None:
        self._objects: dict[tuple[object, str], list[Term]] = {}
        self.triples: list[tuple[Subject, ox.NamedNode, Term]] = []
        for quad in statements:
            self.triples.append((quad.subject, quad.predicate, quad.object))
            self._objects.setdefault((quad.subject, quad.predicate.value), []).append(quad.object)

    @classmethod
    def read(cls, path: Path, base: str) -> Graph:
        """The graph in a file."""
        return cls(quads(path, base))

    def all(self, subject: object, predicate: str) -> list[Term]:
        """The objects of a subject and a predicate."""
        return self._objects.get((subject, predicate), [])

    def one(self, subject: object, predicate: str) -> Subject | None:
        """The one object that is a resource, or None."""
        for term in self.all(subject, predicate):
            if not isinstance(term, ox.Literal):
                return term
        return None

    def text(self, subject: object, predicate: str) -> str:
        """The text of the one literal, or nothing."""
        return next(
            (each.value for each in self.all(subject, predicate) if isinstance(each, ox.Literal)),
            "",
        )

    def instances(self, class_: str) -> list[Subject]:
        """The resources of a class, in the order of the file."""
        wanted = ox.NamedNode(class_)
        return [s for s, p, o in self.triples if p.value == f"{RDF}type" and o == wanted]

    def list(self, head: Term | None) -> Iterator[Subject]:
        """The resources in an RDF list."""
        while head is not None and head != ox.NamedNode(f"{RDF}nil"):
            item = self.one(head, f"{RDF}first")
            assert item is not None, "a list of resources holds something else"
            yield item
            head = self.one(head, f"{RDF}rest")
