"""The parts of the report after its first table."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import Any

from bench import sections_resolution, sections_writing
from bench.figures import failed, middle, number, ratio, slope, spread, table, tail_ratio, times
from bench.registry import OURS, PEERS

Results = dict[str, Any]
FULL_SIZE = 1_180_000
"""Below this many triples a run is not the one that the issue speaks of."""
MS, MEGA, MIB = 1000, 1_000_000, 1024 * 1024
_LISTED = 8
"""How many wrong answers of a server are listed one by one."""
WORKLOADS = {
    "mix": "Catalogue mix: 40 queries, asked again and again (Zipf), 16 connections",
    "points": "Lookups never asked before, 16 connections",
    "aggregations": "Aggregations never asked before, 4 connections",
    "cached": "The same aggregations asked again and again, 4 connections",
}

_ASKED = (
    "Each of {count} queries was asked three times of each server, besides 30 lookups, and its "
    "rows compared with those of {reference}, in any order.\n"
)
_BESIDE = (
    "Lookups at a fixed rate of 200 a second over 16 connections (open loop), or from 16 "
    "connections with a pause of 20 ms after each answer (closed loop). “With”: one request in "
    "twenty is a cross product that no engine finishes, sent from another address; “same "
    "client”: sent from the address of the lookups. Latency counts from the moment at which a "
    "lookup was due; “given up”: after 5 s.\n"
)
_MEASURED = (
    "Memory is the proportional share (PSS) of all processes of the server, after load on 16 "
    "connections; latency is that of a lookup asked alone.\n"
)


def label(name: str) -> str:
    """What a peer is called in the report."""
    return PEERS[name].label


def all_sections(told: Results) -> list[str]:
    """Every part for which something was measured; an empty text for the others."""
    return [
        _throughput(told.get("throughput")),
        _answers(told.get("throughput")),
        _small(told.get("small")),
        _runaways(told.get("runaways")),
        _start(told.get("start"), told["triples"]),
        _cost(told.get("cost")),
        *sections_writing.parts(told),
        sections_resolution.section(told.get("resolution")),
        _alone(told.get("throughput")),
        _versions(told),
        _again(told),
    ]


def _throughput(done: Results | None, title: str = "## Answers a second\n") -> str:
    measured = [name for name in WORKLOADS if done and name in done]
    if not done or not measured:
        return ""
    parts = [title]
    if title.startswith("## A"):
        parts.append("![Answers a second](plots/throughput.svg)\n")
    checked = done["check"]
    for workload in measured:
        rows = []
        for name, rounds in done[workload].items():
            low, high = spread(rounds, "rate")
            faults = failed(rounds)
            count = len(checked["asked"])
            right = f"{count - len(checked['wrong'][name])} of {count}"
            rows.append(
                [
                    label(name),
                    number(middle(rounds, "rate")),
                    f"{number(low)}–{number(high)}",
                    number(middle(rounds, "p50") * MS),
                    number(middle(rounds, "p99") * MS),
                    times(ratio(done[workload], name)) if name != OURS else "",
                    str(faults) if faults else "none",
                    right,
                ]
            )
        head = [
            "server",
            "answers/s",
            "lowest–highest",
            "p50, ms",
            "p99, ms",
            "we do",
            "failed",
            "right",
        ]
        parts += [f"**{WORKLOADS[workload]}**\n", table(head, rows)]
    return "\n".join(parts)


def _answers(done: Results | None) -> str:
    if not done:
        return ""
    checked = done["check"]
    count = len(checked["asked"])
    parts = [
        "## Are the answers right?\n",
        _ASKED.format(count=count - 1, reference=label(checked["reference"])),
    ]
    for name, wrong in checked["wrong"].items():
        if name == checked["reference"]:
            continue
        if not wrong:
            parts.append(f"- {label(name)}: all {count} the same.")
            continue
        told = [f"`{query}`: {verdict}" for query, verdict in sorted(wrong.items())]
        if len(told) > _LISTED:
            told[_LISTED:] = [f"and {len(told) - _LISTED} more"]
        parts.append(f"- **{label(name)}: {len(wrong)} of {count} differ.** {'; '.join(told)}.")
    return "\n".join(parts) + "\n"


def _small(done: Results | None) -> str:
    if not done:
        return ""
    title = (
        f"## Over {done['triples']:,} triples\n\nFor peers that cannot hold or answer the big data "
        "in the time there is.\n"
    )
    return _throughput(done, title)


def _runaways(done: Results | None) -> str:
    if not done:
        return ""
    parts = [
        "## Lookups beside queries that run away\n",
        _BESIDE,
        "![p99 of lookups with and without runaways](plots/runaways.svg)\n",
    ]
    rows, endings = [], []
    for name, rounds in done.items():
        for phase in rounds[0]:
            measured = [each[phase] for each in rounds]
            without = f"{phase.split(',', maxsplit=1)[0]}, without"
            lookups: Counter[str] = sum((Counter(each["lookups"]) for each in measured), Counter())
            ended: Counter[str] = sum((Counter(each["runaways"]) for each in measured), Counter())
            faults = {key: value for key, value in lookups.items() if key != "right"}
            busy = max((each.get("busy", 0.0) for each in measured), default=0.0)
            rows.append(
                [
                    label(name),
                    phase,
                    number(middle(measured, "p50") * MS),
                    number(middle(measured, "p99") * MS),
                    times(tail_ratio(rounds, without, phase)) if phase != without else "",
                    _endings(faults) or "none",
                    _endings(ended),
                    f"{busy:.1f} cores" if busy else "",
                ]
            )
        endings.append(f"- {label(name)}: {PEERS[name].limit}.")
    head = ["server", "lookups", "p50, ms", "p99, ms", "p99 grows", "without right answer"]
    parts.append(table([*head, "runaways ended", "still at work 4 s later"], rows, right=2))
    parts += ["How the time of a query is limited:\n", *endings]
    return "\n".join(parts) + "\n"


def _endings(counts: dict[str, int] | Counter[str]) -> str:
    return ", ".join(f"{count} {ending}" for ending, count in sorted(counts.items()))


def _start(done: Results | None, triples: int) -> str:
    if not done:
        return ""
    names = {"shipped": "shipped graph", "proper": f"{triples:,} triples"}
    peers = next(iter(done.values()))
    rows = [[label(p), *(f"{median(done[what][p]):.2f}" for what in done)] for p in peers]
    text = (
        "## From start to first correct answer\n\nIn seconds, median. On disk means that the data "
        "was loaded into a database before; the others read it anew.\n\n"
    )
    return text + table(["server", *(names[what] for what in done)], rows)


def _cost(done: Results | None) -> str:
    if not done:
        return ""
    parts = [
        "## What one more million triples cost\n",
        _MEASURED,
        "![Memory, start and latency by number of triples](plots/cost.svg)\n",
    ]
    rows = []
    for name, sizes in done.items():
        for size in sizes:
            rounds = size["rounds"]
            rows.append(
                [
                    label(name),
                    f"{size['triples']:,}",
                    number(middle(rounds, "memory") / MIB),
                    number(middle(rounds, "memory") / size["triples"]),
                    number(middle(rounds, "start")),
                    number(middle(rounds, "p50") * MS),
                    number(middle(rounds, "p99") * MS),
                    number(middle(rounds, "rate")),
                ]
            )
    head = ["server", "triples", "MiB", "bytes a triple", "start, s", "p50, ms", "p99, ms"]
    parts.append(table([*head, "lookups/s, 16 connections"], rows))
    for name, sizes in done.items():
        grows = {
            key: slope([(s["triples"] / MEGA, middle(s["rounds"], key)) for s in sizes])
            for key in ("memory", "start", "p50")
        }
        parts.append(
            f"One more million triples cost {label(name)} {number(grows['memory'] / MIB)} MiB "
            f"({number(grows['memory'] / MEGA)} bytes a triple), {number(grows['start'])} s of "
            f"start and {number(grows['p50'] * MS)} ms of a lookup’s latency.\n"
        )
    return "\n".join(parts)


def _alone(done: Results | None) -> str:
    if not done:
        return ""
    checked = done["check"]
    queries = [name for name in checked["asked"] if name in checked["rows"]]
    rows = [
        [f"`{query}`", f"{checked['rows'][query]:,}"]
        + [number(checked["first"][name][query] * MS) for name in checked["first"]]
        for query in queries
    ]
    text = "## Each query asked alone, for the first time\n\nIn milliseconds.\n\n"
    return text + table(["query", "rows", *map(label, checked["first"])], rows)


def _versions(told: Results) -> str:
    rows = [[label(name), version] for name, version in told["versions"].items()]
    rows += [[label(name), f"not run: {why}"] for name, why in told["missing"].items()]
    rows += [["wrk", told["wrk"]], *([key, value] for key, value in told["machine"].items())]
    return "## Versions and machine\n\n" + table(["what", "which"], rows, right=2)


def _again(told: Results) -> str:
    return (
        "## Again\n\n```\nmake test\n.venv/bin/python -m bench install\n"
        f".venv/bin/python -m bench {told['command']}\n```\n\n"
        f"The data has the SHA-256 digest `{told['sha256']}`.\n"
    )
