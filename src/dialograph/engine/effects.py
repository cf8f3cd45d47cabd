"""What a change comes to, worked out before it is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from dialograph.engine.changes import Delta
from dialograph.engine.dataset import Dataset
from dialograph.errors import UsageError

Place = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
DEFAULT = ox.DefaultGraph()


@dataclass(frozen=True)
class Derived:
    """A change: what differs, and what it is about although it may leave it as it was.

    Args:
        delta: the difference; exact: what is removed was there, what is added was not.
        writes: the graphs that it writes, clears, or names as where it writes; None is the
            default graph, ``_:`` begins what a graph without an IRI is called.
        everything: whether it is about all graphs, whichever there are.
        exact: whether the difference was derived; False where two states had to be compared.
    """

    delta: Delta
    writes: frozenset[str | None]
    everything: bool = False
    exact: bool = True


def called(place: Place) -> str | None:
    """How a graph is called in :attr:`Derived.writes`."""
    if isinstance(place, ox.DefaultGraph):
        return None
    return place.value if isinstance(place, ox.NamedNode) else str(place)


def is_there(dataset: Dataset, place: Place) -> bool:
    """Whether a graph exists; the default graph always does."""
    return isinstance(place, ox.DefaultGraph) or dataset.store.contains_named_graph(place)


def statements(dataset: Dataset, place: Place) -> Iterator[ox.Quad]:
    """The quads of one graph; those of the merge where that is the default graph."""
    return dataset.store.quads_for_pattern(None, None, None, place)


def appearing(dataset: Dataset, quads: dict[ox.Quad, None]) -> tuple[str, ...]:
    """The graphs that come to exist when these quads are added."""
    places = {quad.graph_name for quad in quads}
    named = (place for place in places if isinstance(place, ox.NamedNode))
    return tuple(sorted(place.value for place in named if not is_there(dataset, place)))


def see_writable(dataset: Dataset, place: Place) -> None:
    """See that a graph is one to write to.

    Raises:
        UsageError: it is the default graph, and that is the merge of the others.
    """
    if dataset.union and isinstance(place, ox.DefaultGraph):
        raise UsageError(
            "The default graph is the merge of all graphs; nothing is written to it directly.",
            "Name a graph, in an update with GRAPH or WITH.",
            french="Le graphe par défaut est la réunion de tous les graphes : on n’y écrit pas "
            "directement. Nommez un graphe, dans une mise à jour avec GRAPH ou WITH.",
        )
