"""A copy of a version on disk that can be asked at once, while the graph is loaded into memory.

It is a database of the engine: the graphs and, where that is the default graph, their merge. It is
written apart, sealed, and never changed; who goes on from it does so in a copy of it, which is
made of hard links. It may be lost at any time: the versions are what counts.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, TypeVar

import pyoxigraph as ox

from dialograph.engine.dataset import Dataset
from dialograph.engine.durable import Seal, discard, seal_of, sync_folder, write_file
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.filling import without_graphs
from dialograph.engine.records import (
    FORMAT,
    DamagedError,
    GraphName,
    read_file,
    sealed,
    unsealed,
    verify,
)
from dialograph.engine.snapshots import NAMED, Piece, Plan, net_change, parsed, reader

T = TypeVar("T")
RECORD = "copy.json"
_STORE, _WORK = "store", "work"
_TABLES = ".sst"
_PART, _QUADS = 32 << 20, 50_000
"""So many bytes of text, or statements, are taken in at a time: that is what bounds the memory."""

_FILES_MAX, _FILES_MORE = 64, 8
"""With more files than that it is compacted; a few beside them are opened as well."""

_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@dataclass(frozen=True)
class DiskCopy:
    """What is known of a copy.

    Args:
        number: of the version that it holds.
        revision: the text that stands for that.
        union: whether its default graph is the merge of the others.
        merged: how many statements stand in the default graph.
        files: those of the database.
    """

    number: int
    revision: str
    union: bool
    merged: int
    files: Mapping[str, Seal]

    @classmethod
    def read(cls, folder: Path) -> DiskCopy:
        """What a folder says that it holds.

        Raises:
            DamagedError: it holds no copy, or one of another release of the engine.
            DialographError: a newer dialograph has written it.
        """
        told = unsealed(read_file(folder / RECORD, RECORD), RECORD)
        if told["engine"] != ox.__version__:
            raise DamagedError(RECORD, "is of another engine", "est d’un autre moteur")
        return cls(
            told["number"],
            told["revision"],
            told["union"],
            told["merged"],
            {name: Seal(**seal) for name, seal in told["files"].items()},
        )

    @staticmethod
    def path(folder: Path) -> Path:
        """Where the database is in the folder of a copy."""
        return folder / _STORE

    def verify(self, folder: Path) -> None:
        """See that every file is what was written: what cannot be read may not be passed over.

        Raises:
            DamagedError: one is missing, or is not.
        """
        store = folder / _STORE
        with ThreadPoolExecutor(os.cpu_count()) as beside:
            checks = [
                beside.submit(verify, store / name, seal, f"{_STORE}/{name}")
                for name, seal in self.files.items()
            ]
            for each in checks:
                each.result()


@dataclass(frozen=True)
class OnDisk:
    """A copy that processes can be forked to ask; each opens it for itself.

    Args:
        path: of the database, which nobody changes.
        version: the text that stands for the version.
        union: see :class:`DiskCopy`.
        sizes: how many statements each graph holds; None stands for the default graph.
    """

    path: Path
    version: str
    union: bool
    sizes: Mapping[GraphName, int]

    @property
    def files(self) -> int:
        """How many files a process has to be able to open after :meth:`at_work`."""
        return _files(self.path) + _FILES_MORE

    def at_work(self) -> EmbeddedEngine:
        """Open it.

        Raises:
            DamagedError: it cannot be opened.
        """
        try:
            store = ox.Store.read_only(str(self.path))
        except (OSError, RuntimeError) as error:
            raise DamagedError(_STORE, "cannot be opened", "ne s’ouvre pas") from error
        merge = store if self.union else None
        dataset = Dataset(store, union=self.union, merge=merge, sizes=self.sizes)
        return EmbeddedEngine(dataset, self.version, "union" if self.union else "own")


def build(plan: Plan, folder: Path, *, union: bool) -> DiskCopy:
    """Write a copy of a version from its files.

    Args:
        plan: how the version is read.
        folder: an empty folder; its name is not durable yet.
        union: see :class:`DiskCopy`.

    Raises:
        DamagedError: a file of the version is missing, or is not what was written.
        OSError, RuntimeError: the disk did not take the copy.
    """
    for piece in plan.snapshot:
        verify(piece.path, piece.seal, piece.label)
    store = ox.Store(str(folder / _WORK))
    for piece in plan.snapshot:
        with reader(piece.path) as stream:
            if piece.path.name == NAMED:
                _take_text(store, stream, union=union)
            else:
                _take_quads(store, parsed(stream), union=union)
    merge = store if union else None
    dataset = Dataset(store, union=union, merge=merge, sizes={None: _default_size(store)})
    dataset.change(net_change(plan.patches))
    dataset.add_graphs(plan.graphs)
    store.optimize()
    return _finish(store, folder, plan, union=union)


def go_on(
    source: Path, known: DiskCopy, patches: Iterable[Piece], folder: Path
) -> tuple[Path, int]:
    """Make a database of a later version from a copy, which stays as it is.

    Args:
        source: the folder of the copy.
        known: what it holds.
        patches: what leads to the later version.
        folder: an empty folder of the same disk.

    Returns:
        The database, and how many statements stand in its default graph.

    Raises:
        DamagedError: a patch is missing, or is not what was written.
        OSError, RuntimeError: the disk did not take it.
    """
    delta = net_change(patches)
    ox.Store.read_only(str(source / _STORE)).backup(str(folder / _WORK))
    store = ox.Store(str(folder / _WORK))
    merge = store if known.union else None
    dataset = Dataset(store, union=known.union, merge=merge, sizes={None: known.merged})
    dataset.change(delta)
    store.backup(str(folder / _STORE))
    return folder / _STORE, dataset.graphs()[0].statements


def renew(
    source: Path, known: DiskCopy, patches: Iterable[Piece], plan: Plan, folder: Path
) -> DiskCopy:
    """Make a copy of a later version from one; see :func:`go_on` for what is not said here.

    Args:
        source: as there.
        known: as there.
        patches: as there.
        plan: the later version.
        folder: as there.
    """
    path, _ = go_on(source, known, patches, folder)
    discard(folder / _WORK)
    path.rename(folder / _WORK)
    store = ox.Store(str(folder / _WORK))
    if _files(folder / _WORK) > _FILES_MAX:
        store.optimize()
    return _finish(store, folder, plan, union=known.union, before=(source, known))


def _finish(
    store: ox.Store,
    folder: Path,
    plan: Plan,
    *,
    union: bool,
    before: tuple[Path, DiskCopy] | None = None,
) -> DiskCopy:
    """Count what is there, keep the files of the database and nothing else, and seal them."""
    merged = _default_size(store)
    if len(store) != plan.statements + (merged if union else 0):
        raise DamagedError(_STORE, "is not that version", "n’est pas cette version")
    store.backup(str(folder / _STORE))
    discard(folder / _WORK)
    seals = {}
    for path in sorted((folder / _STORE).iterdir()):
        seals[path.name] = _known_seal(path, before) or _seal(path)
    made = DiskCopy(plan.number, plan.revision, union, merged, seals)
    sync_folder(folder / _STORE)
    write_file(
        folder / RECORD,
        [
            sealed(
                {
                    "format": FORMAT,
                    "engine": ox.__version__,
                    "number": made.number,
                    "revision": made.revision,
                    "union": union,
                    "merged": merged,
                    "files": {name: seal._asdict() for name, seal in seals.items()},
                }
            )
        ],
    )
    sync_folder(folder)
    return made


def _known_seal(path: Path, before: tuple[Path, DiskCopy] | None) -> Seal | None:
    """The seal of a file that is one of the copy before, under a second name."""
    if before is None or path.name not in before[1].files:
        return None
    older = before[0] / _STORE / path.name
    return before[1].files[path.name] if path.samefile(older) else None


def _seal(path: Path) -> Seal:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return seal_of(path)


def _take_text(store: ox.Store, stream: IO[bytes], *, union: bool) -> None:
    rest = b""
    while piece := stream.read(_PART):
        text = rest + piece
        end = text.rfind(b"\n") + 1
        text, rest = text[:end], text[end:]
        store.bulk_load(text, ox.RdfFormat.N_QUADS, lenient=True)
        if union:
            store.bulk_load(without_graphs(text), ox.RdfFormat.N_TRIPLES, lenient=True)


def _take_quads(store: ox.Store, quads: Iterator[ox.Quad], *, union: bool) -> None:
    while some := list(islice(quads, _QUADS)):
        store.bulk_extend(some)
        if union:
            store.bulk_extend([ox.Quad(q.subject, q.predicate, q.object) for q in some])


def _default_size(store: ox.Store) -> int:
    rows = store.query(_COUNT)
    assert isinstance(rows, ox.QuerySolutions)
    number = next(iter(rows))["n"]
    assert isinstance(number, ox.Literal)
    return int(number.value)


def _files(path: Path) -> int:
    return sum(each.suffix == _TABLES for each in path.iterdir())
