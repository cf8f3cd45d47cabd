"""Policy frameworks: action plans and their elements, the Compact, its milestones."""

from __future__ import annotations

from rdflib import Literal, URIRef

from dialograph import iris
from dialograph.graph.tables.building import Builder
from dialograph.graph.tables.reading import Row
from dialograph.graph.tables.references import element_iri
from dialograph.graph.tables.terms import LEVELS
from dialograph.vocab import DCTERMS, DG, RDF, RDFS, SCHEMA, SKOS

_SDG = "http://metadata.un.org/sdg/"


def add_frameworks(builder: Builder) -> None:
    """``frameworks.csv``: frameworks and, by ``parent_id``, the tree of their elements."""
    rows = {row.text("id"): row for row in builder.rows("frameworks")}
    for slug, row in rows.items():
        if not row.slug():
            continue
        iri = element_iri(slug, row.text("level"))
        if builder.described_elsewhere(iri):
            continue
        if row.text("level") == "framework":
            _framework(builder, row, iri)
        else:
            _element(builder, row, iri, rows)


def _framework(builder: Builder, row: Row, iri: URIRef) -> None:
    builder.add(iri, RDF.type, DG.Framework)
    builder.add(iri, RDF.type, SKOS.ConceptScheme)
    builder.titles(iri, row, "name")
    builder.add(iri, SCHEMA.startDate, row.date("start_date"))
    builder.add(iri, SCHEMA.endDate, row.date("end_date"))
    builder.add(iri, SCHEMA.locationCreated, builder.place(row))
    for slug in row.many("document_ids"):
        document = builder.reference(row, "document_ids", slug, "document")
        builder.add(iri, DG.isSetOutIn, document)
    # The numbered frameworks of a dialogue's table are its own successive programmes.
    if row.text("number"):
        builder.add(iri, DG.belongsToDialogue, builder.dialogue)
    builder.add_text(iri, SKOS.note, row, "size", "en")
    builder.add_text(iri, SKOS.note, row, "size_fr", "fr")
    builder.sourced(iri, row)


def _element(builder: Builder, row: Row, iri: URIRef, rows: dict[str, Row]) -> None:
    level = row.text("level")
    if level not in LEVELS:
        row.report(
            "level",
            f"“{level}” is not a level. Choose among: framework, {', '.join(LEVELS)}.",
            f"« {level} » n’est pas un niveau. Choisissez parmi : framework, {', '.join(LEVELS)}.",
        )
        return
    framework, parent = _ancestry(row, rows)
    if framework is None:
        return
    concept, letters = LEVELS[level]
    number = row.text("number")
    if level == "objective":
        builder.add(iri, RDF.type, DG.Objective)
    builder.add(iri, RDF.type, SKOS.Concept)
    builder.add(iri, DG.hasLevel, iris.resource("element-level", concept))
    builder.add(iri, SKOS.inScheme, framework)
    if parent is None:
        builder.add(iri, SKOS.topConceptOf, framework)
    else:
        builder.add(iri, SKOS.broader, parent)
    if number:
        builder.add(iri, SKOS.notation, Literal(letters + number))
    if row.text("name_en") or row.text("name_fr"):
        builder.titles(iri, row, "name")
    else:
        _numbered_title(builder, iri, framework, level, number)
    builder.add(iri, SCHEMA.startDate, row.date("start_date"))
    if related := row.text("related_id"):
        other = builder.reference(row, "related_id", related, "element", "objective")
        if other is not None:
            source = row.url("source_url")
            statement = builder.qualify(
                iri, SKOS.relatedMatch, other, "reported", slug=f"{row.slug()}-{related}"
            )
            builder.add(statement, DCTERMS.source, source)
            builder.add(statement, DG.hasConfidence, iris.resource("confidence", "page"))
    builder.sourced(iri, row)


def _numbered_title(
    builder: Builder, iri: URIRef, framework: URIRef, level: str, number: str
) -> None:
    """Name an element whose wording is not known by its place in the plan."""
    names = {
        "en": f"{builder.name_of(framework, 'en')}, {level} {number} (wording not found)",
        "fr": f"{builder.name_of(framework, 'fr')}, {level} {number} (libellé non trouvé)",
    }
    builder.label(iri, **names)
    for lang, name in names.items():
        builder.add(iri, DG.editorialTitle, Literal(name, lang=lang))


def _ancestry(row: Row, rows: dict[str, Row]) -> tuple[URIRef | None, URIRef | None]:
    """The framework of an element and, unless it stands at the top, its parent element."""
    parent_slug = row.text("parent_id")
    parent = rows.get(parent_slug)
    if parent is None:
        row.report(
            "parent_id",
            f"“{parent_slug}” is not a row of this table. Give the framework or element above.",
            f"« {parent_slug} » n’est pas une ligne de ce tableau. Indiquez le cadre ou "
            "l’élément supérieur.",
        )
        return None, None
    top, seen = parent, {row.text("id")}
    while top.text("level") != "framework":
        above = rows.get(top.text("parent_id"))
        if above is None or top.text("id") in seen:
            row.report(
                "parent_id",
                "the chain of parents does not end at a framework. Correct parent_id.",
                "la chaîne des éléments supérieurs n’aboutit pas à un cadre. Corrigez parent_id.",
            )
            return None, None
        seen.add(top.text("id"))
        top = above
    framework = element_iri(top.text("id"), "framework")
    if parent is top:
        return framework, None
    return framework, element_iri(parent_slug, parent.text("level"))


