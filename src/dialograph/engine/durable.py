"""How files are made durable: the one place that knows, and that tells a disk's failures in words.

A file is written once, under a name that nobody reads yet, and handed to the disk with ``fsync``.
Then its folder is, and only then does a rename give it the name that counts; a rename is handed to
the disk by ``fsync`` of the folder that holds the name. What could not be handed over is thrown
away, never tried again: after a failed ``fsync`` the system may call pages clean that the disk
never got.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dialograph.engine.interface import UnavailableError
from dialograph.errors import DISK_IS_FULL

if TYPE_CHECKING:
    from typing_extensions import Buffer

_FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_MODE = 0o666
_PIECE = 1 << 20


class StorageError(UnavailableError):
    """The disk did not take what was to be written; what was there before still is."""


class UnsettledError(StorageError):
    """The disk did not say whether it took a change: it may, or may not, be there later."""


class Seal(NamedTuple):
    """What a file is known by.

    Args:
        size: its length in bytes.
        sha256: the SHA-256 of its bytes, in hexadecimal digits.
    """

    size: int
    sha256: str


class NewFile(io.RawIOBase):
    """A file that did not exist, hashed while it is written; durable once it is finished.

    Args:
        path: where it is to be.

    Raises:
        OSError: it exists, or cannot be made.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._descriptor = os.open(path, _NEW, _MODE)
        self._hash = hashlib.sha256()
        self._size = 0

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Buffer, /) -> int:
        """Write all of some bytes.

        Raises:
            OSError: they cannot be written.
        """
        view = memoryview(data).cast("B")
        length = len(view)
        self._hash.update(view)
        while view:
            view = view[os.write(self._descriptor, view) :]
        self._size += length
        return length

    def finish(self) -> Seal:
        """Hand the file to the disk.

        Raises:
            OSError: the disk did not take it.
        """
        os.fsync(self._descriptor)
        self.close()
        return Seal(self._size, self._hash.hexdigest())

    def close(self) -> None:
        """Let the file go, as far as it is."""
        if not self.closed:
            super().close()
            os.close(self._descriptor)


def write_file(path: Path, pieces: Iterable[bytes]) -> Seal:
    """Write a new file and hand it to the disk; its name still has to be (:func:`sync_folder`).

    Raises:
        OSError: it cannot be written.
    """
    with NewFile(path) as file, io.BufferedWriter(file, _PIECE) as buffered:
        for piece in pieces:
            buffered.write(piece)
        buffered.flush()
        return file.finish()


def seal_of(path: Path) -> Seal:
    """What a file is known by.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb", buffering=0) as file:
        digest = hashlib.file_digest(file, "sha256")
        return Seal(file.tell(), digest.hexdigest())


def sync_folder(folder: Path) -> None:
    """Hand the names in a folder to the disk.

    Raises:
        OSError: the disk did not take them.
    """
    descriptor = os.open(folder, _FOLDER)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """Make a folder, and those it is in, and hand their names to the disk.

    What is there already is handed over too: whoever made it may have been stopped before.

    Raises:
        OSError: it cannot be made.
    """
    missing = [each for each in (path, *path.parents) if not each.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for each in dict.fromkeys([*reversed(missing), path]):
        with suppress(PermissionError):  # who may make it may not be allowed to look around
            sync_folder(each.absolute().parent)


def move(source: Path, target: Path) -> None:
    """Give a durable file or folder the name that counts, and hand that to the disk.

    Raises:
        OSError: it could not be moved, or the disk did not take it: the name may be there.
    """
    source.rename(target)
    sync_folder(target.parent)


def replace_file(path: Path, content: bytes, staging: Path) -> None:
    """Replace a small file: who reads it finds the old one or the new one.

    Args:
        path: the file.
        content: what it is to hold.
        staging: a folder of the same disk for the file while it is written.

    Raises:
        UnsettledError: it is replaced, and the disk did not say that it will stay so.
        OSError: it is not replaced.
    """
    new = staging / f"{path.name}.new"
    new.unlink(missing_ok=True)
    try:
        write_file(new, [content])
        new.replace(path)
    except OSError:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise
    try:
        sync_folder(path.parent)
    except OSError as error:
        raise UnsettledError(
            "The disk did not confirm the change: it may be kept, or not.",
            "Restart dialograph, and look whether the change is there.",
            french="Le disque n’a pas confirmé la modification : elle est peut-être conservée, "
            "peut-être pas. Redémarrez dialograph, puis vérifiez si elle y est.",
        ) from error


def discard(path: Path) -> None:
    """Remove what nobody needs, as far as that goes; the next start removes the rest."""
    shutil.rmtree(path, ignore_errors=True)


@contextmanager
def failures_in_words(
    what: str = "the data directory", french: str = "le répertoire de données"
) -> Iterator[None]:
    """Tell a failure of the disk as :class:`StorageError`.

    Args:
        what: what is being written, and
        french: the same in French.
    """
    try:
        yield
    except BrokenPipeError:  # a reader that went away is no disk
        raise
    except OSError as error:
        raise _told(error, what, french) from error


def _told(error: OSError, what: str, french: str) -> StorageError:
    reason = os.strerror(error.errno) if error.errno else "unknown failure"
    if error.errno in DISK_IS_FULL:
        return StorageError(
            f"The disk is full: {what} could not be written, nothing was changed.",
            "Make room, then try again.",
            french=f"Le disque est plein : impossible d’écrire {french}, rien n’a été modifié. "
            "Faites de la place, puis réessayez.",
        )
    remedy, conseil = "Check the disk, then try again.", "Vérifiez le disque, puis réessayez."
    if error.errno in _FORBIDDEN:
        remedy = "Let the account that runs dialograph write there."
        conseil = "Donnez le droit d’y écrire au compte qui exécute dialograph."
    return StorageError(
        f"The disk did not take {what} ({reason}): nothing was changed.",
        remedy,
        french=f"Le disque n’a pas pris {french} ({reason}) : rien n’a été modifié. {conseil}",
    )
