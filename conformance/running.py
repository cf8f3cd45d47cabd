"""Run many tests: those of one dataset against one server, two servers at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pyoxigraph as ox

from conformance import (
    datasets,
    description,
    evaluation,
    graph_store,
    protocol,
    syntax,
    updates,
)
from conformance.datasets import EMPTY
from conformance.manifests import Clone, Test
from conformance.outcomes import Outcome, ours
from conformance.serving import Server, Serving

# Each of these puts what it needs into a server that can be written to.
_WRITING = {
    "update": "update",
    "positive update": "syntax",
    "negative update": "syntax",
    "update protocol": "update protocol",
    "graph store": "graph store",
}


@dataclass
class _Group:
    """The tests that share a server, each with its place among all tests."""

    quads: list[ox.Quad] = field(default_factory=list)
    writable: bool = False
    tests: list[tuple[int, Test]] = field(default_factory=list)


def run_all(
    tests: Sequence[Test],
    clone: Clone,
    serving: Serving,
    jobs: int,
    progress: Callable[[int], None],
) -> list[Outcome]:
    """Run tests; those that are not to be run come back as such.

    Args:
        tests: in any order.
        clone: where their files are.
        serving: what runs a server.
        jobs: how many servers may run at the same time.
        progress: told how many tests a finished server has seen.

    Returns:
        How each test ended, in the order of ``tests``.
    """
    ended: dict[int, Outcome] = {}

    def work(group: _Group) -> None:
        ended.update(_run_group(group, clone, serving))
        progress(len(group.tests))

    # The largest first: a long one that starts last would leave the other server idle.
    groups = sorted(_groups(tests, clone), key=lambda group: -len(group.tests))
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(work, groups))
    for place, test in enumerate(tests):
        if test.kind == "not run":
            ended[place] = Outcome(test, "not run", message=test.reason)
    return [ended[place] for place in range(len(tests))]


def _groups(tests: Sequence[Test], clone: Clone) -> list[_Group]:
    """The tests by what has to be loaded for them, or by what they write."""
    groups: dict[bytes | str, _Group] = {}
    # There has to be something to describe.
    described = next((test.dataset for test in tests if test.kind == "protocol"), EMPTY)
    for place, test in enumerate(tests):
        if test.kind == "not run":
            continue
        if test.kind in _WRITING:
            group = groups.setdefault(_WRITING[test.kind], _Group(writable=True))
        else:
            dataset = test.dataset if test.kind in {"evaluation", "protocol"} else EMPTY
            quads = datasets.statements(described if test.kind == "description" else dataset, clone)
            group = groups.setdefault(datasets.as_nquads(quads), _Group(quads))
        group.tests.append((place, test))
    return list(groups.values())


def _run_group(group: _Group, clone: Clone, serving: Serving) -> Iterator[tuple[int, Outcome]]:
    ended: set[int] = set()
    try:
        with serving(datasets.as_nquads(group.quads), writable=group.writable) as server:
            for place, test in group.tests:
                yield place, _run(test, server, group, clone, place)
                ended.add(place)
    except RuntimeError as error:
        for place, test in group.tests:
            if place not in ended:
                yield place, ours(test, str(error))


def _run(test: Test, server: Server, group: _Group, clone: Clone, turn: int) -> Outcome:
    match test.kind:
        case "evaluation":
            outcome = evaluation.run(test, server, group.quads, clone, turn)
        case "update":
            outcome = updates.run(test, server, clone, turn)
        case "protocol":
            outcome = protocol.run(test, server)
        case "update protocol":
            outcome = protocol.run_update(test, server, clone)
        case "graph store":
            outcome = graph_store.run(test, server)
        case "description":
            outcome = description.run(test, server)
        case _:
            outcome = syntax.run(test, server, clone, turn)
    return outcome
