"""A query process: frozen at one version of the graph, it answers until it is killed."""

from __future__ import annotations

import os
import pickle
import signal
import socket
from collections import deque
from contextlib import suppress
from dataclasses import astuple, dataclass
from time import perf_counter
from typing import Any, NoReturn, Protocol

from dialograph import formats
from dialograph.engine.changes import from_patch
from dialograph.engine.confine import confine, keep_only, size_of
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.exchange import (
    CANCEL,
    CHANGE,
    PREVIEW,
    RECALL,
    RUN,
    Outcome,
    Question,
    Unpacker,
    pack,
    pickle_error,
)
from dialograph.engine.federation import Forwarder
from dialograph.engine.interface import EvaluationError, StaleError, UnacceptableError
from dialograph.engine.output import Output
from dialograph.engine.seccomp import forbid_sockets
from dialograph.errors import DialographError
from dialograph.limits import PREVIEW_BYTES, ROWS_SHOWN

_READ = 256 * 1024
_SPENT = 4
"""A process that has taken up this part of its memory bound is replaced: the bound is for one."""

_LOOK_EVERY, _LOOK_AFTER = 64, 0.002
"""Its size is looked up after so many questions, and after one that took so many seconds."""

_GLANCE = 0.001
"""Questions that are taken back are heard of so soon."""

_RESULTS = {each.name: each for each in formats.RESULT_FORMATS}
_GRAPHS = {each.name: each for each in formats.GRAPH_FORMATS}


@dataclass(frozen=True)
class Limits:
    """What a query process is held to.

    Args:
        memory: bytes beyond the graph's own; None for no bound.
        result: bytes of an answer.
        services: prefixes of the addresses that ``SERVICE`` may name; none closes the network.
        private: whether those addresses may be on a private network.
    """

    memory: int | None
    result: int
    services: tuple[str, ...] = ()
    private: bool = False


class Held(Protocol):
    """A dataset as a nursery holds it."""

    @property
    def files(self) -> int:
        """How many files a query process opens while it answers."""

    def at_work(self) -> EmbeddedEngine:
        """What a query process asks, made ready there."""


def work(
    held: Held,
    connection: socket.socket,
    spool: int,
    limits: Limits,
    source: int | None = None,
) -> NoReturn:
    """Answer what comes over the connection, one question after the other; never returns.

    Args:
        held: the dataset.
        connection: to the server; when it closes, the process ends.
        spool: the descriptor of the file for answers that are too long for a message.
        limits: what the process is held to.
        source: the descriptor of a file that it may read.
    """
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)  # the server decides when we end
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    given = (spool,) if source is None else (spool, source)
    connection, (spool, *sources), statm = keep_only(connection, *given)
    network = bool(limits.services)
    try:
        if held.files and not network:
            forbid_sockets()
        # First what it takes of memory: that is the dataset's own.
        engine, files = held.at_work(), held.files
        confine(statm, memory=limits.memory, file_bytes=limits.result, network=network, files=files)
        _Worker(engine, connection, (spool, *sources), statm, limits).run()
    finally:
        os._exit(0)


