"""The statements that an engine holds: the graphs, their merge, and how they change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import pyoxigraph as ox

from dialograph.engine.changes import Delta
from dialograph.engine.interface import GraphSize

_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
_SIZES = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_DEFAULT = ox.DefaultGraph()
_MANY = 5_000
"""So many statements at once are not worth a transaction that could be undone."""

_SLICE = 50_000

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Term = Subject | ox.Literal


@dataclass(frozen=True)
class MergeChange:
    """What a change of graphs comes to in the RDF merge of all of them.

    Args:
        removed: triples that no graph states any more.
        added: triples that some graph states now and none did.
    """

    removed: tuple[ox.Triple, ...]
    added: tuple[ox.Triple, ...]


class Dataset:
    """Statements in memory.

    Args:
        store: the quads; nobody else changes it any more.
        union: whether the default graph is the RDF merge of all named graphs, which is made here:
            a triple that several graphs state counts once (the engine's own union counts it again
            for each graph).
        merge: the same in a store of its own, where it has been made, and stands in the default
            graph of the store too.
        sizes: how many statements each graph holds, where they have been counted; None stands for
            the default graph.
    """

    def __init__(
        self,
        store: ox.Store,
        *,
        union: bool,
        merge: ox.Store | None = None,
        sizes: Mapping[str | None, int] | None = None,
    ) -> None:
        self.store = store
        self.union = union
        self.merge = store if merge is None else merge
        """What holds the default graph and nothing else, where that is the merge."""
        if union and merge is None:
            store.update(_MERGE)
            # A second time on its own: the engine looks through all graphs for what is in one, so
            # the others would make every question to the merge take twice as long.
            self.merge = ox.Store()
            self.merge.bulk_extend(
                ox.Quad(quad.subject, quad.predicate, quad.object)
                for quad in store.quads_for_pattern(None, None, None, _DEFAULT)
            )
        self._sizes = dict(self._counted()) if sizes is None else dict(sizes)

    def take_sizes(self, sizes: Mapping[str | None, int]) -> None:
        """Take over what has been counted before.

        Args:
            sizes: how many statements each graph holds that there is; of the default graph only
                where that is not the merge.
        """
        self._sizes = {**sizes, None: len(self.merge) if self.union else sizes.get(None, 0)}
        self.add_graphs(sizes)

    def add_graphs(self, names: Iterable[str | None]) -> None:
        """Have graphs be there, even if nothing stands in them."""
        for name in names:
            if name is not None:
                self.store.add_graph(ox.NamedNode(name))

    def graphs(self) -> Sequence[GraphSize]:
        """The default graph, then every named graph by name, with their sizes."""
        names = sorted(name for name in self._sizes if name is not None)
        return [GraphSize(name, self._sizes[name]) for name in (None, *names)]

    @property
    def statements(self) -> int:
        """How many there are: those of the merge, or else of all graphs together."""
        return self._sizes[None] if self.union else sum(self._sizes.values())

    def find(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        value: Term | None = None,
    ) -> Iterator[ox.Triple]:
        """The triples of the merge of all graphs that match; None matches anything."""
        if self.union:
            quads = self.merge.quads_for_pattern(subject, predicate, value, _DEFAULT)
            return (quad.triple for quad in quads)
        found = self.store.quads_for_pattern(subject, predicate, value, None)
        return iter(dict.fromkeys(quad.triple for quad in found))

    def quads(self, graph: ox.NamedNode | ox.BlankNode | None = None) -> Iterator[ox.Quad]:
        """The statements of a graph, or all of them; what is in the merge only is none."""
        if graph is not None:
            return self.store.quads_for_pattern(None, None, None, graph)
        if not self.union:
            return iter(self.store)
        return (quad for quad in self.store if quad.graph_name != _DEFAULT)

    def change(self, delta: Delta) -> MergeChange:
        """Go from the state that a delta starts from to the one that it leads to.

        Args:
            delta: exact: its removed quads are here, its added ones are not.

        Returns:
            What it comes to in the merge.
        """
        removed: list[ox.Triple] = []
        added: list[ox.Triple] = []
        for name in delta.created:
            self.store.add_graph(ox.NamedNode(name))
            self._sizes.setdefault(name, 0)
        for gone, come in (
            *(((each, ())) for each in _slices(delta.removed)),
            *((((), each)) for each in _slices(delta.added)),
        ):
            less, more = self._apply(gone, come)
            removed += less
            added += more
        for name in delta.dropped:
            self.store.remove_graph(ox.NamedNode(name))
            self._sizes.pop(name, None)
        # A triple that moves from one graph to another has not changed.
        moved = set(removed).intersection(added) if removed and added else ()
        return MergeChange(
            tuple(each for each in removed if each not in moved),
            tuple(each for each in added if each not in moved),
        )

    def _apply(
        self, gone: Sequence[ox.Quad], come: Sequence[ox.Quad]
    ) -> tuple[list[ox.Triple], list[ox.Triple]]:
        """Apply a slice; gives the triples that left the merge and those that came into it."""
        triples = dict.fromkeys(quad.triple for quad in chain(gone, come))
        before = {each for each in triples if self._states(each)}
        for quad in gone:
            self.store.remove(quad)
        _extend(self.store, come)
        for number, quads in ((-1, gone), (1, come)):
            for quad in quads:
                self._count(quad.graph_name, number)
        after = {each for each in triples if self._states(each, changed=True)}
        less = [each for each in triples if each in before and each not in after]
        more = [each for each in triples if each in after and each not in before]
        if self.union:
            self._sizes[None] += len(more) - len(less)
            for store in {id(each): each for each in (self.store, self.merge)}.values():
                for quad in map(_in_default, less):
                    store.remove(quad)
                _extend(store, [_in_default(each) for each in more])
        return less, more

    def _states(self, triple: ox.Triple, *, changed: bool = False) -> bool:
        """Whether some graph states a triple; ``changed`` says that the merge may not know yet."""
        if self.union and not changed:
            return _in_default(triple) in self.merge
        found = self.store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return any(not self.union or quad.graph_name != _DEFAULT for quad in found)

    def _count(self, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph, number: int) -> None:
        if isinstance(graph, ox.NamedNode):
            self._sizes[graph.value] = self._sizes.get(graph.value, 0) + number
        elif isinstance(graph, ox.DefaultGraph):
            self._sizes[None] += number

    def _counted(self) -> Iterator[tuple[str | None, int]]:
        yield None, len(self.merge) if self.union else self._size_of_default()
        for graph in self.store.named_graphs():
            if isinstance(graph, ox.NamedNode):
                yield graph.value, 0
        rows = self.store.query(_SIZES)
        assert isinstance(rows, ox.QuerySolutions)
        for row in rows:
            graph, number = row["g"], row["n"]
            if isinstance(graph, ox.NamedNode) and isinstance(number, ox.Literal):
                yield graph.value, int(number.value)

    def _size_of_default(self) -> int:
        return sum(1 for _ in self.store.quads_for_pattern(None, None, None, _DEFAULT))


def _extend(store: ox.Store, quads: Sequence[ox.Quad]) -> None:
    if len(quads) > _MANY:
        store.bulk_extend(quads)
    elif quads:
        store.extend(quads)


def _slices(quads: Iterable[ox.Quad]) -> Iterator[tuple[ox.Quad, ...]]:
    remaining = iter(quads)
    while piece := tuple(islice(remaining, _SLICE)):
        yield piece


def _in_default(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object)
