"""Births and deaths of query processes, and why one ended."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import Any, BinaryIO

from dialograph.engine.exchange import Outcome
from dialograph.engine.interface import (
    OutOfMemoryError,
    OverBudgetError,
    TimedOutError,
    UnavailableError,
)
from dialograph.engine.keeper import Keeper
from dialograph.engine.tasks import Process, Task
from dialograph.errors import DialographError

_RELOAD_SECONDS = 1.0


class Processes:
    """The query processes that there are.

    Args:
        keeper: has them forked and killed.
        heard: called with a process and each outcome that comes from it.
        there: called with a process that has come to life.
        gone: called with a process that has died, and its wait status.
        lost: called when all have died because what they were forked from is gone, and
        again: called when that is back.
    """

    def __init__(
        self,
        keeper: Keeper,
        *,
        heard: Callable[[Process, Outcome], None],
        there: Callable[[Process], None],
        gone: Callable[[Process, int], None],
        lost: Callable[[], None],
        again: Callable[[], None],
    ) -> None:
        self._keeper = keeper
        self._heard, self._there, self._gone = heard, there, gone
        self._lost, self._again = lost, again
        self._living: dict[int, Process] = {}
        self._numbers = count(1)
        self._is_closed = False
        self._connecting: set[asyncio.Task[Any]] = set()
        self.ended: Counter[str] = Counter()
        """How many were killed, or died, by cause."""
        self.forks = 0
        """How many were forked."""

    async def start(self) -> Any:
        """Wait for the dataset.

        Returns:
            What the opener told of it.

        Raises:
            DialographError: it cannot be loaded.
        """
        self._loop = asyncio.get_running_loop()
        self._keeper.on_forked = self._forked
        self._keeper.on_died = self._died
        self._keeper.on_lost = self._lose
        return await self._keeper.ready()

    @property
    def pids(self) -> list[int]:
        """The process ids: of what they are forked from, then of all."""
        return [self._keeper.pid, *(each.pid for each in self._living.values() if each.pid)]

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
        ours, file = self._keeper.fork(number, bounded=bounded, network=network, source=source)
        is_general = bounded and not network and source is None
        process = Process(number, file, self._heard, is_general=is_general)
        self._living[number] = process
        connecting = self._loop.create_task(self._connect(process, ours))
        self._connecting.add(connecting)
        connecting.add_done_callback(self._connecting.discard)
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
        self._keeper.kill(process.number)

    def close(self) -> None:
        """End them all."""
        self._is_closed = True
        self._keeper.close()

    async def _connect(self, process: Process, ours: socket.socket) -> None:
        await self._loop.create_unix_connection(lambda: process, sock=ours)

    def _forked(self, number: int, pid: int) -> None:
        process = self._living.get(number)
        if process is not None:
            process.pid, process.began = pid, self._loop.time()
            self._there(process)

    def _died(self, number: int, status: int) -> None:
        process = self._living.pop(number, None)
        if process is None:
            return
        if not process.killed:
            self.ended["memory" if _is_memory(status) else "crash"] += 1
        self._gone(process, status)
        process.close()

    def _lose(self) -> None:
        if self._is_closed:
            return
        self.ended["nursery"] += 1
        self._lost()
        for number in list(self._living):
            self._died(number, signal.SIGKILL)
        reloading = self._loop.create_task(self._reload())
        self._connecting.add(reloading)
        reloading.add_done_callback(self._connecting.discard)

    async def _reload(self) -> None:
        while not self._is_closed:
            self._keeper.restart()
            try:
                await self._keeper.ready()
            except DialographError:  # /health/ready says that there is nothing
                await asyncio.sleep(_RELOAD_SECONDS)
            else:
                self._again()
                break


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
