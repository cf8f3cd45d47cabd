"""What the connections of a server share: how many there are, how long each may take.

A plain ``GET /sparql?query=…`` takes a short way from its connection to the endpoint and back;
anything else goes through the application (see :mod:`dialograph.web.quick`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any, Protocol

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from dialograph import limits
from dialograph.web.problems import Problem, ProblemType

_SWEEP_SECONDS = 1.0
_NEVER = 3

Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class Connection(Protocol):
    """A connection, as far as the hub and the short way know it."""

    client: tuple[str, int] | None

    @property
    def patience(self) -> tuple[int, float]:
        """How easily it is given up (0 idle, 1 sends, 2 reads slowly, 3 never), and since when."""

    def drop(self) -> None:
        """Close it without a word."""

    def look(self, now: float) -> None:
        """Cut off a client that keeps us waiting."""

    def answer(self, cycle: QuickCycle, head: bytes, body: bytes) -> None:
        """Answer a request that was taken on.

        Args:
            cycle: the request.
            head: the status line and the headers, each with its line end.
            body: the rest.
        """

    def hand_over(self, cycle: QuickCycle, application: Application) -> None:
        """Have an application answer a request that was taken on.

        Args:
            cycle: the request.
            application: sends the response; there is no body for it to receive.
        """


class Quick(Protocol):
    """What answers plain requests at once, or later by :meth:`Connection.answer`."""

    def take(
        self, connection: Connection, cycle: QuickCycle, query: bytes, headers: dict[bytes, bytes]
    ) -> bool:
        """Take a request on, or leave it (False) to the application."""


class Hub:
    """What all connections of a server share.

    Args:
        quick: answers plain requests for ``/sparql``.
        base_iri: where problems are explained.
        connections: how many may be open at the same time.
    """

    def __init__(
        self, quick: Quick | None, base_iri: str, connections: int = limits.CONNECTIONS_MAX
    ) -> None:
        self.quick = quick
        self.base_iri = base_iri
        self.connections_max = connections
        self.connections: dict[Connection, None] = {}
        self.heads = 0
        """Bytes of request heads that are not complete."""
        self.refused = 0
        """Requests that were refused before the application saw them."""
        self._sweeps = False
        self._dates: tuple[list[tuple[bytes, bytes]], bytes] = ([], b"")

    def refusal(self, kind: ProblemType, detail: str) -> bytes:
        """A whole response that tells a problem, after which the connection is closed."""
        self.refused += 1
        body = Problem(kind, detail).as_json(self.base_iri, "en")
        lines = [
            STATUS_LINE[kind.status],
            b"content-type: application/problem+json\r\ncontent-length: %d\r\n" % len(body),
            b"cache-control: no-store\r\nconnection: close\r\n\r\n",
            body,
        ]
        return b"".join(lines)

    def dated(self, headers: list[tuple[bytes, bytes]]) -> bytes:
        """The headers that uvicorn makes once a second, as lines."""
        if headers is not self._dates[0]:
            self._dates = headers, b"".join([b"%b: %b\r\n" % each for each in headers])
        return self._dates[1]

    def admit(self, connection: Connection) -> bool:
        """Make room for a connection: the one that has kept us waiting for longest has to go.

        Idle ones go first, then those of which a request has been arriving for longest, then
        those whose client has not read for longest. Nobody goes whose answer is being made.
        """
        if not self._sweeps:
            self._sweeps = True
            asyncio.get_running_loop().call_later(_SWEEP_SECONDS, self._sweep)
        if len(self.connections) >= self.connections_max:
            waiting = min(self.connections, key=lambda each: each.patience)
            if waiting.patience[0] == _NEVER:
                return False
            waiting.drop()
        self.connections[connection] = None
        return True

    def _sweep(self) -> None:
        now = monotonic()
        for connection in list(self.connections):
            connection.look(now)
        self._sweeps = bool(self.connections)
        if self._sweeps:
            asyncio.get_running_loop().call_later(_SWEEP_SECONDS, self._sweep)


class QuickCycle:
    """A request on the short way, as uvicorn wants to see one.

    Args:
        url: its address.
        headers: its headers.
        keep_alive: whether the connection goes on after it.
    """

    disconnected = False
    response_complete = False
    response_started = False
    more_body = False

    def __init__(self, url: bytes, headers: list[tuple[bytes, bytes]], *, keep_alive: bool) -> None:
        self.url = url
        self.headers = headers
        self.keep_alive = keep_alive
        self.message_event = self
        self.on_hangup: Callable[[], None] | None = None
        """Called when the client goes away before the answer."""

    def request(self) -> dict[str, Any]:
        """What an ASGI scope says of a request."""
        path, _, query = self.url.partition(b"?")
        return {
            "http_version": "1.1",
            "method": "GET",
            "path": path.decode("ascii"),
            "raw_path": path,
            "query_string": query,
            "headers": self.headers,
        }

    def set(self) -> None:
        """Hear that the connection is lost: uvicorn sets the event of a request then."""
        if self.on_hangup is not None and self.disconnected:
            hangup, self.on_hangup = self.on_hangup, None
            hangup()
