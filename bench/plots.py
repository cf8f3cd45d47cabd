"""What the report shows as plots."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any

from bench import svg
from bench.figures import middle, number
from bench.registry import OURS
from bench.sections import MEGA, MIB, MS, WORKLOADS, label

Results = dict[str, Any]
_COSTS = (
    ("memory, MiB", "memory", 1 / MIB),
    ("start, s", "start", 1.0),
    ("latency of a lookup (p50), ms", "p50", MS),
)


def plots(told: Results) -> dict[str, str]:
    """Every plot for which something was measured, by name."""
    drawn: dict[str, str] = {}
    if "throughput" in told:
        drawn["throughput"] = _throughput(told["throughput"])
    if "runaways" in told:
        drawn["runaways"] = _runaways(told["runaways"])
    if "cost" in told:
        drawn["cost"] = _cost(told["cost"])
    return drawn


def _throughput(done: Results) -> str:
    rows: list[tuple[str, Sequence[svg.Dot]]] = []
    for workload in (name for name in WORKLOADS if name in done):
        rows.append((WORKLOADS[workload].split(":")[0].split(",")[0], []))
        for name, rounds in done[workload].items():
            rate = middle(rounds, "rate")
            rows.append((label(name), [svg.Dot(rate, f"{number(rate)}/s", int(name != OURS))]))
    return svg.dots("Answers a second (median of the rounds)", rows)


def _runaways(done: Results) -> str:
    rows = []
    for name, rounds in done.items():
        tails = [
            middle([each[phase] for each in rounds], "p99") * MS
            for phase in ("open, without", "open, with")
        ]
        dots = [
            svg.Dot(tail, "" if tail < inf else "no answer", colour)
            for colour, tail in enumerate(tails)
        ]
        rows.append((label(name), dots))
    legend = ["without runaways", "with runaways"]
    return svg.dots("p99 of lookups in ms, open loop", rows, legend)


def _cost(done: Results) -> str:
    drawn = []
    for title, key, scale in _COSTS:
        lines = [
            svg.Line(label(name), _points(each, key, scale), colour)
            for colour, (name, each) in enumerate(done.items())
        ]
        drawn.append(svg.Panel(title, lines))
    return svg.panels("What more triples cost", "million triples", drawn)


def _points(sizes: Sequence[Results], key: str, scale: float) -> list[tuple[float, float]]:
    return [(each["triples"] / MEGA, middle(each["rounds"], key) * scale) for each in sizes]
