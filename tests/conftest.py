"""A real server process, started once for all tests that talk to it."""

import contextlib
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass

import pytest

from reconciling import namesakes_in

# The tests start the program some thousand times: it is compiled once, whatever the caller's habit.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

SHARED = """
@prefix ex: <http://example.org/> .
ex:a ex:p ex:b .
ex:b ex:q ex:c .
"""
FIRST = SHARED + 'ex:a ex:label "un"@fr , "one"@en ; ex:size 3 .\n'
SECOND = SHARED + "ex:c ex:q ex:d . ex:a ex:knows [ ex:size 5 ] .\n"


@dataclass(frozen=True)
class Served:
    """A server process: where it answers, what it said, and the process itself."""

    url: str
    line: str
    process: subprocess.Popen

    def stop(self):
        """Tell it to stop, and give its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)


@contextlib.contextmanager
def serving(*flags, limits=None, **environment):
    """Run ``dialograph serve`` on a free port while the block lasts.

    ``limits`` names constants of ``dialograph.limits`` that are other than usual, such as waits
    that are too long for a test.
    """
    process = subprocess.Popen(
        [sys.executable, *_program(limits or {}), "serve", "--port", "0", *map(str, flags)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if "log" not in environment else environment.pop("log"),
        text=True,
        env={**os.environ, **environment},
    )
    try:
        line = process.stdout.readline()
        found = re.search(r"http://\S+/", line)
        assert found, f"the server did not start: {line!r}"
        yield Served(found[0].rstrip("/"), line, process)
    finally:
        process.kill()
        process.wait(timeout=20)
        process.stdout.close()


def _program(limits):
    if not limits:
        return ["-m", "dialograph"]
    lines = [
        "import sys",
        "from dialograph import limits",
        *(f"limits.{name} = {value!r}" for name, value in limits.items()),
        "from dialograph.cli.main import main",
        "sys.exit(main())",
    ]
    return ["-c", "\n".join(lines)]


@pytest.fixture(scope="session")
def server():
    """The shipped graph, served; yields the base URL without a final slash."""
    with serving() as served:
        yield served.url


@pytest.fixture(scope="session")
def two_graphs(tmp_path_factory):
    """Two small graphs that share two triples, served as first and second; yields the base URL."""
    folder = tmp_path_factory.mktemp("graphs")
    (folder / "first.ttl").write_text(FIRST)
    (folder / "second.ttl").write_text(SECOND)
    with serving("--load", folder / "first.ttl", folder / "second.ttl") as served:
        yield served.url


@pytest.fixture(scope="session")
def namesakes(tmp_path_factory):
    """Resources that share a name, and one with a bad one; yields the base URL."""
    with serving("--load", namesakes_in(tmp_path_factory.mktemp("namesakes"))) as served:
        yield served.url
