"""``/``: what this is, how much was done on each objective, what came last, and how to go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dialograph.catalog.queries import shipped_catalog
from dialograph.catalog.spelling import read_values
from dialograph.publish.coverage import Count, matrix
from dialograph.publish.coverage_queries import COUNTS
from dialograph.publish.timeline import TIMELINE, Event
from dialograph.web.answers import Answers
from dialograph.web.coverage_svg import level
from dialograph.web.pages import Pages
from dialograph.web.problems import Problem
from dialograph.web.query_forms import LANGUAGE
from dialograph.web.reading import Reader, Row
from dialograph.web.responses import language_of, page
from dialograph.web.saying import Saying, texts_in
from dialograph.web.timeline import happened

_LATEST = 6


@dataclass(frozen=True)
class Tile:
    """One objective on the wall.

    Args:
        href: its page.
        number: its notation.
        name: what it is called, in few words.
        count: how much was done on it.
        level: how dark the tile is: 0 for a gap.
    """

    href: str
    number: str
    name: Markup
    count: Count
    level: int


class _Home:
    def __init__(self, answers: Answers, pages: Pages) -> None:
        self._pages = pages
        self._reader = Reader(answers)

    async def page(self, request: Request) -> Response:
        """The page; what needs an answer is left out while there is none.

        Raises:
            Problem: there is no such version as it is asked for.
        """
        say = Saying(self._pages.words(request), self._pages)
        wall: Sequence[Tile] = ()
        latest: Sequence[Event] = ()
        self._reader.version(request)  # there may be no such version
        is_whole = True
        if self._pages.dataset().statements:
            try:
                wall = await self._wall(request, say)
                latest = await self._latest(request)
            except Problem:
                is_whole = False
        html = await run_in_threadpool(
            self._pages.render,
            request,
            "home.html",
            say=say,
            wall=wall,
            gaps=sum(not tile.count.works for tile in wall),
            latest=latest,
            examples=self._pages.examples(request),
        )
        return page(request, html, lasts=is_whole)

    async def _wall(self, request: Request, say: Saying) -> Sequence[Tile]:
        catalog = await run_in_threadpool(shipped_catalog)
        objectives = await self._reader.rows(request, catalog.find("gcm-objectives").text)
        counts = await self._reader.rows(request, COUNTS.text)
        named = [{name: cell.text for name, cell in row.items()} for row in objectives]
        told = matrix(named, map(texts_in, counts))
        return [
            Tile(
                say.path(line.iri),
                line.notation,
                _name(row, say),
                line.total,
                level(line.total.works),
            )
            for row, line in zip(objectives, told.lines, strict=True)
        ]

    async def _latest(self, request: Request) -> Sequence[Event]:
        terms, _ = read_values(TIMELINE, {LANGUAGE: language_of(request)})
        told = await happened(request, self._reader, terms)
        return [each for each in told if each.kind == "activity"][: -_LATEST - 1 : -1]


def _name(row: Row, say: Saying) -> Markup:
    own = say.words.language.capitalize()
    wanted = [f"{kind}{tag}" for tag in (own, "En", "Fr") for kind in ("short", "title")]
    cell = next((row[each] for each in wanted if each in row), row["objective"])
    return say.name(cell.text, cell.language)


def routes(answers: Answers, pages: Pages) -> list[Route]:
    """The home page.

    Args:
        answers: answers what the page asks.
        pages: renders it.
    """
    return [Route("/", _Home(answers, pages).page, methods=["GET"], name="home")]
