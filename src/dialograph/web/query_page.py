"""The page on which a person asks: a form, and the answer below it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request

from dialograph import formats
from dialograph.engine.scan import Kind
from dialograph.formats import Format
from dialograph.settings import ROWS_SHOWN
from dialograph.vocab import PREFIXES, XSD
from dialograph.web.pages import Pages
from dialograph.web.problems import Problem

READ_FROM: dict[Kind, Format] = {
    "solutions": formats.JSON,
    "boolean": formats.JSON,
    "graph": formats.TURTLE,
}
"""What the page reads an answer from, by its kind."""

_Results = dict[str, dict[str, list[dict[str, dict[str, str]]]]]
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


def with_answer(pages: Pages, request: Request, query: str, kind: Kind, body: bytes) -> str:
    """The form with a query and its answer.

    Args:
        pages: renders it.
        request: for its language.
        query: what was asked.
        kind: what the answer is.
        body: the answer, in the format that ``READ_FROM`` gives for the kind.
    """
    if kind == "graph":
        return _render(pages, request, query, listing=_listing(body.decode()))
    results = json.loads(body)
    if kind == "boolean":
        return _render(pages, request, query, verdict=bool(results["boolean"]))
    return _render(pages, request, query, table=_table(results, pages.id_bases))


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
    )


def _excerpt(query: str, problem: Problem) -> tuple[str, str] | None:
    """The line at which a query goes wrong: before the place, and from it on."""
    line, column = problem.members.get("line"), problem.members.get("column")
    lines = query.splitlines()
    if not isinstance(line, int) or not isinstance(column, int) or not 0 < line <= len(lines):
        return None
    text, place = lines[line - 1], max(column - 1, 0)
    return text[:place], text[place:]


def _table(results: _Results, id_bases: tuple[str, ...]) -> Table:
    """Rows out of the SPARQL 1.1 Query Results JSON Format."""
    columns = tuple(str(name) for name in results["head"]["vars"])
    found = results["results"]["bindings"]
    rows = tuple(
        tuple(_cell(row[name], id_bases) if name in row else None for name in columns)
        for row in found[:ROWS_SHOWN]
    )
    return Table(columns, rows, len(found))


def _cell(value: dict[str, str], id_bases: tuple[str, ...]) -> Cell:
    """A value of that format (section 3.2.2); a triple term is shown as it is written."""
    text = value["value"] if isinstance(value["value"], str) else json.dumps(value["value"])
    if value["type"] == "uri":
        return Cell(_short(text, id_bases), iri=text)
    if value["type"] == "bnode":
        return Cell(f"_:{text}")
    datatype = value.get("datatype", str(XSD.string))
    plain = "xml:lang" in value or datatype == str(XSD.string)
    return Cell(
        text,
        language=value.get("xml:lang", ""),
        datatype="" if plain else _short(datatype, id_bases),
    )


def _short(iri: str, id_bases: tuple[str, ...]) -> str:
    """An IRI as a person reads it; the prefixes are those that our files declare."""
    for base in id_bases:
        if iri.startswith(base):
            return iri.removeprefix(base)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _listing(turtle: str) -> Listing:
    lines = turtle.splitlines(keepends=True)
    shown = lines[:ROWS_SHOWN]
    return Listing(tuple(_parts("".join(shown))), len(shown), len(lines))


def _parts(text: str) -> Iterator[Cell]:
    end = 0
    for match in _IRI.finditer(text):
        yield Cell(text[end : match.start()])
        yield Cell(match[0], iri=match[1])
        end = match.end()
    yield Cell(text[end:])
