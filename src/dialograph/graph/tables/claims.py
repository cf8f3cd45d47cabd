"""What is claimed and on what it rests: quotes, alignments, statements in conflict."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import permutations

from rdflib import Literal, URIRef
from rdflib.term import Node

from dialograph import iris
from dialograph.graph.tables.building import Builder, language, selector_iri
from dialograph.graph.tables.reading import Row
from dialograph.graph.tables.references import LANGUAGES
from dialograph.vocab import DCTERMS, DG, FOAF, OA, PREFIXES, RDF, SCHEMA, SKOS, XSD

_TOPIC = (
    "Inferred from the topic; the page does not state it.",
    "Déduit du sujet ; la page ne l’affirme pas.",
)
_DATATYPES = {
    "date": XSD.date,
    "gYear": XSD.gYear,
    "gYearMonth": XSD.gYearMonth,
    "integer": XSD.integer,
}


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


class Quotes:
    """The evidences of a build: one for each quote, however many claims rest on it."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._by_text: dict[str, URIRef] = {}
        for row in builder.rows("evidence"):
            if row.slug():
                self._add(row, row.slug(), row.text("quote"))

    def of(self, row: Row, text: str, slug: str) -> URIRef | None:
        """The evidence that holds a quote; made from the row when no table lists it yet."""
        if not text:
            return None
        known = self._by_text.get(_fold(text))
        return known if known is not None else self._add(row, slug, text)

    def _add(self, row: Row, slug: str, text: str) -> URIRef:
        builder = self._builder
        iri = iris.resource("evidence", slug)
        selector = selector_iri(iri)
        self._by_text[_fold(text)] = iri
        builder.add(iri, RDF.type, DG.Evidence)
        builder.add(iri, RDF.type, OA.SpecificResource)
        builder.add(iri, OA.hasSource, self._document(row))
        builder.add(iri, OA.hasSelector, selector)
        builder.add(iri, DCTERMS.language, language(row.text("language") or "fr"))
        column = "block" if "block" in row.cells else "seed_block"
        block = row.whole_number(column)
        builder.add(iri, DG.blockNumber, block)
        place = (f", block {block}", f", bloc {block}") if block is not None else ("", "")
        builder.label(iri, en=f"Quote{place[0]} ({slug})", fr=f"Citation{place[1]} ({slug})")
        for mention in row.many("mentions"):
            kind, _, rest = mention.partition("/")
            builder.add(iri, SCHEMA.mentions, builder.reference(row, "mentions", rest, kind))
        builder.sourced(iri, row)
        builder.add(selector, RDF.type, OA.TextQuoteSelector)
        builder.add(selector, OA.exact, Literal(_fold(text)))
        for part in ("prefix", "suffix"):
            if row.text(part):
                builder.add(selector, OA[part], Literal(row.text(part)))
        return iri

    def _document(self, row: Row) -> URIRef | None:
        """The quoted document: the one named, else the one whose page is the row's source."""
        builder = self._builder
        if slug := row.text("document_id"):
            return builder.reference(row, "document_id", slug, "document")
        page = row.url("source_url")
        for document in sorted(str(s) for s in builder.graph.subjects(FOAF.page, page)):
            return URIRef(document)
        row.report(
            "source_url",
            "no document of the tables has this page, so the quote has no source. Add the "
            "document, or name it in document_id.",
            "aucun document des tableaux n’a cette page : la citation est sans source. Ajoutez le "
            "document ou nommez-le dans document_id.",
        )
        return None


def add_alignments(builder: Builder, quotes: Quotes) -> None:
    """``alignments.csv``: what the source document says serves which objective.

    An activity or document is aligned; an element of an action plan is mapped to the objective; a
    partner, a project or the dialogue itself is named by the quote.
    """
    for row in builder.rows("alignments"):
        kind, slug = row.text("subject_type"), row.text("subject_id")
        objective = builder.reference(
            row, "gcm_objective_id", row.text("gcm_objective_id"), "objective", "element"
        )
        subject = _subject(builder, row, kind, slug)
        if objective is None or subject is None:
            continue
        evidence = quotes.of(row, row.text("seed_quote"), f"{builder.name}-{row.slug()}")
        if evidence is not None:
            builder.add(evidence, SCHEMA.mentions, subject)
            builder.add(evidence, SCHEMA.mentions, objective)
        if kind == "framework":
            # As with targets of the SDGs: a reading of two titles is not asserted.
            basis = _basis(row) if row.text("basis") else "stated"
            statement = builder.qualify(
                subject,
                SKOS.relatedMatch,
                objective,
                basis,
                slug=f"{slug}-{row.text('gcm_objective_id')}",
                rank="unconfirmed" if basis == "inferred" else "preferred",
                evidence=evidence,
                inferred_from=_grounds(builder, row) if basis == "inferred" else None,
            )
            builder.sourced(statement, row)
        elif kind in {"activity", "document"} and row.text("relation") != "context":
            alignment = align(
                builder,
                subject,
                objective,
                _basis(row),
                evidence=evidence,
                inferred_from=_grounds(builder, row),
            )
            builder.sourced(alignment, row)


def _subject(builder: Builder, row: Row, kind: str, slug: str) -> URIRef | None:
    if kind == "partner":
        return builder.partner(row, "subject_id", slug)
    if kind == "framework":
        return builder.reference(row, "subject_id", slug, "element", "objective", "framework")
    if kind in {"activity", "document"}:
        return builder.reference(row, "subject_id", slug, kind)
    row.report(
        "subject_type",
        f"“{kind}” cannot be aligned. Write activity, document, framework or partner.",
        f"« {kind} » ne peut pas être aligné. Écrivez activity, document, framework ou partner.",
    )
    return None


