"""What was measured, in words a person reads: ``RESULTS.md`` and its plots."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from pathlib import Path
from typing import Any

from bench import plots, sections, sections_resolution, sections_writing
from bench.figures import failed, middle, number, ratio, table, tail_ratio, times
from bench.registry import IN_MEMORY, OURS, REFERENCE

Results = dict[str, Any]
_NOT_RUN = sections_writing.NOT_RUN
_MS = 1000


def write(told: Results, folder: Path) -> Path:
    """Write the report and its plots.

    Args:
        told: what was measured.
        folder: where to; the plots go into a folder below it.

    Returns:
        Where the report is.
    """
    drawn = folder / "plots"
    drawn.mkdir(parents=True, exist_ok=True)
    for name, drawing in plots.plots(told).items():
        (drawn / f"{name}.svg").write_text(drawing, encoding="utf-8")
    path = folder / "RESULTS.md"
    path.write_text(text(told), encoding="utf-8")
    return path


def text(told: Results) -> str:
    """The whole report."""
    options = told["options"]
    head = (
        "# How fast dialograph is\n\n"
        "Written by `python -m bench`; what is measured, and how, is told in "
        "[README.md](README.md). Every ratio compares figures of one round of one run on one "
        f"machine; it is the median over the rounds, of which there were {options['rounds']}. "
        f"Data: {told['triples']:,} triples in {told['graphs']} graphs, shaped like ours "
        f"({told['activities']:,} invented activities, seed {options['seed']}); "
        f"measurements of {options['seconds']:g} s.\n\n"
    )
    parts = [head + _alarm(told), "## What was to be reached\n\n" + goals(told)]
    parts += [each for each in sections.all_sections(told) if each]
    return "\n".join(parts)


def _alarm(told: Results) -> str:
    """What makes the figures void, where nobody can miss it."""
    lines = []
    checked = told.get("throughput", {}).get("check")
    if checked and checked["wrong"].get(OURS):
        count = len(checked["wrong"][OURS])
        lines.append(
            f"> **Void: {count} of {len(checked['asked'])} answers of dialograph are not those of "
            f"{checked['reference']}** (see “Are the answers right?”).\n"
        )
    lines += [
        f"> **Not measured: {name}.** It failed: {why}.\n" for name, why in told["failed"].items()
    ]
    if told["triples"] < sections.FULL_SIZE:
        lines.append("> **A small run**: the figures to reach are meant for 1.2 million triples.\n")
    return "\n".join(lines) + ("\n" if lines else "")


def goals(told: Results) -> str:
    """The tables of the issues, each line with what was measured."""
    done = told.get("throughput", {})
    rows = [
        _faster(done.get("mix"), "catalogue mix", REFERENCE, 5),
        _faster(done.get("mix"), "catalogue mix", IN_MEMORY, 2.5),
        _faster(done.get("points"), "lookups never asked before", REFERENCE, 1),
        _faster(done.get("aggregations"), "aggregations never asked before", REFERENCE, 3),
        _tail(told.get("runaways", {}).get(OURS), "open"),
        _tail(told.get("runaways", {}).get(OURS), "closed"),
        _start(told.get("start", {}).get("shipped", {}).get(OURS)),
        (
            "cost of one more million triples",
            "told",
            "see “What one more million triples cost”" if told.get("cost") else _NOT_RUN,
            "",
            "yes" if told.get("cost") else "–",
        ),
        *sections_writing.goals(told),
        *sections_resolution.goals(told.get("resolution"), _NOT_RUN),
    ]
    return table(["work", "to reach", "figure", "ratio", "reached"], rows, right=5)


def _faster(rounds: Results | None, work: str, peer: str, least: float) -> Sequence[str]:
    what = f"≥ {least:g}× {sections.label(peer)}"
    found = ratio(rounds, peer) if rounds else None
    if not rounds or found is None:
        return work, what, _NOT_RUN, "–", "–"
    ours, theirs = middle(rounds[OURS], "rate"), middle(rounds[peer], "rate")
    lost = failed(rounds[OURS])
    reached = "yes" if found >= least else "no"
    if lost:
        reached = f"no: {lost} requests failed"
    return work, what, f"{number(ours)}/s against {number(theirs)}/s", times(found), reached


def _tail(rounds: Sequence[Results] | None, loop: str) -> Sequence[str]:
    work = f"other clients’ p99 beside 5 % of runaways ({loop} loop)"
    if not rounds:
        return work, "≤ 3× its value without", _NOT_RUN, "–", "–"
    found = tail_ratio(rounds, f"{loop}, without", f"{loop}, with")
    before = middle([each[f"{loop}, without"] for each in rounds], "p99") * _MS
    beside = middle([each[f"{loop}, with"] for each in rounds], "p99") * _MS
    lost = sum(
        count
        for each in rounds
        for ending, count in each[f"{loop}, with"]["lookups"].items()
        if ending != "right"
    )
    reached = f"no: {lost} lookups without the right answer" if lost else ""
    reached = reached or ("yes" if found <= 3 else "no")  # noqa: PLR2004 - the issue says so
    figure = f"{_milliseconds(beside)} against {_milliseconds(before)}"
    return work, "≤ 3× its value without", figure, times(found), reached


def _milliseconds(value: float) -> str:
    return f"{number(value)} ms" if value < inf else "no answer"


def _start(seconds: Sequence[float] | None) -> Sequence[str]:
    work, what = "from `serve` to the first answer, shipped graph", "≤ 2 s"
    if not seconds:
        return work, what, _NOT_RUN, "–", "–"
    found = middle([{"s": each} for each in seconds], "s")
    return work, what, f"{found:.2f} s", "", "yes" if found <= 2 else "no"  # noqa: PLR2004
