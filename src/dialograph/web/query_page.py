"""The page on which a person asks: a form, and the answer below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request

from dialograph import formats
from dialograph.engine.preview import Preview, Term
from dialograph.vocab import PREFIXES, XSD
from dialograph.web import editor
from dialograph.web.pages import Pages
from dialograph.web.problems import Problem

_IRI = re.compile(r"<(https?://[^<>\s\"]+)>")


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
class Table:
    """The rows of a SELECT.

    Args:
        columns: the variables.
        rows: the first ones; None stands where a variable has no value.
        total: how many there are in all.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    total: int


@dataclass(frozen=True)
class Listing:
    """A graph in Turtle.

    Args:
        parts: the text of the first lines, cut where an IRI stands that can be followed.
        shown: how many lines those are.
        total: how many there are in all.
    """

    parts: tuple[Cell, ...]
    shown: int
    total: int


def empty(pages: Pages, request: Request) -> str:
    """The form with an example in it."""
    return _render(pages, request, pages.examples(request)[0].query)


def with_answer(pages: Pages, request: Request, query: str, preview: Preview) -> str:
    """The form with a query and its answer.

    Args:
        pages: renders it.
        request: for its language.
        query: what was asked.
        preview: the beginning of the answer.
    """
    if preview.turtle is not None:
        listing = Listing(tuple(_parts(preview.turtle)), preview.shown, preview.total)
        return _render(pages, request, query, listing=listing)
    if preview.rows is None:
        return _render(pages, request, query, verdict=preview.verdict)
    rows = tuple(
        tuple(None if term is None else _cell(term, pages.id_bases) for term in row)
        for row in preview.rows
    )
    return _render(pages, request, query, table=Table(preview.columns, rows, preview.total))


def with_problem(pages: Pages, request: Request, query: str, problem: Problem) -> str:
    """The form with a query and why it has no answer."""
    return _render(pages, request, query, problem=problem)


def _render(
    pages: Pages,
    request: Request,
    query: str,
    *,
    table: Table | None = None,
    listing: Listing | None = None,
    verdict: bool | None = None,
    problem: Problem | None = None,
) -> str:
    return pages.render(
        request,
        "sparql.html",
        query=query,
        table=table,
        listing=listing,
        verdict=verdict,
        problem=problem,
        excerpt=_excerpt(query, problem) if problem else None,
        examples=pages.examples(request),
        result_formats=formats.RESULT_FORMATS,
        graph_formats=formats.GRAPH_FORMATS,
        editor=editor.ADDRESSES,
        prefixes=PREFIXES,
    )


def _excerpt(query: str, problem: Problem) -> tuple[str, str] | None:
    """The line at which a query goes wrong: before the place, and from it on."""
    line, column = problem.members.get("line"), problem.members.get("column")
    lines = query.splitlines()
    if not isinstance(line, int) or not isinstance(column, int) or not 0 < line <= len(lines):
        return None
    text, place = lines[line - 1], max(column - 1, 0)
    return text[:place], text[place:]


def _cell(term: Term, id_bases: tuple[str, ...]) -> Cell:
    """A value; a triple term is shown as it is written."""
    kind, text, language, datatype = term
    if kind == "uri":
        return Cell(_short(text, id_bases), iri=text)
    if kind == "bnode":
        return Cell(f"_:{text}")
    is_plain = kind != "literal" or language or datatype == str(XSD.string)
    return Cell(text, language=language, datatype="" if is_plain else _short(datatype, id_bases))


def _short(iri: str, id_bases: tuple[str, ...]) -> str:
    """An IRI as a person reads it; the prefixes are those that our files declare."""
    for base in id_bases:
        if iri.startswith(base):
            return iri.removeprefix(base)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _parts(text: str) -> Iterator[Cell]:
    end = 0
    for match in _IRI.finditer(text):
        yield Cell(text[end : match.start()])
        yield Cell(match[0], iri=match[1])
        end = match.end()
    yield Cell(text[end:])
