"""Pages that have been made, kept until there is another version of the data, or another day.

A page that only a new version can change says so (``page(…, lasts=True)``). It is kept with its
headers under all that the request says of it, so that who asks the same again gets the same bytes.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, datetime
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dialograph.limits import PAGES_KEPT_BYTES
from dialograph.web.answers import Answers
from dialograph.web.pages import Pages
from dialograph.web.responses import is_current, lasts

_ABOUT = ("host", "accept", "accept-language", "accept-encoding")
"""The headers that a page may depend on: those that ``Vary`` names, and where it is read."""

_OF_CONTENT = frozenset({b"content-type", b"content-encoding", b"content-length"})
_OVERHEAD = 2_000
_SHARE = 8

_Key = tuple[object, ...]


class _Page(NamedTuple):
    headers: list[tuple[bytes, bytes]]
    body: bytes


class KeptPages:
    """Answers with pages that are kept, and keeps those that are made.

    Args:
        app: makes pages.
        answers: know which version is served.
        pages: likewise; a page is kept once they agree.
    """

    def __init__(self, app: ASGIApp, answers: Answers, pages: Pages) -> None:
        self._app = app
        self._answers = answers
        self._pages = pages
        self._room = min(answers.settings.cache_bytes, PAGES_KEPT_BYTES)
        self._size = 0
        self._version: _Key = ()
        self._kept: OrderedDict[_Key, _Page] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer at once where the page is here; else pass the request on, and keep its page."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        version, key = self._served(), _key(scope)
        kept = self._find(version, key)
        if kept is not None:
            await _answer(scope, kept, send)
            return
        held: Message | None = None

        async def told(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and lasts(scope):
                held = message
            elif held is None:
                await send(message)
            else:  # such a page comes in one piece
                made = _Page(list(held["headers"]), message["body"])
                self._keep(version, key, made)
                await _answer(scope, made, send)

        await self._app(scope, receive, told)

    def _served(self) -> _Key:
        """All that pages depend on beside the request; a report says on which day it is made."""
        today = datetime.now(UTC).date()
        return self._answers.version, self._pages.dataset().revision, self._pages.number, today

    def _find(self, version: _Key, key: _Key) -> _Page | None:
        if version != self._version:
            self._version, self._size = version, 0
            self._kept.clear()
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        return kept

    def _keep(self, version: _Key, key: _Key, made: _Page) -> None:
        # A change may have come in between: nobody knows then which version the page shows.
        is_known = version == self._served() == self._version and version[0] == version[1]
        size = _size(key, made)
        if not is_known or key in self._kept or size > self._room // _SHARE:
            return
        self._kept[key] = made
        self._size += size
        while self._size > self._room:
            self._size -= _size(*self._kept.popitem(last=False))


def _key(scope: Scope) -> _Key:
    headers = Headers(scope=scope)
    asked = (scope["method"], scope["scheme"], scope.get("root_path", ""), scope["path"])
    return *asked, scope["query_string"], *(tuple(headers.getlist(each)) for each in _ABOUT)


def _size(key: _Key, page: _Page) -> int:
    told = sum(len(name) + len(value) for name, value in page.headers)
    return len(page.body) + told + len(repr(key)) + _OVERHEAD


async def _answer(scope: Scope, page: _Page, send: Send) -> None:
    """Send a page, or 304 to who has it."""
    headers, body, status = page.headers, page.body, 200
    if is_current(Request(scope), Headers(raw=headers)["etag"]):
        headers = [each for each in headers if each[0] not in _OF_CONTENT]
        body, status = b"", 304
    # The list is a new one: what surrounds us adds to it.
    start = {"type": "http.response.start", "status": status, "headers": [*headers]}
    await send(start)
    await send({"type": "http.response.body", "body": body})
