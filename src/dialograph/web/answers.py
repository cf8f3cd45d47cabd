"""What both ways to ``/sparql`` share: who answers, what is kept, and what every response says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from time import perf_counter

from starlette.requests import Request

from dialograph import formats
from dialograph.engine.budget import WINDOW, Budget
from dialograph.engine.exchange import Outcome
from dialograph.engine.guard import may_vary, uses_service
from dialograph.engine.interface import OverBudgetError, UnavailableError
from dialograph.engine.output import Coding
from dialograph.engine.pool import Pool
from dialograph.engine.tasks import Done, Recall, Spooled, Task
from dialograph.limits import (
    IN_FLIGHT_BYTES,
    INLINE_BYTES,
    PIECE_BYTES,
    PIECE_BYTES_CROWDED,
)
from dialograph.repository.interface import History
from dialograph.repository.none import NoHistory
from dialograph.settings import Settings
from dialograph.web.around import SECURITY
from dialograph.web.cache import Answer, Cache
from dialograph.web.clients import Clients
from dialograph.web.flights import Flight, Ticket
from dialograph.web.holding import Holding
from dialograph.web.lasting import Lasting
from dialograph.web.metrics import Metrics
from dialograph.web.plans import Plan

Headers = list[tuple[bytes, bytes]]

_VARY = "Accept, Accept-Language"
_VARY_ORIGIN = b"Accept, Accept-Language, Accept-Encoding, Origin"
VERSION = b"dialograph-version"
"""The header that says which version of the dataset an answer is from."""

_TIMING = b"total;dur=%.1f"
_CROWD = 100
_SHORT = 16 * 1024
"""Answers of fewer bytes do not count towards what is in flight."""


class Answers:
    """Puts plans to the pool, keeps what comes back, and writes the headers of responses.

    Args:
        pool: answers.
        settings: bounds and the base IRI.
        budget: what clients have left.
        metrics: counts.
    """

    in_flight_max = IN_FLIGHT_BYTES

    def __init__(self, pool: Pool, settings: Settings, budget: Budget, metrics: Metrics) -> None:
        self.pool = pool
        self.settings = settings
        self.cache = Cache(settings.cache_bytes)
        self.lasting = Lasting(self.cache, pool, settings.base_iri + "sparql")
        self.clients = Clients(settings.trusted_proxies)
        self.version = ""
        """Of the dataset; empty until :meth:`serve` is called."""
        self.history: History = NoHistory()
        """The versions that there have been."""
        self._budget = budget
        self._metrics = metrics
        self._sending = Holding(self.in_flight_max)
        self._sends = 0
        self._flights: dict[str, Flight] = {}
        self._all_left = b'"query-seconds";r=%d;t=0' % settings.query_budget
        self._lines: dict[tuple[str, Coding, bool], bytes] = {}
        self._constant: tuple[tuple[bytes, bytes], ...] = ()

    def serve(self, version: str) -> None:
        """Answer from now on from a version of the dataset."""
        settings = self.settings
        bounds = (
            f"timeout={settings.query_timeout:g}, memory={settings.query_memory}, "
            f"result={settings.result_max}"
        )
        policy = f'"query-seconds";q={settings.query_budget:g};w={WINDOW:g}'
        self.version = version
        self._lines.clear()
        self._constant = (
            (b"dialograph-limits", bounds.encode()),
            *([(b"ratelimit-policy", policy.encode())] if settings.query_budget else ()),
        )

    def go_on(self, version: str) -> None:
        """Answer from now on from the next version, with the answers that it has in common."""
        since = self.version
        self.serve(version)
        self.lasting.go_on(since, version, self)

    def kept(self, made: Plan) -> Answer | None:
        """The answer of a plan, if it has been given before."""
        answer = self.cache.get(made.key)
        if answer is not None:
            self.lasting.note(made)
        return answer

    def client_of(self, request: Request) -> str:
        """What the client is called for whom a request is answered."""
        peer = request.client.host if request.client else ""
        forwarded = request.headers.getlist("x-forwarded-for")
        return self.clients.name(peer, ",".join(forwarded).encode("latin-1") or None)

    def submit(
        self,
        made: Plan,
        client: str,
        done: Done,
        slow: Callable[[], None] | None = None,
        recall: Recall | None = None,
    ) -> Ticket:
        """Put the question of a plan, or wait for the answer to the same question.

        Args:
            made: the plan.
            client: who asks.
            done: called once, unless the ticket is cancelled; see :meth:`Pool.submit`.
            slow: called once when it is seen to take its time.
            recall: the version to ask, when it is not the current one.

        Raises:
            UnavailableError: too many questions are waiting, or the client may not ask this now.
        """
        arrived = perf_counter()

        def counted(task: Task, outcome: Outcome | None, error: Exception | None) -> None:
            self._metrics.query(perf_counter() - arrived)
            done(task, outcome, error)

        ticket = Ticket(client, counted, slow)
        self._board(ticket, made, recall)
        return ticket

    def _board(self, ticket: Ticket, made: Plan, recall: Recall | None) -> None:
        seconds, query = self.settings.query_timeout, made.asked.query or ""
        is_common = made.asked.timeout is None or made.asked.timeout >= seconds
        known = self._flights.get(made.key) if is_common else None
        if known is not None:
            known.join(ticket)
            return
        flight = Flight(ticket.client, self.pool.cancel, recall=recall)
        flight.join(ticket)
        flight.task = self.pool.submit(
            made.question(self.settings.base_iri + "sparql", self._inline()),
            ticket.client,
            seconds if is_common else min(seconds, made.asked.timeout or seconds),
            partial(self._landed, flight, made),
            flight.slow,
            text=query,
            network=bool(self.settings.service_allow) and uses_service(query),
            recall=recall,
        )
        if is_common and not may_vary(query):
            self._flights[made.key] = flight
            flight.over = partial(self._close, made.key)

    def _landed(
        self,
        flight: Flight,
        made: Plan,
        task: Task,
        outcome: Outcome | None,
        error: Exception | None,
    ) -> None:
        for ticket in flight.end():
            if isinstance(error, OverBudgetError) and ticket.client != flight.client:
                # Not a budget of its own: it is asked again in its own name.
                try:
                    self._board(ticket, made, flight.recall)
                except UnavailableError as busy:
                    ticket.done(task, None, busy)
            else:
                ticket.done(task, outcome, error)

    def _close(self, key: str) -> None:
        self._flights.pop(key, None)

    def _inline(self) -> int:
        return 0 if self._sending.is_full else INLINE_BYTES

    def keep(self, made: Plan, outcome: Outcome, spooled: Spooled | None) -> Answer | None:
        """An answer that fits in memory, kept for whoever asks the same next.

        Args:
            made: the plan.
            outcome: what a query process told.
            spooled: where a long answer stands.

        Returns:
            The answer; None when it is too long.
        """
        body = outcome.body
        if spooled is not None:
            if spooled.size > self.cache.longest or self._sending.is_full:
                return None
            kept = self.cache.get(made.key)
            if kept is not None:  # somebody else has waited for it too
                return kept
            body = b"".join(spooled.chunks())
        answer = Answer(body, made.media_type(outcome.kind), outcome.coding, outcome.volatile)
        self.cache.put(made.key, answer)
        return answer

    @contextmanager
    def sending(self, size: int) -> Iterator[None]:
        """Count an answer while it is being sent.

        Args:
            size: how many bytes of it are in memory.
        """
        counted = size if size > _SHORT else 0
        self._sending.size += counted
        self._sends += 1
        try:
            yield
        finally:
            self._sending.size -= counted
            self._sends -= 1

    @property
    def piece(self) -> int:
        """How many bytes of an answer to hand to its connection at a time."""
        return PIECE_BYTES if self._sends < _CROWD else PIECE_BYTES_CROWDED

    # --- What responses say --------------------------------------------------------------------

    def headers(self, made: Plan, answer: Answer, size: int) -> Headers:
        """The headers of an answer.

        Args:
            made: the plan.
            answer: the answer.
            size: how many bytes are sent.
        """
        told = [*_static(answer.media_type, answer.coding, volatile=answer.volatile)]
        told.append((VERSION, made.version.encode()))
        if not answer.volatile:
            told.append((b"etag", made.etag.encode()))
        told.append((b"content-length", b"%d" % size))
        return told

    def facts(self, client: str, started: float) -> Headers:
        """What every response of the endpoint says: time, limits, what is left."""
        return [
            *self._constant,
            (b"server-timing", _TIMING % ((perf_counter() - started) * 1000)),
            *([(b"ratelimit", self._left(client))] if self.settings.query_budget else ()),
        ]

    def head(self, made: Plan, answer: Answer, client: str, started: float, request: str) -> bytes:
        """The status line and all headers of an answer, as :meth:`headers` and :meth:`facts`.

        Args:
            made: the plan.
            answer: the answer.
            client: who asks.
            started: when, on the clock of ``perf_counter``.
            request: the name of the request.
        """
        key = (answer.media_type, answer.coding, answer.volatile)
        lines = self._lines.get(key)
        if lines is None:
            static = (*SECURITY, *_static(*key[:2], volatile=key[2]), *self._constant)
            told = [(name, _VARY_ORIGIN if name == b"vary" else value) for name, value in static]
            lines = b"".join(b"%b: %b\r\n" % each for each in told)
            self._lines[key] = lines
        etag = b"" if answer.volatile else b"etag: %b\r\n" % made.etag.encode()
        left = b"ratelimit: %b\r\n" % self._left(client) if self.settings.query_budget else b""
        timing = _TIMING % ((perf_counter() - started) * 1000)
        size = len(answer.body)
        return (
            b"HTTP/1.1 200 OK\r\n%b%bdialograph-version: %b\r\ncontent-length: %d\r\n"
            b"server-timing: %b\r\n%bx-request-id: %b\r\n"
        ) % (lines, etag, made.version.encode(), size, timing, left, request.encode())

    def _left(self, client: str) -> bytes:
        if not self._budget.has_used(client):
            return self._all_left
        left, full = max(0, int(self._budget.left(client))), self._budget.full_in(client)
        return b'"query-seconds";r=%d;t=%d' % (left, full)

    @staticmethod
    def reusable(*, volatile: bool) -> dict[str, str]:
        """Whether and for whom an answer may be used again."""
        return {"Vary": _VARY, "Cache-Control": "no-store" if volatile else "no-cache"}


@lru_cache(maxsize=256)
def _static(media_type: str, coding: Coding, *, volatile: bool) -> tuple[tuple[bytes, bytes], ...]:
    told = {
        "content-type": formats.content_type(media_type),
        "vary": f"{_VARY}, Accept-Encoding",
        "cache-control": Answers.reusable(volatile=volatile)["Cache-Control"],
    }
    if coding:
        told["content-encoding"] = coding
    return tuple((name.encode(), value.encode()) for name, value in told.items())
