"""The page on which a person asks: a form, and the answer below it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from starlette.requests import Request

from dialograph import formats
from dialograph.engine.preview import Preview, Term
from dialograph.vocab import PREFIXES, XSD
from dialograph.web import editor
from dialograph.web.answer_cells import AnswerTable, Cell, Column, Listing, Value, short
from dialograph.web.pages import Pages, Words, is_web
from dialograph.web.problems import Problem

_IRI = re.compile(r"<(https?://[^<>\s\"]+)>")
_NUMBERS = {str(XSD[each]) for each in ("integer", "decimal", "double")}
_PLAIN = {str(XSD.string), str(XSD.date)}


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
    words, bases = pages.words(request), pages.id_bases
    if preview.turtle is not None:
        parts = tuple(_parts(preview.turtle, bases, words))
        listing = Listing(parts, preview.shown, preview.total)
        return _render(pages, request, query, listing=listing)
    if preview.rows is None:
        return _render(pages, request, query, verdict=preview.verdict)
    rows = tuple(
        tuple(None if term is None else _value(term, bases, words) for term in row)
        for row in preview.rows
    )
    columns = tuple(Column(name, name) for name in preview.columns)
    table = AnswerTable(columns, rows, preview.total)
    return _render(pages, request, query, table=table)


def with_problem(pages: Pages, request: Request, query: str, problem: Problem) -> str:
    """The form with a query and why it has no answer."""
    return _render(pages, request, query, problem=problem)


def _render(
    pages: Pages,
    request: Request,
    query: str,
    *,
    table: AnswerTable | None = None,
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


def _value(term: Term, id_bases: tuple[str, ...], words: Words) -> Value:
    """A value as it was given; a triple term is shown as it is written."""
    kind, text, language, datatype = term
    if kind == "uri":
        shown = short(text, id_bases)
        return Value(shown, _place(text, id_bases, words), title=text if text != shown else "")
    if kind == "bnode":
        return Value(f"_:{text}")
    if kind != "literal" or language or datatype in _PLAIN:
        return Value(text, language=language)
    is_number = datatype in _NUMBERS
    return Value(text, tag="" if is_number else short(datatype, id_bases), is_number=is_number)


def _place(iri: str, id_bases: tuple[str, ...], words: Words) -> str:
    """Where an IRI leads: one of ours to what is said of it, others to the web, or nowhere."""
    if iri.startswith(id_bases):
        return words.address("/sparql", query=f"DESCRIBE <{iri}>")
    return iri if is_web(iri) else ""


def _parts(text: str, id_bases: tuple[str, ...], words: Words) -> Iterator[Cell]:
    end = 0
    for match in _IRI.finditer(text):
        yield Cell(text[end : match.start()])
        yield Cell(match[0], iri=_place(match[1], id_bases, words))
        end = match.end()
    yield Cell(text[end:])
