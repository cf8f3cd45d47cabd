"""``/feed``: what changed, as a Linked Data Event Stream for programs, and as Atom and a page.

The first page of the stream leads to those of each version; these never change. Who has read them
all, and reads the first page again from time to time, holds what this server serves.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from hashlib import sha256

import pyoxigraph as ox
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dialograph import formats
from dialograph.engine.records import UnknownVersionError
from dialograph.engine.writing import write
from dialograph.formats import Format
from dialograph.publish.changed import Entry, Moment
from dialograph.publish.feed import FORMATS, HERE, PREFIXES_USED, bounds, context
from dialograph.repository.interface import AbsentError
from dialograph.web.answers import Answers
from dialograph.web.atom import MEDIA_TYPE as ATOM
from dialograph.web.atom import Shown, write_atom
from dialograph.web.changes_read import ChangesRead
from dialograph.web.pages import Pages, Words
from dialograph.web.pins import refuse_pin
from dialograph.web.problems import GONE, NOT_ACCEPTABLE, NOT_FOUND, Problem, telling
from dialograph.web.responses import endpoint_of, joined, language_of, page, respond
from dialograph.web.saying import Saying

_FOREVER = "public, max-age=31536000, immutable"
_FILE = "/feed.atom"
_LINKED = 200
"""To so many versions the first page leads itself, and each of the pages before it."""

_SHOWN = 20
"""So many versions stand on a page for people."""

_WENT = (AbsentError, UnknownVersionError)
_REVISION = re.compile(r"([1-9][0-9]{0,8})-[0-9a-f]{12}")
_TIMES = ("GreaterThanOrEqualToRelation", "LessThanOrEqualToRelation")


class _Feed:
    def __init__(self, answers: Answers, pages: Pages) -> None:
        self._answers = answers
        self._pages = pages
        self._changes = ChangesRead(answers)

    # --- For programs --------------------------------------------------------------------------

    async def root(self, request: Request) -> Response:
        """The first page of the stream, the Atom feed, or the page for people, as Accept says."""
        refuse_pin(request)
        offers = [
            *((each, [each.media_type, *each.also_types]) for each in (*FORMATS, formats.TURTLE)),
            (formats.HTML, ["text/html"]),
            (None, [ATOM]),
        ]
        accept, asked = joined(request.headers, "accept"), request.query_params.get("format")
        if asked is not None:
            named = (types for each, types in offers if asked in _names(each))
            accept = next(named, ["none/none"])[0]
        choice = formats.negotiate(accept, offers)
        if choice is None:
            raise _not_acceptable(*(types[0] for _, types in offers))
        if choice.item is None:
            return await self.atom(request)
        if choice.item is formats.HTML:
            return await self.page(request)
        numbers = self._answers.history.kept()
        return self._node(request, choice.item, numbers.stop, is_first=True)

    async def before(self, request: Request) -> Response:
        """A page that leads to the versions before one."""
        number = int(request.path_params["number"])
        if number not in self._answers.history.kept():
            raise Problem(GONE)
        return self._node(request, _wanted(request), number, is_first=False)

    async def part(self, request: Request) -> Response:
        """A page of members, which never changes."""
        form = _wanted(request)
        moment = self._moment(request.path_params["what"], request.path_params["revision"])
        with telling():
            try:
                written, file = await self._changes.pages(
                    moment, form, self._answers.client_of(request)
                )
            except _WENT:
                raise Problem(GONE) from None
        number = int(request.path_params["part"])
        if not 0 < number <= len(written.places):
            raise Problem(NOT_FOUND, headers={"Link": '</feed>; rel="up"'})
        start, size = written.places[number - 1]
        body = file.read(start, size).replace(HERE.encode(), _here(request, self._base).encode())
        return _sent(request, form, body, _FOREVER)

    def _moment(self, what: str, revision: str) -> Moment:
        """The version that an address names.

        Raises:
            Problem: there is none, or no more.
        """
        match, number = _REVISION.fullmatch(revision), 0
        if self._answers.history.kept():
            if match is None or int(match[1]) not in self._answers.history.kept():
                raise Problem(GONE)
            number = int(match[1])
        moment = self._changes.moment(number)
        if moment.path != f"{what}/{revision}/":
            raise Problem(GONE)
        return moment

    def _node(self, request: Request, form: Format, end: int, *, is_first: bool) -> Response:
        """A page that leads to pages of members: those of the versions before one.

        Args:
            request: what is answered.
            form: how it is written.
            end: the version.
            is_first: whether it tells of the stream itself.
        """
        kept = self._answers.history.kept()
        first = max(kept.start, end - _LINKED) if kept else 0
        numbers = range(first, end) if kept else range(1)
        moments = [self._changes.moment(each) for each in numbers]
        oldest = [self._changes.moment(kept.start).time] if kept else []

        def quads() -> Iterator[ox.Quad]:
            if is_first:
                yield from context(self._base, oldest)
            node = ox.NamedNode(HERE.rstrip("/") if is_first else f"{HERE}before/{end}")
            if first > kept.start:
                last = self._changes.moment(first - 1).time
                times = dict(zip(_TIMES, (*oldest, last), strict=True))
                yield from bounds(node, f"before/{first}", times)
            for each in moments:
                times = dict.fromkeys(_TIMES, each.time) if each.time else {}
                yield from bounds(node, f"{each.path}1", times)

        output = io.BytesIO()
        write(quads(), form, output, PREFIXES_USED)
        here = _here(request, self._base)
        # The first page is the feed itself, without a slash.
        body = output.getvalue().replace(HERE.encode(), here.encode())
        body = body.replace(HERE.rstrip("/").encode(), here.rstrip("/").encode())
        return _sent(request, form, body, "no-cache")

    @property
    def _base(self) -> str:
        return self._answers.settings.base_iri

    # --- For people ----------------------------------------------------------------------------

    async def atom(self, request: Request) -> Response:
        """The last changes to activities, documents, partners and what they serve, as Atom."""
        refuse_pin(request)
        language = language_of(request)
        versions, older = await self._versions(request)
        body = write_atom(
            versions,
            _origin(request, self._base),
            self._base,
            Saying(Words(language), self._pages),
            older,
        )
        headers = {"Vary": "Accept, Accept-Language", "Content-Language": language}
        etag = f'"{sha256(body).hexdigest()[:32]}"'
        return respond(request, body, ATOM, headers=headers, etag=etag)

    async def page(self, request: Request) -> Response:
        """The same as a page."""
        versions, older = await self._versions(request)
        say = Saying(Words(language_of(request)), self._pages)

        def name(change: Entry) -> Markup:
            shown = say.shown(change.names or {"": change.iri})
            path = "" if change.kind == "Delete" else say.path(change.iri)
            return Markup('<a href="{}">{}</a>').format(path, shown) if path else shown

        html = await run_in_threadpool(
            self._pages.render,
            request,
            "feed.html",
            say=say,
            name=name,
            versions=versions,
            older=older,
            is_kept=bool(self._answers.history.kept()),
        )
        shown = page(request, html)
        shown.headers["Link"] = f'<{_FILE}>; rel="alternate"; type="{ATOM}"'
        return shown

    async def _versions(self, request: Request) -> tuple[list[Shown], int | None]:
        """The versions of a page for people, the last one first, and the one that the next is for.

        Raises:
            Problem: the page begins at no version, or what changed cannot be told now.
        """
        kept = self._answers.history.kept()
        asked = request.query_params.get("before", "")
        ends = range(kept.start + 1, kept.stop + 1)
        if asked and not (re.fullmatch("[0-9]{1,9}", asked) and int(asked) in ends):
            raise Problem(NOT_FOUND, headers={"Link": '</feed>; rel="up"'})
        end = int(asked) if asked else kept.stop
        first = max(kept.start, end - _SHOWN)
        shown, client = [], self._answers.client_of(request)
        for number in reversed(range(first, end)):
            with telling():
                try:
                    moment = self._changes.moment(number)
                    told = None if moment.whole else await self._changes.told(moment, client)
                except _WENT:
                    break
                shown.append(Shown(self._answers.history.version_of(number), moment, told))
        return shown, first if first > kept.start else None


def _names(form: Format | None) -> tuple[str, ...]:
    """What ``format=`` may call it; None stands for Atom."""
    return ("atom",) if form is None else (form.name, *form.also_names)


def _not_acceptable(*offered: str) -> Problem:
    told = ", ".join(offered)
    return Problem(
        NOT_ACCEPTABLE,
        f"What changed can be had as {told}.",
        headers={"Vary": "Accept"},
        french=f"Ce qui a changé peut être obtenu en {told}.",
    )


def _wanted(request: Request) -> Format:
    choice = formats.negotiate_format(joined(request.headers, "accept"), FORMATS)
    if choice is None:
        raise _not_acceptable(*(each.media_type for each in FORMATS))
    return choice.item


def _sent(request: Request, form: Format, body: bytes, cached: str) -> Response:
    headers = {"Vary": "Accept", "Cache-Control": cached}
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    return respond(request, body, form.media_type, headers=headers, etag=etag)


def _origin(request: Request, base_iri: str) -> str:
    """The server as its client sees it, with a slash at the end."""
    endpoint = endpoint_of(request)
    return base_iri if endpoint is None else endpoint.removesuffix("sparql")


def _here(request: Request, base_iri: str) -> str:
    return f"{_origin(request, base_iri)}feed/"


def routes(answers: Answers, pages: Pages) -> list[Route]:
    """The feed, for programs and for people.

    Args:
        answers: have the processes, and know the versions.
        pages: renders.
    """
    feed = _Feed(answers, pages)
    return [
        Route("/feed", feed.root, methods=["GET"], name="feed"),
        Route(_FILE, feed.atom, methods=["GET"]),
        Route("/feed/before/{number:int}", feed.before, methods=["GET"]),
        Route("/feed/{what}/{revision}/{part:int}", feed.part, methods=["GET"]),
    ]
