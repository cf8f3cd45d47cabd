"""``/crosswalk``: what corresponds to what between two frameworks, as a page, a table and SSSOM."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dialograph import iris
from dialograph.catalog.front_matter import FrontMatter
from dialograph.catalog.parameters import Parameter
from dialograph.catalog.queries import NamedQuery
from dialograph.integrate.crosswalk import asking, deriving, sssom
from dialograph.integrate.crosswalk.model import Correspondence, Crosswalk, Part
from dialograph.web.answers import Answers
from dialograph.web.asked import Asked
from dialograph.web.pages import Pages
from dialograph.web.query_forms import Field, Option, fields
from dialograph.web.reading import Reader
from dialograph.web.responses import etag_of, language_of, page, respond, tell
from dialograph.web.saying import Saying

_SIDES = ("first", "second")
_SHOWN = 1_000
"""So many rows are shown on the page; the files have them all."""

_Write = Callable[[Crosswalk, Sequence[Correspondence], sssom.About], bytes]
_FILES: Mapping[str, tuple[str, _Write]] = {
    "csv": ("text/csv", lambda walk, found, _: sssom.as_csv(walk, found)),
    "sssom.tsv": ("text/tab-separated-values", sssom.as_tsv),
    "json": ("application/json", sssom.as_json),
    "ttl": ("text/turtle", sssom.as_turtle),
}


def _side(name: str, english: str, french: str, framework: str) -> Parameter:
    return Parameter(
        name,
        f"_{name}_iri",
        "iri",
        {"en": english, "fr": french},
        default=str(iris.resource("framework", framework)),
        kinds=("framework",),
        slugs_of="framework",
    )


CROSSWALK = NamedQuery(
    "crosswalk",
    "SELECT * WHERE {}",
    "SELECT",
    replace(
        FrontMatter(
            {
                "en": "What corresponds to what between two frameworks? Files without a framework "
                "hold all that is recorded.",
                "fr": "Qu’est-ce qui correspond à quoi entre deux cadres ? Sans cadre indiqué, les "
                "fichiers contiennent tout ce qui est enregistré.",
            },
            {"en": "", "fr": ""},
            ("frameworks",),
            (),
        ),
        parameters=(
            _side("first", "From", "De", "cap"),
            _side("second", "To", "Vers", "gcm"),
            Parameter(
                "what", "_what", "literal", {"en": "Show", "fr": "Montrer"}, "all", deriving.WHAT
            ),
        ),
    ),
)
"""What the page takes; it is put to no engine."""


@dataclass(frozen=True)
class Line:
    """A correspondence as the page shows it.

    Args:
        told: all of it.
        first: the part of the one framework, and
        second: that of the other.
        through: the part in the middle, and
        home: the framework of that; None where there is none.
        said_by: the titles of the graph that says so, by language; empty where nobody does.
    """

    told: Correspondence
    first: Part
    second: Part
    through: Part | None
    home: Part | None
    said_by: Mapping[str, str]


@dataclass(frozen=True)
class Side:
    """One of the two frameworks.

    Args:
        part: it.
        unmapped: how many of its parts correspond to nothing that is shown, of
        parts: so many on record.
    """

    part: Part
    unmapped: int
    parts: int


class _Page:
    def __init__(self, answers: Answers, pages: Pages) -> None:
        self._settings = answers.settings
        self._pages = pages
        self._reader = Reader(answers)
        self._kept: tuple[str, Crosswalk] | None = None

    async def whole(self, request: Request) -> Response:
        """The two frameworks, as a page."""
        asked = Asked(CROSSWALK, request, language_of(request))
        walk = None if asked.faults else await self._walk(request)
        return await self._page(request, asked, walk)

    async def file(self, end: str, request: Request) -> Response:
        """The two frameworks, or all, as a file."""
        asked = Asked(CROSSWALK, request, "en")
        if asked.faults:
            return tell(request, asked.problem(), self._settings.base_iri, self._pages)
        return await self._file(request, asked, await self._walk(request), end)

    async def _page(self, request: Request, asked: Asked, walk: Crosswalk | None) -> Response:
        words = self._pages.words(request)
        say = Saying(words, self._pages)
        form = await fields(
            request, self._reader, CROSSWALK, words, asked.values, faults=asked.faults
        )
        shown: Mapping[str, Any] = {"lines": (), "sides": (), "total": 0}
        if walk is not None:
            shown = await run_in_threadpool(_shown, walk, asked)
        query = "&".join(
            f"{name}={iris.shorten(_value(asked, name)).removeprefix('framework/')}"
            for name in (*_SIDES, "what")
        )
        html = await run_in_threadpool(
            self._pages.render,
            request,
            "crosswalk.html",
            say=say,
            fields=[_in_words(each, say) for each in form],
            problem=asked.problem() if asked.faults else None,
            limit=_SHOWN,
            files=[(end, f"/crosswalk.{end}?{query}", _FILES[end][0]) for end in _FILES],
            **shown,
        )
        return page(request, html, status=asked.status, lasts=True)

    async def _file(self, request: Request, asked: Asked, walk: Crosswalk, end: str) -> Response:
        media_type, write = _FILES[end]
        address = f"{self._settings.base_iri}crosswalk"
        about = sssom.About(address, self._reader.version(request), "Mappings between frameworks")
        found = await run_in_threadpool(_found, walk, asked)
        body = await run_in_threadpool(write, walk, found, about)
        headers = {"Content-Disposition": f'inline; filename="crosswalk.{end}"'}
        return respond(request, body, media_type, headers=headers, etag=etag_of(body))

    async def _walk(self, request: Request) -> Crosswalk:
        """What is on record in the version that is asked for."""
        version = self._reader.version(request)
        if self._kept is not None and self._kept[0] == version:
            return self._kept[1]
        rows = {
            name: await self._reader.plain(request, query) for name, query in asking.QUERIES.items()
        }
        walk = await run_in_threadpool(asking.put_together, rows)
        self._kept = (version, walk)
        return walk


def _found(walk: Crosswalk, asked: Asked) -> list[Correspondence]:
    if not any(name in asked.terms for name in _SIDES):
        return deriving.everything(walk, asked.values.get("what") or "recorded")
    first, second = (_value(asked, name) for name in _SIDES)
    return deriving.between(walk, first, second, _value(asked, "what"))


def _shown(walk: Crosswalk, asked: Asked) -> dict[str, Any]:
    first, second = (_value(asked, name) for name in _SIDES)
    found = deriving.between(walk, first, second, _value(asked, "what"))
    return {
        "lines": [
            Line(
                each,
                walk.part(each.subject),
                walk.part(each.object),
                walk.part(each.through) if each.through else None,
                walk.part(walk.part(each.through).framework) if each.through else None,
                walk.graphs.get(each.graph, {}),
            )
            for each in found[:_SHOWN]
        ],
        "sides": [
            Side(walk.part(iri), *deriving.unmapped(walk, iri, found)) for iri in (first, second)
        ],
        "total": len(found),
    }


def _value(asked: Asked, name: str) -> str:
    """The value of a parameter, or its default: IRIs whole."""
    if name in asked.terms:
        return asked.terms[name].value
    return next(each.default or "" for each in CROSSWALK.parameters if each.name == name)


def _in_words(field: Field, say: Saying) -> Field:
    """The field for what is shown, in words."""
    if field.name != "what":
        return field
    options = [Option(each, str(say(f"crosswalk_what_{each}"))) for each in deriving.WHAT]
    return replace(field, groups=[("", options)], hint="")


def routes(answers: Answers, pages: Pages) -> list[Route]:
    """The page and its files.

    Args:
        answers: answers.
        pages: renders.
    """
    shown = _Page(answers, pages)
    return [
        Route("/crosswalk", shown.whole, methods=["GET"], name="crosswalk"),
        *(Route(f"/crosswalk.{end}", partial(shown.file, end), methods=["GET"]) for end in _FILES),
    ]
