"""Reading versions: which there are, what they hold, what changed between two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from dialograph.engine.changes import Delta, to_patch
from dialograph.engine.datafolder import DataFolder
from dialograph.engine.durable import Seal, failures_in_words
from dialograph.engine.records import (
    SNAPSHOT,
    SNAPSHOT_FILE,
    VERSION_FILE,
    DamagedError,
    GraphName,
    GraphState,
    UnknownVersionError,
    Version,
    folder_name,
    missing,
    read_file,
    read_version,
    unsealed,
    verify,
)
from dialograph.engine.snapshots import Piece, Plan, net_change, read_quads

States = Mapping[GraphName, GraphState]


class History:
    """The versions of a data directory, for who only reads. Another process may write meanwhile.

    Args:
        root: the data directory.

    Raises:
        UsageError: it is none.
    """

    def __init__(self, root: Path) -> None:
        self._folder = DataFolder(root)
        self._known: dict[int, Version] = {}
        self._folder.head()

    @property
    def current(self) -> Version | None:
        """The current version; None while there is none.

        Raises:
            DamagedError: it is not what ``CURRENT`` says.
        """
        head = self._folder.head()
        if head is None:
            return None
        version = self._read(head[0])
        if version.id != head[1]:
            raise DamagedError(
                "CURRENT",
                f"names another version {head[0]} than there is",
                f"nomme une autre version {head[0]} que celle qui s’y trouve",
            )
        return version

    def list(self) -> Sequence[Version]:
        """All versions that can be read, oldest first.

        Raises:
            DamagedError: one is missing, or is not what was written.
        """
        versions = [self._read(number) for number in self.kept()]
        for before, after in pairwise(versions):
            if after.previous != before.id:
                raise DamagedError(
                    f"versions/{folder_name(before.number)}",
                    "is not what the next version follows",
                    "n’est pas ce que suit la version suivante",
                )
        return versions

    def kept(self) -> range:
        """The numbers of the versions that can be read.

        Raises:
            DamagedError: one is missing in between.
        """
        newest = self._newest()
        return self._folder.numbers(newest) if newest else range(0)

    def get(self, number: int) -> Version:
        """A version.

        Raises:
            UnknownVersionError: there is none of this number, or no more.
            DamagedError: it is not what was written.
        """
        numbers = self.kept()
        if number not in numbers:
            here = f"{numbers.start} to {numbers.stop - 1}" if numbers else "none"
            ici = f"{numbers.start} à {numbers.stop - 1}" if numbers else "aucune"
            raise UnknownVersionError(
                f"There is no version {number}.",
                f"Those that there are: {here}.",
                french=f"Il n’y a pas de version {number}. Versions disponibles : {ici}.",
            )
        return self._read(number)

    def has_snapshot(self, number: int) -> bool:
        """Whether a version can be read without those before it."""
        return self._folder.snapshot(number).is_dir()

    @property
    def has_copy(self) -> bool:
        """Whether there is a copy on disk, of whatever version; see ``diskcopy``."""
        return self._folder.copy.is_dir()

    def load(self, number: int) -> Plan:
        """How a version is read, by :func:`~dialograph.engine.filling.fill` for instance.

        Raises:
            UnknownVersionError: there is none of this number, or no more.
            DamagedError: a file is missing, or not of its size.
        """
        version = self.get(number)
        base = self._base(number)
        plan = Plan(
            number,
            version.revision,
            tuple(
                self._piece(base, f"{SNAPSHOT}/{name}", seal)
                for name, seal in self._snapshot(base)[0].items()
            ),
            self.patches(base, number),
            {name: state.statements for name, state in self.graphs_of(number).items()},
            version.statements,
        )
        for piece in (*plan.snapshot, *plan.patches):
            _check_size(piece)
        return plan

    def graphs_of(self, number: int) -> States:
        """The graphs of a version.

        Raises:
            UnknownVersionError: there is none of this number, or no more.
            DamagedError: what says it is missing, or is not what was written.
        """
        self.get(number)
        base = self._base(number)
        states = self._snapshot(base)[1]
        for each in range(base + 1, number + 1):
            states = advanced(states, each, self._read(each).graphs)
        return states

    def delta(self, old: int, new: int) -> Delta:
        """What has to change for one version to become another, older or newer.

        Raises:
            UnknownVersionError: there is none of such a number, or no more.
            DamagedError: a file is missing, or is not what was written.
        """
        self.get(old)
        self.get(new)
        first, last = sorted((old, new))
        if any(self._read(each).full for each in range(first + 1, last + 1)):
            return self._difference(old, new)
        change = net_change(self.patches(first, last))
        return change if old <= new else change.inverse

    def way(self, number: int, revision: str, to: int) -> tuple[Piece, ...] | None:
        """The patches that lead from a version to a later one, in order.

        Args:
            number: of the older version, and
            revision: what stands for it.
            to: the number of the later one.

        Returns:
            None where there is no such version, or no more, or no way from it.

        Raises:
            DamagedError: what says it is missing, or is not what was written.
        """
        numbers = self.kept()
        if number not in numbers or to not in numbers or number > to:
            return None
        later = range(number + 1, to + 1)
        if self._read(number).revision != revision or any(self._read(n).full for n in later):
            return None
        return self.patches(number, to)

    def write_way(self, old: int, new: int, output: BinaryIO) -> None:
        """Write what :meth:`delta` gives, as an RDF Patch.

        Raises:
            UnknownVersionError: there is none of such a number, or no more.
            DamagedError: a file is missing, or is not what was written.
            StorageError: there is no room where it is written to.
        """
        with failures_in_words():
            output.writelines(to_patch(self.delta(old, new)))
            output.flush()

    def files(self, number: int) -> Iterator[Piece]:
        """Every file of a version, but those that say what it is; each is verified before.

        Raises:
            UnknownVersionError: there is none of this number, or no more.
            DamagedError: a file is missing, or is not what was written.
        """
        files = {name: seal for name, seal in self.get(number).content.items() if "/" not in name}
        if self._folder.snapshot(number).is_dir():
            seals = self._snapshot(number)[0]
            files |= {f"{SNAPSHOT}/{name}": seal for name, seal in seals.items()}
        elif not files:
            raise missing(f"versions/{folder_name(number)}/{SNAPSHOT}")
        for name, seal in files.items():
            piece = self._piece(number, name, seal)
            verify(piece.path, seal, piece.label)
            yield piece

    def _difference(self, old: int, new: int) -> Delta:
        """The same where a version in between was written whole: both are read and compared."""
        before, after = self.load(old), self.load(new)
        removed = dict.fromkeys(read_quads(before))
        added = []
        for quad in read_quads(after):
            if quad in removed:
                del removed[quad]
            else:
                added.append(quad)
        there = {name for name in before.graphs if name is not None}
        then = {name for name in after.graphs if name is not None}
        return Delta(
            tuple(removed), tuple(added), tuple(sorted(then - there)), tuple(sorted(there - then))
        )

    def _newest(self) -> int:
        head = self._folder.head()
        return head[0] if head else 0

    def _read(self, number: int) -> Version:
        if number not in self._known:
            label = f"versions/{folder_name(number)}/{VERSION_FILE}"
            text = read_file(self._folder.version(number) / VERSION_FILE, label)
            self._known[number] = read_version(text, label)
        return self._known[number]

    def _base(self, number: int) -> int:
        """The latest version up to this one that has a snapshot."""
        while not self._folder.snapshot(number).is_dir():
            if self._read(number).full or number <= 1:
                raise missing(f"versions/{folder_name(number)}/{SNAPSHOT}")
            number -= 1
        return number

    def _snapshot(self, number: int) -> tuple[dict[str, Seal], States]:
        label = f"versions/{folder_name(number)}/{SNAPSHOT}/{SNAPSHOT_FILE}"
        told = unsealed(read_file(self._folder.snapshot(number) / SNAPSHOT_FILE, label), label)
        files = {name: Seal(**seal) for name, seal in told["files"].items()}
        own = self._read(number)
        content = {f"{SNAPSHOT}/{name}": seal for name, seal in files.items()}
        if told["revision"] != own.revision or (own.full and own.content != content):
            raise DamagedError(label, "is of another version", "est celui d’une autre version")
        return (
            files,
            {name or None: GraphState(*state) for name, state in told["graphs"].items()},
        )

    def patches(self, old: int, new: int) -> tuple[Piece, ...]:
        """What changed after one version up to a later one, none of them written whole.

        Raises:
            DamagedError: what says it is missing, or is not what was written.
        """
        return tuple(
            self._piece(number, name, seal)
            for number in range(old + 1, new + 1)
            for name, seal in self._read(number).content.items()
        )

    def _piece(self, number: int, name: str, seal: Seal) -> Piece:
        label = f"versions/{folder_name(number)}/{name}"
        return Piece(self._folder.version(number) / name, label, seal)


def advanced(states: States, number: int, touched: Mapping[GraphName, int | None]) -> States:
    """The graphs after a version, from those before it.

    Args:
        states: those before.
        number: the version's number.
        touched: how many triples stand in those that it touched; None for one that is no more.
    """
    now = dict(states)
    for name, statements in touched.items():
        if statements is None:
            now.pop(name, None)
        else:
            now[name] = GraphState(statements, number)
    return now


def _check_size(piece: Piece) -> None:
    try:
        size = piece.path.stat().st_size
    except OSError:
        raise missing(piece.label) from None
    if size != piece.seal.size:
        raise DamagedError(
            piece.label,
            f"is {size} bytes long instead of {piece.seal.size}",
            f"fait {size} octets au lieu de {piece.seal.size}",
        )
