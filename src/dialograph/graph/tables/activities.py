"""What a dialogue does: activities and meetings, who took part, the documents they left."""

from __future__ import annotations

import re

from rdflib import Literal, URIRef

from dialograph import iris
from dialograph.graph.tables.building import LANGUAGE_CODES, Builder, language
from dialograph.graph.tables.reading import Row
from dialograph.vocab import DCAT, DCTERMS, DG, FOAF, RDF, SCHEMA

_NOT_MEETINGS = {"chair handover", "data partnership", "launch", "pilot initiative", "study"}
_OF_KHARTOUM = re.compile(r"\(khartoum process\)", re.IGNORECASE)
_OF_OTHERS = {"conference (external)", "external conference", "external event"}
_FRENCH_FILE = re.compile(r"(^|_)FR(_|\.)")


def add_activities(builder: Builder) -> None:
    """``activities.csv``: meetings and other activities."""
    for row in builder.rows("activities"):
        if not row.slug():
            continue
        iri = iris.resource("activity", row.slug())
        kind = row.text("kind")
        builder.add(iri, RDF.type, DG.Activity if kind.lower() in _NOT_MEETINGS else DG.Meeting)
        builder.titles(iri, row, "title")
        for concept in builder.concepts(row, "kind", "activity-type", kind):
            builder.add(iri, DCTERMS.type, concept)
        if row.flag("labelled"):
            builder.add(iri, DCTERMS.type, iris.resource("activity-type", "labelled-event"))
        _status(builder, row, iri)
        _dates(builder, row, iri)
        if mode := row.text("mode"):
            for concept in builder.concepts(row, "mode", "attendance-mode", mode):
                builder.add(iri, DG.hasAttendanceMode, concept)
        builder.add(iri, SCHEMA.location, builder.place(row))
        builder.add(iri, DG.belongsToDialogue, _dialogue(builder, row, kind))
        _relations(builder, row, iri)
        _participants(builder, row, iri)
        _pages(builder, row, iri)
        _content(builder, row, iri)
        builder.sourced(iri, row)


def add_joint_activities(builder: Builder) -> None:
    """``joint_activities.csv``: activities that another dialogue describes and this one shares.

    One activity is one resource: what it is stands once, in the tables of the dialogue that lists
    it; here only that it belongs to this dialogue too, and which page of its own says so.
    """
    for row in builder.rows("joint_activities"):
        slug = row.text("activity_id")
        iri = builder.reference(row, "activity_id", slug, "activity")
        if iri is None:
            continue
        builder.add(iri, DG.belongsToDialogue, builder.dialogue)
        _pages(builder, row, iri)
        builder.source_of(iri, row)
        builder.note(iri, row.text("note"))


def _dates(builder: Builder, row: Row, iri: URIRef) -> None:
    start, end = row.date("start_date"), row.date("end_date")
    if start and end and _before(end, start):
        row.report(
            "end_date",
            f"the end ({end}) is before the start ({start}). Correct one of the two dates.",
            f"la fin ({end}) précède le début ({start}). Corrigez l’une des deux dates.",
        )
    builder.add(iri, SCHEMA.startDate, start)
    builder.add(iri, SCHEMA.endDate, end)


def _relations(builder: Builder, row: Row, iri: URIRef) -> None:
    for whole in row.many("parent_id"):
        activity = builder.reference(row, "parent_id", whole, "activity")
        builder.add(iri, DCTERMS.isPartOf, activity)
    for earlier in row.many("follows"):
        builder.add(iri, DG.follows, builder.reference(row, "follows", earlier, "activity"))
    for slug in row.many("document_ids"):
        document = builder.reference(row, "document_ids", slug, "document")
        if document is not None:
            builder.add(document, DG.documentsActivity, iri)


def _before(end: Literal, start: Literal) -> bool:
    """Whether one date is before another, as far as both are known."""
    length = min(len(end), len(start))
    return str(end)[:length] < str(start)[:length]


def _status(builder: Builder, row: Row, iri: URIRef) -> None:
    status = row.text("status") or "held"
    if replaced := row.text("replaced_by"):
        status = "replaced"
        by = builder.reference(row, "replaced_by", replaced, "activity")
        builder.add(iri, DCTERMS.isReplacedBy, by)
    elif status.startswith("replaced by "):
        builder.note(iri, status)
        status = "replaced"
    for concept in builder.concepts(row, "status", "status", status):
        builder.add(iri, DG.hasStatus, concept)


def _dialogue(builder: Builder, row: Row, kind: str) -> URIRef | None:
    """The dialogue that an activity belongs to: the table's, another's, or none."""
    if slug := row.text("dialogue_id"):
        return builder.reference(row, "dialogue_id", slug, "dialogue")
    if _OF_KHARTOUM.search(kind):
        return builder.reference(row, "kind", "khartoum-process", "dialogue")
    return None if kind.lower() in _OF_OTHERS else builder.dialogue


def _participants(builder: Builder, row: Row, iri: URIRef) -> None:
    builder.add(iri, DG.statedCount, row.whole_number("participants"))
    if qualifier := row.text("participants_qualifier"):
        for concept in builder.concepts(
            row, "participants_qualifier", "count-qualifier", qualifier
        ):
            builder.add(iri, DG.hasCountQualifier, concept)
    builder.add_text(iri, DG.representation, row, "countries_represented", "en")
    builder.add_text(iri, DG.representation, row, "countries_represented_fr", "fr")


