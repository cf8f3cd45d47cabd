"""Going on to another version: queries at once, what is told of the dataset right after."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import BinaryIO

from starlette.types import ASGIApp, Receive, Scope, Send

from dialograph.engine.interface import UnavailableError
from dialograph.limits import DESCRIPTION_SECONDS, DESCRIPTION_WAIT_SECONDS
from dialograph.publish.description import DatasetDescription, described
from dialograph.web.answers import Answers
from dialograph.web.pages import Pages

_AT_ONCE = ("/update", "/graphs", "/health", "/metrics", "/static")


class Current:
    """Keeps what pages and catalogues say of the dataset up to date.

    Args:
        answers: asks query processes.
        pages: show it.
    """

    def __init__(self, answers: Answers, pages: Pages) -> None:
        self._answers = answers
        self._pages = pages
        self._describing: asyncio.Task[None] | None = None

    def go_on(self, version: str) -> None:
        """Answer queries from another version; it is described when somebody wants to know.

        Args:
            version: what stands for it; query processes hold it already.
        """
        self._answers.go_on(version)

    async def foresee(self, patch: BinaryIO, since: str) -> None:
        """Find out which answers the next version has in common with the one before.

        Args:
            patch: what it changes.
            since: what stands for the version before.
        """
        await self._answers.lasting.look(patch, since)

    async def prepare(self, version: str) -> None:
        """Work out the answers that are asked most and that the next version alters.

        Args:
            version: what stands for it; query processes hold it already.
        """
        await self._answers.lasting.prepare(version, self._answers)

    async def told(self) -> None:
        """Wait until the version is described; a large dataset only for a while."""
        if self._pages.dataset().revision == self._answers.version:
            return
        if self._describing is None or self._describing.done():
            self._describing = asyncio.get_running_loop().create_task(self._describe())
        await asyncio.wait([self._describing], timeout=DESCRIPTION_WAIT_SECONDS)

    async def _describe(self) -> None:
        base_iri = self._answers.settings.base_iri
        while self._pages.dataset().revision != self._answers.version:
            with suppress(UnavailableError):
                told, _ = await self._answers.pool.run(
                    described, base_iri, seconds=DESCRIPTION_SECONDS
                )
                assert isinstance(told, DatasetDescription)
                self._pages.serve(told)


def _is_question(scope: Scope) -> bool:
    """Whether a request is answered from the graph alone, or from nothing of it."""
    if scope["path"].startswith("/sparql"):
        return scope["method"] == "POST" or b"query=" in scope["query_string"]
    return bool(scope["path"].startswith(_AT_ONCE))


class UpToDate:
    """Has pages wait for the description of the version that queries are answered from.

    Args:
        app: the application.
        current: knows.
    """

    def __init__(self, app: ASGIApp, current: Current) -> None:
        self._app = app
        self._current = current

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a question through at once, and a page when it can be told."""
        if scope["type"] == "http" and not _is_question(scope):
            await self._current.told()
        await self._app(scope, receive, send)
