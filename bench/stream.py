"""A steady stream of lookups beside queries that run away, and what became of each request.

wrk cannot do this: it asks as fast as it is answered, so a server that stalls is asked less, and it
tells no request from another. Here each request has its moment, and its latency counts from that
moment: an answer that comes late because the one before it came late is late.
"""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection

from bench.client import Endpoint, Reply, ask
from bench.peers import RUNAWAY_SECONDS
from bench.queries import SEED, lookup, runaway

CONNECTIONS = 16
RUNAWAY_CONNECTIONS = 64
RATE = 200.0
SHARE = 0.05
"""Of all requests, how many run away."""
OTHER_CLIENT = "127.0.0.2"
SAME_CLIENT = "127.0.0.1"
_PATIENCE = RUNAWAY_SECONDS + 3
"""How long anyone waits for an answer, and for late ones once the last moment has passed."""
_THINK_SECONDS = 0.02
_OK = 200


@dataclass
class Stream:
    """What became of the requests.

    Args:
        seconds: latency of each lookup that was answered rightly.
        lookups: how many lookups ended how.
        runaways: how many runaways ended how.
    """

    seconds: list[float] = field(default_factory=list)
    lookups: Counter[str] = field(default_factory=Counter)
    runaways: Counter[str] = field(default_factory=Counter)

    def percentile(self, share: float) -> float:
        """The latency that so many lookups stay under; infinite when too many had no answer."""
        lost = sum(self.lookups.values()) - self.lookups["right"]
        ordered = [*sorted(self.seconds), *[float("inf")] * lost]
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Client:
    """Whoever asks.

    Args:
        endpoint: whom.
        points: IRIs with the names expected.
        source: the address from which the runaways come; another one is another client.
        number: the first number to put into a query.
    """

    def __init__(
        self, endpoint: Endpoint, points: Sequence[tuple[str, str]], source: str, number: int
    ) -> None:
        self._endpoint, self._source = endpoint, source
        self._points = random.Random(SEED).sample(list(points), len(points))  # noqa: S311
        self._numbers = itertools.count(number)
        self._lock = threading.Lock()
        self.told = Stream()

    def open_loop(self, seconds: float, *, runaways: bool) -> Stream:
        """Ask at a fixed rate, however late the answers are.

        Args:
            seconds: for how long.
            runaways: whether one request in twenty runs away, besides the lookups.
        """
        began = time.monotonic() + 0.1
        end = began + seconds
        moments = _moments(began, RATE, seconds)
        work = [partial(self._look_ups, moments, end + _PATIENCE)] * CONNECTIONS
        if runaways:
            others = _moments(began, RATE * SHARE / (1 - SHARE), seconds)
            work += [partial(self._runaways, others, end)] * RUNAWAY_CONNECTIONS
        return self._together(work)

    def closed_loop(self, seconds: float, *, runaways: bool) -> Stream:
        """Ask from each connection once the answer before has come, with a pause between.

        Args:
            seconds: for how long.
            runaways: whether one request in twenty runs away, instead of a lookup.
        """
        end = time.monotonic() + seconds

        def asking(seed: int) -> None:
            chance = random.Random(seed)  # noqa: S311
            own, other = self._connection(SAME_CLIENT), self._connection(self._source)
            while time.monotonic() < end:
                time.sleep(_THINK_SECONDS)
                if runaways and chance.random() < SHARE:
                    self.run_away(other, time.monotonic())
                else:
                    self.look_up(own, time.monotonic())
            own.close()
            other.close()

        return self._together([partial(asking, seed) for seed in range(CONNECTIONS)])

    def look_up(self, connection: HTTPConnection, moment: float) -> None:
        """Ask for one thing, and see whether the answer is whole and right."""
        with self._lock:
            number = next(self._numbers)
        iri, name = self._points[number % len(self._points)]
        reply = ask(self._endpoint, lookup(iri, number), connection=connection)
        seconds = time.monotonic() - moment
        ending = "right" if reply.status == _OK and reply.names(name) else _ending(reply)
        with self._lock:
            self.told.lookups[ending] += 1
            if ending == "right":
                self.told.seconds.append(seconds)

    def run_away(self, connection: HTTPConnection, _moment: float) -> None:
        """Ask what cannot be answered, and see what is said instead."""
        with self._lock:
            number = next(self._numbers)
        reply = ask(self._endpoint, runaway(number), connection=connection, limited=True)
        self._count(self.told.runaways, _ending(reply))

    def _connection(self, source: str) -> HTTPConnection:
        return self._endpoint.connect(_PATIENCE, source)

    def _look_ups(self, moments: Iterator[float], end: float) -> None:
        connection = self._connection(SAME_CLIENT)
        while (moment := self._next(moments)) is not None:
            if time.monotonic() > end:
                self._count(self.told.lookups, "not sent")
            else:
                self.look_up(connection, moment)
        connection.close()

    def _runaways(self, moments: Iterator[float], end: float) -> None:
        connection = self._connection(self._source)
        while (moment := self._next(moments)) is not None:
            if time.monotonic() > end:
                self._count(self.told.runaways, "not sent")
            else:
                self.run_away(connection, moment)
        connection.close()

    def _next(self, moments: Iterator[float]) -> float | None:
        """Wait for the next moment that no other connection has taken; None after the last."""
        with self._lock:
            moment = next(moments, None)
        if moment is not None:
            time.sleep(max(0.0, moment - time.monotonic()))
        return moment

    def _count(self, counter: Counter[str], ending: str) -> None:
        with self._lock:
            counter[ending] += 1

    def _together(self, work: Sequence[Callable[[], None]]) -> Stream:
        threads = [threading.Thread(target=each, daemon=True) for each in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.told


def _moments(began: float, rate: float, seconds: float) -> Iterator[float]:
    return iter([began + place / rate for place in range(round(rate * seconds))])


def _ending(reply: Reply) -> str:
    """What an answer that is not the right one is."""
    if reply.fault:
        return reply.fault
    if reply.status != _OK:
        return f"status {reply.status}"
    if reply.json() is None:
        return "200 cut short"
    return "200 whole"
