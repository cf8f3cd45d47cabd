"""What other clients notice of queries that run away."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from bench import stream
from bench.generate import Dataset
from bench.peers import RUNAWAY_SECONDS, Running
from bench.registry import OURS
from bench.workloads import CONNECTIONS, Bench, requests_for, say

Results = dict[str, Any]

_SETTLE_SECONDS = 2 * RUNAWAY_SECONDS
_BUSY = 0.2
"""Cores that a server uses while nobody asks it anything, above which it is still at work."""

_PHASES: Mapping[str, tuple[str, bool, str]] = {
    "open, without": ("open", False, stream.OTHER_CLIENT),
    "open, with": ("open", True, stream.OTHER_CLIENT),
    "open, same client": ("open", True, stream.SAME_CLIENT),
    "closed, without": ("closed", False, stream.OTHER_CLIENT),
    "closed, with": ("closed", True, stream.OTHER_CLIENT),
}
"""What is measured of lookups: fixed rate or not, beside runaways or not, and whose these are."""
_PEERS_PHASES = ("open, without", "open, with")
"""What is enough to see of the peers: each phase beside runaways costs a restart."""


def runaways(bench: Bench, dataset: Dataset) -> Results:
    """Lookups beside queries that run away.

    Args:
        bench: with whom and for how long.
        dataset: over what.
    """
    told: Results = {name: [] for name in bench.peers}
    points = dataset.read_points()
    for number, name in bench.turns():
        phases: Results = {}
        with ExitStack() as stack:
            server: Running | None = None
            for phase, (loop, with_runaways, source) in _PHASES.items():
                if name != OURS and phase not in _PEERS_PHASES:
                    continue
                server = server or stack.enter_context(_warm(bench, name, dataset))
                client = stream.Client(server.endpoint, points, source, bench.number())
                ask_for = client.open_loop if loop == "open" else client.closed_loop
                found = ask_for(bench.seconds, runaways=with_runaways)
                phases[phase] = {
                    "p50": found.percentile(0.5),
                    "p99": found.percentile(0.99),
                    "lookups": dict(found.lookups),
                    "runaways": dict(found.runaways),
                }
                if with_runaways and (busy := _busy(server)) > _BUSY:
                    # It still works on what nobody waits for: the next phase needs a fresh one.
                    phases[phase]["busy"] = busy
                    stack.close()
                    server = None
        told[name].append(phases)
        say(f"runaways round {number + 1} {name}: {_summary(phases)}")
    return told


@contextmanager
def _warm(bench: Bench, name: str, dataset: Dataset) -> Iterator[Running]:
    """A server that stops runaways if it can, and has been asked some lookups."""
    peer = bench.peers[name]
    with peer.serve(dataset, guarded=True) as server:
        asked = requests_for(bench, dataset, server, "points")
        bench.wrk.press(server.endpoint, asked, connections=CONNECTIONS, seconds=peer.warm)
        yield server


def _busy(server: Running) -> float:
    """How many cores a server uses some time after the last request."""
    time.sleep(_SETTLE_SECONDS)
    before = server.process.cpu_seconds()
    time.sleep(1)
    return server.process.cpu_seconds() - before


def _summary(phases: Results) -> str:
    parts = []
    for phase, each in phases.items():
        ends = {**each["lookups"], **{f"runaway {k}": n for k, n in each["runaways"].items()}}
        parts.append(f"{phase}: p99 {each['p99'] * 1000:.1f} ms {ends}")
    return "; ".join(parts)
