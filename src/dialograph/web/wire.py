"""HTTP connections: uvicorn's, with bounds on what clients send, hold open, or leave unread."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from dialograph import limits
from dialograph.web.cycles import lengthened
from dialograph.web.heads import fault
from dialograph.web.hub import Application, Hub, QuickCycle
from dialograph.web.problems import (
    BAD_HTTP,
    BUSY,
    HEADERS_TOO_LARGE,
    REQUEST_TIMEOUT,
    URI_TOO_LONG,
    ProblemType,
)

_PIPELINED_MAX = 16
_HEADS_BYTES_MAX = 16_000_000


class Connection(HttpToolsProtocol):
    """One connection. See uvicorn for the arguments."""

    hub: Hub
    timeout_keep_alive_task = None

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.phase = "idle"
        """``idle head body answer``: what is awaited, or under way."""
        self._since = monotonic()
        self._head = self._held = 0
        self._received = self._beside = 0
        self._has_more = False
        self._refusal = b""
        self._is_refused = False
        self._unread_since: float | None = None
        self._short: QuickCycle | None = None

    # --- What happens to the connection ------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Admit a connection, or turn it away."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self.transport.set_write_buffer_limits(high=limits.UNSENT_BYTES)
        if not self.hub.admit(self):
            self.refuse(BUSY, "Too many connections are open.")

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self.hub.connections.pop(self, None)
        self._leave_head()
        super().connection_lost(exc)
        if isinstance(self.cycle, RequestResponseCycle) and not self.cycle.response_complete:
            self.cycle.scope["state"]["gone"] = True
        if self._short is not None:
            self._short.disconnected = True
            self._short.set()

    def data_received(self, data: bytes) -> None:
        """Parse what has come, while it stays within bounds."""
        if self._is_refused:
            return
        if self.phase == "idle":
            self.phase, self._since = "head", monotonic()
        self._received, self._has_more, self._beside = len(data), False, self._beside + len(data)
        super().data_received(data)
        if self.phase == "body" and self._beside > limits.HEADER_BYTES_MAX and not self._is_refused:
            self._end_body(HEADERS_TOO_LARGE)  # trailers, or what stands beside chunks
        if self.phase == "head" and not self._is_refused:
            self._held += len(data)
            self.hub.heads += len(data)
            # A chunk in which something else ends as well says little about the head behind it.
            self._head += 0 if self._has_more else len(data)
            if self._head > limits.HEADER_BYTES_MAX:
                self.refuse(HEADERS_TOO_LARGE)
            elif self.hub.heads > _HEADS_BYTES_MAX:
                self.refuse(BUSY, "Too many requests are arriving.")

    def pause_writing(self) -> None:
        """Note since when the client has not read."""
        self._unread_since = monotonic()
        super().pause_writing()

    def resume_writing(self) -> None:
        """Note that it reads."""
        self._unread_since = None
        super().resume_writing()

    def look(self, now: float) -> None:
        """Cut off a client that keeps us waiting."""
        if self._unread_since is not None and now - self._unread_since > limits.READ_SECONDS:
            self.transport.abort()
        waited = now - self._since
        # While we are not ready for what comes next, it is not the client who is slow.
        if self._is_answered():
            if self.phase == "idle" and waited > limits.IDLE_SECONDS:
                self.drop()
            elif self.phase == "head" and waited > limits.HEAD_SECONDS:
                self.refuse(REQUEST_TIMEOUT)
        elif self.phase == "body" and waited > limits.BODY_SECONDS:
            self._end_body(REQUEST_TIMEOUT)

    def _end_body(self, kind: ProblemType) -> None:
        if self.cycle.response_started:
            self.drop()
        elif not self.pipeline and not self.flow.read_paused:
            self.refuse(kind, instead=True)

    @property
    def patience(self) -> tuple[int, float]:
        """How easily it is given up for a new one, the least first; see :meth:`Hub.admit`."""
        if self.phase == "idle" and self._is_answered():
            return 0, self._since
        if self.phase in {"head", "body"}:
            return 1, self._since
        if self._unread_since is not None:
            return 2, self._unread_since
        return 3, self._since

    def drop(self) -> None:
        """Close it without a word."""
        self.hub.connections.pop(self, None)
        self.transport.close()

    def refuse(self, kind: ProblemType, detail: str = "", *, instead: bool = False) -> None:
        """Answer with a problem, without the application, and close.

        Args:
            kind: the problem.
            detail: what exactly.
            instead: whether it takes the place of the answer that is being awaited; otherwise
                answers to earlier requests are sent first, whole.
        """
        self._is_refused = True
        self._leave_head()
        self._refusal = self.hub.refusal(kind, detail)
        if instead or self._is_answered():
            self._say_refusal()

    def _say_refusal(self) -> None:
        self.transport.write(self._refusal)
        self.transport.close()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's is for no one
        """Answer what is no HTTP."""
        is_body = self.phase == "body" and not self.pipeline
        self.refuse(BAD_HTTP, instead=is_body and not self.cycle.response_started)

    # --- What the parser finds ---------------------------------------------------------------

    def on_message_begin(self) -> None:
        """Begin a request; what it is made into is decided once its head is complete."""
        self.phase, self._since = "head", monotonic()
        self.url, self.headers = b"", []
        self.expect_100_continue = False

    def on_url(self, url: bytes) -> None:
        """Take in a part of the address."""
        self.url += url
        if len(self.url) > limits.URL_BYTES_MAX and not self._is_refused:
            self.refuse(URI_TOO_LONG)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take in a header; what comes behind a body is none."""
        if self.phase == "body":
            return
        if len(self.headers) >= limits.HEADERS_MAX and not self._is_refused:
            self.refuse(HEADERS_TOO_LARGE, f"A request has at most {limits.HEADERS_MAX} headers.")
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """Send the request on its way."""
        received, self._has_more = self._held + self._received, True
        self._leave_head()
        if self._is_refused:
            return
        # Few heads come in so many bytes; then it is looked at.
        if received > limits.HEADER_BYTES_MAX and self._size() > limits.HEADER_BYTES_MAX:
            self.refuse(HEADERS_TOO_LARGE)
            return
        parser = self.parser
        wrong = fault(parser.get_method(), parser.get_http_version(), self.headers)
        if wrong:
            self.refuse(BAD_HTTP, wrong)
            return
        self.phase = "body"
        if self.hub.quick is not None and self._is_plain() and self._quickly():
            return
        if len(self.pipeline) >= _PIPELINED_MAX:
            self.refuse(BUSY, "Too many requests are waiting on this connection.")
            return
        url, headers = self.url, self.headers
        super().on_message_begin()
        self.url = url
        for name, value in headers:
            super().on_header(name, value)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take in a part of a body."""
        self._beside = 0
        # A long one may take longer, while it goes on arriving.
        self._since = min(monotonic(), self._since + len(body) / limits.BODY_BYTES_A_SECOND)
        if not self._is_refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Hear that a request has arrived whole."""
        self._has_more = True
        if self.phase == "body":
            self.phase = "answer"
        if self._is_refused or isinstance(self.cycle, QuickCycle):
            return
        if self.cycle.response_complete:
            self.phase, self._since = "idle", monotonic()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Go on with the next request; idle time is watched over by the hub."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self._since = monotonic()
        if self.phase == "answer":
            self.phase = "idle"
        self.flow.resume_reading()
        if self.pipeline:
            cycle, app = self.pipeline.pop()
            self._start_asgi_task(cycle, app)
        elif self._refusal and self._is_answered():
            self._say_refusal()

    def _leave_head(self) -> None:
        self.hub.heads -= self._held
        self._head = self._held = self._beside = 0

    def _size(self) -> int:
        return len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)

    # --- The short way -----------------------------------------------------------------------

    def _is_answered(self) -> bool:
        return not self.pipeline and (self.cycle is None or self.cycle.response_complete)

    def _is_plain(self) -> bool:
        return (
            self._is_answered()
            and self.url.startswith(b"/sparql?")
            and self.parser.get_method() == b"GET"
            and self.parser.get_http_version() == "1.1"
        )

    def _quickly(self) -> bool:
        headers = dict(self.headers)
        if len(headers) != len(self.headers):
            return False
        before = self.cycle
        cycle = QuickCycle(self.url, self.headers, keep_alive=self.parser.should_keep_alive())
        self.cycle = self._short = cycle  # type: ignore[assignment]
        assert self.hub.quick is not None
        if self.hub.quick.take(self, cycle, self.url[8:], headers):
            return True
        self.cycle, self._short = before, None
        return False

    def answer(self, cycle: QuickCycle, head: bytes, body: bytes) -> None:
        """Answer a request that was taken on.

        Args:
            cycle: the request.
            head: the status line and the headers, each with its line end.
            body: the rest.
        """
        cycle.response_complete, cycle.on_hangup, self._short = True, None, None
        if cycle.disconnected or self.transport.is_closing():
            return
        dates = self.hub.dated(self.server_state.default_headers)
        close = b"" if cycle.keep_alive else b"connection: close\r\n"
        self.transport.write(b"%b%b%b\r\n%b" % (head, dates, close, body))
        if not cycle.keep_alive:
            self.transport.close()
        self.phase = "answer"
        self.on_response_complete()

    def hand_over(self, cycle: QuickCycle, application: Application) -> None:
        """Have an application answer a request that was taken on.

        Args:
            cycle: the request.
            application: sends the response; there is no body for it to receive.
        """
        self._short = None
        if cycle.disconnected or self.transport.is_closing():
            return
        longer = lengthened(self, cycle)
        if self.cycle is cycle:  # type: ignore[comparison-overlap]
            self.cycle = longer
        self._start_asgi_task(longer, application)  # type: ignore[arg-type]


def protocol(hub: Hub) -> type[Connection]:
    """The class that uvicorn makes a connection of."""
    return type("Connection", (Connection,), {"hub": hub})
