"""Run many tests: those of one dataset against one server, two servers at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pyoxigraph as ox

from conformance import datasets, description, evaluation, protocol, syntax
from conformance.datasets import EMPTY
from conformance.manifests import Clone, Dataset, Test
from conformance.outcomes import Outcome, ours
from conformance.serving import Server, serving


@dataclass
class _Group:
    """The tests of one dataset, each with its place among all tests."""

    quads: list[ox.Quad]
    tests: list[tuple[int, Test]] = field(default_factory=list)


def run_all(
    tests: Sequence[Test], clone: Clone, jobs: int, progress: Callable[[int], None]
) -> list[Outcome]:
    """Run tests; those that are not to be run come back as such.

    Args:
        tests: in any order.
        clone: where their files are.
        jobs: how many servers may run at the same time.
        progress: told how many tests a finished server has seen.

    Returns:
        How each test ended, in the order of ``tests``.
    """
    ended: dict[int, Outcome] = {}

    def work(item: tuple[bytes, _Group]) -> None:
        ended.update(_run_group(*item, clone))
        progress(len(item[1].tests))

    # The largest first: a long one that starts last would leave the other server idle.
    groups = sorted(_groups(tests, clone).items(), key=lambda item: -len(item[1].tests))
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(work, groups))
    for place, test in enumerate(tests):
        if test.kind == "not run":
            ended[place] = Outcome(test, "not run", message=test.reason)
    return [ended[place] for place in range(len(tests))]


def _groups(tests: Sequence[Test], clone: Clone) -> dict[bytes, _Group]:
    """The tests by what has to be loaded for them."""
    groups: dict[bytes, _Group] = {}
    whole = _protocol_dataset(tests)
    for place, test in enumerate(tests):
        if test.kind == "not run":
            continue
        if test.kind in {"protocol", "description"}:
            dataset = whole
        else:
            dataset = test.dataset if test.kind == "evaluation" else EMPTY
        quads = datasets.statements(dataset, clone)
        groups.setdefault(datasets.as_nquads(quads), _Group(quads)).tests.append((place, test))
    return groups


def _protocol_dataset(tests: Sequence[Test]) -> Dataset:
    """Every graph that the protocol suite names: none of its tests needs one to be absent."""
    named = [each for test in tests if test.kind == "protocol" for each in test.dataset.named]
    return Dataset(named=tuple(dict.fromkeys(named)))


def _run_group(data: bytes, group: _Group, clone: Clone) -> Iterator[tuple[int, Outcome]]:
    ended: set[int] = set()
    try:
        with serving(data) as server:
            for place, test in group.tests:
                yield place, _run(test, server, group, clone, place)
                ended.add(place)
    except RuntimeError as error:
        for place, test in group.tests:
            if place not in ended:
                yield place, ours(test, str(error))


def _run(test: Test, server: Server, group: _Group, clone: Clone, turn: int) -> Outcome:
    if test.kind == "evaluation":
        return evaluation.run(test, server, group.quads, clone, turn)
    if test.kind == "protocol":
        return protocol.run(test, server)
    if test.kind == "description":
        return description.run(test, server)
    return syntax.run(test, server, clone, turn)
