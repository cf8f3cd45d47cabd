"""What the report says of resolution: how often a link is right, and how much is found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from bench.figures import table

Results = dict[str, Any]
TITLE = "## Is the same found to be the same?\n"
GOAL = 0.99
_LISTED = 10
_TOLD = (
    "A labelled set made from the tables in `data/tables` and from `look_alikes.csv`: what each "
    "name, code or address stands for, or that it stands for nothing of ours. A digest of its IRI "
    "puts each thing into one of two halves: one for tuning, one **kept aside**, on which nothing "
    "was tuned. Each thing is asked for twice, the second time of an index that lacks all things "
    "of its half: there the only right answer is that it is not known. An automatic link is right "
    "when it names the thing; with what is listed for a person, an answer is right when the thing "
    "is among the at most three that are named.\n"
)
_KINDS = {
    "country": "countries",
    "organisation": "organisations",
    "dialogue": "dialogues",
    "project": "projects",
    "place": "places",
    "objective": "objectives",
    "element": "other parts of frameworks",
    "document": "documents",
}


def section(done: Results | None) -> str:
    """The section; empty when resolution was not measured.

    Args:
        done: what :func:`bench.resolving.measure` gives for both sides.
    """
    if not done:
        return ""
    aside, tuning = done["aside"], done["tuning"]
    precision = _share(aside["all"]["linked_right"], aside["all"]["linked"])
    verdict = "reached" if _is_reached(aside["all"]) else "**not reached**"
    parts = [
        TITLE,
        _TOLD,
        (
            f"To reach: a precision of at least {GOAL} for automatic links on the pairs kept "
            f"aside. Found: {precision}, {verdict}.\n"
        ),
    ]
    head = ["pairs", "questions", "known", "linked", "precision", "recall"]
    head += ["precision, with listed", "recall, with listed"]
    rows = [
        _row("**kept aside, all**", aside["all"]),
        *(_row(f"kept aside: {told}", aside["kinds"][kind]) for kind, told in _KINDS.items()),
        _row("for tuning, all", tuning["all"]),
    ]
    parts.append(table(head, rows))
    parts.append("Of those kept aside, by how the question was made:\n")
    parts.append(
        table(["how", *head[1:]], [_row(name, each) for name, each in aside["groups"].items()])
    )
    if aside["wrong"]:
        parts.append("Linked wrongly:\n")
        parts += [f"- {each}" for each in aside["wrong"][:_LISTED]]
        parts.append("")
    return "\n".join(parts)


def goals(done: Results | None, not_run: str) -> list[list[str]]:
    """The line of the first table.

    Args:
        done: as for :func:`section`.
        not_run: what is told of what was not measured.
    """
    what = "precision of automatic links, pairs kept aside"
    if not done:
        return [[what, f"≥ {GOAL}", not_run, "–", "–"]]
    found = done["aside"]["all"]
    figure = (
        f"{_share(found['linked_right'], found['linked'])}, recall "
        f"{_share(found['linked_right'], found['known'])}"
    )
    return [[what, f"≥ {GOAL}", figure, "", "yes" if _is_reached(found) else "no"]]


def put(done: Results, report: Path) -> None:
    """Put the section into a report that is there, in place of the one before.

    Args:
        done: as for :func:`section`.
        report: ``RESULTS.md``.
    """
    text = report.read_text(encoding="utf-8")
    old = re.search(rf"^{re.escape(TITLE)}.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    new = section(done) + "\n"
    if old is not None:
        text = text[: old.start()] + new + text[old.end() :]
    else:
        place = text.find("\n## Versions and machine")
        cut = place + 1 if place >= 0 else len(text)
        text = text[:cut] + new + text[cut:]
    report.write_text(text, encoding="utf-8")


def _is_reached(found: Results) -> bool:
    return bool(found["linked"]) and found["linked_right"] >= GOAL * found["linked"]


def _row(name: str, found: Results) -> list[str]:
    return [
        name,
        f"{found['asked']:,}",
        f"{found['known']:,}",
        f"{found['linked']:,}",
        _share(found["linked_right"], found["linked"]),
        _share(found["linked_right"], found["known"]),
        _share(found["proposed_right"], found["proposed"]),
        _share(found["proposed_right"], found["known"]),
    ]


def _share(part: int, whole: int) -> str:
    """A share with three digits, never rounded up to 1; a dash where there is nothing to share."""
    if not whole:
        return "–"
    return f"{int(1000 * part / whole) / 1000:.3f}"
