"""The SPARQL 1.1 Protocol suite: the requests that its manifest spells out, one by one."""

from __future__ import annotations

import http.client
from dataclasses import replace

from conformance import datasets, stores
from conformance.exchanges import Exchange, complaints, spelled_out
from conformance.manifests import Clone, Test
from conformance.outcomes import Outcome, ours, passed
from conformance.serving import Reply, Server

# Where the suite's endpoint for queries and updates stands.
_THEIRS = "/sparql/"

# There is no such endpoint, or no entry to it.
_UNREAD = {401, 403, 404}
_REFUSED = frozenset({"4xx"})


def run(test: Test, server: Server) -> Outcome:
    """Send a test's requests in their order; all of them have to be answered as expected.

    Args:
        test: a protocol test.
        server: holds the graphs that the suite names.
    """
    try:
        return _send(test, server)
    except (OSError, http.client.HTTPException) as error:
        return ours(test, f"no answer: {error!r}")


def run_update(test: Test, server: Server, clone: Clone) -> Outcome:
    """Run a test that sends updates; one that is refused has to leave everything as it was.

    Args:
        test: a protocol test of updates.
        server: one that can be written to; whatever it holds goes.
        clone: where the files are.
    """
    before = stores.state(datasets.statements(test.dataset, clone))
    try:
        stores.put(server, before)
        outcome = _send(test, server)
        refuses = all(each.statuses == _REFUSED for each in _exchanges(test, server))
        told = stores.apart(before, stores.read(server)) if refuses else ""
    except (OSError, http.client.HTTPException, stores.StateError) as error:
        return ours(test, f"no answer: {error!r}")
    if told and outcome.state == "passed":
        return ours(test, f"the refused update has changed something: {told}")
    return outcome


def _send(test: Test, server: Server) -> Outcome:
    for exchange in _exchanges(test, server):
        reply = server.send(exchange.method, exchange.target, exchange.headers, exchange.body)
        for complaint in [*complaints(exchange, reply), *_unread(test, exchange, reply)]:
            return ours(test, complaint, f"{exchange}\n\n{reply}")
    return passed(test)


def _unread(test: Test, exchange: Exchange, reply: Reply) -> list[str]:
    """Whether an update that is to be refused for what it says is refused without a look at it."""
    is_bad = test.kind == "update protocol" and exchange.statuses == _REFUSED
    return [f"{reply.status}: refused unread"] if is_bad and reply.status in _UNREAD else []


def _exchanges(test: Test, server: Server) -> list[Exchange]:
    """The requests of a test, each to the endpoint for what it sends."""
    found = []
    for node in test.requests:
        exchange = spelled_out(test.manifest, node)
        if not exchange.target.startswith(_THEIRS):
            raise ValueError(f"the endpoint is not at {_THEIRS} but at {exchange.target}")
        updates = test.kind == "update protocol" and not exchange.is_query
        door = server.doors.update if updates else server.doors.query
        found.append(replace(exchange, target=door + exchange.target.removeprefix(_THEIRS)))
    return found
