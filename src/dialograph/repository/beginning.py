"""The first version of a data directory, and whether a directory fits the server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from dialograph.engine.forking import in_child
from dialograph.engine.records import Facts, Gate, Version
from dialograph.engine.versions import Versions
from dialograph.errors import UsageError
from dialograph.publish.opening import files_of
from dialograph.repository import provenance, shipped
from dialograph.repository.files import store_of
from dialograph.settings import Settings
from dialograph.values import SHIPPED

AUTHOR = "dialograph"
"""Who makes the first version."""
_DISTINCT = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }"


class First(NamedTuple):
    """What is told of a first version.

    Args:
        author: who makes it.
        what: what is done, in a few words, the same in every language.
        english: the same as a sentence, and
        french: in French.
        gate: what the gate said, in numbers; None where it was not asked.
        gate_english: the same as a sentence, and
        gate_french: in French.
    """

    author: str
    what: str
    english: str = "The graph was loaded."
    french: str = "Le graphe a été chargé."
    gate: Gate | None = None
    gate_english: str = ""
    gate_french: str = ""


class Size(NamedTuple):
    """How much a store holds.

    Args:
        quads: how many statements, each graph's counted.
        graphs: the names of the graphs.
        merged: counts the statements in the merge of all graphs.
    """

    quads: int
    graphs: tuple[str, ...]
    merged: Callable[[], int]

    @classmethod
    def of(cls, store: ox.Store) -> Size:
        """That of a store that nobody changes meanwhile."""
        names = tuple(each.value for each in store.named_graphs() if isinstance(each, ox.NamedNode))
        total = len(store)
        return cls(total, names, lambda: _merged(store) if len(names) > 1 else total)


def open_versions(settings: Settings) -> Versions:
    """Open the data directory to write to; an empty one is filled first.

    Args:
        settings: ``data_dir`` is given.

    Raises:
        LockedError: another process writes there.
        UsageError: it is something else, was begun with another default graph, or what is to be
            loaded into it cannot be.
        DamagedError: something in it is missing, or is not what was written.
        StorageError: nothing can be written there.
    """
    assert settings.data_dir is not None
    root = Path(settings.data_dir)
    versions = Versions.open(root)
    if versions.current is None:
        versions.close()
        in_child(_fill, settings)  # whose memory is given back when it ends
        versions = Versions.open(root)
    try:
        check(versions, settings)
    except UsageError:
        versions.close()
        raise
    return versions


def fill(versions: Versions, settings: Settings) -> Version:
    """Make the first version of what ``settings.load`` says.

    Raises:
        UsageError: a file is missing, of no known format, or does not parse.
        StorageError: the disk did not take it.
    """
    what = f"load {' '.join(Path(each).name for each in settings.load)}"
    first, store = First(AUTHOR, what), read(settings)
    version = begin(versions, store, Size.of(store), first, settings)
    if settings.load == (SHIPPED,):
        shipped.keep(store, settings)
    return version


def read(settings: Settings) -> ox.Store:
    """What ``settings.load`` says, in memory.

    Raises:
        UsageError: a file is missing, of no known format, or does not parse.
    """
    if settings.load == (SHIPPED,):
        return shipped.read(settings.base_iri)
    return store_of(files_of(settings), settings.base_iri)


def begin(
    versions: Versions,
    quads: Iterable[ox.Quad],
    size: Size,
    first: First,
    settings: Settings,
) -> Version:
    """Make the first version.

    Args:
        versions: an empty data directory.
        quads: all statements, as an engine holds them.
        size: how many they are.
        first: what is told of it.
        settings: where the dataset lives, and whether it holds its history.

    Raises:
        StorageError: the disk did not take it.
    """
    time, base, names = datetime.now(UTC), settings.history, list(size.graphs)
    facts = Facts(first.author, first.what, first.gate, time)
    if base is None:
        return versions.begin(quads, facts, names)

    def told(merged: Future[int]) -> Iterator[ox.Quad]:
        entry = provenance.Entry(
            number=1,
            previous=0,
            time=time,
            author=first.author,
            english=first.english,
            french=first.french,
            statements=merged.result(),
            added=size.quads,
            removed=0,
            judged=first.gate is not None,
            gate_english=first.gate_english,
            gate_french=first.gate_french,
        )
        yield from provenance.about(base)
        yield from provenance.statements(entry, base)

    names.append(provenance.graph_of(base))
    # Counting takes a while, and is done beside the writing.
    with ThreadPoolExecutor(1) as beside:
        merged = beside.submit(size.merged)
        return versions.begin(chain(quads, told(merged)), facts, names)


def check(versions: Versions, settings: Settings) -> None:
    """See that the directory was begun with the default graph that it is to be used with.

    Raises:
        UsageError: it was not.
    """
    base = settings.base_iri
    if settings.default_graph == "union" and versions.graphs[None].statements:
        raise UsageError(
            "The data directory holds statements in the default graph, which --default-graph "
            "union would hide.",
            "Serve it with --default-graph own.",
            french="Le répertoire de données contient des énoncés dans le graphe par défaut, que "
            "--default-graph union cacherait. Servez-le avec --default-graph own.",
        )
    if settings.default_graph == "own" and provenance.graph_of(base) in versions.graphs:
        raise UsageError(
            "The data directory keeps its history in a graph, which --default-graph own would not "
            "keep up.",
            "Serve it with --default-graph union.",
            french="Le répertoire de données tient son historique dans un graphe, que "
            "--default-graph own ne tiendrait plus à jour. Servez-le avec --default-graph union.",
        )


def _merged(store: ox.Store) -> int:
    rows = store.query(_DISTINCT)
    assert isinstance(rows, ox.QuerySolutions)
    number = next(iter(rows))["n"]
    assert isinstance(number, ox.Literal)
    return int(number.value)


def _fill(settings: Settings) -> None:
    """Fill the directory, if it is empty."""
    with Versions.open(Path(str(settings.data_dir))) as versions:
        if versions.current is None:
            fill(versions, settings)
