"""Descriptions of resources, asked of a query process and kept as long as the version is served."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from dialograph.engine.interface import UnavailableError
from dialograph.engine.withdrawn import Withdrawal
from dialograph.publish.description import DatasetDescription
from dialograph.publish.past import stands
from dialograph.publish.resources import Description, describe_all
from dialograph.publish.suggestions import Suggestion, suggest
from dialograph.web.answers import Answers
from dialograph.web.pages import Pages
from dialograph.web.past import Asked, Past, weight
from dialograph.web.problems import telling

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


@dataclass(frozen=True)
class Found:
    """What is known of a resource, and when.

    Args:
        dataset: the version.
        description: the resource; None when that version says nothing of it.
        number: of the version, when one was asked for by its number.
    """

    dataset: DatasetDescription
    description: Description | None
    number: int | None


class Descriptions:
    """What is known of resources, by kind and slug.

    Requests that come while a process is at work are answered together by the next: each takes a
    fork, whatever it is asked.

    Args:
        answers: have the processes, and know the versions.
        pages: knows what is served, and what the IRIs of our resources begin with.
    """

    def __init__(self, answers: Answers, pages: Pages) -> None:
        self._answers = answers
        self._past = Past(answers)
        self._pages = pages
        self._revision = ""
        self._kept: OrderedDict[Asked, Description | None] = OrderedDict()
        self._suggested: OrderedDict[Asked, list[Suggestion]] = OrderedDict()
        self._size = 0
        self._waiting: dict[Asked, asyncio.Future[Description | None]] = {}
        self._asking: asyncio.Task[None] | None = None
        self._suggesting = asyncio.Lock()

    async def find(self, kind: str, slug: str, number: int | None = None) -> Found:
        """What is known of ``/id/KIND/SLUG``.

        Args:
            kind: its kind, and
            slug: its slug.
            number: of the version to look in; None for the current one.

        Raises:
            Problem: there is no such version, or no more.
            UnavailableError: there is no answer now.
        """
        asked = self._names(kind, slug)
        with telling():
            if number is not None:
                revision = self._answers.history.revision(number)
                if revision != self._answers.version:
                    return Found(*(await self._past.find(number, asked)), number)
            found = await self._find(asked)
            return Found(self._pages.dataset(), found, number)

    async def withdrawn(self, kind: str, slug: str) -> Withdrawal | None:
        """When ``/id/KIND/SLUG`` went, of which the current version says nothing.

        Returns:
            When; None where it is not known that it ever was, or where it stands in a graph that
            a query sees only when it names it.

        Raises:
            UnavailableError: it cannot be looked up now.
        """
        asked = self._names(kind, slug)
        with telling():
            went = await self._answers.history.withdrawn(asked) if asked else None
            if went is not None and self._answers.settings.default_graph == "own":
                is_there = await self._run(stands, asked, seconds=_SECONDS)
                return None if is_there else went
        return went

    def _names(self, kind: str, slug: str) -> Asked:
        """What a resource may be called; nothing where it can be none."""
        if not (_SEGMENT.fullmatch(kind) and _SEGMENT.fullmatch(slug)):
            return ()
        return tuple(f"{base}{kind}/{slug}" for base in dict.fromkeys(self._pages.id_bases))

    async def _find(self, asked: Asked) -> Description | None:
        if not asked:
            return None
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
        running: Awaitable[tuple[Any, Any]] = self._answers.pool.run(work, *args, seconds=seconds)
        found: T = (await running)[0]
        return found

    def _keep(self, revision: str, asked: Asked, found: Description | None) -> None:
        self._renew()
        if revision != self._revision or asked in self._kept:
            return
        self._kept[asked] = found
        self._size += weight(found)
        while self._size > _STATEMENTS:
            self._size -= weight(self._kept.popitem(last=False)[1])

    def _renew(self) -> None:
        """Forget what was true of an earlier version."""
        revision = self._pages.dataset().revision
        if revision != self._revision:
            self._revision, self._size = revision, 0
            self._kept.clear()
            self._suggested.clear()
