"""Whether a change can make a difference to the answer of a query.

For each changed statement that matches a pattern of the query, what has to hold beside that
pattern is looked for: for one that came, in the graph as it is now, for one that went, in the graph
as it was. Found, or not looked through to the end in so many steps, it may make a difference; else
it makes none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import pyoxigraph as ox

from dialograph.engine.patterns import Chain, Context, Known, Pattern, Place, Probe

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Find = Callable[[Term | None, Term | None, Term | None], Iterable[ox.Triple]]
"""The triples of a graph that match; None matches anything."""

_Solution = Mapping[str, Term]
T = TypeVar("T")

_STEPS = 400
"""So many statements are looked at for one match, and"""
_STEPS_ALL = 6_000
"""so many for one query."""


class _TooLongError(Exception):
    """It was not looked through to the end."""


class Changed:
    """Statements that came or went, and the graph in which they stand.

    Args:
        triples: the statements.
        find: looks in the graph.
    """

    def __init__(self, triples: Sequence[ox.Triple], find: Find) -> None:
        self._triples = triples
        self._by_predicate: dict[ox.NamedNode, list[ox.Triple]] = defaultdict(list)
        for each in triples:
            self._by_predicate[each.predicate].append(each)
        self._nodes = list(
            dict.fromkeys(node for each in triples for node in (each.subject, each.object))
        )
        self._find = find

    def touch(self, probes: Iterable[Probe]) -> bool:
        """Whether they may make a difference to what a query reads.

        Args:
            probes: see :func:`~dialograph.engine.reads.reads_of`.
        """
        left = _STEPS_ALL
        for probe in probes:
            seen: set[tuple[tuple[str, Term], ...]] = set()
            elsewhere = probe.beside.names | {
                name for each in probe.beside.absent for one in each for name in one.names
            }
            for solution in self._matches(probe.what):
                # What is used nowhere else makes no difference.
                used = {name: term for name, term in solution.items() if name in elsewhere}
                key = tuple(sorted(used.items(), key=lambda pair: pair[0]))
                if key in seen:
                    continue
                seen.add(key)
                search = _Search(probe.beside, self._find, min(_STEPS, left))
                try:
                    if search.holds(used):
                        return True
                except _TooLongError:
                    return True
                left -= search.taken
        return False

    def _matches(self, what: Pattern | Chain) -> Iterator[_Solution]:
        if isinstance(what, Chain):
            if any(each in self._by_predicate for each in what.predicates):
                yield {}
            if what.can_be_empty and not any(map(_is_term, what[:2])):
                # Every node is connected with itself, one that is new too.
                for node in self._nodes:
                    yield {each: node for each in what[:2] if isinstance(each, str)}
            return
        if isinstance(what.predicate, str):
            triples: Iterable[ox.Triple] = self._triples
        else:
            triples = (
                each for one in dict.fromkeys(what.predicate) for each in self._by_predicate[one]
            )
        for triple in triples:
            solution = _matched({}, what, triple)
            if solution is not None:
                yield solution


def _is_term(place: Place) -> bool:
    return place is not None and not isinstance(place, str)


def _matched(solution: _Solution, pattern: Pattern, triple: ox.Triple) -> _Solution | None:
    """The solution with what a pattern binds by a triple; None where they do not go together."""
    found = dict(solution)
    pairs: list[tuple[Place, Term]] = [
        (pattern.subject, triple.subject),
        (pattern.value, triple.object),
    ]
    if isinstance(pattern.predicate, str):
        pairs.append((pattern.predicate, triple.predicate))
    for place, term in pairs:
        if isinstance(place, str):
            if found.setdefault(place, term) != term:
                return None
        elif place is not None and place != term:
            return None
    return found


class _Search:
    """Looks for one way in which everything of a context holds."""

    def __init__(self, beside: Context, find: Find, steps: int) -> None:
        self._beside = beside
        self._find = find
        self._steps = steps
        self.taken = 0
        values: dict[str, set[Known]] = {}
        for name, known in beside.values:
            values[name] = values.get(name, set(known)) & set(known)
        self._values = values
        used = set().union(*(each.names for each in beside.parts))
        self._choices = [name for name in values if name in used]

    def holds(self, solution: _Solution) -> bool:
        """Whether everything can hold with what is bound already."""
        allowed = all(
            solution[name] in known for name, known in self._values.items() if name in solution
        )
        return allowed and self._chosen(solution, self._choices)

    def _chosen(self, solution: _Solution, names: Sequence[str]) -> bool:
        """Try what variables can be that can be few things only."""
        for position, name in enumerate(names):
            if name not in solution:
                rest = names[position + 1 :]
                return any(
                    self._chosen({**solution, name: term}, rest)
                    for term in self._counted(self._values[name])
                )
        return self._joined(solution, self._beside.patterns)

    def _joined(self, solution: _Solution, patterns: Sequence[Pattern]) -> bool:
        if not patterns:
            return self._ends(solution)
        best = max(patterns, key=lambda each: self._bound(each, solution))
        rest = [each for each in patterns if each is not best]
        return any(self._joined(found, rest) for found in self._matching(best, solution))

    @staticmethod
    def _bound(pattern: Pattern, solution: _Solution) -> int:
        subject, predicate, value = pattern
        is_named = not isinstance(predicate, str) or predicate in solution
        # A subject says more than an object, and either more than a property.
        weights = zip((4, 3), (subject, value), strict=True)
        return is_named + sum(
            weight for weight, place in weights if _is_term(place) or place in solution
        )

    def _matching(self, pattern: Pattern, solution: _Solution) -> Iterator[_Solution]:
        def term(place: Place) -> Term | None:
            return solution.get(place) if isinstance(place, str) else place

        subject, value = term(pattern.subject), term(pattern.value)
        if not isinstance(subject, ox.NamedNode | ox.BlankNode | None):
            return
        predicates: Iterable[Term | None] = (
            [solution.get(pattern.predicate)]
            if isinstance(pattern.predicate, str)
            else pattern.predicate
        )
        for predicate in predicates:
            if predicate is not None and not isinstance(predicate, ox.NamedNode):
                continue
            self._count()
            for triple in self._counted(self._find(subject, predicate, value)):
                found = _matched(solution, pattern, triple)
                if found is not None:
                    yield found

    def _ends(self, solution: _Solution) -> bool:
        """Whether what is left to be said of a solution lets it be one."""
        if any(self._is_there(each, solution) for each in self._beside.absent):
            return False
        return all(self._leads(each, solution) for each in self._beside.chains)

    def _is_there(self, patterns: Sequence[Pattern], solution: _Solution) -> bool:
        if not patterns:
            return True
        best = max(patterns, key=lambda each: self._bound(each, solution))
        rest = [each for each in patterns if each is not best]
        return any(self._is_there(rest, found) for found in self._matching(best, solution))

    def _leads(self, chain: Chain, solution: _Solution) -> bool:
        """Whether a chain can lead from its beginning to its end; true when that is not known."""
        ends = [solution.get(each) if isinstance(each, str) else each for each in chain[:2]]
        start, end = ends
        if not chain.is_plain or start is None or end is None:
            return True
        if chain.can_be_empty and start == end:
            return True
        seen, ahead = {start}, [start]
        while ahead:
            node = ahead.pop()
            if not isinstance(node, ox.NamedNode | ox.BlankNode):
                continue
            for predicate in chain.predicates:
                self._count()
                for triple in self._counted(self._find(node, predicate, None)):
                    if triple.object == end:
                        return True
                    if triple.object not in seen:
                        seen.add(triple.object)
                        ahead.append(triple.object)
        return False

    def _counted(self, each: Iterable[T]) -> Iterator[T]:
        for one in each:
            self._count()
            yield one

    def _count(self) -> None:
        self.taken += 1
        if self.taken > self._steps:
            raise _TooLongError
