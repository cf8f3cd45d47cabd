"""The durable store of versions: plain files, one folder for each, none ever changed.

A version is written in ``staging/``, handed to the disk, moved into ``versions/`` by a rename, and
is the current one when ``CURRENT`` has been replaced by a second rename. Before that, nobody sees
it, and whatever fails leaves the current version what it was. After it, only one thing can fail:
the disk may not confirm the rename. Then nobody knows which version a loss of power would leave;
:class:`~dialograph.engine.durable.UnsettledError` says so, and nothing more is written until the
directory is opened again, which settles it: the version that ``CURRENT`` then names is named anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Self

import pyoxigraph as ox

from dialograph.engine.changes import Delta
from dialograph.engine.datafolder import DataFolder, staged
from dialograph.engine.drafts import Counted, describe, drafted, size_of
from dialograph.engine.durable import (
    StorageError,
    UnsettledError,
    failures_in_words,
    move,
    sync_folder,
    write_file,
)
from dialograph.engine.history import History, States, advanced
from dialograph.engine.locking import Hold, Lock
from dialograph.engine.records import (
    SNAPSHOT,
    VERSION_FILE,
    Facts,
    GraphName,
    GraphState,
    Version,
    version_record,
)
from dialograph.engine.snapshots import Staged, packed, write_snapshot
from dialograph.engine.withdrawn import Withdrawn
from dialograph.errors import UsageError

PATCH = "patch.rdfp"
_LARGE, _PIECE = 64 * 1024, 1024 * 1024


class Versions(History):
    """The versions of a data directory, for the one process that writes them.

    One thread writes at a time; any thread may look at :attr:`current` and :attr:`graphs`.

    Args:
        root: the data directory.
        create: whether to make it when there is none.

    Raises:
        LockedError: another process writes there.
        UsageError: it is something else than a data directory.
        DamagedError: something in it is missing, or is not what was written.
        StorageError: nothing can be written there.
    """

    def __init__(self, root: Path, *, create: bool = True) -> None:
        folder = DataFolder(root)
        folder.prepare(create=create)
        self._lock = Lock(folder)
        try:
            folder.check_whole()
            super().__init__(root)
            self._unsettled: StorageError | None = None
            self._now = self._open()
        except BaseException:
            self._lock.release()
            raise

    @classmethod
    def open(cls, root: Path, *, create: bool = True) -> Self:
        """Open a data directory to write to; the same as calling the class."""
        return cls(root, create=create)

    @staticmethod
    def read_only(root: Path) -> History:
        """Open a data directory to read from, whoever writes to it."""
        return History(root)

    def close(self) -> None:
        """Let others write."""
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def current(self) -> Version | None:
        """The current version; None while there is none."""
        return self._now[0]

    @property
    def graphs(self) -> States:
        """The graphs of the current version; the default graph always is among them."""
        return self._now[1]

    def stage(self) -> Path:
        """A folder where another process may write a snapshot or a patch, to be published after.

        Raises:
            StorageError: it cannot be made.
        """
        return self._folder.stage()

    def begin(
        self, quads: Iterable[ox.Quad] | Staged, facts: Facts, graphs: Iterable[str] = ()
    ) -> Version:
        """Publish a version that replaces everything, the first for instance.

        Args:
            quads: all statements, as :func:`~dialograph.engine.snapshots.write_snapshot` takes
                them; or what that made of them, in a folder of :meth:`stage`.
            facts: what to keep of the change.
            graphs: graphs that exist even if nothing stands in them.

        Raises:
            StorageError: the disk did not take it; the current version stays what it is.
            UnsettledError: the disk did not confirm it; nothing more is written until reopened.
        """
        self._check_settled()
        number, before, states = self._next()
        with staged(self._folder) as folder:
            snapshot = self._staged_snapshot(folder, quads, graphs)
            counts: dict[GraphName, int] = {None: 0, **snapshot.graphs}
            total = sum(counts.values())
            gone: dict[GraphName, int | None] = {
                name: None for name in states if name not in counts
            }
            record = version_record(
                number,
                before.id if before else "",
                facts,
                counts=(total, total, before.statements if before else 0),
                graphs={**counts, **gone},
                content={f"{SNAPSHOT}/{name}": seal for name, seal in snapshot.files.items()},
            )
            now = {name: GraphState(count, number) for name, count in counts.items()}
            with failures_in_words():
                describe(folder / SNAPSHOT, record[1], snapshot.files, now)
            return self._publish(folder, *record, now)

    def publish(
        self, change: Delta | bytes | BinaryIO, facts: Facts, counted: Counted | None = None
    ) -> Version:
        """Publish what changes in the current version as the next one.

        Args:
            change: the exact difference: what goes is there, what comes is not. An RDF Patch, or
                a file at the beginning of one, is kept as it is.
            facts: what to keep of the change.
            counted: what it comes to, where that is known: a file may be of any length then.

        Raises:
            UsageError: there is no version to change, or it is no patch.
            ValueError: this is no difference from the current version.
            StorageError: the disk did not take it; the current version stays what it is.
            UnsettledError: the disk did not confirm it; nothing more is written until reopened.
        """
        self._check_settled()
        number, before, states = self._next()
        if before is None:
            raise UsageError("There is no version to change yet.", "Load something first.")
        patch, counts = drafted(change, states, counted)
        with staged(self._folder) as folder:
            name = PATCH if size_of(patch) <= _LARGE else f"{PATCH}.zst"
            pieces = iter(lambda: patch.read(_PIECE), b"")
            with failures_in_words():
                seal = write_file(folder / name, pieces if name == PATCH else packed(pieces))
            record = version_record(
                number,
                before.id,
                facts,
                counts=counts.after(before.statements),
                graphs=counts.graphs,
                content={name: seal},
            )
            return self._publish(folder, *record, advanced(states, number, counts.graphs))

    def snapshot(
        self, number: int, quads: Iterable[ox.Quad] | Staged, graphs: Iterable[str] = ()
    ) -> None:
        """Add a snapshot to a version, so that reading it, and those after it, takes less time.

        A version that has one keeps it.

        Args:
            number: the version's number.
            quads: all its statements, as for :meth:`begin`.
            graphs: as for :meth:`begin`.

        Raises:
            UnknownVersionError: there is no such version.
            ValueError: these are not the statements of that version.
            StorageError: the disk did not take it.
        """
        self._check_settled()
        states = self.graphs_of(number)
        if self._folder.snapshot(number).is_dir():
            return
        with staged(self._folder) as folder:
            snapshot = self._staged_snapshot(folder, quads, graphs)
            if {name: n for name, n in snapshot.graphs.items() if n} != {
                name: state.statements for name, state in states.items() if state.statements
            }:
                raise ValueError(f"these are not the statements of version {number}")
            with failures_in_words():
                describe(folder / SNAPSHOT, self._read(number), snapshot.files, states)
                move(folder / SNAPSHOT, self._folder.snapshot(number))

    def prune(
        self, keep: int | None, age: timedelta | None, now: datetime | None = None
    ) -> Sequence[int]:
        """Remove old versions.

        A version is kept for either reason, with all after it and what it takes to read it; where
        neither is given, nothing is removed. Which things went with which version stays known.

        Args:
            keep: how many versions to keep, the current one included; at least one is.
            age: up to which age versions are kept.
            now: what the age is counted from; None for the time of the current version.

        Returns:
            The numbers of the versions removed.

        Raises:
            RefusedError: somebody reads versions one by one just now, as a backup does.
            StorageError: the disk does not let them go.
        """
        self._check_settled()
        current = self.current
        if current is None or (keep is None and age is None):
            return ()
        oldest = current.number if keep is None else current.number - max(keep, 1) + 1
        numbers = self.kept()
        if age is not None:
            since = (now or current.time) - age
            young = (each for each in numbers if self._read(each).time >= since)
            oldest = min(oldest, next(young, oldest))
        removed = range(numbers.start, self._base(max(oldest, numbers.start)))
        Withdrawn(self._folder.root).note(self)
        with Hold(self._folder, alone=True), failures_in_words():
            self._folder.put_away(*removed)
        return removed

    def _open(self) -> tuple[Version | None, States]:
        there = History(self._folder.root)
        head = self._folder.head()
        self._folder.clean(head[0] if head else 0)
        version = there.current
        states: States = {None: GraphState(0, 0)}
        if version is not None:
            there.load(version.number)
            states = there.graphs_of(version.number)
        try:
            # What CURRENT names may not be on the disk yet: the process before this one may have
            # died, or given up, just then.
            with failures_in_words():
                sync_folder(self._folder.versions)
                self._folder.name(version.revision if version else None)
        except StorageError as error:
            self._unsettled = error  # a full disk, perhaps: all can still be read
        return version, states

    def _newest(self) -> int:
        return self._now[0].number if self._now[0] else 0

    def _next(self) -> tuple[int, Version | None, States]:
        version, states = self._now
        return (version.number + 1 if version else 1), version, states

    def _check_settled(self) -> None:
        if self._unsettled is not None:
            raise self._unsettled

    def _staged_snapshot(
        self, folder: Path, quads: Iterable[ox.Quad] | Staged, graphs: Iterable[str]
    ) -> Staged:
        target = folder / SNAPSHOT
        if isinstance(quads, Staged):
            with failures_in_words():
                quads.folder.rename(target)
            return quads._replace(folder=target)
        with failures_in_words():
            target.mkdir()
        return write_snapshot(target, quads, graphs)

    def _publish(self, folder: Path, text: bytes, version: Version, states: States) -> Version:
        place = self._folder.version(version.number)
        try:
            with failures_in_words():
                if place.exists():  # an attempt that failed, and could not be taken back either
                    self._folder.put_away(version.number)
                write_file(folder / VERSION_FILE, [text])
                sync_folder(folder)
                move(folder, place)
                self._folder.name(version.revision)
        except UnsettledError as error:
            self._unsettled = error
            raise
        except BaseException:
            with suppress(OSError):
                self._folder.put_away(version.number)
            raise
        self._known[version.number] = version
        self._now = (version, states)
        return version
