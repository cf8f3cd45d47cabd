"""What writing costs: an entry at several sizes, readers beside it, the start after a kill."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from statistics import median
from time import perf_counter
from typing import Any

from bench.entry import entry
from bench.generate import Dataset
from bench.keeping import WAYS, Author, EverySecond, Keeping, settle, written
from bench.load import Load
from bench.peers import Running
from bench.workloads import CONNECTIONS, Bench, requests_for, say

Results = dict[str, Any]

WRITES = 20
"""Writes of each way in one round."""
_BEFORE_KILL = 5
_READ = ("points", "mix")
_WARM_SECONDS = 8
"""Long enough that the rarest query of the mix has been asked."""


def writes(bench: Bench, datasets: Sequence[Dataset]) -> Results:
    """Seconds that an entry takes until it is acknowledged, each followed by a query that sees it.

    All servers are up; a round writes to each in turn, when it is at rest.

    Args:
        bench: for how many rounds.
        datasets: what there is before, by size.
    """
    told: Results = {"per_round": WRITES, "statements": len(entry(0).triples), "sizes": []}
    with ExitStack() as stack:
        kept: list[tuple[Running, str]] = []
        for dataset in datasets:
            say(f"start with {dataset.triples:,} quads")
            keeping = stack.enter_context(
                Keeping(bench.work / "kept" / str(dataset.triples), dataset)
            )
            kept.append((stack.enter_context(keeping.serve()), keeping.token))
            settle(kept[-1][0])
            with Author(kept[-1][0].endpoint, keeping.token) as author:
                judged = author.judge(entry(bench.number()))
            told["sizes"].append({"triples": dataset.triples, "gate": judged, "rounds": []})
        for number in range(bench.rounds):
            order = [(number + place) % len(kept) for place in range(len(kept))]
            for place in order:
                found = _block(*kept[place], bench.number())
                told["sizes"][place]["rounds"].append(found)
                said = ", ".join(f"{way} {found[way]['p50'] * 1000:.1f} ms" for way in WAYS)
                at = datasets[place].triples
                say(f"writes round {number + 1} at {at:,}: {said}; wrong: {found['wrong']}")
    return told


def _block(running: Running, token: str, first: int) -> Results:
    """Some entries in each way, one after the other, each looked for when it is acknowledged."""
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    wrong = {"failed": 0, "not seen": 0}
    settle(running)
    with Author(running.endpoint, token) as author:
        for number in range(first, first + 2 * WRITES, 2):
            one, other = entry(number), entry(number + 1)
            for way, what in zip(WAYS, (one, other, one), strict=True):
                reply = author.write(way, what)
                seconds[way].append(reply.seconds)
                wrong["failed"] += not written(reply)
                sees = author.misses if way == "removal" else author.sees
                wrong["not seen"] += not sees(what)
    return {way: _latency(each) for way, each in seconds.items()} | {"wrong": wrong}


def _latency(seconds: Sequence[float]) -> Results:
    ordered = sorted(seconds)
    p90 = ordered[max(0, -(-9 * len(ordered) // 10) - 1)]
    return {"p50": median(ordered), "p90": p90, "longest": ordered[-1]}


def readers(bench: Bench, dataset: Dataset) -> Results:
    """Answers a second with and without somebody who enters an activity each second.

    Args:
        bench: for how many rounds, and how long each is.
        dataset: what is asked about.
    """
    told: Results = {"triples": dataset.triples, "loads": {}}
    with Keeping(bench.work / "kept" / "readers", dataset) as keeping, keeping.serve() as running:
        for workload in _READ:
            requests = requests_for(bench, dataset, running, workload)

            def press(seconds: float, requests: Any = requests) -> Load:
                return bench.wrk.press(
                    running.endpoint, requests, connections=CONNECTIONS, seconds=seconds
                )

            press(_WARM_SECONDS)
            rounds = told["loads"][workload] = []
            for number in range(bench.rounds):
                found: Results = {}
                # What comes first is another one each time.
                for beside in ("without", "with") if number % 2 else ("with", "without"):
                    settle(running)
                    if beside == "without":
                        load = press(bench.seconds)
                        found[beside] = asdict(load) | {"rate": load.rate}
                        continue
                    with EverySecond(running.endpoint, keeping.token, bench.number()) as writer:
                        load = press(bench.seconds)
                    found[beside] = asdict(load) | {"rate": load.rate} | _wrote(writer)
                rounds.append(found)
                said = ", ".join(f"{name} {each['rate']:,.1f}/s" for name, each in found.items())
                say(f"readers round {number + 1} {workload}: {said}; {_wrote(writer)}")
    return told


def _wrote(writer: EverySecond) -> Results:
    return {
        "writes": len(writer.seconds),
        "write": median(writer.seconds) if writer.seconds else 0.0,
        "write_failed": writer.failed,
        "write_skipped": writer.skipped,
    }


def restart(bench: Bench, dataset: Dataset) -> Results:
    """Seconds from the start after a kill -9 to a right answer about what was written last.

    The server has run for long enough before that its copy on disk is there.

    Args:
        bench: how often.
        dataset: what there is before.
    """
    told: Results = {"triples": dataset.triples, "writes": _BEFORE_KILL, "rounds": []}
    with Keeping(bench.work / "kept" / "restart", dataset) as keeping:
        running = keeping.launch()
        try:
            keeping.ready(running, *dataset.read_points()[0])
            told["copied"] = keeping.copied(running)
            for number in range(bench.rounds):
                entered = []
                with Author(running.endpoint, keeping.token) as author:
                    for _ in range(_BEFORE_KILL):
                        entered.append(entry(bench.number()))
                        reply = author.write("document", entered[-1])
                        if not written(reply):
                            why = reply.body[:300].decode(errors="replace") or reply.fault
                            raise RuntimeError(f"an entry was not taken: {reply.status} {why}")
                killed = running
                killed.process.kill()
                try:
                    began = perf_counter()
                    running = keeping.launch()
                    keeping.ready(running, entered[-1].iri, entered[-1].name)
                    seconds = perf_counter() - began
                finally:
                    killed.process.stop()
                with Author(running.endpoint, keeping.token) as author:
                    lost = sum(not author.sees(each) for each in entered)
                keeping.in_memory(running)
                memory = perf_counter() - began
                told["rounds"].append({"seconds": seconds, "memory": memory, "lost": lost})
                said = f"{seconds:.2f} s, in memory {memory:.2f} s, {lost} entries lost"
                say(f"restart round {number + 1}: {said}")
        finally:
            running.process.stop()
    return told
