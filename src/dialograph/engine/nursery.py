"""The process that query processes are forked from: it holds the graph, and never answers.

It has one thread, so forking it is safe, and shares its memory with its children. It learns from
the server whom to fork and whom to kill, and tells it who is ready and who has died.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from threading import get_native_id
from typing import Any, NoReturn

from dialograph.engine.changes import from_patch
from dialograph.engine.confine import QUERY_NICE, bound_stack, die_with_parent
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.exchange import Unpacker, pack, pickle_error
from dialograph.engine.hugepages import Mover, prefer_huge_pages
from dialograph.engine.worker import Held, Limits, work

READY, FAILED, FORKED, DIED, CHANGED = "ready", "failed", "forked", "died", "changed"
FORK, KILL, CHANGE = "fork", "kill", "change"

Opener = Callable[..., tuple[Held, Any]]
"""Loads a dataset: gives the engine, and what the server is to know of it, to be pickled."""

_READ = 64 * 1024
_DESCRIPTORS = 64
_QUIET_MS = 100
"""When nothing has been asked of it for so long, it does what it was told to do later."""
_CHANGES, _MOVE_SECONDS = 16, 0.005
"""After so many changes it moves its memory into large pages again, so many seconds at a time."""


def main() -> NoReturn:
    """Run in a process of its own: the number of a socket to the server is its only argument."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)  # the server ends us by closing the socket
    die_with_parent()
    with suppress(BrokenPipeError, ConnectionResetError):
        _Nursery(socket.socket(fileno=int(sys.argv[1]))).run()
    os._exit(0)


class _Nursery:
    def __init__(self, server: socket.socket) -> None:
        self._server = server
        self._unpacker = Unpacker()
        self._received: deque[tuple[Any, ...]] = deque()
        self._descriptors: deque[int] = deque()
        self._children: dict[int, int] = {}
        self._later: tuple[str, tuple[Any, ...]] | None = None
        self._soon = False
        self._changes = 0
        self._mover = Mover()
        self._wake, waker = socket.socketpair()
        for each in (self._wake, waker):
            each.settimeout(0)
        self._waker = waker

    def run(self) -> None:
        """Load, then do what the server says until it goes away."""
        held, limits = self._open()
        bound_stack()
        _freeze()
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        poll = select.poll()
        poll.register(self._server, select.POLLIN)
        poll.register(self._wake, select.POLLIN)
        while True:
            has_more = self._soon or self._mover.has_more
            readable = {descriptor for descriptor, _ in poll.poll(_QUIET_MS if has_more else None)}
            while not readable and self._mover.has_more:
                self._mover.go_on(_MOVE_SECONDS)
                readable = {descriptor for descriptor, _ in poll.poll(0)}
            if not readable:
                self._prepare()
            with suppress(BlockingIOError):
                self._wake.recv(_READ)
            self._bury()
            if self._server.fileno() in readable and not self._read():
                break
            while self._received:
                self._obey(held, limits, *self._received.popleft())
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)

    def _open(self) -> tuple[Held, Limits]:
        while not self._received:
            if not self._read():
                os._exit(0)
        told = pickle.loads(self._received.popleft()[0])  # noqa: S301 - from the server
        opener, args, limits, _loaded_with_it, self._later, self._soon, gently = told
        try:
            held, told = _apart(_load, opener, args, gently)
        except BaseException as error:  # noqa: BLE001 - told where it can be
            self._tell(FAILED, pickle_error(error))
            os._exit(1)
        self._tell(READY, pickle.dumps(told))
        return held, limits

    def _obey(self, held: Held, limits: Limits, what: str, *told: Any) -> None:
        if what == FORK:
            number, bounded, network, sourced = told
            wanted = replace(
                limits,
                memory=limits.memory if bounded else None,
                result=limits.result if bounded else sys.maxsize,
                services=limits.services if network else (),
            )
            if sourced:
                self._prepare()
            self._fork(held, number, wanted, sourced=sourced)
        elif what == CHANGE:
            assert isinstance(held, EmbeddedEngine)
            self._change(held, *told)
        else:
            for pid, number in self._children.items():
                if number == told[0]:
                    # Not buried yet, so the number of the process is still its own.
                    os.kill(pid, signal.SIGKILL)

    def _prepare(self) -> None:
        """Do what was left for later, if it has not been done."""
        self._soon = False
        if self._later is not None:
            (name, args), self._later = self._later, None
            module, _, function = name.partition(":")
            _apart(getattr(import_module(module), function), *args)
            _freeze()
            self._mover.begin()

    def _change(self, engine: EmbeddedEngine, old: str, new: str) -> None:
        """Go on to another version; what goes wrong ends us, and the right one is loaded anew."""
        with os.fdopen(self._descriptors.popleft(), "rb") as patch:
            if engine.version == old:
                patch.seek(0)  # whoever wrote it stands at its end
                _apart(lambda: engine.change(from_patch(patch), new))
                gc.freeze()
                self._changes += 1
                if self._changes % _CHANGES == 0:
                    self._mover.begin()
            elif engine.version != new:
                os._exit(1)
        self._tell(CHANGED)

    def _fork(self, held: Held, number: int, limits: Limits, *, sourced: bool) -> None:
        connection = socket.socket(fileno=self._descriptors.popleft())
        spool = self._descriptors.popleft()
        source = self._descriptors.popleft() if sourced else None
        try:
            pid = os.fork()
        except OSError:  # the machine has no process left: told as a death, so that nobody waits
            pid = -1
        if pid == 0:
            die_with_parent()
            work(held, connection, spool, limits, source)
        connection.close()
        os.close(spool)
        if source is not None:
            os.close(source)
        if pid < 0:
            self._tell(DIED, number, 0)
            return
        self._children[pid] = number
        self._tell(FORKED, number, pid)

    def _bury(self) -> None:
        while self._children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            self._tell(DIED, self._children.pop(pid), status)

    def _read(self) -> bool:
        data, descriptors, *_ = socket.recv_fds(self._server, _READ, _DESCRIPTORS)
        self._descriptors.extend(descriptors)
        self._received.extend(self._unpacker.feed(data))
        return bool(data)

    def _tell(self, *message: Any) -> None:
        self._server.sendall(pack(message))


def _load(opener: Opener, args: tuple[Any, ...], gently: bool) -> tuple[Held, Any]:  # noqa: FBT001
    if gently:
        # Of this thread alone, and those that it starts: the processes forked later are like any.
        os.setpriority(os.PRIO_PROCESS, get_native_id(), QUERY_NICE)
    loaded = opener(*args)
    prefer_huge_pages()
    return loaded


def _freeze() -> None:
    """Have nothing collected any more that is shared: looking at it would copy it."""
    gc.collect()
    gc.freeze()


def _apart(work: Callable[..., Any], *args: Any) -> Any:
    """Do work in a thread of its own, and wait until that is gone.

    It gets a part of the heap for itself: what queries allocate later does not have to be found
    between millions of small pieces that loading has left free. And it throws the engine's dice,
    which are one set for each thread: from a set that this one has touched, all processes that are
    forked would throw the same.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        done = thread.submit(work, *args)
    _wait_until_alone()
    return done.result()


def _wait_until_alone() -> None:
    """Wait for the last of other threads to go: only a process of one thread can be forked."""
    for _ in range(1_000):
        if len(os.listdir("/proc/self/task")) == 1:  # noqa: PTH208 - no Path for each of them
            return
        time.sleep(0.001)
    raise RuntimeError("a thread of the loader is still there")


if __name__ == "__main__":
    main()
