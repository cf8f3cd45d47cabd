"""The works behind a number of the coverage, with what each claim rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dialograph import iris
from dialograph.web.answer_tables import place_of
from dialograph.web.pages import Words
from dialograph.web.reading import Row


@dataclass
class Claim:
    """What one claim rests on.

    Args:
        basis: its basis, and
        rationale: why the claim is made, in the language of the page.
        quote: the words, with their language; None where none are kept.
        source: the document that they stand in, and
        block: where.
    """

    basis: str
    rationale: str
    quote: tuple[str, str] | None
    source: tuple[str, str] | None
    block: str


@dataclass
class Work:
    """An activity or a document behind a number."""

    link: str
    label: str
    language: str
    date: str
    types: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)


def works_of(rows: Sequence[Row], words: Words, bases: Sequence[str]) -> list[Work]:
    """The works behind a number.

    Args:
        rows: the answer of the query for a cell.
        words: the language of the page.
        bases: what the IRIs of our resources begin with.
    """
    found: dict[str, Work] = {}
    for row in rows:
        iri = row["work"].iri
        label = row.get("workLabel", row["work"])
        work = found.setdefault(
            iri,
            Work(
                place_of(iri, bases, words),
                label.text if label.text != iri else iris.shorten(iri),
                label.language,
                _text(row, "date"),
            ),
        )
        if (kind := _text(row, "typeLabel")) and kind not in work.types:
            work.types.append(kind)
        claim = _claim(row, words, bases)
        if claim not in work.claims:
            work.claims.append(claim)
    return list(found.values())


def _claim(row: Row, words: Words, bases: Sequence[str]) -> Claim:
    quote = source = None
    if "quote" in row:
        quote = (row["quote"].text, row["quote"].language)
        document = row["document"].iri
        name = _text(row, "documentLabel") or iris.shorten(document)
        source = (place_of(document, bases, words), name)
    return Claim(
        _text(row, "basisLabel"), _text(row, "rationale"), quote, source, _text(row, "block")
    )


def _text(row: Row, name: str) -> str:
    return row[name].text if name in row else ""
