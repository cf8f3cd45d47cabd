"""Whether a change can make a difference to the answer of a query.

For each changed statement that matches a pattern of the query, what has to hold beside that
pattern is looked for: for one that came, in the graph as it is now, for one that went, in the graph
as it was. Found, or not looked through to the end in so many steps, it may make a difference; else
it makes none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeVar

import pyoxigraph as ox

from dialograph.engine.dataset import Subject, Term
from dialograph.engine.patterns import Chain, Pattern, Place, Probe

Find = Callable[[Subject | None, ox.NamedNode | None, Term | None], Iterable[ox.Triple]]
"""The triples of a graph that match; None matches anything."""

_Solution = Mapping[str, Term]
_Sought = tuple[Pattern, Find]
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
        self._set = frozenset(triples)
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
            matches = iter(self._matches(probe.what))
            first = next(matches, None)
            if first is None:
                continue
            search = _Search(probe, self._find, self._common)
            seen: set[tuple[Term | None, ...]] = set()
            for solution in chain((first,), matches):
                # What is used nowhere else makes no difference.
                key = tuple(solution.get(name) for name in search.names)
                if key in seen:
                    continue
                seen.add(key)
                try:
                    if search.holds(solution, min(_STEPS, left)):
                        return True
                except _TooLongError:
                    return True
                left -= search.taken
        return False

    def _common(
        self, subject: Subject | None, predicate: ox.NamedNode | None, value: Term | None
    ) -> Iterator[ox.Triple]:
        """What matches of the statements that have not changed."""
        return (each for each in self._find(subject, predicate, value) if each not in self._set)

    def _matches(self, what: Pattern | Chain) -> Iterator[_Solution]:
        if isinstance(what, Chain):
            if any(each in self._by_predicate for each in what.predicates):
                yield {}
            if what.can_be_empty:
                # Every node is connected with itself. The engine says so of those in the graph
                # only, of a term that the query names too.
                for node in self._nodes:
                    if all(each == node for each in what[:2] if _is_term(each)):
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
    """Looks for one way in which everything holds that has to.

    Args:
        probe: says what has to.
        find: looks in the graph, and
        common: in the part of it that has not changed.
    """

    def __init__(self, probe: Probe, find: Find, common: Find) -> None:
        self._find = find
        self._patterns: list[_Sought] = [
            *((each, common) for each in probe.around.patterns),
            *((each, find) for each in probe.beside.patterns),
        ]
        self._chains = [
            *((each, common) for each in probe.around.chains),
            *((each, find) for each in probe.beside.chains),
        ]
        self._absent = (*probe.around.absent, *probe.beside.absent)
        self._values: dict[str, set[Term]] = {}
        for name, known in (*probe.around.values, *probe.beside.values):
            self._values[name] = self._values.get(name, set(known)) & set(known)
        # What can be one thing only is that.
        self._given = {
            name: term for name, known in self._values.items() if len(known) == 1 for term in known
        }
        absent = (each.names for patterns in self._absent for each in patterns)
        self.names = sorted(probe.around.names.union(probe.beside.names, *absent))
        """The variables that have a part in it."""
        self._steps = self.taken = 0

    def holds(self, solution: _Solution, steps: int) -> bool:
        """Whether everything can hold with what is bound already.

        Args:
            solution: what is.
            steps: how many statements may be looked at.

        Raises:
            _TooLongError: it would take more.
        """
        self._steps, self.taken = steps, 0
        allowed = all(self._may_be(name, term) for name, term in solution.items())
        return allowed and self._joined({**self._given, **solution}, self._patterns)

    def _may_be(self, name: str, term: Term) -> bool:
        return name not in self._values or term in self._values[name]

    def _joined(self, solution: _Solution, patterns: Sequence[_Sought]) -> bool:
        if not patterns:
            return self._ends(solution)
        best = max(patterns, key=lambda each: self._bound(each[0], solution))
        rest = [each for each in patterns if each is not best]
        return any(self._joined(found, rest) for found in self._matching(best, solution))

    def _bound(self, pattern: Pattern, solution: _Solution) -> int:
        """How few statements a pattern is likely to match, at a guess."""
        subject, predicate, value = pattern
        weight = int(not isinstance(predicate, str) or predicate in solution)
        if _is_term(subject) or subject in solution:
            weight += 8
        if value in solution and value not in self._given:
            weight += 4
        elif _is_term(value) or value in solution:
            weight += 2
        return weight

    def _matching(self, sought: _Sought, solution: _Solution) -> Iterator[_Solution]:
        pattern, find = sought

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
            for triple in self._counted(find(subject, predicate, value)):
                found = _matched(solution, pattern, triple)
                if found is not None and all(
                    self._may_be(name, found[name]) for name in pattern.names
                ):
                    yield found

    def _ends(self, solution: _Solution) -> bool:
        """Whether what is left to be said of a solution lets it be one."""
        if any(self._is_there(each, solution) for each in self._absent):
            return False
        return all(self._leads(each, find, solution) for each, find in self._chains)

    def _is_there(self, patterns: Sequence[Pattern], solution: _Solution) -> bool:
        if not patterns:
            return True
        best = max(patterns, key=lambda each: self._bound(each, solution))
        rest = [each for each in patterns if each is not best]
        found = self._matching((best, self._find), solution)
        return any(self._is_there(rest, each) for each in found)

    def _leads(self, link: Chain, find: Find, solution: _Solution) -> bool:
        """Whether a chain can lead from its beginning to its end; true when that is not known."""
        ends = [solution.get(each) if isinstance(each, str) else each for each in link[:2]]
        start, end = ends
        if not link.is_plain or start is None or end is None:
            return True
        if link.can_be_empty and start == end:
            return True
        seen, ahead = {start}, [start]
        while ahead:
            node = ahead.pop()
            if not isinstance(node, ox.NamedNode | ox.BlankNode):
                continue
            for predicate in link.predicates:
                self._count()
                for triple in self._counted(find(node, predicate, None)):
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
