"""Answers that are asked for again and again, from one version to the next.

While a change is made, it is found out which of them it cannot alter (``engine/examining``). Those
are the new version's answers too, and say so. The others are asked anew at once, the most asked
first: for a moment while the version before is still served, so that nobody waits for them.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Protocol

from dialograph.engine.examining import examine, learn
from dialograph.engine.exchange import Outcome
from dialograph.engine.interface import UnavailableError
from dialograph.engine.pool import Pool
from dialograph.engine.tasks import Done, Spooled, Task
from dialograph.errors import DialographError
from dialograph.limits import (
    EXAMINED_MAX,
    EXAMINED_PATCH_BYTES,
    EXAMINED_QUERY_BYTES,
    EXAMINED_SECONDS,
    PREPARED_SECONDS,
)
from dialograph.web.cache import Answer, Cache
from dialograph.web.flights import Ticket
from dialograph.web.plans import Plan

_AT_ONCE = 2
"""So many are asked anew at the same time: others have questions too."""

_NOBODY = ""

_LEARN_SECONDS, _LEARN_SECONDS_MAX, _LEARN_MAX = 0.3, 10, 32
"""What is asked again is read after so long, so many queries at a time at most."""


class Asks(Protocol):
    """What questions are put to, and keeps their answers."""

    def submit(self, made: Plan, client: str, done: Done) -> Ticket:
        """Put the question of a plan."""

    def keep(self, made: Plan, outcome: Outcome, spooled: Spooled | None) -> Answer | None:
        """Keep its answer."""


@dataclass(slots=True)
class _Asked:
    plan: Plan
    times: int = 0
    reads: bytes | None = None
    lasts: bool = False


class Lasting:
    """Knows what is asked again, and carries its answers over to the next version.

    Args:
        cache: where they are.
        pool: has processes that hold the dataset.
        base_iri: what the IRIs of queries are resolved against.
    """

    def __init__(self, cache: Cache, pool: Pool, base_iri: str) -> None:
        self._cache = cache
        self._pool = pool
        self._base_iri = base_iri
        self._asked: dict[str, _Asked] = {}
        self._ahead: deque[Plan] = deque()
        self._under_way = 0
        self._at_rest = asyncio.Event()
        self._learning: asyncio.Task[None] | None = None
        self.is_on = False
        """Whether there will be another version."""

    def note(self, made: Plan) -> None:
        """Hear that a kept answer has been asked for again."""
        known = self._asked.get(made.key)
        if known is not None:
            known.times += 1
            return
        request = made.asked
        if request.default_graphs or request.named_graphs or request.version is not None:
            return
        if not self.is_on or len(request.query or "") > EXAMINED_QUERY_BYTES:
            return
        if len(self._asked) >= EXAMINED_MAX:
            self._forget()
        self._asked[made.key] = _Asked(made, times=1)
        if self._learning is None or self._learning.done():
            self._learning = asyncio.get_running_loop().create_task(self._learn())

    def _forget(self) -> None:
        """Forget the half that was asked for least."""
        often = sorted(self._asked.items(), key=lambda each: -each[1].times)
        self._asked = dict(often[: EXAMINED_MAX // 2])

    async def _learn(self) -> None:
        """Find out what the queries read that are asked again, some at a time."""
        while True:
            await asyncio.sleep(_LEARN_SECONDS)
            new = [each for each in self._asked.values() if each.reads is None][:_LEARN_MAX]
            if not new:
                return
            texts = [each.plan.asked.query or "" for each in new]
            with suppress(DialographError):  # there is enough to do: later
                told, _ = await self._pool.run(
                    learn, texts, self._base_iri, seconds=_LEARN_SECONDS_MAX, bounded=True
                )
                for each, reads in zip(new, told, strict=True):
                    each.reads = reads

    async def look(self, patch: BinaryIO, since: str) -> None:
        """Find out which answers a change cannot alter, for so long and no longer.

        Args:
            patch: the change.
            since: what stands for the version that it starts from, which processes hold now.
        """
        same: dict[bytes, list[_Asked]] = {}
        for each in self._asked.values():
            each.lasts = False
            if each.plan.version == since and each.reads is not None:
                same.setdefault(each.reads, []).append(each)
        size = os.fstat(patch.fileno()).st_size
        if not same or size > EXAMINED_PATCH_BYTES:
            return
        content = os.pread(patch.fileno(), size, 0)
        try:
            told, _ = await self._pool.run(
                examine, since, content, list(same), seconds=EXAMINED_SECONDS, bounded=True
            )
        except Exception:  # noqa: BLE001 - the change is made, whatever it is: all are found anew
            return
        for known, lasts in zip(same.values(), told, strict=True):
            for each in known:
                each.lasts = lasts

    async def prepare(self, version: str, answers: Asks) -> None:
        """Ask anew what a change has altered, before its version is served; so long and no longer.

        Args:
            version: what stands for it; processes hold it now.
            answers: takes the questions.
        """
        altered = (each for each in self._by_times() if not each.lasts and each.times > 1)
        self._ahead = deque(each.plan.at(version) for each in altered)
        self._at_rest.clear()
        self._ask(answers)
        with suppress(TimeoutError):
            async with asyncio.timeout(PREPARED_SECONDS):
                await self._at_rest.wait()

    def go_on(self, since: str, version: str, answers: Asks) -> None:
        """Carry over what lasts, and ask anew what does not.

        Args:
            since: what stands for the version before.
            version: what stands for the new version.
            answers: takes the questions.
        """
        changed = []
        asked = [each for each in self._by_times() if each.plan.version == since]
        self._asked = {}
        for each in asked:
            was, each.plan = each.plan, each.plan.at(version)
            if each.lasts:
                self._cache.move(was.key, each.plan.key)
            elif each.times <= 1:
                continue
            elif each.plan.key not in self._cache:
                changed.append(each.plan)
            each.times //= 2
            self._asked[each.plan.key] = each
        self._ahead = deque(changed)
        self._ask(answers)

    def _by_times(self) -> list[_Asked]:
        return sorted(self._asked.values(), key=lambda each: -each.times)

    def _ask(self, answers: Asks) -> None:
        while self._ahead and self._under_way < _AT_ONCE:
            made = self._ahead.popleft()
            try:
                answers.submit(made, _NOBODY, partial(self._told, answers, made))
            except UnavailableError:  # there is enough to do
                self._ahead.clear()
            else:
                self._under_way += 1
        if not self._under_way:
            self._at_rest.set()

    def _told(
        self,
        answers: Asks,
        made: Plan,
        task: Task,
        outcome: Outcome | None,
        error: Exception | None,
    ) -> None:
        del error
        self._under_way -= 1
        if outcome is not None:
            answers.keep(made.at(outcome.version), outcome, task.spooled)
        self._ask(answers)
