"""Every graph and the whole dataset as files, in every format, plain and compressed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from gzip import GzipFile
from hashlib import sha256
from typing import BinaryIO

from dialograph.engine.interface import Engine, StaleError
from dialograph.formats import GRAPH_FORMATS, Format
from dialograph.publish.description import (
    WHOLE,
    DatasetDescription,
    GraphDescription,
    describe,
)

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
        start: where it begins in the file that holds it and others.
        size: its length in bytes.
        sha256: its SHA-256, in hexadecimal.
    """

    name: DumpName
    start: int
    size: int
    sha256: str


def dump_names(dataset: DatasetDescription) -> dict[str, DumpName]:
    """Every file by its name: the whole dataset, then each graph."""
    names = (
        DumpName(graph, each, compressed)
        for graph in (None, *dataset.graphs)
        for each in GRAPH_FORMATS
        for compressed in (False, True)
    )
    return {str(name): name for name in names}


def make(engine: Engine, file: int, revision: str, names: Iterable[DumpName]) -> list[Dump]:
    """Write files, one after the other, to one file.

    The same statements give the same bytes: a compressed file carries no date. Formats that
    cannot say which graph a statement stands in get the merge of the whole dataset.

    Args:
        engine: the dataset.
        file: a descriptor to write to, at its end.
        revision: the version of the dataset that is wanted.
        names: which files; the plain twin of a compressed one is made too.

    Raises:
        StaleError: the dataset is at another version by now.
    """
    if engine.version != revision:
        raise StaleError(engine.version)
    with os.fdopen(file, "rb+", closefd=False) as output:
        made: dict[str, Dump] = {}
        for name in names:
            plain = replace(name, compressed=False)
            if str(plain) not in made:
                made[str(plain)] = _written(plain, output, partial(_dump, engine, plain))
            if name.compressed:
                made[str(name)] = _written(name, output, partial(_pack, made[str(plain)]))
        return list(made.values())


def describe_and_make(
    engine: Engine,
    file: int,
    base_iri: str,
    names: Iterable[str] | None,
) -> tuple[DatasetDescription, list[Dump]]:
    """Describe the version that a process is at, and write files of it.

    Args:
        engine: the dataset.
        file: as :func:`make`.
        base_iri: where the dataset lives on the web.
        names: which files; None for all. A name that means nothing is passed over.

    Returns:
        What the dataset is in that version, and the files.
    """
    dataset = describe(engine, base_iri)
    every = dump_names(dataset)
    wanted = [every[name] for name in (every if names is None else names) if name in every]
    return dataset, make(engine, file, dataset.revision, wanted)


def _written(name: DumpName, output: BinaryIO, write: Callable[[BinaryIO], None]) -> Dump:
    start = output.seek(0, os.SEEK_END)
    write(output)
    output.flush()
    size = output.tell() - start
    digest = sha256()
    for chunk in _read(output, start, size):
        digest.update(chunk)
    return Dump(name, start, size, digest.hexdigest())


def _dump(engine: Engine, name: DumpName, output: BinaryIO) -> None:
    engine.dump(name.graph.iri if name.graph else None, name.format, output)


def _pack(plain: Dump, output: BinaryIO) -> None:
    with GzipFile("", "wb", 6, output, mtime=0) as packed:
        packed.writelines(_read(output, plain.start, plain.size))


def _read(output: BinaryIO, start: int, size: int) -> Iterator[bytes]:
    for place in range(start, start + size, _CHUNK):
        yield os.pread(output.fileno(), min(_CHUNK, start + size - place), place)
