"""The gate held against two validations of the whole graph, change after change."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import BNode, Graph

from dialograph.shapes.convert import from_oxigraph, to_oxigraph
from dialograph.shapes.findings import Finding, Identity, by_identity
from dialograph.shapes.gate import find
from dialograph.shapes.judging import Gate, prepare
from dialograph.shapes.results import Result, Severity
from dialograph.shapes.views import Stored

_SPLITS = 4
"""How often the data is cut in two."""
_LARGE = 500
"""Triples from which on it is cut once: the whole is judged after every change."""


class Change(NamedTuple):
    """What goes, and what comes."""

    removed: Sequence[ox.Quad]
    added: Sequence[ox.Quad]


def difference(shapes: Graph, data: Graph, seed: str) -> str:
    """What the gate says otherwise than two validations of the whole graph; empty for nothing.

    Args:
        shapes: what the gate judges by.
        data: what comes and goes.
        seed: what the random parts are drawn by.

    Raises:
        DialographError: the shapes cannot be run.
    """
    gate, store = prepare(shapes), ox.Store()
    was = by_identity(find(_graph(store), shapes))
    # Not cut where every judgement is that of the whole anyway.
    splits = 0 if gate.reason is not None else 1 if len(data) > _LARGE else _SPLITS
    for number, change in enumerate(_changes(data, splits, random.Random(seed))):  # noqa: S311
        for quad in change.removed:
            store.remove(quad)
        store.extend(change.added)
        now = by_identity(find(_graph(store), shapes))
        told = _compare(gate, store, change, was, now)
        if told:
            return f"change {number + 1} (-{len(change.removed)} +{len(change.added)}): {told}"
        was = now
    return ""


def _changes(data: Graph, splits: int, drawn: random.Random) -> Iterator[Change]:
    """All of it, half of it away and back, then by chance: some goes, and comes back in parts."""
    quads = [ox.Quad(*map(to_oxigraph, each)) for each in sorted(data)]
    yield Change((), quads)
    yield Change(quads[::2], ())
    yield Change((), quads[::2])
    for _ in range(splits):
        some = [quad for quad in quads if drawn.random() < drawn.choice((0.1, 0.5))]
        yield Change(some, ())
        back = [quad for quad in some if drawn.random() < 0.5]  # noqa: PLR2004
        rest = [quad for quad in some if quad not in back]
        kept = [quad for quad in quads if quad not in some]
        more = drawn.sample(kept, min(len(kept), 1 + len(kept) // 20))
        yield Change(more, back)
        yield Change((), rest + more)
    # One at a time: nothing else gives away that it is read.
    for quad in drawn.sample(quads, min(len(quads), 2 * splits)):
        yield Change((quad,), ())
        yield Change((), (quad,))


def _compare(
    gate: Gate,
    store: ox.Store,
    change: Change,
    was: Mapping[Identity, Finding],
    now: Mapping[Identity, Finding],
) -> str:
    went, came = ([quad.triple for quad in quads] for quads in change)
    said = gate.judge(Stored(store), went, came)
    left = Counter(was[each].likeness for each in was.keys() - now.keys())
    right = Counter(now[each].likeness for each in now.keys() - was.keys())
    come, gone = right - left, left - right
    expected = {_told(each.result) for each in now.values() if come[each.likeness]}
    found = {_told(each) for each in said.new.results}
    if not (found <= expected if _has_blanks(expected) else found == expected):
        return f"{_listed(found)} is new, not {_listed(expected)}"
    if bool(found) != bool(expected) or said.new.conforms != (_grave(come) == 0):
        return f"it {'passes' if said.new.conforms else 'is refused'}, by mistake"
    if said.mended != _grave(gone):
        return f"{said.mended} are mended, not {_grave(gone)}"
    return ""


def _told(result: Result) -> tuple[object, ...]:
    """A result without its message: pyshacl spells out blank nodes, never twice the same."""
    return (
        result.focus,
        result.path,
        result.value,
        result.severity,
        result.component,
        str(result.shape),
    )


def _has_blanks(told: set[tuple[object, ...]]) -> bool:
    return any(isinstance(term, BNode) for each in told for term in each)


def _grave(counts: Counter[Identity]) -> int:
    return sum(number for each, number in counts.items() if each.severity is Severity.VIOLATION)


def _listed(told: set[tuple[object, ...]]) -> str:
    return "; ".join(sorted(" ".join(map(str, each)) for each in told)) or "nothing"


def _graph(store: ox.Store) -> Graph:
    graph = Graph()
    for quad in store:
        graph.add(tuple(map(from_oxigraph, quad.triple)))  # type: ignore[arg-type]
    return graph
