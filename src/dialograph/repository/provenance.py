"""What the graph itself says of every version: who, when, what, and what the gate said (PROV).

The statements stand in a graph of their own, ``BASE_IRI`` + ``graphs/history``, which nobody but
the server writes to.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import pyoxigraph as ox

from dialograph import iris
from dialograph.vocab import DCAT, DCTERMS, PROV, RDF, RDFS, SH, VOID, XSD

HISTORY = "history"
"""The name of the graph; see :func:`dialograph.iris.graph`."""


class Entry(NamedTuple):
    """What is told of one version.

    Args:
        number: of the version, and
        previous: of the one before; 0 for none.
        time: when it was made, in UTC.
        author: who made it.
        english: what was done, in one sentence, and
        french: the same in French.
        statements: how many there are in the merge of all graphs, this graph not counted.
        added: how many came, and
        removed: how many went.
        judged: whether the gate looked at it.
        gate_english: what the gate said, and
        gate_french: the same in French.
    """

    number: int
    previous: int
    time: datetime
    author: str
    english: str
    french: str
    statements: int
    added: int
    removed: int
    judged: bool
    gate_english: str
    gate_french: str


def graph_of(base_iri: str) -> str:
    """The name of the graph of the history."""
    return str(iris.graph(HISTORY, base_iri))


def version_of(number: int, base_iri: str) -> str:
    """The IRI of a version."""
    return f"{base_iri}versions/{number}"


def about(base_iri: str) -> Iterator[ox.Quad]:
    """What the history says of itself, once: how it is called, and what it holds.

    Args:
        base_iri: where the dataset lives on the web.
    """
    graph = ox.NamedNode(graph_of(base_iri))
    for predicate, texts in (
        (DCTERMS.title, _texts("History of versions", "Historique des versions")),
        (
            DCTERMS.description,
            _texts(
                "Every version of the data: who made it, when, what changed, and what the gate "
                "said.",
                "Chaque version des données : qui l’a faite, quand, ce qui a changé et ce qu’a dit "
                "le contrôle.",
            ),
        ),
    ):
        for text in texts:
            yield ox.Quad(graph, _node(predicate), text, graph)


def statements(entry: Entry, base_iri: str) -> Iterator[ox.Quad]:
    """What the history says of one version.

    Args:
        entry: the version.
        base_iri: where the dataset lives on the web.
    """
    graph = ox.NamedNode(graph_of(base_iri))
    iri = version_of(entry.number, base_iri)
    version, change, added, removed, agent, report = (
        ox.NamedNode(f"{iri}{part}")
        for part in ("", "#change", "#added", "#removed", "#author", "#gate")
    )
    # In the engine's own spelling, so that a patch names what is stored.
    moment = f"{entry.time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    time = ox.Literal(moment, datatype=_node(XSD.dateTime))

    def say(subject: ox.NamedNode, predicate: str, *values: ox.NamedNode | ox.Literal) -> _Said:
        for value in values:
            yield ox.Quad(subject, ox.NamedNode(predicate), value, graph)

    yield from say(version, RDF.type, _node(PROV.Entity), _node(VOID.Dataset))
    yield from say(
        version, RDFS.label, *_texts(f"Version {entry.number}", f"Version {entry.number}")
    )
    yield from say(version, DCAT.version, ox.Literal(str(entry.number)))
    yield from say(version, VOID.triples, _number(entry.statements))
    yield from say(version, PROV.generatedAtTime, time)
    yield from say(version, PROV.wasGeneratedBy, change)
    if entry.previous:
        earlier = ox.NamedNode(version_of(entry.previous, base_iri))
        yield from say(version, PROV.wasRevisionOf, earlier)
    yield from say(change, RDF.type, _node(PROV.Activity))
    yield from say(change, RDFS.label, *_texts(entry.english, entry.french))
    yield from say(change, PROV.endedAtTime, time)
    yield from say(change, PROV.wasAssociatedWith, agent)
    yield from say(agent, RDF.type, _node(PROV.Agent))
    yield from say(agent, RDFS.label, ox.Literal(entry.author))
    for part, relation, number in (
        (added, PROV.generated, entry.added),
        (removed, PROV.invalidated, entry.removed),
    ):
        yield from say(change, relation, part)
        yield from say(part, RDF.type, _node(PROV.Entity), _node(VOID.Dataset))
        yield from say(part, VOID.triples, _number(number))
    if entry.judged:
        yield from say(change, PROV.generated, report)
        yield from say(report, RDF.type, _node(PROV.Entity), _node(SH.ValidationReport))
        yield from say(report, SH.conforms, ox.Literal(value=True))
        yield from say(report, RDFS.comment, *_texts(entry.gate_english, entry.gate_french))
        yield from say(report, DCTERMS.subject, version)


_Said = Iterator[ox.Quad]


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _number(value: int) -> ox.Literal:
    return ox.Literal(value)


def _texts(english: str, french: str) -> tuple[ox.Literal, ox.Literal]:
    return ox.Literal(english, language="en"), ox.Literal(french, language="fr")
