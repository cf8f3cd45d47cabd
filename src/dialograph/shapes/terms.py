"""RDF terms and property paths as a person reads them."""

from __future__ import annotations

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from dialograph import iris
from dialograph.vocab import BASE, DCTERMS, PREFIXES, RDF, RDFS, SH, SKOS

_LABELS = (SKOS.prefLabel, RDFS.label, DCTERMS.title)
_SUFFIXES = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def readable(term: Node) -> str:
    """A term in a sentence: ours as ``activity/x``, others as ``dcterms:date``, text as it is."""
    if isinstance(term, URIRef):
        return shorten(term)
    if isinstance(term, BNode):
        return "[ ]"
    return str(term)


def exact(term: Node) -> str:
    """A term as it stands in the data: literals quoted, with their language or datatype."""
    if not isinstance(term, Literal):
        return readable(term)
    text = f'"{term}"'
    if term.language:
        return f"{text}@{term.language}"
    if term.datatype is not None:
        return f"{text}^^{shorten(term.datatype)}"
    return text


def shorten(iri: str) -> str:
    """An IRI in its shortest form that still says what it is."""
    short = iris.shorten(iri)
    if short != iri:
        return short
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def shorten_ours(text: str) -> str:
    """A sentence with our resources named as ``activity/x``."""
    return text.replace(BASE + "id/", "")


def path_text(shapes: Graph, path: Node) -> str:
    """A SHACL property path: an IRI as it is, anything longer in SPARQL syntax with ``<IRI>``.

    Args:
        shapes: the graph that holds the path.
        path: the value of ``sh:path``.
    """
    return str(path) if isinstance(path, URIRef) else _path(shapes, path)


def path_readable(path: str) -> str:
    """A path made by :func:`path_text` with its IRIs shortened."""
    if "<" not in path:
        return shorten(path)
    parts = path.split("<")
    return parts[0] + "".join(
        shorten(part.split(">", 1)[0]) + part.split(">", 1)[1] for part in parts[1:]
    )


def _path(shapes: Graph, path: Node) -> str:
    if isinstance(path, URIRef):
        return f"<{path}>"
    # A node that is a list is a sequence, whatever else is said of it (SHACL, section 2.3.1.2).
    if shapes.value(path, RDF.first) is not None:
        return f"({' / '.join(_path(shapes, each) for each in Collection(shapes, path))})"
    inverse = shapes.value(path, SH.inversePath)
    if inverse is not None:
        return f"^{_path(shapes, inverse)}"
    for predicate, suffix in _SUFFIXES.items():
        inner = shapes.value(path, predicate)
        if inner is not None:
            return f"{_path(shapes, inner)}{suffix}"
    alternatives = shapes.value(path, SH.alternativePath)
    if alternatives is not None:
        return f"({' | '.join(_path(shapes, each) for each in Collection(shapes, alternatives))})"
    return "?"


def nearest_named(graph: Graph, node: Node) -> Node:
    """The node itself if it has an IRI, else the nearest subject with one that leads to it.

    Returns:
        ``node`` again when nothing named leads to it.
    """
    seen, layer = {node}, [node]
    while layer:
        named = sorted(each for each in layer if isinstance(each, URIRef))
        if named:
            return named[0]
        above = {subject for each in layer for subject in graph.subjects(None, each)}
        layer = sorted(above - seen, key=str)
        seen |= above
    return node


def by_language(graph: Graph, subject: Node, predicate: URIRef) -> dict[str, str]:
    """Language tag → text of the literals of one property; the first in order of text wins."""
    texts: dict[str, str] = {}
    for value in sorted(graph.objects(subject, predicate), key=str):
        if isinstance(value, Literal):
            texts.setdefault(value.language or "", str(value))
    return texts


def labels_of(graph: Graph, resource: Node) -> dict[str, str]:
    """Language tag → what a resource is called."""
    labels: dict[str, str] = {}
    for predicate in _LABELS:
        for language, text in by_language(graph, resource, predicate).items():
            labels.setdefault(language, text)
    return labels
