"""The verdict on a change: what it adds to the findings, at the cost of what it touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

import pyoxigraph as ox
from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from dialograph.shapes.findings import Finding, Identity, as_report, by_identity
from dialograph.shapes.gate import Prepared, find
from dialograph.shapes.graphs import whole
from dialograph.shapes.reach import Reach, compile_reach
from dialograph.shapes.reasons import Reason, UnknownReachError
from dialograph.shapes.results import Report, Severity
from dialograph.shapes.scope import Change, TooManyError, touched
from dialograph.shapes.sides import Side
from dialograph.shapes.targets import Target
from dialograph.shapes.terms import labels_of
from dialograph.shapes.views import Overlay, Triples, as_stored

MOST = 20_000
"""A change that touches more nodes than this costs about what the whole graph costs."""


class Judgement(NamedTuple):
    """What is said of a change.

    Args:
        new: the findings that it adds, gravest first: a Violation refuses it.
        kept: how many Violations of the nodes judged were there before and still are.
        mended: how many Violations were there before and are no more.
        concerned: how many nodes were judged; 0 when the whole graph was.
        full: why the whole graph was judged, a :class:`Reason`; empty when the change told what
            to look at.
        labels: resource → language tag → its name, for those in ``new``.
    """

    new: Report
    kept: int = 0
    mended: int = 0
    concerned: int = 0
    full: str = ""
    labels: Mapping[str, Mapping[str, str]] = {}


class Gate:
    """Shapes made ready to judge changes. Made by :func:`prepare`."""

    def __init__(self, shapes: Graph, most: int) -> None:
        self._shapes = shapes
        self._most = most
        self._prepared = Prepared(shapes)
        self._targets: Mapping[Node, Target] = {}
        self._reach: Reach | None = None
        self.reason: Reason | None = None
        """Why every change needs the whole graph; None when that is not so."""
        try:
            self._targets, self._reach = _compile(self._prepared)
        except UnknownReachError as error:
            self.reason = error.reason

    def judge_all(self, graph: Triples) -> Report:
        """Judge a whole graph.

        Raises:
            DialographError: the shapes cannot be run.
        """
        return as_report(each.result for each in find(whole(graph), self._shapes))

    def judge(
        self, after: Triples, removed: Collection[ox.Triple], added: Collection[ox.Triple]
    ) -> Judgement:
        """Judge a change: what the shapes say after it that they did not say before.

        The answer is that of two validations of the whole graph. What is said of a blank node
        whose name alone is another counts as said before.

        Args:
            after: the graph after the change.
            removed: the triples that it took out, and
            added: those that it put in; what was there before is not among them.

        Raises:
            DialographError: the shapes cannot be run.
        """
        came = {each for each in as_stored(added) if _stands(after, each)}
        went = {each for each in as_stored(removed) if not _stands(after, each)}
        before = Overlay(after, came, went)
        if self._reach is None:
            return self._in_full(before, after, self.reason)
        if len(came) + len(went) > self._most:
            return self._in_full(before, after, Reason.SIZE)
        change = Change(before, after, Overlay(after, came, ()), came | went)
        try:
            return self._in_scope(change, self._reach)
        except TooManyError:
            return self._in_full(before, after, Reason.SIZE)

    def _in_scope(self, change: Change, reach: Reach) -> Judgement:
        focus = touched(reach.read, change, self._most)
        old, new = (
            Side(self._prepared, self._targets, reach, *each)
            for each in zip(change.sides, change.members, strict=True)
        )
        was, now = old.judge(focus), new.judge(focus)
        judged = old.judged | new.judged
        come = old.lacks({key: now[key] for key in now.keys() - was.keys()}, self._most)
        gone = new.lacks({key: was[key] for key in was.keys() - now.keys()}, self._most)
        return _judgement(was, gone, come, (new.graph, old.graph))._replace(concerned=len(judged))

    def _in_full(self, before: Triples, after: Triples, reason: Reason | None) -> Judgement:
        old, new = whole(before), whole(after)
        was, now = (by_identity(find(graph, self._shapes)) for graph in (old, new))
        gone = [was[key] for key in was.keys() - now.keys()]
        come = [now[key] for key in now.keys() - was.keys()]
        return _judgement(was, gone, come, (new, old))._replace(full=str(reason))


def prepare(shapes: Graph, most: int = MOST) -> Gate:
    """Make shapes ready to judge changes.

    The gate may be kept by a process that forks, and judge as often as one likes: nothing that it
    holds changes.

    Args:
        shapes: the shapes; they are not changed.
        most: how many nodes are looked at one by one; for more, the whole graph is.

    Raises:
        DialographError: pyshacl cannot read them.
    """
    return Gate(shapes, most)


def _compile(prepared: Prepared) -> tuple[Mapping[Node, Target], Reach]:
    if not prepared.runs:
        raise UnknownReachError(Reason.BROKEN)
    try:
        targets = prepared.targets
    except ValueError as error:
        raise UnknownReachError(Reason.BROKEN) from error
    return targets, compile_reach(prepared.shapes, prepared.paths, targets)


def _stands(graph: Triples, triple: ox.Triple) -> bool:
    pattern: Any = (triple.subject, triple.predicate, triple.object)
    return next(iter(graph.find(*pattern)), None) is not None


def _judgement(
    was: Mapping[Identity, Finding],
    gone: Iterable[Finding],
    come: Iterable[Finding],
    graphs: Collection[Graph],
) -> Judgement:
    """Say what a change does to the findings.

    Args:
        was: the findings before.
        gone: those of them that are no more.
        come: those that were not there before.
        graphs: where the names of resources are looked up, in this order.
    """
    left = Counter(each.likeness for each in gone)
    grave = sum(each.result.severity is Severity.VIOLATION for each in was.values())
    new = []
    # A finding that went and one that is like it came: a blank node has another name now.
    for each in sorted(come, key=lambda each: each.result.key):
        if left[each.likeness]:
            left[each.likeness] -= 1
        else:
            new.append(each.result)
    mended = sum(left[each] for each in left if each.severity is Severity.VIOLATION)
    report = as_report(new)
    return Judgement(report, grave - mended, mended, labels=_labels(report, graphs))


def _labels(report: Report, graphs: Collection[Graph]) -> dict[str, dict[str, str]]:
    """What the resources of a report are called; a resource that went keeps its old name."""
    named = {each for result in report.results for each in (result.focus, result.value)}
    found = {
        str(each): next(filter(None, (labels_of(graph, each) for graph in graphs)), {})
        for each in named
        if isinstance(each, URIRef | BNode)
    }
    return {name: texts for name, texts in found.items() if texts}
