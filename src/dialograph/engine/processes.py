"""Births and deaths of query processes, and why one ended."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections import Counter
from collections.abc import Callable, Coroutine
from functools import partial
from itertools import count
from typing import Any, BinaryIO

from dialograph.engine.exchange import Outcome
from dialograph.engine.interface import (
    BusyError,
    OutOfMemoryError,
    OverBudgetError,
    TimedOutError,
    UnavailableError,
)
from dialograph.engine.keeper import Keeper
from dialograph.engine.tasks import Process, Task
from dialograph.errors import DialographError

_RELOAD_SECONDS = 1.0
_FAILURES = (DialographError, RuntimeError, MemoryError)
"""What loading a dataset may end with."""


class Processes:
    """The query processes that there are.

    Args:
        keeper: has them forked and killed, from the graph in memory.
        meanwhile: the same from a copy on disk, until the graph is in memory; None for nothing.
        heard: called with a process and each outcome that comes from it.
        there: called with a process that has come to life.
        gone: called with a process that has died, and its wait status.
        lost: called when all have died because what they were forked from is gone, and
        again: called when that is back, and when those forked from now on are of another kind.
    """

    def __init__(
        self,
        keeper: Keeper,
        meanwhile: Keeper | None = None,
        *,
        heard: Callable[[Process, Outcome], None],
        there: Callable[[Process], None],
        gone: Callable[[Process, int], None],
        lost: Callable[[], None],
        again: Callable[[], None],
    ) -> None:
        self._keeper = keeper
        self._meanwhile = meanwhile
        self._home = keeper
        """Whom those of now are forked from."""
        self._homes: dict[int, Keeper] = {}
        self._in_memory = asyncio.Event()
        self._heard, self._there, self._gone = heard, there, gone
        self._lost, self._again = lost, again
        self._living: dict[int, Process] = {}
        self._numbers = count(1)
        self._is_closed = False
        self._beside: set[asyncio.Task[None]] = set()
        self.ended: Counter[str] = Counter()
        """How many were killed, or died, by cause."""
        self.forks = 0
        """How many were forked."""

    async def start(self) -> Any:
        """Wait for the dataset, in memory or on disk.

        Returns:
            What the opener told of it.

        Raises:
            DialographError: it cannot be loaded.
        """
        self._loop = asyncio.get_running_loop()
        for each in (self._keeper, self._meanwhile):
            if each is not None:
                each.on_forked, each.on_died = self._forked, self._died
                each.on_lost = partial(self._lose, each)
        loading = self._loop.create_task(self._keeper.ready())
        if self._meanwhile is not None:
            opening = self._loop.create_task(self._meanwhile.ready())
            await asyncio.wait((loading, opening), return_when=asyncio.FIRST_COMPLETED)
            if not loading.done() and opening.exception() is None:
                self._home = self._meanwhile
                self._do(self._move(loading))
                return opening.result()
            opening.cancel()
            self._leave_disk()
        told = await loading
        self._in_memory.set()
        return told

    @property
    def are_there(self) -> bool:
        """Whether there are any."""
        return any(each.pid is not None for each in self._living.values())

    @property
    def is_in_memory(self) -> bool:
        """Whether the graph has been loaded into memory."""
        return self._in_memory.is_set()

    async def in_memory(self, seconds: float | None) -> None:
        """Wait until the graph is in memory: only there can it be changed.

        Args:
            seconds: for how long; None for as long as it takes.

        Raises:
            BusyError: it is not yet.
        """
        try:
            async with asyncio.timeout(seconds):
                await self._in_memory.wait()
        except TimeoutError:
            raise BusyError(
                "The server has just started, and is still loading the graph into memory: until "
                "then it answers queries, and nothing else.",
                "Send it again in a moment.",
                retry=5,
                french="Le serveur vient de démarrer et charge encore le graphe en mémoire : "
                "d’ici là, il répond aux requêtes, et c’est tout.",
            ) from None

    @property
    def pids(self) -> list[int]:
        """The process ids: of what they are forked from, then of all."""
        aside = [] if self._meanwhile is None else [self._meanwhile.pid]
        living = (each.pid for each in self._living.values() if each.pid)
        return [self._keeper.pid, *aside, *living]

    async def change(self, patch: BinaryIO, old: str, new: str) -> None:
        """Have the dataset changed; see :meth:`Keeper.change`."""
        await self._keeper.change(patch, old, new)

    def fork(
        self, *, bounded: bool = True, network: bool = False, source: BinaryIO | None = None
    ) -> Process:
        """Have a process forked; it can be given tasks at once.

        Args:
            bounded: whether the memory bound holds for it.
            network: whether it may open sockets.
            source: a file for it to read. One that is unlike others is used once.

        Raises:
            OSError: there is no descriptor left, or no room for a file.
        """
        number = next(self._numbers)
        ours, file = self._home.fork(number, bounded=bounded, network=network, source=source)
        is_general = bounded and not network and source is None
        process = Process(number, file, self._heard, is_general=is_general)
        self._living[number], self._homes[number] = process, self._home
        self._do(self._connect(process, ours))
        self.forks += 1
        return process

    def kill(self, process: Process, cause: str) -> None:
        """Have a process killed; ``gone`` is called when it is.

        Args:
            process: which.
            cause: ``timeout hangup budget preempted replaced``: why.
        """
        process.killed = cause
        self.ended[cause] += 1
        process.hurry()
        if process.number in self._homes:
            self._homes[process.number].kill(process.number)

    def close(self) -> None:
        """End them all."""
        self._is_closed = True
        self._keeper.close()
        self._leave_disk()

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        """Do work beside, whoever waits for it."""
        task = self._loop.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def _connect(self, process: Process, ours: socket.socket) -> None:
        await self._loop.create_unix_connection(lambda: process, sock=ours)

    def _forked(self, number: int, pid: int) -> None:
        process = self._living.get(number)
        if process is not None:
            process.pid, process.began = pid, self._loop.time()
            self._there(process)

    def _died(self, number: int, status: int) -> None:
        process, home = self._living.pop(number, None), self._homes.pop(number, None)
        if process is None:
            return
        if home is not self._home and home not in self._homes.values():
            self._leave_disk()
        if not process.killed:
            self.ended["memory" if _is_memory(status) else "crash"] += 1
        self._gone(process, status)
        process.close()

    def _lose(self, home: Keeper) -> None:
        if self._is_closed:
            return
        self.ended["nursery"] += 1
        if home is self._home:
            self._lost()
        for number in [each for each, its in self._homes.items() if its is home]:
            self._died(number, signal.SIGKILL)
        if home is self._keeper:
            self._do(self._reload())
        else:
            self._leave_disk()

    async def _reload(self) -> None:
        await self._load_again()
        if not self._is_closed:
            self._again()

    async def _load_again(self) -> None:
        while not self._is_closed:
            self._keeper.restart()
            try:
                await self._keeper.ready()
            except _FAILURES:  # /health/ready says that there is nothing
                await asyncio.sleep(_RELOAD_SECONDS)
            else:
                break

    async def _move(self, loading: asyncio.Task[Any]) -> None:
        """Go on in memory when the graph is there; what has begun on disk ends there."""
        try:
            await loading
        except _FAILURES:  # answers still come from the disk
            await asyncio.sleep(_RELOAD_SECONDS)
            await self._load_again()
        if self._is_closed:
            return
        self._home = self._keeper
        self._in_memory.set()
        self._again()
        if self._meanwhile not in self._homes.values():
            self._leave_disk()

    def _leave_disk(self) -> None:
        if self._meanwhile is not None:
            self._meanwhile.close()
            self._meanwhile = None


def reason(process: Process, task: Task, status: int, *, budget: float, retry: int) -> Exception:
    """Why a task has no answer, now that its process is gone.

    Args:
        process: what worked on it.
        task: the task.
        status: the wait status of the process.
        budget: how many query-seconds a client has in a minute.
        retry: after how many seconds this one will have some again.
    """
    if process.killed == "timeout":
        seconds = round(task.deadline - task.arrived, 3)
        return TimedOutError(
            f"The query was stopped after {seconds:g} s, the time that it may take.",
            "Ask for less: fewer patterns, a LIMIT, or one part at a time.",
            french=f"La requête a été arrêtée au bout de {seconds:g} s, le temps qui lui est "
            "accordé.",
        )
    if process.killed == "budget":
        return over_budget(budget, retry)
    if process.killed:
        stopped = "La requête a été arrêtée."
        return UnavailableError("The query was stopped.", "Ask again.", french=stopped)
    if _is_memory(status):
        return OutOfMemoryError(
            "The query was stopped: it took more memory than it may.",
            "Ask for less: fewer patterns, no sorting of large answers.",
            french="La requête a été arrêtée : elle prenait trop de mémoire.",
        )
    return UnavailableError(
        "The query brought the process down that worked on it.",
        "Ask in another way, and tell whoever runs this server.",
        french="La requête a fait tomber le processus qui y travaillait.",
    )


def over_budget(budget: float, retry: int) -> OverBudgetError:
    """That a client has used up what it has in a minute; see :func:`reason` for the arguments."""
    return OverBudgetError(
        f"The {budget:g} query-seconds of this minute are used up.",
        "Wait a little; short queries are answered meanwhile.",
        retry,
        french=f"Les {budget:g} secondes de requête de cette minute sont épuisées.",
    )


def _is_memory(status: int) -> bool:
    """Whether a wait status is that of a process that could have no more memory."""
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) in {signal.SIGABRT, signal.SIGKILL}
