"""What comes in, in our terms: the same things by our IRIs, what is new by an IRI of its own.

::

    index = Index.read(quads_of_ours, without={target_graph})
    resolution = resolve(incoming, index, decisions)
    resolution.quads      # to put through the gate
    resolution.likely     # for a person: dialograph resolve
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyoxigraph as ox

from dialograph.integrate.decisions import NONE, Decisions, Doubt, property_of
from dialograph.integrate.describing import LINKS, PAGES, Entity, describe, key_of, kind_of_iri
from dialograph.integrate.matching import Index
from dialograph.integrate.minting import Minter
from dialograph.integrate.scoring import Judge, Match
from dialograph.vocab import BASE, DCTERMS, DG, FOAF, PROV, RDFS, SKOS

_LINK = re.compile(r"https?://[^/\s]+\.\S+")
"""What the shapes take for the address of the same thing elsewhere."""

_LINKED = frozenset(
    {"country", "place", "organisation", "project", "dialogue", "partner"}
    | {"framework", "objective", "element", "document", "activity"}
)
"""Kinds that the shapes let be linked to the same thing elsewhere."""

_STAY = (
    LINKS
    | PAGES
    | {
        str(each)
        for each in (
            *(DCTERMS.source, DCTERMS.license, DCTERMS.language, DG.inferredFrom),
            *(RDFS.seeAlso, FOAF.homepage, PROV.wasDerivedFrom, PROV.hadPrimarySource),
            *(SKOS.closeMatch, SKOS.relatedMatch, SKOS.broadMatch, SKOS.narrowMatch),
        )
    }
)
"""Properties whose values say where something stands, or what it is elsewhere: these stay."""

_TOLD_OF_OURS = frozenset({str(DG.contributesTo), str(DG.documentsActivity)})
"""What another dialogue may add to a document or an activity of ours; the rest is ours to tell."""


class Link(NamedTuple):
    """Something that came in and is something of ours.

    Args:
        incoming: its IRI there, or the IRI of its own that a blank node would have had.
        ours: the IRI of ours.
        reason: ``identifier``, ``name`` or ``decision``.
        name: the identifier or the folded name that they share; empty for a decision.
    """

    incoming: str
    ours: str
    reason: str
    name: str


class Resolution(NamedTuple):
    """What became of it.

    Args:
        quads: what came in, in our terms, in the order in which it came and each once.
        links: what is something of ours, by incoming IRI.
        likely: what may be, for a person to accept or refuse.
        unknown: what is new: incoming IRI → the IRI of its own; what is likely is among it.
        withheld: statements about what is ours that are left to whom it belongs to.
    """

    quads: list[ox.Quad]
    links: tuple[Link, ...]
    likely: tuple[Doubt, ...]
    unknown: dict[str, str]
    withheld: list[ox.Quad]


def resolve(
    quads: Iterable[ox.Quad],
    index: Index,
    decisions: Decisions = NONE,
    *,
    base: str = BASE,
) -> Resolution:
    """Say what comes in by our IRIs, where it is certain that they stand for the same.

    A sure match is linked: everything said of it is said of ours, the link is kept, and its own
    description stays where it came from. What is likely or unknown has an IRI of its own, which
    follows from its IRI there alone (from its statements, where it is a blank node): coming in
    again, it has the same.

    Args:
        quads: what comes in, of any graphs.
        index: what is ours, without the graph that this goes to.
        decisions: what somebody has accepted or refused before.
        base: what our IRIs begin with.
    """
    return _Resolving(list(dict.fromkeys(quads)), index, decisions, base).done()


class _Resolving:
    def __init__(self, quads: list[ox.Quad], index: Index, decisions: Decisions, base: str) -> None:
        self._quads, self._index, self._decisions, self._base = quads, index, decisions, base
        self._told = describe(quads, base)
        self._judge = Judge(index, self._told)
        self._minter = Minter(quads, self._told, base)
        self._links: dict[str, Link] = {}
        self._doubts: dict[str, Doubt] = {}
        self._own: dict[str, str] = {}

    def done(self) -> Resolution:
        for node in self._nodes():
            self._settle(key_of(node))
        kept: dict[ox.Quad, None] = {}
        withheld = []
        for quad in self._quads:
            written = self._written(quad)
            if written is None:
                withheld.append(quad)
            else:
                kept[written] = None
            for link in self._linking(quad):
                kept[link] = None
        unknown = {self._minter.name(key): own for key, own in self._own.items()}
        return Resolution(
            list(kept),
            tuple(sorted(self._links.values())),
            tuple(sorted(self._doubts.values(), key=lambda each: each.incoming)),
            dict(sorted(unknown.items())),
            withheld,
        )

    def _nodes(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        """What may have to be called otherwise, each once."""
        seen = set()
        for quad in self._quads:
            ends = [quad.subject] if quad.predicate.value in _STAY else [quad.subject, quad.object]
            for node in ends:
                if isinstance(node, ox.NamedNode | ox.BlankNode) and node not in seen:
                    seen.add(node)
                    yield node

    def _settle(self, key: str) -> None:
        """Decide what a node is called from now on."""
        if key.startswith(self._base):
            return
        name = self._minter.name(key)
        accepted = self._decisions.accepted.get(name)
        if accepted is not None:
            self._links[key] = Link(name, accepted, "decision", "")
            return
        match = self._but_refused(name, self._judge.judge(key))
        if match.sure is not None:
            sure = match.sure
            self._links[key] = Link(name, sure.entity.key, sure.reason, sure.name)
            return
        own = self._minter.own(key)
        if not own:
            return
        self._own[key] = own
        entity = match.entity
        if match.likely:
            self._doubts[key] = Doubt(name, own, entity.kind, _label(entity), match.likely)

    def _but_refused(self, name: str, match: Match) -> Match:
        refused = self._decisions.refused.get(name, frozenset())
        if not refused:
            return match
        likely = tuple(each for each in match.likely if each.entity.key not in refused)
        sure = match.sure
        return Match(
            match.entity,
            None if sure is not None and sure.entity.key in refused else sure,
            likely,
        )

    def _written(self, quad: ox.Quad) -> ox.Quad | None:
        """A statement in our terms; None when it is not for others to make."""
        key = key_of(quad.subject) if not isinstance(quad.subject, ox.Triple) else ""
        if key in self._links and quad.predicate.value not in _TOLD_OF_OURS:
            return None
        value = quad.object
        if quad.predicate.value not in _STAY and not isinstance(value, ox.Literal | ox.Triple):
            value = self._called(value)
        subject = quad.subject
        if not isinstance(subject, ox.Triple):
            subject = self._called(subject)
        return ox.Quad(subject, quad.predicate, value, quad.graph_name)

    def _called(self, node: ox.NamedNode | ox.BlankNode) -> ox.NamedNode | ox.BlankNode:
        key = key_of(node)
        if key in self._links:
            return ox.NamedNode(self._links[key].ours)
        return ox.NamedNode(self._own[key]) if key in self._own else node

    def _linking(self, quad: ox.Quad) -> Iterator[ox.Quad]:
        """What says that the subject is the same as what it was there."""
        if isinstance(quad.subject, ox.Triple):
            return
        key = key_of(quad.subject)
        now = self._called(quad.subject)
        kind = kind_of_iri(key_of(now), self._base)
        if kind in _LINKED and key_of(now) != key and _LINK.fullmatch(key):
            same = ox.NamedNode(str(property_of(kind)))
            yield ox.Quad(now, same, ox.NamedNode(key), quad.graph_name)


def _label(entity: Entity) -> str:
    return entity.label() if entity.names else entity.key
