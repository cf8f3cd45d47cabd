"""``/coverage``: objectives by years; gaps are no low numbers, and each number has its quotes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dialograph import formats, iris
from dialograph.catalog.queries import NamedQuery
from dialograph.catalog.spelling import spelled
from dialograph.publish.coverage import Column, Count, Key, Matrix, as_csv, as_json, matrix, sum_of
from dialograph.publish.coverage_queries import (
    BY,
    CELL,
    COUNTS,
    COUNTS_BY_DIALOGUE,
    FILTERS,
    FRAMEWORK,
    LINES,
    MATRIX,
    in_use,
)
from dialograph.web.answer_tables import named, place_of
from dialograph.web.answers import Answers
from dialograph.web.asked import Asked
from dialograph.web.coverage_svg import LEGEND, bases_of, drawn, head_of, level
from dialograph.web.coverage_works import works_of
from dialograph.web.pages import Pages, Words
from dialograph.web.pictures import Pictures
from dialograph.web.problems import NOT_FOUND, Problem
from dialograph.web.query_forms import LANGUAGE, fields
from dialograph.web.reading import Reader, Row
from dialograph.web.responses import etag_of, language_of, page, respond, tell

TYPES = {
    "csv": formats.CSV.media_type,
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
}
"""What the files are sent as, by the end of their names."""

_CELL_COLUMNS = (
    *("work", "workLabel", "date", "typeLabel", "basisLabel", "rationale"),
    *("quote", "block", "document", "documentLabel"),
)


class Coverage:
    """The table, what is behind each of its numbers, and both as files.

    Args:
        answers: answers.
        pages: renders.
    """

    def __init__(self, answers: Answers, pages: Pages) -> None:
        self._settings = answers.settings
        self._pages = pages
        self._reader = Reader(answers)
        self._pictures = Pictures()

    async def whole(self, request: Request) -> Response:
        """The table, as a page or as a file."""
        end = request.path_params.get("end", "")
        asked = self._asked(request, MATRIX, end)
        words = self._pages.words(request)
        told = None if asked.faults else await self._matrix(request, asked)
        if end:
            if told is None:
                return tell(request, asked.problem(), self._settings.base_iri, self._pages)
            return await self._file(request, asked, told, end)
        form = await fields(
            request,
            self._reader,
            MATRIX,
            words,
            asked.values,
            faults=asked.faults,
            listed={each.name: in_use(each, words.language) for each in FILTERS},
        )
        given = {**asked.given, LANGUAGE: words.language}
        narrowed = {name: given[name] for name in given if name not in {FRAMEWORK.name, BY.name}}

        def address(line: str, key: Key, *, every: bool = False) -> str:
            objective = iris.shorten(line).removeprefix("objective/")
            where = {} if every else _narrowing(key, told.by if told else "")
            return f"/coverage/cell?{urlencode({'objective': objective, **narrowed, **where})}"

        html = await run_in_threadpool(
            self._pages.render,
            request,
            "coverage.html",
            fields=form,
            told=told,
            empty=Count(),
            nothing=Column(None),
            total=sum_of(line.total for line in told.lines) if told else Count(),
            problem=asked.problem() if asked.faults else None,
            framework=await self._framework(request, asked, words) if told else None,
            address=address,
            head=lambda column: head_of(column, words, told.by if told else ""),
            bases=lambda count: bases_of(count, words),
            level=level,
            levels=LEGEND,
            files=[(each, f"/coverage.{each}?{urlencode(given)}", TYPES[each]) for each in TYPES],
            place=lambda iri: place_of(iri, self._pages.id_bases, words),
        )
        return page(request, html, status=asked.status, lasts=True)

    async def cell(self, request: Request) -> Response:
        """The works behind one number, as a page or as a file."""
        end = request.path_params.get("end", "")
        asked = self._asked(request, CELL, end)
        if asked.faults:
            return tell(request, asked.problem(), self._settings.base_iri, self._pages)
        words = self._pages.words(request)
        rows = await self._reader.rows(request, asked.text)
        if end:
            return self._rows_file(request, rows, asked, end)
        objective = asked.terms["objective"].value
        names = await named(request, self._reader, [objective], words.language)
        if objective not in names:
            raise Problem(
                NOT_FOUND,
                f"There is no objective {iris.shorten(objective)}.",
                french=f"Il n’y a pas d’objectif {iris.shorten(objective)}.",
            )
        given = {**asked.given, LANGUAGE: words.language}
        own = {"objective", "year", "dated", "belongs"}
        back = {name: given[name] for name in given if name not in own}
        html = await run_in_threadpool(
            self._pages.render,
            request,
            "coverage_cell.html",
            name=names[objective],
            objective=place_of(objective, self._pages.id_bases, words),
            year=asked.values.get("year", ""),
            undated=asked.values.get("dated", "") == "no",
            works=works_of(rows, words, self._pages.id_bases),
            back=f"/coverage?{urlencode(back)}",
            sparql=asked.text,
            files=[
                (each, f"/coverage/cell.{each}?{urlencode(given)}", TYPES[each])
                for each in ("csv", "json")
            ],
        )
        return page(request, html, lasts=True)

    def _asked(self, request: Request, query: NamedQuery, end: str) -> Asked:
        if end and end not in TYPES:
            raise Problem(NOT_FOUND)
        return Asked(query, request, "en" if end in {"csv", "json"} else language_of(request))

    async def _matrix(self, request: Request, asked: Asked) -> Matrix:
        lines = await self._reader.rows(request, spelled(LINES, asked.terms))
        labelled = [
            _texts(row) | {"lang": row["label"].language if "label" in row else ""} for row in lines
        ]
        if asked.values.get(BY.name, BY.default) == BY.default:
            counts = await self._reader.rows(request, spelled(COUNTS, asked.terms))
            return matrix(labelled, map(_texts, counts))
        counts = await self._reader.rows(request, spelled(COUNTS_BY_DIALOGUE, asked.terms))
        language = asked.values[LANGUAGE]
        used = in_use(next(each for each in FILTERS if each.name == "dialogue"), language)
        rows = await self._reader.rows(request, used)
        wanted = asked.terms.get("dialogue")
        columns = [
            Column(row["iri"].iri, row["label"].text, row["label"].language)
            for row in rows
            if wanted is None or row["iri"].iri == wanted.value
        ]
        return matrix(labelled, map(_texts, counts), columns)

    async def _framework(self, request: Request, asked: Asked, words: Words) -> tuple[str, str]:
        term = asked.terms.get(FRAMEWORK.name)
        iri = term.value if term is not None else FRAMEWORK.default or ""
        names = await named(request, self._reader, [iri], words.language)
        return names.get(iri, (iris.shorten(iri), ""))

    async def _file(self, request: Request, asked: Asked, told: Matrix, end: str) -> Response:
        if end == "csv":
            body = as_csv(told)
        elif end == "json":
            about = {"version": self._reader.version(request), "parameters": dict(asked.given)}
            body = _json({**about, **as_json(told)})
        else:
            words = Words(asked.values[LANGUAGE])
            name, _ = await self._framework(request, asked, words)
            body = drawn(told, str(words("coverage_of", framework=name)), words).encode()
            if end == "png":
                body = await self._pictures.png(body)
        return self._sent(request, body, end, "coverage")

    def _rows_file(self, request: Request, rows: Sequence[Row], asked: Asked, end: str) -> Response:
        if end in {"svg", "png"}:
            raise Problem(NOT_FOUND)
        texts = [_texts(row) for row in rows]
        if end == "csv":
            out = io.StringIO(newline="")
            writer = csv.DictWriter(out, _CELL_COLUMNS)
            writer.writeheader()
            writer.writerows(texts)
            body = out.getvalue().encode()
        else:
            about = {"version": self._reader.version(request), "parameters": dict(asked.given)}
            body = _json({**about, "rows": texts})
        return self._sent(request, body, end, "coverage-cell")

    def _sent(self, request: Request, body: bytes, end: str, name: str) -> Response:
        headers = {
            "Vary": "Accept-Language",
            "Content-Disposition": f'inline; filename="{name}.{end}"',
        }
        return respond(request, body, TYPES[end], headers=headers, etag=etag_of(body))


def _narrowing(key: Key, by: str) -> dict[str, Any]:
    """What an address says for the works of one column."""
    if by == "dialogue":
        return {"belongs": "no"} if key is None else {"dialogue": iris.shorten(str(key))}
    return {"dated": "no"} if key is None else {"year": key}


def _texts(row: Row) -> dict[str, str]:
    return {name: cell.text for name, cell in row.items()}


def _json(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def routes(answers: Answers, pages: Pages) -> list[Route]:
    """The table and its cells.

    Args:
        answers: answers.
        pages: renders.
    """
    coverage = Coverage(answers, pages)
    return [
        Route("/coverage", coverage.whole, methods=["GET"], name="coverage"),
        Route("/coverage.{end}", coverage.whole, methods=["GET"]),
        Route("/coverage/cell", coverage.cell, methods=["GET"], name="coverage-cell"),
        Route("/coverage/cell.{end}", coverage.cell, methods=["GET"]),
    ]
