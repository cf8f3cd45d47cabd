"""The data directory: what is where, whose it is, and what a sudden end leaves behind.

::

    LOCK                who writes here
    CURRENT             the version that is served: its number and its id
    versions/000001/    version.json, and snapshot/ or a patch; a version may get a snapshot later
    staging/            what is being written; nobody reads it, and a start empties it
    withdrawn.sqlite    which things went with which version; made from the versions
    quarantine/         what harvests put aside for a person
    copy/               a version as a database, to be asked while the graph is loaded; can go
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dialograph.engine.aside import QUARANTINE
from dialograph.engine.durable import (
    discard,
    failures_in_words,
    make_folder,
    replace_file,
    sync_folder,
)
from dialograph.engine.records import (
    FORMAT,
    SNAPSHOT,
    DamagedError,
    folder_name,
    missing,
    newer,
    read_file,
)
from dialograph.errors import DialographError, UsageError

_NOTHING = "0-000000000000"
_CURRENT = re.compile(rb"dialograph (\d+) (\d+)-([0-9a-f]{12})\n")
_NUMBER = re.compile(r"\d{6,}")
SHIPPED_FILE = "shipped.nq.zst"
"""The graph of the package that was loaded, beside the versions."""
WITHDRAWN_FILE = "withdrawn.sqlite"
"""Which things went with which version, beside the versions that tell it."""
_OURS = {"LOCK", "CURRENT", "versions", "staging", "copy", SHIPPED_FILE, WITHDRAWN_FILE, QUARANTINE}
_HARMLESS = {"lost+found"}
_RESTORING = "restoring"


class DataFolder:
    """A data directory.

    Args:
        root: where it is.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.versions = root / "versions"
        self.staging = root / "staging"
        self.copy = root / "copy"
        self.meanwhile = self.staging / "meanwhile"
        """The copy, brought forward at a start, until the graph is in memory."""
        self.restoring = self.staging / _RESTORING
        """Is there while a backup is being brought back: without its end, there is no start."""

    def version(self, number: int) -> Path:
        """The folder of a version."""
        return self.versions / folder_name(number)

    def snapshot(self, number: int) -> Path:
        """The folder of a version's snapshot."""
        return self.version(number) / SNAPSHOT

    def head(self) -> tuple[int, str] | None:
        """The number and the id of the current version; None while there is none.

        Raises:
            UsageError: this is no data directory of ours.
            DamagedError: the file that says it is missing, or says nothing of the kind.
        """
        if not self._is_named():
            self._check_new()
            return None
        found = _CURRENT.fullmatch(read_file(self.root / "CURRENT", "CURRENT"))
        if found is None:
            raise DamagedError("CURRENT", "names no version", "ne nomme aucune version")
        if int(found[1]) != FORMAT:
            raise newer("CURRENT")
        return (int(found[2]), found[3].decode()) if int(found[2]) else None

    def name(self, revision: str | None) -> None:
        """Make a version the current one; None stands for no version.

        Raises:
            UnsettledError: it is the current one, and may not stay so.
            OSError: it is not.
        """
        replace_file(self.root / "CURRENT", current_text(revision), self.staging)

    def numbers(self, head: int) -> range:
        """The versions that can be read, up to the current one.

        What stands before the first that has a snapshot is the rest of a removal.

        Args:
            head: the number of the current version.

        Raises:
            DamagedError: one is missing in between.
        """
        found = sorted(number for number in self.found() if number <= head)
        first = next((number for number in found if self.snapshot(number).is_dir()), head)
        there = {number for number in found if number >= first}
        for number in range(first, head + 1):
            if number not in there:
                raise missing(f"versions/{folder_name(number)}")
        return range(first, head + 1)

    def found(self) -> list[int]:
        """The numbers of all folders of versions."""
        try:
            names = os.listdir(self.versions)  # noqa: PTH208 - there may be thousands
        except OSError:
            raise missing("versions") from None
        return [int(name) for name in names if _NUMBER.fullmatch(name)]

    def stage(self) -> Path:
        """A new empty folder that is removed at the next start, if nobody did before.

        Raises:
            StorageError: it cannot be made.
        """
        folder = self.staging / secrets.token_hex(8)
        with failures_in_words():
            folder.mkdir()
        return folder

    def put_copy(self, folder: Path) -> None:
        """Have a durable folder of :meth:`stage` be the copy on disk, in the place of another.

        Raises:
            OSError: it is not; there may be none then.
        """
        older = self.staging / f"old-{secrets.token_hex(8)}"
        if self.copy.exists():
            self.copy.rename(older)
        folder.rename(self.copy)
        sync_folder(self.root)
        discard(older)

    def prepare(self, *, create: bool) -> None:
        """Make the folders that are not there yet.

        Raises:
            UsageError: this is no data directory of ours, or there is none and none is wanted.
            StorageError: they cannot be made.
        """
        if self.root.exists() and not self.root.is_dir():
            raise _strange(f"{self.root} is a file", f"{self.root} est un fichier")
        if not create and not self.root.is_dir():
            raise _absent(self.root)
        if not self.root.is_dir() or not self._is_named():
            with failures_in_words():
                make_folder(self.root)
            self._check_new()
        with failures_in_words():
            for each in (self.versions, self.staging):
                each.mkdir(exist_ok=True)
            sync_folder(self.root)

    def clean(self, head: int) -> None:
        """Remove what a sudden end left behind.

        Args:
            head: the number of the current version; 0 for none.

        Raises:
            DamagedError: there are versions after the current one, more than one write can leave.
            StorageError: it cannot be removed.
        """
        found = self.found()
        after = [number for number in found if number > head]
        if after not in ([], [head + 1]):
            raise DamagedError(
                "CURRENT",
                f"names version {head}, and there are later ones, up to {max(after)}",
                f"nomme la version {head}, et il y en a de plus récentes, jusqu’à {max(after)}",
            )
        first = self.numbers(head).start if head else 1
        with failures_in_words():
            self.put_away(*(number for number in found if number > head or number < first))
        for each in self.staging.iterdir():
            if each.is_dir():
                discard(each)
            else:
                with suppress(OSError):
                    each.unlink()

    def put_away(self, *numbers: int) -> None:
        """Remove versions: first from where versions are, then from the disk.

        Raises:
            OSError: they are still there, or may be there again.
        """
        aside = []
        for number in numbers:
            aside.append(self.staging / f"old-{secrets.token_hex(8)}")
            self.version(number).rename(aside[-1])
        if aside:
            sync_folder(self.versions)
        for each in aside:
            discard(each)

    def check_whole(self) -> None:
        """See that no backup was being brought back here.

        Raises:
            DialographError: one was, and not to the end.
        """
        if self.restoring.exists() and self.head() is None:
            raise DialographError(
                "A backup was being restored here, and not to the end.",
                "Restore it again.",
                french="Une restauration a été interrompue ici. Recommencez-la.",
            )

    def _is_named(self) -> bool:
        with failures_in_words():
            return (self.root / "CURRENT").exists()

    def _check_new(self) -> None:
        if not self.root.is_dir():
            raise _absent(self.root)
        others = {each.name for each in self.root.iterdir()} - _OURS - _HARMLESS
        if others:
            raise _strange(
                f"{self.root} holds other things than versions ({min(others)}, for one)",
                f"{self.root} contient autre chose que des versions (dont {min(others)})",
            )
        if self.restoring.exists():
            return
        if self.versions.is_dir() and self.found():
            raise missing("CURRENT")


@contextmanager
def staged(folder: DataFolder) -> Iterator[Path]:
    """A new folder to write in; what is still there at the end is removed."""
    path = folder.stage()
    try:
        yield path
    finally:
        discard(path)


def current_text(revision: str | None) -> bytes:
    """What ``CURRENT`` holds when it names a version, or none."""
    return f"dialograph {FORMAT} {revision or _NOTHING}\n".encode()


def _absent(root: Path) -> UsageError:
    return UsageError(
        f"There is no data directory {root}.",
        "Check the path.",
        french=f"Le répertoire de données {root} n’existe pas. Vérifiez le chemin.",
    )


def _strange(english: str, french: str) -> UsageError:
    return UsageError(
        f"{english}: it is no data directory.",
        "Take an empty directory, or one that dialograph made.",
        french=f"{french} : ce n’est pas un répertoire de données. Prenez un répertoire vide, ou "
        "un répertoire créé par dialograph.",
    )
