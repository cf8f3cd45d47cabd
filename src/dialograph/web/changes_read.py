"""What changed in a version, worked out by a query process when somebody asks, and kept."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable
from datetime import UTC
from typing import Any, TypeVar

from dialograph.engine.interface import BusyError, StaleError
from dialograph.engine.tasks import Spooled
from dialograph.formats import Format
from dialograph.limits import DUMP_SECONDS
from dialograph.publish.changed import Moment, Told, Way, tell_changes
from dialograph.publish.feed import Pages, write_pages
from dialograph.repository.interface import AbsentError
from dialograph.repository.provenance import graph_of
from dialograph.web.answers import Answers

T = TypeVar("T")

_FILES_MAX = 12
"""So many files of pages are kept, those asked for last."""

_TOLD_MAX = 400
"""So many versions are kept as they are told to people."""

_WAITING_MAX, _WAITING_EACH = 24, 12
"""So many wait at most, and so many of them for one client."""

_RECALLS_MAX = 3


class ChangesRead:
    """Asks query processes what changed.

    Args:
        answers: have the processes, and know the versions.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._turn = asyncio.Lock()
        self._waiting: Counter[str] = Counter()
        self._files: OrderedDict[tuple[str, str], tuple[Pages, Spooled]] = OrderedDict()
        self._told: OrderedDict[str, Told] = OrderedDict()

    def moment(self, number: int) -> Moment:
        """A version that is kept; the oldest one counts as all that there is.

        Args:
            number: of it; 0 for what is served where no versions are kept.

        Raises:
            AbsentError: there is none, or no more.
        """
        history = self._answers.history
        if not number:
            return Moment(self._answers.version, 0, "", whole=True, **self._where)
        version = history.version_of(number)
        time = version.time.astimezone(UTC).isoformat(timespec="milliseconds")
        return Moment(
            version.revision,
            number,
            time.replace("+00:00", "Z"),
            whole=number == history.kept().start,
            **self._where,
        )

    async def pages(self, moment: Moment, form: Format, client: str) -> tuple[Pages, Spooled]:
        """The pages of a version.

        Args:
            moment: the version.
            form: how they are written.
            client: who asks, and uses a budget; what is known already is for nothing.

        Raises:
            AbsentError: there is no such version any more.
            UnavailableError: there is no room for it, it took too long, or the client has no
                budget left for it.
        """
        return await self._once(
            client,
            self._files,
            (moment.path, form.name),
            _FILES_MAX,
            lambda: self._run(client, write_pages, moment, form.name),
        )

    async def told(self, moment: Moment, client: str) -> Told:
        """What a version changed, for people; see :meth:`pages`."""

        async def tell() -> Told:
            told, _ = await self._run(client, tell_changes, moment)
            assert isinstance(told, Told)
            return told

        return await self._once(client, self._told, moment.path, _TOLD_MAX, tell)

    @property
    def _where(self) -> dict[str, str]:
        base_iri = self._answers.settings.base_iri
        history = graph_of(base_iri) if self._answers.settings.history else ""
        return {"base_iri": base_iri, "history": history}

    async def _once(
        self,
        client: str,
        kept: OrderedDict[Any, T],
        key: object,
        most: int,
        make: Callable[[], Awaitable[T]],
    ) -> T:
        if key not in kept:
            if self._waiting.total() >= _WAITING_MAX or self._waiting[client] >= _WAITING_EACH:
                raise BusyError(
                    "Too many wait to be told what changed.",
                    "Ask again in a moment.",
                    french="Trop de demandes attendent de savoir ce qui a changé.",
                )
            self._waiting[client] += 1
            try:
                # One after the other: it is the work of a moment, and nobody is to be crowded out.
                async with self._turn:
                    if key not in kept:
                        kept[key] = await make()
            finally:
                self._waiting -= Counter((client,))  # leaves out who waits for nothing
        kept.move_to_end(key)
        found = kept[key]
        while len(kept) > most:
            kept.popitem(last=False)
        return found

    async def _run(
        self, client: str, work: Callable[..., Any], moment: Moment, *args: object
    ) -> tuple[Any, Spooled]:
        for _ in range(_RECALLS_MAX):
            way, file = None, None
            if moment.number:
                turning = await self._answers.history.turning(moment.number)
                if self.moment(moment.number) != moment:
                    # Versions before it went meanwhile: it is now the oldest one.
                    raise AbsentError("The version is told of as a whole by now.")
                way = Way(turning.since, turning.start, tuple(turning.removed))
                file = turning.patches
            elif moment.revision != self._answers.version:
                break
            try:
                return await self._answers.pool.run(
                    work,
                    *(moment, *args, way),
                    seconds=DUMP_SECONDS,
                    client=client,
                    source=file,
                )
            except StaleError:  # another version has come in between
                continue
        raise StaleError(self._answers.version)