class _Worker:
    def __init__(
        self,
        engine: EmbeddedEngine,
        connection: socket.socket,
        files: tuple[int, ...],
        statm: int,
        limits: Limits,
    ) -> None:
        self._engine = engine
        self._connection = connection
        self._spool, *self._sources = files
        self._statm = statm
        self._limits = limits
        self._spent = size_of(statm) + (limits.memory or 0) // _SPENT
        self._answered = 0
        self._services = (
            Forwarder(limits.services, private=limits.private) if limits.services else None
        )

    def run(self) -> None:
        """Answer until the server goes away."""
        waiting: deque[tuple[Any, ...]] = deque()
        unpacker = Unpacker()
        looked = 0.0
        room = memoryview(bytearray(_READ))  # made anew each time it would be half of the reading
        while True:
            data = None
            # What waits is taken back only after a while: there is no need to look each time.
            if not waiting or perf_counter() - looked > _GLANCE:
                with suppress(BlockingIOError):
                    flags = socket.MSG_DONTWAIT if waiting else 0
                    data = bytes(room[: self._connection.recv_into(room, 0, flags)])
                looked = perf_counter()
            if data == b"":
                return
            for message in unpacker.feed(data) if data else ():
                if message[1] == CANCEL:
                    gone = set(message[2])
                    waiting = deque(each for each in waiting if each[0] not in gone)
                else:
                    waiting.append(message)
            if not waiting:
                continue
            number, what, *told = waiting.popleft()
            if what == CHANGE:
                if not self._go_on(*told):
                    return
                continue
            outcome = self._do(what, number, told)
            self._connection.sendall(pack(outcome))

    def _do(self, what: str, number: int, told: list[Any]) -> Outcome:
        if what == RUN:
            return self._run(number, *told)
        return self._recall(number, *told) if what == RECALL else self._answer(number, *told)

    def _go_on(self, since: str, version: str, patch: bytes) -> bool:
        """Go on to the next version; whether that is where this process is now."""
        try:
            if self._engine.version == since:
                self._engine.change(from_patch(patch.splitlines()), version)
        except BaseException:  # noqa: BLE001 - half way to a version is no place to answer from
            return False
        return self._engine.version == version

    def _recall(self, number: int, since: str, version: str, *told: Any) -> Outcome:
        """Answer from another version, which this process is at from then on."""
        if self._engine.version != since:
            return Outcome(number, pickle_error(StaleError(self._engine.version)))
        try:
            with os.fdopen(self._sources[0], "rb", closefd=False) as patch:
                patch.seek(0)
                self._engine.change(from_patch(patch), version)
        except BaseException as error:  # noqa: BLE001 - the server is told, whatever it is
            return Outcome(number, pickle_error(error), spent=True)
        return self._answer(number, *told)

    def _answer(self, number: int, *told: Any) -> Outcome:
        question = Question(*told)
        began = perf_counter()
        output = Output(self._spool, question.inline, self._limits.result, question.coding)
        try:
            if self._services:
                self._services.begin()
            answer = self._engine.query(
                question.text,
                default_graphs=question.default_graphs,
                named_graphs=question.named_graphs,
                base_iri=question.base_iri,
                services=self._services,
            )
            kind = answer.kind
            wanted = question.graphs if kind == "graph" else question.results
            if wanted is None:
                raise UnacceptableError(kind)
            if wanted == PREVIEW:
                body = pickle.dumps(astuple(answer.preview(ROWS_SHOWN, PREVIEW_BYTES)))
            else:
                answer.write((_GRAPHS if kind == "graph" else _RESULTS)[wanted], output)
                body = output.finish()
            if self._services and self._services.failure:
                # The engine goes on where EXISTS or MINUS got no answer: this one is not whole.
                raise EvaluationError(f"The query cannot be evaluated: {self._services.failure}.")
        except EvaluationError as error:
            plainly = self._services.explained(error) if self._services else error
            return Outcome(number, pickle_error(plainly), spent=output.in_file)
        except DialographError as error:
            return Outcome(number, pickle_error(error), spent=output.in_file)
        except BaseException as error:  # noqa: BLE001 - a panic of the engine's library is none
            return Outcome(number, pickle_error(error), spent=True)
        return Outcome(
            number,
            kind=kind,
            format=wanted,
            coding=output.coding,
            volatile=answer.volatile,
            body=body,
            spooled=output.spooled if output.in_file else None,
            spent=output.in_file or self._has_grown(began),
            version=self._engine.version,
        )

    def _has_grown(self, began: float) -> bool:
        """Whether this process is to be replaced; looked up when there is reason to."""
        self._answered += 1
        if self._answered % _LOOK_EVERY and perf_counter() - began < _LOOK_AFTER:
            return False
        return size_of(self._statm) > self._spent

    def _run(self, number: int, pickled: bytes) -> Outcome:
        try:
            function, args = pickle.loads(pickled)  # noqa: S301 - from the server that made us
            given = {"source": self._sources[0]} if self._sources else {}
            body = pickle.dumps(function(self._engine, self._spool, *args, **given))
        except BaseException as error:  # noqa: BLE001 - the server is told, whatever it is
            return Outcome(number, pickle_error(error), spent=True)
        return Outcome(
            number,
            body=body,
            spooled=os.fstat(self._spool).st_size,
            spent=True,
            version=self._engine.version,
        )
