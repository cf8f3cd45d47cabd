"""Graphs put, extended and removed, as the difference that this makes (Graph Store Protocol)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Literal

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
from dialograph.engine.matching import blanks, match, renamed
from dialograph.engine.whole_graphs import clear
from dialograph.errors import UsageError


def derive_graph(
    dataset: Dataset,
    method: Literal["put", "post", "delete"],
    graph: str | None,
    quads: Sequence[ox.Quad] = (),
    *,
    whole: bool = False,
    apply: Callable[[Delta], object] | None = None,
) -> Derived:
    """Work out what a change of a graph comes to (SPARQL 1.1 Graph Store HTTP Protocol, section 5).

    Blank nodes that are put where others were, and of which the same is said, are those.

    Args:
        dataset: the state before; it is in the state after when this returns.
        method: ``put`` replaces the graph, ``post`` adds to it, ``delete`` removes it.
        graph: its name; None for the default graph.
        quads: what is sent, each in the graph that it belongs to, with blank nodes that the
            dataset does not have.
        whole: whether ``graph`` is not looked at: ``put`` replaces the graphs that the quads are
            in.
        apply: changes the dataset by the difference.

    Returns:
        The difference, and the graphs that are written.

    Raises:
        UsageError: it writes the default graph, and that is the merge of the others; or it says
            not what to delete; or the graph's name is no absolute IRI.
    """
    places: list[Place] = [] if whole else [_place(graph)]
    places += [place for place in dict.fromkeys(q.graph_name for q in quads) if whole]
    for place in places:
        see_writable(dataset, place)
    if method == "delete":
        if whole:
            raise UsageError(
                "The request does not say which graph is to go.",
                "Name it.",
                french="La requête ne dit pas quel graphe supprimer. Nommez-le.",
            )
        delta = clear(dataset, _place(graph), silent=True, drop=True).delta
    else:
        sent = _as_stored(quads)
        gone: tuple[ox.Quad, ...] = ()
        if method == "put":
            old = {quad for place in places for quad in statements(dataset, place)}
            sent = _with_old_names(dataset, places, old, sent)
            gone = tuple(quad for quad in old if quad not in sent)
        created = [called(place) for place in places if not is_there(dataset, place)]
        delta = Delta(
            gone,
            tuple(quad for quad in sent if quad not in dataset.store),
            tuple(name for name in created if name is not None),
        )
    if delta:
        (apply or dataset.change)(delta)
    return Derived(delta, frozenset(map(called, places)))


def _place(graph: str | None) -> ox.NamedNode | ox.DefaultGraph:
    try:
        return DEFAULT if graph is None else ox.NamedNode(graph)
    except ValueError as error:
        raise UsageError(
            f"A graph is named by an absolute IRI, not by {graph!r:.200}.",
            french=f"Un graphe est nommé par un IRI absolu, et non par {graph!r:.200}.",
        ) from error


def _as_stored(quads: Iterable[ox.Quad]) -> dict[ox.Quad, None]:
    """The same quads, each once, with literals in the form in which the engine gives them back."""
    store = ox.Store()
    store.bulk_extend(quads)
    return dict.fromkeys(store)


def _with_old_names(
    dataset: Dataset,
    places: Collection[Place],
    old: Collection[ox.Quad],
    sent: dict[ox.Quad, None],
) -> dict[ox.Quad, None]:
    nodes = {node for quad in sent for node in blanks(quad)}
    if not nodes:
        return sent
    # A node that other graphs speak of too is another than any that is sent.
    nowhere = {*places, DEFAULT} if dataset.union else set(places)
    shared: dict[ox.BlankNode, bool] = {}

    def is_shared(node: ox.BlankNode) -> bool:
        if node not in shared:
            found = (
                *dataset.store.quads_for_pattern(node, None, None),
                *dataset.store.quads_for_pattern(None, None, node),
            )
            shared[node] = any(quad.graph_name not in nowhere for quad in found)
        return shared[node]

    own = [quad for quad in old if not any(map(is_shared, blanks(quad)))]
    names = match(own, sent)
    return dict.fromkeys(renamed(quad, names) for quad in sent)
