"""A snapshot of a version that has few, so that a start has few changes to replay.

It is made by a process of its own, at the lowest priority: nothing waits for it.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from contextlib import suppress
from pathlib import Path

from dialograph.engine.durable import discard
from dialograph.engine.filling import fill
from dialograph.engine.history import History
from dialograph.engine.records import Version
from dialograph.engine.snapshots import Staged, write_snapshot
from dialograph.engine.versions import Versions
from dialograph.limits import SNAPSHOT_CHANGES

_ROWS_MIN, _ROWS_PART = 50_000, 5
"""Changes of so many statements (a fifth of all, where that is more) are reason enough."""


class Compactor:
    """Adds snapshots to a data directory when there is reason to.

    Args:
        root: the data directory.
        versions: the same, open for writing.
        turn: held while something is written there.
    """

    def __init__(self, root: Path, versions: Versions, turn: asyncio.Lock) -> None:
        self._root = root
        self._turn = turn
        self._versions = versions
        self._process: asyncio.subprocess.Process | None = None
        self._changes, self._rows = self._since_snapshot()

    async def look(self, version: Version) -> None:
        """Add a snapshot to a version that has just been made, if reading it takes long by now.

        Nothing is lost when that fails: it is tried again after a later change.
        """
        self._changes += 1
        self._rows += version.added + version.removed
        most = max(_ROWS_MIN, version.statements // _ROWS_PART)
        if self._process is not None or (self._changes < SNAPSHOT_CHANGES and self._rows < most):
            return
        await self._make(version)

    async def _make(self, current: Version) -> None:
        self._changes = self._rows = 0
        folder = self._versions.stage()
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "dialograph.repository.compacting"),
            *(str(self._root), str(current.number), str(folder)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            told, _ = await self._process.communicate()
            if self._process.returncode == 0:
                staged = pickle.loads(told)  # noqa: S301 - from a process of ours
                assert isinstance(staged, Staged)
                graphs = [each for each in self._versions.graphs_of(current.number) if each]
                async with self._turn:
                    await asyncio.to_thread(self._versions.snapshot, current.number, staged, graphs)
        finally:
            self._process = None
            discard(folder)

    def stop(self) -> None:
        """End what is under way: it leaves nothing that counts."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    def _since_snapshot(self) -> tuple[int, int]:
        """How many changes there are since the last snapshot, and of how many statements."""
        version, changes, rows = self._versions.current, 0, 0
        while version is not None and not self._versions.has_snapshot(version.number):
            changes, rows = changes + 1, rows + version.added + version.removed
            version = self._versions.get(version.number - 1)
        return changes, rows


def main() -> None:
    """Write the snapshot of a version: the data directory, the number, and a folder are told."""
    root, number, folder = sys.argv[1:]
    os.nice(19)
    plan = History(Path(root)).load(int(number))
    dataset = fill(plan, union=False)
    names = [each for each in plan.graphs if each is not None]
    sys.stdout.buffer.write(pickle.dumps(write_snapshot(Path(folder), dataset.quads(), names)))


if __name__ == "__main__":
    main()
