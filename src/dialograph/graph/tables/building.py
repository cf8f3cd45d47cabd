"""Rows to statements: what every kind of table does the same way."""

from __future__ import annotations

from dataclasses import dataclass, field

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from dialograph import iris
from dialograph.graph.tables.reading import Row
from dialograph.graph.tables.references import LANGUAGES, References
from dialograph.vocab import DCTERMS, DG, EU_CODES, EU_LANGUAGE, FOAF, PREFIXES, RDF, SKOS

LANGUAGE_CODES = frozenset(EU_CODES)
"""The languages of documents, as tables write them."""


@dataclass
class Builder(References):
    """The graph under construction.

    Args:
        graph: what the steps of the import add to.
    """

    graph: Graph = field(default_factory=Graph)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._french_notes = {
            row.text("note_en"): row.text("note_fr") for row in self.rows("notes_fr")
        }

    def add(self, subject: URIRef, predicate: URIRef, value: Node | None) -> None:
        """Add a statement; an unknown value (None) adds nothing."""
        if value is not None:
            self.graph.add((subject, predicate, value))

    def add_text(
        self, subject: URIRef, predicate: URIRef, row: Row, column: str, lang: str
    ) -> None:
        """Add the cell of one column as text in one language, if it says anything."""
        if text := row.text(column):
            self.add(subject, predicate, Literal(text, lang=lang))

    def texts(self, subject: URIRef, predicate: URIRef, row: Row, column: str) -> None:
        """Add ``column_en`` and ``column_fr`` as text in each language."""
        for lang in LANGUAGES:
            self.add_text(subject, predicate, row, f"{column}_{lang}", lang)

    def label(self, subject: URIRef, **texts: str) -> None:
        """Give a label in each language named."""
        for lang, text in texts.items():
            self.add(subject, SKOS.prefLabel, Literal(text, lang=lang))

    def titles(self, subject: URIRef, row: Row, column: str, *, official: bool = False) -> None:
        """Label a resource and say of each title whether it was found in that language.

        Args:
            subject: what is labelled.
            row: the row that holds ``column_en``, ``column_fr`` and the two ``…_official`` flags.
            column: ``title`` or ``name``.
            official: what holds where the table has no such flags.
        """
        for lang in LANGUAGES:
            text = row.text(f"{column}_{lang}")
            if not text:
                continue
            flag = f"{column}_{lang}_official"
            found = row.flag(flag) if flag in row.cells else official
            title = DG.officialTitle if found else DG.editorialTitle
            self.label(subject, **{lang: text})
            self.add(subject, title, Literal(text, lang=lang))

    def sourced(self, subject: URIRef, row: Row) -> None:
        """Add what every row ends with: source, confidence, note.

        The source is compulsory: a row without one is reported.
        """
        self.source_of(subject, row)
        for url in row.urls("other_sources"):
            self.add(subject, DCTERMS.source, url)
        confidence = row.text("confidence") or "page"
        for concept in self.concepts(row, "confidence", "confidence", confidence):
            self.add(subject, DG.hasConfidence, concept)
        self.note(subject, row.text("note"))

    def source_of(self, subject: URIRef, row: Row) -> None:
        """Add the source of a row; a row without one is reported."""
        source = row.url("source_url")
        if source is None and not row.text("source_url"):
            row.report(
                "source_url",
                "the source is missing. Give the address of the page that states this.",
                "la source manque. Donnez l’adresse de la page qui l’affirme.",
            )
        self.add(subject, DCTERMS.source, source)

    def note(self, subject: URIRef, text: str) -> None:
        """Add an editor's note, with its French where the table of notes has it."""
        if not text:
            return
        self.add(subject, SKOS.editorialNote, Literal(text, lang="en"))
        if french := self._french_notes.get(text):
            self.add(subject, SKOS.editorialNote, Literal(french, lang="fr"))

    def page(self, subject: URIRef, predicate: URIRef, url: URIRef | None, lang: str = "") -> None:
        """Link a web page, and say its language where the table tells."""
        self.add(subject, predicate, url)
        if url is not None and lang:
            self.add(url, RDF.type, FOAF.Document)
            self.add(url, DCTERMS.language, language(lang))

    def qualify(
        self,
        subject: URIRef,
        predicate: URIRef,
        value: Node,
        basis: str,
        *,
        slug: str,
        rank: str = "preferred",
        evidence: URIRef | None = None,
        inferred_from: URIRef | None = None,
        rationale: tuple[str, str] | None = None,
    ) -> URIRef:
        """Say of one statement on what it rests, as a ``dg:Statement``.

        Args:
            subject: the subject of the statement.
            predicate: its predicate.
            value: its object.
            basis: ``stated``, ``reported`` or ``inferred``.
            slug: last part of the statement's IRI.
            rank: ``preferred`` also asserts the statement itself.
            evidence: the quote that states it.
            inferred_from: what it was inferred from.
            rationale: why, in English and French.

        Returns:
            The IRI of the ``dg:Statement``.
        """
        statement = iris.resource("statement", slug)
        self.add(statement, RDF.type, DG.Statement)
        self.label(
            statement,
            en=f"{self.name_of(subject, 'en')} · {_prefixed(predicate)}",
            fr=f"{self.name_of(subject, 'fr')} · {_prefixed(predicate)}",
        )
        self.add(statement, RDF.subject, subject)
        self.add(statement, RDF.predicate, predicate)
        self.add(statement, RDF.object, value)
        self.add(statement, DG.hasBasis, iris.resource("alignment-basis", basis))
        self.add(statement, DG.hasRank, iris.resource("rank", rank))
        self.add(statement, DG.hasEvidence, evidence)
        self.add(statement, DG.inferredFrom, inferred_from)
        if rationale:
            for lang, text in zip(LANGUAGES, rationale, strict=True):
                self.add(statement, DG.rationale, Literal(text, lang=lang))
        if rank == "preferred":
            self.add(subject, predicate, value)
        return statement

    def name_of(self, iri: Node, lang: str) -> str:
        """The label of a resource in a language, or in the other one, or its short IRI."""
        labels = [*self.graph.objects(iri, SKOS.prefLabel)]
        labels += [*self.context.objects(iri, SKOS.prefLabel)]
        by_language = {x.language: str(x) for x in labels if isinstance(x, Literal)}
        for choice in (lang, *LANGUAGES):
            if choice in by_language:
                return by_language[choice]
        return iris.shorten(str(iri))


def language(code: str) -> URIRef:
    """The IRI of a language in the table of the EU Publications Office."""
    return URIRef(EU_LANGUAGE[EU_CODES[code]])


def selector_iri(evidence: URIRef) -> URIRef:
    """The IRI of the quote inside an evidence."""
    return URIRef(f"{evidence}#quote")


def _prefixed(predicate: URIRef) -> str:
    """A property as prefixes write it."""
    for prefix, namespace in PREFIXES.items():
        if predicate.startswith(namespace):
            return f"{prefix}:{predicate[len(namespace) :]}"
    return str(predicate)
