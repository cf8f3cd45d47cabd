"""``/search``: find things by their names and words, in either language, without a script."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dialograph.engine.pool import Pool
from dialograph.publish.search import Entry, Hit, as_json, find, fold, number_of, read_entries
from dialograph.publish.suggestions import Suggestion
from dialograph.web.answers import Answers
from dialograph.web.asked import BAD_PARAMETERS
from dialograph.web.descriptions import Descriptions
from dialograph.web.pages import Pages, Words
from dialograph.web.pins import refuse_pin
from dialograph.web.problems import Problem
from dialograph.web.responses import etag_of, language_of, page, respond
from dialograph.web.saying import Saying

_ASKED_MAX = 200
_SECONDS = 20
_FEW, _MANY = 6, 200
"""So many of a kind are shown beside other kinds, and on their own."""

_LIMIT, _LIMIT_MAX = 100, 1_000
"""So many results a program gets, unless it asks for others, up to a bound."""

_AROUND = 110
"""So many characters of a passage are shown around the first word that was found."""

_ORDER = (
    *("objective", "element", "framework", "dialogue", "activity", "document", "evidence"),
    *("country", "organisation", "project", "partner", "place", "theme", "milestone"),
)


@dataclass(frozen=True)
class _Shown:
    """A result as the page shows it."""

    href: str
    name: Markup
    passage: Markup | None
    language: str


class _Index:
    """What can be found in the version that is served; read once for each version."""

    def __init__(self, pool: Pool, pages: Pages) -> None:
        self._pool = pool
        self._pages = pages
        self._read: tuple[str, Sequence[Entry]] | None = None
        self._reading = asyncio.Lock()

    async def entries(self) -> tuple[str, Sequence[Entry]]:
        """The version, and all that can be found in it.

        Raises:
            UnavailableError: it cannot be read now.
        """
        revision = self._pages.dataset().revision
        if self._read is None or self._read[0] != revision:
            async with self._reading:
                revision = self._pages.dataset().revision
                if self._read is None or self._read[0] != revision:
                    bases = self._pages.id_bases
                    found, _ = await self._pool.run(read_entries, bases, seconds=_SECONDS)
                    self._read = (revision, found)
        return self._read


class _Search:
    def __init__(self, answers: Answers, pages: Pages) -> None:
        self._pages = pages
        self._index = _Index(answers.pool, pages)
        self._descriptions = Descriptions(answers, pages)

    async def page(self, request: Request) -> Response:
        """The form, and what was found, by kind."""
        refuse_pin(request)
        asked = request.query_params.get("q", "").strip()[:_ASKED_MAX]
        kind = request.query_params.get("kind", "")
        words = Words(language_of(request))
        say = Saying(words, self._pages)
        near: Sequence[Suggestion] = ()
        groups: list[tuple[str, int, list[_Shown], str]] = []
        total = 0
        if asked:
            _, entries = await self._index.entries()
            hits = await run_in_threadpool(find, entries, asked)
            kept = [hit for hit in hits if kind in ("", hit.entry.kind)]
            total = len(kept)
            groups = [
                (each, len(found), [_shown(hit, asked, say) for hit in found[:most]], more)
                for each, found in _by_kind(kept)
                for most in [_MANY if kind else _FEW]
                for more in [_address(asked, each, words.language) if len(found) > most else ""]
            ]
            if not hits:
                near = await self._descriptions.suggestions("", asked)
        html = await run_in_threadpool(
            self._pages.render,
            request,
            "search.html",
            say=say,
            asked=asked,
            kind=kind,
            groups=groups,
            total=total,
            whole=_address(asked, "", words.language),
            near=[(say.path(each.iri), each.labels) for each in near],
            file=f"/search.json?{urlencode({'q': asked, **({'kind': kind} if kind else {})})}",
        )
        return page(request, html)

    async def file(self, request: Request) -> Response:
        """The same for a program."""
        refuse_pin(request)
        asked = request.query_params.get("q", "").strip()[:_ASKED_MAX]
        kind = request.query_params.get("kind", "")
        limit = _limit(request.query_params.get("limit", ""))
        version, entries = await self._index.entries()
        hits = await run_in_threadpool(find, entries, asked)
        told: dict[str, Any] = {
            "query": asked,
            "version": version,
            "total": sum(kind in ("", hit.entry.kind) for hit in hits),
            "kinds": {each: len(found) for each, found in _by_kind(hits)},
            "results": [as_json(hit) for hit in hits if kind in ("", hit.entry.kind)][:limit],
        }
        body = json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"
        return respond(request, body, "application/json", headers={}, etag=etag_of(body))


def _limit(given: str) -> int:
    if not given:
        return _LIMIT
    if not re.fullmatch("[0-9]{1,6}", given):
        raise Problem(
            BAD_PARAMETERS,
            f"limit is how many results to give: a whole number, up to {_LIMIT_MAX}.",
            members={"parameters": [{"name": "limit"}]},
            french="limit est le nombre de résultats à donner : un nombre entier, jusqu’à "
            f"{_LIMIT_MAX}.",
        )
    return min(int(given), _LIMIT_MAX)


def _by_kind(hits: Sequence[Hit]) -> list[tuple[str, list[Hit]]]:
    """What was found of each kind: things that people look for first, then the others."""
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.entry.kind, []).append(hit)
    places = {kind: place for place, kind in enumerate(_ORDER)}
    return sorted(found.items(), key=lambda each: (places.get(each[0], len(_ORDER)), each[0]))


def _address(asked: str, kind: str, language: str) -> str:
    return (
        f"/search?{urlencode({'q': asked, **({'kind': kind} if kind else {}), 'lang': language})}"
    )


def _shown(hit: Hit, asked: str, say: Saying) -> _Shown:
    entry, language = hit.entry, say.words.language
    names = entry.names
    tag = next((each for each in (language, "en", "fr", "") if each in names), min(names))
    words, passage = fold(asked).split(), hit.passage
    name = say.name(names[tag], tag)
    if tag == language:
        name = _marked(say.words.prose(names[tag]), asked)
    # What is no name is shown, and the name in the other language where that is what was found.
    if number_of(words, passage.folded) <= number_of(words, fold(names[tag])):
        return _Shown(say.path(entry.iri), name, None, "")
    text = _marked(_around(passage.text, words), asked)
    return _Shown(say.path(entry.iri), name, text, passage.language)


def _around(text: str, words: Sequence[str]) -> str:
    """The part of a passage where the first word stands."""
    place = next(
        (
            match.start()
            for match in re.finditer(r"\w+", text)
            if any(fold(match[0]).startswith(f" {word}") for word in words)
        ),
        0,
    )
    start, end = max(0, place - _AROUND), place + 2 * _AROUND
    start = text.find(" ", start) + 1 if start else 0
    end = text.rfind(" ", start, end) if end < len(text) else len(text)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return f"{before}{text[start:end]}{after}"


def _marked(text: str, asked: str) -> Markup:
    """A text in which the words that were asked for are marked."""
    words = fold(asked).split()
    parts, end = [], 0
    for match in re.finditer(r"[^\W_]+", text):
        if any(fold(match[0]).startswith(f" {word}") for word in words):
            parts += [Markup("{}<mark>{}</mark>").format(text[end : match.start()], match[0])]
            end = match.end()
    return Markup().join([*parts, Markup("{}").format(text[end:])])


def routes(answers: Answers, pages: Pages) -> list[Route]:
    """The search, for people and for programs.

    Args:
        answers: have the processes that read what can be found.
        pages: renders, and knows what is served.
    """
    search = _Search(answers, pages)
    return [
        Route("/search", search.page, methods=["GET"], name="search"),
        Route("/search.json", search.file, methods=["GET"]),
    ]
