"""Who takes part: partners, their roles in a dialogue, and the register of dialogues."""

from __future__ import annotations

from rdflib import Literal, URIRef

from dialograph import iris
from dialograph.graph.tables.building import Builder
from dialograph.graph.tables.reading import Row
from dialograph.graph.tables.references import LANGUAGES
from dialograph.graph.tables.terms import GOVERNANCE_ROLES, MEMBERSHIP_ROLES, PARTNER_KINDS
from dialograph.vocab import DCTERMS, DG, FOAF, ORG, RDF, SCHEMA

_CLASSES = {
    "organisation": DG.Organisation,
    "project": DG.Project,
    "dialogue": DG.Dialogue,
    "mechanism": DG.Partner,
}

_SAID_ELSEWHERE = {"participant", "the dialogue itself"}


def add_partners(builder: Builder) -> None:
    """``partners.csv``: organisations, projects, and what each partner is to the dialogue.

    Countries and dialogues that another graph describes get their role here and nothing else.
    """
    for row in builder.rows("partners"):
        if not row.slug():
            continue
        kind = row.text("type")
        if kind not in PARTNER_KINDS:
            row.report(
                "type",
                f"“{kind}” is not a type of partner. Choose among: {', '.join(PARTNER_KINDS)}.",
                f"« {kind} » n’est pas un type de partenaire. Choisissez parmi : "
                f"{', '.join(PARTNER_KINDS)}.",
            )
            continue
        iri = iris.resource(PARTNER_KINDS[kind], row.slug())
        if kind == "country" and not builder.known(iri):
            builder.country(row, "id", row.slug())
            continue
        described = kind != "country" and not builder.described_elsewhere(iri)
        if described:  # before what is named after it
            _describe(builder, row, iri, kind)
        notes = _memberships(builder, row, iri)
        for note in notes if described else ():
            builder.note(iri, note)


def _describe(builder: Builder, row: Row, iri: URIRef, kind: str) -> None:
    builder.add(iri, RDF.type, _CLASSES[kind])
    for lang in LANGUAGES:
        if name := row.text(f"name_{lang}"):
            builder.label(iri, **{lang: name})
    for short in row.text("abbreviation").split(" / "):
        if short:
            builder.add(iri, SCHEMA.alternateName, Literal(short))
    builder.add(iri, DCTERMS.type, iris.resource("partner-type", kind))
    if code := row.text("iso3"):
        builder.add(iri, SCHEMA.location, builder.country(row, "iso3", code))
    if row.text("parent_id"):
        parent = builder.partner(row, "parent_id", row.text("parent_id"))
        builder.add(iri, ORG.subOrganizationOf, parent)
    builder.sourced(iri, row)


def _memberships(builder: Builder, row: Row, iri: URIRef) -> list[str]:
    """Undated roles in the dialogue; returns the phrases that are no role, to be kept as notes."""
    notes = []
    for phrase in row.many("role"):
        role = MEMBERSHIP_ROLES.get(phrase)
        dated = phrase.startswith(("chair ", "reference country ", "steering committee member"))
        if role and builder.dialogue is not None and iri != builder.dialogue:
            membership = _membership(builder, iri, builder.dialogue, role)
            builder.sourced(membership, row)
        elif not dated and phrase not in _SAID_ELSEWHERE:
            notes.append(phrase)
    return notes


def _membership(
    builder: Builder, member: URIRef, dialogue: URIRef, role: str, since: str = ""
) -> URIRef:
    parts = (dialogue.rsplit("/", 1)[1], member.rsplit("/", 1)[1], role, since)
    iri = iris.resource("membership", "-".join(part for part in parts if part))
    concept = iris.resource("role", role)
    builder.add(iri, RDF.type, ORG.Membership)
    builder.label(
        iri,
        **{
            lang: " · ".join(builder.name_of(part, lang) for part in (member, concept, dialogue))
            + (f" ({since})" if since else "")
            for lang in LANGUAGES
        },
    )
    builder.add(iri, ORG.member, member)
    builder.add(iri, ORG.organization, dialogue)
    builder.add(iri, ORG.role, concept)
    return iri


