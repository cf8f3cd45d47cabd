"""The languages of the pages: one file each, and how each writes dates, numbers and plurals.

Texts in English and French stand side by side in ``templates/*.toml``: whoever writes a page writes
both. A file ``templates/languages/TAG.toml`` adds a language, with a table for each of those files;
what it does not say is said in English.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from babel.units import format_unit

_TEMPLATES = files("dialograph.web") / "templates"
_FOLDER = _TEMPLATES / "languages"
_FIRST = "en"
_ENDING = ".toml"
_DAY, _MONTH = len("2006-07-11"), len("2006-07")
_UNITS = ("byte", "kilobyte", "megabyte", "gigabyte")
_NARROW, _WIDE = "\u202f", "\u00a0"
_LEADING = re.compile(r"(\d+)(er|\.)? ")
# A page says the same numbers, dates and names many times, and so does the next one.
_KEPT = 1 << 12


@dataclass(frozen=True)
class Language:
    """One language.

    Args:
        tag: its tag (BCP 47).
        name: what it is called in itself.
        locale: how it writes dates, numbers and plurals (CLDR).
        first_of_month: how it writes the first day of a month, where that is no plain number.
        texts: its texts by the file that they would stand in, for languages that have their own.
    """

    tag: str
    name: str
    locale: Locale
    first_of_month: str
    texts: Mapping[str, Mapping[str, str]]

    def number(self, value: float) -> str:
        """``25,679`` in English, ``25 679`` in French."""
        return _number(value, self.locale)

    def size(self, length: int) -> str:
        """A length in bytes, in the unit in which it is short: ``1.4 MB``, ``1,4 Mo``."""
        value, units = float(length), list(_UNITS)
        while value >= 999.5 and len(units) > 1:  # noqa: PLR2004 - 1000 once it is rounded
            value, units = value / 1000, units[1:]
        is_whole = value >= 10 or units[0] == _UNITS[0]  # noqa: PLR2004
        told = format_unit(
            round(value) if is_whole else round(value, 1),
            f"digital-{units[0]}",
            "long" if units[0] == _UNITS[0] else "short",
            format="0" if is_whole else "0.0",
            locale=self.locale,
        )
        return re.sub(f"[ {_NARROW}]", _WIDE, str(told))

    def date(self, iso: str) -> str:
        """A day, a month or a year as it is written out; what is none of them stays as it is."""
        return _date(iso[:_DAY], self.locale, self.first_of_month) or iso

    def period(self, first: str, last: str) -> str:
        """From one date to another: ``16–17 December 2021`` where only the day is another."""
        begin, end = self.date(first), self.date(last)
        if begin == end:
            return begin
        day, at, rest = begin.partition(_WIDE)
        if at and end.partition(_WIDE)[2] == rest:
            return f"{day}–{end}"
        return f"{begin} – {end}"

    def name_of(self, tag: str) -> str:
        """What this language calls a language; its tag where it has no name for it."""
        return str(self.locale.languages.get(tag, tag))

    def plural(self, number: float) -> str:
        """The plural form that a number takes: ``one``, ``other``, in some languages more."""
        return str(self.locale.plural_form(number))


@lru_cache(_KEPT)
def _number(value: float, locale: Locale) -> str:
    return str(format_decimal(value, locale=locale))


@lru_cache(_KEPT)
def _date(iso: str, locale: Locale, first_of_month: str) -> str:
    """A date written out; empty for what is none."""
    try:
        if len(iso) == _MONTH:
            month = date.fromisoformat(f"{iso}-01")
            return str(format_skeleton("yMMMM", month, locale=locale))
        day = date.fromisoformat(iso)
    except ValueError:
        return ""
    told = str(format_date(day, "long", locale=locale))
    if day.day == 1 and first_of_month:
        told = re.sub(r"^1(?= )", first_of_month, told)
    return _LEADING.sub(lambda found: f"{found[0][:-1]}{_WIDE}", told, count=1)


def _read(name: str, text: str) -> Language:
    told: dict[str, Any] = tomllib.loads(text)
    tag = name.removesuffix(_ENDING)
    return Language(
        tag,
        told.pop("name"),
        Locale.parse(told.pop("locale", tag), sep="_"),
        told.pop("first_of_month", ""),
        told,
    )


def _found() -> dict[str, Language]:
    names = sorted(
        (each.name for each in _FOLDER.iterdir() if each.name.endswith(_ENDING)),
        key=lambda name: (name != _FIRST + _ENDING, name),
    )
    read = [_read(each, (_FOLDER / each).read_text(encoding="utf-8")) for each in names]
    return {each.tag: each for each in read}


BY_TAG: Mapping[str, Language] = _found()
LANGUAGES: tuple[str, ...] = tuple(BY_TAG)
"""The tags of all languages; the first is what is said where nothing else can be."""


def typographic(text: str, language: str) -> str:
    """French with the non-breaking spaces that its punctuation asks for; the rest as it is."""
    if language != "fr":
        return text
    text = re.sub(r" (?=[;!?])", _NARROW, text)
    return re.sub(r" (?=[:»])|(?<=«) ", _WIDE, text)


@cache
def texts_of(name: str) -> Mapping[str, Mapping[str, str]]:
    """The texts of one file of ``templates/``, by language, then by key, whole in each language.

    Args:
        name: of the file, without its end.
    """
    told = tomllib.loads((_TEMPLATES / f"{name}{_ENDING}").read_text(encoding="utf-8"))
    return {
        tag: {
            key: typographic(words.get(tag) or own.get(key) or words[_FIRST], tag)
            for key, words in told.items()
        }
        for tag, language in BY_TAG.items()
        for own in [language.texts.get(name, {})]
    }


def spoken(language: str) -> str:
    """``fr`` or ``en``: in which of them something is said that is written in Python."""
    return language if language == "fr" else _FIRST


def told_in(language: str, name: str, key: str) -> str:
    """A text that a language has in its own file, of what is written in Python; empty for none.

    Args:
        language: its tag.
        name: of the table.
        key: of the text.
    """
    known = BY_TAG.get(language)
    return str(known.texts.get(name, {}).get(key, "")) if known else ""
