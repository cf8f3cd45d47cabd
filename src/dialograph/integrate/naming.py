"""Names as they are compared: folded, in the spellings that lists of countries and bodies use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from babel import Locale

from dialograph.publish import search

_LETTERS = str.maketrans(
    {"æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i"}
    | {"þ": "th", "Þ": "th", "ð": "d", "Ð": "d", "&": " and ", "ʼ": "’", "ё": "е"}
)
_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u2060]")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*$")
_ABBREVIATION = re.compile(r"[^\W_a-z][\w.&/-]{1,11}")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ARTICLES = _words(
    "the le la les l el los las lo il i gli o a os as der die das de du of des del della do da"
)
_LEADING = _words("the le la les l el los las il gli der die das")
_SPELT = {
    "organization": "organisation",
    "organizations": "organisations",
    "center": "centre",
    "labor": "labour",
    "program": "programme",
    "programs": "programmes",
    "defense": "defence",
}
"""American spelling → British."""

# Not “democratic” nor “people’s”: they tell the two Congos apart, and the two Koreas.
_STATE = _words(
    "republic republique republica republik repubblica republika kingdom royaume reino regno "
    "konigreich state states etat etats estado estados stato staat federal federale federated "
    "federes federados federation bund islamic islamique islamica arab arabe "
    "plurinational plurinacional "
    "bolivarian bolivarienne bolivariana united unie unis socialist socialiste socialista "
    "independent independant independiente sultanate sultanat sultanato principality principaute "
    "principado grand duchy duche ducado commonwealth"
)
_SPELLINGS_OF = _words("country place organisation dialogue project framework")
"""Kinds whose names are taken apart; a title is what it is."""

_WRITTEN_OUT, _SHORTENED = _words("country place"), 4
_BODIES, _KNOWN_LETTERS = _words("organisation dialogue project"), 5
"""Bodies are known by an abbreviation of so many letters."""

_QUALIFIER_WORDS = 2
_OWN_NAME_WORDS = 3
_ABBREVIATION_MAX = 12
_LANGUAGES = _words(
    "am ar az be bg bn bs ca cs da de el en es et fa fi fr ga ha he hr hu hy id is it ja ka kk ko "
    "ky lt lv mk mn ms mt ne nb nl pl ps pt ro ru sk sl so sq sr sv sw tg th ti tk tr uk ur uz vi "
    "zh"
)
"""The languages of the states that sit in a dialogue, of the UN and of the Union."""


class Spelling(NamedTuple):
    """One way to write a name, ready to be compared.

    Args:
        folded: without accents, case and punctuation, one space between words.
        is_full: whether it says who is meant by itself; an abbreviation, a short label, a name
            without the bracket that told it from others does not.
    """

    folded: str
    is_full: bool


def fold(text: str) -> str:
    """A text as texts are compared: no accents, case, punctuation, one space between words.

    ``« Côte d’Ivoire »`` becomes ``cote d ivoire``.
    """
    words = search.fold(_MARKS.sub("", text).translate(_LETTERS)).split()
    return " ".join(_SPELT.get(word, word) for word in words).replace("co operation", "cooperation")


def is_abbreviation(text: str, kind: str = "organisation") -> bool:
    """Whether a name looks like an abbreviation: one word, at least half of it capitals.

    Args:
        text: the name.
        kind: what bears it: a country or a place in capitals is abbreviated when it is short.
    """
    bare = text.strip()
    if kind in _WRITTEN_OUT and len(bare) > _SHORTENED:
        return False
    capitals = sum(letter.isupper() for letter in bare)
    return bool(_ABBREVIATION.fullmatch(bare)) and 2 * capitals >= len(bare.replace(".", ""))


def spellings(text: str, kind: str, *, is_short: bool = False) -> tuple[Spelling, ...]:
    """The ways in which a name may stand elsewhere.

    A list writes ``Afghanistan (l’)``, ``Korea, Republic of`` or ``International Organization
    for Migration (IOM)``.

    Args:
        text: the name as it stands.
        kind: what bears it, as in its IRI: titles of documents are not taken apart.
        is_short: whether it is known to be no full name.
    """
    found: dict[str, bool] = {}
    is_whole = not is_short and _says_enough(text, kind)
    if kind not in _SPELLINGS_OF:
        _add(found, text, is_full=is_whole)
    else:
        parts = text.split(" / ") if kind != "country" else [text]
        for each in dict.fromkeys((text, *parts)):
            for spelt, is_full in _apart(each.strip()):
                _add(found, spelt, is_full=is_whole and is_full and _says_enough(spelt, kind))
    return tuple(Spelling(folded, is_full) for folded, is_full in found.items())


def _says_enough(text: str, kind: str) -> bool:
    if not is_abbreviation(text, kind):
        return True
    return kind in _BODIES and sum(map(str.isalpha, text)) >= _KNOWN_LETTERS


def core(folded: str) -> frozenset[str]:
    """The words of a country’s name that are not those of its form of state.

    Args:
        folded: as :func:`fold` makes it.
    """
    return frozenset(folded.split()) - _STATE - _ARTICLES


@cache
def names_of_countries() -> dict[str, tuple[str, ...]]:
    """What the countries are called, as the Unicode CLDR has it.

    Returns:
        ISO 3166-1 alpha-2 code → names in the languages in which a partner of a dialogue may
        write, each once.
    """
    found: dict[str, list[str]] = {}
    for language in sorted(_LANGUAGES):
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha():  # noqa: PLR2004 - the others are regions
                found.setdefault(code, []).append(name)
    return {code: tuple(dict.fromkeys(names)) for code, names in found.items()}


def _add(found: dict[str, bool], text: str, *, is_full: bool) -> None:
    folded = fold(text)
    if folded:
        found[folded] = found.get(folded, False) or is_full


def _apart(text: str) -> Iterator[tuple[str, bool]]:
    """The spellings of a name, each with whether it is a full one."""
    yield text, True
    yield from _without_article(text)
    bracket = _BRACKETS.search(text)
    if bracket:
        outer, inner = text[: bracket.start()].strip(), bracket[1].strip()
        yield from _with_bracket(outer, inner)
    head, comma, tail = text.partition(", ")
    if comma and _ends_open(tail):
        yield f"{tail} {head}", True


def _with_bracket(outer: str, inner: str) -> Iterator[tuple[str, bool]]:
    words = fold(inner).split()
    if not outer or not words:
        return
    if set(words) <= _ARTICLES:
        yield outer, True
    elif is_abbreviation(inner) and len(inner) <= _ABBREVIATION_MAX:
        yield outer, True
        yield inner, False
    elif _ends_open(inner):
        yield f"{inner} {outer}", True
        yield outer, False
    elif len(words) > _QUALIFIER_WORDS and inner[0].isupper():
        # “Khartoum Process (EU-Horn of Africa Migration Route Initiative)”: two names.
        yield outer, True
        yield inner, len(words) >= _OWN_NAME_WORDS
    else:
        yield outer, False


def _without_article(text: str) -> Iterator[tuple[str, bool]]:
    words = fold(text).split()
    if len(words) > 1 and words[0] in _LEADING:
        yield " ".join(words[1:]), True


def _ends_open(text: str) -> bool:
    words = fold(text).split()
    return len(words) > 1 and words[-1] in _ARTICLES
