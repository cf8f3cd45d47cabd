"""Property paths (SHACL, section 2.3.1) as steps of an automaton."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from dialograph.shapes.automaton import Draft, Step
from dialograph.shapes.reasons import Reason, UnknownReachError
from dialograph.vocab import BASE, RDF, SH

_DGS = Namespace(f"{BASE}shapes#")
READS = _DGS.reads
"""From a SPARQL constraint to the paths that its query follows from ``$this``."""
ANY = _DGS.anyProperty
"""In such a path: whatever property."""

# pyshacl gives up on a path whose parts lie deeper than this; each part of a sequence is one down.
_DEEPEST = 9
_TERMS = (
    RDF.first,
    SH.inversePath,
    SH.alternativePath,
    SH.zeroOrMorePath,
    SH.oneOrMorePath,
    SH.zeroOrOnePath,
)


def items(shapes: Graph, head: Node, least: int = 1) -> list[Node]:
    """The members of an RDF list.

    Raises:
        UnknownReachError: there are fewer than ``least``.
    """
    found = [] if isinstance(head, Literal) else list(Collection(shapes, head))
    if len(found) < least:
        raise UnknownReachError(Reason.PATH)
    return found


class PathCompiler:
    """Puts paths into a draft.

    Args:
        shapes: the graph that holds them.
        draft: where the steps go.
        query: whether it is a query that reads along them.
    """

    def __init__(self, shapes: Graph, draft: Draft, *, query: bool = False) -> None:
        self._shapes = shapes
        self._draft = draft
        self._query = query

    def follow(self, source: int, path: Node, *, inverse: bool = False, depth: int = 0) -> int:
        """Lead from a state along a path.

        Args:
            source: the state at its beginning.
            path: the value of ``sh:path``, or a part of it.
            inverse: whether it is walked from its end.
            depth: how many paths it is a part of.

        Returns:
            The state at its end.

        Raises:
            UnknownReachError: it is no path, or one that pyshacl cannot follow.
        """
        if isinstance(path, URIRef):
            return self._property(source, path, inverse=inverse)
        term, value = self._term(path, depth)
        if term == SH.inversePath:
            return self.follow(source, value, inverse=not inverse, depth=depth + 1)
        if term == RDF.first:
            return self._sequence(source, path, inverse, depth)
        end = self._draft.state()
        if term == SH.alternativePath:
            for each in items(self._shapes, value, least=2):
                reached = self.follow(source, each, inverse=inverse, depth=depth + 1)
                self._draft.join(reached, end)
            return end
        # Once or not at all, or any number of times: even where once is the least.
        self._draft.join(source, end)
        start = source if term == SH.zeroOrOnePath else end
        self._draft.join(self.follow(start, value, inverse=inverse, depth=depth + 1), end)
        if self._query and term != SH.oneOrMorePath:
            # In a query, a path of no step leads only to what is somewhere in the graph.
            for forward in (True, False):
                self._draft.step(source, Step(None, forward), self._draft.state())
        return end

    def _property(self, source: int, path: URIRef, *, inverse: bool) -> int:
        end = self._draft.state()
        predicate = None if self._query and path == ANY else ox.NamedNode(path)
        self._draft.step(source, Step(predicate, not inverse), end, query=self._query)
        return end

    def _sequence(self, source: int, path: Node, inverse: bool, depth: int) -> int:  # noqa: FBT001
        parts = items(self._shapes, path, least=2)
        if len(parts) + depth > _DEEPEST:
            raise UnknownReachError(Reason.PATH)
        end = self._draft.state()
        # pyshacl turns each part of a sequence but not their order; SHACL means both.
        for order in (parts, parts[::-1]) if inverse else (parts,):
            here = source
            for each in order:
                here = self.follow(here, each, inverse=inverse, depth=depth + 1)
            self._draft.join(here, end)
        return end

    def _term(self, path: Node, depth: int) -> tuple[Node, Any]:
        found = [(term, each) for term in _TERMS for each in self._shapes.objects(path, term)]
        if len(found) != 1 or not isinstance(path, BNode) or depth > _DEEPEST:
            raise UnknownReachError(Reason.PATH)
        return found[0]
