"""Which process works on what: the quick ones, those beside them, and what waits for either."""

from __future__ import annotations

import asyncio

from dialograph.engine import exchange
from dialograph.engine.interface import BusyError
from dialograph.engine.processes import Processes
from dialograph.engine.tasks import FairQueue, Process, Task

_DEPTH = 8
"""So many questions are in a quick process at most, the first of which it works on."""

_FRESH = 0.003
"""It gets a question more while it has not been at its first for longer."""

_QUICK_WAITING_MAX, _HEAVY_WAITING_MAX = 1024, 64
_RESERVE_LATER = 0.02
"""How long after a change the reserve is made."""

BREATH = 0.2
"""After a process that could not be made, or did nothing, the next one waits so many seconds."""


class Lanes:
    """Gives tasks to processes, as far as there are any, in turns among clients.

    Args:
        processes: makes and ends them.
        workers: how many processes take quick questions; as many again stand by for when
            those turn out to be busy, and as many long questions are worked on as both together.
    """

    def __init__(self, processes: Processes, workers: int) -> None:
        self._processes = processes
        self._first = workers
        self._quick_max = self._heavy_max = 2 * workers
        self.quick: list[Process] = []
        self.heavy: list[Process] = []
        self.spare: list[Process] = []
        self.waiting = FairQueue()
        self.heavy_waiting = FairQueue()
        self.is_open = False
        """Whether processes can be made."""

    @property
    def is_overfull(self) -> bool:
        """Whether more long questions are worked on than may be."""
        return len(self.heavy) > self._heavy_max

    @property
    def has_long(self) -> bool:
        """Whether a long question is worked on, or waits."""
        return bool(self.heavy or self.heavy_waiting)

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is worked on, and nothing waits."""
        busy = any(each.tasks for each in (*self.quick, *self.heavy))
        return not (busy or self.waiting or self.heavy_waiting)

    @property
    def sizes(self) -> dict[str, int]:
        """How many processes and questions there are, by what they do."""
        return {
            "quick": len(self.quick),
            "heavy": len(self.heavy),
            "spare": len(self.spare),
            "waiting": len(self.waiting),
            "heavy_waiting": len(self.heavy_waiting),
        }

    # --- Giving ------------------------------------------------------------------------------

    def put(self, task: Task, now: float) -> None:
        """Give a task to a quick process, or have it wait for one.

        Raises:
            BusyError: too many are waiting.
        """
        process = self._free(now)
        if process is not None:
            self._give(process, task, now)
        elif len(self.waiting) >= _QUICK_WAITING_MAX:
            raise BusyError(
                "Too many queries are waiting.",
                "Ask again in a moment.",
                french="Trop de requêtes sont en attente.",
            )
        else:
            self.waiting.put(task)

    def put_heavy(self, task: Task) -> None:
        """Give a task to a process of its own, or have it wait for one.

        Raises:
            BusyError: too many are waiting.
        """
        task.is_heavy = True
        if len(self.heavy_waiting) >= _HEAVY_WAITING_MAX:
            raise BusyError(
                "Too many long queries are waiting.",
                "Ask again later.",
                retry=5,
                french="Trop de longues requêtes sont en attente.",
            )
        self.heavy_waiting.put(task)
        self.begin_heavy()

    def drop(self, task: Task) -> bool:
        """Take a task out of where it waits; whether it waited."""
        return self.waiting.remove(task) or self.heavy_waiting.remove(task)

    def _free(self, now: float) -> Process | None:
        """The process to give a task to: as many as there are processors, then the reserve."""
        for few in (self.quick[: self._first], self.quick[self._first :]):
            best, fewest = None, _DEPTH
            for process in few:
                tasks = len(process.tasks)
                is_fresh = not tasks or now - process.began < _FRESH
                if tasks < fewest and process.pid is not None and is_fresh:
                    best, fewest = process, tasks
            if best is not None:
                return best
        return None

    def _give(self, process: Process, task: Task, now: float) -> None:
        if not process.tasks:
            process.began = now
        process.tasks.append(task)
        process.send(task.message)

    def drain(self, now: float) -> None:
        """Give what waits to quick processes that have room."""
        while self.waiting:
            process = self._free(now)
            if process is None:
                return
            self._give(process, self.waiting.take(), now)

    def begin_heavy(self) -> None:
        """Begin long questions while there is room beside the others."""
        while self.is_open and self.heavy_waiting and len(self.heavy) < self._heavy_max:
            task = self.heavy_waiting.take()
            if task.is_general and self.spare:
                process: Process | None = self.spare.pop()
            else:
                process = self._forked(task)
            if process is None:
                self.heavy_waiting.put(task, first=True)
                break
            self.heavy.append(process)
            if task.is_endless and task.is_general:
                process.be_idle()
            elif task.is_general and task.client:  # what the server asks, others wait for
                process.be_nice()
            self._give(process, task, _now())

    def take_back(self, process: Process, *, first: int = 1) -> None:
        """Give what waits in a process, from its ``first`` question on, to others."""
        later = list(process.tasks)[first:]
        if later:
            process.send(exchange.pack_cancel([each.number for each in later]))
            for task in reversed(later):
                process.tasks.remove(task)
                self.waiting.put(task, first=True)

    # --- Moving ------------------------------------------------------------------------------

    def set_aside(self, process: Process) -> None:
        """Move a quick process beside the others; what waits behind its first task goes on."""
        self.take_back(process)
        self.quick.remove(process)
        self.heavy.append(process)

    def settle(self, process: Process, *, is_spent: bool) -> None:
        """Decide what becomes of a process that has finished something."""
        if process.killed:
            return
        if is_spent or not process.is_general:
            self.take_back(process, first=0)
            self.kill(process, "replaced")
        elif process in self.heavy:
            self.heavy.remove(process)
            if len(self.quick) < self._quick_max and not process.is_nice:
                self.quick.append(process)
            elif len(self.spare) < self._heavy_max:
                self.spare.append(process)
            else:
                self.kill(process, "replaced")
            self.begin_heavy()

    def go_on(self, change: bytes) -> None:
        """Have every process answer what it is asked from now on from the next version.

        What they have looked at of the graph stays theirs: forked anew, they would have to copy it
        again before they are as fast as they were.

        Args:
            change: what leads there; see :func:`exchange.pack_change`.
        """
        for process in (*self.quick, *self.heavy, *self.spare):
            if process.is_general and not process.killed:
                process.send(change)

    def renew(self) -> None:
        """Have every question from now on answered by processes that are forked from now on."""
        for process in [each for each in self.quick if each.tasks]:
            self.set_aside(process)
        idle, self.quick, self.spare = [*self.quick, *self.spare], [], []
        for process in self.heavy:
            process.is_general = False
        # First those that somebody may be waiting for; the reserve can come a little later.
        self._make(self._first)
        for process in idle:
            self._processes.kill(process, "replaced")
        asyncio.get_running_loop().call_later(_RESERVE_LATER, self.fill)
        self.drain(_now())

    def fill(self) -> None:
        """Make as many quick processes as there are to be."""
        self._make(self._quick_max)
        self.drain(_now())

    def _make(self, wanted: int) -> None:
        while self.is_open and len(self.quick) < wanted:
            ready = [each for each in self.spare if not each.is_nice]
            process = ready[-1] if ready else self._forked()
            if ready:
                self.spare.remove(ready[-1])
            if process is None:
                break
            self.quick.append(process)

    def kill(self, process: Process, cause: str) -> None:
        """End a process, and have another take its place where it was quick."""
        if process in self.quick:
            self.quick.remove(process)
            asyncio.get_running_loop().call_soon(self.fill)
        self._processes.kill(process, cause)

    def remove(self, process: Process) -> None:
        """Forget a process that has died; what waited behind its first task goes on."""
        self.take_back(process)
        for lane in (self.quick, self.heavy, self.spare):
            if process in lane:
                lane.remove(process)

    def _forked(self, task: Task | None = None) -> Process | None:
        try:
            if task is None:
                return self._processes.fork()
            return self._processes.fork(
                bounded=task.bounded, network=task.network, source=task.source
            )
        except OSError:  # no descriptor, or no room for a file: tried again a little later
            asyncio.get_running_loop().call_later(BREATH, self.fill)
            return None


def waited_in_vain() -> BusyError:
    """That the time of a question was up before there was a process for it."""
    return BusyError(
        "The query waited until its time was up; the server is busy.",
        "Ask again later.",
        retry=5,
        french="La requête a attendu jusqu’au bout de son temps ; le serveur est occupé.",
    )


def _now() -> float:
    return asyncio.get_running_loop().time()
