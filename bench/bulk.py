"""Loading whole files: beside Oxigraph without the gate, beside pyshacl with it."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import pyshacl

from bench.generate import Dataset
from bench.peers import LOAD_SECONDS, Dialograph, Oxigraph
from bench.process import Command, run
from bench.registry import OURS, REFERENCE
from bench.workloads import Bench, say

Results = dict[str, Any]

_ALONE = Path(__file__).with_name("alone.py")
ALONE = "pyshacl"


def bulk(bench: Bench, dataset: Dataset) -> Results:
    """Seconds that a file takes into a new directory, and into a new database of Oxigraph.

    Args:
        bench: how often.
        dataset: the file.
    """
    loaders = {
        name: peer for name, peer in bench.peers.items() if isinstance(peer, Dialograph | Oxigraph)
    }
    names = [name for name in (OURS, REFERENCE) if name in loaders]
    told: Results = {"triples": dataset.triples, "loads": {name: [] for name in names}}
    for number, name in bench.turns():
        if name not in names:
            continue
        peer, folder = loaders[name], _fresh(bench.work / "bulk")
        command = peer.loading(dataset.path, folder / "database")
        seconds = _timed(command, folder / "load.log")
        size = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
        if (held := peer.holds(folder / "database")) != dataset.triples:
            raise RuntimeError(f"{name} holds {held} statements, not {dataset.triples}")
        told["loads"][name].append(
            {"seconds": seconds, "rate": dataset.triples / seconds, "bytes": size}
        )
        say(f"bulk round {number + 1} {name}: {seconds:.2f} s, {size / 1e6:.1f} MB on disk")
    shutil.rmtree(bench.work / "bulk", ignore_errors=True)
    return told


def judged(bench: Bench, datasets: Sequence[Dataset]) -> Results:
    """Seconds that valid files take into a new directory through the gate, and pyshacl for both.

    Args:
        bench: how often.
        datasets: the files, with nothing in them that the shapes refuse, the largest last; that
            one is judged once, for pyshacl takes minutes over it.
    """
    told: Results = {"version": pyshacl.__version__, "sizes": []}
    ours = Dialograph(bench.work)
    for dataset in datasets:
        rounds: dict[str, list[Results]] = {OURS: [], ALONE: []}
        for number in range(1 if dataset is datasets[-1] else bench.rounds):
            for name in (OURS, ALONE) if number % 2 else (ALONE, OURS):
                folder = _fresh(bench.work / "bulk")
                log = folder / "load.log"
                if name == OURS:
                    command = ours.loading(dataset.path, folder / "data", judged=True)
                    seconds: float | None = _timed(command, log)
                    found: Results = json.loads(log.read_text())["gate"]["counts"]
                else:
                    seconds = _alone(dataset, log)
                    if seconds is None:
                        say(f"{ALONE} over {dataset.triples:,}: given up")
                        continue
                    found = json.loads(log.read_text().splitlines()[-1])["findings"]
                rounds[name].append(
                    {"seconds": seconds, "findings": found, "rate": dataset.triples / seconds}
                )
                say(f"judged round {number + 1} {name}, {dataset.triples:,}: {seconds:.2f} s")
        told["sizes"].append({"triples": dataset.triples, "loads": rounds})
    shutil.rmtree(bench.work / "bulk", ignore_errors=True)
    return told


def _alone(dataset: Dataset, log: Path) -> float | None:
    """How long pyshacl takes; None when it does not come to an end in time."""
    try:
        return _timed([sys.executable, "-P", _ALONE, dataset.path], log)
    except RuntimeError:
        return None


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _timed(command: Command, log: Path) -> float:
    os.sync()  # nobody pays for what the one before left to be written
    began = perf_counter()
    run(command, seconds=LOAD_SECONDS, log=log)
    return perf_counter() - began
