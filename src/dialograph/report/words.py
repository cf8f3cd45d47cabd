"""The words of a report, in its language: texts, dates, counts, and names of the data."""

from __future__ import annotations

from collections.abc import Iterable

from dialograph.languages import BY_TAG, LANGUAGES, texts_of, typographic
from dialograph.report.blocks import Run, Text
from dialograph.report.model import Name

_TEXTS = texts_of("report")
_DAY = len("2006-07-11")


class Words:
    """Says things in one language.

    Args:
        language: its tag.
    """

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._own = BY_TAG[self.language]

    def __call__(self, key: str, **values: object) -> str:
        """A text, with values in it."""
        text = _TEXTS[self.language][key]
        return text.format(**values) if values else text

    def count(self, key: str, number: int) -> str:
        """A number of things: the text ``KEY_FORM`` for the plural form that it takes (CLDR)."""
        form = f"{key}_{self._own.plural(number)}"
        known = form if form in _TEXTS[self.language] else f"{key}_other"
        return self(known, n=self._own.number(number))

    def language_name(self, tag: str) -> str:
        """What this language calls a language."""
        return self._own.name_of(tag)

    def when(self, start: str, end: str = "") -> str:
        """A day, a month or a year, or from one to another, no more precise than it is known."""
        first, last = start[:_DAY], end[:_DAY]
        return self._own.period(first, last) if last else self._own.date(first)

    def text(self, name: Name, *, href: str = "", strong: bool = False) -> Run:
        """A text of the data; one in another language says so."""
        foreign = name.language if name.language != self.language else ""
        text = name.text if foreign else typographic(name.text, self.language)
        return Run(text, href, foreign, strong)

    def link(self, name: Name) -> Run:
        """A thing of the data, with a link to it."""
        return self.text(name, href=name.iri)

    def semicolons(self, texts: Iterable[str]) -> str:
        """Texts with semicolons between them."""
        return typographic("; " if self.language != "fr" else " ; ", self.language).join(texts)

    def colon(self, label: str) -> str:
        """A label with the colon that ends it, and no space behind."""
        return self("pair", label=label).rstrip(" ")

    def pair(self, label: str, *values: Run) -> Text:
        """``label: value, value``."""
        return (Run(self("pair", label=label)), *commas(values))


def commas(runs: tuple[Run, ...]) -> Text:
    """Runs with commas between them."""
    return tuple(each for run in runs for each in (Run(", "), run))[1:]
