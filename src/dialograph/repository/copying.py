"""The copy on disk of the version that is served, so that a start need not wait for the loading.

It is written by a process of its own, at the lowest priority and while nobody waits: anew, or from
the copy before where that is not far behind. Whatever fails, the versions are what they are.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from dialograph.engine import diskcopy
from dialograph.engine.confine import die_with_parent
from dialograph.engine.datafolder import DataFolder
from dialograph.engine.diskcopy import DiskCopy
from dialograph.engine.durable import discard
from dialograph.engine.history import History
from dialograph.engine.records import Version
from dialograph.errors import DialographError
from dialograph.settings import Settings

_CHANGES_MAX, _ROWS_MAX = 200, 20_000
"""So many changes, or changes of so many statements, are left for a start to catch up with."""

_ROWS_PART = 5
"""When more than such a part of it has changed, it is written anew."""

_ROOM = 2_000
"""Bytes of free disk for each statement, below which it is not begun: it is never to take the room
that versions need."""


class Copier:
    """Keeps the copy on disk.

    Args:
        settings: say where, from which size on, and with which default graph.
    """

    def __init__(self, settings: Settings) -> None:
        self._folder = DataFolder(Path(str(settings.data_dir)))
        self._least = settings.disk_copy_from
        self._union = settings.default_graph == "union"
        self._process: asyncio.subprocess.Process | None = None
        self._known = _known(self._folder)
        self._changes = self._rows = 0
        self._is_closed = False

    async def begin(self, current: Version) -> None:
        """See to it after the start, when answers have come from it for the last time.

        Args:
            current: the version that is served.
        """
        await asyncio.to_thread(discard, self._folder.meanwhile)
        if not self._is_wanted(current):
            self._known = None
            await asyncio.to_thread(discard, self._folder.copy)
            return
        if self._known is not None:
            versions = History(self._folder.root)
            way = await asyncio.to_thread(
                versions.way, self._known.number, self._known.revision, current.number
            )
            self._changes = len(way or ())
            later = range(current.number - self._changes + 1, current.number + 1)
            each = [versions.get(number) for number in later]
            self._rows = sum(version.added + version.removed for version in each)
            if way is None:
                self._known = None
        await self._see_to(current)

    async def look(self, version: Version) -> None:
        """See to it after a change; when that fails, it is tried again after a later one.

        Args:
            version: that has just been made.
        """
        self._changes += 1
        self._rows += version.added + version.removed
        if self._known is not None and not self._folder.version(self._known.number).is_dir():
            self._known = None  # what it stood at is no more: there is no way on from it
        await self._see_to(version)

    def stop(self) -> None:
        """End what is under way: it leaves nothing that counts."""
        self._is_closed = True
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    def _is_wanted(self, version: Version) -> bool:
        return 0 < self._least <= version.statements

    async def _see_to(self, version: Version) -> None:
        is_due = self._known is None or self._changes > _CHANGES_MAX or self._rows > _ROWS_MAX
        is_free = self._process is None and not self._is_closed
        if not (is_due and is_free and self._is_wanted(version)):
            return
        if shutil.disk_usage(self._folder.root).free < _ROOM * version.statements:
            return
        anew = self._known is None or self._rows > version.statements // _ROWS_PART
        self._changes = self._rows = 0
        await self._make(version, anew=anew)

    async def _make(self, version: Version, *, anew: bool) -> None:
        folder = self._folder.stage()
        how = "anew" if anew else "on"
        graphs = "union" if self._union else "own"
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "dialograph.repository.copying"),
            *(str(self._folder.root), str(version.number), str(folder), graphs, how),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            if await self._process.wait() == 0 and not self._is_closed:
                await asyncio.to_thread(self._folder.put_copy, folder)
            self._known = await asyncio.to_thread(_known, self._folder)
        finally:
            self._process = None
            await asyncio.to_thread(discard, folder)


def _known(folder: DataFolder) -> DiskCopy | None:
    try:
        return DiskCopy.read(folder.copy)
    except DialographError:
        return None


def main() -> None:
    """Write a copy of a version: the data directory, the number, a folder and how are told."""
    root, number, folder, graphs, how = sys.argv[1:]
    die_with_parent()
    os.nice(19)
    history, place = History(Path(root)), DataFolder(Path(root)).copy
    plan, union = history.load(int(number)), graphs == "union"
    if how == "on":
        known = DiskCopy.read(place)
        way = history.way(known.number, known.revision, int(number))
        if way is not None and known.union is union:
            diskcopy.renew(place, known, way, plan, Path(folder))
            return
    diskcopy.build(plan, Path(folder), union=union)


if __name__ == "__main__":
    main()
