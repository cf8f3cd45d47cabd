"""Changes as members of an event stream: one for each resource that a version changes.

A member's name is the name of the graph that holds the resource as it is from then on, and what is
said of the change stands in the default graph (Linked Data Event Streams, "Emitting members"; TREE
hypermedia). Blank nodes are members of their own, under names that tell what they stand for (RDF
1.1 Concepts, section 3.5): so who follows ends up with the graph, and not only with most of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

import pyoxigraph as ox

from dialograph import formats
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.writing import write
from dialograph.publish.changed import Kind, Moment, Subject, Way, changes_of
from dialograph.vocab import AS, DCTERMS, LDES, PREFIXES, PROV, RDF, SCHEMA, TREE, XSD

HERE = "https://feed.invalid/"
"""Stands for the address of the feed, which is that of the server as its client sees it."""

GENID = ".well-known/genid/"
"""How the names of blank nodes begin, below the base IRI (RDF 1.1 Concepts, section 3.5)."""

MEMBERS = 250
"""So many members stand on a page."""

POLLING_SECONDS = 300
"""How often it makes sense to look for something new."""

FORMATS = (formats.TRIG, formats.JSONLD, formats.NQUADS)

PREFIXES_USED = {**PREFIXES, "as": str(AS), "ldes": str(LDES), "tree": str(TREE)}
"""What the pages abbreviate."""


class Pages(NamedTuple):
    """The pages of a version, one after the other in a file.

    Args:
        places: where each begins and how many bytes it has.
    """

    places: tuple[tuple[int, int], ...]


def write_pages(
    engine: EmbeddedEngine,
    file: int,
    moment: Moment,
    wanted: str,
    way: Way | None = None,
    *,
    source: int | None = None,
) -> Pages:
    """Write the pages of a version, in a process that nobody asks anything afterwards.

    Args:
        engine: the dataset.
        file: the descriptor of the file to write to.
        moment: the version.
        wanted: the name of a format, one of :data:`FORMATS`.
        way: how to get there; None to stay.
        source: the descriptor of the file with the patches.

    Raises:
        StaleError: the dataset is at another version than the patch starts from by now.
    """
    changes = changes_of(engine, moment, way, source)
    subjects = sorted(changes.subjects, key=str)
    form = next(each for each in FORMATS if each.name == wanted)
    parts = [subjects[at : at + MEMBERS] for at in range(0, len(subjects), MEMBERS)] or [[]]
    places = []
    with os.fdopen(file, "wb", closefd=False) as output:
        for number, part in enumerate(parts, 1):
            page = _Page(engine, moment, number, is_last=number == len(parts))
            start = output.tell()
            write(
                page.quads({each: changes.subjects[each] for each in part}),
                form,
                output,
                PREFIXES_USED,
            )
            places.append((start, output.tell() - start))
    return Pages(tuple(places))


def stream(base_iri: str) -> ox.NamedNode:
    """The name of the event stream."""
    return ox.NamedNode(f"{base_iri}feed#stream")


def bounds(node: ox.NamedNode, target: str, times: Mapping[str, str]) -> Iterator[ox.Quad]:
    """A relation from one page to another.

    Args:
        node: the page.
        target: the other one, below the feed.
        times: the first and the last time of its members, under ``GreaterThanOrEqualToRelation``
            and ``LessThanOrEqualToRelation``; nothing where nobody knows.
    """
    other = ox.NamedNode(f"{HERE}{target}")
    for kind, time in times.items() or (("Relation", ""),):
        # Named after what it says: the same page is the same bytes.
        relation = ox.BlankNode("r" + sha256(f"{target} {kind}".encode()).hexdigest()[:20])
        yield ox.Quad(node, _node(TREE.relation), relation)
        yield ox.Quad(relation, _node(RDF.type), _node(TREE[kind]))
        yield ox.Quad(relation, _node(TREE.node), other)
        if time:
            yield ox.Quad(relation, _node(TREE.path), _node(DCTERMS.created))
            yield ox.Quad(relation, _node(TREE.value), moment_literal(time))


def moment_literal(time: str) -> ox.Literal:
    """A moment as RDF writes it."""
    return ox.Literal(time, datatype=_node(XSD.dateTime))


def context(base_iri: str, times: Sequence[str]) -> Iterator[ox.Quad]:
    """What the first page says of the stream (Linked Data Event Streams, "Context information").

    Args:
        base_iri: where the dataset lives on the web.
        times: when the oldest version that is kept was made; empty where nobody knows.
    """
    events, root = stream(base_iri), ox.NamedNode(HERE.rstrip("/"))
    policy = ox.NamedNode(f"{base_iri}feed#retention")
    facts: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (events, RDF.type, _node(LDES.EventStream)),
        (events, TREE.view, root),
        (events, LDES.pollingInterval, ox.Literal(POLLING_SECONDS)),
        (events, LDES.versionOfPath, _node(DCTERMS.isVersionOf)),
        (events, LDES.versionCreatePath, _node(RDF.type)),
        (events, LDES.versionCreateObject, _node(AS.Create)),
        (events, LDES.versionUpdatePath, _node(RDF.type)),
        (events, LDES.versionUpdateObject, _node(AS.Update)),
        (events, LDES.versionDeletePath, _node(RDF.type)),
        (events, LDES.versionDeleteObject, _node(AS.Delete)),
        (root, RDF.type, _node(TREE.Node)),
        (root, LDES.retentionPolicy, policy),
        (policy, RDF.type, _node(LDES.LatestVersionSubset)),
        (policy, LDES.versionAmount, ox.Literal(1)),
        (policy, LDES.amount, ox.Literal(1)),
    ]
    for time in times:
        facts += [
            (events, LDES.timestampPath, _node(DCTERMS.created)),
            (events, LDES.sequencePath, _node(SCHEMA.version)),
        ]
        facts.append((policy, LDES.startingFrom, moment_literal(time)))
    for subject, predicate, value in facts:
        yield ox.Quad(subject, _node(predicate), value)


class _Page:
    def __init__(
        self, engine: EmbeddedEngine, moment: Moment, number: int, *, is_last: bool
    ) -> None:
        self._engine = engine
        self._base = moment.base_iri
        self._moment = moment
        self._number = number
        self._is_last = is_last

    def quads(self, subjects: Mapping[Subject, Kind]) -> Iterator[ox.Quad]:
        here = ox.NamedNode(f"{HERE}{self._moment.path}{self._number}")
        yield ox.Quad(here, _node(RDF.type), _node(TREE.Node))
        yield ox.Quad(here, _node(LDES.immutable), ox.Literal(value=True))
        if not self._is_last:
            time = self._moment.time
            kinds = ("GreaterThanOrEqualToRelation", "LessThanOrEqualToRelation") if time else ()
            target = f"{self._moment.path}{self._number + 1}"
            yield from bounds(here, target, dict.fromkeys(kinds, time))
        events = stream(self._base)
        members = {each: self._member(each) for each in subjects}
        for member in members.values():
            yield ox.Quad(events, _node(TREE.member), member)
        for subject, member in members.items():
            yield from self._about(member, subject, subjects[subject])
        for subject, member in members.items():
            if subjects[subject] != "Delete":
                for triple in sorted(self._engine.dataset.find(subject), key=str):
                    yield ox.Quad(*self._named(triple), member)

    def _member(self, subject: Subject) -> ox.NamedNode:
        digest = sha256(str(subject).encode()).hexdigest()[:20]
        return ox.NamedNode(f"{self._base}feed/{self._moment.path}member#{digest}")

    def _about(self, member: ox.NamedNode, subject: Subject, kind: Kind) -> Iterator[ox.Quad]:
        yield ox.Quad(member, _node(RDF.type), _node(AS[kind]))
        yield ox.Quad(member, _node(DCTERMS.isVersionOf), self._skolem(subject))
        if self._moment.time:
            yield ox.Quad(member, _node(DCTERMS.created), moment_literal(self._moment.time))
        if self._moment.number:
            number = self._moment.number
            change = ox.NamedNode(f"{self._base}versions/{number}#change")
            yield ox.Quad(member, _node(SCHEMA.version), ox.Literal(number))
            yield ox.Quad(member, _node(PROV.wasGeneratedBy), change)

    def _named(
        self, triple: ox.Triple
    ) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal | ox.Triple]:
        subject, value = self._skolem(triple.subject), triple.object
        if isinstance(value, ox.Triple):
            return subject, triple.predicate, ox.Triple(*self._named(value))
        return subject, triple.predicate, self._skolem_any(value)

    def _skolem_any(
        self, term: ox.NamedNode | ox.BlankNode | ox.Literal
    ) -> ox.NamedNode | ox.Literal:
        return term if isinstance(term, ox.Literal) else self._skolem(term)

    def _skolem(self, term: ox.NamedNode | ox.BlankNode | ox.Triple) -> ox.NamedNode:
        assert not isinstance(term, ox.Triple)
        if isinstance(term, ox.BlankNode):
            return ox.NamedNode(f"{self._base}{GENID}{term.value}")
        return term


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)
