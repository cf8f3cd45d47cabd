"""The coverage table as a picture that stands alone: for a slide or a report."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from dialograph.publish.coverage import Column, Count, Line, Matrix
from dialograph.web.pages import Words

_LEVELS = (1, 2, 3, 5, 8)
LEGEND = ("1", "2", "3–4", "5–7", "8+")
"""The numbers that each darkness of a cell stands for."""

# On white, whatever the page looks like: a picture is printed and pasted elsewhere.
_FILLS = ("#dcebee", "#b9d5db", "#8fbcc5", "#2f6e7d", "#0b5566")
_INKS = ("#1a2530", "#1a2530", "#1a2530", "#ffffff", "#ffffff")
_SERIF, _SANS = "Georgia, serif", "Arial, sans-serif"
_LABELS, _ROW, _TOP, _EDGE = 400, 30, 90, 20
_CELL = {"year": 50, "dialogue": 190}
_LETTERS = 66
_NUMBER = 20


def level(number: int) -> int:
    """How dark a cell is: 0 for none, up to the number of levels."""
    return sum(number >= each for each in _LEVELS)


def drawn(told: Matrix, title: str, words: Words) -> str:
    """Draw the table.

    Args:
        told: what.
        title: stands above it.
        words: of its language.

    Returns:
        An SVG document with a title, a description, and a title for each cell.
    """
    cell = _CELL[told.by]
    width = _LABELS + cell * (len(told.shown) + 1) + 2 * _EDGE
    height = _TOP + _ROW * len(told.lines) + 60
    heads = [
        *(head_of(each, words, told.by) for each in told.shown),
        str(words("coverage_total")),
    ]
    body = Markup().join(
        [
            *(
                _text(_x(at, cell) + cell / 2, _TOP - 12, head, size=11)
                for at, head in enumerate(heads)
            ),
            *(_line(line, row, told, words) for row, line in enumerate(told.lines)),
            _legend(height - 34, words),
        ]
    )
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        'height="{height}" role="img" aria-labelledby="title about" lang="{language}">'
        '<title id="title">{title}</title><desc id="about">{about}</desc>'
        '<defs><pattern id="gap" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path d="M0 0V6" stroke="#b9b4a6" stroke-width="1.4"/>'
        '</pattern></defs><rect width="100%" height="100%" fill="#ffffff"/>'
        '<text x="{edge}" y="40" font-family="{serif}" font-size="22" font-weight="600" '
        'fill="#1a2530">{title}</text>{body}</svg>\n'
    ).format(
        width=width,
        height=height,
        language=words.language,
        title=title,
        about=words("coverage_lead"),
        edge=_EDGE,
        serif=_SERIF,
        body=body,
    )


def head_of(column: Column, words: Words, by: str) -> str:
    """What stands above a column: a year, the first and last of a run, a dialogue, or nothing."""
    if column.key is None:
        return str(words("coverage_no_dialogue" if by == "dialogue" else "coverage_undated"))
    if isinstance(column.key, int):
        last = column.last
        return str(column.key) if last is None else f"{column.key}–{last % 100:02d}"
    # What a dialogue is called in full stands in brackets after its short name.
    return column.name.partition(" (")[0]


def _x(place: int, cell: int) -> float:
    return _EDGE + _LABELS + place * cell


def _line(line: Line, row: int, told: Matrix, words: Words) -> Markup:
    top, width = _TOP + row * _ROW, _CELL[told.by]
    name = f"{line.notation}. {line.label}" if line.notation else line.label
    shown = name if len(name) <= _LETTERS else name[: _LETTERS - 1].rstrip() + "…"
    parts = [_text(_EDGE, top + _ROW / 2, shown, size=12.5, anchor="start")]
    for place, column in enumerate(told.shown):
        count = line.cells.get(column.key)
        about = f"{name}, {head_of(column, words, told.by)}"
        left = _x(place, width)
        parts.append(_cell((left, top), width, count or Count(), about, words))
    about = f"{name}, {words('coverage_total')}"
    left = _x(len(told.shown), width)
    parts.append(_cell((left, top), width, line.total, about, words))
    return Markup().join(parts)


def _cell(place: tuple[float, float], width: int, count: Count, about: str, words: Words) -> Markup:
    (left, top), number = place, count.works
    fill = _FILLS[level(number) - 1] if number else "url(#gap)"
    bases = " · ".join(bases_of(count, words))
    shape = Markup(
        '<g><title>{}: {}</title><rect x="{:g}" y="{:g}" width="{}" height="{}" fill="{}"/>'
    ).format(
        about,
        f"{words.number(number)} ({bases})" if number else words("coverage_gap"),
        *(left + 1, top + 1, width - 2, _ROW - 2, fill),
    )
    ink = _INKS[level(number) - 1] if number else ""
    middle, is_wide = top + _ROW / 2, width == _CELL["dialogue"]
    texts = []
    if number:
        centre = left + (_NUMBER if is_wide else width / 2)
        texts.append(_text(centre, middle, words.number(number), size=13, fill=ink))
    if number and is_wide:
        texts.append(_text(left + 2 * _NUMBER, middle, bases, size=9.5, anchor="start", fill=ink))
    return Markup("{}{}</g>").format(shape, Markup().join(texts))


def bases_of(count: Count, words: Words) -> Sequence[str]:
    """On what the works of a cell rest, in words: ``stated 3``, ``inferred 9``."""
    return [f"{words(f'coverage_{basis}')} {words.number(number)}" for basis, number in count.bases]


def _legend(top: float, words: Words) -> Markup:
    parts = [
        Markup('<rect x="{}" y="{:g}" width="26" height="18" fill="url(#gap)"/>').format(
            _EDGE, top
        ),
        _text(_EDGE + 34, top + 9, str(words("coverage_gap")), size=12, anchor="start"),
    ]
    for place, (numbers, fill, ink) in enumerate(zip(LEGEND, _FILLS, _INKS, strict=True)):
        x = _EDGE + 190 + place * 34
        parts += [
            Markup('<rect x="{}" y="{:g}" width="32" height="18" fill="{}"/>').format(x, top, fill),
            _text(x + 16, top + 9, numbers, size=11, fill=ink),
        ]
    return Markup().join(parts)


def _text(
    x: float, y: float, text: str, *, size: float, anchor: str = "middle", fill: str = "#1a2530"
) -> Markup:
    return Markup(
        '<text x="{:g}" y="{:g}" font-family="{}" font-size="{:g}" text-anchor="{}" '
        'dominant-baseline="central" fill="{}">{}</text>'
    ).format(x, y, _SANS, size, anchor, fill, text)
