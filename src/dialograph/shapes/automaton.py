"""Which statements lie on a path from a resource, and from which resources a path reaches one.

What all shapes together read is one graph of states: a step follows a property, forwards or
backwards, from one state to the next. A resource is judged by walking it from the state of a shape.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Any, NamedTuple

import pyoxigraph as ox

from dialograph.shapes.views import NO_SUBJECT, Triples

Predicate = ox.NamedNode | None
"""A property; None for any."""


class Step(NamedTuple):
    """A move along statements.

    Args:
        predicate: the property followed; None for any.
        forward: from subject to object, else from object to subject.
    """

    predicate: Predicate
    forward: bool

    def leave(self, node: Any, triples: Triples) -> Iterator[tuple[Any, ox.Triple]]:
        """Where the step leads from a node, and along which triple."""
        if self.forward:
            if not isinstance(node, NO_SUBJECT):
                for each in triples.find(node, self.predicate, None):
                    yield each.object, each
        else:
            for each in triples.find(None, self.predicate, node):
                yield each.subject, each

    @property
    def back(self) -> Step:
        """The step the other way."""
        return Step(self.predicate, not self.forward)


class Draft:
    """States and steps, while they are put together."""

    def __init__(self) -> None:
        self._size = 0
        self.steps: list[tuple[int, Step, int, bool]] = []
        self.joints: list[tuple[int, int]] = []
        self.tops: dict[int, Any] = {}
        self.classes: dict[Any, set[int]] = defaultdict(set)
        self.entries: dict[Any, int] = {}

    def state(self) -> int:
        """A new state."""
        self._size += 1
        return self._size - 1

    def step(self, source: int, step: Step, target: int, *, query: bool = False) -> None:
        """Lead from one state to another.

        Args:
            source: where the step starts.
            step: what it follows.
            target: where it leads.
            query: whether a query of a shape reads it.
        """
        self.steps.append((source, step, target, query))

    def join(self, source: int, target: int) -> None:
        """Make whatever is at one state also be at another."""
        self.joints.append((source, target))


class Ahead(NamedTuple):
    """Where a step leads from a state on the way to what queries read."""

    query: bool
    targets: frozenset[int]


class Behind(NamedTuple):
    """Where a step comes from: the shapes that start there, and states that have more before."""

    tops: frozenset[Any]
    sources: frozenset[int]


class Automaton:
    """What shapes read, made ready to be walked in both directions.

    Args:
        draft: the states and steps.
    """

    def __init__(self, draft: Draft) -> None:
        before, after = _closures(draft)
        into: dict[int, list[tuple[Step, int]]] = defaultdict(list)
        out_of: dict[int, list[tuple[Step, int, bool]]] = defaultdict(list)
        for source, step, target, query in draft.steps:
            into[target].append((step, source))
            out_of[source].append((step, target, query))
        self._tops = {
            state: frozenset(draft.tops[each] for each in nearer if each in draft.tops)
            for state, nearer in before.items()
        }
        self._incoming = {
            state: [pair for each in nearer for pair in into[each]]
            for state, nearer in before.items()
        }
        self._starts: dict[Predicate, dict[bool, Behind]] = defaultdict(dict)
        by_step: dict[Step, set[int]] = defaultdict(set)
        for source, step, _, _ in draft.steps:
            by_step[step].add(source)
        for step, sources in by_step.items():
            self._starts[step.predicate][step.forward] = self._behind(sources)
        self._classes = {kind: self._behind(states) for kind, states in draft.classes.items()}
        self._entries = {shape: self._behind({at}) for shape, at in draft.entries.items()}
        self.kinds: AbstractSet[Any] = self._classes.keys()
        self._back = {state: self._grouped(pairs) for state, pairs in self._incoming.items()}
        self._top_states = {shape: state for state, shape in draft.tops.items()}
        self._ahead = _towards_queries(draft, after, out_of)

    def readers(self, triple: ox.Triple) -> Iterator[tuple[Any, Behind]]:
        """Where a triple can be read: the node at which it is, and what is walked to get there."""
        for predicate in (triple.predicate, None):
            for forward, behind in self._starts.get(predicate, {}).items():
                yield triple.subject if forward else triple.object, behind

    def askers(self, kind: Any) -> Behind:
        """Where it is asked whether a node is an instance of a class."""
        return self._classes[kind]

    def callers(self, shape: Any) -> Behind:
        """From where a node comes to be judged by a shape."""
        return self._entries[shape]

    def backwards(self, state: int) -> Mapping[Step, Behind]:
        """The steps by which a state is reached."""
        return self._back[state]

    def collect(self, triples: Triples, focus: Mapping[Any, Iterable[Any]]) -> Iterator[ox.Triple]:
        """The triples that the queries of shapes may read.

        Args:
            triples: the graph.
            focus: shape → the nodes that it judges.
        """
        waiting = [
            (node, self._top_states[shape])
            for shape, nodes in focus.items()
            if self._top_states[shape] in self._ahead
            for node in nodes
        ]
        seen = set(waiting)
        nodes = set()
        while waiting:
            node, state = waiting.pop()
            if node not in nodes:
                nodes.add(node)
                # A path of no step leads only to what is somewhere in the graph.
                yield from islice(_around(node, triples), 1)
            for step, ahead in self._ahead[state].items():
                for reached, triple in step.leave(node, triples):
                    if ahead.query:
                        yield triple
                    for target in ahead.targets:
                        if (reached, target) not in seen:
                            seen.add((reached, target))
                            waiting.append((reached, target))

    def _behind(self, states: Iterable[int]) -> Behind:
        states = set(states)
        return Behind(
            frozenset().union(*(self._tops[each] for each in states)),
            frozenset(each for each in states if self._incoming[each]),
        )

    def _grouped(self, pairs: list[tuple[Step, int]]) -> dict[Step, Behind]:
        sources: dict[Step, set[int]] = defaultdict(set)
        for step, source in pairs:
            sources[step].add(source)
        return {step: self._behind(states) for step, states in sources.items()}


def _around(node: Any, triples: Triples) -> Iterator[ox.Triple]:
    for forward in (True, False):
        for _, triple in Step(None, forward).leave(node, triples):
            yield triple


def _closures(draft: Draft) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """For each state, those that lead to it, and those that it leads to, without a step."""
    nearer: dict[int, list[int]] = defaultdict(list)
    further: dict[int, list[int]] = defaultdict(list)
    for source, target in draft.joints:
        nearer[target].append(source)
        further[source].append(target)
    states = range(draft.state())
    return {each: _reached(each, nearer) for each in states}, {
        each: _reached(each, further) for each in states
    }


def _reached(start: int, links: Mapping[int, list[int]]) -> set[int]:
    seen, waiting = {start}, [start]
    while waiting:
        for each in links.get(waiting.pop(), ()):
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    return seen


def _towards_queries(
    draft: Draft,
    after: Mapping[int, set[int]],
    out_of: Mapping[int, list[tuple[Step, int, bool]]],
) -> dict[int, dict[Step, Ahead]]:
    """Of each state from which a step of a query can be reached, the steps that lead there."""
    before: dict[int, list[int]] = defaultdict(list)
    for source, target in draft.joints:
        before[target].append(source)
    for source, _, target, _ in draft.steps:
        before[target].append(source)
    useful: set[int] = set()
    for source, _, _, query in draft.steps:
        if query and source not in useful:
            useful |= _reached(source, before)
    ahead: dict[int, dict[Step, Ahead]] = {}
    for state in useful:
        steps: dict[Step, Ahead] = {}
        for each in after[state]:
            for step, target, query in out_of.get(each, ()):
                targets = {target} & useful
                if query or targets:
                    known = steps.get(step, Ahead(query=False, targets=frozenset()))
                    steps[step] = Ahead(known.query or query, known.targets | targets)
        ahead[state] = steps
    return ahead
