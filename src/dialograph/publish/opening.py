"""From settings to an engine that holds what they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from dialograph import __version__, iris
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.loading import RdfFile, content_version, read_quads
from dialograph.graph.sources import shipped_sources
from dialograph.publish.description import DatasetDescription, describe
from dialograph.settings import Settings
from dialograph.values import NONE, SHIPPED


def open_engine(settings: Settings) -> EmbeddedEngine:
    """Load what ``settings.load`` says.

    Args:
        settings: ``load``, ``base_iri`` and ``default_graph`` count. Statements of a file that
            name no graph go to the graph ``BASE_IRI`` + ``graphs/`` + the file's name, or to the
            default graph where that is to stay on its own.

    Raises:
        UsageError: a file is missing, of no known format, or does not parse.
    """
    files = _files(settings)
    version = content_version(files, __version__, settings.default_graph)
    store = ox.Store()
    store.bulk_extend(read_quads(files, settings.base_iri))
    return EmbeddedEngine(store, version, settings.default_graph)


def open_described(settings: Settings) -> tuple[EmbeddedEngine, DatasetDescription]:
    """The same, with the description of what has been loaded."""
    engine = open_engine(settings)
    return engine, describe(engine, settings.base_iri)


def _files(settings: Settings) -> Sequence[RdfFile]:
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
