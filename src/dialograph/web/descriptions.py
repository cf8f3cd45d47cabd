"""Descriptions of resources, asked of a query process and kept as long as the version is served."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from dialograph.engine.interface import UnavailableError
from dialograph.engine.pool import Pool
from dialograph.publish.resources import Description, describe_all
from dialograph.publish.suggestions import Suggestion, suggest
from dialograph.web.pages import Pages

_SECONDS, _SUGGEST_SECONDS = 10, 2
"""How long a process may take to describe, and to find what may have been meant."""

_TOGETHER = 32
"""So many resources are described by one process."""

_STATEMENTS = 100_000
"""Descriptions are kept that have so many statements together: some 30 MB."""

_MISSES = 1_000
"""So many names that mean nothing are remembered."""

_SEGMENT = re.compile(r"[^\x00-\x20<>\"{}|\\^`/?#%]{1,300}")

T = TypeVar("T")
Asked = tuple[str, ...]


class Descriptions:
    """What is known of resources, by kind and slug.

    Requests that come while a process is at work are answered together by the next: each takes a
    fork, whatever it is asked.

    Args:
        pool: has the processes.
        pages: knows what is served, and what the IRIs of our resources begin with.
    """

    def __init__(self, pool: Pool, pages: Pages) -> None:
        self._pool = pool
        self._pages = pages
        self._revision = ""
        self._kept: OrderedDict[Asked, Description | None] = OrderedDict()
        self._suggested: OrderedDict[Asked, list[Suggestion]] = OrderedDict()
        self._size = 0
        self._waiting: dict[Asked, asyncio.Future[Description | None]] = {}
        self._asking: asyncio.Task[None] | None = None
        self._suggesting = asyncio.Lock()

    async def find(self, kind: str, slug: str) -> Description | None:
        """What is known of ``/id/KIND/SLUG``; None when that is no resource.

        Raises:
            UnavailableError: there is no answer now.
        """
        if not (_SEGMENT.fullmatch(kind) and _SEGMENT.fullmatch(slug)):
            return None
        bases = dict.fromkeys(self._pages.id_bases)
        asked = tuple(f"{base}{kind}/{slug}" for base in bases)
        self._renew()
        if asked in self._kept:
            self._kept.move_to_end(asked)
            return self._kept[asked]
        if asked not in self._waiting:
            self._waiting[asked] = asyncio.get_running_loop().create_future()
        future = self._waiting[asked]
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask())
        return await asyncio.shield(future)

    async def suggestions(self, kind: str, slug: str) -> Sequence[Suggestion]:
        """What may have been meant by a name that is none; nothing when there is no time for it."""
        self._renew()
        asked = (kind[:100], slug[:100])
        if asked not in self._suggested:
            async with self._suggesting:
                if asked not in self._suggested:
                    bases = self._pages.id_bases
                    try:
                        found = await self._run(suggest, bases, *asked, seconds=_SUGGEST_SECONDS)
                    except UnavailableError:
                        return ()
                    self._suggested[asked] = found
                    if len(self._suggested) > _MISSES:
                        self._suggested.popitem(last=False)
        return self._suggested.get(asked, ())

    async def _ask(self) -> None:
        """Have everything described that is waited for, until nothing is."""
        while self._waiting:
            batch = dict(list(self._waiting.items())[:_TOGETHER])
            revision = self._pages.dataset().revision
            error: Exception | None = None
            found: list[Description | None] = []
            try:
                found = await self._run(describe_all, list(batch), seconds=_SECONDS)
            except Exception as raised:  # noqa: BLE001 - who waits is told
                error = raised
            for place, (asked, future) in enumerate(batch.items()):
                del self._waiting[asked]
                if future.cancelled():
                    continue
                if error is not None:
                    future.set_exception(error)
                    future.exception()  # told, even if nobody waits any more
                else:
                    self._keep(revision, asked, found[place])
                    future.set_result(found[place])
        self._asking = None

    async def _run(self, work: Callable[..., T], *args: object, seconds: float) -> T:
        running: Awaitable[tuple[Any, Any]] = self._pool.run(work, *args, seconds=seconds)
        found: T = (await running)[0]
        return found

    def _keep(self, revision: str, asked: Asked, found: Description | None) -> None:
        self._renew()
        if revision != self._revision or asked in self._kept:
            return
        self._kept[asked] = found
        self._size += _weight(found)
        while self._size > _STATEMENTS:
            self._size -= _weight(self._kept.popitem(last=False)[1])

    def _renew(self) -> None:
        """Forget what was true of an earlier version."""
        revision = self._pages.dataset().revision
        if revision != self._revision:
            self._revision, self._size = revision, 0
            self._kept.clear()
            self._suggested.clear()


def _weight(found: Description | None) -> int:
    return 20 + (len(found.statements) if found else 0)
