"""Processes that a run starts: each in a group of its own, and stopped with its children."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

Command = Sequence[str | Path]

_STOP_SECONDS = 10
_POLL_SECONDS = 0.02


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """A program that runs until it is told to stop.

    Args:
        command: the program and its arguments.
        output: where its standard output goes.
        errors: where its standard error goes.
        folder: where it runs; None for the current folder.
        environment: variables to add to ours.
    """

    def __init__(
        self,
        command: Command,
        *,
        output: int | IO[bytes] = subprocess.DEVNULL,
        errors: int | IO[bytes] = subprocess.DEVNULL,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            start_new_session=True,  # so that its children end with it
        )

    @property
    def output(self) -> IO[bytes] | None:
        """Its standard output, when that was asked for as a pipe."""
        return self._process.stdout

    def ended(self) -> bool:
        """Whether it has stopped by itself."""
        return self._process.poll() is not None

    def pss(self) -> int:
        """The memory of the process and all below it, in bytes; what they share counts once."""
        return sum(_pss(pid) for pid in _tree(self._process.pid))

    def cpu_seconds(self) -> float:
        """The processor time that the process and all below it have used so far."""
        return sum(_cpu(pid) for pid in _tree(self._process.pid))

    def first_line(self, seconds: float) -> str:
        """The first line of its standard output; nothing when none comes in time."""
        assert self.output is not None
        end = time.monotonic() + seconds
        while not self.ended() and time.monotonic() < end:
            if select.select([self.output], [], [], 1)[0]:
                return self.output.readline().decode()
        return ""

    def kill(self) -> None:
        """End the process alone and at once, without a word to it, and wait until it is gone.

        What runs below it is left to itself; :meth:`stop` ends what is still there.
        """
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it and everything below it, in order if it listens, at once if it does not."""
        below = {pid: _birth(pid) for pid in _tree(self._process.pid)}
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait()
        self._signal(signal.SIGKILL)
        for pid, birth in below.items():
            # The same number may have gone to a process that is none of ours.
            if birth and _birth(pid) == birth:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        if self._process.stdout:
            self._process.stdout.close()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)


def run(command: Command, *, seconds: float, log: Path | None = None) -> None:
    """Run a program to its end.

    Args:
        command: the program and its arguments.
        seconds: how long it may take.
        log: where its output goes; None to lose it.

    Raises:
        RuntimeError: it failed or took longer; the message says where its output is.
    """
    with log.open("wb") if log else contextlib.nullcontext(subprocess.DEVNULL) as output:
        process = Process(command, output=output, errors=output)
        try:
            code = process._process.wait(seconds)  # noqa: SLF001 - of this module
        except subprocess.TimeoutExpired:
            code = -1
        finally:
            process.stop()
    if code:
        where = f": see {log.name}" if log else ""
        raise RuntimeError(f"{Path(command[0]).name} failed{where}")


def wait_until(ready: object, process: Process, seconds: float) -> None:
    """Ask again and again until something is so.

    Args:
        ready: a function that says whether it is.
        process: what it depends on; when that has ended there is nothing to wait for.
        seconds: how long to ask.

    Raises:
        RuntimeError: it did not come true.
    """
    assert callable(ready)
    end = time.monotonic() + seconds
    while not ready():
        if process.ended() or time.monotonic() > end:
            raise RuntimeError("did not get ready")
        time.sleep(_POLL_SECONDS)


def _tree(root: int) -> list[int]:
    """A process and all below it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                parents.setdefault(int(stat[1]), []).append(int(entry.name))
    found, new = [], [root]
    while new:
        found += new
        new = [child for pid in new for child in parents.get(pid, ())]
    return found


def _birth(pid: int) -> str:
    """When a process began, as the kernel counts; nothing when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def _cpu(pid: int) -> float:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    # utime and stime, and those of children that have ended.
    return sum(map(int, stat[11:15])) / os.sysconf("SC_CLK_TCK")


def _pss(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass  # it has just ended
    return 0
