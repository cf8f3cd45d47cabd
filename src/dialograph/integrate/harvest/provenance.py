"""What a harvested graph says of where it comes from, and when (PROV-O)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from dialograph.integrate.harvest.batches import Page
from dialograph.integrate.harvest.sources import Source
from dialograph.vocab import DCAT, DCTERMS, PROV, RDF, RDFS, SCHEMA, VOID, XSD

KEPT = 100
"""Retrievals that the graph tells of; earlier ones stand in its earlier versions."""
_SHA256 = "sha256:"


class Retrieval(NamedTuple):
    """One retrieval that changed the graph.

    Args:
        digest: the SHA-256 of what the graph held then, this telling left out.
        addresses: where that came from.
        started: when the first of it arrived, in UTC, and
        ended: the last.
    """

    digest: str
    addresses: tuple[str, ...]
    started: str
    ended: str


def retrieval(source: Source, pages: Sequence[Page], digest: str) -> Retrieval:
    """What is told of a harvest.

    Args:
        source: what was harvested.
        pages: what arrived; at least one.
        digest: see :class:`Retrieval`.
    """
    moments = sorted(each.retrieved for each in pages)
    addresses = [source.address, *(each.address for each in pages)]
    if source.kind == "file":
        # A place on somebody's machine is no source; the name of a file is.
        addresses = [
            source.address,
            *(f"{source.graph}#file-{_safe(each.name)}" for each in source.files),
        ]
    kept = tuple(dict.fromkeys(filter(None, addresses)))
    return Retrieval(digest, kept, moments[0], moments[-1])


def stamp_of(moment: str) -> str:
    """A moment as :attr:`Trail.stamp` tells it."""
    return re.sub(r"[^0-9TZ]", "", moment)


def is_own(triple: ox.Triple, graph: str) -> bool:
    """Whether a triple tells of retrievals of a graph, as only this module may."""
    subject = triple.subject
    return isinstance(subject, ox.NamedNode) and bool(
        re.match(r"#(retrieved|harvest|mapping|file)-", subject.value.removeprefix(graph))
    )


def statements(told: Retrieval, source: Source) -> Iterator[ox.Triple]:
    """What the graph says of one retrieval.

    Args:
        told: the retrieval.
        source: what was harvested.
    """
    graph = ox.NamedNode(source.graph)
    stamp = f"{stamp_of(told.ended)}-{told.digest[:8]}"
    content = ox.NamedNode(f"{source.graph}#retrieved-{stamp}")
    harvest = ox.NamedNode(f"{source.graph}#harvest-{stamp}")
    addresses = [ox.NamedNode(each) for each in told.addresses]
    mappings = {
        ox.NamedNode(f"{source.graph}#mapping-{_safe(each.name)}-{_hash(each.text)[:8]}"): each
        for each in source.mappings
    }
    yield from _say(content, RDF.type, _node(PROV.Entity))
    yield from _say(content, PROV.specializationOf, graph)
    yield from _say(content, PROV.wasDerivedFrom, *addresses)
    yield from _say(content, PROV.wasGeneratedBy, harvest)
    yield from _say(content, PROV.generatedAtTime, _time(told.ended))
    yield from _say(content, DCTERMS.identifier, ox.Literal(_SHA256 + told.digest))
    yield from _say(harvest, RDF.type, _node(PROV.Activity))
    yield from _say(
        harvest,
        RDFS.label,
        ox.Literal(f"Harvest of the source {source.name}", language="en"),
        ox.Literal(f"Moissonnage de la source {source.name}", language="fr"),
    )
    yield from _say(harvest, PROV.startedAtTime, _time(told.started))
    yield from _say(harvest, PROV.endedAtTime, _time(told.ended))
    yield from _say(harvest, PROV.used, *addresses, *mappings)
    for mapping, rules in mappings.items():
        yield from _say(mapping, RDF.type, _node(PROV.Entity))
        yield from _say(mapping, RDFS.label, ox.Literal(rules.name))
        yield from _say(mapping, DCTERMS.identifier, ox.Literal(_SHA256 + _hash(rules.text)))


def description(source: Source) -> Iterator[ox.Triple]:
    """How the graph is described, where its source does not do so itself."""
    words = source.words
    if words is None:
        return
    graph = ox.NamedNode(source.graph)
    yield from _say(graph, RDF.type, _node(VOID.Dataset), _node(DCAT.Dataset))
    for predicate, texts in (
        (DCTERMS.title, words.titles),
        (DCTERMS.description, words.descriptions),
    ):
        yield from _say(
            graph, predicate, *(ox.Literal(text, language=tag) for tag, text in texts.items())
        )
    yield from _say(graph, DCTERMS.license, ox.NamedNode(words.license))
    yield from _say(graph, SCHEMA.maintainer, ox.Literal(words.maintainer))
    yield from _say(graph, DCTERMS.source, ox.NamedNode(source.address))


def trail(graph: str) -> str:
    """The query for what a graph says of its retrievals.

    Args:
        graph: its name, an IRI.
    """
    name, part = ox.NamedNode(graph), _node(PROV.specializationOf)
    return f"""
        CONSTRUCT {{ ?node ?p ?o }} WHERE {{ GRAPH {name} {{
            {{ ?node {part} {name} ; ?p ?o }}
            UNION {{ ?content {part} {name} ; {_node(PROV.wasGeneratedBy)} ?node . ?node ?p ?o }}
            UNION {{
                ?content {part} {name} ; {_node(PROV.wasGeneratedBy)}/{_node(PROV.used)} ?node .
                ?node {_node(DCTERMS.identifier)} ?known ; ?p ?o
            }}
        }} }}
    """


class Trail:
    """The retrievals that a graph tells of.

    Args:
        triples: what :func:`trail` asks for.
        graph: the name of the graph.
    """

    def __init__(self, triples: Iterable[ox.Triple], graph: str) -> None:
        self._triples, self._graph = list(triples), graph
        contents = {
            each.subject
            for each in self._triples
            if each.predicate == _node(PROV.specializationOf)
            and isinstance(each.subject, ox.NamedNode)
            and each.subject.value.startswith(f"{graph}#retrieved-")
        }
        # The names end with the moment.
        self._contents = sorted(contents, key=lambda node: node.value)

    @property
    def digest(self) -> str:
        """Of what the graph holds now; empty when it tells of no retrieval."""
        if not self._contents:
            return ""
        said = [
            each.object.value.removeprefix(_SHA256)
            for each in self._triples
            if each.subject == self._contents[-1]
            and each.predicate == _node(DCTERMS.identifier)
            and isinstance(each.object, ox.Literal)
        ]
        return said[0] if said else ""

    @property
    def stamp(self) -> str:
        """The moment of the last retrieval, as it can be compared; empty when there is none."""
        if not self._contents:
            return ""
        return self._contents[-1].value.partition("#retrieved-")[2].partition("-")[0]

    def kept(self) -> list[ox.Triple]:
        """What goes on being told beside one more retrieval."""
        gone = {each.value.partition("#retrieved-")[2] for each in self._contents[: 1 - KEPT]}
        return [
            each
            for each in self._triples
            if is_own(each, self._graph)
            and isinstance(each.subject, ox.NamedNode)
            and re.split("#(?:retrieved|harvest)-", each.subject.value)[-1] not in gone
        ]


def _say(subject: ox.NamedNode, predicate: str, *values: ox.NamedNode | ox.Literal) -> _Said:
    for value in values:
        yield ox.Triple(subject, ox.NamedNode(predicate), value)


_Said = Iterator[ox.Triple]


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _time(moment: str) -> ox.Literal:
    return ox.Literal(moment, datatype=_node(XSD.dateTime))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _safe(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "-", name)
