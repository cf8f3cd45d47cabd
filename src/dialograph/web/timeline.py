"""``/timeline``: what happened when, as a page and as files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dialograph import formats
from dialograph.catalog.parameters import Term
from dialograph.catalog.spelling import spelled
from dialograph.publish.timeline import TIMELINE, Event, as_csv, as_json, by_year, events
from dialograph.web.answers import Answers
from dialograph.web.asked import Asked
from dialograph.web.pages import Pages
from dialograph.web.problems import NOT_FOUND, Problem
from dialograph.web.query_forms import LANGUAGE, Field, Option, fields
from dialograph.web.reading import Reader
from dialograph.web.responses import etag_of, language_of, page, respond, tell
from dialograph.web.saying import Saying, texts_in

_TYPES = {"csv": formats.CSV.media_type, "json": "application/json"}
SHOWN = 1_000
"""So many events stand on the page, the last ones; the files hold them all."""


async def happened(request: Request, reader: Reader, terms: Mapping[str, Term]) -> Sequence[Event]:
    """Events, the first one first.

    Args:
        request: in whose name to ask.
        reader: asks.
        terms: what narrows them down, by parameter of :data:`TIMELINE`.

    Raises:
        Problem: there is no answer.
    """
    rows = await reader.rows(request, spelled(TIMELINE, terms))
    return events(map(texts_in, rows))


class _Timeline:
    def __init__(self, answers: Answers, pages: Pages) -> None:
        self._settings = answers.settings
        self._pages = pages
        self._reader = Reader(answers)

    async def whole(self, request: Request) -> Response:
        """The timeline, as a page or as a file."""
        end = request.path_params.get("end", "")
        if end and end not in _TYPES:
            raise Problem(NOT_FOUND)
        asked = Asked(TIMELINE, request, "en" if end else language_of(request))
        if asked.faults and end:
            return tell(request, asked.problem(), self._settings.base_iri, self._pages)
        told = [] if asked.faults else await happened(request, self._reader, asked.terms)
        return (
            self._file(request, asked, told, end) if end else await self._page(request, asked, told)
        )

    async def _page(self, request: Request, asked: Asked, told: Sequence[Event]) -> Response:
        words = self._pages.words(request)
        say = Saying(words, self._pages)
        form = await fields(
            request, self._reader, TIMELINE, words, asked.values, faults=asked.faults
        )
        given = {**asked.given, LANGUAGE: words.language}
        html = await run_in_threadpool(
            self._pages.render,
            request,
            "timeline.html",
            say=say,
            fields=[_in_words(each, say) for each in form],
            years=by_year(told[-SHOWN:]),
            total=len(told),
            shown=min(len(told), SHOWN),
            problem=asked.problem() if asked.faults else None,
            files=[(each, f"/timeline.{each}?{urlencode(given)}", _TYPES[each]) for each in _TYPES],
        )
        return page(request, html, status=asked.status, lasts=True)

    def _file(self, request: Request, asked: Asked, told: Sequence[Event], end: str) -> Response:
        if end == "csv":
            body = as_csv(told)
        else:
            about: dict[str, Any] = {
                "version": self._reader.version(request),
                "parameters": dict(asked.given),
                "events": as_json(told),
            }
            body = json.dumps(about, ensure_ascii=False, indent=1).encode() + b"\n"
        headers = {"Content-Disposition": f'inline; filename="timeline.{end}"'}
        return respond(request, body, _TYPES[end], headers=headers, etag=etag_of(body))


def _in_words(field: Field, say: Saying) -> Field:
    """A field as this page shows it: kinds as people call them, years without a word more."""
    if field.name != "kind":
        return replace(field, hint="")
    groups = [
        (
            heading,
            [
                Option(each.value, str(say.kinds(each.value)) if each.value else each.text)
                for each in options
            ],
        )
        for heading, options in field.groups
    ]
    return replace(field, groups=groups)


def routes(answers: Answers, pages: Pages) -> list[Route]:
    """The timeline and its files.

    Args:
        answers: answers.
        pages: renders.
    """
    timeline = _Timeline(answers, pages)
    return [
        Route("/timeline", timeline.whole, methods=["GET"], name="timeline"),
        Route("/timeline.{end}", timeline.whole, methods=["GET"]),
    ]
