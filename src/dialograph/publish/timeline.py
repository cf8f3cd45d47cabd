"""What happened when: activities, documents, frameworks, milestones and dialogues by date."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from dialograph import iris
from dialograph.catalog.front_matter import FrontMatter
from dialograph.catalog.parameters import Parameter
from dialograph.catalog.queries import NamedQuery

KINDS = ("activity", "document", "framework", "milestone", "dialogue")
"""What a timeline shows."""

_QUERY = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX dg: <https://w3id.org/dialograph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT DISTINCT ?event ?label ?kind ?date ?end ?type ?place ?status WHERE {
  BIND (COALESCE(?_lang, "en") AS ?lang)
  BIND (IF(?lang = "fr", "en", "fr") AS ?otherLang)
  VALUES (?class ?kind ?property) {
    (dg:Activity "activity" schema:startDate) (dg:Document "document" dcterms:issued)
    (dg:Framework "framework" schema:startDate) (dg:Milestone "milestone" schema:startDate)
    (dg:Dialogue "dialogue" schema:foundingDate)
  }
  FILTER (!BOUND(?_kind) || ?kind = ?_kind)
  ?own rdfs:subClassOf* ?class .
  ?event a ?own ;
    ?property ?date .
  FILTER (!BOUND(?_from_integer) || SUBSTR(STR(?date), 1, 4) >= STR(?_from_integer))
  FILTER (!BOUND(?_to_integer) || SUBSTR(STR(?date), 1, 4) <= STR(?_to_integer))
  FILTER (
    !BOUND(?_dialogue_iri)
    || ?event = ?_dialogue_iri
    || EXISTS { ?event dg:belongsToDialogue ?_dialogue_iri }
  )
  OPTIONAL { ?event schema:endDate ?end }
  OPTIONAL { ?event skos:prefLabel ?label FILTER (LANG(?label) = ?lang) }
  OPTIONAL { ?event skos:prefLabel ?label FILTER (LANG(?label) = ?otherLang) }
  OPTIONAL { ?event dcterms:type/skos:prefLabel ?type FILTER (LANG(?type) = ?lang) }
  OPTIONAL {
    ?event schema:location|schema:locationCreated ?where .
    ?where skos:prefLabel ?place
    FILTER (LANG(?place) = ?lang)
  }
  OPTIONAL {
    FILTER (?kind = "activity")
    ?event dg:hasStatus ?state .
    ?state skos:prefLabel ?status
    FILTER (?state != <https://w3id.org/dialograph/id/status/held> && LANG(?status) = ?lang)
  }
}
ORDER BY STR(?date) STR(?event) ?type ?place
"""

_PARAMETERS = (
    Parameter("from", "_from_integer", "integer", {"en": "From the year", "fr": "De l’année"}),
    Parameter("to", "_to_integer", "integer", {"en": "To the year", "fr": "À l’année"}),
    Parameter("kind", "_kind", "literal", {"en": "Kind", "fr": "Genre"}, None, KINDS),
    Parameter(
        "dialogue",
        "_dialogue_iri",
        "iri",
        {"en": "Dialogue", "fr": "Dialogue"},
        kinds=("dialogue",),
        slugs_of="dialogue",
    ),
    Parameter(
        "lang",
        "_lang",
        "literal",
        {"en": "Language of the labels", "fr": "Langue des libellés"},
        "en",
        ("en", "fr"),
    ),
)

_ABOUT = FrontMatter(
    {"en": "What happened when?", "fr": "Que s’est-il passé, et quand ?"},
    {
        "en": "Everything that has a date: activities by their first day, documents by their "
        "issue, frameworks by their adoption, milestones, and dialogues by their founding.",
        "fr": "Tout ce qui porte une date : les activités par leur premier jour, les documents par "
        "leur publication, les cadres par leur adoption, les jalons, et les dialogues par leur "
        "création.",
    },
    ("activities",),
    (),
)

TIMELINE = NamedQuery("timeline", _QUERY, "SELECT", replace(_ABOUT, parameters=_PARAMETERS))
"""Follows the convention of the catalogue; a parameter without a value filters nothing."""

COLUMNS = ("event", "kind", "date", "end", "label", "lang", "types", "places", "status")
"""Of the file."""


@dataclass
class Event:
    """One thing that has a date.

    Args:
        iri: what, and
        kind: which of :data:`KINDS` it is.
        date: when, as precise as it is known: ``2018``, ``2018-05`` or ``2018-05-02``.
        end: until when; empty when that is not told.
        label: its name, and
        lang: the language of that.
        types: what type of thing it is, in words.
        places: where it was.
        status: in words, when it is no activity that was held.
    """

    iri: str
    kind: str
    date: str
    end: str
    label: str
    lang: str
    types: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    status: str = ""

    @property
    def year(self) -> str:
        """The year of the date."""
        return self.date[:4]


def events(rows: Iterable[Mapping[str, str]]) -> list[Event]:
    """Put the rows of :data:`TIMELINE` together, each thing once, in the order of the rows.

    Args:
        rows: its columns as text, and ``lang``, the language of the label.
    """
    found: dict[tuple[str, str], Event] = {}
    for row in rows:
        iri = row["event"]
        event = found.setdefault(
            (iri, row["date"]),
            Event(
                iri,
                row["kind"],
                row["date"],
                row.get("end", ""),
                row.get("label", iris.shorten(iri)),
                row.get("lang", ""),
                status=row.get("status", ""),
            ),
        )
        for name, texts in (("type", event.types), ("place", event.places)):
            if name in row and row[name] not in texts:
                texts.append(row[name])
    return list(found.values())


def by_year(told: Sequence[Event]) -> list[tuple[str, list[Event]]]:
    """The events of each year, the last year first, and in each the last day first."""
    last_first = sorted(told, key=lambda each: (each.date, each.iri), reverse=True)
    return [(year, list(each)) for year, each in groupby(last_first, lambda each: each.year)]


def as_csv(told: Iterable[Event]) -> bytes:
    """One row for each event; several types or places stand in one cell, a semicolon between."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for each in told:
        types, places = "; ".join(each.types), "; ".join(each.places)
        row = (each.iri, each.kind, each.date, each.end, each.label, each.lang)
        writer.writerow([*row, types, places, each.status])
    return out.getvalue().encode()


def as_json(told: Iterable[Event]) -> list[dict[str, Any]]:
    """The same, for a program; what is not known is left out."""
    return [
        {
            name: value
            for name, value in (
                ("event", each.iri),
                ("kind", each.kind),
                ("date", each.date),
                ("end", each.end),
                ("label", each.label),
                ("lang", each.lang),
                ("types", each.types),
                ("places", each.places),
                ("status", each.status),
            )
            if value
        }
        for each in told
    ]
