"""Where harvested graphs go: a data directory, or a server that runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from tempfile import TemporaryFile
from typing import NamedTuple, Protocol

import pyoxigraph as ox

from dialograph import formats
from dialograph.errors import RefusedError
from dialograph.repository import provenance
from dialograph.repository.interface import Author, GateError, GraphRequest, Method, Part
from dialograph.repository.keeping import Done
from dialograph.repository.offline import OfflineRepository
from dialograph.settings import Settings


class Made(NamedTuple):
    """What came of a graph that was put.

    Args:
        version: the version that holds it; the current one where nothing was to be changed.
        added: statements that came, and
        removed: that went.
        warnings: what the shapes say of it that does not refuse it.
    """

    version: int
    added: int
    removed: int
    warnings: int = 0


class GateRefusedError(RefusedError):
    """The shapes refuse a graph, in words, in both languages."""


class OvertakenError(RefusedError):
    """Somebody else has changed a graph since it was looked at; it was not put."""


class Target(Protocol):
    """Takes graphs."""

    def ask(self, query: str, graph: str) -> list[ox.Triple]:
        """What a CONSTRUCT gives, before ``graph`` is put.

        Raises:
            DialographError: it cannot be asked.
        """

    def described(self, iris: Iterable[str], graph: str) -> AbstractSet[str]:
        """Which of some resources are described in other graphs than one, the history left out.

        Raises:
            DialographError: as :meth:`ask`.
        """

    def others(self, graph: str) -> Iterable[ox.Quad]:
        """The statements of all graphs but one and the history; in which they stand may be untold.

        Raises:
            DialographError: as :meth:`ask`.
        """

    def add(self, graph: str, triples: Sequence[ox.Triple], done: Done) -> None:
        """Add to a graph, as one change, through the gate.

        Args:
            graph: its name.
            triples: what is added.
            done: as for :meth:`put`.

        Raises:
            GateRefusedError, DialographError: as :meth:`put`.
        """

    def put(self, graph: str, triples: Sequence[ox.Triple], done: Done, *, dry_run: bool) -> Made:
        """Replace a graph, as one change, through the gate.

        Args:
            graph: its name.
            triples: what it holds from now on.
            done: what is kept of the change in words, where there is a choice.
            dry_run: whether to change nothing.

        Raises:
            GateRefusedError: the shapes refuse it.
            OvertakenError: somebody else was faster.
            DialographError: it cannot be changed.
        """


class OfflineTarget:
    """A data directory that nobody else writes to.

    Args:
        repository: makes changes to it.
        settings: ``base_iri`` counts.
        author: who harvests.
    """

    def __init__(self, repository: OfflineRepository, settings: Settings, author: Author) -> None:
        self._repository = repository
        self._author = author
        self._history = provenance.graph_of(settings.base_iri)

    def ask(self, query: str, graph: str) -> list[ox.Triple]:
        """See :class:`Target`."""
        if graph not in self._repository.graphs:
            return []
        told = self._repository.engine().query(query).serialize(formats.NTRIPLES)
        return [quad.triple for quad in ox.parse(told, ox.RdfFormat.N_TRIPLES)]

    def described(self, iris: Iterable[str], graph: str) -> AbstractSet[str]:
        """See :class:`Target`."""
        store = self._repository.engine().dataset.store
        own = (ox.NamedNode(graph), ox.NamedNode(self._history), ox.DefaultGraph())
        return {
            iri
            for iri in iris
            if any(
                quad.graph_name not in own
                for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None)
            )
        }

    def others(self, graph: str) -> Iterable[ox.Quad]:
        """See :class:`Target`."""
        own = (ox.NamedNode(graph), ox.NamedNode(self._history))
        quads = self._repository.engine().dataset.quads()
        return (quad for quad in quads if quad.graph_name not in own)

    def add(self, graph: str, triples: Sequence[ox.Triple], done: Done) -> None:
        """See :class:`Target`."""
        self._changed("post", graph, triples, done, dry_run=False)

    def put(self, graph: str, triples: Sequence[ox.Triple], done: Done, *, dry_run: bool) -> Made:
        """See :class:`Target`."""
        return self._changed("put", graph, triples, done, dry_run=dry_run)

    def _changed(
        self,
        method: Method,
        graph: str,
        triples: Sequence[ox.Triple],
        done: Done,
        *,
        dry_run: bool,
    ) -> Made:
        with TemporaryFile() as body:
            ox.serialize(triples, body, ox.RdfFormat.N_TRIPLES)
            part = Part(formats.NTRIPLES.name, body.tell())
            body.flush()
            request = GraphRequest(method, graph, (part,))
            try:
                outcome = self._repository.change(
                    request, self._author, body, done=done, dry_run=dry_run
                )
            except GateError as error:
                raise GateRefusedError(error.message, french=error.french) from error
        verdict = outcome.verdict
        warnings = 0 if verdict is None else len(verdict.new.results)
        return Made(outcome.version, outcome.added, outcome.removed, warnings)
