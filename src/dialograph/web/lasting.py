"""Answers that are asked for again and again, from one version to the next.

While a change is made, it is found out which of them it cannot alter (``engine/examining``). Those
are the new version's answers too, and say so; the others are asked anew at once, before somebody
waits for them.
"""

from __future__ import annotations

import os
from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Protocol

from dialograph.engine.examining import Examined, examine
from dialograph.engine.exchange import Outcome
from dialograph.engine.interface import UnavailableError
from dialograph.engine.pool import Pool
from dialograph.engine.tasks import Done, Spooled, Task
from dialograph.limits import (
    EXAMINED_MAX,
    EXAMINED_PATCH_BYTES,
    EXAMINED_QUERY_BYTES,
    EXAMINED_SECONDS,
)
from dialograph.web.cache import Answer, Cache
from dialograph.web.flights import Ticket
from dialograph.web.plans import Plan

_AT_ONCE = 2
"""So many are asked anew at the same time: others have questions too."""

_NOBODY = ""


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
        base_iri: what the IRIs of queries are resolved against.
    """

    def __init__(self, cache: Cache, base_iri: str) -> None:
        self._cache = cache
        self._base_iri = base_iri
        self._asked: dict[str, _Asked] = {}
        self._ahead: deque[Plan] = deque()
        self._under_way = 0

    def note(self, made: Plan) -> None:
        """Hear that a kept answer has been asked for again."""
        known = self._asked.get(made.key)
        if known is None:
            request = made.asked
            if request.default_graphs or request.named_graphs or request.version is not None:
                return
            if len(request.query or "") > EXAMINED_QUERY_BYTES:
                return
            if len(self._asked) >= EXAMINED_MAX:
                self._forget()
            known = self._asked[made.key] = _Asked(made)
        known.times += 1

    def _forget(self) -> None:
        """Forget the half that was asked for least."""
        often = sorted(self._asked.items(), key=lambda each: -each[1].times)
        self._asked = dict(often[: EXAMINED_MAX // 2])

    async def look(self, pool: Pool, patch: BinaryIO, since: str) -> None:
        """Find out which answers a change cannot alter, for so long and no longer.

        Args:
            pool: its processes hold the version that the change starts from.
            patch: the change.
            since: what stands for that version.
        """
        for each in self._asked.values():
            each.lasts = False
        size = os.fstat(patch.fileno()).st_size
        asked = [each for each in self._asked.values() if each.plan.version == since]
        if not asked or size > EXAMINED_PATCH_BYTES:
            return
        same: dict[str, list[_Asked]] = {}
        for each in asked:
            same.setdefault(each.plan.asked.query or "", []).append(each)
        questions = [(text, self._base_iri, known[0].reads) for text, known in same.items()]
        try:
            told, _ = await pool.run(
                examine,
                since,
                os.pread(patch.fileno(), size, 0),
                questions,
                seconds=EXAMINED_SECONDS,
                bounded=True,
            )
        except Exception:  # noqa: BLE001 - whatever it is: the change is made, and answers found anew
            return
        for known, found in zip(same.values(), told, strict=True):
            assert isinstance(found, Examined)
            for each in known:
                each.lasts, each.reads = found.lasts, found.reads

    def go_on(self, since: str, version: str, answers: Asks) -> None:
        """Carry over what lasts, and ask anew what does not.

        Args:
            since: what stands for the version before.
            version: what stands for the new version.
            answers: takes the questions.
        """
        changed = []
        asked = [each for each in self._asked.values() if each.plan.version == since]
        self._asked = {}
        for each in sorted(asked, key=lambda one: -one.times):
            was, each.plan = each.plan, each.plan.at(version)
            if each.lasts:
                self._cache.move(was.key, each.plan.key)
            elif each.times > 1:
                changed.append(each.plan)
            else:
                continue
            each.times //= 2
            self._asked[each.plan.key] = each
        self._ahead = deque(changed)
        self._ask(answers)

    def _ask(self, answers: Asks) -> None:
        while self._ahead and self._under_way < _AT_ONCE:
            made = self._ahead.popleft()
            try:
                answers.submit(made, _NOBODY, partial(self._told, answers, made))
            except UnavailableError:  # there is enough to do
                self._ahead.clear()
            else:
                self._under_way += 1

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
