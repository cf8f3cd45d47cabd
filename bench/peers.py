"""The servers that are compared: how each is loaded, started and limited.

A peer is used only when it is installed. To add one, subclass :class:`Peer` and name it in
:data:`bench.registry.PEERS`.
"""

from __future__ import annotations

import json
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pyoxigraph

from bench.client import Endpoint, ask, post_file
from bench.generate import Dataset
from bench.process import Command, Process, free_port, run, wait_until
from bench.queries import lookup
from dialograph import __version__

START_SECONDS = 300
LOAD_SECONDS = 1200
RUNAWAY_SECONDS = 2
"""How long a runaway query may take, wherever a server lets that be said."""


@dataclass(frozen=True)
class Running:
    """A server that answers.

    Args:
        endpoint: where.
        process: what to stop, and whose memory to look at.
    """

    endpoint: Endpoint
    process: Process


class Peer:
    """A server, and how to use it.

    Args:
        work: the folder in which it keeps what it needs.
    """

    name: ClassVar[str]
    """What it is called on the command line."""
    label: ClassVar[str]
    """What it is called in the results."""
    limit: ClassVar[str] = "none"
    """How the time of one query is limited, in words."""
    most: ClassVar[int | None] = None
    """The most triples it is asked to hold; None for any number."""

    warm: ClassVar[float] = 2
    """For how many seconds it is asked before anything is measured."""

    def __init__(self, work: Path) -> None:
        self.work = work

    def missing(self) -> str:
        """What has to be installed before it can be used; nothing when all is there."""
        raise NotImplementedError

    def version(self) -> str:
        """Which version it is."""
        raise NotImplementedError

    def prepare(self, dataset: Dataset) -> None:
        """Load a dataset, where a server that starts finds it loaded."""

    def launch(self, dataset: Dataset | None, *, guarded: bool) -> Running:
        """Start a server, without waiting for it.

        Args:
            dataset: what it is to serve, prepared; None for what dialograph ships.
            guarded: whether queries that run away are to be stopped, where it can do that.
        """
        raise NotImplementedError

    @contextmanager
    def serve(
        self, dataset: Dataset, *, guarded: bool = False, shipped: bool = False
    ) -> Iterator[Running]:
        """A server that has given its first correct answer, stopped at the end.

        Args:
            dataset: what it serves; prepared.
            guarded: see :meth:`launch`.
            shipped: whether the dataset is what dialograph ships anyway.
        """
        running = self.launch(None if shipped else dataset, guarded=guarded)
        iri, name = dataset.read_points()[0]

        def ready() -> bool:
            return ask(running.endpoint, lookup(iri), seconds=10).names(name)

        try:
            wait_until(ready, running.process, START_SECONDS)
            yield running
        finally:
            running.process.stop()

    def store(self, dataset: Dataset) -> Path:
        """The folder where a dataset is kept, loaded."""
        return self.work / "stores" / f"{self.name}-{dataset.path.stem}-{dataset.sha256[:8]}"

    @contextmanager
    def new_store(self, dataset: Dataset) -> Iterator[Path | None]:
        """A folder to load into, kept when that succeeds; None when it was loaded before."""
        folder = self.store(dataset)
        if (folder / "ready").exists():
            yield None
            return
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        yield folder
        (folder / "ready").touch()


class Dialograph(Peer):
    """The server of this repository, over a file."""

    name = "dialograph"
    label = "dialograph"
    limit = f"`timeout={RUNAWAY_SECONDS}` in each runaway request"
    arguments: ClassVar[list[str]] = []
    """More flags for ``dialograph serve``."""

    program: ClassVar[Path] = Path(sys.executable).parent / "dialograph"
    """What is started."""

    def missing(self) -> str:
        """See :class:`Peer`."""
        return "" if self.program.exists() else "`make test` installs it"

    def version(self) -> str:
        """See :class:`Peer`."""
        python = f"Python {platform.python_version()}"
        return f"{__version__} (pyoxigraph {pyoxigraph.__version__}, {python})"

    def launch(self, dataset: Dataset | None, *, guarded: bool) -> Running:
        """See :class:`Peer`."""
        del guarded  # the limit stands in the request
        return self.begin(["--load", str(dataset.path)] if dataset else [])

    @classmethod
    def begin(cls, flags: Sequence[str]) -> Running:
        """Start a server, without waiting for an answer to a question.

        Args:
            flags: of ``dialograph serve``, besides :attr:`arguments`.

        Raises:
            RuntimeError: it does not say where it serves.
        """
        process = Process(
            [cls.program, "serve", "--port", "0", *flags, *cls.arguments], output=subprocess.PIPE
        )
        told = process.first_line(START_SECONDS)
        if not (port := re.search(r"http://127\.0\.0\.1:(\d+)/", told)):
            process.stop()
            raise RuntimeError("`dialograph serve` did not say where it serves")
        return Running(Endpoint(int(port[1]), "/sparql", f"&timeout={RUNAWAY_SECONDS}"), process)

    def loading(self, file: Path, folder: Path, *, judged: bool = False) -> Command:
        """What loads a file into a new data directory.

        Args:
            file: N-Quads.
            folder: the directory.
            judged: whether the shipped shapes judge it.
        """
        shapes = "shipped" if judged else "none"
        return [self.program, "load", file, "--data-dir", folder, "--shapes", shapes, "--json"]

    def holds(self, folder: Path) -> int:
        """How many statements a data directory holds, without those about its own history."""
        done = subprocess.run(
            [self.program, "versions", "--data-dir", folder, "--json"],
            capture_output=True,
            check=True,
            timeout=START_SECONDS,
        )
        return sum(each["added"] for each in json.loads(done.stdout))