def add_objectives(builder: Builder) -> None:
    """``objectives.csv``: the objectives of the framework that the graph is named after."""
    framework = iris.resource("framework", builder.name)
    for row in builder.rows("objectives"):
        number = row.whole_number("number")
        if number is None:
            row.report(
                "number",
                "the number of the objective is missing. Write it in digits.",
                "le numéro de l’objectif manque. Écrivez-le en chiffres.",
            )
            continue
        iri = iris.resource("objective", f"{builder.name}-o{number}")
        builder.add(iri, RDF.type, DG.Objective)
        builder.add(iri, RDF.type, SKOS.Concept)
        builder.add(iri, DG.hasLevel, iris.resource("element-level", "objective"))
        builder.add(iri, SKOS.inScheme, framework)
        builder.add(iri, SKOS.topConceptOf, framework)
        builder.add(iri, SKOS.notation, Literal(str(number)))
        builder.titles(iri, row, "title", official=True)
        builder.texts(iri, DG.shortLabel, row, "label")
        if spanish := row.text("title_es"):
            builder.add(iri, DG.officialTitle, Literal(spanish, lang="es"))
        for column in ("source_url_fr", "source_url_es", "source_url_labels"):
            builder.add(iri, DCTERMS.source, row.url(column))
        if row.text("un_network_term_status").startswith("verified"):
            term = f"https://migrationnetwork.un.org/taxonomy/term/{row.text('un_network_term')}"
            builder.add(iri, RDFS.seeAlso, URIRef(term))
        builder.sourced(iri, row)


def add_principles(builder: Builder) -> None:
    """``guiding_principles.csv``: the principles of the framework the graph is named after."""
    framework = iris.resource("framework", builder.name)
    for row in builder.rows("guiding_principles"):
        if not row.slug():
            continue
        iri = iris.resource("element", row.slug())
        builder.add(iri, RDF.type, SKOS.Concept)
        builder.add(iri, DG.hasLevel, iris.resource("element-level", "principle"))
        builder.add(iri, SKOS.inScheme, framework)
        builder.add(iri, SKOS.topConceptOf, framework)
        builder.add(iri, SKOS.notation, Literal(row.text("paragraph")))
        builder.titles(iri, row, "label", official=True)
        builder.add(iri, DCTERMS.source, row.url("source_url_en"))
        builder.sourced(iri, row)


def add_sdg_links(builder: Builder) -> None:
    """``objective_sdg.csv``: links to targets of the Sustainable Development Goals.

    A link that somebody published is asserted; one that is only a reading of the two titles stays
    an unconfirmed statement.
    """
    framework = iris.resource("framework", builder.name)
    for row in builder.rows("objective_sdg"):
        number = row.text("objective")
        subject = iris.resource("objective", f"{builder.name}-o{number}") if number else framework
        target = row.text("sdg_target")
        basis = row.text("basis")
        inferred = basis == "inferred"
        known = {"stated": "reported", "stated by a participant": "reported"}
        if not inferred and basis not in known:
            row.report(
                "basis",
                f"“{basis}” is not a basis. Write stated, stated by a participant or inferred.",
                f"« {basis} » n’est pas un fondement. Écrivez stated, stated by a participant ou "
                "inferred.",
            )
            continue
        statement = builder.qualify(
            subject,
            SKOS.relatedMatch,
            URIRef(_SDG + target),
            known.get(basis, "inferred"),
            slug=f"{iris.shorten(str(subject)).split('/')[1]}-sdg-{iris.slugify(target)}",
            rank="unconfirmed" if inferred else "preferred",
            inferred_from=subject if inferred else None,
        )
        builder.sourced(statement, row)


def add_milestones(builder: Builder) -> None:
    """``milestones.csv``: dated events in the life of the framework the graph is named after."""
    for row in builder.rows("milestones"):
        if not row.slug():
            continue
        iri = iris.resource("milestone", row.slug())
        builder.add(iri, RDF.type, DG.Milestone)
        for lang in ("en", "fr"):
            if title := row.text(f"title_{lang}"):
                builder.label(iri, **{lang: title})
        for concept in builder.concepts(row, "kind", "milestone-type", row.text("kind")):
            builder.add(iri, DCTERMS.type, concept)
        builder.add(iri, SCHEMA.about, iris.resource("framework", builder.name))
        builder.add(iri, SCHEMA.startDate, row.date("start_date"))
        builder.add(iri, SCHEMA.endDate, row.date("end_date"))
        builder.add(iri, SCHEMA.location, builder.place(row, country="country_iso3"))
        if symbol := row.text("document_symbol"):
            builder.add(iri, DCTERMS.identifier, Literal(symbol))
        builder.sourced(iri, row)
