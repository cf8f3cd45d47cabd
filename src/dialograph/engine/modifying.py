"""The quads that an update takes away and adds (SPARQL 1.1 Update, section 3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from dialograph.engine import guard
from dialograph.engine.changes import Delta
from dialograph.engine.dataset import Dataset
from dialograph.engine.datasets import Datasets
from dialograph.engine.effects import Derived, appearing, called, is_there
from dialograph.engine.templates import Fresh, Labels, Row, Template


@dataclass(frozen=True)
class Pattern:
    """The part after ``WHERE``.

    Args:
        text: the group with its braces.
        prologue: the declarations that hold for it.
        base_iri: what relative IRIs are resolved against.
        graph: the graph after ``WITH``.
        using: the graphs whose merge is asked instead of the default graph, and
        using_named: those that ``GRAPH`` sees; None for both when nothing says so.
    """

    text: str
    prologue: str
    base_iri: str | None
    graph: ox.NamedNode | None = None
    using: Sequence[str] | None = None
    using_named: Sequence[str] | None = None

    def question(self, variables: Sequence[str], *, distinct: bool) -> str:
        """The query for the values of some variables.

        Args:
            variables: their names.
            distinct: whether values that come again may be left out.
        """
        names = " ".join(f"?{name}" for name in variables)
        kind = "SELECT DISTINCT" if distinct else "SELECT"
        return f"{self.prologue}\n{kind} {names} WHERE {self.text}"

    def solutions(self, dataset: Dataset, question: str) -> Iterator[Row]:
        """The rows that answer a question, each with values in the order of its variables.

        Args:
            dataset: what is asked.
            question: what :meth:`question` gave.

        Raises:
            RuntimeError, OSError: as the engine does.
            UsageError: a graph's name is no absolute IRI.
        """
        if self.using is not None and self.using_named is not None:
            merged = [each.iri for each in dataset.graphs() if each.iri] if dataset.union else ()
            store, default, named = Datasets(dataset.store, merged).choose(
                self.using, self.using_named
            )
            found = store.query(
                question, base_iri=self.base_iri, default_graph=default, named_graphs=named
            )
        elif self.graph is not None:
            found = dataset.store.query(
                question, base_iri=self.base_iri, default_graph=[self.graph]
            )
        else:
            # The merge alone answers faster, where no graph is asked by its name.
            store = dataset.store if guard.may_name_graphs(self.text) else dataset.merge
            found = store.query(question, base_iri=self.base_iri)
        assert isinstance(found, ox.QuerySolutions)
        return map(tuple, found)


def modify(
    dataset: Dataset,
    delete: Template,
    insert: Template,
    rows: Iterable[Row],
    labels: Labels,
) -> Derived:
    """What two templates come to, filled in with all solutions: first the one, then the other.

    Args:
        dataset: the state before; it is not changed.
        delete: what goes.
        insert: what comes.
        rows: the solutions.
        labels: where new blank nodes come from.
    """
    store = dataset.store
    removed: dict[ox.Quad, None] = {}
    added: dict[ox.Quad, None] = {}
    kept: set[ox.Quad] = set()
    places: set[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = {*delete.graphs, *insert.graphs}

    def take(quads: Iterable[ox.Quad]) -> None:
        for quad in quads:
            places.add(quad.graph_name)
            if quad in store:
                removed[quad] = None

    def give(quads: Iterable[ox.Quad]) -> None:
        for quad in quads:
            place = quad.graph_name
            if isinstance(place, ox.BlankNode) and not is_there(dataset, place):
                continue  # a new graph is named by an IRI (SPARQL 1.1 Query, section 13.1)
            places.add(place)
            if quad in store:
                kept.add(quad)
            else:
                added[quad] = None

    for number, row in enumerate(rows):
        if number == 0:
            take(delete.fixed)
            give(insert.fixed)
        fresh = Fresh(labels)
        take(delete.fill(row, fresh))
        give(insert.fill(row, fresh))
    gone = tuple(quad for quad in removed if quad not in kept)
    delta = Delta(gone, tuple(added), appearing(dataset, added))
    return Derived(delta, frozenset(map(called, places)))
