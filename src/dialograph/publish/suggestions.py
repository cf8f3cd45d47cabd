"""What somebody may have meant who asked for a resource that does not exist."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialograph import formats
from dialograph.engine.interface import Engine
from dialograph.vocab import SCHEMA, SKOS

_LABELS = 20_000
"""So many labels are looked at."""

_ASKED = 100
"""So many characters of what was asked for count."""

_MOST, _LEAST = 6, 0.34
"""How many are suggested, and how near they must be."""

_SAME_KIND, _SAME_NUMBERS = 0.12, 0.2
"""What the right kind, and the right numbers, add to that."""

_RELATIONS = frozenset({"alignment", "evidence", "membership", "participation", "statement"})
"""Kinds that nobody looks for by name: suggested only to who asks for that kind."""

_QUERY = f"""
SELECT ?resource ?property ?label WHERE {{
  VALUES ?property {{ <{SKOS.prefLabel}> <{SKOS.altLabel}> <{SCHEMA.alternateName}> }}
  ?resource ?property ?label
}} LIMIT {_LABELS}"""


@dataclass(frozen=True)
class Suggestion:
    """A resource that may have been meant.

    Args:
        iri: its name.
        labels: how it is called, by language.
    """

    iri: str
    labels: dict[str, str]


def suggest(
    engine: Engine, _file: int, bases: Sequence[str], kind: str, slug: str
) -> list[Suggestion]:
    """Find resources whose name or label is near to what was asked for, in a query process.

    Accents and case do not count, nor do a few letters more or less.

    Args:
        engine: the dataset.
        _file: not needed.
        bases: what the IRIs of our resources begin with.
        kind: the kind that was asked for, and
        slug: the name: any text.

    Returns:
        The nearest first; none when nothing is near.
    """
    asked = _grams(_folded(slug)[:_ASKED])
    numbers = re.findall("[0-9]+", slug[:_ASKED])
    found: dict[str, dict[str, str]] = {}
    scores: dict[str, float] = {}
    extras: dict[str, float] = {}
    for iri, label, language, is_name in _labels(engine):
        own_kind, own_slug = _parts(iri, bases)
        if not own_slug or (own_kind in _RELATIONS and own_kind != kind):
            continue
        if iri not in found:
            found[iri] = {}
            extra = _SAME_KIND if own_kind == kind else 0.0
            if numbers and numbers == re.findall("[0-9]+", own_slug):
                extra += _SAME_NUMBERS
            extras[iri] = extra
            scores[iri] = _likeness(asked, own_slug) + extra
        scores[iri] = max(scores[iri], _likeness(asked, label) + extras[iri])
        if is_name:
            found[iri].setdefault(language, label)
    near = sorted(scores, key=lambda iri: (-scores[iri], iri))[:_MOST]
    return [Suggestion(iri, found[iri]) for iri in near if scores[iri] >= _LEAST and found[iri]]


def _labels(engine: Engine) -> Iterator[tuple[str, str, str, bool]]:
    rows = json.loads(engine.query(_QUERY).serialize(formats.JSON))["results"]["bindings"]
    for row in rows:
        label = row["label"]
        is_name = row["property"]["value"] == str(SKOS.prefLabel)
        yield row["resource"]["value"], label["value"], label.get("xml:lang", ""), is_name


def _parts(iri: str, bases: Sequence[str]) -> tuple[str, str]:
    for base in bases:
        if iri.startswith(base):
            kind, _, slug = iri.removeprefix(base).partition("/")
            return kind, slug
    return "", ""


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall("[a-z0-9]+", plain))


def _grams(text: str) -> frozenset[str]:
    """The runs of three letters, a space before and after each word."""
    padded = f" {text} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))


def _likeness(asked: frozenset[str], text: str) -> float:
    """How many runs of letters two texts share, of those in both: 0 to 1 (Dice)."""
    theirs = _grams(_folded(text))
    return 2 * len(asked & theirs) / (len(asked) + len(theirs) or 1)
