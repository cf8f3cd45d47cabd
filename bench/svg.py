"""Plots as SVG, drawn by hand: dots on a scale of powers of ten, and lines over an amount."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

INK, FAINT, PAPER = "#1f2933", "#d3d9e0", "#ffffff"
COLOURS = ("#0b6e99", "#c2410c", "#4d7c0f", "#7c3aed", "#a16207", "#6b7280")
_FONT = 'font-family="system-ui, sans-serif" font-size="12"'
_TEN = 10


@dataclass(frozen=True)
class Dot:
    """One value on a row.

    Args:
        value: not below zero, which the scale does not reach; infinity stands at its far end.
        text: what stands beside it.
        colour: its place in :data:`COLOURS`.
    """

    value: float
    text: str
    colour: int = 0


@dataclass(frozen=True)
class Line:
    """Some points of a panel, joined.

    Args:
        name: what they are.
        points: pairs, from left to right.
        colour: its place in :data:`COLOURS`.
    """

    name: str
    points: Sequence[tuple[float, float]]
    colour: int = 0


@dataclass(frozen=True)
class Panel:
    """One plot beside others.

    Args:
        title: what goes up, with its unit.
        lines: what is drawn.
    """

    title: str
    lines: Sequence[Line]


def dots(title: str, rows: Sequence[tuple[str, Sequence[Dot]]], legend: Sequence[str] = ()) -> str:
    """Rows of dots on one scale, which goes by powers of ten.

    Args:
        title: what the scale measures.
        rows: each with its name; an empty name with no dots makes a gap with a heading.
        legend: what each colour means.
    """
    values = [dot.value for _, row in rows for dot in row if 0 < dot.value < math.inf]
    low = math.floor(math.log10(min(values, default=1)))
    high = max(low + 1, math.ceil(math.log10(max(values, default=_TEN))))
    left, width, top, step = 210, 420, 60 if legend else 40, 24
    bottom = top + step * len(rows)

    def across(value: float) -> float:
        if value <= 0:
            return left
        return left + width * min(1.0, (math.log10(value) - low) / (high - low))

    parts = [_text(16, 24, title, weight="600"), *_legend(legend, 16, 44)]
    for power in range(low, high + 1):
        x = across(_TEN**power)
        parts.append(_line(x, top, x, bottom, FAINT))
        parts.append(_text(x, bottom + 16, _number(_TEN**power), anchor="middle"))
    for place, (name, row) in enumerate(rows):
        y = top + step * place + step / 2
        parts.append(_text(16, y + 4, name, weight="400" if row else "600"))
        ends = [across(dot.value) for dot in row]
        if len(ends) > 1:
            parts.append(_line(min(ends), y, max(ends), y, INK))
        parts += [_dot(x, y, dot) for x, dot in zip(ends, row, strict=True)]
    return _drawing(left + width + 130, bottom + 32, parts, title)


def panels(title: str, below: str, drawn: Sequence[Panel]) -> str:
    """Plots beside one another over the same amount, all scales from zero.

    Args:
        title: what the whole is about.
        below: what goes to the right in each.
        drawn: the plots.
    """
    several = max((len(panel.lines) for panel in drawn), default=0) > 1
    width, height, top, gap = 220, 160, 84 if several else 64, 70
    furthest = max(
        (x for panel in drawn for line in panel.lines for x, _ in line.points), default=1.0
    )
    parts = [_text(16, 24, title, weight="600")]
    if several:
        parts += _legend([line.name for line in drawn[0].lines], 16, 44)
    for number, panel in enumerate(drawn):
        left = 60 + number * (width + gap)
        highest = max((y for line in panel.lines for _, y in line.points), default=1.0)
        parts.append(_text(left - 44, top - 12, panel.title))
        ticks = _ticks(highest)
        for tick in ticks:
            y = top + height * (1 - tick / ticks[-1])
            parts.append(_line(left, y, left + width, y, FAINT))
            parts.append(_text(left - 6, y + 4, _number(tick), anchor="end"))
        scale = _ticks(furthest)
        for tick in scale:
            x = left + width * tick / scale[-1]
            parts.append(_text(x, top + height + 18, _number(tick), anchor="middle"))
        parts.append(_text(left + width / 2, top + height + 36, below, anchor="middle"))
        for line in panel.lines:
            at = [
                (left + width * x / scale[-1], top + height * (1 - y / ticks[-1]))
                for x, y in line.points
            ]
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
            colour = COLOURS[line.colour]
            parts.append(
                f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
            )
            parts += [_dot(x, y, Dot(1, "", line.colour)) for x, y in at]
    return _drawing(60 + len(drawn) * (width + gap), top + height + 52, parts, title)


def _ticks(highest: float) -> list[float]:
    """Round numbers from zero to above the highest value."""
    power = _TEN ** math.floor(math.log10(highest)) if highest > 0 else 1.0
    step = next(power * part for part in (0.2, 0.5, 1, 2) if highest / (power * part) <= 5)  # noqa: PLR2004
    return [step * count for count in range(math.ceil(highest / step) + 1)]


def _number(value: float) -> str:
    if value >= _TEN**6:
        return f"{value / _TEN**6:g} M"
    return f"{value / 1000:g} k" if value >= _TEN**4 else f"{value:.4g}"


def _legend(names: Sequence[str], x: float, y: float) -> list[str]:
    parts = []
    for number, name in enumerate(names):
        parts.append(_dot(x + 5, y - 4, Dot(1, "", number)))
        parts.append(_text(x + 16, y, name))
        x += 36 + 7 * len(name)
    return parts


def _dot(x: float, y: float, dot: Dot) -> str:
    circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{COLOURS[dot.colour]}"/>'
    return circle + (_text(x + 9, y + 4, dot.text) if dot.text else "")


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: str = "400") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}"'
    return f'<text {place} fill="{INK}">{escape(text)}</text>'


def _drawing(width: float, height: float, parts: Sequence[str], title: str) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" {_FONT}>'
    )
    paper = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
    return "\n".join([head, f"<title>{escape(title)}</title>", paper, *parts, "</svg>\n"])
