"""What arrives, matched to what is here; what is likely is kept for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pyoxigraph as ox

from dialograph.integrate import decisions
from dialograph.integrate.decisions import Doubt
from dialograph.integrate.harvest.sources import Source
from dialograph.integrate.harvest.targets import Target
from dialograph.integrate.matching import Index
from dialograph.integrate.resolution import resolve
from dialograph.repository.keeping import Done


class Resolved(NamedTuple):
    """What arrives in our terms.

    Args:
        triples: that.
        links: how much of it is something of ours for certain.
        doubts: what may be.
        withheld: how many statements were left to the graphs that they belong to.
    """

    triples: Sequence[ox.Triple]
    links: int = 0
    doubts: Sequence[Doubt] = ()
    withheld: int = 0


class Resolver:
    """Matches what arrives.

    Args:
        target: holds what is ours, and what was decided.
        base_iri: what our IRIs begin with.
    """

    def __init__(self, target: Target, base_iri: str) -> None:
        self._target = target
        self._base = base_iri
        self._graph = decisions.graph_of(base_iri)

    def resolve(self, triples: Sequence[ox.Triple], source: Source) -> Resolved:
        """What arrives in our terms.

        Args:
            triples: what the mapping gave.
            source: where it came from; ``resolves`` and ``graph`` count.

        Raises:
            DialographError: the target cannot be read.
        """
        if not source.resolves:
            return Resolved(triples)
        index = Index.read(self._target.others(source.graph))
        decided = decisions.read(self._cases())
        quads = [ox.Quad(each.subject, each.predicate, each.object) for each in triples]
        found = resolve(quads, index, decided, base=self._base)
        return Resolved(
            [each.triple for each in found.quads],
            len(found.links),
            found.likely,
            len(found.withheld),
        )

    def remember(self, doubts: Sequence[Doubt], source: Source) -> None:
        """Keep what is likely, so that a person decides; what is on record is not asked again.

        Args:
            doubts: what is likely.
            source: where it came from.

        Raises:
            DialographError: it cannot be kept.
        """
        if not doubts:
            return
        where = source.address or source.graph
        quads = decisions.remember(doubts, self._cases(), where, self._base)
        if quads:
            done = Done(
                f"harvest {source.name}",
                f"What may be the same is to be decided: {where}.",
                f"Ce qui est peut-être la même chose est à trancher : {where}.",
            )
            self._target.add(self._graph, [each.triple for each in quads], done)

    def _cases(self) -> list[decisions.Case]:
        name = ox.NamedNode(self._graph)
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}"
        told = self._target.ask(query, self._graph)
        return decisions.cases(
            ox.Quad(each.subject, each.predicate, each.object, name) for each in told
        )
