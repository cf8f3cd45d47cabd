"""What the report says of the side that writes: its lines in the first table, and its sections."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

from bench.bulk import ALONE
from bench.figures import failed, middle, number, ratio, spread, table, times
from bench.keeping import WAYS
from bench.peers import LOAD_SECONDS
from bench.registry import OURS, REFERENCE

Results = dict[str, Any]
Row = Sequence[str]

NOT_RUN = "not measured in this run"
_MS, _MB = 1000, 1_000_000
_FLAT, _ENTRY_SECONDS = 1.5, 0.15
_UNDISTURBED, _LOADING, _RESTART_SECONDS = 0.8, 0.8, 3
_SMALLEST, _LARGEST = 11_000, 990_000
"""What sizes the issue speaks of, less what whole resources leave over."""
_WAYS = {
    "document": "added to its graph (`POST /graphs`)",
    "update": "inserted (`POST /update`)",
    "removal": "removed again (`POST /update`)",
}
_LOADS = {"points": "lookups never asked before", "mix": "catalogue mix"}
_PLAN = (
    "The gate uses pyshacl too, with the data and the SPARQL of the constraints in pyoxigraph. To "
    "better it: the resources to judge do not depend on one another, so forked processes can "
    "share them out, one to each core; and the constraints in SPARQL can be asked once for all "
    "resources instead of once for each.\n"
)


def goals(told: Results) -> list[Row]:
    """The lines of the issue's table."""
    done = told.get("readers")
    return [
        *_entries(told.get("writes")),
        *(_beside(done["loads"].get(load) if done else None, load) for load in _LOADS),
        _bulk(told.get("bulk")),
        _judged(told.get("judged")),
        _restart(told.get("restart")),
    ]


def _entries(done: Results | None) -> list[Row]:
    what = "gated write of one activity with its participations"
    if not done:
        return [(what, f"≤ {_ENTRY_SECONDS * _MS:g} ms, median", NOT_RUN, "–", "–")]
    sizes = done["sizes"]
    largest = sizes[-1]
    lost = sum(sum(each["wrong"].values()) for size in sizes for each in size["rounds"])
    slowest = max(_entry_seconds(size) for size in sizes)
    grown = _grows(done)
    fault = f"no: {lost} not made or not seen" if lost else ""
    if sizes[0]["triples"] > _SMALLEST or largest["triples"] < _LARGEST:
        fault = fault or f"only up to {largest['triples']:,} quads"
    ends = f"{sizes[0]['triples']:,} to {largest['triples']:,} quads"
    figure = f"{_ms(_entry_seconds(sizes[0]))} and {_ms(_entry_seconds(largest))}"
    is_flat, is_fast = grown <= _FLAT, slowest <= _ENTRY_SECONDS
    return [
        (f"{what}, {ends}", f"≤ {_FLAT:g}×", figure, times(grown), fault or _yes(is_flat)),
        (
            f"{what}, at the slowest size",
            f"≤ {_ENTRY_SECONDS * _MS:g} ms, median",
            _ms(slowest),
            "",
            fault or _yes(is_fast),
        ),
    ]


def _entry_seconds(size: Results) -> float:
    """The median over the rounds of the way that takes longer, of the two that enter it."""
    return max(_middle(size, way, "p50") for way in WAYS[:2])


def _grows(done: Results) -> float:
    """How much longer an entry takes in the largest than in the smallest graph, in one round."""
    pairs = zip(done["sizes"][-1]["rounds"], done["sizes"][0]["rounds"], strict=True)
    every = [[large[way]["p50"] / small[way]["p50"] for way in WAYS[:2]] for large, small in pairs]
    return max(median(each) for each in zip(*every, strict=True))


def _middle(size: Results, way: str, key: str) -> float:
    return float(median(each[way][key] for each in size["rounds"]))


def _beside(rounds: Sequence[Results] | None, load: str) -> Row:
    work = f"reading beside a write every second: {_LOADS[load]}"
    target = f"≥ {_UNDISTURBED:g}× of undisturbed"
    if not rounds:
        return work, target, NOT_RUN, "–", "–"
    found = _share(rounds)
    figure = " against ".join(f"{number(_rate(rounds, name))}/s" for name in ("with", "without"))
    lost = sum(failed([each["with"]]) + each["with"]["write_failed"] for each in rounds)
    late = sum(each["with"]["write_skipped"] for each in rounds)
    reached = f"no: {lost} requests failed" if lost else _yes(found >= _UNDISTURBED)
    if reached == "yes" and late:
        reached = f"no: {late} writes came late"
    return work, target, figure, times(found), reached


