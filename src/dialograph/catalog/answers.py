"""The answer of a bound query as people want it: without the columns that repeat its parameters."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from dialograph import formats

if TYPE_CHECKING:
    from dialograph.engine.interface import Engine

Row = Mapping[str, tuple[str, str]]
"""Name of a column → the value and its language, where it has them."""


def rows_of(engine: Engine, text: str) -> list[Row]:
    """The rows of a SELECT, as values with their languages.

    Args:
        engine: answers.
        text: the query.
    """
    bindings = json.loads(engine.query(text).serialize(formats.JSON))["results"]["bindings"]
    return [
        {name: (term["value"], term.get("xml:lang", "")) for name, term in row.items()}
        for row in bindings
    ]


def without(payload: bytes, written: formats.Format, echoes: Collection[str]) -> bytes:
    """Drop columns from a table of results.

    Args:
        payload: the results as the engine wrote them.
        written: the format they are in: JSON, CSV or TSV; any other comes back as it is.
        echoes: the names of the columns, without question marks.
    """
    drop = _DROP.get(written.name)
    return drop(payload, echoes) if echoes and drop else payload


def _json(payload: bytes, echoes: Collection[str]) -> bytes:
    results = json.loads(payload)
    if "results" in results:
        results["head"]["vars"] = [name for name in results["head"]["vars"] if name not in echoes]
        for row in results["results"]["bindings"]:
            for name in echoes:
                row.pop(name, None)
    return json.dumps(results, ensure_ascii=False, separators=(",", ":")).encode()


def _csv(payload: bytes, echoes: Collection[str]) -> bytes:
    rows = list(csv.reader(io.StringIO(payload.decode(), newline="")))
    out = io.StringIO(newline="")
    csv.writer(out).writerows(_kept(rows, echoes))
    return out.getvalue().encode()


def _tsv(payload: bytes, echoes: Collection[str]) -> bytes:
    # The format writes a tab or a line end inside a value as \t or \n.
    rows = [line.split("\t") for line in payload.decode().splitlines()]
    names = {f"?{name}" for name in echoes}
    return "".join("\t".join(row) + "\n" for row in _kept(rows, names)).encode()


def _kept(rows: list[list[str]], echoes: Collection[str]) -> list[list[str]]:
    keep = [place for place, name in enumerate(rows[0]) if name not in echoes] if rows else []
    return [[row[place] for place in keep] for row in rows]


_DROP: dict[str, Callable[[bytes, Collection[str]], bytes]] = {
    formats.JSON.name: _json,
    formats.CSV.name: _csv,
    formats.TSV.name: _tsv,
}