def add_governance(builder: Builder) -> None:
    """``governance.csv``: who chairs, who coordinates a domain, who sits on the committee."""
    for row in builder.rows("governance"):
        member = builder.partner(row, "partner_id", row.text("partner_id"))
        role = GOVERNANCE_ROLES.get(row.text("role"))
        if role is None:
            row.report(
                "role",
                f"“{row.text('role')}” is not a role. Choose among: {', '.join(GOVERNANCE_ROLES)}.",
                f"« {row.text('role')} » n’est pas un rôle. Choisissez parmi : "
                f"{', '.join(GOVERNANCE_ROLES)}.",
            )
        if member is None or role is None or builder.dialogue is None:
            continue
        start, end = row.date("start_date"), row.date("end_date")
        since = str(start) if start is not None else f"until-{end}" if end is not None else ""
        iri = _membership(builder, member, builder.dialogue, role, since)
        builder.add(iri, SCHEMA.startDate, start)
        builder.add(iri, SCHEMA.endDate, end)
        builder.add(iri, DCTERMS.date, row.date("as_of"))
        for slug in row.many("domain_ids"):
            builder.add(iri, SCHEMA.about, builder.reference(row, "domain_ids", slug, "element"))
        builder.sourced(iri, row)


def add_members(builder: Builder) -> None:
    """``members.csv``: who sits in which dialogue, as of when."""
    for row in builder.rows("members"):
        dialogue = builder.reference(row, "dialogue_id", row.text("dialogue_id"), "dialogue")
        if code := row.text("country_iso3"):
            member = builder.country(row, "country_iso3", code)
        else:
            slug = row.text("organisation_id") or row.text("organisation")
            member = builder.reference(row, "organisation_id", slug, "organisation", "partner")
        roles = builder.concepts(row, "role", "role", row.text("role"))
        if dialogue is None or member is None or not roles:
            continue
        for role in roles:
            iri = _membership(builder, member, dialogue, role.rsplit("/", 1)[1])
            builder.add(iri, DCTERMS.date, row.date("as_of"))
            builder.sourced(iri, row)


def add_organisations(builder: Builder) -> None:
    """``organisations.csv``: organisations that belong to no single dialogue's tables."""
    for row in builder.rows("organisations"):
        if row.slug():
            _describe(builder, row, iris.resource("organisation", row.slug()), "organisation")


def add_dialogues(builder: Builder) -> None:
    """``dialogues.csv``: the register of dialogues."""
    for row in builder.rows("dialogues"):
        if not row.slug():
            continue
        iri = iris.resource("dialogue", row.slug())
        builder.add(iri, RDF.type, DG.Dialogue)
        for lang in LANGUAGES:
            if name := row.text(f"name_{lang}"):
                builder.label(iri, **{lang: name})
        for name in (row.text("acronym"), *row.many("alternate_names")):
            if name:
                builder.add(iri, SCHEMA.alternateName, Literal(name))
        builder.add(iri, DCTERMS.type, iris.resource("partner-type", "dialogue"))
        for concept in builder.concepts(row, "kind", "dialogue-type", row.text("kind")):
            builder.add(iri, DCTERMS.type, concept)
        _dialogue_facts(builder, row, iri)
        builder.sourced(iri, row)


def _dialogue_facts(builder: Builder, row: Row, iri: URIRef) -> None:
    if status := row.text("status"):
        for concept in builder.concepts(row, "status", "status", status):
            builder.add(iri, DG.hasStatus, concept)
        if status != "active":
            builder.note(iri, status)
    founded = row.date("founded_date") or row.date("founded_year")
    builder.add(iri, SCHEMA.foundingDate, founded)
    place = builder.place(row, "founded_place", "founded_country_iso3")
    builder.add(iri, SCHEMA.foundingLocation, place)
    for column, predicate in (
        ("secretariat", DG.secretariatName),
        ("region_covered", SCHEMA.areaServed),
    ):
        builder.add_text(iri, predicate, row, column, "en")
        builder.add_text(iri, predicate, row, f"{column}_fr", "fr")
    builder.add(iri, FOAF.homepage, row.url("website"))
    builder.add(iri, DG.statedCount, row.whole_number("member_states"))
    if chair := row.text("chair_latest_on_page"):
        builder.note(iri, f"latest chair named on the page: {chair}")
