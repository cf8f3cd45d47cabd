"""Whom a shape judges by itself: its targets."""

from __future__ import annotations

from typing import Any, NamedTuple

import pyoxigraph as ox

from dialograph.shapes.views import NO_SUBJECT, Classes, Triples


class Target(NamedTuple):
    """The targets of a shape (SHACL, section 2.1.3), as terms of pyoxigraph.

    Args:
        nodes: nodes by name.
        classes: classes whose instances it judges, by declaration or by being one itself.
        subjects_of: properties whose subjects it judges.
        objects_of: properties whose values it judges.
    """

    nodes: frozenset[Any] = frozenset()
    classes: frozenset[Any] = frozenset()
    subjects_of: frozenset[ox.NamedNode] = frozenset()
    objects_of: frozenset[ox.NamedNode] = frozenset()


class Membership:
    """Tells whom targets cover in one graph.

    Args:
        triples: the graph.
    """

    def __init__(self, triples: Triples) -> None:
        self.classes = Classes(triples)
        self._triples = triples
        self._has: dict[tuple[Any, ox.NamedNode, bool], bool] = {}

    def covers(self, target: Target, node: Any) -> bool:
        """Whether a node is judged."""
        return (
            node in target.nodes
            or not target.classes.isdisjoint(self.classes.of(node))
            or any(self._stands(node, each, subject=True) for each in target.subjects_of)
            or any(self._stands(node, each, subject=False) for each in target.objects_of)
        )

    def _stands(self, node: Any, predicate: ox.NamedNode, *, subject: bool) -> bool:
        key = (node, predicate, subject)
        known = self._has.get(key)
        if known is None:
            if subject and isinstance(node, NO_SUBJECT):
                known = False
            else:
                ends = (node, None) if subject else (None, node)
                found = self._triples.find(ends[0], predicate, ends[1])
                known = next(iter(found), None) is not None
            self._has[key] = known
        return known