def _basis(row: Row) -> str:
    """The basis of a row: its own column, else stated only where the quote names the subject."""
    basis = row.text("basis")
    if basis in {"stated", "reported", "inferred"}:
        return basis
    if basis:
        row.report(
            "basis",
            f"“{basis}” is not a basis. Write stated, reported or inferred.",
            f"« {basis} » n’est pas un fondement. Écrivez stated, reported ou inferred.",
        )
    by_seed = row.text("confidence") == "seed" and row.text("relation") == "alignment"
    return "stated" if by_seed else "inferred"


def _grounds(builder: Builder, row: Row) -> URIRef | None:
    """What an inferred alignment is inferred from: a page, a resource of ours, or the source."""
    if _basis(row) != "inferred":
        return None
    named = row.text("inferred_from")
    if named.startswith("http") or not named:
        return row.url("inferred_from") or row.url("source_url")
    kind, _, slug = named.partition("/")
    return builder.reference(row, "inferred_from", slug, kind)


def align(
    builder: Builder,
    subject: URIRef,
    objective: URIRef,
    basis: str,
    *,
    evidence: URIRef | None = None,
    inferred_from: URIRef | None = None,
) -> URIRef:
    """Add the claim that an activity or document serves an objective, and its shortcut.

    Returns:
        The IRI of the alignment.
    """
    parts = (subject.rsplit("/", 1)[1], objective.rsplit("/", 1)[1])
    iri = iris.resource("alignment", "-".join(parts))
    builder.add(iri, RDF.type, DG.Alignment)
    builder.label(
        iri,
        **{
            lang: f"{builder.name_of(subject, lang)} → {builder.name_of(objective, lang)}"
            for lang in LANGUAGES
        },
    )
    builder.add(iri, DG.aligns, subject)
    builder.add(iri, DG.alignsWith, objective)
    builder.add(iri, DG.hasBasis, iris.resource("alignment-basis", basis))
    builder.add(iri, DG.hasEvidence, evidence)
    builder.add(iri, DG.inferredFrom, inferred_from)
    builder.add(subject, DG.contributesTo, objective)
    return iri


def add_plan_alignments(builder: Builder) -> None:
    """The domains, objectives, actions and priorities that activities and documents name."""
    for table, kind in (("activities", "activity"), ("documents", "document")):
        for row in builder.rows(table):
            if not iris.is_slug(row.text("id")):
                continue
            subject = iris.resource(kind, row.text("id"))
            for column, basis_column in (
                ("domain_id", "domain_basis"),
                ("objective_id", "objective_basis"),
                ("action_id", "objective_basis"),
                ("cross_cutting_id", "domain_basis"),
            ):
                for slug in row.many(column):
                    objective = builder.reference(row, column, slug, "objective", "element")
                    if objective is not None:
                        _plan_alignment(builder, row, subject, objective, row.text(basis_column))


def _plan_alignment(
    builder: Builder, row: Row, subject: URIRef, objective: URIRef, basis: str
) -> None:
    reported = basis == "page"
    source = row.url("source_url")
    iri = align(
        builder,
        subject,
        objective,
        "reported" if reported else "inferred",
        inferred_from=None if reported else source,
    )
    builder.add(iri, DCTERMS.source, source)
    builder.add(
        iri, DG.hasConfidence, iris.resource("confidence", "page" if reported else "general")
    )
    if not reported:
        for lang, text in zip(LANGUAGES, _TOPIC, strict=True):
            builder.add(iri, SKOS.editorialNote, Literal(text, lang=lang))


def add_statements(builder: Builder, quotes: Quotes) -> None:
    """``statements.csv``: what sources say differently, and facts that nobody confirms."""
    conflicts: dict[str, list[URIRef]] = defaultdict(list)
    for row in builder.rows("statements"):
        kind, _, slug = row.text("subject").partition("/")
        subject = builder.reference(row, "subject", slug, kind)
        predicate = _predicate(row)
        value = _value(builder, row)
        basis = _basis(row)
        if not row.slug() or subject is None or predicate is None or value is None:
            continue
        statement = builder.qualify(
            subject,
            predicate,
            value,
            basis,
            slug=row.slug(),
            rank=row.text("rank"),
            evidence=quotes.of(row, row.text("seed_quote"), row.slug()),
            inferred_from=row.url("source_url") if basis == "inferred" else None,
            rationale=(row.text("rationale_en"), row.text("rationale_fr")),
        )
        if voice := row.text("attributed_to"):
            builder.add(statement, SKOS.editorialNote, Literal(f"According to {voice}.", lang="en"))
            builder.add(statement, SKOS.editorialNote, Literal(f"Selon {voice}.", lang="fr"))
        builder.sourced(statement, row)
        if row.text("conflict"):
            conflicts[row.text("conflict")].append(statement)
    for group in conflicts.values():
        for one, other in permutations(group, 2):
            builder.add(one, DG.conflictsWith, other)


def _predicate(row: Row) -> URIRef | None:
    prefix, _, name = row.text("predicate").partition(":")
    if prefix in PREFIXES and name:
        return URIRef(PREFIXES[prefix] + name)
    row.report(
        "predicate",
        f"“{row.text('predicate')}” is not a property. Write it as in schema:startDate.",
        f"« {row.text('predicate')} » n’est pas une propriété. Écrivez-la comme schema:startDate.",
    )
    return None


def _value(builder: Builder, row: Row) -> Node | None:
    text, kind = row.text("object"), row.text("object_type")
    if kind == "iri":
        if text.startswith("http"):
            return row.url("object")
        of, _, slug = text.partition("/")
        return builder.reference(row, "object", slug, of)
    if kind in LANGUAGES:
        return Literal(text, lang=kind)
    if kind == "integer":
        return row.whole_number("object")
    if kind in _DATATYPES:
        return row.date("object")
    return Literal(text)
