"""What the cells of tables point to: resources of the tables, of the graph, and concepts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef

from dialograph import iris
from dialograph.graph.tables.reading import Row, Table
from dialograph.graph.tables.terms import ALIASES, PARTNER_KINDS
from dialograph.vocab import RDF, SCHEMA, SKOS

LANGUAGES = ("en", "fr")


@dataclass
class References:
    """What the rows of a set of tables may point to.

    Args:
        name: name of the graph being built, such as ``rabat``.
        dialogue: the dialogue whose tables these are, or None for tables of no dialogue.
        context: the ontology and the other graphs: what references may also point to.
        tables: the tables read, by kind.
    """

    name: str
    dialogue: URIRef | None
    context: Graph
    tables: dict[str, list[Table]]

    def __post_init__(self) -> None:
        self._partners = {
            row.text("id"): PARTNER_KINDS.get(row.text("type"), "partner")
            for row in self.rows("partners")
        }
        self._own = self._own_iris()
        self._words = self._concept_words()

    def rows(self, kind: str) -> Iterable[Row]:
        """All rows of the tables of one kind."""
        return (row for table in self.tables.get(kind, []) for row in table)

    def known(self, iri: URIRef) -> bool:
        """Whether the tables or the rest of the graph describe this IRI."""
        return iri in self._own or (iri, RDF.type, None) in self.context

    def described_elsewhere(self, iri: URIRef) -> bool:
        """Whether another graph already describes this IRI, so that this one must not."""
        return (iri, RDF.type, None) in self.context

    def reference(self, row: Row, column: str, slug: str, *kinds: str) -> URIRef | None:
        """The resource that a cell names; reported when there is none.

        Args:
            row: the row, for the report.
            column: the column, for the report.
            slug: what the cell says.
            kinds: the KINDs it may be of, tried in turn.
        """
        if iris.is_slug(slug):
            for kind in kinds:
                iri = iris.resource(kind, slug)
                if self.known(iri):
                    return iri
        row.report(
            column,
            f"“{slug}” is not known. Use the identifier of a row of the tables, or of something "
            f"in the graph ({', '.join(kinds)}).",
            f"« {slug} » est inconnu. Utilisez l’identifiant d’une ligne des tableaux ou d’une "
            f"ressource du graphe ({', '.join(kinds)}).",
        )
        return None

    def partner(self, row: Row, column: str, slug: str) -> URIRef | None:
        """The partner that a cell names: a country code or an identifier, of whatever type."""
        slug = slug.lower()
        kind = self._partners.get(slug)
        kinds = (kind,) if kind else ("country", "organisation", "project", "dialogue", "partner")
        return self.reference(row, column, slug, *kinds)

    def country(self, row: Row, column: str, code: str) -> URIRef | None:
        """The country of an ISO 3166-1 alpha-3 code."""
        return self.reference(row, column, code.lower(), "country")

    def place(self, row: Row, city: str = "city", country: str = "country") -> URIRef | None:
        """The city of a row, or its country where no city is known."""
        code, name = row.text(country), row.text(city)
        if not code:
            if name:
                row.report(
                    country,
                    f"the country of {name} is missing. Give its three-letter code, such as MAR.",
                    f"le pays de {name} manque. Donnez son code à trois lettres, comme MAR.",
                )
            return None
        where = self.country(row, country, code)
        if where is None or not name:
            return where
        for candidate in self.context.subjects(SCHEMA.containedInPlace, where):
            labels = self.context.objects(candidate, SKOS.prefLabel)
            others = self.context.objects(candidate, SCHEMA.alternateName)
            if name in {str(text) for text in (*labels, *others)}:
                return URIRef(str(candidate))
        for own in self.rows("cities"):
            names = (own.text("name_en"), own.text("name_fr"), *own.many("alternate_names"))
            if own.text("country_iso3") == code and name in names and iris.is_slug(own.text("id")):
                return iris.resource("place", own.text("id"))
        row.report(
            city,
            f"no city called “{name}” is known in this country. Check the spelling, or add it to "
            "the table of cities.",
            f"aucune ville nommée « {name} » n’est connue dans ce pays. Vérifiez l’orthographe ou "
            "ajoutez-la au tableau des villes.",
        )
        return None

    def concepts(self, row: Row, column: str, kind: str, value: str) -> list[URIRef]:
        """The concepts that a word of a cell means, in English, in French or by slug."""
        slugs = ALIASES.get(kind, {}).get(value.lower())
        if slugs:
            return [iris.resource(kind, slug) for slug in slugs]
        for word in (value.lower(), _dashed(value)):
            if (kind, word) in self._words:
                return [self._words[kind, word]]
        choices = sorted(
            str(label)
            for scheme_concept in self.context.subjects(SKOS.inScheme, iris.scheme(kind))
            for label in self.context.objects(scheme_concept, SKOS.prefLabel)
            if isinstance(label, Literal) and label.language == "en"
        )
        among = ", ".join(choices)
        row.report(
            column,
            f"“{value}” is not one of the known values. Choose among: {among}."
            if value
            else f"this cell is empty. Choose among: {among}.",
            f"« {value} » ne fait pas partie des valeurs connues. Choisissez parmi : {among}."
            if value
            else f"cette cellule est vide. Choisissez parmi : {among}.",
        )
        return []

    def _own_iris(self) -> set[URIRef]:
        kinds = {
            "activities": "activity",
            "documents": "document",
            "cities": "place",
            "dialogues": "dialogue",
            "evidence": "evidence",
            "guiding_principles": "element",
            "milestones": "milestone",
            "organisations": "organisation",
            "regions": "place",
        }
        own = {
            iris.resource(kind, row.text("id"))
            for table, kind in kinds.items()
            for row in self.rows(table)
            if iris.is_slug(row.text("id"))
        }
        own |= {
            iris.resource(kind, slug)
            for slug, kind in self._partners.items()
            if kind != "country" and iris.is_slug(slug)
        }
        for row in self.rows("countries"):
            if iris.is_slug(row.text("iso3").lower()):
                own.add(iris.resource("country", row.text("iso3").lower()))
        for row in self.rows("objectives"):
            if row.text("number").isdigit():
                own.add(iris.resource("objective", f"{self.name}-o{row.text('number')}"))
        for row in self.rows("frameworks"):
            if iris.is_slug(row.text("id")):
                own.add(element_iri(row.text("id"), row.text("level")))
        return own

    def _concept_words(self) -> dict[tuple[str, str], URIRef]:
        words: dict[tuple[str, str], URIRef] = {}
        for kind in iris.SCHEMES:
            for concept in self.context.subjects(SKOS.inScheme, iris.scheme(kind)):
                iri = URIRef(str(concept))
                words[kind, iri.rsplit("/", 1)[1]] = iri
                for label in self.context.objects(concept, SKOS.prefLabel):
                    words[kind, str(label).lower()] = iri
        return words


def element_iri(slug: str, level: str) -> URIRef:
    """The IRI of a framework (level ``framework``), an objective, or another element."""
    kind = level if level in {"framework", "objective"} else "element"
    return iris.resource(kind, slug)


def _dashed(text: str) -> str:
    """A word of a table as a slug would spell it: “senior officials' meeting” has one hyphen."""
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")
