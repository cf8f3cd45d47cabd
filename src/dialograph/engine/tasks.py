"""What waits for a query process, and what one is doing."""

from __future__ import annotations

import asyncio
import os
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from time import clock_gettime
from typing import BinaryIO, cast

from dialograph.engine.exchange import Outcome, Unpacker

_CHUNK = 64 * 1024
_CPU_TIME = 2
_NICE = 19


class Spooled:
    """An answer that stands in a file without a name; the room is free when nobody refers to it.

    Args:
        file: its descriptor.
        size: how many bytes of it are the answer.
    """

    def __init__(self, file: int, size: int) -> None:
        self.file = file
        self.size = size

    def read(self, start: int, size: int) -> bytes:
        """Some of its bytes, from ``start`` on; any thread may read."""
        return os.pread(self.file, min(size, self.size - start), start)

    def chunks(self, start: int = 0, size: int | None = None) -> Iterator[bytes]:
        """Its bytes from ``start`` on, a piece at a time; any thread may read."""
        end = self.size if size is None else start + size
        for place in range(start, end, _CHUNK):
            yield os.pread(self.file, min(_CHUNK, end - place), place)

    def __del__(self) -> None:
        os.close(self.file)


@dataclass(frozen=True)
class Recall:
    """Another version of the dataset than the current one, to put a question to.

    Args:
        version: what it is called.
        since: the version that the patch starts from.
        patch: a file that holds the RDF Patch from there to it.
    """

    version: str
    since: str
    patch: BinaryIO


Done = Callable[["Task", Outcome | None, Exception | None], None]


@dataclass(slots=True, eq=False)
class Task:
    """One question on its way.

    Args:
        number: what the processes call it.
        message: the question in bytes.
        client: who asks, for fairness.
        arrived: when it came, and
        deadline: when its time is up, on the clock of the event loop.
        done: called once, with the outcome or with what went wrong.
        slow: called once when it turns out that it takes its time.
        text: the query, by which others like it are known when it does; empty for nothing.
        bounded: whether the memory bound holds for the process that does it.
        network: whether that process may open sockets.
        source: a file for it to read.
        is_work: whether it is work of ours and no question.
    """

    number: int
    message: bytes
    client: str
    arrived: float
    deadline: float
    done: Done
    slow: Callable[[], None] | None = None
    text: str = ""
    bounded: bool = True
    network: bool = False
    source: BinaryIO | None = None
    is_work: bool = False
    spooled: Spooled | None = None
    """Where the answer stands when it is long."""
    is_heavy: bool = False
    """Whether it has been seen to take its time."""
    seconds: float = 0.0
    """How long a process has worked on it."""
    is_long: bool = False
    """Whether it has been seen to take much of it."""
    is_endless: bool = False
    """Whether it has been seen to take so much that it may never end, or another like it has."""
    has_no_budget: bool = False
    """Whether its client had none left when it was seen to."""
    is_over: bool = False
    """Whether ``done`` has been called, or nobody waits for it any more."""

    @property
    def is_general(self) -> bool:
        """Whether a process that does it may be like any other."""
        return self.bounded and not self.network and not self.is_work and self.source is None


class FairQueue:
    """First come, first served among the tasks of one client; clients take turns."""

    def __init__(self) -> None:
        self._clients: OrderedDict[str, deque[Task]] = OrderedDict()
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Task]:
        return chain.from_iterable(list(each) for each in list(self._clients.values()))

    def put(self, task: Task, *, first: bool = False) -> None:
        """Add a task, at the end of its client's or, where it had its turn before, in front."""
        mine = self._clients.setdefault(task.client, deque())
        if first:
            mine.appendleft(task)
        else:
            mine.append(task)
        self._length += 1

    def take(self) -> Task:
        """The next task of the client whose turn it is.

        Raises:
            KeyError: there is none.
        """
        client, mine = self._clients.popitem(last=False)
        task = mine.popleft()
        if mine:
            self._clients[client] = mine
        self._length -= 1
        return task

    def remove(self, task: Task) -> bool:
        """Take a task out; whether it was here."""
        mine = self._clients.get(task.client)
        if mine is None or task not in mine:
            return False
        mine.remove(task)
        if not mine:
            del self._clients[task.client]
        self._length -= 1
        return True


