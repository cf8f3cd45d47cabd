"""A data directory in one file, and back: a tar archive, compressed with zstd.

Versions are never changed once they are there, so a backup can be made while a server writes: it
holds the version that was the current one when it began, and all before it that can be read.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from typing import IO, BinaryIO, cast

import zstandard

from dialograph.engine import withdrawn
from dialograph.engine.aside import ASIDE, QUARANTINE, kept_aside
from dialograph.engine.datafolder import SHIPPED_FILE, WITHDRAWN_FILE, DataFolder, current_text
from dialograph.engine.durable import (
    NewFile,
    UnsettledError,
    discard,
    failures_in_words,
    move,
    sync_folder,
)
from dialograph.engine.history import History
from dialograph.engine.locking import Hold, Lock
from dialograph.engine.records import (
    SNAPSHOT,
    SNAPSHOT_FILE,
    VERSION_FILE,
    DamagedError,
    Version,
    folder_name,
    missing,
    read_file,
)
from dialograph.engine.snapshots import unpacked
from dialograph.errors import RefusedError, UsageError

_LEVEL = 3
_PIECE = 1 << 20
_MEMBER = re.compile(
    r"CURRENT|shipped\.nq\.zst|withdrawn\.sqlite|versions/\d{6,}/(version\.json|patch\.rdfp(\.zst)?"
    r"|snapshot/(snapshot\.json|(named|blank)\.nq\.zst))"
)
_Content = bytes | Path | BinaryIO


def backup(root: Path, target: Path | BinaryIO) -> Version:
    """Write all versions that can be read, and nothing damaged, as one file.

    Args:
        root: the data directory; a server may be writing to it.
        target: the file to make, which is read again and compared before it gets its name; or
            where the bytes go.

    Returns:
        The version that is the current one in the backup.

    Raises:
        UsageError: this is no data directory, holds no version, or the file exists.
        DamagedError: something in it is missing, or is not what was written.
        StorageError: the backup cannot be written.
    """
    if not isinstance(target, Path):
        return _write(root, target)[0]
    if target.exists():
        raise UsageError(
            f"{target} exists.",
            "Take another name, or remove it first.",
            french=f"{target} existe déjà. Prenez un autre nom, ou supprimez-le d’abord.",
        )
    unfinished = target.with_name(f".{target.name}.unfinished")
    with failures_in_words("the backup", "la sauvegarde"):
        unfinished.unlink(missing_ok=True)
    try:
        with failures_in_words("the backup", "la sauvegarde"):
            with NewFile(unfinished) as file:
                version, written = _write(root, cast("BinaryIO", file))
                file.finish()
            if _read_again(unfinished) != written:
                raise OSError(errno.EIO, "what was read again is not what was written")
            move(unfinished, target)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    return version


def restore(source: Path | BinaryIO, root: Path) -> Version:
    """Make a data directory from a backup: all of it, verified, or nothing.

    Args:
        source: what :func:`backup` wrote.
        root: where the data directory is to be; it may exist, and hold no version.

    Returns:
        The current version.

    Raises:
        LockedError: a server runs there.
        UsageError: the source is no whole backup, or damaged, or the folder holds something else.
        RefusedError: there are versions already.
        StorageError: the disk did not take it.
    """
    folder = DataFolder(root)
    folder.prepare(create=True)
    lock = Lock(folder)
    try:
        if folder.head() is not None:
            raise RefusedError(
                f"{root} holds versions already: nothing was restored.",
                "Restore to an empty directory.",
                french=f"{root} contient déjà des versions : rien n’a été restauré. Restaurez "
                "dans un répertoire vide.",
            )
        return _restore(source, folder)
    finally:
        lock.release()


def _restore(source: Path | BinaryIO, folder: DataFolder) -> Version:
    with failures_in_words():
        discard(folder.restoring)
        folder.restoring.mkdir()
        sync_folder(folder.staging)
    try:
        if isinstance(source, Path):
            with _opened(source) as file:
                _unpack(file, folder.restoring)
        else:
            _unpack(source, folder.restoring)
        version = _verified(folder.restoring)
    except DamagedError as error:
        discard(folder.restoring)
        raise UsageError(
            f"The backup is damaged: {error.problem}. Nothing was restored.",
            "Take another one.",
            french=f"La sauvegarde est endommagée : {error.probleme}. Rien n’a été restauré. "
            "Prenez-en une autre.",
        ) from error
    except BaseException:
        discard(folder.restoring)
        raise
    # From here on, what was done is told by `restoring` being there: a start asks to do it again.
    with failures_in_words():
        discard(folder.versions)
        move(folder.restoring / "versions", folder.versions)
        discard(folder.root / QUARANTINE)  # of a restore that was interrupted
        for name in (SHIPPED_FILE, WITHDRAWN_FILE, QUARANTINE):
            with suppress(FileNotFoundError):
                move(folder.restoring / name, folder.root / name)
        with suppress(UnsettledError):  # it is named; the next start names it again
            folder.name(version.revision)
    discard(folder.restoring)
    return version


def _verified(root: Path) -> Version:
    history = History(root)
    current = history.current
    if current is None:
        raise _no_backup()
    for version in history.list():
        history.graphs_of(version.number)
        for _ in history.files(version.number):
            pass
    return current


def _write(root: Path, output: BinaryIO) -> tuple[Version, dict[str, str]]:
    """Gives the current version, and the SHA-256 of each file by its name."""
    folder = DataFolder(root)
    History(root)
    with Hold(folder):
        history = History(root)
        current = history.current
        if current is None:
            raise UsageError(
                f"{root} holds no version yet.",
                "Load something first.",
                french=f"{root} ne contient encore aucune version. Chargez-y d’abord des données.",
            )
        written = {}
        compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        with (
            compressor.stream_writer(output, closefd=False) as packed,
            tarfile.open(fileobj=packed, mode="w|", bufsize=_PIECE) as archive,
        ):
            for version in history.list():
                if version.number > current.number:
                    break
                for name, content in _contents(history, folder, version):
                    written[name] = _add(archive, name, content, version)
            with suppress(FileNotFoundError):
                shipped = (root / SHIPPED_FILE).read_bytes()
                written[SHIPPED_FILE] = _add(archive, SHIPPED_FILE, shipped, current)
            if went := withdrawn.copied(root):
                written[WITHDRAWN_FILE] = _add(archive, WITHDRAWN_FILE, went, current)
            for name, file in kept_aside(root):
                written[name] = _add(archive, name, file, current)
            named = current_text(current.revision)
            written["CURRENT"] = _add(archive, "CURRENT", named, current)
    return current, written


def _read_again(path: Path) -> dict[str, str]:
    with suppress(UsageError), path.open("rb") as file:
        return {name: _digest(member) for name, member in _members(file)}
    return {}


def _contents(
    history: History, folder: DataFolder, version: Version
) -> Iterator[tuple[str, _Content]]:
    place = f"versions/{folder_name(version.number)}"
    descriptions = [VERSION_FILE]
    if folder.snapshot(version.number).is_dir():
        descriptions.append(f"{SNAPSHOT}/{SNAPSHOT_FILE}")
    for name in descriptions:
        label = f"{place}/{name}"
        yield label, read_file(folder.root / label, label)
    for piece in history.files(version.number):
        yield piece.label, piece.path


def _add(archive: tarfile.TarFile, name: str, content: _Content, version: Version) -> str:
    entry = tarfile.TarInfo(name)
    entry.mtime = int(version.time.timestamp())
    if isinstance(content, bytes):
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
        return hashlib.sha256(content).hexdigest()
    try:
        file = content.open("rb") if isinstance(content, Path) else content
    except OSError:
        raise missing(name) from None
    with file:
        entry.size = os.fstat(file.fileno()).st_size
        archive.addfile(entry, file)
        file.seek(0)
        return _digest(file)


def _members(source: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    """The files of a backup, one after the other.

    Raises:
        UsageError: it is none, or it is cut short.
    """
    name = ""
    try:
        stream = cast("BinaryIO", unpacked(source))
        with tarfile.open(fileobj=stream, mode="r|", bufsize=_PIECE) as archive:
            for entry in archive:
                name = entry.name
                content = archive.extractfile(entry) if entry.isreg() else None
                if content is None or not (_MEMBER.fullmatch(name) or ASIDE.fullmatch(name)):
                    raise _no_backup()
                yield name, content
        while stream.read(_PIECE):  # what follows the archive counts in the checksum
            pass
    except (tarfile.TarError, zstandard.ZstdError, EOFError) as error:
        raise _no_backup() from error
    if name != "CURRENT":
        raise _no_backup()


def _unpack(source: IO[bytes], target: Path) -> None:
    folders = {target}
    for name, content in _members(source):
        path = target / name
        with failures_in_words():
            path.parent.mkdir(parents=True, exist_ok=True)
            folders |= {each for each in path.parents if each.is_relative_to(target)}
            with NewFile(path) as file:
                for piece in iter(lambda content=content: content.read(_PIECE), b""):  # type: ignore[misc]
                    file.write(piece)
                file.finish()
    with failures_in_words():
        for each in folders:
            sync_folder(each)


def _digest(file: IO[bytes]) -> str:
    return hashlib.file_digest(cast("BufferedReader", file), "sha256").hexdigest()


@contextmanager
def _opened(source: Path) -> Iterator[IO[bytes]]:
    try:
        file = source.open("rb")
    except OSError as error:
        raise UsageError(
            f"{source} cannot be read: {error.strerror}.",
            "Check the path.",
            french=f"Impossible de lire {source} : {error.strerror}. Vérifiez le chemin.",
        ) from error
    with file:
        yield file


def _no_backup() -> UsageError:
    return UsageError(
        "This is no backup of a data directory, or it is cut short: nothing was restored.",
        "Take another one.",
        french="Ce n’est pas une sauvegarde d’un répertoire de données, ou elle est incomplète : "
        "rien n’a été restauré. Prenez-en une autre.",
    )