def _share(rounds: Sequence[Results]) -> float:
    return float(median(each["with"]["rate"] / each["without"]["rate"] for each in rounds))


def _rate(rounds: Sequence[Results], name: str) -> float:
    return middle([each[name] for each in rounds], "rate")


def _bulk(done: Results | None) -> Row:
    work, target = "bulk load into a fresh directory, gate off", f"≥ {_LOADING:g}× `oxigraph load`"
    found = ratio(done["loads"], REFERENCE) if done else None
    if not done or found is None:
        return work, target, NOT_RUN, "–", "–"
    ours, theirs = (middle(done["loads"][name], "seconds") for name in (OURS, REFERENCE))
    figure = f"{number(ours)} s against {number(theirs)} s"
    return work, target, figure, times(found), _yes(found >= _LOADING)


def _judged(done: Results | None) -> Row:
    work = "bulk load of valid data, gate on, against pyshacl"
    if not done:
        return work, "told", NOT_RUN, "–", "–"
    ended = [each["loads"] for each in done["sizes"] if each["loads"][ALONE]]
    if not ended:
        return work, "told", "pyshacl came to no end", "–", "no"
    size = ended[-1]
    ours, theirs = (middle(size[name], "seconds") for name in (OURS, ALONE))
    figure = f"{number(ours)} s against {number(theirs)} s"
    return work, "told", figure, times(ratio(size, ALONE)), "yes"


def _restart(done: Results | None) -> Row:
    work, target = "restart after kill -9 to the first answer", f"≤ {_RESTART_SECONDS} s"
    if not done:
        return work, target, NOT_RUN, "–", "–"
    found = middle(done["rounds"], "seconds")
    lost = sum(each["lost"] for each in done["rounds"])
    reached = f"no: {lost} entries lost" if lost else _yes(found <= _RESTART_SECONDS)
    if reached == "yes" and done["triples"] < _LARGEST:
        reached = f"only with {done['triples']:,} quads"
    return f"{work}, {done['triples']:,} quads", target, f"{found:.2f} s", "", reached


def _ms(seconds: float) -> str:
    return f"{number(seconds * _MS)} ms"


def _yes(is_reached: object) -> str:
    return "yes" if is_reached else "no"


def parts(told: Results) -> list[str]:
    """The sections; an empty text for what was not measured."""
    return [
        _tell_entries(told.get("writes")),
        _tell_beside(told.get("readers")),
        _tell_bulk(told.get("bulk")),
        _tell_judged(told.get("judged")),
        _tell_restart(told.get("restart")),
    ]


def _tell_entries(done: Results | None) -> str:
    if not done:
        return ""
    rows, gates = [], []
    for size in done["sizes"]:
        for way, name in _WAYS.items():
            rows.append(
                [
                    f"{size['triples']:,}",
                    name,
                    *(number(_middle(size, way, key) * _MS) for key in ("p50", "p90", "longest")),
                ]
            )
        gate, lost = size["gate"], sum(sum(each["wrong"].values()) for each in size["rounds"])
        judged = f"{gate['concerned']} resources judged"
        if gate["full"]:
            judged = f"the whole graph judged ({gate['full']['en']})"
        gates.append(
            f"- {size['triples']:,} quads: {judged}; the first to be judged after the start "
            f"took {_ms(gate['seconds'])}, without being made; {lost or 'no'} writes that were not "
            "made, or not seen by the next query.\n"
        )
    text = (
        "## One activity is entered\n\n"
        f"An activity with seven participations, {done['statements']} statements, through the "
        f"shipped shapes; in each round {done['per_round']} in each way, one after the other, each "
        "followed by a query that has to see it. In milliseconds until it is acknowledged, as "
        "medians of the rounds. The smallest graph is a part of the shipped one.\n\n"
    )
    head = ["quads", "an activity is", "median", "p90", "longest"]
    return text + table(head, rows, right=2) + "\n" + "".join(gates)


