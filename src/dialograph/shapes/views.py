"""A graph before and after a change, without a copy of either."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Protocol

import pyoxigraph as ox

from dialograph.vocab import RDF, RDFS

TYPE = ox.NamedNode(RDF.type)
SUBCLASS = ox.NamedNode(RDFS.subClassOf)
NO_SUBJECT = (ox.Literal, ox.Triple)
"""Terms that are never a subject."""


class Triples(Protocol):
    """A graph that can be asked for its triples."""

    def find(
        self,
        subject: ox.NamedNode | ox.BlankNode | None,
        predicate: ox.NamedNode | None,
        value: ox.NamedNode | ox.BlankNode | ox.Literal | None,
    ) -> Iterable[ox.Triple]:
        """The triples of a pattern, each once; None stands for any term."""


class Stored:
    """The default graph of a store of pyoxigraph.

    Args:
        store: where the triples are.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def find(self, subject: Any, predicate: Any, value: Any) -> Iterator[ox.Triple]:
        """The triples of a pattern; None stands for any term."""
        graph = ox.DefaultGraph()
        for quad in self._store.quads_for_pattern(subject, predicate, value, graph):
            yield quad.triple


class Overlay:
    """A graph with some triples put in and others left out.

    Args:
        base: the graph.
        hidden: triples of ``base`` that are not in this one.
        shown: triples of this one that are not in ``base``.
    """

    def __init__(
        self, base: Triples, hidden: Collection[ox.Triple], shown: Collection[ox.Triple]
    ) -> None:
        self._base = base
        self._hidden = frozenset(hidden)
        self._shown = shown
        self._from: dict[Any, list[ox.Triple]] = defaultdict(list)
        self._to: dict[Any, list[ox.Triple]] = defaultdict(list)
        for each in shown:
            self._from[each.subject].append(each)
            self._to[each.object].append(each)

    def find(self, subject: Any, predicate: Any, value: Any) -> Iterator[ox.Triple]:
        """The triples of a pattern; None stands for any term."""
        for each in self._base.find(subject, predicate, value):
            if each not in self._hidden:
                yield each
        if subject is not None:
            shown: Collection[ox.Triple] = self._from.get(subject, ())
        elif value is not None:
            shown = self._to.get(value, ())
        else:
            shown = self._shown
        for each in shown:
            if (predicate is None or each.predicate == predicate) and value in {None, each.object}:
                yield each


class Classes:
    """Who is an instance of what: ``rdf:type/rdfs:subClassOf*``, looked up once.

    Args:
        triples: the graph.
    """

    def __init__(self, triples: Triples) -> None:
        self._triples = triples
        self._above: dict[Any, frozenset[Any]] = {}
        self._of: dict[Any, frozenset[Any]] = {}

    def of(self, node: Any) -> frozenset[Any]:
        """The classes of a node and all classes above them."""
        found = self._of.get(node)
        if found is None:
            types = () if isinstance(node, NO_SUBJECT) else self._triples.find(node, TYPE, None)
            found = self._of[node] = frozenset().union(*(self.above(each.object) for each in types))
        return found

    def above(self, kind: Any) -> frozenset[Any]:
        """A class and all classes above it."""
        found = self._above.get(kind)
        if found is None:
            seen, waiting = {kind}, [kind]
            while waiting:
                here = waiting.pop()
                if isinstance(here, NO_SUBJECT):
                    continue
                for each in self._triples.find(here, SUBCLASS, None):
                    if each.object not in seen:
                        seen.add(each.object)
                        waiting.append(each.object)
            found = self._above[kind] = frozenset(seen)
        return found


def below(triples: Triples, kind: Any) -> set[Any]:
    """A class and all classes below it."""
    seen, waiting = {kind}, [kind]
    while waiting:
        for each in triples.find(None, SUBCLASS, waiting.pop()):
            if each.subject not in seen:
                seen.add(each.subject)
                waiting.append(each.subject)
    return seen


def as_stored(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """The triples as a store holds them: pyoxigraph writes numbers and dates its own way."""
    store = ox.Store()
    store.extend(ox.Quad(each.subject, each.predicate, each.object) for each in triples)
    return {quad.triple for quad in store}
