"""Load on a server by wrk: so many connections, each asking again as soon as it is answered."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.client import Endpoint
from bench.queries import Question

UNIQUE = "UNIQUENUMBER"
"""What stands in a query for a number that no other request has."""
_SCRIPT = Path(__file__).with_name("requests.lua")
_PATIENCE = "60s"
_MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Requests:
    """What to ask.

    Args:
        lines: a file of requests, as ``requests.lua`` reads it.
        sequence: a file of line numbers; None for all lines in turn.
    """

    lines: Path
    sequence: Path | None = None


@dataclass(frozen=True)
class Load:
    """How a server stood it.

    Args:
        requests: answers with status 2xx.
        seconds: in how much time.
        bytes: how much was received.
        p50: median latency, in seconds.
        p99: latency that one request in a hundred exceeds, in seconds.
        errors: how many requests failed, by kind; those that did not.
    """

    requests: int
    seconds: float
    bytes: int
    p50: float
    p99: float
    errors: dict[str, int]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds


def write_requests(
    path: Path, endpoint: Endpoint, questions: Sequence[Question], order: Sequence[int] = ()
) -> Requests:
    """Write requests down for wrk.

    Args:
        path: where; the order goes beside it.
        endpoint: whom they will be sent to.
        questions: what is asked.
        order: places in ``questions``, in the order of asking; empty for all in turn.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="ascii") as lines:
        lines.writelines(f"{each.accept}\t{endpoint.target(each.text)}\n" for each in questions)
    if not order:
        return Requests(path)
    sequence = path.with_suffix(".sequence")
    sequence.write_text("".join(f"{place + 1}\n" for place in order), encoding="ascii")
    return Requests(path, sequence)


class Wrk:
    """The load generator; it remembers which numbers were used."""

    def __init__(self) -> None:
        self._number = 1_000_000_000
        self._last: dict[str, Any] = {}

    @staticmethod
    def missing() -> str:
        """What has to be installed before it can be used; nothing when it is there."""
        return "" if shutil.which("wrk") else "Debian's package `wrk`"

    @staticmethod
    def version() -> str:
        """Which version it is."""
        done = subprocess.run(["wrk", "--version"], capture_output=True, check=False)  # noqa: S607
        return done.stdout.decode().partition("[")[0].strip().removeprefix("wrk ")

    def press(
        self, endpoint: Endpoint, requests: Requests, *, connections: int, seconds: float
    ) -> Load:
        """Put load on a server.

        Args:
            endpoint: whose.
            requests: what to ask.
            connections: how many ask at the same time.
            seconds: for how long.

        Raises:
            RuntimeError: wrk failed.
        """
        command = [
            *("wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s"),
            *("--timeout", _PATIENCE, "-s", str(_SCRIPT), f"http://127.0.0.1:{endpoint.port}/"),
            *("--", str(requests.lines), str(requests.sequence or "-"), str(self._number)),
        ]
        done = subprocess.run(command, capture_output=True, check=False, timeout=seconds + 120)
        told = [line for line in done.stdout.decode().splitlines() if line.startswith("BENCH ")]
        if done.returncode or not told:
            raise RuntimeError(f"wrk failed: {done.stderr.decode()[-300:]}")
        summary = json.loads(told[0].removeprefix("BENCH "))
        self._number += 10_000_000  # more than any round asks
        kinds = ("refused", "connect", "read", "write", "timeout")
        return Load(
            requests=summary["requests"] - summary["refused"],
            seconds=summary["microseconds"] / _MICROSECONDS,
            bytes=summary["bytes"],
            p50=summary["p50"] / _MICROSECONDS,
            p99=summary["p99"] / _MICROSECONDS,
            errors={kind: summary[kind] for kind in kinds if summary[kind]},
        )
