"""What a page shows of an answer: cells, tables, listings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dialograph.vocab import PREFIXES


@dataclass(frozen=True)
class Cell:
    """One value.

    Args:
        text: how it is shown.
        iri: the whole IRI, when it is one.
        language: the language tag of a text.
        datatype: the short name of the datatype of a literal, unless it is a plain string.
    """

    text: str
    iri: str = ""
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True)
class Listing:
    """A graph in Turtle.

    Args:
        parts: the text of the first lines, cut where an IRI stands that can be followed;
            the ``iri`` of such a part is where it leads.
        shown: how many lines those are.
        total: how many there are in all.
    """

    parts: tuple[Cell, ...]
    shown: int
    total: int


@dataclass(frozen=True)
class Value:
    """What stands in a cell.

    Args:
        text: how it is shown.
        link: where it leads; empty when nowhere.
        language: the language of the text, when it is not that of the page.
        tag: a remark: the short name of a datatype.
        is_number: whether it counts something.
        number: what it counts, where that is a whole number.
        title: the whole IRI, when the text is not it.
    """

    text: str
    link: str = ""
    language: str = ""
    tag: str = ""
    is_number: bool = False
    title: str = ""
    number: int | None = None


@dataclass(frozen=True)
class Column:
    """One column: its variable, and what people call it."""

    name: str
    heading: str


@dataclass(frozen=True)
class AnswerTable:
    """The rows of an answer.

    Args:
        columns: of all rows.
        rows: the first ones; None stands where there is no value.
        total: how many there are in all.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    total: int


def short(iri: str, id_bases: Iterable[str]) -> str:
    """An IRI as a person reads it."""
    for base in id_bases:
        if iri.startswith(base):
            return iri.removeprefix(base)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
