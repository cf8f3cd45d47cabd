"""Charts as SVG, made here: no script, the colours of the style sheet, a title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dialograph.web.answer_cells import AnswerTable
from dialograph.web.pages import Words

_COUNTS = {
    *("activities", "alignments", "countries", "dialogues", "documents", "mappings"),
    *("memberStates", "namedThings", "objectives", "pages", "participants", "quotes"),
    *("resources", "sharedWorks", "works"),
}
_ROWS_MIN, _ROWS_MAX = 2, 40
_ASIDE = {"notation", "levelLabel"}
"""Columns that are no names: a number stands before its name, a level goes without saying."""

_LABELS_MAX, _BARS, _NUMBERS, _STEP, _BAR = 330, 420, 60, 26, 16
_LETTERS, _LETTER = 42, 7.2


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, and how long it is."""

    label: str
    number: int


def bars_of(table: AnswerTable, words: Words) -> Markup | None:
    """A bar chart of an answer that counts something; None when it would say nothing.

    Args:
        table: the answer, of which all rows must be here.
        words: of the language of the page.
    """
    names = [column.name for column in table.columns]
    place = next((place for place, name in enumerate(names) if name in _COUNTS), 0)
    whole = table.total == len(table.rows) and _ROWS_MIN <= table.total <= _ROWS_MAX
    if not place or not whole:
        return None
    bars = []
    for row in table.rows:
        told = {name: value.text for name, value in zip(names, row[:place], strict=False) if value}
        value = row[place]
        if value is None or value.number is None or value.number < 0:
            return None
        bars.append(Bar(_label(told), value.number))
    heading = table.columns[place].heading
    labels = ", ".join(
        column.heading for column in table.columns[:place] if column.name not in _ASIDE
    )
    return bar_chart(bars, str(words("chart_title", what=heading, by=labels)), words)


def _label(told: Mapping[str, str]) -> str:
    """What a bar stands for: the first name is cut where the others need the room."""
    names = [text for name, text in told.items() if name not in _ASIDE]
    if not names:
        return "–"
    number = f"{told['notation']}. " if "notation" in told else ""
    rest = "".join(f" · {each}" for each in names[1:])
    return number + _cut(names[0], max(_LETTERS - len(number + rest), _LETTERS // 3)) + rest


def bar_chart(bars: Sequence[Bar], title: str, words: Words) -> Markup:
    """Bars below one another, each with its label and its number.

    Args:
        bars: from top to bottom.
        title: what the chart shows; the table beside it says the same to whoever cannot see it.
        words: of the language of the page.
    """
    longest = max((each.number for each in bars), default=0) or 1
    letters = max((len(_cut(each.label)) for each in bars), default=0)
    left = round(min(_LABELS_MAX, 14 + letters * _LETTER))
    parts = []
    for row, each in enumerate(bars):
        top, length = row * _STEP, round(each.number / longest * _BARS, 1)
        middle = top + _STEP / 2
        parts.append(
            Markup(
                '<text class="bar-label" x="{}" y="{}">{}</text>'
                '<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>'
                '<text class="bar-number" x="{}" y="{}">{}</text>'
            ).format(
                *(left - 10, middle, _cut(each.label)),
                *(left, top + (_STEP - _BAR) / 2, length, _BAR),
                *(left + length + 7, middle, words.number(each.number)),
            )
        )
    return Markup(
        '<figure class="chart wide" tabindex="0" aria-label="{title}">'
        '<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        'aria-label="{title}">{body}</svg><figcaption>{title}</figcaption></figure>'
    ).format(
        title=title,
        width=left + _BARS + _NUMBERS,
        height=len(bars) * _STEP,
        body=Markup().join(parts),
    )


def _cut(label: str, letters: int = _LETTERS) -> str:
    return label if len(label) <= letters else label[: letters - 1].rstrip() + "…"
