"""Going on to another version: queries at once, what is told of the dataset right after."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from dialograph.engine.interface import UnavailableError
from dialograph.limits import DESCRIPTION_SECONDS, DESCRIPTION_WAIT_SECONDS
from dialograph.publish.description import DatasetDescription, described
from dialograph.web.answers import Answers
from dialograph.web.pages import Pages


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

    async def go_on(self, version: str) -> None:
        """Answer from another version, and describe it: for a moment pages may tell of the last.

        A small dataset is described when this is over; a large one takes a little longer.

        Args:
            version: what stands for it; query processes hold it already.
        """
        self._answers.serve(version)
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
