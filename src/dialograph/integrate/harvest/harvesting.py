"""One source after the other: fetched, read and mapped, resolved, judged, kept, or put aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time
from typing import Literal, NamedTuple

import pyoxigraph as ox

from dialograph.errors import DialographError, RefusedError
from dialograph.integrate.harvest import confined, provenance
from dialograph.integrate.harvest.batches import Batch, Shelf
from dialograph.integrate.harvest.confined import UnreadableError
from dialograph.integrate.harvest.fetching import Fetcher
from dialograph.integrate.harvest.quarantine import Item, Quarantine, Stage
from dialograph.integrate.harvest.readers import READERS
from dialograph.integrate.harvest.replies import FetchError
from dialograph.integrate.harvest.sources import SECONDS, Source
from dialograph.integrate.harvest.targets import GateRefusedError, Made, Target
from dialograph.integrate.harvest.trusting import breaches
from dialograph.repository.keeping import Done

State = Literal["changed", "unchanged", "proposed", "quarantined", "failed"]
Resolve = Callable[[Sequence[ox.Triple]], Sequence[ox.Triple]]
"""Matches what arrives to what is here; gives the triples with the IRIs that are ours."""
Say = Callable[[str, str], None]
"""Told what is being done, in English and in French."""


class Result(NamedTuple):
    """What came of one source.

    Args:
        source: its name.
        state: ``changed``; ``unchanged``; ``proposed``: a person has to accept it; ``quarantined``:
            it was put aside; ``failed``: it could not be fetched.
        english: what there is to say, and
        french: the same in French; both may be empty.
        version: the version that holds it, where it changed something.
        added: statements that came, and
        removed: that went.
        warnings: what the shapes say that does not refuse it.
        triples: how many there were after the mapping.
        documents: how many arrived.
        item: what it is called in quarantine; empty when it is not there.
    """

    source: str
    state: State
    english: str = ""
    french: str = ""
    version: int = 0
    added: int = 0
    removed: int = 0
    warnings: int = 0
    triples: int = 0
    documents: int = 0
    item: str = ""


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
        resolve: matches what arrives to what is here.
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
        resolve: Resolve = lambda triples: triples,
        dry_run: bool = False,
        say: Say = lambda _english, _french: None,
    ) -> None:
        self._target = target
        self._folder = folder
        self._quarantine = quarantine
        self._base_iri = base_iri
        self._resolve = resolve
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
            # What has arrived stays: the next harvest goes on from there.
            return Result(
                source.name,
                "failed",
                str(error),
                error.french or str(error),
                documents=len(batch.pages),
            )
        try:
            result = self._taken(source, batch)
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
        arrived = self._mapped(source, batch)
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
        if trail.digest == digest:
            return Result(name, "unchanged", triples=len(arrived), documents=documents)
        self._see_trusted(source, arrived)
        if source.trust.proposes and not accept:
            raise _StoppedError("proposal", self._proposal(source, triples, trail, told), arrived)
        made = self._put(source, triples, trail, told, dry_run=self._dry_run)
        return Result(
            name,
            "changed",
            **made._asdict(),
            triples=len(arrived),
            documents=documents,
        )

    def _mapped(self, source: Source, batch: Batch) -> list[ox.Triple]:
        try:
            mapped = confined.mapped(batch.documents, source, self._base_iri)
            arrived = [
                each for each in self._resolve(mapped) if not provenance.is_own(each, source.graph)
            ]
        except UnreadableError as error:
            raise _StoppedError("reading", error) from error
        if not arrived:
            raise _StoppedError(
                "reading",
                RefusedError(
                    "No statement comes of what arrived: the graph stays as it is.",
                    "Look whether the mapping still fits what the source gives.",
                    french="Ce qui est arrivé ne donne aucun énoncé : le graphe reste tel qu’il "
                    "est. Voyez si la correspondance convient encore à ce que donne la source.",
                ),
            )
        return arrived

    def _see_trusted(self, source: Source, arrived: Sequence[ox.Triple]) -> None:
        def others(iris: Iterable[str]) -> set[str]:
            return set(self._target.described(iris, source.graph))

        found = breaches(arrived, source.trust, others)
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
                arrived,
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
            f"A person has to accept it: {made.added} statements would come, {made.removed} go.",
            french=f"Une personne doit l’accepter : {made.added} énoncés viendraient, "
            f"{made.removed} partiraient.",
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
