"""Coverage: how much was done on each objective of a framework, and where nothing is."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dialograph import iris

_RUN_MIN = 3


@dataclass(frozen=True)
class Count:
    """How many works there are in a cell."""

    activities: int = 0
    documents: int = 0

    @property
    def works(self) -> int:
        """Both together."""
        return self.activities + self.documents

    def plus(self, other: Count) -> Count:
        """The sum of two."""
        return Count(self.activities + other.activities, self.documents + other.documents)


@dataclass(frozen=True)
class Line:
    """One objective.

    Args:
        iri: which.
        notation: its number in the framework; empty without one.
        label: its name.
        language: of the name.
        cells: the counts by year; None stands for what has no date. A year that is not here is a
            gap: nothing is recorded for it.
    """

    iri: str
    notation: str
    label: str
    language: str
    cells: Mapping[int | None, Count]

    @property
    def total(self) -> Count:
        """All years together."""
        return sum_of(self.cells.values())


@dataclass(frozen=True)
class Matrix:
    """All objectives of a framework.

    Args:
        lines: the objectives in order.
        years: every year from the first to the last for which something is recorded.
        undated: whether something has no date.
    """

    lines: Sequence[Line]
    years: Sequence[int]
    undated: bool

    @property
    def columns(self) -> Sequence[int | None]:
        """The years, and None for what has no date, if anything has none."""
        return [*self.years, *([None] if self.undated else [])]

    @property
    def spans(self) -> Sequence[tuple[int, int] | None]:
        """The same for a picture: the first and the last year of each column.

        A run of years for which nothing is recorded at all is one column.
        """
        found: list[tuple[int, int]] = []
        for is_gap, run in groupby(self.years, lambda year: not self.column(year).works):
            years = list(run)
            if is_gap and len(years) >= _RUN_MIN:
                found.append((years[0], years[-1]))
            else:
                found += [(year, year) for year in years]
        return [*found, *([None] if self.undated else [])]

    @property
    def gaps(self) -> Sequence[Line]:
        """The objectives for which nothing is recorded at all."""
        return [line for line in self.lines if not line.total.works]

    def column(self, year: int | None) -> Count:
        """All objectives of one year; a work that serves two of them counts for each."""
        return sum_of(line.cells.get(year, Count()) for line in self.lines)


def sum_of(counts: Iterable[Count]) -> Count:
    """The sum of counts."""
    total = Count()
    for each in counts:
        total = total.plus(each)
    return total


def matrix(lines: Iterable[Mapping[str, str]], counts: Iterable[Mapping[str, str]]) -> Matrix:
    """Put the answers of ``LINES`` and ``COUNTS`` of the queries together.

    Args:
        lines: rows with ``objective notation label lang``.
        counts: rows with ``objective year kind works``; those of other elements are passed over.
    """
    cells: defaultdict[str, dict[int | None, Count]] = defaultdict(dict)
    for row in counts:
        year = int(row["year"]) if "year" in row else None
        number = int(row["works"])
        is_document = row["kind"].endswith("#Document")
        count = Count(documents=number) if is_document else Count(activities=number)
        known = cells[row["objective"]]
        known[year] = known.get(year, Count()).plus(count)
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
    years = {year for line in found for year in line.cells if year is not None}
    span = range(min(years), max(years) + 1) if years else range(0)
    return Matrix(found, list(span), any(None in line.cells for line in found))


def as_csv(told: Matrix) -> bytes:
    """One row for each objective and year, gaps among them with two zeros."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["objective", "notation", "label", "year", "activities", "documents"])
    for line in told.lines:
        for year in told.columns or [None]:
            count = line.cells.get(year, Count())
            row = [line.iri, line.notation, line.label, "" if year is None else year]
            writer.writerow([*row, count.activities, count.documents])
    return out.getvalue().encode()


def as_json(told: Matrix) -> dict[str, Any]:
    """The objectives with the years for which something is recorded."""
    return {
        "years": list(told.years),
        "objectives": [
            {
                "iri": line.iri,
                "notation": line.notation,
                "label": line.label,
                "activities": line.total.activities,
                "documents": line.total.documents,
                "gap": not line.total.works,
                "cells": [
                    {"year": year, "activities": count.activities, "documents": count.documents}
                    for year, count in sorted(
                        line.cells.items(), key=lambda each: (each[0] is None, each[0] or 0)
                    )
                ],
            }
            for line in told.lines
        ],
    }
