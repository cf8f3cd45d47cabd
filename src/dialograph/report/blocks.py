"""A document as a sequence of blocks: what every format of the report is written from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Run:
    """A piece of text.

    Args:
        text: the words.
        href: where it leads; empty for nowhere.
        language: the tag of its language, where that is not the document's: every format says so.
        strong: whether it stands out.
    """

    text: str
    href: str = ""
    language: str = ""
    strong: bool = False


Text = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading.

    Args:
        level: 1 for the title of the document.
        text: what it says.
        anchor: by which it can be pointed at; may be empty.
    """

    level: Literal[1, 2, 3]
    text: Text
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    Args:
        text: what it says.
        kind: ``lead`` for what comes first, ``notice`` for what must not be missed.
    """

    text: Text
    kind: Literal["", "lead", "notice"] = ""


@dataclass(frozen=True)
class Facts:
    """What is known of something: names, each with its values."""

    rows: tuple[tuple[str, tuple[Text, ...]], ...]


@dataclass(frozen=True)
class Quotation:
    """Words of a source.

    Args:
        text: the words, and
        language: their language, where it is not the document's.
        source: where they stand.
    """

    text: str
    language: str
    source: Text


@dataclass(frozen=True)
class Table:
    """A table; in each row the first cell is its head.

    Args:
        caption: what it shows.
        head: the names of the columns.
        rows: the cells.
        numbers: the columns of numbers.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[Text, ...]


Block = Heading | Paragraph | Facts | Quotation | Table | Items


def plain(text: Text) -> str:
    """The words alone."""
    return "".join(run.text for run in text)
