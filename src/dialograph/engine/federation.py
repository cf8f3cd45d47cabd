"""How a query reaches another server: through one door, which its process keeps itself.

The engine's own HTTP client resolves names, follows redirects and waits as it likes. So it never
gets the address that a query names: it gets one of a small server on the loopback of this very
process, behind a secret, and what it asks there is asked of the endpoint on our terms.
"""

from __future__ import annotations

import ctypes
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from threading import Thread

from dialograph.engine.interface import EvaluationError
from dialograph.engine.outbound import Outbound
from dialograph.engine.reaching import Endpoint, Failure, endpoint, shorten
from dialograph.errors import ForbiddenQueryError
from dialograph.limits import QUERY_BYTES_MAX

_SECONDS = 5
"""How long the engine may take to say what it wants."""

_M_ARENA_MAX = -8
_FOUND, _NOT_FOUND, _BAD_GATEWAY = 200, 404, 502
_TEXT = "text/plain; charset=utf-8"


@dataclass
class _Service:
    to: Endpoint
    silent: bool
    asked: int = 0
    failure: str | None = None


class Forwarder:
    """Gives the engine an address to ask in the place of one that a query names.

    Args:
        prefixes: how the addresses begin that a query may name; one that is no plain address
            itself allows nothing.
        private: whether they may lie on this machine or on a private network.
        connect: seconds in which an endpoint has to be reached.
        exchange: seconds in which it has to have answered.
        answer: how many bytes its answer may have.
        times: how often one ``SERVICE`` of one query may be asked: the engine asks again for
            every solution that a ``FILTER EXISTS`` looks at.
    """

    def __init__(
        self,
        prefixes: Sequence[str],
        *,
        private: bool,
        connect: float = 5,
        exchange: float = 25,
        answer: int = 32_000_000,
        times: int = 100,
    ) -> None:
        self._allowed = tuple(each.iri for each in map(endpoint, prefixes) if each)
        self._outbound = Outbound(
            private=private, connect=connect, exchange=exchange, answer=answer
        )
        self._times = times
        self._number = 0
        self._services: dict[str, _Service] = {}

    def begin(self) -> None:
        """Forget the query before: its addresses are no good any more."""
        self._services.clear()

    def __call__(self, iri: str, *, silent: bool = False) -> str:
        """The address to ask in the place of another, for the query that is about to run.

        Args:
            iri: the absolute IRI that the query names.
            silent: whether a failure to ask it is none of the query.

        Raises:
            ForbiddenQueryError: no query may name it.
        """
        to = endpoint(iri)
        if to is None or not to.iri.startswith(self._allowed):
            raise ForbiddenQueryError(
                f"SERVICE is refused for {shorten(iri)}: it is no address that a query may reach.",
                "Leave the SERVICE part out and ask the other endpoint yourself.",
                french=f"SERVICE est refusé pour {shorten(iri)} : aucune requête ne peut atteindre "
                "cette adresse.",
            )
        self._number += 1
        address = f"{self._door}{self._number}"
        self._services[address] = _Service(to, silent)
        return address

    @property
    def failure(self) -> str | None:
        """What makes the answer of the query worth nothing, whatever the engine makes of it.

        In ``EXISTS`` the engine takes a failure for a solution, in ``MINUS`` for none, and goes on.
        """
        services = tuple(self._services.values())
        return next((each.failure for each in services if each.failure and not each.silent), None)

    def explained(self, error: EvaluationError) -> EvaluationError:
        """An error in words that name the endpoint, not the address that stood for it.

        Args:
            error: what came of a query that was given addresses of ours.
        """
        if not self._services:
            return error
        address = re.escape(self._door) + "[0-9]+"
        why = re.sub(rf"Error [0-9]+ .* returned by {address} with payload:\n", "", error.message)
        return EvaluationError(
            re.sub(address, lambda match: shorten(self._name(match[0])), why), error.remedy
        )

    def answer(self, address: str, query: bytes) -> tuple[int, str, bytes]:
        """Ask the endpoint that an address of ours stands for.

        Args:
            address: what the engine calls.
            query: what it asks there.

        Returns:
            Status, media type and body of what it is to be told.
        """
        service = self._services.get(address)
        if service is None:
            return _NOT_FOUND, _TEXT, b""
        service.asked += 1
        # A SERVICE within this one is the endpoint's to answer: it gets the address as it was.
        query = self._ours.sub(lambda match: self._name(match[0].decode()).encode(), query)
        try:
            if service.asked > self._times:
                raise Failure(f"is asked more than {self._times} times by one SERVICE")
            if len(query) > QUERY_BYTES_MAX:
                raise Failure(f"would be sent a query of more than {QUERY_BYTES_MAX:,} bytes")
            return _FOUND, *self._outbound.ask(service.to, query)
        except Failure as failure:
            service.failure = f"{shorten(service.to.iri)} {failure}"
            return _BAD_GATEWAY, _TEXT, service.failure.encode()

    def _name(self, address: str) -> str:
        service = self._services.get(address)
        return service.to.iri if service else "urn:x-none"

    @cached_property
    def _door(self) -> str:
        """How addresses of ours begin; the server starts when somebody asks."""
        with suppress(AttributeError):
            # Or each thread would reserve 64 MB of what address space the process is left.
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
        server = _Server(self)
        Thread(target=server.run, name="federation", daemon=True).start()
        return f"{server.origin}/{secrets.token_hex(16)}/"

    @cached_property
    def _ours(self) -> re.Pattern[bytes]:
        return re.compile(re.escape(self._door).encode() + b"[0-9]+")


class _Server(ThreadingMixIn, TCPServer):
    """Listens to the engine, which reads several answers side by side: a thread for each."""

    daemon_threads = True

    def __init__(self, forwarder: Forwarder) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.forwarder = forwarder
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"

    def run(self) -> None:
        while True:
            self.handle_request()

    def handle_error(self, *_: object) -> None:
        """Say nothing: the engine has hung up, as it does once it has read enough."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _SECONDS

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"]))
        status, media_type, body = self.server.forwarder.answer(
            f"{self.server.origin}{self.path}", query
        )
        # The engine reads on when its evaluation gets there, and that may be late.
        self.connection.settimeout(None)
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write nothing: nobody would read it."""
