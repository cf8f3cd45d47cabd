"""Plain HTTP requests to a server, and the processes that answer them."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode, urlsplit

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
WAYS = ("get", "form", "direct")
UPDATE_WAYS = WAYS[1:]
SECONDS = 60
_READY = re.compile(r"http://\S+?(?=/?(?:\s|$))")


@dataclass(frozen=True)
class Reply:
    """What a server answered, read to its end.

    Args:
        status: the status code.
        media_type: without its parameters; ``text/plain`` where there is none.
        body: all of it.
        headers: with their names in small letters.
        kind: what kind of problem it tells, where the body does not say so.
    """

    status: int
    media_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""

    @property
    def problem(self) -> str:
        """The last part of the problem's type (RFC 9457), such as ``bad-syntax``."""
        # The answer to a HEAD has a type and no body.
        if self.media_type != "application/problem+json" or not self.body:
            return self.kind
        return str(json.loads(self.body).get("type", "")).rpartition("/")[2]

    def __str__(self) -> str:
        shown = self.body[:400].decode(errors="replace")
        return f"{self.status} {self.media_type}: {' '.join(shown.split())}"


@dataclass(frozen=True)
class Doors:
    """Where a server answers what: the paths of its endpoints.

    Args:
        query: of queries.
        update: of updates.
        store: of the graph store; the graphs that it names directly are below it.
    """

    query: str = "/sparql"
    update: str = "/update"
    store: str = "/graphs"


class Server:
    """One running server, asked on one connection.

    Args:
        url: where it answers, without a final slash.
        doors: the paths of its endpoints.
        token: what every request that writes carries; nothing for a server that asks for none.
        kinds: what kind of problem a status stands for, where the server does not say it.
    """

    def __init__(
        self,
        url: str,
        doors: Doors | None = None,
        token: str = "",
        kinds: Mapping[int, str] | None = None,
    ) -> None:
        self.url = url
        self.doors = doors or Doors()
        self._token = token
        self._kinds = kinds or {}
        where = urlsplit(url)
        self._connection = http.client.HTTPConnection(where.netloc, timeout=SECONDS)

    def send(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Reply:
        """Send one request.

        Raises:
            OSError: the server cannot be reached.
            http.client.HTTPException: what it answers is no HTTP.
        """
        carried = dict(headers)
        if self._token and self._writes(method, target):
            carried["Authorization"] = f"Bearer {self._token}"
        try:
            self._connection.request(method, target, body, carried)
            response = self._connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()  # the next request opens another
            raise
        return Reply(
            response.status,
            response.headers.get_content_type(),
            content,
            {name.lower(): value for name, value in response.headers.items()},
            self._kinds.get(response.status, ""),
        )

    def _writes(self, method: str, target: str) -> bool:
        path = target.partition("?")[0]
        if path == self.doors.update:
            return True
        return path.startswith(self.doors.store) and method not in {"GET", "HEAD"}

    def ask(self, query: bytes, way: str, accept: str) -> Reply:
        """Send a query in one of the three ways of the protocol.

        Args:
            query: the text, as the bytes that stand in the file.
            way: one of ``WAYS``.
            accept: the media type to ask for; empty for none.
        """
        headers = {"Accept": accept} if accept else {}
        door = self.doors.query
        if way == "get":
            return self.send("GET", f"{door}?{urlencode({'query': query})}", headers)
        if way == "form":
            form = urlencode({"query": query}).encode()
            return self.send("POST", door, {**headers, "Content-Type": FORM}, form)
        return self.send("POST", door, {**headers, "Content-Type": QUERY}, query)

    def update(self, update: bytes, way: str) -> Reply:
        """Send an update in one of the two ways of the protocol: one of ``UPDATE_WAYS``."""
        if way == "form":
            form = urlencode({"update": update}).encode()
            return self.send("POST", self.doors.update, {"Content-Type": FORM}, form)
        return self.send("POST", self.doors.update, {"Content-Type": UPDATE}, update)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


class Serving(Protocol):
    """Whatever runs a bare server while a block lasts."""

    def __call__(
        self, data: bytes, *, writable: bool = False
    ) -> contextlib.AbstractContextManager[Server]:
        """Run one.

        Args:
            data: N-Quads to load; nothing leaves it empty.
            writable: whether its graphs are to be changed.

        Raises:
            RuntimeError: it does not start.
        """


@contextlib.contextmanager
def running(
    command: Sequence[str], log: Path, environment: Mapping[str, str], *, speaks: str = "stdout"
) -> Iterator[str]:
    """Run a process while the block lasts.

    Args:
        command: what to run.
        log: a file for what else it says.
        environment: of the process.
        speaks: where it says its address when it is ready: ``stdout`` or ``stderr``.

    Yields:
        The address, without a final slash.

    Raises:
        RuntimeError: it ends, or keeps silent, before it is ready.
    """
    with log.open("wb") as rest:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE if speaks == "stdout" else rest,
            stderr=subprocess.PIPE if speaks == "stderr" else rest,
            text=True,
            env=environment,
        )
    said = process.stdout or process.stderr
    assert said is not None
    try:
        patience = threading.Timer(SECONDS, process.kill)
        patience.start()
        line = said.readline()
        patience.cancel()
        found = _READY.search(line)
        if found is None:
            process.wait(timeout=SECONDS)
            last = f"{log.read_text(errors='replace')}{line}".strip().rpartition("\n")[2]
            raise RuntimeError(f"the server does not start: {last or process.returncode}")
        yield found[0]
    finally:
        process.terminate()
        try:
            process.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        said.close()
