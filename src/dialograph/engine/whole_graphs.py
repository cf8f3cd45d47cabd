"""Graphs emptied, dropped, created, added, moved and copied (SPARQL 1.1 Update, section 3.2)."""

from __future__ import annotations

import pyoxigraph as ox

from dialograph.engine.changes import Delta
from dialograph.engine.dataset import Dataset
from dialograph.engine.effects import (
    DEFAULT,
    Derived,
    Place,
    called,
    is_there,
    see_writable,
    statements,
)
from dialograph.engine.interface import EvaluationError

_Graph = ox.NamedNode | ox.DefaultGraph
_NOTHING = Delta()


def clear(dataset: Dataset, graph: _Graph, *, silent: bool = False, drop: bool = False) -> Derived:
    """Empty a graph.

    Args:
        dataset: the state before; it is not changed.
        graph: which one.
        silent: whether it is no failure that it does not exist.
        drop: whether a named graph is no more afterwards.

    Raises:
        EvaluationError: it does not exist.
    """
    writes = frozenset({called(graph)})
    if not is_there(dataset, graph):
        _absent(graph, silent=silent)
        return Derived(_NOTHING, writes)
    dropped = (graph.value,) if drop and isinstance(graph, ox.NamedNode) else ()
    return Derived(Delta(tuple(statements(dataset, graph)), (), (), dropped), writes)


def clear_all(dataset: Dataset, keep: frozenset[str], *, named: bool, drop: bool) -> Derived:
    """Empty every graph.

    A graph that a blank node names is emptied and not dropped: a delta has no word for it.

    Args:
        dataset: the state before; it is not changed.
        keep: the graphs that are passed over.
        named: whether the default graph is passed over, too.
        drop: whether the named graphs are no more afterwards.
    """
    places: list[Place] = [] if named or dataset.union else [DEFAULT]
    places += [place for place in dataset.store.named_graphs() if called(place) not in keep]
    dropped = [place.value for place in places if isinstance(place, ox.NamedNode)]
    return Derived(
        Delta(
            tuple(quad for place in places for quad in statements(dataset, place)),
            (),
            (),
            tuple(sorted(dropped)) if drop else (),
        ),
        frozenset(map(called, places)),
        everything=True,
    )


def create(dataset: Dataset, graph: ox.NamedNode, *, silent: bool) -> Derived:
    """Make an empty graph.

    Raises:
        EvaluationError: it exists, and ``silent`` does not say that this does not matter.
    """
    writes = frozenset({called(graph)})
    if not is_there(dataset, graph):
        return Derived(Delta((), (), (graph.value,)), writes)
    if not silent:
        raise EvaluationError(
            f"The graph {graph} exists already.",
            "Leave CREATE out, or write CREATE SILENT.",
            french=f"Le graphe {graph} existe déjà. Supprimez CREATE, ou écrivez CREATE SILENT.",
        )
    return Derived(_NOTHING, writes)


def transfer(
    dataset: Dataset, source: _Graph, target: _Graph, *, add: bool, move: bool, silent: bool
) -> Derived:
    """Bring what stands in a graph into another.

    A source that does not exist is a failure, as the specification lets it be: a slip of the pen
    in ``COPY`` would empty the target.

    Args:
        dataset: the state before; it is not changed.
        source: where it stands.
        target: where it is to stand, and
        add: whether it stands there beside what was there before.
        move: whether the source is no more afterwards.
        silent: whether it is no failure that the source does not exist.

    Raises:
        EvaluationError: it does not exist.
        UsageError: the default graph would be written to, and that is the merge of the others.
    """
    written = [source, target] if move else [target]
    for graph in written:
        see_writable(dataset, graph)
    writes = frozenset(map(called, written))
    if source == target:
        return Derived(_NOTHING, writes)
    if not is_there(dataset, source):
        _absent(source, silent=silent)
        return Derived(_NOTHING, writes)
    moved = list(statements(dataset, source))
    come = dict.fromkeys(ox.Quad(q.subject, q.predicate, q.object, target) for q in moved)
    gone: list[ox.Quad] = []
    dropped: list[str] = []
    created: tuple[str, ...] = ()
    if isinstance(target, ox.NamedNode):
        if not is_there(dataset, target):
            created = (target.value,) if come else ()
        elif not come and not add:
            dropped.append(target.value)
    if not add:
        gone = [quad for quad in statements(dataset, target) if quad not in come]
    if move:
        gone += moved
        dropped += [source.value] if isinstance(source, ox.NamedNode) else []
    added = tuple(quad for quad in come if quad not in dataset.store)
    return Derived(Delta(tuple(gone), added, created, tuple(dropped)), writes)


def _absent(graph: _Graph, *, silent: bool) -> None:
    if not silent:
        raise EvaluationError(
            f"The graph {graph} does not exist.",
            "Correct its name, or write SILENT if that does not matter.",
            french=f"Le graphe {graph} n’existe pas. Corrigez son nom, ou écrivez SILENT si cela "
            "n’importe pas.",
        )
