"""Search: what a few words, in either language and with or without accents, are found in."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dialograph import formats
from dialograph.engine.interface import Engine
from dialograph.vocab import DCTERMS, DG, OA, SCHEMA, SKOS

TEXTS_MAX = 60_000
"""So many texts are searched."""

_WORD = re.compile(r"[^\W_]+")
_WORDS_MAX, _ASKED = 12, 200
"""So many words of so many characters of what is asked count."""

_KINDLESS = frozenset({"alignment", "membership", "participation", "statement"})
"""How things stand to one another: nobody looks for that by name."""

_NAMES = f"""
SELECT ?resource ?property ?text WHERE {{
  VALUES ?property {{
    <{SKOS.prefLabel}> <{SKOS.altLabel}> <{SKOS.notation}> <{SCHEMA.alternateName}>
    <{DG.shortLabel}> <{DG.officialTitle}> <{DG.editorialTitle}>
  }}
  ?resource ?property ?text
  FILTER (isLiteral(?text))
}} ORDER BY STR(?resource) ?property ?text LIMIT {TEXTS_MAX}"""

_PROSE = f"""
SELECT ?resource ?property ?text WHERE {{
  VALUES ?property {{
    <{DCTERMS.description}> <{SKOS.definition}> <{SKOS.scopeNote}> <{DG.finding}>
  }}
  ?resource ?property ?text
  FILTER (isLiteral(?text))
}} ORDER BY STR(?resource) ?property ?text LIMIT {TEXTS_MAX}"""

_QUOTES = f"""
SELECT ?resource ?property ?text WHERE {{
  ?resource <{OA.hasSelector}> ?selector .
  ?selector ?property ?text
  FILTER (?property = <{OA.exact}>)
}} ORDER BY STR(?resource) ?text LIMIT {TEXTS_MAX}"""


@dataclass(frozen=True)
class Text:
    """A text of a resource.

    Args:
        text: as it stands in the data.
        language: of it; empty when none is said.
        folded: the same without accents, case and punctuation, a space around each word.
        weight: how much a word in it counts: 3 for a name, 1 for a description or a quote.
    """

    text: str
    language: str
    folded: str
    weight: int


@dataclass(frozen=True)
class Entry:
    """A resource that can be found.

    Args:
        iri: which.
        kind: what it is, as its IRI says.
        names: how it is called, by language.
        texts: what it is found by.
    """

    iri: str
    kind: str
    names: dict[str, str]
    texts: tuple[Text, ...]

    @property
    def is_quote(self) -> bool:
        """Whether it is a passage of a document."""
        return self.kind == "evidence"


@dataclass(frozen=True)
class Hit:
    """A resource that was found.

    Args:
        entry: which.
        score: the higher the nearer; at least 1.
        passage: the text in which most of the words stand.
    """

    entry: Entry
    score: float
    passage: Text


def read_entries(engine: Engine, _file: int, bases: Sequence[str]) -> list[Entry]:
    """Read what can be found, in a query process.

    Args:
        engine: the dataset.
        _file: not needed.
        bases: what the IRIs of our resources begin with.

    Returns:
        Every resource of ours that has a name, by IRI.
    """
    names: dict[str, dict[str, str]] = {}
    texts: dict[str, dict[str, Text]] = {}
    for query, weight in ((_NAMES, 3), (_PROSE, 1), (_QUOTES, 1)):
        for iri, property_, text, language in _rows(engine, query):
            kind = _kind(iri, bases)
            if not kind or kind in _KINDLESS:
                continue
            # A quote is found by its words; its name only says where they stand.
            counts = weight if kind != "evidence" else int(property_ == str(OA.exact))
            if property_ == str(SKOS.prefLabel):
                names.setdefault(iri, {}).setdefault(language, text)
            if counts:
                found = Text(text, language, fold(text), counts)
                texts.setdefault(iri, {}).setdefault(found.folded, found)
    return [
        Entry(iri, _kind(iri, bases), names[iri], tuple(texts.get(iri, {}).values()))
        for iri in sorted(names)
    ]


def find(entries: Sequence[Entry], asked: str) -> list[Hit]:
    """Find the resources that have all words of a question in their texts.

    A word is found where one begins with it, whatever its accents and case.

    Args:
        entries: what can be found.
        asked: any text.

    Returns:
        The best first: words that stand in a name, and whole names, count most.
    """
    words = fold(asked[:_ASKED]).split()[:_WORDS_MAX]
    if not words:
        return []
    whole = " ".join(words)
    hits = []
    for entry in entries:
        score = _score(entry, words, whole)
        if score:
            hits.append(Hit(entry, score, _passage(entry, words)))
    return sorted(hits, key=lambda hit: (-hit.score, hit.entry.iri))


def as_json(hit: Hit) -> dict[str, Any]:
    """What was found, for a program."""
    return {
        "id": hit.entry.iri,
        "kind": hit.entry.kind,
        "label": hit.entry.names,
        "score": round(hit.score, 3),
        "passage": {"text": hit.passage.text, "lang": hit.passage.language},
    }


def number_of(words: Sequence[str], folded: str) -> int:
    """How many words a text has.

    Args:
        words: folded, without spaces.
        folded: the text, made by :func:`fold`.
    """
    return sum(f" {word}" in folded for word in words)


def fold(text: str) -> str:
    """A text without accents, case and punctuation, a space around each word.

    ``« Réunion d’Abidjan »`` becomes `` reunion d abidjan ``.
    """
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    bare = "".join(each for each in plain if not unicodedata.combining(each))
    return f" {' '.join(_WORD.findall(bare.casefold()))} "


def _score(entry: Entry, words: Sequence[str], whole: str) -> float:
    """How well an entry answers; 0 when a word is missing."""
    score = 0.0
    for word in words:
        best = 0.0
        for text in entry.texts:
            if f" {word}" in text.folded:
                # A whole word is worth more than the beginning of one.
                best = max(best, text.weight + 0.5 * (f" {word} " in text.folded))
        if not best:
            return 0
        score += best
    for text in entry.texts:
        if text.weight > 1 and f" {whole}" in text.folded:
            # The words in their order, then the share of the name that they are.
            return score + 2 + 4 * len(whole) / max(len(text.folded) - 2, 1)
    return score


def _passage(entry: Entry, words: Sequence[str]) -> Text:
    """The text with most of the words; of several a name."""
    return max(entry.texts, key=lambda text: (number_of(words, text.folded), text.weight))


def _rows(engine: Engine, query: str) -> Iterator[tuple[str, str, str, str]]:
    results = json.loads(engine.query(query).serialize(formats.JSON))["results"]["bindings"]
    for row in results:
        text = row["text"]
        language = text.get("xml:lang", "").partition("-")[0]
        yield row["resource"]["value"], row["property"]["value"], text["value"], language


def _kind(iri: str, bases: Sequence[str]) -> str:
    for base in bases:
        kind, slash, slug = iri.removeprefix(base).partition("/")
        if iri.startswith(base) and slash and slug and "#" not in slug:
            return kind
    return ""
