"""The writing side without a server: one change, judged and kept by this process alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import pyoxigraph as ox
from rdflib import Graph, URIRef

from dialograph.engine.changes import to_patch
from dialograph.engine.dataset import Dataset
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.filling import fill
from dialograph.engine.loading import RdfFile
from dialograph.engine.locking import LockedError
from dialograph.engine.records import Gate, GraphState
from dialograph.engine.versions import Versions
from dialograph.errors import UsageError
from dialograph.repository import beginning, provenance, shipped
from dialograph.repository.beginning import First, Size
from dialograph.repository.deriving import Order
from dialograph.repository.files import UNBOUNDED, store_of
from dialograph.repository.interface import (
    Author,
    ChangeRequest,
    GateError,
    Outcome,
    RollbackRequest,
    Verdict,
)
from dialograph.repository.judging import gate_of, judge
from dialograph.repository.keeping import Done, check, publish, told
from dialograph.repository.merging import Conflict
from dialograph.repository.words import in_figures, refusal
from dialograph.settings import Settings
from dialograph.shapes.convert import from_oxigraph
from dialograph.shapes.reasons import Reason
from dialograph.shapes.results import Report, Severity
from dialograph.shapes.terms import labels_of

_PIECE = 1 << 20
_NAMED_MAX = 1_000
"""Resources of a report that are called by their names."""
_TAKEN = Done(
    shipped.WHAT,
    "The graph that travels with the package was taken.",
    "Le graphe livré avec le logiciel a été repris.",
)

Say = Callable[[str], None]
"""Told what begins: ``reading``, ``judging`` or ``writing``."""


class OfflineRepository:
    """Makes changes to a data directory that nobody else writes to meanwhile.

    Args:
        versions: the data directory, open for writing.
        settings: ``data_dir``, ``base_iri``, ``default_graph`` and ``shapes`` count.
        say: told of each step.
    """

    def __init__(
        self, versions: Versions, settings: Settings, say: Say = lambda _step: None
    ) -> None:
        self.versions = versions
        self._settings = settings
        self._say = say

    @property
    def graphs(self) -> Mapping[str | None, GraphState]:
        """The graphs of the current version by name; None is the default graph."""
        return self.versions.graphs

    def change(
        self,
        request: ChangeRequest,
        author: Author,
        body: BinaryIO | None = None,
        *,
        done: Done | None = None,
        dry_run: bool = False,
    ) -> Outcome:
        """Make a change, or say what would come of it; see the interface of the repository.

        Args:
            request: what is asked.
            author: who asks.
            body: as the interface says.
            done: what is kept of it in words; None for what the request says itself.
            dry_run: whether to change nothing.

        Raises:
            GateError, UsageError, QuerySyntaxError, ForbiddenQueryError, TooComplexError,
            EvaluationError, ReadOnlyError, AbsentError: as the interface says.
            StorageError: the disk did not take it.
        """
        self._say("reading")
        check(request, None, self.graphs)
        number, what = self._number, done or told(request)
        if not isinstance(request, RollbackRequest):
            return self._made(self.engine(), request, author, body, what, dry_run=dry_run)
        with self._file() as way:
            self.versions.write_way(number, request.version, way)
            return self._made(self.engine(), request, author, way, what, dry_run=dry_run)

    def take_shipped(
        self, author: Author, *, replace: bool = False, dry_run: bool = False
    ) -> tuple[Outcome, list[Conflict]]:
        """Take the graph that travels with the package, and keep what was changed here.

        Args:
            author: who asks.
            replace: whether local changes in the graphs that are shipped are given up.
            dry_run: whether to change nothing.

        Returns:
            What came of it, and where the package and somebody here changed the same: there,
            what is here stands.

        Raises:
            GateError, UsageError, DamagedError, StorageError: as :meth:`change`.
        """
        self._say("reading")
        if self.versions.current is None:
            store = shipped.read(self._settings.base_iri)
            quads: Collection[ox.Quad] = list(store)
            outcome = self._begin(store, author, _TAKEN, dry_run=dry_run)
            conflicts: list[Conflict] = []
        else:
            engine = self.engine()
            taken = shipped.take(
                self.versions, engine.dataset.store, self._settings, replace=replace
            )
            quads, conflicts = taken.quads, taken.conflicts
            # The way to another state, as a return to an older version is.
            request = RollbackRequest(self._number)
            with self._file() as way:
                way.writelines(to_patch(taken.delta))
                way.flush()
                outcome = self._made(engine, request, author, way, _TAKEN, dry_run=dry_run)
        if not dry_run:
            shipped.keep(quads, self._settings)
        return outcome, conflicts

    def begin(
        self, files: Sequence[RdfFile], author: Author, done: Done, *, dry_run: bool = False
    ) -> Outcome:
        """Make the first version of some files.

        Args:
            files: what it holds, each with its graph.
            author: who asks.
            done: what is kept of it in words.
            dry_run: whether to change nothing.

        Raises:
            GateError, UsageError, StorageError: as :meth:`change`.
        """
        self._say("reading")
        return self._begin(store_of(files, self._settings.base_iri), author, done, dry_run=dry_run)

    @property
    def _number(self) -> int:
        current = self.versions.current
        if current is None:
            raise UsageError(
                "The data directory holds no version yet.",
                "Load something first.",
                french="Le répertoire de données ne contient encore aucune version. Chargez-y "
                "d’abord des données.",
            )
        return current.number

    def engine(self) -> EmbeddedEngine:
        """The current version in memory, on its own: what is done to it changes nothing here.

        Raises:
            UsageError: there is none yet.
            DamagedError: it cannot be read.
        """
        plan = self.versions.load(self._number)
        dataset = fill(plan, union=self._settings.default_graph == "union")
        return EmbeddedEngine(dataset, plan.revision, self._settings.default_graph)

    def _file(self) -> BinaryIO:
        return TemporaryFile(dir=self._settings.data_dir)

    def _made(
        self,
        engine: EmbeddedEngine,
        request: ChangeRequest,
        author: Author,
        body: BinaryIO | None,
        done: Done,
        *,
        dry_run: bool,
    ) -> Outcome:
        order = Order.of(request, author, self._settings)._replace(bounds=UNBOUNDED)
        self._say("judging")
        with self._file() as rows, self._file() as patch:
            source = None if body is None else body.fileno()
            judged = judge(engine, rows.fileno(), order, source=source)
            outcome = judged.outcome(self._number, engine.version)
            if judged.is_refused:
                raise GateError(outcome, judged.english, judged.french)
            if dry_run or judged.is_empty:
                return outcome
            self._say("writing")
            rows.seek(0)
            version = publish(
                self.versions,
                judged,
                iter(lambda: rows.read(_PIECE), b""),
                patch,
                done=done,
                author=author,
                history=self._settings.history,
            )
        return outcome._replace(version=version.number, revision=version.revision)

    def _begin(self, store: ox.Store, author: Author, done: Done, *, dry_run: bool) -> Outcome:
        size = Size.of(store)
        self._say("judging")
        verdict, quads = self._judged_whole(store)
        outcome = Outcome(0, "", size.quads, 0, size.graphs, (), verdict)
        if verdict is not None and not verdict.new.conforms:
            raise GateError(outcome, refusal(verdict, "en"), refusal(verdict, "fr"))
        if dry_run:
            return outcome
        self._say("writing")
        first = First(author.name, done.what, done.english, done.french)
        if verdict is not None:
            first = first._replace(
                gate=Gate(warnings=verdict.new.counts[Severity.WARNING], full=verdict.full),
                gate_english=in_figures(verdict, "en"),
                gate_french=in_figures(verdict, "fr"),
            )
        version = beginning.begin(self.versions, quads, size, first, self._settings)
        return outcome._replace(version=version.number, revision=version.revision)

    def _judged_whole(self, store: ox.Store) -> tuple[Verdict | None, Iterable[ox.Quad]]:
        """What the gate says of all statements together, and the statements."""
        gate = gate_of(self._settings.shapes)
        if gate is None or not len(store):
            return None, store
        dataset = Dataset(store, union=self._settings.default_graph == "union")
        report = gate.judge_all(dataset)
        verdict = Verdict(report, full=str(Reason.SIZE), labels=_labels(dataset, report))
        return verdict, dataset.quads()


@contextmanager
def opened(settings: Settings, *, create: bool = False) -> Iterator[Versions]:
    """Open a data directory to write to, and let others do so in the end.

    Args:
        settings: ``data_dir``, ``base_iri`` and ``default_graph`` count.
        create: whether to make it when there is none.

    Raises:
        LockedError: another process writes there, a server perhaps.
        UsageError: it is none, or was begun with another default graph or another base IRI.
        DamagedError: something in it is missing, or is not what was written.
        StorageError: nothing can be written there.
    """
    try:
        versions = Versions.open(Path(str(settings.data_dir)), create=create)
    except LockedError as error:
        raise LockedError(
            error.message,
            "Stop that one; or, to load or to update, let the running server do it: --server URL.",
            french=f"{error.french} Pour charger ou mettre à jour, vous pouvez aussi passer par le "
            "serveur : --server URL.",
        ) from error
    with versions:
        beginning.check(versions, settings)
        is_strange = provenance.graph_of(settings.base_iri) not in versions.graphs
        if versions.current is not None and settings.history is not None and is_strange:
            raise UsageError(
                "The data directory was begun with --default-graph own, or with another "
                "--base-iri.",
                "Say the same as then.",
                french="Le répertoire de données a été créé avec --default-graph own, ou avec un "
                "autre --base-iri. Indiquez le même qu’alors.",
            )
        yield versions


def _labels(dataset: Dataset, report: Report) -> dict[str, dict[str, str]]:
    """Resource → language tag → its name, for the first of those that a report is about."""
    found: dict[str, dict[str, str]] = {}
    for node in dict.fromkeys(each.focus for each in report.results):
        if len(found) == _NAMED_MAX:
            break
        if isinstance(node, URIRef):
            graph = Graph()
            for triple in dataset.find(ox.NamedNode(str(node))):
                if isinstance(triple.object, ox.Literal):
                    graph.add((node, URIRef(triple.predicate.value), from_oxigraph(triple.object)))
            found[str(node)] = labels_of(graph, node)
    return found
