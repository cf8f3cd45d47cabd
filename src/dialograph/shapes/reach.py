"""What shapes read of the data, as an automaton.

Everything here errs on the side of reading too much. Where nothing can be said,
:class:`~dialograph.shapes.reasons.UnknownReachError` says why the whole graph has to be judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rdflib import Graph
from rdflib.term import Node

from dialograph.shapes.automaton import Automaton, Draft, Step
from dialograph.shapes.convert import to_oxigraph
from dialograph.shapes.paths import READS, PathCompiler, items
from dialograph.shapes.reasons import Reason, UnknownReachError
from dialograph.shapes.targets import Target
from dialograph.vocab import SH

_COMPARED = {SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals}
# They look at the value itself, at how many there are, or at nothing.
_AT_HAND = {
    *(SH.datatype, SH.nodeKind, SH.hasValue, SH["in"], SH.pattern, SH.flags, SH.ignoredProperties),
    *(SH.minCount, SH.maxCount, SH.qualifiedMinCount, SH.qualifiedMaxCount),
    *(SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive),
    *(SH.minLength, SH.maxLength, SH.languageIn, SH.uniqueLang),
    *(SH.path, SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf),
    *(SH.severity, SH.message, SH.deactivated),
    *(SH.name, SH.description, SH.order, SH.group, SH.defaultValue),
}

# Their values are shapes.
_NESTING = {
    *(SH.node, SH.property, SH["not"], SH["and"], SH["or"], SH.xone),
    *(SH.qualifiedValueShape, SH.qualifiedValueShapesDisjoint),
}


class Reach(NamedTuple):
    """What shapes read.

    Args:
        read: all of it.
        reports: the part of it that leads to the shapes under ``sh:property``, whose findings are
            reported beside those of the shape above.
    """

    read: Automaton
    reports: Automaton


def compile_reach(
    shapes: Graph, known: Mapping[Node, Node | None], targets: Mapping[Node, Target]
) -> Reach:
    """Work out what shapes read of the data, and whose findings they report.

    Args:
        shapes: the shapes graph.
        known: every shape → its path; None for a node shape.
        targets: shape → whom it judges, for those that judge somebody.

    Raises:
        UnknownReachError: nothing short of the whole graph will do.
    """
    try:
        return Reach(
            _Compiler(shapes, known).compile(targets),
            _Compiler(shapes, known, reports=True).compile(targets),
        )
    except (ValueError, RecursionError) as error:  # no IRI where one is due; a circular list
        raise UnknownReachError(Reason.BROKEN) from error


class _Compiler:
    def __init__(
        self, shapes: Graph, known: Mapping[Node, Node | None], *, reports: bool = False
    ) -> None:
        self._shapes = shapes
        self._known = known
        self._reports = reports
        self._draft = Draft()
        self._paths = PathCompiler(shapes, self._draft)
        self._queries = PathCompiler(shapes, self._draft, query=True)
        self._open: set[Node] = set()
        self._nowhere = self._draft.state()

    def compile(self, targets: Mapping[Node, Target]) -> Automaton:
        draft = self._draft
        for shape, target in targets.items():
            top = draft.state()
            draft.tops[top] = shape
            draft.join(top, self._shape(shape))
            if not self._reports:
                self._target(top, target)
        return Automaton(draft)

    def _target(self, top: int, target: Target) -> None:
        draft = self._draft
        for kind in target.classes:
            draft.classes[kind].add(top)
        for predicate in target.subjects_of:
            draft.step(top, Step(predicate, forward=True), self._nowhere)
        for predicate in target.objects_of:
            draft.step(top, Step(predicate, forward=False), self._nowhere)

    def _shape(self, shape: Node) -> int:
        """The state at which a node is judged by a shape."""
        if shape in self._draft.entries:
            return self._draft.entries[shape]
        if shape in self._open:
            raise UnknownReachError(Reason.CIRCLE)
        if shape not in self._known:
            raise UnknownReachError(Reason.BROKEN)
        self._open.add(shape)
        path = self._known[shape]
        focus = self._draft.state()
        value = focus if path is None else self._paths.follow(focus, path)
        for term, parameter in self._shapes.predicate_objects(shape):
            if not self._reports or term == SH.property:
                for nested in self._nested(shape, term, parameter):
                    self._draft.join(value, self._shape(nested))
                if not self._reports:
                    self._read(term, parameter, focus, value)
        self._open.discard(shape)
        self._draft.entries[shape] = focus
        return focus

    def _nested(self, shape: Node, term: Node, parameter: Node) -> Iterator[Node]:
        """The shapes by which values are judged because of one parameter of a shape."""
        if term in {SH.node, SH.property, SH["not"], SH.qualifiedValueShape}:
            yield parameter
        elif term in {SH["and"], SH["or"], SH.xone}:
            yield from items(self._shapes, parameter)
        elif term == SH.qualifiedValueShapesDisjoint:
            for parent in self._shapes.subjects(SH.property, shape):
                for sibling in self._shapes.objects(parent, SH.property):
                    yield from self._shapes.objects(sibling, SH.qualifiedValueShape)

    def _read(self, term: Node, parameter: Node, focus: int, value: int) -> None:
        """Note what a parameter reads itself, at the focus node or at a value node."""
        draft = self._draft
        if term == SH["class"]:
            draft.classes[to_oxigraph(parameter)].add(value)
        elif term in _COMPARED:
            draft.step(focus, Step(to_oxigraph(parameter), forward=True), self._nowhere)
        elif term == SH.closed:
            draft.step(value, Step(None, forward=True), self._nowhere)
        elif term == SH.sparql:
            paths = list(self._shapes.objects(parameter, READS))
            if not paths:
                raise UnknownReachError(Reason.QUERY)
            for path in paths:
                self._queries.follow(focus, path)
        elif str(term).startswith(SH) and term not in _AT_HAND | _NESTING:
            raise UnknownReachError(Reason.TERM)
