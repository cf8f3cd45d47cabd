"""What is measured: each workload of issue 3's table, run in rounds that take the peers in turn.

A round asks every peer once, and the next round begins with another peer: what drifts while a run
lasts (heat, other work on the machine) hits all alike.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bench import check, mix, queries
from bench.client import ask
from bench.generate import Dataset
from bench.load import UNIQUE, Requests, Wrk, write_requests
from bench.peers import Peer, Running
from bench.queries import Question, lookup
from bench.registry import OURS, REFERENCE

CONNECTIONS = 16
HEAVY_CONNECTIONS = 4
"""Aggregations keep every core busy with fewer; more would only wait in line."""
_BLOCKS = 60
_BLOCK = len(queries.zipf(mix.SIZE, 1))
"""A slow server is asked for longer, until every query of the mix has had its share."""
_LONGER_MOST = 5
_POINTS_MOST = 40_000
_SAMPLE = 30
Results = dict[str, Any]


def say(text: str) -> None:
    """Tell whoever waits for the results how far they are."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stderr.flush()


@dataclass
class Bench:
    """What the workloads share.

    Args:
        work: the folder for everything that is written.
        peers: the servers to compare, by name.
        rounds: how often each is measured.
        seconds: how long one measurement takes.
        wrk: the load generator.
    """

    work: Path
    peers: Mapping[str, Peer]
    rounds: int
    seconds: float
    wrk: Wrk = field(default_factory=Wrk)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(10**12, 10**7))

    def turns(self) -> Iterator[tuple[int, str]]:
        """Round by round the peers, each round beginning with another one."""
        names = list(self.peers)
        for number in range(self.rounds):
            start = number % len(names)
            for name in names[start:] + names[:start]:
                yield number, name

    def number(self) -> int:
        """The first of a great many numbers that nothing has used."""
        return next(self._numbers)


def throughput(bench: Bench, dataset: Dataset, wanted: Sequence[str]) -> Results:
    """Answers a second: the catalogue's mix, lookups, aggregations; and whether they are right.

    Args:
        bench: with whom and for how long.
        dataset: over what.
        wanted: which of ``mix points aggregations``.
    """
    with ExitStack() as stack:
        running: dict[str, Running] = {}
        for name, peer in bench.peers.items():
            say(f"start {name}")
            running[name] = stack.enter_context(peer.serve(dataset))
        told: Results = {"check": _check(running, dataset), "triples": dataset.triples}
        for workload in wanted:
            requests = {
                name: requests_for(bench, dataset, each, workload) for name, each in running.items()
            }
            told[workload] = _press(bench, running, requests, workload)
            if workload == "aggregations" and OURS in running:
                again = {OURS: requests_for(bench, dataset, running[OURS], "cached")}
                told["cached"] = _press(bench, {OURS: running[OURS]}, again, "cached")
        return told


def requests_for(bench: Bench, dataset: Dataset, running: Running, workload: str) -> Requests:
    """Write down what a server is asked.

    Args:
        bench: where to.
        dataset: what it holds.
        running: the server.
        workload: ``mix``, ``points``, ``aggregations``, or ``cached`` for the same ones each time.
    """
    server = running.endpoint.path.replace("/", "-")
    path = bench.work / "requests" / f"{workload}{server}.txt"
    order: Sequence[int] = ()
    if workload == "mix":
        questions = mix.mix()
        order = queries.zipf(len(questions), _BLOCKS)
    elif workload == "points":
        points = dataset.read_points()
        points = random.Random(queries.SEED).sample(points, min(len(points), _POINTS_MOST))  # noqa: S311
        questions = [Question("lookup", lookup(iri, UNIQUE)) for iri, _ in points]
    else:
        head = "" if workload == "cached" else f"# {UNIQUE}\n"
        questions = [Question(each.name, head + each.text) for each in mix.aggregations()]
    return write_requests(path, running.endpoint, questions, order)


