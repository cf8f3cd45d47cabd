"""Figures out of what was measured: medians, ratios in one round, slopes."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, isnan
from statistics import linear_regression, median
from typing import Any

from bench.registry import OURS

Results = dict[str, Any]
_TEN = 10


def middle(rounds: Sequence[Results], key: str) -> float:
    """The median of a figure over the rounds."""
    return float(median([each[key] for each in rounds])) if rounds else 0.0


def spread(rounds: Sequence[Results], key: str) -> tuple[float, float]:
    """The smallest and the largest value of a figure over the rounds."""
    values = [each[key] for each in rounds]
    return min(values), max(values)


def ratio(told: Results, peer: str, key: str = "rate") -> float | None:
    """How many times more than a peer we do: the median over the rounds, each with its own.

    Args:
        told: rounds by name of the server.
        peer: the peer.
        key: of the figure.

    Returns:
        The ratio; None when one of the two was not measured or did nothing.
    """
    pairs = list(zip(told.get(OURS, ()), told.get(peer, ()), strict=False))
    ratios = [one[key] / other[key] for one, other in pairs if other[key]]
    return median(ratios) if ratios else None


def failed(rounds: Sequence[Results]) -> int:
    """How many requests failed, over all rounds."""
    return sum(sum(each["errors"].values()) for each in rounds)


def tail_ratio(rounds: Sequence[Results], without: str, beside: str) -> float:
    """By how much runaways lengthen the tail of the latencies: the median over the rounds."""
    ratios = [each[beside]["p99"] / (each[without]["p99"] or 1e-9) for each in rounds]
    # No answer with and none without: nothing to compare, and nothing to be proud of.
    return float(median(inf if isnan(each) else each for each in ratios))


def slope(points: Sequence[tuple[float, float]]) -> float:
    """By how much the second figure grows with each unit of the first, on the straightest line."""
    if len(points) < 2:  # noqa: PLR2004 - one point makes no line
        return 0.0
    return float(linear_regression([x for x, _ in points], [y for _, y in points]).slope)


def number(value: float | None) -> str:
    """A figure as a person reads it: three digits that count."""
    if value is None:
        return "–"
    if value == inf:
        return "∞"
    if abs(value) >= _TEN**3:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < _TEN**2 else f"{value:.0f}"


def times(value: float | None) -> str:
    """A ratio as a person reads it."""
    return "–" if value is None else f"{number(value)}×"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: int = 1) -> str:
    """A table in Markdown.

    Args:
        head: the names of the columns.
        rows: the cells.
        right: the first column that is aligned on the right.
    """
    rule = ["---" if place < right else "--:" for place in range(len(head))]
    lines = [head, rule, *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)
