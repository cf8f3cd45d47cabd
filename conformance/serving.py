"""Real `dialograph serve` processes, and plain HTTP requests to them."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlencode, urlsplit

QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
WAYS = ("get", "form", "direct")
_SECONDS = 60
_READY = re.compile(r"http://\S+?(?=/?(?:\s|$))")


@dataclass(frozen=True)
class Reply:
    """What a server answered, read to its end."""

    status: int
    media_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def problem(self) -> str:
        """The last part of the problem's type (RFC 9457), such as ``bad-syntax``."""
        if self.media_type != "application/problem+json":
            return ""
        return str(json.loads(self.body).get("type", "")).rpartition("/")[2]

    def __str__(self) -> str:
        shown = self.body[:400].decode(errors="replace")
        return f"{self.status} {self.media_type}: {' '.join(shown.split())}"


class Server:
    """One running server, asked on one connection.

    Args:
        url: where it answers, without a final slash.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        where = urlsplit(url)
        self._connection = http.client.HTTPConnection(where.netloc, timeout=_SECONDS)

    def send(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Reply:
        """Send one request.

        Raises:
            OSError: the server cannot be reached.
            http.client.HTTPException: what it answers is no HTTP.
        """
        try:
            self._connection.request(method, target, body, dict(headers))
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
        )

    def ask(self, query: bytes, way: str, accept: str) -> Reply:
        """Send a query in one of the three ways of the protocol.

        Args:
            query: the text, as the bytes that stand in the file.
            way: one of ``WAYS``.
            accept: the media type to ask for; empty for none.
        """
        headers = {"Accept": accept} if accept else {}
        if way == "get":
            return self.send("GET", f"/sparql?{urlencode({'query': query})}", headers)
        if way == "form":
            form = urlencode({"query": query}).encode()
            return self.send("POST", "/sparql", {**headers, "Content-Type": FORM}, form)
        return self.send("POST", "/sparql", {**headers, "Content-Type": QUERY}, query)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@contextlib.contextmanager
def serving(data: bytes) -> Iterator[Server]:
    """Run a bare SPARQL server on a free port while the block lasts.

    Args:
        data: N-Quads to load; nothing leaves it empty.

    Raises:
        RuntimeError: it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        file = Path(folder) / "data.nq"
        file.write_bytes(data)
        log = Path(folder) / "log"
        command = [*_COMMAND, "--port", "0", "--load", str(file) if data else "none", *_flags()]
        with log.open("wb") as errors:
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, text=True, env=_environment()
            )
        try:
            assert process.stdout is not None
            patience = threading.Timer(_SECONDS, process.kill)
            patience.start()
            found = _READY.search(process.stdout.readline())
            patience.cancel()
            if found is None:
                process.wait(timeout=_SECONDS)
                last = log.read_text(errors="replace").strip().rpartition("\n")[2]
                raise RuntimeError(f"the server does not start: {last or process.returncode}")
            server = Server(found[0])
            try:
                yield server
            finally:
                server.close()
        finally:
            process.terminate()
            try:
                process.wait(timeout=_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()


_COMMAND = (sys.executable, "-m", "dialograph", "serve")


@cache
def _flags() -> tuple[str, ...]:
    """What makes a bare server: no gate, as soon as there is one to leave out."""
    told = subprocess.run(
        [*_COMMAND, "--help"], capture_output=True, text=True, check=False, env=_environment()
    )
    shapes = ("--shapes", "none") if "--shapes" in told.stdout else ()
    return ("--default-graph", "own", *shapes)


def _environment() -> dict[str, str]:
    """The environment, without settings that are somebody's own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DIALOGRAPH_")}
