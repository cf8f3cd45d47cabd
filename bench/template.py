"""The graph of the Rabat Process, taken apart so that any number of dialogues can be made of it.

Every activity becomes a :class:`Unit`: its own statements with those of its participations,
documents, alignments, quotes and doubts. What belongs to the dialogue itself (members, action
plans, pages, partners known to it alone) is a unit of its own. A unit is kept as text with holes,
which ``%`` fills from a mapping: ``%(d)s`` is the dialogue's slug, ``%(y2019)s`` a year, and an IRI
in the brackets whatever stands for that IRI. So a copy costs one formatting a statement, and has
the classes, properties and proportions of the original.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from bench.original import ID, Statement, kind, read_statements
from dialograph.vocab import BASE, DG, OA, RDF, SCHEMA

RABAT = f"{BASE}graphs/rabat"
DIALOGUE = f"{ID}dialogue/rabat-process"
YEARS = range(1990, 2051)
"""The years that may stand in a date of the original or of a copy."""

_CLONED = (
    *("activity", "document", "participation", "membership", "alignment", "evidence"),
    *("statement", "framework", "objective", "element"),
)
_LOCAL = ("organisation", "project")
_SHORT = 4
"""A text of fewer characters is a code or a number; it stays what it is."""
_DATE = re.compile(r'"(\d{4})(-\d\d)?(-\d\d)?"\^\^<http://www\.w3\.org/2001/XMLSchema#(date|gYear)')

Exchange = tuple[Sequence[str], Sequence[str]]
"""Resources that the original names, and those that may stand for them."""


@dataclass
class Unit:
    """Some statements that are written together.

    Args:
        lines: N-Quads lines with holes, with the original resources that each one names.
        points: pairs of an IRI and its English name, with holes, that a lookup may ask for.
    """

    lines: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    points: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Template:
    """What copies are made of.

    Args:
        head: what belongs to the dialogue itself.
        units: one for each activity, in a fixed order.
        owner: number of the unit that states a resource; -1 for the head.
        partners: organisations and projects, each with its statements, that a copy may have its
            own version of.
        places: countries, and cities.
        concepts: objectives of the Compact, themes, methods.
    """

    head: Unit
    units: Sequence[Unit]
    owner: Mapping[str, int]
    partners: Mapping[str, Unit]
    places: Sequence[Exchange]
    concepts: Sequence[Exchange]


def read_template() -> Template:
    """Take the graph of the Rabat Process apart."""
    every = list(read_statements())
    graph = [each for each in every if each.graph == RABAT]
    about = [each for each in every if each.subject == DIALOGUE and each.graph != RABAT]
    originals = {each.subject for each in graph if kind(each.subject) in _CLONED}
    pages = {each.subject for each in graph if not kind(each.subject)}
    owner = _owners(graph, originals)
    places, concepts = _places(every, graph), _concepts(graph)
    swapped = {iri for used, _ in (*places, *concepts) for iri in used}
    partners = {each.subject: Unit() for each in graph if kind(each.subject) in _LOCAL}
    writer = _Writer(originals, pages, swapped | set(partners))
    head, units = Unit(), [Unit() for _ in range(1 + max(owner.values()))]
    for each in (*about, *graph):
        subject = each.subject
        if subject in partners:
            unit = partners[subject]
        elif owner.get(subject, -1) >= 0:
            unit = units[owner[subject]]
        elif subject in {DIALOGUE, RABAT} | originals | pages:
            unit = head
        else:
            continue  # a note on something that all dialogues share
        unit.lines.append(writer.line(each))
        if each.point:
            name = f"{each.point} · ".replace("%", "%%") + "%(d)s"
            unit.points.append((writer.text(each.terms[0])[1:-1], name))
    return Template(head, units, owner, partners, places, concepts)


class _Writer:
    """Writes statements with holes.

    Args:
        originals: resources that each copy has its own version of.
        pages: addresses that belong to the original.
        swapped: resources that stay as they are but stand for one another in the copies.
    """

    def __init__(self, originals: set[str], pages: set[str], swapped: set[str]) -> None:
        self._originals, self._pages, self._swapped = originals, pages, swapped

    def line(self, statement: Statement) -> tuple[str, tuple[str, ...]]:
        """One statement, with the original resources that it names besides its subject."""
        needed = (statement.value,) if statement.value in self._originals else ()
        return " ".join([*map(self.text, statement.terms), "%(g)s .\n"]), needed

    def text(self, term: ox.NamedNode | ox.BlankNode | ox.Literal) -> str:
        """One term, with a hole where the copies differ."""
        written = str(term).replace("%", "%%")
        if isinstance(term, ox.NamedNode):
            return self._iri(term.value, written)
        if dated := _DATE.match(written):
            return self._date(dated, written)
        worded = isinstance(term, ox.Literal) and (term.language or "string" in term.datatype.value)
        if not worded or len(term.value) < _SHORT:
            return written
        end = written.rindex('"')
        return f"{written[:end]} · %(d)s{written[end:]}"

    def _iri(self, iri: str, written: str) -> str:
        if iri == RABAT:
            return "%(g)s"
        if iri in self._swapped:
            return f"%({iri})s"
        if iri == DIALOGUE:
            return f"<{ID}dialogue/%(d)s>"
        if iri in self._originals:
            own, slug = iri.removeprefix(ID).split("/", 1)
            return f"<{ID}{own}/%(d)s-{slug}>"
        if iri in self._pages or "rabat-process.org/" in iri:
            # No statement about a page that really exists: the copies name a host of their own.
            return re.sub(r"^<https?://", "<https://%(d)s.example/", written)
        return written

    @staticmethod
    def _date(dated: re.Match[str], written: str) -> str:
        if int(dated[1]) not in YEARS:
            return written
        rest = written[5:].replace("-02-29", "-02-28", 1)
        return f'"%(y{dated[1]})s{rest}'


_LEADS = [str(each) for each in (DG.takesPartIn, DG.documentsActivity, DG.aligns)]
_LEADS += [str(RDF.subject), str(SCHEMA.mentions)]
"""What leads from a resource to the activity that it is written with, best first."""


def _owners(graph: Sequence[Statement], originals: set[str]) -> dict[str, int]:
    """Which unit states each resource."""
    leads: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in graph:
        leads[each.subject, each.predicate].append(each.value)
        if each.predicate == str(DG.hasEvidence):
            leads[each.value, _LEADS[0]].append(each.subject)  # a quote goes with its claim
    order = list(dict.fromkeys(each.subject for each in graph if each.subject in originals))
    activities = [iri for iri in order if kind(iri) == "activity"]
    # What quotes are taken from stands with the dialogue, whichever activities are written.
    quoted = {each.value for each in graph if each.predicate == str(OA.hasSource)}
    documents = [iri for iri in order if kind(iri) == "document" and iri not in quoted]
    loose = [iri for iri in documents if not leads[iri, str(DG.documentsActivity)]]
    owner = {iri: number for number, iri in enumerate(activities)}
    # A document without an activity still has to grow in number with the activities.
    step = len(activities) // max(1, len(loose))
    owner |= {iri: number * step for number, iri in enumerate(loose)}

    def find(iri: str, seen: frozenset[str]) -> int:
        if iri in owner or iri in seen or iri not in originals:
            return owner.get(iri, -1)
        found = (find(value, seen | {iri}) for lead in _LEADS for value in leads[iri, lead])
        return next((number for number in found if number >= 0), -1)

    found = {iri: find(iri.partition("#")[0], frozenset()) for iri in order}
    return found | dict.fromkeys(quoted, -1)


def _places(every: Sequence[Statement], graph: Sequence[Statement]) -> Sequence[Exchange]:
    used = {each.value for each in graph}
    countries = {each.subject for each in every if kind(each.subject) == "country"}
    cities = {
        each.subject
        for each in every
        if each.predicate == str(SCHEMA.containedInPlace)
        and each.value in countries
        and kind(each.subject) == "place"
    }
    return [(sorted(group & used), sorted(group)) for group in (countries, cities)]


def _concepts(graph: Sequence[Statement]) -> Sequence[Exchange]:
    """Only what the original uses is used.

    So an objective that nothing serves stays one, and the questions about gaps keep an answer.
    """
    used = {each.value for each in graph}
    groups = (
        sorted(iri for iri in used if iri.startswith(f"{ID}objective/gcm-")),
        sorted(iri for iri in used if kind(iri) == "theme"),
        sorted(iri for iri in used if kind(iri) == "method"),
    )
    return [(group, group) for group in groups]
