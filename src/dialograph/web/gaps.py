"""``/gaps``: what is missing from the record, grouped by who could fill it."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Mapping
from tempfile import TemporaryFile
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dialograph import formats
from dialograph.catalog.queries import NamedQuery, shipped_catalog
from dialograph.catalog.spelling import read_values, spelled
from dialograph.engine.interface import UnavailableError
from dialograph.errors import DialographError
from dialograph.repository import completeness
from dialograph.repository.completeness import Board
from dialograph.values import NONE
from dialograph.web.answers import Answers
from dialograph.web.pages import Pages, Words
from dialograph.web.pins import refuse_pin
from dialograph.web.problems import BUSY, NOT_FOUND, Problem
from dialograph.web.query_forms import LANGUAGE
from dialograph.web.reading import Reader, Row
from dialograph.web.responses import etag_of, language_of, page, respond
from dialograph.web.saying import Saying

_SECONDS = 300
"""How long judging everything may take."""

_AGAIN_SECONDS = 60
"""After a failure it is tried again, but not sooner than this."""

_LOOK_AGAIN = "6"
"""After so many seconds a browser asks again for a page that is not there yet."""

_BROKEN = DialographError(
    "The shapes cannot be read, or not be run.",
    french="Les formes ne peuvent pas être lues, ou pas appliquées.",
)
_TYPES = {"csv": formats.CSV.media_type, "json": "application/json"}
_COLUMNS = ("holder", "holderLabel", "resource", "label", "missingEn", "missingFr")


class _Boards:
    """The board of the version that is served, worked out once for each, in the background."""

    def __init__(self, answers: Answers, pages: Pages) -> None:
        self._pool = answers.pool
        self._shapes = answers.settings.shapes
        self._pages = pages
        self._working: asyncio.Task[None] | None = None
        self._tried: tuple[str, float] = ("", 0)
        self.board: Board | None = None
        """The last one; it may be of a version before."""
        self.failure: DialographError | None = None
        """Why there is none of this version."""
        self.is_too_large = False
        """Whether the graph is too large to be judged while it is served."""

    @property
    def is_off(self) -> bool:
        """Whether nothing is judged here."""
        return self._shapes == NONE

    @property
    def is_current(self) -> bool:
        """Whether the board is that of the version that is served."""
        return self.board is not None and self.board.revision == self._pages.dataset().revision

    def look(self) -> bool:
        """Begin with the board unless it is there; whether somebody is at work on it."""
        revision, now = self._pages.dataset().revision, asyncio.get_running_loop().time()
        is_due = not self.is_current and (
            self._tried[0] != revision
            or (self.failure is not None and now - self._tried[1] > _AGAIN_SECONDS)
        )
        is_free = self._working is None or self._working.done()
        if not self.is_off and is_due and is_free:
            self._tried = (revision, now)
            self._working = asyncio.create_task(self._work())
        return self._working is not None and not self._working.done()

    async def _work(self) -> None:
        self.failure, self.is_too_large = None, False
        try:
            # A process that is given a file has everything ready that is done later.
            with TemporaryFile() as nothing:
                found, _ = await self._pool.run(
                    completeness.board, self._shapes, seconds=_SECONDS, source=nothing
                )
        except UnavailableError as error:
            self.failure = error
        except DialographError:
            # What is wrong with shapes, and where they are, is for whoever runs the server.
            self.failure = _BROKEN
        else:
            self.is_too_large = found is None
            self.board = found


class _Gaps:
    def __init__(self, answers: Answers, pages: Pages) -> None:
        self._pages = pages
        self._reader = Reader(answers)
        self._boards = _Boards(answers, pages)

    async def page(self, request: Request) -> Response:
        """The page; while the board is worked out, it says so and comes back by itself."""
        refuse_pin(request)
        words = Words(language_of(request))
        is_at_work = self._boards.look()
        catalog = await run_in_threadpool(shipped_catalog)
        objectives = await self._objectives(request, words, catalog["objectives-without-alignment"])
        board = self._boards.board
        failure = self._boards.failure
        html = await run_in_threadpool(
            self._pages.render,
            request,
            "gaps.html",
            say=Saying(words, self._pages),
            objectives=objectives,
            board=board,
            current=self._boards.is_current,
            at_work=is_at_work,
            off=self._boards.is_off,
            too_large=self._boards.is_too_large,
            failure=failure and _told(failure, words.language),
            queries=catalog.by_tag().get("gaps", ()),
            files=[(each, f"/gaps.{each}", _TYPES[each]) for each in _TYPES],
        )
        response = page(request, html)
        if is_at_work:
            response.headers["Refresh"] = _LOOK_AGAIN
        return response

    async def file(self, request: Request) -> Response:
        """The board for a program; 503 while it is worked out."""
        refuse_pin(request)
        end = request.path_params["end"]
        if end not in _TYPES:
            raise Problem(NOT_FOUND)
        is_at_work = self._boards.look()
        board = self._boards.board
        if board is None or not self._boards.is_current:
            raise _not_there(self._boards, is_at_work=is_at_work)
        body = await run_in_threadpool(_as_csv if end == "csv" else _as_json, board)
        headers = {"Content-Disposition": f'inline; filename="gaps.{end}"'}
        return respond(request, body, _TYPES[end], headers=headers, etag=etag_of(body))

    async def _objectives(
        self, request: Request, words: Words, query: NamedQuery
    ) -> list[tuple[str, str, str, str]]:
        terms, _ = read_values(query, {LANGUAGE: words.language})
        rows = await self._reader.rows(request, spelled(query, terms))
        return [_objective(row) for row in rows]


def _told(failure: DialographError, language: str) -> str:
    return (failure.french if language == "fr" else "") or str(failure)


def _objective(row: Row) -> tuple[str, str, str, str]:
    label = row.get("objectiveLabel", row["objective"])
    notation = row["notation"].text if "notation" in row else ""
    return row["objective"].iri, notation, label.text, label.language


def _not_there(boards: _Boards, *, is_at_work: bool) -> Problem:
    if boards.is_off or boards.is_too_large:
        return Problem(
            NOT_FOUND,
            "This server does not judge what it serves as a whole: run `dialograph validate`.",
            french="Ce serveur n’examine pas l’ensemble de ses données : lancez "
            "`dialograph validate`.",
        )
    failure = None if is_at_work else boards.failure
    retry = failure.retry if isinstance(failure, UnavailableError) else _LOOK_AGAIN
    return Problem(
        BUSY,
        str(failure or "What is missing is being worked out for this version of the data."),
        {"Retry-After": str(retry)},
        french=(failure and failure.french)
        or "Ce qui manque est en cours de calcul pour cette version des données.",
    )


def _rows(board: Board) -> list[dict[str, Any]]:
    """One row for each gap and who could fill it."""
    return [
        {
            "holder": group.holder,
            "resource": resource,
            "message": dict(kind.message),
            "label": dict(board.labels.get(resource, {})),
            "holderLabel": dict(board.labels.get(group.holder, {})),
        }
        for group in board.groups
        for kind in group.kinds
        for resource in kind.resources
    ]


def _as_json(board: Board) -> bytes:
    told = {"version": board.revision, "total": board.number, "gaps": _rows(board)}
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def _as_csv(board: Board) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, _COLUMNS)
    writer.writeheader()
    for row in _rows(board):
        writer.writerow(
            {
                "holder": row["holder"],
                "holderLabel": _english(row["holderLabel"]),
                "resource": row["resource"],
                "label": _english(row["label"]),
                "missingEn": row["message"].get("en", ""),
                "missingFr": row["message"].get("fr", ""),
            }
        )
    return out.getvalue().encode()


def _english(texts: Mapping[str, str]) -> str:
    return texts.get("en") or next(iter(texts.values()), "")


def routes(answers: Answers, pages: Pages) -> list[Route]:
    """What is missing, for people and for programs.

    Args:
        answers: answers.
        pages: renders.
    """
    gaps = _Gaps(answers, pages)
    return [
        Route("/gaps", gaps.page, methods=["GET"], name="gaps"),
        Route("/gaps.{end}", gaps.file, methods=["GET"]),
    ]