def _tell_beside(done: Results | None) -> str:
    if not done:
        return ""
    rows = []
    for load, rounds in done["loads"].items():
        for name in ("without", "with"):
            measured = [each[name] for each in rounds]
            low, high = spread(measured, "rate")
            row = [
                _LOADS[load],
                name,
                number(middle(measured, "rate")),
                f"{number(low)}–{number(high)}",
                *(number(middle(measured, key) * _MS) for key in ("p50", "p99")),
                str(failed(measured) or "none"),
            ]
            rows.append(row + (_written(measured) if name == "with" else [""] * 4))
    text = (
        f"## Reading beside writing\n\nOver {done['triples']:,} quads, 16 connections, without and "
        "with somebody who enters an activity each second through the gate. “Late”: seconds in "
        "which the write before was not yet over.\n\n"
    )
    head = ["asked", "writer", "answers/s", "lowest–highest", "p50, ms", "p99, ms", "failed"]
    return text + table([*head, "writes", "each, median", "late", "refused"], rows, right=2)


def _written(rounds: Sequence[Results]) -> list[str]:
    made, late, lost = (
        str(sum(each[key] for each in rounds))
        for key in ("writes", "write_skipped", "write_failed")
    )
    return [made, _ms(middle(rounds, "write")), late, lost]


def _tell_bulk(done: Results | None) -> str:
    if not done:
        return ""
    names = {OURS: "`dialograph load --shapes none`", REFERENCE: "`oxigraph load`"}
    rows = [
        [
            names[name],
            number(middle(rounds, "seconds")),
            " – ".join(number(each) for each in spread(rounds, "seconds")),
            number(middle(rounds, "rate")),
            number(middle(rounds, "bytes") / _MB),
        ]
        for name, rounds in done["loads"].items()
    ]
    text = (
        f"## A file is loaded\n\n{done['triples']:,} statements of N-Quads into a new directory, "
        "from the start of the program to its end; how many are there is counted afterwards.\n\n"
    )
    return text + table(["program", "s", "lowest – highest", "statements/s", "MB on disk"], rows)


def _tell_judged(done: Results | None) -> str:
    if not done:
        return ""
    rows = []
    for size in done["sizes"]:
        for name, what in (
            (OURS, "`dialograph load`, judged and kept"),
            (ALONE, f"pyshacl {done['version']} and rdflib, judged only"),
        ):
            rounds = size["loads"][name]
            if not rounds:
                rows.append([f"{size['triples']:,}", what, f"> {LOAD_SECONDS}", *("–",) * 4])
                continue
            found = rounds[0]["findings"]
            rows.append(
                [
                    f"{size['triples']:,}",
                    what,
                    number(middle(rounds, "seconds")),
                    number(middle(rounds, "rate")),
                    times(ratio(size["loads"], ALONE)) if name == ALONE else "",
                    *(str(found.get(kind, 0)) for kind in ("violation", "warning")),
                ]
            )
    text = (
        "## A file is loaded through the gate\n\nValid data, the same for both: a part of the "
        "shipped graph, without the Rabat Process’s activities. From the start of the program to "
        "its end.\n\n"
    )
    head = ["statements", "program", "s", "statements/s", "we do", "violations", "warnings"]
    return text + table(head, rows, right=2) + "\n" + _PLAN


def _tell_restart(done: Results | None) -> str:
    if not done:
        return ""
    seconds = [each["seconds"] for each in done["rounds"]]
    memory = [each["memory"] for each in done["rounds"]]
    lost = sum(each["lost"] for each in done["rounds"])
    return (
        f"## The start after a kill -9\n\n{done['triples']:,} quads; {done['writes']} activities "
        "are entered, the server is killed at once, and started again: "
        f"{median(seconds):.2f} s until it gives the name of the last of them (median; "
        f"{min(seconds):.2f}–{max(seconds):.2f} s), and {median(memory):.2f} s until the graph is "
        "in memory, where it can be changed. The first server had run until its copy on disk was "
        f"there, {done['copied']:.0f} s. Of {len(seconds) * done['writes']} acknowledged entries "
        f"{lost or 'none'} {'were' if lost > 1 else 'was'} lost.\n"
    )
