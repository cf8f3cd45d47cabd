"""The words of the pages that answer a question, and dates as each language writes them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from markupsafe import Markup

from dialograph.publish.facts import Facts
from dialograph.web.pages import Pages, Words, typographic
from dialograph.web.query_page import Cell
from dialograph.web.wording import Wording

_TEXTS = tomllib.loads(
    (files("dialograph.web") / "templates/answering.toml").read_text(encoding="utf-8")
)
_DAY, _MONTH = len("2006-07-11"), len("2006-07")


class Saying:
    """Says things in one language.

    Args:
        words: the language.
        pages: know what the IRIs of our resources begin with.
    """

    def __init__(self, words: Words, pages: Pages) -> None:
        self.words = words
        self._wording = Wording(Facts(()), words, pages.id_bases, {})

    def __call__(self, key: str, **values: object) -> Markup:
        """A text of these pages, with values in it, escaped."""
        language = self.words.language
        # The file is ours, so its markup is meant.
        text = Markup(typographic(_TEXTS[key][language], language))  # noqa: S704
        return text.format(**values)

    def count(self, key: str, number: int) -> Markup:
        """A number of things: the text ``KEY_one`` for one of them, ``KEY_many`` for others.

        French takes none for one, English does not.
        """
        is_one = number == 1 or (number == 0 and self.words.language == "fr")
        return self(f"{key}_{'one' if is_one else 'many'}", n=self.words.number(number))

    def kinds(self, kind: str) -> Markup:
        """What things of a kind are called, as their IRIs spell it."""
        return self(f"kinds_{kind}" if f"kinds_{kind}" in _TEXTS else "kinds_other")

    def shown(self, texts: Mapping[str, str]) -> Markup:
        """A text of the data in this language, or else in another, which says so."""
        return self._wording.shown(texts)

    def name(self, text: str, language: str) -> Markup:
        """A text of the data; one in another language says so."""
        return self.shown({language: text})

    def path(self, iri: str) -> str:
        """The page of a resource of ours, in this language; empty for others."""
        return self._wording.path(iri)

    def when(self, date: str, end: str = "") -> Markup:
        """A day, a month or a year, or from one to another, no more precise than it is known."""
        first, last = date[:_DAY], end[:_DAY]
        if not last or last == first:
            told = self._date(first)
        elif len(first) == len(last) == _DAY and first[:_MONTH] == last[:_MONTH]:
            # Days of one month: 16–17 December 2021.
            told = f"{self._date(first).partition(chr(0xA0))[0]}–{self._date(last)}"
        else:
            told = f"{self._date(first)} – {self._date(last)}"
        return Markup('<time datetime="{}">{}</time>').format(first, told)

    def _date(self, iso: str) -> str:
        if len(iso) == _MONTH:
            # Written with a day, which is taken off again.
            return self.words.date(f"{iso}-01").partition(chr(0xA0))[2] or iso
        return self.words.date(iso)


def texts_of(row: Mapping[str, Cell], *, label: str = "label") -> dict[str, str]:
    """The cells of a row as text, and as ``lang`` the language of its label.

    Args:
        row: of an answer.
        label: the column of the label.
    """
    texts = {name: cell.text for name, cell in row.items()}
    return texts | ({"lang": row[label].language} if label in row else {})
