"""Things that there have been and are no more, and which version was the last to have them.

What is kept of a thing is the latest version that removed a statement about it. Whoever asks has
looked, and nothing is said of it any more: so that is the version that removed the last one, and
the version before still has it. What moved to another graph, or came back, is there and not asked
for; nothing has to be known of it here.

The file is made from the patches of versions, each read once, before it may be cleaned away.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import pyoxigraph as ox

from dialograph.engine.datafolder import WITHDRAWN_FILE
from dialograph.engine.durable import failures_in_words
from dialograph.engine.history import History
from dialograph.engine.snapshots import read_quads, rows_of

_REMOVED = re.compile(rb"D (?:<([^<>\s]*)>|(_:\S+)) ")

_TABLES = """
CREATE TABLE IF NOT EXISTS removed (
  iri TEXT PRIMARY KEY, version INTEGER NOT NULL, time TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (number INTEGER NOT NULL, id TEXT NOT NULL);
"""
_PUT = "INSERT OR REPLACE INTO removed VALUES (?, ?, ?)"


class Withdrawal(NamedTuple):
    """When a thing went.

    Args:
        iri: the thing.
        version: the number of the version that does not have it any more.
        time: when that version was made, in UTC.
        is_kept: whether the version before, which has it, can still be read.
    """

    iri: str
    version: int
    time: datetime
    is_kept: bool

    @property
    def last(self) -> int:
        """The number of the last version that has it."""
        return self.version - 1


class Withdrawn:
    """Knows what went; any thread may ask, one at a time is answered.

    Args:
        root: the data directory, which nobody else writes to.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / WITHDRAWN_FILE
        self._turn = Lock()

    def find(self, history: History, iris: Sequence[str]) -> Withdrawal | None:
        """When a thing went of which nothing is said now.

        Args:
            history: the versions of the data directory.
            iris: what the thing may be called; of several the one that went last counts.

        Returns:
            When; None where it is not known that it ever was.

        Raises:
            DamagedError: a patch is missing, or is none.
            StorageError: the disk does not take what is to be kept.
        """
        marks = ", ".join("?" * len(iris))
        asked = (
            f"SELECT iri, version, time FROM removed WHERE iri IN ({marks}) "  # noqa: S608 - marks
            "ORDER BY version DESC LIMIT 1"
        )
        with self._turn, self._caught_up(history) as kept:
            row = kept.execute(asked, tuple(iris)).fetchone()
        if row is None:
            return None
        iri, version, time = row
        return Withdrawal(iri, version, datetime.fromisoformat(time), version - 1 in history.kept())

    def removed_by(self, history: History, number: int) -> Sequence[str]:
        """The things about which a statement was last removed by a version, or by one before it.

        Args:
            history: the versions of the data directory.
            number: of the version.

        Returns:
            Their IRIs, and ``_:`` with the labels of blank nodes, in order: things that were
            withdrawn by then, and others of which something else is still said.

        Raises:
            DamagedError, StorageError: as :meth:`find`.
        """
        asked = "SELECT iri FROM removed WHERE version <= ? ORDER BY iri"
        with self._turn, self._caught_up(history) as kept:
            return [row[0] for row in kept.execute(asked, (number,))]

    def note(self, history: History) -> None:
        """Take in the versions that have come; before any is cleaned away.

        Raises:
            DamagedError, StorageError: as :meth:`find`.
        """
        with self._turn, self._caught_up(history):
            pass

    def _caught_up(self, history: History) -> closing[sqlite3.Connection]:
        with failures_in_words():
            try:
                return closing(self._read(history))
            except sqlite3.DatabaseError:
                # It is made from the versions: what they still tell is taken in anew.
                self._path.unlink(missing_ok=True)
            try:
                return closing(self._read(history))
            except sqlite3.DatabaseError as error:
                raise OSError(str(error)) from error

    def _read(self, history: History) -> sqlite3.Connection:
        kept = sqlite3.connect(self._path, check_same_thread=False)
        try:
            kept.executescript(_TABLES)
            seen, name = kept.execute("SELECT number, id FROM seen").fetchone() or (0, "")
            current = history.current
            if current is None or (seen, name) == (current.number, current.id):
                return kept
            numbers = history.kept()
            if (seen in numbers and history.get(seen).id != name) or seen >= numbers.stop:
                # A backup was brought back: what follows its last version did not happen here.
                with kept:
                    kept.execute("DELETE FROM removed WHERE version > ?", (numbers.start,))
                seen = numbers.start
            for number in range(max(seen, numbers.start) + 1, numbers.stop):
                self._take(kept, history, number)
            with kept:
                last = history.get(numbers.stop - 1)
                kept.execute("DELETE FROM seen")
                kept.execute("INSERT INTO seen VALUES (?, ?)", (last.number, last.id))
        except BaseException:
            kept.close()
            raise
        return kept

    def _take(self, kept: sqlite3.Connection, history: History, number: int) -> None:
        time = history.get(number).time.isoformat()
        with kept:
            kept.executemany(
                _PUT, ((iri, number, time) for iri in dict.fromkeys(removed(history, number)))
            )


def removed(history: History, number: int) -> Iterator[str]:
    """The things about which a version may have removed a statement, some of them several times.

    Args:
        history: has it and the version before.
        number: of the version.

    Raises:
        DamagedError: a file is missing, or is not what was written.
    """
    if history.get(number).full:
        yield from _things(read_quads(history.load(number - 1)))
        return
    for piece in history.patches(number - 1, number):
        with rows_of(piece) as rows:
            for row in rows:
                found = _REMOVED.match(row)
                if found:
                    yield (found[1] or found[2]).decode()


def _things(quads: Iterable[ox.Quad]) -> Iterator[str]:
    for each in quads:
        subject = each.subject
        if isinstance(subject, ox.NamedNode):
            yield subject.value
        elif isinstance(subject, ox.BlankNode):
            yield str(subject)


def copied(root: Path) -> bytes | None:
    """The file as it is, for a backup; None where there is none.

    Args:
        root: the data directory; a server may be writing to it.
    """
    path = root / WITHDRAWN_FILE
    if not path.exists():
        return None
    with (
        suppress(sqlite3.DatabaseError),
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as kept,
    ):
        return kept.serialize()
    return None
