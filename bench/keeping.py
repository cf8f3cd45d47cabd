"""dialograph with a data directory, and somebody who writes to it."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Self
from urllib.parse import quote

from bench.client import Endpoint, Reply, ask, send
from bench.entry import Entry, entry
from bench.generate import Dataset
from bench.peers import START_SECONDS, Dialograph, Running
from bench.process import wait_until
from bench.queries import lookup
from bench.template import RABAT

_QUIET, _QUIET_SECONDS = 0.05, 20
"""Cores in use below which a server is at rest, and how long to wait for that."""
_LOOK = 0.3
_PATIENCE = 60
_COPY_SECONDS = 900
_GRAPH = f"/graphs?graph={quote(RABAT, safe='')}"
_TURTLE, _UPDATE = "text/turtle", "application/sparql-update"
WAYS = ("document", "update", "removal")
"""How an entry is made: as a document added to the graph, in an update; and how it goes again."""


class Keeping:
    """A data directory of a server, in a folder of its own that is removed in the end.

    Args:
        folder: the folder; what is in it goes.
        dataset: what the first version holds.
    """

    def __init__(self, folder: Path, dataset: Dataset) -> None:
        self.dataset = dataset
        self._folder = folder
        self._tokens = folder / "tokens.json"
        self.token = ""

    def __enter__(self) -> Self:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        made = subprocess.run(
            [
                *(Dialograph.program, "token", "new", "--tokens-file", self._tokens, "--json"),
                *("--graph", "*", "--name", "bench"),
            ],
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
        if made.returncode:
            raise RuntimeError(f"no token could be made: {made.stderr.decode()[-300:]}")
        self.token = json.loads(made.stdout)["token"]
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def launch(self) -> Running:
        """Start a server on the directory, without waiting for it."""
        kept = ["--data-dir", str(self._folder / "data"), "--tokens-file", str(self._tokens)]
        return Dialograph.begin([*kept, "--load", str(self.dataset.path)])

    @contextmanager
    def serve(self) -> Iterator[Running]:
        """A server that has given its first correct answer, stopped at the end."""
        running = self.launch()
        try:
            self.ready(running, *self.dataset.read_points()[0])
            yield running
        finally:
            running.process.stop()

    def copied(self, running: Running) -> float:
        """Wait until the copy on disk is there, from which a start answers; after how long.

        Raises:
            RuntimeError: it does not come.
        """
        began = time.monotonic()
        copy = self._folder / "data" / "copy" / "copy.json"
        wait_until(copy.exists, running.process, _COPY_SECONDS)
        return time.monotonic() - began

    @staticmethod
    def in_memory(running: Running) -> None:
        """Wait until a server has its graph in memory, and takes changes.

        Raises:
            RuntimeError: it does not come to that.
        """

        def is_so() -> bool:
            with closing(running.endpoint.connect(_PATIENCE)) as connection:
                told = send(connection, "GET", "/health/ready", b"", {}).json()
            return bool(told) and told.get("graph") == "memory"

        wait_until(is_so, running.process, START_SECONDS)

    @staticmethod
    def ready(running: Running, iri: str, name: str) -> None:
        """Wait until a server gives the right name of something.

        Raises:
            RuntimeError: it does not.
        """
        found = lambda: ask(running.endpoint, lookup(iri), seconds=10).names(name)  # noqa: E731
        wait_until(found, running.process, START_SECONDS)


class Author:
    """Enters activities, over one connection.

    Args:
        endpoint: of the server.
        token: what lets its holder write.
    """

    def __init__(self, endpoint: Endpoint, token: str) -> None:
        self._endpoint = endpoint
        self._connection: HTTPConnection = endpoint.connect(_PATIENCE)
        self._headers = {"Authorization": f"Bearer {token}"}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def write(self, way: str, what: Entry) -> Reply:
        """Write an entry, or remove it again.

        Args:
            way: one of :data:`WAYS`.
            what: the entry.
        """
        if way == "document":
            return self._send(_GRAPH, _TURTLE, what.document)
        return self._send("/update", _UPDATE, what.insertion if way == "update" else what.removal)

    def judge(self, what: Entry) -> dict[str, object]:
        """What the gate says of an entry, which is not made.

        Raises:
            RuntimeError: it would be refused, or not judged.
        """
        reply = self._send(f"{_GRAPH}&dry-run=true", _TURTLE, what.document)
        told = reply.json()
        if reply.status != 200 or not told or not told["gate"] or not told["gate"]["conforms"]:  # noqa: PLR2004
            raise RuntimeError(
                f"the entry would not be taken: {reply.status} {reply.body[:300].decode()}"
            )
        gate = told["gate"]
        return {"concerned": gate["concerned"], "full": gate["full"], "seconds": reply.seconds}

    def sees(self, what: Entry) -> bool:
        """Whether a query finds an entry."""
        return ask(self._endpoint, lookup(what.iri), connection=self._connection).names(what.name)

    def misses(self, what: Entry) -> bool:
        """Whether a query says that an entry is not there."""
        return ask(self._endpoint, lookup(what.iri), connection=self._connection).rows() == []

    def _send(self, target: str, media_type: str, body: bytes) -> Reply:
        headers = {**self._headers, "Content-Type": media_type, "Accept": "*/*"}
        return send(self._connection, "POST", target, body, headers)


class EverySecond(threading.Thread):
    """Enters an activity each second, until it is told to stop.

    Args:
        endpoint: of the server.
        token: what lets its holder write.
        first: the number of the first entry; the others follow.
    """

    def __init__(self, endpoint: Endpoint, token: str, first: int) -> None:
        super().__init__(daemon=True)
        self._endpoint, self._token, self._number = endpoint, token, first
        self._over = threading.Event()
        self.seconds: list[float] = []
        """How long each write took that was acknowledged."""
        self.failed = self.skipped = 0
        """How many were not; and how many seconds passed in which the one before was not over."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join(_PATIENCE)

    def run(self) -> None:
        """See :class:`threading.Thread`."""
        due = time.perf_counter()
        with Author(self._endpoint, self._token) as author:
            while not self._over.wait(max(0.0, due - time.perf_counter())):
                reply = author.write("document", entry(self._number))
                self._number += 1
                if written(reply):
                    self.seconds.append(reply.seconds)
                else:
                    self.failed += 1
                due += 1
                while due < time.perf_counter():
                    due += 1
                    self.skipped += 1


def written(reply: Reply) -> bool:
    """Whether a write was acknowledged."""
    return reply.status in {200, 201, 204}


def settle(running: Running) -> None:
    """Wait until a server has done what it does after a write, or after its start."""
    end = time.monotonic() + _QUIET_SECONDS
    before = running.process.cpu_seconds()
    while time.monotonic() < end:
        time.sleep(_LOOK)
        now = running.process.cpu_seconds()
        if now - before < _QUIET * _LOOK:
            return
        before = now
