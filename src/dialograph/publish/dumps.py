"""Every graph and the whole dataset as files, in every format, plain and compressed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from gzip import GzipFile
from hashlib import sha256
from tempfile import TemporaryFile
from threading import Lock
from typing import BinaryIO, cast

from dialograph.engine.interface import Engine
from dialograph.formats import GRAPH_FORMATS, Format
from dialograph.publish.description import WHOLE, DatasetDescription, GraphDescription, describe

_CHUNK = 256 * 1024


@dataclass(frozen=True)
class DumpName:
    """A file that can be had.

    Args:
        graph: what is in it; None for the whole dataset.
        format: how it is written.
        compressed: whether it is a gzip file.
    """

    graph: GraphDescription | None
    format: Format
    compressed: bool

    def __str__(self) -> str:
        name = self.graph.name if self.graph else WHOLE
        return f"{name}.{self.format.extension}{'.gz' if self.compressed else ''}"

    @property
    def media_type(self) -> str:
        """What is in the file: a compressed file is a gzip file, whatever it holds."""
        return "application/gzip" if self.compressed else self.format.media_type


@dataclass(frozen=True)
class Dump:
    """A file that has been made.

    Args:
        name: what it holds.
        size: its length in bytes.
        sha256: its SHA-256, in hexadecimal.
        pile: holds its bytes, from
        start: here on.
    """

    name: DumpName
    size: int
    sha256: str
    pile: _Pile
    start: int

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, a piece at a time; any thread may read, as often as it likes."""
        return self.pile.read(self.start, self.size)


def dump_names(dataset: DatasetDescription) -> dict[str, DumpName]:
    """Every file by its name: the whole dataset, then each graph."""
    names = (
        DumpName(graph, each, compressed)
        for graph in (None, *dataset.graphs)
        for each in GRAPH_FORMATS
        for compressed in (False, True)
    )
    return {str(name): name for name in names}


class Dumps:
    """Makes files when they are first asked for, and keeps them as long as the version lasts.

    The same statements give the same bytes: a compressed file carries no date. Formats that
    cannot say which graph a statement stands in get the merge of the whole dataset.

    Args:
        engine: the dataset.
        base_iri: where it lives on the web.
    """

    def __init__(self, engine: Engine, base_iri: str) -> None:
        self._engine = engine
        self._base_iri = base_iri
        self._lock = Lock()
        self._revision: str | None = None
        self._shelf = _Shelf(engine)

    def find(self, file_name: str) -> Dump | None:
        """The file of that name, made if need be; None when there is none."""
        dataset = describe(self._engine, self._base_iri)
        name = dump_names(dataset).get(file_name)
        return self._make(dataset.revision, [name])[0] if name else None

    def every(self) -> list[Dump]:
        """Every file, made if need be, in the order of :func:`dump_names`."""
        dataset = describe(self._engine, self._base_iri)
        return self._make(dataset.revision, dump_names(dataset).values())

    def _make(self, revision: str, names: Iterable[DumpName]) -> list[Dump]:
        # One at a time: making them side by side would only take more memory.
        with self._lock:
            if revision != self._revision:
                # Whoever still reads a file of the last version holds on to it.
                self._revision, self._shelf = revision, _Shelf(self._engine)
            return [self._shelf.take(name) for name in names]


class _Shelf:
    """The files of one version."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pile = _Pile()
        self._made: dict[str, Dump] = {}

    def take(self, name: DumpName) -> Dump:
        if str(name) not in self._made:
            # Before this one begins: both go to the same pile.
            plain = self.take(replace(name, compressed=False)) if name.compressed else None
            start = self._pile.file.seek(0, os.SEEK_END)
            self._write(name, plain, self._pile.file)
            size = self._pile.file.tell() - start
            digest = sha256()
            for chunk in self._pile.read(start, size):
                digest.update(chunk)
            self._made[str(name)] = Dump(name, size, digest.hexdigest(), self._pile, start)
        return self._made[str(name)]

    def _write(self, name: DumpName, plain: Dump | None, output: BinaryIO) -> None:
        if plain:
            with GzipFile("", "wb", 6, output, mtime=0) as packed:
                packed.writelines(plain.chunks())
        else:
            self._engine.dump(name.graph.iri if name.graph else None, name.format, output)
        output.flush()


class _Pile:
    """Bytes upon bytes, in a file without a name.

    No name: nothing is left behind, however the process ends. One file: however many graphs
    there are, they take one descriptor.
    """

    def __init__(self) -> None:
        self.file = cast("BinaryIO", TemporaryFile())  # noqa: SIM115 - closed with its last reader

    def __del__(self) -> None:
        self.file.close()

    def read(self, start: int, size: int) -> Iterator[bytes]:
        for place in range(start, start + size, _CHUNK):
            yield os.pread(self.file.fileno(), min(_CHUNK, start + size - place), place)