class Oxigraph(Peer):
    """The Oxigraph server over a database on disk, which holds all statements in named graphs."""

    name = "oxigraph-disk"
    label = "Oxigraph, on disk"
    limit = f"`--timeout-s {RUNAWAY_SECONDS}`"

    @property
    def _program(self) -> Path:
        return self.work / "venv" / "bin" / "oxigraph"

    def missing(self) -> str:
        """See :class:`Peer`."""
        return "" if self._program.exists() else "`python -m bench install` installs it"

    def version(self) -> str:
        """See :class:`Peer`."""
        return said(self._program, "--version").removeprefix("oxigraph ")

    def prepare(self, dataset: Dataset) -> None:
        """See :class:`Peer`."""
        with self.new_store(dataset) as folder:
            if folder:
                database, log = folder / "database", folder / "load.log"
                run(self.loading(dataset.path, database), seconds=LOAD_SECONDS, log=log)
                # What its own output advises before reading a lot.
                run([self._program, "optimize", "-l", database], seconds=LOAD_SECONDS, log=log)

    def launch(self, dataset: Dataset | None, *, guarded: bool) -> Running:
        """See :class:`Peer`."""
        assert dataset is not None
        database = self.store(dataset) / "database"
        return self._start(["serve-read-only", "-l", str(database)], guarded=guarded)

    def loading(self, file: Path, folder: Path) -> Command:
        """What loads a file into a new database.

        Args:
            file: N-Quads.
            folder: the database.
        """
        return [self._program, "load", "--location", folder, "--file", file]

    def holds(self, folder: Path) -> int:
        """How many statements a database holds in named graphs."""
        count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
        done = subprocess.run(
            [
                *(self._program, "query", "--location", folder, "--query", count),
                *("--results-format", "csv"),
            ],
            capture_output=True,
            check=True,
            timeout=START_SECONDS,
        )
        return int(done.stdout.split()[-1])

    def _start(self, command: list[str], *, guarded: bool) -> Running:
        port = free_port()
        limit = ["--timeout-s", str(RUNAWAY_SECONDS)] if guarded else []
        bind = ["--bind", f"127.0.0.1:{port}", "--union-default-graph"]
        return Running(Endpoint(port, "/query"), Process([self._program, *command, *bind, *limit]))


class OxigraphInMemory(Oxigraph):
    """The Oxigraph server in its mode without a database; the data is sent to it."""

    name = "oxigraph-memory"
    label = "Oxigraph, in memory"

    def prepare(self, dataset: Dataset) -> None:
        """See :class:`Peer`."""

    def launch(self, dataset: Dataset | None, *, guarded: bool) -> Running:
        """See :class:`Peer`."""
        assert dataset is not None
        running = self._start(["serve"], guarded=guarded)
        try:
            wait_until(
                lambda: ask(running.endpoint, "ASK {}", seconds=10).status,
                running.process,
                START_SECONDS,
            )
            with dataset.path.open("rb") as source:
                post_file(running.endpoint, "/store", source, "application/n-quads")
        except BaseException:
            running.process.stop()
            raise
        return running


def said(*command: str | Path) -> str:
    """The first line that a program prints."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, check=False, timeout=60
    )
    lines = (done.stdout + done.stderr).decode(errors="replace").strip().splitlines()
    return lines[0] if lines else "unknown"
