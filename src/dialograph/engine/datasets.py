"""Datasets that a request puts together from graphs of the store (SPARQL 1.1, section 13)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import pyoxigraph as ox

from dialograph.errors import UsageError

_KEPT = 4

_Graphs = list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]
_Named = list[ox.NamedNode | ox.BlankNode]


class Datasets:
    """Gives the store and the graphs in it that a query is to see.

    A default graph of several graphs is their RDF merge. The engine concatenates them instead, and
    counts a triple once for each graph that states it; so the merge is made, in a store of its
    own, and the last few are kept.

    Args:
        store: holds every graph; not changed while this is in use.
        merged: the names of the graphs whose merge is the store's default graph already.
    """

    def __init__(self, store: ox.Store, merged: Sequence[str] = ()) -> None:
        self._store = store
        self._whole = frozenset(merged)
        self._merged: OrderedDict[tuple[frozenset[str], frozenset[str]], ox.Store] = OrderedDict()
        self._lock = Lock()

    def choose(
        self, default_graphs: Sequence[str], named_graphs: Sequence[str]
    ) -> tuple[ox.Store, _Graphs, _Named]:
        """The store to ask, its default graph and its named graphs.

        Args:
            default_graphs: names of the graphs to merge; none makes an empty default graph.
            named_graphs: names of the graphs that ``GRAPH`` sees.

        Raises:
            UsageError: a name is no absolute IRI.
        """
        default, named = frozenset(default_graphs), frozenset(named_graphs)
        names: _Named = [_named(name) for name in sorted(named)]
        if len(default) < 2:  # noqa: PLR2004 - one graph is its own merge
            return self._store, [_named(name) for name in default], names
        if default == self._whole:
            return self._store, [ox.DefaultGraph()], names
        with self._lock:
            store = self._merged.pop((default, named), None) or self._merge(default, named)
            self._merged[default, named] = store
            if len(self._merged) > _KEPT:
                self._merged.popitem(last=False)
        return store, [ox.DefaultGraph()], names

    def _merge(self, default: frozenset[str], named: frozenset[str]) -> ox.Store:
        merged = ox.Store()
        for name in sorted(default | named):
            quads = list(self._store.quads_for_pattern(None, None, None, _named(name)))
            if name in default:
                merged.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
            if name in named:
                merged.extend(quads)
        return merged


def _named(name: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(name)
    except ValueError as error:
        raise UsageError(
            f"A graph is named by an absolute IRI, not by {name[:200]!r}.",
            french=f"Un graphe se nomme par un IRI absolu, et non par {name[:200]!r}.",
        ) from error