def _press(
    bench: Bench, running: Mapping[str, Running], requests: Mapping[str, Requests], workload: str
) -> Results:
    connections = HEAVY_CONNECTIONS if workload in {"aggregations", "cached"} else CONNECTIONS
    told: Results = {name: [] for name in running}
    seconds: dict[str, float] = {}
    for number, name in bench.turns():
        if name not in running:
            continue
        press = partial(
            bench.wrk.press, running[name].endpoint, requests[name], connections=connections
        )
        if name not in seconds:
            warm = press(seconds=bench.peers[name].warm)
            enough = _BLOCK / max(warm.rate, 1e-9) if workload == "mix" else 0.0
            seconds[name] = bench.seconds * min(_LONGER_MOST, max(1.0, enough / bench.seconds))
        load = press(seconds=seconds[name])
        told[name].append(asdict(load) | {"rate": load.rate})
        faults = f", failed: {load.errors}" if load.errors else ""
        say(f"{workload} round {number + 1} {name}: {load.rate:,.1f}/s{faults}")
    return told


def _check(running: Mapping[str, Running], dataset: Dataset) -> Results:
    """Compare the answers, and time each question alone on the way."""
    asked = {each.name: each for each in (*mix.mix(), *mix.aggregations())}
    answers = {
        name: {each.name: check.answer(server.endpoint, each) for each in asked.values()}
        for name, server in running.items()
    }
    reference = REFERENCE if REFERENCE in running else next(iter(running))
    chance = random.Random(queries.SEED)  # noqa: S311
    sample = chance.sample(dataset.read_points(), _SAMPLE)
    wrong = check.disagreements(answers, reference)
    for name, server in running.items():
        right = sum(ask(server.endpoint, lookup(iri)).names(label) for iri, label in sample)
        if right < len(sample):
            wrong[name]["lookups"] = f"{len(sample) - right} of {len(sample)} wrong"
        say(f"{name}: {len(wrong[name]) or 'no'} answers differ from {reference}")
    return {
        "reference": reference,
        "asked": [*asked, "lookups"],
        "wrong": wrong,
        "rows": {name: each.count for name, each in answers[reference].items()},
        "first": {n: {q: a.first for q, a in given.items()} for n, given in answers.items()},
        "best": {n: {q: a.best for q, a in given.items()} for n, given in answers.items()},
    }


def start(bench: Bench, datasets: Mapping[str, Dataset]) -> Results:
    """Seconds from the start of the process to the first correct answer.

    Args:
        bench: with whom.
        datasets: ``shipped`` and any others, each prepared for every peer.
    """
    told: Results = {what: {name: [] for name in bench.peers} for what in datasets}
    for number, name in bench.turns():
        for what, dataset in datasets.items():
            began = time.perf_counter()
            shipped = what == "shipped" and name == OURS
            with bench.peers[name].serve(dataset, shipped=shipped):
                told[what][name].append(time.perf_counter() - began)
            say(f"start round {number + 1} {name}, {what}: {told[what][name][-1]:.2f} s")
    return told


def cost(bench: Bench, datasets: Sequence[Dataset], names: Sequence[str]) -> Results:
    """Memory, start and latency of lookups, at several sizes.

    Args:
        bench: with whom and for how long.
        datasets: by size.
        names: of the peers to look at.
    """
    told: Results = {name: [] for name in names}
    for dataset in datasets:
        for name in names:
            rounds = []
            bench.peers[name].prepare(dataset)
            for _ in range(bench.rounds):
                rounds.append(_cost(bench, bench.peers[name], dataset))
                say(f"cost {name} at {dataset.triples:,}: {rounds[-1]}")
            told[name].append({"triples": dataset.triples, "rounds": rounds})
    return told


def _cost(bench: Bench, peer: Peer, dataset: Dataset) -> Results:
    began = time.perf_counter()
    with peer.serve(dataset) as server:
        started = time.perf_counter() - began
        requests = requests_for(bench, dataset, server, "points")
        press: Callable[[int], Any] = lambda connections: bench.wrk.press(  # noqa: E731
            server.endpoint, requests, connections=connections, seconds=max(1, bench.seconds / 3)
        )
        many, one = press(CONNECTIONS), press(1)
        return {
            "start": started,
            "memory": server.process.pss(),
            "rate": many.rate,
            "p50": one.p50,
            "p99": one.p99,
            "errors": {**many.errors, **one.errors},
        }
