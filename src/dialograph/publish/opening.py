"""From settings to an engine that holds what they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from dialograph import __version__, iris
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.filling import fill
from dialograph.engine.history import History
from dialograph.engine.loading import RdfFile, content_version, read_quads
from dialograph.errors import UsageError
from dialograph.graph.sources import shipped_sources
from dialograph.publish.description import DatasetDescription, describe
from dialograph.settings import Settings
from dialograph.values import NONE, SHIPPED, DefaultGraph


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
    store.bulk_extend(read_quads(files, settings.base_iri))
    return EmbeddedEngine(store, version, settings.default_graph)


def open_described(settings: Settings) -> tuple[EmbeddedEngine, DatasetDescription]:
    """The same, with the description of what has been loaded."""
    engine = open_engine(settings)
    return engine, describe(engine, settings.base_iri)


def _kept(folder: Path, default_graph: DefaultGraph) -> EmbeddedEngine:
    versions = History(folder)
    current = versions.current
    if current is None:
        raise UsageError("The data directory holds no version yet.", "Load something first.")
    plan = versions.load(current.number)
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
