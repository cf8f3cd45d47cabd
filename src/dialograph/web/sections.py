"""The sections of a page about a resource: what points to it, grouped, counted and in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from markupsafe import Markup
from rdflib import URIRef
from rdflib.term import Identifier

from dialograph.publish.resources import SHOWN, Description, Incoming
from dialograph.vocab import DG, OA, ORG, RDF, SCHEMA, SKOS
from dialograph.web.claims import Claim, Quote, block_of, claim, quotes, statement
from dialograph.web.listing import Group, by_kind, by_role, natural, start
from dialograph.web.wording import Wording


@dataclass(frozen=True)
class Section:
    """One section of a page.

    Args:
        id: its name in the page.
        title: its heading.
        count: how many there are, in words; None where that is no question.
        lead: a sentence above it.
        claims: what it holds: claims, or
        quotes: quotes, or
        groups: lists.
        more: where all of it is, when a part is shown.
    """

    id: str
    title: Markup
    count: Markup | None = None
    lead: Markup | None = None
    claims: tuple[Claim, ...] = ()
    quotes: tuple[Quote, ...] = ()
    groups: tuple[Group, ...] = ()
    more: str = ""


_ORDER: dict[URIRef, int] = {
    property_: place
    for place, property_ in enumerate(
        (
            DG.aligns,
            DG.alignsWith,
            DG.hasEvidence,
            SKOS.inScheme,
            SKOS.broader,
            DG.takesPartIn,
            DG.hasPartner,
            DG.documentsActivity,
            DG.belongsToDialogue,
            ORG.organization,
            ORG.member,
            SCHEMA.about,
            SCHEMA.location,
            SCHEMA.containedInPlace,
        )
    )
}
"""The sections that a page begins with; others follow, then statements and quotes."""

_LAST = (RDF.object, RDF.subject, SCHEMA.mentions, OA.hasSource)
_ALREADY = (SKOS.hasTopConcept, SKOS.topConceptOf, DG.conflictsWith, OA.hasSelector)
"""Told by the other direction, or by another property."""


def sections(description: Description, wording: Wording) -> list[Section]:
    """What points to a resource, a section for each property.

    Args:
        description: what is known of it.
        wording: tells it.
    """
    properties = {each.property for each in description.incoming}
    skipped = {
        each for each in _ALREADY if each != SKOS.topConceptOf or SKOS.inScheme in properties
    }
    if DG.alignsWith in properties:
        skipped.add(DG.contributesTo)  # the shortcut of an alignment
    ordered = sorted(
        (each for each in description.incoming if each.property not in skipped),
        key=lambda each: (
            _ORDER.get(each.property, len(_ORDER)),
            _LAST.index(each.property) if each.property in _LAST else -1,
            each.property,
        ),
    )
    # Records have a section of their own, whatever else they point to the resource by.
    told = _Told(
        {
            record
            for each in properties & _SPECIAL.keys() - {SCHEMA.mentions, OA.hasSource}
            for record in wording.facts.subjects(each, description.iri)
        },
        set(),
    )
    found = (_section(description.iri, each, wording, told) for each in ordered)
    return [each for each in found if each.claims or each.quotes or each.groups]


@dataclass
class _Told:
    """What need not be told again.

    Args:
        records: claims, statements, participations and memberships with a section of their own.
        quotes: words that an earlier section has quoted.
    """

    records: set[Identifier]
    quotes: set[Identifier]


def _section(root: URIRef, incoming: Incoming, wording: Wording, told: _Told) -> Section:
    """One section.

    Args:
        root: the resource.
        incoming: by which property what is listed points to it.
        wording: tells it.
        told: what need not be told again; the quotes of this section are added.
    """
    facts = wording.facts
    every: list[Identifier] = list(facts.subjects(incoming.property, root))
    is_special = incoming.property in _SPECIAL
    others = [each for each in every if each not in (told.quotes if is_special else told.records)]
    if is_special:
        told.quotes.update(v for each in others for v in facts.values(each, DG.hasEvidence))
    make = _SPECIAL.get(incoming.property)
    key = wording.key(incoming.property)
    title, found = make(wording, others) if make else (f"in_{key}", None)
    if found is None:
        found = Section("", Markup(), groups=tuple(by_kind(wording, others, root)))
    if title == "in_schema_about" and all(wording.kind(each) == "milestone" for each in every):
        title = "milestones"
    if wording.knows(title):
        heading = wording.say(title)
    else:
        heading = wording.say("linked_by", name=wording.property(incoming.property))
    if title == "in_skos_inScheme" and "/scheme/" in root:
        heading = wording.say("terms")
    is_cut = incoming.total > SHOWN
    return Section(
        id=key.replace("_", "-"),
        title=heading,
        count=_count(wording, incoming, len(every) - len(others)),
        lead=wording.say("mentioned_lead") if found.quotes and every != others else found.lead,
        claims=found.claims,
        quotes=found.quotes,
        groups=found.groups,
        more=_query(root, incoming.property, wording) if is_cut else "",
    )


def _count(wording: Wording, incoming: Incoming, repeated: int) -> Markup:
    total = Markup("{}").format(wording.words.number(incoming.total - repeated))
    if incoming.is_more:
        total = wording.say("count_more", n=total)
    if incoming.total > SHOWN:
        return wording.say("count_shown", shown=wording.words.number(SHOWN), n=total)
    return total


def _query(root: URIRef, property_: URIRef, wording: Wording) -> str:
    """The address of a query for everything that points to a resource."""
    query = (
        "SELECT ?resource ?label WHERE {\n"
        f"  ?resource {property_.n3()} {root.n3()} .\n"
        f"  OPTIONAL {{ ?resource {SKOS.prefLabel.n3()} ?label "
        f'FILTER (LANG(?label) = "{wording.language}") }}\n'
        "}\nORDER BY ?label"
    )
    return wording.words.address("/sparql", query=query)


def _served(wording: Wording, records: list[Identifier]) -> tuple[str, Section]:
    def order(record: Identifier) -> tuple[str, list[tuple[int, int, str]]]:
        objective = wording.facts.value(record, DG.alignsWith)
        place = wording.facts.value(objective, SKOS.inScheme) if objective is not None else None
        return str(place), natural(str(objective))

    claims = (claim(wording, each, DG.alignsWith) for each in sorted(records, key=order))
    lead = wording.say("claims_lead_work")
    return "claims_of_work", Section("", Markup(), lead=lead, claims=tuple(claims))


def _done(wording: Wording, records: list[Identifier]) -> tuple[str, Section]:
    def order(record: Identifier) -> tuple[str, str]:
        work = wording.facts.value(record, DG.aligns)
        return (start(wording, work) if work is not None else ""), str(record)

    claims = (claim(wording, each, DG.aligns) for each in sorted(records, key=order, reverse=True))
    lead = wording.say("claims_lead_objective")
    return "claims_of_objective", Section("", Markup(), lead=lead, claims=tuple(claims))


def _resting(wording: Wording, records: list[Identifier]) -> tuple[str, Section]:
    made = (
        statement(wording, each, subject=True)
        if wording.facts.value(each, RDF.subject) is not None
        else claim(wording, each, DG.aligns, DG.alignsWith)
        for each in records
    )
    # The page is about the quote itself.
    claims = tuple(replace(each, quotes=()) for each in made)
    return "evidence_for", Section("", Markup(), claims=claims)


def _stated(wording: Wording, records: list[Identifier]) -> tuple[str, Section]:
    made = [statement(wording, each) for each in records]
    made.sort(key=lambda each: (str(each.details[0]), not each.is_retained))
    lead = wording.say("statements_lead")
    return "statements", Section("", Markup(), lead=lead, claims=tuple(made))


def _naming(wording: Wording, records: list[Identifier]) -> tuple[str, Section]:
    made = tuple(statement(wording, each, subject=True) for each in records)
    return "statements_about", Section("", Markup(), claims=made)


def _quoted(wording: Wording, records: list[Identifier]) -> tuple[str, Section]:
    found = quotes(
        wording, sorted(records, key=lambda each: block_of(wording, each)), mentions=True
    )
    return "quotes_of_document", Section("", Markup(), quotes=found)


def _mentioned(wording: Wording, records: list[Identifier]) -> tuple[str, Section]:
    return "mentioned", Section("", Markup(), quotes=quotes(wording, records))


def _roles(title: str, role: URIRef, other: URIRef) -> _Maker:
    def make(wording: Wording, records: list[Identifier]) -> tuple[str, Section]:
        return title, Section("", Markup(), groups=by_role(wording, records, role, other))

    return make


_Maker = Callable[[Wording, list[Identifier]], tuple[str, Section]]
_SPECIAL: dict[URIRef, _Maker] = {
    DG.aligns: _served,
    DG.alignsWith: _done,
    DG.hasEvidence: _resting,
    RDF.subject: _stated,
    RDF.object: _naming,
    OA.hasSource: _quoted,
    SCHEMA.mentions: _mentioned,
    DG.takesPartIn: _roles("participants", DG.hasRole, DG.hasPartner),
    DG.hasPartner: _roles("participations", DG.hasRole, DG.takesPartIn),
    ORG.member: _roles("memberships", ORG.role, ORG.organization),
    ORG.organization: _roles("members", ORG.role, ORG.member),
}
"""How what points by these is told: the title, and what the section holds."""
