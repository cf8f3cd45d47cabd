"""Who may write to a data directory, and who keeps versions from being removed.

Both are locks of the system's on open files: they end with the process, however that ends.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from typing import Self

from dialograph.engine.datafolder import DataFolder
from dialograph.engine.durable import failures_in_words
from dialograph.engine.records import missing
from dialograph.errors import RefusedError, UsageError

_PID_MAX = 20


class LockedError(UsageError):
    """Somebody else writes to the data directory."""


class Lock:
    """The right to write to a data directory; it ends with the process, however that ends.

    Args:
        folder: the data directory.

    Raises:
        LockedError: somebody else has it.
        StorageError: nobody can have it: nothing can be written here.
    """

    def __init__(self, folder: DataFolder) -> None:
        with failures_in_words():
            self._descriptor = os.open(
                folder.root / "LOCK", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666
            )
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._descriptor, _PID_MAX, 0).decode(errors="replace").strip()
            os.close(self._descriptor)
            raise LockedError(
                f"The data directory is in use by another process ({holder or 'unknown'}).",
                "Stop that one, or take another directory.",
                french="Le répertoire de données est utilisé par un autre processus "
                f"({holder or 'inconnu'}). Arrêtez celui-là, ou prenez un autre répertoire.",
            ) from None
        # Only for people to read; a full disk does not keep anybody from starting.
        with suppress(OSError):
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Give it back."""
        os.close(self._descriptor)


class Hold:
    """Keeps versions from being removed while somebody reads them one by one.

    Args:
        folder: the data directory.
        alone: whether to remove some: nobody may be reading then.
    """

    def __init__(self, folder: DataFolder, *, alone: bool = False) -> None:
        self._folder = folder.versions
        self._kind = fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH

    def __enter__(self) -> Self:
        try:
            self._descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            raise missing("versions") from None
        try:
            fcntl.flock(self._descriptor, self._kind)
        except BlockingIOError:
            os.close(self._descriptor)
            raise RefusedError(
                "Versions are being read, by a backup for instance: none was removed.",
                "Try again when that is done.",
                french="Des versions sont en cours de lecture, par une sauvegarde par exemple : "
                "aucune n’a été supprimée. Réessayez ensuite.",
            ) from None
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)
