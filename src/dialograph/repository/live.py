"""The writing side of a server: changes in turn, each judged, kept and served before its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, TypeVar

from dialograph.engine.interface import BusyError, UnavailableError
from dialograph.engine.pool import Pool
from dialograph.engine.records import GraphState, Version
from dialograph.engine.tasks import Recall
from dialograph.engine.versions import Versions
from dialograph.engine.withdrawn import Withdrawal, Withdrawn
from dialograph.errors import DialographError
from dialograph.limits import CHANGES_WAITING_MAX
from dialograph.repository.compacting import Compactor
from dialograph.repository.copying import Copier
from dialograph.repository.deriving import Order
from dialograph.repository.interface import (
    Author,
    ChangeRequest,
    Condition,
    GateError,
    Outcome,
    RollbackRequest,
    Turning,
)
from dialograph.repository.judging import Judged, judge
from dialograph.repository.keeping import check, publish, told
from dialograph.settings import Settings

T = TypeVar("T")


class LiveRepository:
    """A :class:`~dialograph.repository.interface.Repository` beside a running server.

    Args:
        versions: the data directory, open for writing; it holds a version.
        pool: holds the current version, and judges changes.
        settings: how the server runs.
    """

    def __init__(
        self,
        versions: Versions,
        pool: Pool,
        settings: Settings,
    ) -> None:
        self._versions = versions
        self._pool = pool
        self._settings = settings
        self.on_version: Callable[[str], None] | None = None
        """Called with what stands for each new version, once query processes hold it."""
        self.on_patch: Callable[[BinaryIO, str], Coroutine[Any, Any, None]] | None = None
        """Awaited before that with its patch, and with what stands for the version before, which
        processes that are forked as soon as it is called hold."""
        self.on_arrival: Callable[[str], Coroutine[Any, Any, None]] | None = None
        """Awaited with the new version once query processes hold it, before it is served."""
        self._shown = self._current, versions.graphs
        """What queries are answered from, which on disk is not the current version for a moment."""
        self._named: dict[int, str] = {}
        self._turn = asyncio.Lock()
        self._withdrawn = Withdrawn(Path(str(settings.data_dir)))
        self._noting: asyncio.Task[None] | None = None
        self._compactor = Compactor(Path(str(settings.data_dir)), versions, self._turn)
        self._copier = Copier(settings)
        self._running: set[asyncio.Task[Any]] = set()
        self._tidying: set[asyncio.Task[None]] = set()
        self._starting: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Do what is to be done after a start, while nobody waits; the event loop runs."""
        self._starting = self._beside(self._after_start())

    @property
    def waiting(self) -> int:
        """How many changes wait, the one that is being made included."""
        return len(self._running)

    @property
    def version(self) -> int:
        """See :class:`~dialograph.repository.interface.Repository`."""
        return self._shown[0].number

    @property
    def graphs(self) -> Mapping[str | None, GraphState]:
        """See :class:`~dialograph.repository.interface.Repository`."""
        return self._shown[1]

    @property
    def _current(self) -> Version:
        current = self._versions.current
        assert current is not None
        return current

    # --- Older versions ------------------------------------------------------------------------

    def revision(self, number: int) -> str:
        """See :class:`~dialograph.repository.interface.History`."""
        return self._versions.get(number).revision

    def named(self, number: int) -> str:
        """See :class:`~dialograph.repository.interface.Repository`."""
        if number not in self._named:
            try:
                self._named[number] = self.revision(number)
            except DialographError:
                self._named[number] = f"{number}-{'0' * 12}"
        return self._named[number]

    async def recall(self, number: int) -> Recall:
        """See :class:`~dialograph.repository.interface.History`."""
        self.revision(number)
        await self._pool.in_memory(self._settings.query_timeout)
        current, revision = self._current, self.revision(number)
        patch = await asyncio.to_thread(self._way_to, number)
        return Recall(revision, current.revision, patch)

    async def withdrawn(self, iris: Sequence[str]) -> Withdrawal | None:
        """See :class:`~dialograph.repository.interface.History`."""
        # What has come since is taken in once for all who ask, in one thread.
        await asyncio.shield(self._note())
        return await asyncio.to_thread(self._withdrawn.find, self._versions, iris)

    def _note(self) -> asyncio.Task[None]:
        if self._noting is None or self._noting.done():
            work = asyncio.to_thread(self._withdrawn.note, self._versions)
            self._noting = asyncio.get_running_loop().create_task(work)
        return self._noting

    def _way_to(self, number: int) -> BinaryIO:
        patch = self._file()
        self._versions.write_way(self._current.number, number, patch)
        return patch

    def kept(self) -> range:
        """See :class:`~dialograph.repository.interface.History`."""
        kept = self._versions.kept()
        return range(kept.start, min(kept.stop, self.version + 1))

    def version_of(self, number: int) -> Version:
        """See :class:`~dialograph.repository.interface.History`."""
        return self._versions.get(number)

    async def turning(self, number: int) -> Turning:
        """See :class:`~dialograph.repository.interface.History`."""
        current, _ = self._current, self.revision(number)
        turned = await asyncio.to_thread(self._turn_at, number)
        return Turning(current.revision, *turned)

    def _turn_at(self, number: int) -> tuple[int, BinaryIO, Sequence[str]]:
        patches, current = self._file(), self._current.number
        oldest = number == self._versions.kept().start
        self._versions.write_way(current, number if oldest else number - 1, patches)
        start = patches.tell()
        if not oldest:
            self._versions.write_way(number - 1, number, patches)
        removed = self._withdrawn.removed_by(self._versions, number) if oldest else ()
        return start, patches, removed

    def _file(self) -> BinaryIO:
        return TemporaryFile(dir=self._settings.data_dir)

    # --- Changes -------------------------------------------------------------------------------

    async def change(
        self,
        request: ChangeRequest,
        author: Author,
        body: BinaryIO | None = None,
        *,
        condition: Condition | None = None,
        dry_run: bool = False,
        seconds: float | None = None,
    ) -> Outcome:
        """See :class:`~dialograph.repository.interface.Repository`."""
        if self.waiting >= CHANGES_WAITING_MAX:
            raise BusyError(
                "Too many changes are waiting; nothing of this one was made.",
                "Send it again in a moment.",
                french="Trop de modifications sont en attente ; rien de celle-ci n’a été fait.",
            )
        most = self._settings.query_timeout
        work = self._in_turn(
            request,
            author,
            body,
            condition,
            dry_run=dry_run,
            seconds=most if seconds is None else min(most, seconds),
        )
        return await self._to_the_end(work)

    async def close(self) -> None:
        """Let the change under way come to its end, then let others write."""
        self._compactor.stop()
        self._copier.stop()
        if self._starting is not None:
            self._starting.cancel()
        await asyncio.gather(*self._running, *self._tidying, return_exceptions=True)
        self._versions.close()

    async def _to_the_end(self, work: Coroutine[Any, Any, T]) -> T:
        """Do work, whether or not the client still waits for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def _in_turn(
        self,
        request: ChangeRequest,
        author: Author,
        body: BinaryIO | None,
        condition: Condition | None,
        *,
        dry_run: bool,
        seconds: float,
    ) -> Outcome:
        async with self._turn:
            current = self._current
            check(request, condition, self._versions.graphs)
            if isinstance(request, RollbackRequest):
                self.revision(request.version)
                body = await asyncio.to_thread(self._way_to, request.version)
            judged, rows = await self._pool.run(
                judge,
                self._order(request, author),
                seconds=seconds,
                bounded=True,
                source=body,
            )
            assert isinstance(judged, Judged)
            outcome = judged.outcome(current.number, current.revision)
            if judged.is_refused:
                raise GateError(outcome, judged.english, judged.french)
            if dry_run or judged.is_empty:
                return outcome
            version, patch = await asyncio.to_thread(
                self._publish, request, author, judged, rows.chunks()
            )
            foreseen = self._foreseen(patch, current.revision)
            await asyncio.sleep(0)  # lets it have its process forked
            with suppress(UnavailableError):  # the version on disk is being loaded: queries wait
                await self._pool.change(patch, current.revision, version.revision)
            await foreseen
            if self.on_arrival is not None:
                await self.on_arrival(version.revision)
            self._shown = version, self._versions.graphs
            if self.on_version is not None:
                self.on_version(version.revision)
            self._tidy(version)
            return outcome._replace(version=version.number, revision=version.revision)

    def _foreseen(self, patch: BinaryIO, revision: str) -> asyncio.Future[None]:
        loop = asyncio.get_running_loop()
        if self.on_patch is not None:
            return loop.create_task(self.on_patch(patch, revision))
        nothing: asyncio.Future[None] = loop.create_future()
        nothing.set_result(None)
        return nothing

    def _tidy(self, version: Version) -> None:
        """See to snapshots and old versions, while nobody waits."""
        self._beside(self._keep_few(version))
        self._beside(self._keep_copy(version))

    def _beside(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tidying.add(task)
        task.add_done_callback(self._tidying.discard)
        return task

    async def _after_start(self) -> None:
        with suppress(DialographError, OSError):
            await self._pool.in_memory(None)
            await self._copier.begin(self._current)

    async def _keep_copy(self, version: Version) -> None:
        with suppress(DialographError, OSError):  # no room: another time
            await self._copier.look(version)

    async def _keep_few(self, version: Version) -> None:
        kept, days = self._settings.versions_kept, self._settings.versions_days
        with suppress(DialographError, OSError):  # no room, or somebody reads them: another time
            await self._note()
            await self._compactor.look(version)
            if kept or days:
                age = timedelta(days=days) if days else None
                async with self._turn:
                    await asyncio.to_thread(
                        self._versions.prune, kept or None, age, datetime.now(UTC)
                    )

    def _publish(
        self, request: ChangeRequest, author: Author, judged: Judged, rows: Iterator[bytes]
    ) -> tuple[Version, BinaryIO]:
        patch = self._file()
        version = publish(
            self._versions,
            judged,
            rows,
            patch,
            done=told(request),
            author=author,
            history=self._settings.history,
        )
        patch.flush()
        return version, patch

    def _order(self, request: ChangeRequest, author: Author) -> Order:
        return Order.of(request, author, self._settings)
