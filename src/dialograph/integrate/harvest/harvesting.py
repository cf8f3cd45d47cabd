"""One source after the other: fetched, read and mapped, resolved, judged, kept, or put aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time

import pyoxigraph as ox

from dialograph.errors import DialographError, RefusedError
from dialograph.integrate.harvest import confined, provenance
from dialograph.integrate.harvest.batches import Batch, Shelf
from dialograph.integrate.harvest.confined import UnreadableError
from dialograph.integrate.harvest.fetching import Fetcher
from dialograph.integrate.harvest.quarantine import Item, Quarantine, Stage
from dialograph.integrate.harvest.readers import READERS
from dialograph.integrate.harvest.replies import FetchError
from dialograph.integrate.harvest.resolving import Resolved, Resolver
from dialograph.integrate.harvest.results import Result, State
from dialograph.integrate.harvest.sources import SECONDS, Source
from dialograph.integrate.harvest.targets import GateRefusedError, Made, OvertakenError, Target
from dialograph.integrate.harvest.trusting import breaches
from dialograph.repository.keeping import Done

Say = Callable[[str, str], None]
"""Told what is being done, in English and in French."""


class _StoppedError(Exception):
    """What arrived does not become a version.

    Args:
        stage: where it stopped.
        error: why.
        triples: what the mapping had made of it.
    """

    def __init__(
        self, stage: Stage, error: DialographError, triples: Sequence[ox.Triple] = ()
    ) -> None:
        super().__init__(str(error))
        self.stage: Stage = stage
        self.error = error
        self.triples = triples


class Harvester:
    """Takes graphs in.

    Args:
        target: where they go.
        folder: where what arrives is kept.
        quarantine: where it is put aside.
        base_iri: where the dataset lives on the web.
        dry_run: whether to change nothing, here neither.
        say: told of each step.
    """

    def __init__(
        self,
        target: Target,
        folder: Path,
        quarantine: Quarantine,
        *,
        base_iri: str,
        dry_run: bool = False,
        say: Say = lambda _english, _french: None,
    ) -> None:
        self._target = target
        self._folder = folder
        self._quarantine = quarantine
        self._base_iri = base_iri
        self._resolver = Resolver(target, base_iri)
        self._dry_run = dry_run
        self._say = say

    def is_due(self, source: Source) -> bool:
        """Whether its schedule says that it is worth asking now."""
        last = Shelf(self._folder / source.name, source.fingerprint).last
        return last is None or time() - last.began >= SECONDS.get(source.schedule, 0)

    def harvest(self, source: Source) -> Result:
        """Harvest one source; whatever goes wrong with it concerns no other.

        Raises:
            DialographError: it is not the source: the target cannot be read or written, or the
                disk is full.
        """
        if not self._dry_run:
            return self._harvest(source, Shelf(self._folder / source.name, source.fingerprint))
        last = Shelf(self._folder / source.name, source.fingerprint).last
        with TemporaryDirectory() as elsewhere:
            return self._harvest(source, Shelf(Path(elsewhere), source.fingerprint), last)

    def again(self, source: Source, item: Item, *, accept: bool) -> Result:
        """Take once more what was put aside.

        Args:
            source: its source as it is configured now.
            item: what was put aside; it is there no more when this goes well.
            accept: whether a person accepts it, so that it is not proposed again.

        Raises:
            RefusedError: the source has given something newer since.
            DialographError: as :meth:`harvest`.
        """
        batch = self._quarantine.batch(item, source.fingerprint)
        try:
            result = self._taken(source, batch, accept=accept, is_late=True)
        except _StoppedError as stopped:
            if not self._dry_run:
                item = self._quarantine.put(
                    source, batch, stopped.stage, stopped.error, stopped.triples
                )
            return _aside(source, batch, stopped, item.id)
        if not self._dry_run:
            self._quarantine.remove(item)
        return result

    def _harvest(self, source: Source, shelf: Shelf, last: Batch | None = None) -> Result:
        self._say(f"{source.name}: fetching", f"{source.name} : récupération")
        batch = shelf.work()

        def tell(english: str, french: str) -> None:
            self._say(f"{source.name}: {english}", f"{source.name} : {french}")

        try:
            fetcher = Fetcher(source, tell)
            READERS[source.kind](source, fetcher, batch, last or shelf.last)
        except (FetchError, UnreadableError) as error:
            return _failed(source, batch, error)
        try:
            result = self._taken(source, batch)
        except OvertakenError as error:
            return _failed(source, batch, error)
        except _StoppedError as stopped:
            name = ""
            if not self._dry_run:
                name = self._quarantine.put(
                    source, batch, stopped.stage, stopped.error, stopped.triples
                ).id
                shelf.drop()
            return _aside(source, batch, stopped, name)
        if not self._dry_run:
            shelf.keep()
        return result

    def _taken(
        self, source: Source, batch: Batch, *, accept: bool = False, is_late: bool = False
    ) -> Result:
        """What arrived, all the way into the graph."""
        name, documents = source.name, len(batch.pages)
        self._say(f"{name}: reading and mapping", f"{name} : lecture et mise en correspondance")
        mapped = self._mapped(source, batch)
        resolved = self._resolver.resolve(mapped, source)
        arrived = resolved.triples
        triples = [*arrived, *provenance.description(source)]
        digest = confined.digest(triples)
        trail = provenance.Trail(
            self._target.ask(provenance.trail(source.graph), source.graph), source.graph
        )
        told = provenance.retrieval(source, batch.pages, digest)
        if is_late and trail.stamp > provenance.stamp_of(told.ended):
            raise RefusedError(
                f"The source {name} has given something newer since.",
                "Remove what was put aside.",
                french=f"La source {name} a donné depuis quelque chose de plus récent. Retirez ce "
                "qui est en quarantaine.",
            )
        result = Result(
            name,
            "unchanged",
            triples=len(arrived),
            documents=documents,
            links=resolved.links,
            likely=len(resolved.doubts),
            withheld=resolved.withheld,
        )
        if trail.digest == digest:
            return self._remembered(result, resolved, source)
        self._see_trusted(source, mapped)
        if source.trust.proposes and not accept:
            raise _StoppedError("proposal", self._proposal(source, triples, trail, told), arrived)
        made = self._put(source, triples, trail, told, dry_run=self._dry_run)
        result = result._replace(state="changed", **made._asdict())
        return self._remembered(result, resolved, source)

    def _remembered(self, result: Result, resolved: Resolved, source: Source) -> Result:
        """Keep what is likely; where that may not be written, the graph is there all the same."""
        if self._dry_run:
            return result
        try:
            self._resolver.remember(resolved.doubts, source)
        except RefusedError as error:
            told = f"What may be the same could not be kept for a person: {error}"
            french = f"Ce qui est peut-être la même chose n’a pu être consigné : {error.french}"
            return result._replace(english=told, french=french)
        return result

    def _mapped(self, source: Source, batch: Batch) -> list[ox.Triple]:
        try:
            mapped = confined.mapped(batch.documents, source, self._base_iri)
        except UnreadableError as error:
            raise _StoppedError("reading", error) from error
        own = [each for each in mapped if not provenance.is_own(each, source.graph)]
        if not own:
            raise _StoppedError(
                "reading",
                RefusedError(
                    "No statement comes of what arrived: the graph stays as it is.",
                    "Look whether the mapping still fits what the source gives.",
                    french="Ce qui est arrivé ne donne aucun énoncé : le graphe reste tel qu’il "
                    "est. Voyez si la correspondance convient encore à ce que donne la source.",
                ),
            )
        return own

    def _see_trusted(self, source: Source, mapped: Sequence[ox.Triple]) -> None:
        """Look at what the source says itself: what is linked to ours is linked by us."""

        def others(iris: Iterable[str]) -> set[str]:
            return set(self._target.described(iris, source.graph))

        found = breaches(mapped, source.trust, others)
        if found:
            raise _StoppedError(
                "trust",
                RefusedError(
                    " ".join(each.english for each in found),
                    "Extend the trust of the source, or have its mapping leave that out.",
                    french=" ".join(each.french for each in found)
                    + " Élargissez le profil de confiance de la source, ou écartez cela dans la "
                    "correspondance.",
                ),
                mapped,
            )

    def _proposal(
        self,
        source: Source,
        triples: Sequence[ox.Triple],
        trail: provenance.Trail,
        told: provenance.Retrieval,
    ) -> DialographError:
        made = self._put(source, triples, trail, told, dry_run=True)
        return RefusedError(
            f"A person has to accept it. Statements that would come: {made.added}, that would go: "
            f"{made.removed}.",
            french=f"Une personne doit l’accepter. Énoncés en plus : {made.added}, en moins : "
            f"{made.removed}.",
        )

    def _put(
        self,
        source: Source,
        triples: Sequence[ox.Triple],
        trail: provenance.Trail,
        told: provenance.Retrieval,
        *,
        dry_run: bool,
    ) -> Made:
        self._say(
            f"{source.name}: judging by the shapes", f"{source.name} : examen par les formes SHACL"
        )
        whole = [*triples, *trail.kept(), *provenance.statements(told, source)]
        where = source.address or ", ".join(each.name for each in source.files)
        done = Done(
            f"harvest {source.name}",
            f"The source {source.name} was harvested: {where}.",
            f"La source {source.name} a été moissonnée : {where}.",
        )
        try:
            return self._target.put(source.graph, whole, done, dry_run=dry_run)
        except GateRefusedError as error:
            raise _StoppedError("gate", error, triples) from error


def _failed(source: Source, batch: Batch, error: DialographError) -> Result:
    """What is told of a failure; what has arrived stays: the next harvest goes on there."""
    return Result(
        source.name, "failed", str(error), error.french or str(error), documents=len(batch.pages)
    )


def _aside(source: Source, batch: Batch, stopped: _StoppedError, item: str) -> Result:
    """What is told of what was put aside."""
    state: State = "proposed" if stopped.stage == "proposal" else "quarantined"
    return Result(
        source.name,
        state,
        str(stopped.error),
        stopped.error.french or str(stopped.error),
        triples=len(stopped.triples),
        documents=len(batch.pages),
        item=item,
    )
