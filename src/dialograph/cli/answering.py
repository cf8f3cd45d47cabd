"""An answer as a person or a program wants it written."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from dialograph import formats
from dialograph.catalog import answers
from dialograph.engine.interface import Answer
from dialograph.errors import UsageError
from dialograph.shapes.terms import shorten
from dialograph.vocab import XSD

_GRAPHS = {"ttl": formats.TURTLE, "json": formats.JSONLD}
_NUMBERS = {str(XSD[name]) for name in ("integer", "decimal", "double", "float")}


def written(answer: Answer, format_name: str | None, echoes: Collection[str] = ()) -> bytes:
    """Write an answer.

    Args:
        answer: rows, a yes or no, or a graph.
        format_name: ``table csv json ttl``, or None for ``ttl`` if it is a graph, else ``table``.
        echoes: columns that only repeat parameters, to leave out.

    Raises:
        UsageError: the answer cannot be written so.
    """
    if answer.kind == "graph":
        if format_name not in {None, *_GRAPHS}:
            raise UsageError(
                f"This query gives a graph, which is no {format_name}.", "Choose ttl or json."
            )
        return answer.serialize(_GRAPHS[format_name or "ttl"])
    if format_name == "ttl":
        raise UsageError(
            "This query gives rows or a yes or no, which is no ttl.", "Choose table, csv or json."
        )
    form = formats.CSV if format_name == "csv" else formats.JSON
    payload = answers.without(answer.serialize(form), form, echoes)
    if format_name not in {None, "table"}:
        return payload if payload.endswith(b"\n") else payload + b"\n"
    results = json.loads(payload)
    if "boolean" in results:
        return b"yes\n" if results["boolean"] else b"no\n"
    names = results["head"]["vars"]
    rows = [[row.get(name) for name in names] for row in results["results"]["bindings"]]
    return table(names, [[_cell(each) for each in row] for row in rows], _numeric(rows)).encode()


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> str:
    """Rows under their names, in columns.

    Args:
        head: the names.
        rows: the cells, as many in each row as there are names.
        right: the columns of numbers, to align on the right.
    """
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    ruled = [head, ["-" * width for width in widths], *rows]
    return "".join(_line(row, widths, right) + "\n" for row in ruled)


def _line(row: Sequence[str], widths: Sequence[int], right: Collection[int]) -> str:
    cells = (
        cell.rjust(width) if place in right else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join(cells).rstrip()


def _cell(term: dict[str, Any] | None) -> str:
    if term is None:
        return ""
    if term["type"] == "uri":
        return shorten(term["value"])
    return " ".join(str(term["value"]).split())


def _numeric(rows: Sequence[Sequence[dict[str, Any] | None]]) -> set[int]:
    """The columns that hold numbers, or nothing, in every row."""
    columns = zip(*rows, strict=True)
    return {
        place
        for place, column in enumerate(columns)
        if all(term is None or term.get("datatype") in _NUMBERS for term in column)
    }
