"""A version from its files into memory: its graphs, and beside them their merge.

The engine reads without holding the interpreter up, so two processors share the work.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from dialograph.engine.dataset import Dataset
from dialograph.engine.records import verify
from dialograph.engine.snapshots import NAMED, Plan, net_change, parsed, reader, write_out

if TYPE_CHECKING:
    from typing_extensions import Buffer

_PIECE = 1 << 20
_GRAPH = re.compile(rb" <[^<>]*+> \.\n")
_END = b" .\n"


def fill(plan: Plan, *, union: bool) -> Dataset:
    """Load a version; every file is verified before anything of it is read.

    Args:
        plan: how it is read.
        union: see :class:`~dialograph.engine.dataset.Dataset`.

    Raises:
        DamagedError: a file is missing, or is not what was written.
    """
    for piece in plan.snapshot:
        verify(piece.path, piece.seal, piece.label)
    store, merge = ox.Store(), ox.Store() if union else None
    with ThreadPoolExecutor(max_workers=1) as beside:
        paths = [piece.path for piece in plan.snapshot]
        merging = beside.submit(_load_merge, merge, paths) if merge is not None else None
        delta = net_change(plan.patches)
        _load(store, paths)
        if merging is not None:
            _load_merge(store, paths)
            merging.result()
    dataset = Dataset(store, union=union, merge=merge, sizes={None: 0})
    dataset.change(delta)
    dataset.take_sizes(plan.graphs)
    return dataset


def merged(store: ox.Store) -> Dataset:
    """A dataset whose default graph is the merge of its graphs, made as fast as it can be.

    Args:
        store: holds the graphs, and nothing in its default graph; the dataset keeps it.
    """
    merge = ox.Store()
    with TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=1) as beside:
        paths = write_out(store, Path(folder))
        merging = beside.submit(_load_merge, merge, paths)
        _load_merge(store, paths)
        merging.result()
    return Dataset(store, union=True, merge=merge)


def _load(store: ox.Store, paths: Iterable[Path]) -> None:
    for path in paths:
        with reader(path) as stream:
            if path.name == NAMED:
                store.load(stream, format=ox.RdfFormat.N_QUADS, lenient=True)
            else:
                store.bulk_extend(parsed(stream))


def _load_merge(store: ox.Store, paths: Iterable[Path]) -> None:
    """Load the triples of every graph into the default graph."""
    for path in paths:
        with reader(path) as stream:
            if path.name == NAMED:
                triples = io.BufferedReader(_WithoutGraphs(stream), _PIECE)
                store.load(triples, format=ox.RdfFormat.N_TRIPLES, lenient=True)
            else:
                quads = parsed(stream)
                store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)


def without_graphs(lines: bytes) -> bytes:
    """N-Quads as N-Triples: what comes before the name of the graph in each line.

    Args:
        lines: whole lines, without blank nodes, as the engine writes them.
    """
    return _GRAPH.sub(_END, lines)


class _WithoutGraphs(io.RawIOBase):
    """N-Quads as N-Triples: what comes before the name of the graph in each line.

    Args:
        source: N-Quads without blank nodes, as the engine writes them.
    """

    def __init__(self, source: IO[bytes]) -> None:
        super().__init__()
        self._source = source
        self._rest = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """Give as much as there is room for."""
        while not self._ready:
            piece = self._source.read(_PIECE)
            if not piece and not self._rest:
                return 0
            text = self._rest + piece
            # A line break stands in no term: what follows a dot and comes before one is a graph.
            end = text.rfind(b"\n") + 1 if piece else len(text)
            self._rest = text[end:]
            self._ready = memoryview(without_graphs(text[:end]))
        room = memoryview(buffer).cast("B")
        size = min(len(room), len(self._ready))
        room[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size
