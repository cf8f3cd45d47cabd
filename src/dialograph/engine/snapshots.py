"""All statements of a version in files, and the way back into memory.

A snapshot is N-Quads, compressed with zstd, in the order in which they are given. Statements with
blank nodes stand in a file of their own: the engine's fastest way of loading gives blank nodes new
names, and theirs have to stay, or later patches would not find them. The few that there are take
the other way in.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, cast

import pyoxigraph as ox
import zstandard

from dialograph.engine.changes import Delta, compose, from_patch
from dialograph.engine.durable import NewFile, Seal, failures_in_words
from dialograph.engine.records import DamagedError, GraphName, graph_key, verify
from dialograph.errors import UsageError

if TYPE_CHECKING:
    from typing_extensions import Buffer

NAMED, BLANK = "named.nq.zst", "blank.nq.zst"
_LEVEL = 3
_PIECE = 1 << 20
_BLANK_NODE = b"_:"
_COMPRESSED = ".zst"


class Staged(NamedTuple):
    """A snapshot that is written, and belongs to no version yet.

    Args:
        folder: where its files are.
        files: what each is known by.
        graphs: how many statements each graph holds.
    """

    folder: Path
    files: Mapping[str, Seal]
    graphs: Mapping[GraphName, int]


class Piece(NamedTuple):
    """A file that holds a part of a version.

    Args:
        path: where it is.
        label: what people know it by.
        seal: what it has to be.
    """

    path: Path
    label: str
    seal: Seal


@dataclass(frozen=True)
class Plan:
    """How a version is read: a snapshot, then what changed since. Any process can follow it.

    Args:
        number: the version's number.
        revision: the text that stands for it.
        snapshot: the files of the snapshot.
        patches: the changes since, in order.
        graphs: the graphs that exist in the version, and how many triples stand in each.
        statements: how many quads there are.
    """

    number: int
    revision: str
    snapshot: tuple[Piece, ...]
    patches: tuple[Piece, ...]
    graphs: Mapping[GraphName, int]
    statements: int


def write_snapshot(folder: Path, quads: Iterable[ox.Quad], graphs: Iterable[str] = ()) -> Staged:
    """Write statements to durable files, one after the other: they need not fit in memory.

    Args:
        folder: an empty folder; its names are not durable yet.
        quads: the statements, each once and as an engine holds it (a store, or its
            ``quads_for_pattern``): an engine writes ``01`` as ``1``, and they would not be found.
        graphs: graphs that exist even if nothing stands in them.

    Raises:
        StorageError: the disk does not take them.
    """
    counts: Counter[Any] = Counter()

    def counted() -> Iterator[ox.Quad]:
        for quad in quads:
            counts[quad.graph_name] += 1
            yield quad

    with failures_in_words():
        files = _Apart(folder)
        with files, io.BufferedWriter(files, _PIECE) as output:
            ox.serialize(counted(), output, ox.RdfFormat.N_QUADS)
            output.flush()
            seals = files.finish()
    known: dict[GraphName, int] = dict.fromkeys(graphs, 0)
    return Staged(folder, seals, known | {graph_key(graph): n for graph, n in counts.items()})


def write_out(store: ox.Store, folder: Path) -> tuple[Path, ...]:
    """Write the statements of a store as those of a snapshot, to be read again right after.

    Args:
        store: holds them.
        folder: an empty folder.

    Returns:
        The files.

    Raises:
        OSError: the disk does not take them.
    """
    files = _Apart(folder)
    with files, io.BufferedWriter(files, _PIECE) as output:
        store.dump(output, ox.RdfFormat.N_QUADS)
        output.flush()
        return tuple(folder / name for name in files.finish())


def read_quads(plan: Plan) -> Iterator[ox.Quad]:
    """The statements of a version, without holding more than its patches in memory.

    Raises:
        DamagedError: a file is missing, or is not what was written.
    """
    delta = net_change(plan.patches)
    removed = frozenset(delta.removed)
    for piece in plan.snapshot:
        verify(piece.path, piece.seal, piece.label)
        with reader(piece.path) as stream:
            for quad in parsed(stream):
                if quad not in removed:
                    yield quad
    yield from delta.added


def net_change(patches: Iterable[Piece]) -> Delta:
    """What some patches, one after the other, change together.

    Raises:
        DamagedError: a file is missing, or is not what was written.
    """
    return compose(map(read_patch, patches))


def read_patch(piece: Piece) -> Delta:
    """A patch, out of its file.

    Raises:
        DamagedError: the file is missing, or is not what was written.
    """
    with rows_of(piece) as rows:
        return from_patch(rows)


@contextmanager
def rows_of(piece: Piece) -> Iterator[IO[bytes]]:
    """The rows of a patch, out of its file.

    Raises:
        DamagedError: as :func:`read_patch`, or what is done with the rows finds that they are none.
    """
    verify(piece.path, piece.seal, piece.label)
    try:
        with piece.path.open("rb") as file:
            yield unpacked(file) if piece.path.suffix == _COMPRESSED else file
    except (UsageError, zstandard.ZstdError) as error:
        raise DamagedError(piece.label, "is no patch", "n’est pas un patch") from error


def unpacked(source: IO[bytes]) -> IO[bytes]:
    """A reader of what zstd compressed."""
    return io.BufferedReader(
        zstandard.ZstdDecompressor().stream_reader(source, read_size=_PIECE), _PIECE
    )


def packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Compress with zstd, a piece at a time."""
    compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compressobj()
    for piece in pieces:
        yield compressor.compress(piece)
    yield compressor.flush()


def parsed(stream: IO[bytes]) -> Iterator[ox.Quad]:
    """The statements of a file of a snapshot, with the blank nodes that they are about."""
    # We wrote it, and it has been verified: its IRIs need not be looked at again.
    return cast("Iterator[ox.Quad]", ox.parse(stream, format=ox.RdfFormat.N_QUADS, lenient=True))


def reader(path: Path) -> zstandard.ZstdDecompressionReader:
    """A reader of a file of a snapshot."""
    file = path.open("rb", buffering=0)
    return zstandard.ZstdDecompressor().stream_reader(file, read_size=_PIECE, closefd=True)


class _Apart(io.RawIOBase):
    """Takes N-Quads; lines that name a blank node go to one file, all others to another."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._rest = b""
        self._named = _Compressed(folder / NAMED)
        self._blank: _Compressed | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        text = self._rest + bytes(data)
        end = text.rfind(b"\n") + 1
        lines, self._rest = text[:end], text[end:]
        if _BLANK_NODE in lines:
            # A literal may hold these two characters as well: its line takes the other way too.
            each = lines.split(b"\n")
            lines = _joined(line for line in each if _BLANK_NODE not in line)
            if self._blank is None:
                self._blank = _Compressed(self._folder / BLANK)
            self._blank.write(_joined(line for line in each if _BLANK_NODE in line))
        self._named.write(lines)
        return memoryview(data).nbytes

    def finish(self) -> dict[str, Seal]:
        seals = {NAMED: self._named.finish()}
        if self._blank is not None:
            seals[BLANK] = self._blank.finish()
        return seals

    def close(self) -> None:
        super().close()
        for each in (self._named, self._blank):
            if each is not None:
                each.close()


class _Compressed:
    def __init__(self, path: Path) -> None:
        self._file = NewFile(path)
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compressobj()

    def write(self, data: bytes) -> None:
        self._file.write(self._compressor.compress(data))

    def finish(self) -> Seal:
        self._file.write(self._compressor.flush())
        return self._file.finish()

    def close(self) -> None:
        self._file.close()


def _joined(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines if line)
