"""One run: the data, the peers that are there, each workload after the other, the figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import beside, bulk, resolving, workloads, writes
from bench.entry import little
from bench.generate import SEED, Dataset, Plan, generate
from bench.load import Wrk
from bench.machine import machine
from bench.peers import Peer
from bench.registry import OURS, PEERS
from bench.workloads import Bench, say

_THROUGHPUT = ("mix", "points", "aggregations")
_WRITING = ("writes", "readers", "bulk", "judged", "restart")
WORKLOADS = (*_THROUGHPUT, "runaways", "start", "cost", *_WRITING, "resolution")
_SMALL = Plan(triples=60_000)
"""For peers that the data proper is too much for."""
_SIZES = (1 / 12, 1 / 4, 1, 2)
"""For the cost of more triples: parts of the amount that everything else is measured on."""
_LEAST = 40_000
"""Less than this is hardly more than the shipped graph."""

_LITTLE, _MORE = 10_000, (100_000, 1_000_000)
"""Before a write: a part of the shipped graph, and more than that."""

Results = dict[str, Any]


@dataclass(frozen=True)
class Options:
    """What a run is to do.

    Args:
        plan: the data.
        only: which of :data:`WORKLOADS`.
        peers: names of servers.
        rounds: how often each is measured.
        seconds: how long one measurement takes.
        arguments: flags that ``dialograph serve`` gets besides.
    """

    plan: Plan
    only: Sequence[str]
    peers: Sequence[str]
    rounds: int
    seconds: float
    arguments: str = ""

    @property
    def command(self) -> str:
        """The command line that does the same again, without paths."""
        size = f"--triples {self.plan.triples}"
        if self.plan.activities is not None:
            size = f"--activities {self.plan.activities}"
        seed = f" --seed {self.plan.seed}" if self.plan.seed != SEED else ""
        more = f" --serve-args '{self.arguments}'" if self.arguments else ""
        return (
            f"run {size}{seed} --rounds {self.rounds} --seconds {self.seconds:g} "
            f"--only {','.join(self.only)} --peers {','.join(self.peers)}{more}"
        )


@dataclass(frozen=True)
class _Data:
    """The datasets of a run: the one proper, a small one, what dialograph ships."""

    proper: Dataset
    small: Dataset
    shipped: Dataset


def run(options: Options, work: Path) -> Results:
    """Measure.

    Args:
        options: what.
        work: the folder for everything that is written.

    Returns:
        The figures, as ``results.json`` in the work folder has them too.
    """
    say("make the data")
    folder = work / "data"
    data = _Data(
        generate(options.plan, folder),
        generate(_SMALL, folder),
        generate(Plan(triples=0), folder),
    )
    peers, missing = _there(options.peers, work, data)
    told = _facts(options, data.proper, peers, missing)
    for name, step in _steps(options, work, data, peers):
        say(f"measure {name}")
        try:
            told[name] = step()
        except RuntimeError as error:
            # What the others measured is worth telling all the same.
            say(f"{name} failed: {error}")
            told["failed"][name] = str(error)
        (work / "results.json").write_text(json.dumps(told, indent=1))
    return told


def _there(names: Sequence[str], work: Path, data: _Data) -> tuple[dict[str, Peer], dict[str, str]]:
    """The peers that are installed, load and start; and what is wrong with the others."""
    peers: dict[str, Peer] = {}
    missing: dict[str, str] = {}
    for name in (each for each in PEERS if each in names):
        peer = PEERS[name](work)
        if why := peer.missing() or _fault(peer, _for(peer, data), data.shipped):
            say(f"without {name}: {why}")
            missing[name] = why
        else:
            peers[name] = peer
    return peers, missing


def _for(peer: Peer, data: _Data) -> Dataset:
    """The data that a peer can be asked to hold."""
    most = peer.most
    return data.small if most is not None and data.proper.triples > most else data.proper


def _fault(peer: Peer, dataset: Dataset, shipped: Dataset) -> str:
    """Load a peer and start it once; say what is wrong, if anything is."""
    say(f"load {peer.name} with {dataset.triples:,} triples")
    try:
        peer.prepare(dataset)
        peer.prepare(shipped)
        with peer.serve(dataset):
            return ""
    except RuntimeError as error:
        return f"it did not start: {error}"


def _facts(
    options: Options, dataset: Dataset, peers: Mapping[str, Peer], missing: Mapping[str, str]
) -> Results:
    return {
        "options": {
            "rounds": options.rounds,
            "seconds": options.seconds,
            "seed": options.plan.seed,
        },
        "command": options.command,
        "triples": dataset.triples,
        "graphs": dataset.graphs,
        "activities": dataset.activities,
        "sha256": dataset.sha256,
        "machine": machine(),
        "wrk": Wrk.version(),
        "versions": {name: peer.version() for name, peer in peers.items()},
        "missing": dict(missing),
        "failed": {},
    }


def _steps(
    options: Options, work: Path, data: _Data, peers: Mapping[str, Peer]
) -> Sequence[tuple[str, Callable[[], Results]]]:
    """What is to be measured, in order."""
    able = {name: each for name, each in peers.items() if _for(each, data) is data.proper}
    bench = Bench(work, able, options.rounds, options.seconds)
    little = {name: each for name, each in peers.items() if name == OURS or name not in able}
    again = Bench(work, little, options.rounds, options.seconds)
    asked = [each for each in _THROUGHPUT if each in options.only]
    both = {"shipped": data.shipped, "proper": data.proper}
    ours = [name for name in able if name == OURS]
    possible: Mapping[str, tuple[bool, Callable[[], Results]]] = {
        "throughput": (bool(asked), lambda: workloads.throughput(bench, data.proper, asked)),
        "small": (
            bool(asked) and len(little) > len(ours),
            lambda: workloads.throughput(again, data.small, asked),
        ),
        "runaways": ("runaways" in options.only, lambda: beside.runaways(bench, data.proper)),
        "start": ("start" in options.only, lambda: workloads.start(bench, both)),
        "cost": (
            "cost" in options.only,
            lambda: workloads.cost(bench, _grown(options.plan, data.proper, work), ours),
        ),
        "resolution": ("resolution" in options.only, resolving.both),
        **(_writing(options, work, data, bench) if ours else {}),
    }
    return [(name, step) for name, (wanted, step) in possible.items() if wanted]


def _writing(
    options: Options, work: Path, data: _Data, bench: Bench
) -> Mapping[str, tuple[bool, Callable[[], Results]]]:
    """What is to be measured of the side that writes."""
    folder = work / "data"

    def sizes() -> list[Dataset]:
        seed, most = options.plan.seed, data.proper.triples
        more = [generate(Plan(size, seed=seed), folder) for size in _MORE if size <= most]
        return [little(folder, _LITTLE), *(more or [data.proper])]

    def large() -> Dataset:
        return sizes()[-1]

    def valid() -> list[Dataset]:
        # Invented dialogues have a few violations; what is shipped has none. A part of it, or else
        # pyshacl takes the better part of an hour.
        return [little(folder, _LITTLE)]

    return {
        "writes": ("writes" in options.only, lambda: writes.writes(bench, sizes())),
        "readers": ("readers" in options.only, lambda: writes.readers(bench, large())),
        "bulk": ("bulk" in options.only, lambda: bulk.bulk(bench, data.proper)),
        "judged": ("judged" in options.only, lambda: bulk.judged(bench, valid())),
        "restart": ("restart" in options.only, lambda: writes.restart(bench, large())),
    }


def _grown(plan: Plan, proper: Dataset, work: Path) -> list[Dataset]:
    """Data of several sizes."""
    sizes = sorted({max(_LEAST, round(proper.triples * part)) for part in _SIZES})
    return [
        proper if size == proper.triples else generate(Plan(size, seed=plan.seed), work / "data")
        for size in sizes
    ]