def _pages(builder: Builder, row: Row, iri: URIRef) -> None:
    for lang in ("en", "fr"):
        builder.page(iri, FOAF.page, row.url(f"page_url_{lang}"), lang)
    builder.page(iri, FOAF.page, row.url("page_url"))


def _content(builder: Builder, row: Row, iri: URIRef) -> None:
    """What activities and documents share: summary, themes, methods, whose data."""
    builder.texts(iri, DCTERMS.description, row, "summary")
    for column, predicate, kind in (
        ("themes", DCTERMS.subject, "theme"),
        ("methods", DG.usesMethod, "method"),
    ):
        for value in row.many(column):
            for concept in builder.concepts(row, column, kind, value):
                builder.add(iri, predicate, concept)
    for slug in row.many("data_partners"):
        builder.add(iri, DG.usesDataOf, builder.partner(row, "data_partners", slug))


def add_documents(builder: Builder) -> None:
    """``documents.csv``: declarations, studies, reports, recommendations and so on."""
    for row in builder.rows("documents"):
        if not row.slug():
            continue
        iri = iris.resource("document", row.slug())
        builder.add(iri, RDF.type, DG.Document)
        builder.titles(iri, row, "title")
        for concept in builder.concepts(row, "kind", "document-type", row.text("kind")):
            builder.add(iri, DCTERMS.type, concept)
        _issued(builder, row, iri)
        _authorship(builder, row, iri)
        _files(builder, row, iri)
        for slug in row.many("activity_id"):
            activity = builder.reference(row, "activity_id", slug, "activity")
            builder.add(iri, DG.documentsActivity, activity)
        for slug in row.many("places"):
            place = builder.reference(row, "places", slug.lower(), "country", "place")
            builder.add(iri, DCTERMS.spatial, place)
        _pages(builder, row, iri)
        _content(builder, row, iri)
        builder.texts(iri, DG.finding, row, "finding")
        builder.add(iri, DG.belongsToDialogue, builder.dialogue)
        builder.sourced(iri, row)


def _authorship(builder: Builder, row: Row, iri: URIRef) -> None:
    for code in _languages(row):
        builder.add(iri, DCTERMS.language, language(code))
    for column, predicate in (
        ("publisher_ids", DCTERMS.publisher),
        ("creator_ids", DCTERMS.creator),
    ):
        for slug in row.many(column):
            builder.add(iri, predicate, builder.partner(row, column, slug))


def _files(builder: Builder, row: Row, iri: URIRef) -> None:
    for lang in ("en", "fr"):
        builder.add(iri, DCAT.downloadURL, row.url(f"file_url_{lang}"))
    if name := _bare_file_name(row, "seed_file_name"):
        builder.add(iri, DG.fileName, Literal(name))


def _issued(builder: Builder, row: Row, iri: URIRef) -> None:
    issued = row.date("date")
    if issued is None:
        return
    if row.text("date_basis") != "inferred":
        builder.add(iri, DCTERMS.issued, issued)
        return
    statement = builder.qualify(
        iri,
        DCTERMS.issued,
        issued,
        "inferred",
        slug=f"{row.slug()}-issued",
        inferred_from=row.url("source_url"),
        rationale=(
            "No source states the date; it is inferred from what the page tells.",
            "Aucune source ne donne la date ; elle est déduite de ce que dit la page.",
        ),
    )
    builder.add(statement, DCTERMS.source, row.url("source_url"))
    builder.add(statement, DG.hasConfidence, iris.resource("confidence", "general"))


def _languages(row: Row) -> list[str]:
    """The languages of a document: those named, or those of the files that are known."""
    if "languages" in row.cells:
        codes = row.many("languages")
        unknown = [code for code in codes if code not in LANGUAGE_CODES]
        if unknown:
            row.report(
                "languages",
                f"“{unknown[0]}” is not a known language. Use ar, en, es, fr, pt or ru.",
                f"« {unknown[0]} » n’est pas une langue connue. Utilisez ar, en, es, fr, pt ou ru.",
            )
        return [code for code in codes if code not in unknown]
    codes = [lang for lang in ("en", "fr") if row.text(f"file_url_{lang}")]
    if _FRENCH_FILE.search(row.text("seed_file_name")) and "fr" not in codes:
        codes.append("fr")
    return codes


def _bare_file_name(row: Row, column: str) -> str:
    name = row.text(column)
    if "/" in name or "\\" in name:
        row.report(
            column,
            "a folder stands before the file name. Keep the bare name: folders of somebody’s "
            "computer do not belong here.",
            "un dossier précède le nom du fichier. Gardez le nom seul : les dossiers d’un "
            "ordinateur n’ont pas leur place ici.",
        )
        return ""
    return name


def add_links(builder: Builder) -> None:
    """``links.csv``: the links printed in the source document."""
    for row in builder.rows("links"):
        kind = row.text("belongs_to_type")
        if kind not in {"activity", "document"}:
            row.report(
                "belongs_to_type",
                f"“{kind}” cannot have a link. Write activity or document.",
                f"« {kind} » ne peut pas avoir de lien. Écrivez activity ou document.",
            )
            continue
        owner = builder.reference(row, "belongs_to_id", row.text("belongs_to_id"), kind)
        if owner is None:
            continue
        if row.text("type") == "local file":
            if name := _bare_file_name(row, "decoded"):
                builder.add(owner, DG.fileName, Literal(name))
        else:
            builder.add(owner, FOAF.page, row.url("clean_url"))
