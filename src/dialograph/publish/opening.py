"""From settings to an engine that holds what they ask for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from dialograph import __version__, iris
from dialograph.engine.datafolder import DataFolder
from dialograph.engine.diskcopy import DiskCopy, OnDisk, go_on
from dialograph.engine.durable import discard
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.filling import fill, merged
from dialograph.engine.forking import in_child
from dialograph.engine.history import History
from dialograph.engine.loading import RdfFile, content_version, load
from dialograph.engine.records import DamagedError, verify
from dialograph.engine.seccomp import forbid_sockets
from dialograph.engine.snapshots import Plan
from dialograph.errors import DialographError, UsageError
from dialograph.graph.sources import shipped_sources
from dialograph.publish.description import DatasetDescription, describe
from dialograph.settings import Settings
from dialograph.values import NONE, SHIPPED, DefaultGraph

_MANY = 50_000
"""From so many statements on it is worth two processors to merge them."""


def open_engine(settings: Settings) -> EmbeddedEngine:
    """Load the current version of ``settings.data_dir``, or else what ``settings.load`` says.

    Args:
        settings: ``data_dir``, or ``load`` and ``base_iri``, and ``default_graph`` count.

    Raises:
        UsageError: a file is missing, of no known format, or does not parse.
        DamagedError: a file of the data directory is missing, or is not what was written.
    """
    if settings.data_dir is not None:
        return _kept(Path(settings.data_dir), settings.default_graph)
    files = files_of(settings)
    version = content_version(files, __version__, settings.default_graph)
    store = ox.Store()
    load(store, files, settings.base_iri)
    if settings.default_graph == "union" and len(store) > _MANY and not _has_default(store):
        return EmbeddedEngine(merged(store), version)
    return EmbeddedEngine(store, version, settings.default_graph)


def _has_default(store: ox.Store) -> bool:
    first = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return next(first, None) is not None


def open_described(settings: Settings) -> tuple[EmbeddedEngine, DatasetDescription]:
    """The same, with the description of what has been loaded."""
    engine = open_engine(settings)
    return engine, describe(engine, settings.base_iri)


def open_copy(settings: Settings) -> tuple[OnDisk, DatasetDescription]:
    """The copy on disk of the current version, with its description.

    A copy of an older version is brought forward first. One that is of no use is removed.

    Args:
        settings: ``data_dir``, ``base_iri`` and ``default_graph`` count.

    Raises:
        DialographError: there is none, it is damaged, or the data directory is.
    """
    try:
        # Who has opened a database has threads, and cannot be forked any more.
        return in_child(_open_copy, settings)
    except DamagedError:
        raise  # a version: that is told where it is loaded
    except DialographError as error:
        sys.stderr.write(f"The copy on disk is not used. {error}\n")
        raise


def _open_copy(settings: Settings) -> tuple[OnDisk, DatasetDescription]:
    folder = DataFolder(Path(str(settings.data_dir)))
    plan = _plan(folder.root)
    for piece in (*plan.snapshot, *plan.patches):
        verify(piece.path, piece.seal, piece.label)
    try:
        forbid_sockets()
    except OSError as error:
        raise DialographError(
            f"No process can be kept from sockets here: {error.strerror}."
        ) from error
    try:
        copy = _forward(folder, plan, union=settings.default_graph == "union")
        return copy, describe(copy.at_work(), settings.base_iri)
    except (DialographError, OSError, RuntimeError) as error:
        discard(folder.copy)
        raise DialographError(f"It is of no use, and is removed: {_why(error)}.") from error


def _why(error: Exception) -> str:
    return error.problem if isinstance(error, DamagedError) else str(error).rstrip(".")


def _forward(folder: DataFolder, plan: Plan, *, union: bool) -> OnDisk:
    known = DiskCopy.read(folder.copy)
    way = History(folder.root).way(known.number, known.revision, plan.number)
    if way is None or known.union is not union:
        raise DialographError("It is of another dataset.")
    known.verify(folder.copy)
    path, merged = known.path(folder.copy), known.merged
    if way:
        discard(folder.meanwhile)
        folder.meanwhile.mkdir()
        path, merged = go_on(folder.copy, known, way, folder.meanwhile)
    sizes = {**plan.graphs, None: merged if union else plan.graphs.get(None, 0)}
    return OnDisk(path, plan.revision, union, sizes)


def _plan(folder: Path) -> Plan:
    versions = History(folder)
    current = versions.current
    if current is None:
        raise UsageError("The data directory holds no version yet.", "Load something first.")
    return versions.load(current.number)


def _kept(folder: Path, default_graph: DefaultGraph) -> EmbeddedEngine:
    plan = _plan(folder)
    dataset = fill(plan, union=default_graph == "union")
    return EmbeddedEngine(dataset, plan.revision, default_graph)


def files_of(settings: Settings) -> Sequence[RdfFile]:
    """The files that ``settings.load`` names, each with its graph.

    Statements of a file that name no graph go to the graph ``BASE_IRI`` + ``graphs/`` + the file's
    name, or to the default graph where that is to stay on its own.
    """
    if settings.load == (NONE,):
        return ()
    if settings.load == (SHIPPED,):
        return [
            RdfFile(path, source.iri)
            for source in shipped_sources(settings.base_iri)
            for path in source.files
        ]
    return [_own_file(Path(name), settings) for name in settings.load]


def _own_file(path: Path, settings: Settings) -> RdfFile:
    if settings.default_graph == "own":
        return RdfFile(path)
    name = iris.slugify(path.name.partition(".")[0] or "file")
    return RdfFile(path, str(iris.graph(name, settings.base_iri)))
