"""Whom a change touches: the nodes of which a shape may say something else than before.

A shape says something else of a node only if it reads a triple that came or went. Take the first
such triple on the way from the node: what lies before it on that way was not changed. So the way
back from every changed triple, along triples that are in both graphs, leads to every such node.

Class membership is looked at as a whole: a type that comes or goes touches only those who ask for a
class of which the node becomes, or ceases to be, an instance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

import pyoxigraph as ox

from dialograph.shapes.automaton import Automaton, Behind, Step
from dialograph.shapes.targets import Membership
from dialograph.shapes.views import SUBCLASS, TYPE, Triples, below


class TooManyError(Exception):
    """The change touches more than may be looked at one by one."""


class Change:
    """A graph before and after a change.

    Args:
        before: the graph before it.
        after: the graph after it.
        kept: the triples that are in both.
        changed: the triples that came or went.
    """

    def __init__(
        self, before: Triples, after: Triples, kept: Triples, changed: Collection[ox.Triple]
    ) -> None:
        self.sides = (before, after)
        self.members = (Membership(before), Membership(after))
        self.kept = kept
        self.changed = changed


def touched(automaton: Automaton, change: Change, most: int) -> dict[Any, set[Any]]:
    """Shape → nodes of which it may say something else than before, judged by it or not.

    Args:
        automaton: what the shapes read.
        change: the change.
        most: how many nodes may be looked at.

    Raises:
        TooManyError: there are more.
    """
    walk = _Walk(automaton, change.kept, most)
    for triple in change.changed:
        for node, behind in automaton.readers(triple):
            walk.arrive(node, behind)
    for node in _of_other_classes(automaton, change, walk):
        before, after = (members.classes.of(node) for members in change.members)
        for kind in (before ^ after) & automaton.kinds:
            walk.arrive(node, automaton.askers(kind))
    return walk.back()


def reporters(
    automaton: Automaton, graph: Triples, spoken: Iterable[tuple[Any, Any]], most: int
) -> dict[Any, set[Any]]:
    """Shape → nodes whose judgement may report what a shape says of a node.

    Args:
        automaton: the ways along which findings are reported.
        graph: the graph in which the nodes are judged.
        spoken: shapes that speak, each with the node that it speaks of.
        most: how many nodes may be looked at.

    Raises:
        TooManyError: there are more.
    """
    walk = _Walk(automaton, graph, most)
    for shape, node in spoken:
        walk.arrive(node, automaton.callers(shape))
    return walk.back()


def _of_other_classes(automaton: Automaton, change: Change, walk: _Walk) -> set[Any]:
    """The nodes that may be instances of other classes than before."""
    nodes = {each.subject for each in change.changed if each.predicate == TYPE}
    moved = {each.subject for each in change.changed if each.predicate == SUBCLASS}
    for side in change.sides if moved else ():
        # Whatever is below a class that moved may have moved with it.
        for kind in set().union(*(below(side, each) for each in moved)):
            before, after = (members.classes.above(kind) for members in change.members)
            if not (before ^ after).isdisjoint(automaton.kinds):
                for each in side.find(None, TYPE, kind):
                    walk.count()
                    nodes.add(each.subject)
    return nodes


class _Walk:
    """The way back from nodes at states to the shapes that judge, and whom."""

    def __init__(self, automaton: Automaton, graph: Triples, most: int) -> None:
        self._automaton = automaton
        self._graph = graph
        self._budget = most
        self._found: dict[Any, set[Any]] = defaultdict(set)
        self._seen: set[tuple[Any, int]] = set()
        self._waiting: list[tuple[Any, int]] = []
        self._steps: dict[tuple[Any, Step], list[Any]] = {}

    def arrive(self, node: Any, behind: Behind) -> None:
        """Be at a node, with these ways to it."""
        for shape in behind.tops:
            self._found[shape].add(node)
        for state in behind.sources:
            if (node, state) not in self._seen:
                self._seen.add((node, state))
                self._waiting.append((node, state))

    def back(self) -> dict[Any, set[Any]]:
        """Go all the way back."""
        while self._waiting:
            node, state = self._waiting.pop()
            for step, behind in self._automaton.backwards(state).items():
                for source in self._sources(node, step):
                    self.arrive(source, behind)
        return self._found

    def count(self) -> None:
        """Look at one more node.

        Raises:
            TooManyError: it is one too many.
        """
        self._budget -= 1
        if self._budget < 0:
            raise TooManyError

    def _sources(self, node: Any, step: Step) -> list[Any]:
        """The nodes from which a step leads to a node."""
        known = self._steps.get((node, step))
        if known is None:
            known = []
            for source, _ in step.back.leave(node, self._graph):
                self.count()
                known.append(source)
            self._steps[node, step] = known
        return known