@dataclass(eq=False)
class Process(asyncio.Protocol):
    """A query process as the server sees it; gives the outcomes that come from it to ``heard``.

    Args:
        number: what the nursery calls it.
        file: the descriptor of the file for its long answers.
        heard: called with this process and each outcome.
        is_general: whether it may be used again, for any question.
    """

    number: int
    file: int
    heard: Callable[[Process, Outcome], None]
    is_general: bool = True
    pid: int | None = None
    tasks: deque[Task] = field(default_factory=deque)
    """What it has been given: it works on the first."""
    began: float = 0.0
    """When it began with the first."""
    killed: str = ""
    """Why it is being killed; empty while it is not."""
    is_nice: bool = False
    """Whether it has been put behind the others; it stays there, for long questions only."""
    is_idle: bool = False
    """Whether it works only while no other would."""

    def __post_init__(self) -> None:
        self._unpacker = Unpacker()
        self._transport: asyncio.WriteTransport | None = None
        self._messages: list[bytes] = []
        self._seen: Task | None = None
        self._clock = 0.0

    def worked(self) -> float:
        """For how long it has been on a processor since it was first seen at its present task."""
        if self.pid is None:
            return 0.0
        try:
            # The clock of another process (clock_getcpuclockid): two bits say which kind.
            now = clock_gettime((~self.pid << 3) | _CPU_TIME)
        except OSError:  # it has just died
            return 0.0
        if self._seen is not self.tasks[0]:
            self._seen, self._clock = self.tasks[0], now
        return now - self._clock

    def be_nice(self) -> None:
        """Stand behind the others from now on: there is no way back for a process."""
        if not self.is_nice and self.pid is not None:
            self.is_nice = True
            with suppress(OSError):  # it has just died
                os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)

    def be_idle(self) -> None:
        """Give the processor away as soon as another process wakes up (``SCHED_IDLE``, sched(7)).

        At the lowest priority it would first finish its turn. There is no way back either.
        """
        if not self.is_idle and self.pid is not None:
            self.is_nice = self.is_idle = True
            with suppress(OSError):  # it has just died
                os.sched_setscheduler(self.pid, os.SCHED_IDLE, os.sched_param(0))

    def hurry(self) -> None:
        """Come back in front of the others, in order to die: that takes a processor too.

        Only where the server may do that: with ``CAP_SYS_NICE``, or as far as ``LimitNICE`` goes.
        """
        if self.pid is not None:
            with suppress(OSError):
                os.sched_setscheduler(self.pid, os.SCHED_OTHER, os.sched_param(0))
                os.setpriority(os.PRIO_PROCESS, self.pid, 0)

    def send(self, message: bytes) -> None:
        """Send it a message, together with those that come in the same turn of the loop."""
        self._messages.append(message)
        if len(self._messages) == 1 and self._transport is not None:
            asyncio.get_running_loop().call_soon(self._flush)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send what has waited for the connection."""
        self._transport = cast("asyncio.WriteTransport", transport)
        self._flush()

    def _flush(self) -> None:
        if self._messages and self._transport is not None:
            self._transport.write(b"".join(self._messages))
            self._messages.clear()

    def data_received(self, data: bytes) -> None:
        """Pass the outcomes on."""
        for message in self._unpacker.feed(data):
            self.heard(self, Outcome(*message))

    def close(self) -> None:
        """Let go of what belongs to it."""
        if self._transport is not None:
            self._transport.close()
        if self.file >= 0:
            os.close(self.file)
            self.file = -1

    def take_file(self, size: int) -> Spooled:
        """The file, with an answer in it; the process can write no other."""
        spooled = Spooled(self.file, size)
        self.file = -1
        return spooled
