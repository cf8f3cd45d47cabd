"""Coverage: how much was done on each objective of a framework, and where nothing is."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from dialograph import iris
from dialograph.vocab import BASES

_RUN_MIN = 3

Key = int | str | None
"""What a column is about: a year, the IRI of a dialogue, or None for what has none."""


class Column(NamedTuple):
    """A column of the table.

    Args:
        key: what it is about.
        name: of a dialogue.
        language: of the name.
        last: the last year, where a run of years is one column.
    """

    key: Key
    name: str = ""
    language: str = ""
    last: int | None = None


class Count(NamedTuple):
    """How many works there are in a cell, and on what it rests that they belong there.

    Args:
        activities: of all.
        documents: of all.
        stated: works of which a held document says so; the quote is kept.
        reported: others of which a page says so.
        inferred: others of which this project concludes so.
    """

    activities: int = 0
    documents: int = 0
    stated: int = 0
    reported: int = 0
    inferred: int = 0

    @property
    def works(self) -> int:
        """Activities and documents together."""
        return self.activities + self.documents

    @property
    def bases(self) -> Sequence[tuple[str, int]]:
        """Each basis on which there are works, with their number."""
        told = zip(BASES, (self.stated, self.reported, self.inferred), strict=True)
        return [(basis, number) for basis, number in told if number]

    def plus(self, other: Count) -> Count:
        """The sum of two."""
        return Count(*map(sum, zip(self, other, strict=True)))


@dataclass(frozen=True)
class Line:
    """One objective.

    Args:
        iri: which.
        notation: its number in the framework; empty without one.
        label: its name.
        language: of the name.
        cells: the counts by column. A column that is not here is a gap: nothing is recorded.
    """

    iri: str
    notation: str
    label: str
    language: str
    cells: Mapping[Key, Count]

    @property
    def total(self) -> Count:
        """All columns together; by dialogue, what belongs to two of them counts twice."""
        return sum_of(self.cells.values())


@dataclass(frozen=True)
class Matrix:
    """All objectives of a framework.

    Args:
        lines: the objectives in order.
        columns: every year from the first to the last for which something is recorded, or the
            dialogues; at the end a column without a key, if something has no date or no dialogue.
        by: ``year`` or ``dialogue``.
    """

    lines: Sequence[Line]
    columns: Sequence[Column]
    by: str = "year"

    @property
    def shown(self) -> Sequence[Column]:
        """The same for a picture: a run of years for which nothing is recorded is one column."""
        found: list[Column] = []
        for is_gap, run in groupby(self.columns, self._is_empty_year):
            columns = list(run)
            if is_gap and len(columns) >= _RUN_MIN:
                last = columns[-1].key
                found.append(columns[0]._replace(last=last if isinstance(last, int) else None))
            else:
                found += columns
        return found

    def _is_empty_year(self, column: Column) -> bool:
        return isinstance(column.key, int) and not self.column(column.key).works

    @property
    def gaps(self) -> Sequence[Line]:
        """The objectives for which nothing is recorded at all."""
        return [line for line in self.lines if not line.total.works]

    def column(self, key: Key) -> Count:
        """All objectives of one column; a work that serves two of them counts for each."""
        return sum_of(line.cells.get(key, Count()) for line in self.lines)


def sum_of(counts: Iterable[Count]) -> Count:
    """The sum of counts."""
    total = Count()
    for each in counts:
        total = total.plus(each)
    return total


def matrix(
    lines: Iterable[Mapping[str, str]],
    counts: Iterable[Mapping[str, str]],
    dialogues: Sequence[Column] | None = None,
) -> Matrix:
    """Put the answers of ``LINES`` and ``COUNTS`` of the queries together.

    Args:
        lines: rows with ``objective notation label lang``.
        counts: rows with ``objective year kind works``, or with ``dialogue`` in place of ``year``,
            and with how many of the works are ``stated``, ``said`` (that, or reported) and
            ``based`` (that, or inferred); those of other elements are passed over.
        dialogues: the columns, where they are dialogues.
    """
    by = "year" if dialogues is None else "dialogue"
    cells: defaultdict[str, dict[Key, Count]] = defaultdict(dict)
    for row in counts:
        key: Key = row.get(by)
        if by == "year" and key is not None:
            key = int(key)
        number = int(row["works"])
        works = (0, number) if row["kind"].endswith("#Document") else (number, 0)
        stated, said, based = (int(row.get(each, 0)) for each in ("stated", "said", "based"))
        count = Count(*works, stated, said - stated, based - said)
        known = cells[row["objective"]]
        known[key] = known.get(key, Count()).plus(count)
    found = [
        Line(
            row["objective"],
            row.get("notation", ""),
            row.get("label", iris.shorten(row["objective"])),
            row.get("lang", ""),
            cells[row["objective"]],
        )
        for row in lines
    ]
    if dialogues is None:
        years = {key for line in found for key in line.cells if isinstance(key, int)}
        columns = [Column(year) for year in range(min(years), max(years) + 1)] if years else []
    else:
        columns = list(dialogues)
    if any(None in line.cells for line in found):
        columns.append(Column(None))
    return Matrix(found, columns, by)


def as_csv(told: Matrix) -> bytes:
    """One row for each objective and column, gaps among them with two zeros."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    about = ["year"] if told.by == "year" else ["dialogue", "dialogueLabel"]
    writer.writerow(["objective", "notation", "label", *about, *Count._fields])
    for line in told.lines:
        for column in told.columns or [Column(None)]:
            count = line.cells.get(column.key, Count())
            key = "" if column.key is None else column.key
            which = [key] if told.by == "year" else [key, column.name]
            row = [line.iri, line.notation, line.label, *which]
            writer.writerow([*row, *count])
    return out.getvalue().encode()


def as_json(told: Matrix) -> dict[str, Any]:
    """The objectives with the columns for which something is recorded."""
    keys = [column.key for column in told.columns]
    columns: dict[str, Any] = (
        {"years": [key for key in keys if key is not None]}
        if told.by == "year"
        else {
            "dialogues": [
                {"iri": each.key, "label": each.name} for each in told.columns if each.key
            ]
        }
    )
    return {
        **columns,
        "objectives": [
            {
                "iri": line.iri,
                "notation": line.notation,
                "label": line.label,
                **line.total._asdict(),
                "gap": not line.total.works,
                "cells": [
                    {told.by: key, **count._asdict()}
                    for key in keys
                    if (count := line.cells.get(key)) is not None
                ],
            }
            for line in told.lines
        ],
    }
