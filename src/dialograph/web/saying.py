"""The words of the pages that answer a question, and dates as each language writes them."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from dialograph.languages import texts_of
from dialograph.publish.facts import Facts
from dialograph.values import COMMAND_LINE
from dialograph.web.answer_cells import Cell
from dialograph.web.pages import Pages, Words
from dialograph.web.wording import Wording

_TEXTS = {
    # The files are ours, so their markup is meant.
    language: {key: Markup(text) for key, text in texts.items()}  # noqa: S704
    for language, texts in texts_of("answering").items()
}
_DAY = len("2006-07-11")


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
        text = _TEXTS[self.words.language][key]
        return text.format(**values) if values else text

    def count(self, key: str, number: int) -> Markup:
        """A number of things: the text ``KEY_FORM`` for the plural form that it takes (CLDR).

        French takes none for one, English does not. Without a text for a form it is ``other``.
        """
        form = f"{key}_{self.words.plural(number)}"
        known = form if form in _TEXTS[self.words.language] else f"{key}_other"
        return self(known, n=self.words.number(number))

    def kinds(self, kind: str) -> Markup:
        """What things of a kind are called, as their IRIs spell it."""
        return self(
            f"kinds_{kind}" if f"kinds_{kind}" in _TEXTS[self.words.language] else "kinds_other"
        )

    def shown(self, texts: Mapping[str, str]) -> Markup:
        """A text of the data in this language, or else in another, which says so."""
        return self._wording.shown(texts)

    def author(self, name: str) -> str:
        """Who made a change: what the token calls them, or that it was the command line."""
        return self("command_line").unescape() if name == COMMAND_LINE else name

    def name(self, text: str, language: str) -> Markup:
        """A text of the data; one in another language says so."""
        return self.shown({language: text})

    def path(self, iri: str) -> str:
        """The page of a resource of ours, in this language; empty for others."""
        return self._wording.path(iri)

    def when(self, date: str, end: str = "") -> Markup:
        """A day, a month or a year, or from one to another, no more precise than it is known."""
        first, last = date[:_DAY], end[:_DAY]
        told = self.words.period(first, last) if last else self.words.date(first)
        return Markup('<time datetime="{}">{}</time>').format(first, told)


def texts_in(row: Mapping[str, Cell], *, label: str = "label") -> dict[str, str]:
    """The cells of a row as text, and as ``lang`` the language of its label.

    Args:
        row: of an answer.
        label: the column of the label.
    """
    texts = {name: cell.text for name, cell in row.items()}
    return texts | ({"lang": row[label].language} if label in row else {})
