"""Bare `dialograph serve` processes: the servers under test."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from conformance.serving import SECONDS, Server, running

_COMMAND = (sys.executable, "-m", "dialograph")
# No merge of its graphs, and no gate.
_FLAGS = ("--default-graph", "own", "--shapes", "none")


@contextlib.contextmanager
def serving(data: bytes, *, writable: bool = False) -> Iterator[Server]:
    """Run a bare server on a free port while the block lasts.

    One that can be written to starts with an empty data directory and a token for all graphs. It
    is told its own address as the base of its names: the name of a graph that is identified
    directly is the address that it is asked at (Graph Store HTTP Protocol, section 4.1).

    Args:
        data: N-Quads to load; nothing leaves it empty.
        writable: whether its graphs are to be changed.

    Raises:
        RuntimeError: it does not start, or there is no token to be had.
    """
    with tempfile.TemporaryDirectory(prefix="conformance-") as name:
        folder = Path(name)
        file, directory = folder / "data.nq", folder / "data"
        file.write_bytes(data)
        directory.mkdir()
        port, flags, token = 0, list(_FLAGS), ""
        if writable:
            port, token = free_port(), _token(folder / "tokens")
            flags += ["--base-iri", f"http://127.0.0.1:{port}/"]
            flags += ["--tokens-file", str(folder / "tokens")]
        load = str(file) if data else "none"
        command = [*_COMMAND, "serve", "--port", str(port), "--load", load]
        command += ["--data-dir", str(directory), *flags]
        with running(command, folder / "log", _environment()) as url:
            server = Server(url, token=token)
            try:
                yield server
            finally:
                server.close()


def free_port() -> int:
    """A port of the loopback interface that nobody listened on a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _token(file: Path) -> str:
    """A new token for every graph; it is the last thing that the command says."""
    made = subprocess.run(
        [*_COMMAND, "token", "new", "--tokens-file", str(file), "--graph", "*"],
        capture_output=True,
        text=True,
        check=False,
        env=_environment(),
        timeout=SECONDS,
    )
    if made.returncode:
        raise RuntimeError(f"no token: {made.stderr.strip().rpartition(chr(10))[2]}")
    return made.stdout.split()[-1]


def _environment() -> dict[str, str]:
    """The environment, without settings that are somebody's own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DIALOGRAPH_")}
