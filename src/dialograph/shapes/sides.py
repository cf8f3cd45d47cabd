"""One of the two graphs of a change, judged node by node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any

from rdflib.term import Node

from dialograph.shapes.convert import from_oxigraph, to_oxigraph
from dialograph.shapes.findings import Finding, Identity, by_identity
from dialograph.shapes.gate import Prepared
from dialograph.shapes.graphs import Window
from dialograph.shapes.reach import Reach
from dialograph.shapes.scope import reporters
from dialograph.shapes.targets import Membership, Target
from dialograph.shapes.views import Triples


class Side:
    """The graph before a change, or after it.

    Args:
        prepared: the shapes.
        targets: shape → whom it judges.
        reach: what the shapes read.
        triples: the graph.
        members: whom targets cover in it.
    """

    def __init__(
        self,
        prepared: Prepared,
        targets: Mapping[Node, Target],
        reach: Reach,
        triples: Triples,
        members: Membership,
    ) -> None:
        self._prepared = prepared
        self._targets = targets
        self._reach = reach
        self._triples = triples
        self._members = members
        self._done: dict[Node, set[Any]] = defaultdict(set)
        self.graph = Window(triples)
        """The graph as rdflib sees it."""

    @property
    def judged(self) -> AbstractSet[Any]:
        """The nodes that were judged."""
        return set().union(*self._done.values())

    def judge(self, focus: Mapping[Node, Iterable[Any]]) -> dict[Identity, Finding]:
        """Judge those nodes that are targets and were not judged yet.

        Args:
            focus: shape → nodes.
        """
        fresh = {
            shape: {node for node in nodes if self._members.covers(self._targets[shape], node)}
            - self._done[shape]
            for shape, nodes in focus.items()
        }
        for shape, nodes in fresh.items():
            self._done[shape] |= nodes
        self.graph.offer(partial(self._reach.read.collect, self._triples, fresh))
        nodes_of = {shape: [from_oxigraph(each) for each in fresh[shape]] for shape in fresh}
        return by_identity(self._prepared.run(self.graph, nodes_of))

    def lacks(self, findings: Mapping[Identity, Finding], most: int) -> list[Finding]:
        """Those of some findings that this side does not have, whoever may report them.

        A shape under ``sh:property`` speaks for all shapes that use it: what it says of a node
        because of one may have been said before because of another.

        Args:
            findings: findings that are not among those of :meth:`judge`.
            most: how many nodes may be looked at.

        Raises:
            TooManyError: there are more.
        """
        spoken = {(each.source, to_oxigraph(each.result.node)) for each in findings.values()}
        also = self.judge(reporters(self._reach.reports, self._triples, spoken, most))
        return [finding for key, finding in findings.items() if key not in also]
