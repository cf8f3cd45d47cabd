"""The suites of the Graph Store HTTP Protocol: the requests of a test, one after the other."""

from __future__ import annotations

import http.client
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from conformance import older, stores
from conformance.exchanges import Exchange, complaints, spelled_out
from conformance.manifests import Test
from conformance.outcomes import Outcome, ours, passed
from conformance.serving import Reply, Server

# Where the suite's graph store stands.
_THEIRS = "/gsp"


def run(test: Test, server: Server) -> Outcome:
    """Send a test's requests in their order to a store that is empty before the first.

    Args:
        test: a graph store test.
        server: one that can be written to; whatever it holds goes.
    """
    first, exchanges = _exchanges(test, server)
    try:
        stores.put(server, {})
        return _send(test, server, first, exchanges)
    except (OSError, http.client.HTTPException, stores.StateError) as error:
        return ours(test, f"no answer: {error!r}")


def _exchanges(test: Test, server: Server) -> tuple[Sequence[Exchange], Sequence[Exchange]]:
    """What leads to where the test begins, and the test itself."""
    if not test.requests:
        return older.exchanges(test, urlsplit(server.url).netloc, server.doors.store)
    own = []
    for node in test.requests:
        exchange = spelled_out(test.manifest, node)
        if not exchange.target.startswith(_THEIRS):
            raise ValueError(f"the graph store is not at {_THEIRS} but at {exchange.target}")
        target = server.doors.store + exchange.target.removeprefix(_THEIRS)
        own.append(replace(exchange, target=target))
    return (), own


def _send(
    test: Test, server: Server, first: Sequence[Exchange], exchanges: Sequence[Exchange]
) -> Outcome:
    places: dict[str, str] = {}
    for number, one in enumerate([*first, *exchanges]):
        exchange = one
        for variable, location in places.items():
            exchange = exchange.located(variable, location)
        target = _path(exchange.target, server)
        if target is None:
            return ours(test, f"Location leads away from the server: {exchange.target}")
        reply = server.send(exchange.method, target, exchange.headers, exchange.body)
        if exchange.variable and "location" in reply.headers:
            places[exchange.variable] = reply.headers["location"]
        if number >= len(first):
            for complaint in complaints(exchange, reply):
                return ours(test, complaint, _told(exchange, reply))
    return passed(test)


def _path(target: str, server: Server) -> str | None:
    """What to ask the server for: of an address, the part after its own."""
    if target.startswith(f"{server.url}/"):
        return target.removeprefix(server.url)
    return target if target.startswith("/") else None


def _told(exchange: Exchange, reply: Reply) -> str:
    expected = f"\n\nexpected\n{exchange.content}" if exchange.content is not None else ""
    headers = "".join(f"\n{name}: {value}" for name, value in reply.headers.items())
    return f"{exchange}{expected}\n\n{reply}{headers}"
