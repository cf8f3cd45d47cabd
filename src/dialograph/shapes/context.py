"""Files judged as part of the shipped graph, without the shipped graph healing them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from dialograph.shapes.reading import Document
from dialograph.vocab import DCAT, RDF


@dataclass(frozen=True)
class Shipped:
    """A file of the shipped graph.

    Args:
        graph: the IRI of the named graph that it fills.
        document: what it says.
    """

    graph: URIRef
    document: Document


@dataclass(frozen=True)
class Context:
    """What is judged.

    Args:
        graph: the files given together with what remains of the shipped ones.
        documents: where its statements stand, the files given first.
        described: the resources that the files given describe; everything, when none is given.
        replaced: for each file that replaces a whole shipped file, the names of the two.
    """

    graph: Graph
    documents: tuple[Document, ...]
    described: frozenset[Node]
    replaced: tuple[tuple[str, str], ...] = ()


def in_context(given: Sequence[Document], shipped: Sequence[Shipped]) -> Context:
    """Put files in the place of what they replace in the shipped graph.

    A file that describes a shipped graph (says that it is a ``dcat:Dataset``), or has the name
    of one, replaces it whole. Of the other files, each resource replaces
    the shipped resource of the same IRI. So a damaged copy of a shipped file is judged as it is.

    Args:
        given: the files to judge; none means the shipped graph itself.
        shipped: the files of the shipped graph.
    """
    if not given:
        documents = tuple(each.document for each in shipped)
        return Context(_merge(documents), documents, frozenset(_subjects(documents)))
    pairs = [
        (document, each) for document in given for each in shipped if _replaces(document, each)
    ]
    replacing = {each.name for each, _ in pairs}
    replaced = {old.document.name for _, old in pairs}
    kept = [each.document for each in shipped if each.document.name not in replaced]
    graph = _merge(kept)
    _leave_out(graph, _subjects(each for each in given if each.name not in replacing))
    for document in given:
        graph += document.graph
    return Context(
        graph,
        (*given, *kept),
        frozenset(_subjects(given)),
        tuple((each.name, old.document.name) for each, old in pairs),
    )


def _replaces(document: Document, shipped: Shipped) -> bool:
    if (shipped.graph, RDF.type, DCAT.Dataset) in document.graph:
        return True
    if document.stem == str(shipped.graph).rpartition("/")[2]:
        return True
    # A graph of several files, the ontology: a bare file name is no proof, a shared term is.
    return document.stem == shipped.document.stem and not _subjects([document]).isdisjoint(
        _subjects([shipped.document])
    )


def _merge(documents: Iterable[Document]) -> Graph:
    graph = Graph()
    for document in documents:
        graph += document.graph
    return graph


def _subjects(documents: Iterable[Document]) -> set[Node]:
    return {subject for document in documents for subject in document.graph.subjects()}


def _leave_out(graph: Graph, described: set[Node]) -> None:
    """Remove what the graph says of these resources, their parts (``IRI#part``) included."""
    for subject in set(graph.subjects()):
        whole = URIRef(str(subject).partition("#")[0]) if isinstance(subject, URIRef) else subject
        if subject in described or whole in described:
            _remove(graph, subject)


def _remove(graph: Graph, subject: Node) -> None:
    values = [value for value in graph.objects(subject) if isinstance(value, BNode)]
    graph.remove((subject, None, None))
    for value in values:
        if (None, None, value) not in graph:
            _remove(graph, value)
