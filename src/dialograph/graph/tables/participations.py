"""Who took part in what, in which role."""

from __future__ import annotations

from rdflib import Literal, URIRef

from dialograph import iris
from dialograph.graph.tables.building import Builder
from dialograph.graph.tables.reading import Row
from dialograph.graph.tables.references import LANGUAGES
from dialograph.vocab import DCTERMS, DG, RDF, SKOS


def add_participations(builder: Builder) -> None:
    """``participations.csv``, and the hosts and co-chairs that only ``activities.csv`` names."""
    named: set[tuple[URIRef, URIRef, str]] = set()
    for row in builder.rows("participations"):
        partner = builder.partner(row, "partner_id", row.text("partner_id"))
        activity = builder.reference(row, "activity_id", row.text("activity_id"), "activity")
        roles = builder.concepts(row, "role", "role", row.text("role"))
        if partner is None or activity is None or not roles:
            continue
        _participation(builder, row, partner, activity, roles)
        named.update((partner, activity, _slug(role)) for role in roles)
    for row in builder.rows("activities"):
        if not iris.is_slug(row.text("id")):
            continue
        activity = iris.resource("activity", row.text("id"))
        for column, role, likes in (
            ("host_countries", "host", {"host", "co-host"}),
            ("co_chairs", "co-chair", {"co-chair", "chair"}),
            ("co_organisers", "co-organiser", {"co-organiser", "organiser", "co-convener"}),
        ):
            for slug in row.many(column):
                partner = builder.partner(row, column, slug)
                if partner and not any((partner, activity, like) in named for like in likes):
                    concepts = [iris.resource("role", role)]
                    _participation(builder, row, partner, activity, concepts)


def _slug(iri: URIRef) -> str:
    return iri.rsplit("/", 1)[1]


def _participation(
    builder: Builder, row: Row, partner: URIRef, activity: URIRef, roles: list[URIRef]
) -> None:
    parts = (_slug(activity), _slug(partner), *(_slug(role) for role in roles))
    iri = iris.resource("participation", "-".join(parts))
    builder.add(iri, RDF.type, DG.Participation)
    builder.label(
        iri,
        **{
            lang: " · ".join(
                (
                    builder.name_of(partner, lang),
                    ", ".join(builder.name_of(role, lang) for role in roles),
                    builder.name_of(activity, lang),
                )
            )
            for lang in LANGUAGES
        },
    )
    builder.add(iri, DG.hasPartner, partner)
    builder.add(iri, DG.takesPartIn, activity)
    for role in roles:
        builder.add(iri, DG.hasRole, role)
    if row.text("role") == "co-organiser / associated":
        builder.add(
            iri,
            SKOS.editorialNote,
            Literal("Named with the activity; its exact share is not known.", lang="en"),
        )
        builder.add(
            iri,
            SKOS.editorialNote,
            Literal("Nommé avec l’activité ; sa part exacte n’est pas connue.", lang="fr"),
        )
    if "partner_id" in row.cells:
        builder.sourced(iri, row)
    else:
        builder.add(iri, DCTERMS.source, row.url("source_url"))
        confidence = row.text("confidence") or "page"
        builder.add(iri, DG.hasConfidence, iris.resource("confidence", confidence))
