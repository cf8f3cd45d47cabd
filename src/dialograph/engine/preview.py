"""The beginning of an answer, as a page shows it: bounded, however long the answer is."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from typing_extensions import Buffer

Term = tuple[str, str, str, str]
"""``uri bnode literal triple``, the text, the language tag, the datatype of a typed literal."""


@dataclass(frozen=True)
class Preview:
    """What a page shows of an answer.

    Args:
        verdict: a yes or no; None for rows and graphs.
        columns: the variables of a SELECT.
        rows: the first rows; None stands where a variable has no value.
        turtle: the first lines of a graph.
        shown: how many rows or lines are here.
        total: how many there are in all.
        volatile: whether asking again may answer otherwise.
    """

    verdict: bool | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] | None = None
    turtle: str | None = None
    shown: int = 0
    total: int = 0
    volatile: bool = False


def first_rows(result: ox.QuerySolutions, rows: int, octets: int) -> Preview:
    """Read a table to its end and keep its beginning.

    Args:
        result: what the engine gave.
        rows: how many rows to keep at most.
        octets: how many characters their values may hold together.
    """
    columns = tuple(variable.value for variable in result.variables)
    kept: list[tuple[Term | None, ...]] = []
    total = size = 0
    for solution in result:
        total += 1
        if len(kept) + 1 == total <= rows and size <= octets:
            row = tuple(None if term is None else _told(term) for term in solution)
            size += sum(len(cell[1]) for cell in row if cell)
            if size <= octets:
                kept.append(row)
    return Preview(columns=columns, rows=tuple(kept), shown=len(kept), total=total)


def _told(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    if isinstance(term, ox.NamedNode):
        return ("uri", term.value, "", "")
    if isinstance(term, ox.BlankNode):
        return ("bnode", term.value, "", "")
    if isinstance(term, ox.Literal):
        return ("literal", term.value, term.language or "", term.datatype.value)
    return ("triple", str(term), "", "")


class FirstLines(io.BytesIO):
    """Keeps the first lines of what is written to it, and counts them all.

    Args:
        lines: how many to keep at most.
        octets: how many bytes they may hold together.
    """

    def __init__(self, lines: int, octets: int) -> None:
        super().__init__()
        self._lines = lines
        self._octets = octets
        self._kept: list[bytes] = []
        self._size = 0
        self._total = 0

    def write(self, data: Buffer, /) -> int:
        """Take bytes in, and keep them while there is room."""
        taken = bytes(data)
        if self._size <= self._octets and self._total <= self._lines:
            self._kept.append(taken)
            self._size += len(taken)
        self._total += taken.count(b"\n")
        return len(taken)

    def preview(self) -> Preview:
        """The first lines, once everything is written."""
        kept = b"".join(self._kept)
        if len(kept) > self._octets or kept.count(b"\n") < self._total:
            kept = kept[: self._octets]
            kept = kept[: kept.rfind(b"\n") + 1]
        lines = kept.splitlines(keepends=True)[: self._lines]
        return Preview(turtle=b"".join(lines).decode(), shown=len(lines), total=self._total)
