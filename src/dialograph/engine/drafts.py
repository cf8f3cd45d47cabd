"""What is written of a version before it is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dialograph.engine.changes import Delta, from_patch, to_patch
from dialograph.engine.durable import Seal, sync_folder, write_file
from dialograph.engine.history import States
from dialograph.engine.records import (
    FORMAT,
    SNAPSHOT_FILE,
    GraphName,
    Version,
    graph_key,
    sealed,
)


def describe(folder: Path, version: Version, files: Mapping[str, Seal], states: States) -> None:
    """Write what a snapshot is, and hand its folder to the disk.

    Args:
        folder: holds the snapshot.
        version: what it is a snapshot of.
        files: its files.
        states: the graphs of that version.

    Raises:
        OSError: it cannot be written.
    """
    told = {
        "format": FORMAT,
        "number": version.number,
        "revision": version.revision,
        "files": {name: seal._asdict() for name, seal in files.items()},
        "graphs": {name or "": list(state) for name, state in states.items()},
    }
    write_file(folder / SNAPSHOT_FILE, [sealed(told)])
    sync_folder(folder)


class Counted(NamedTuple):
    """What a change comes to in numbers.

    Args:
        added: how many quads come, and
        removed: how many go.
        graphs: how many triples stand in each graph that it touches, afterwards; None: it is gone.
    """

    added: int
    removed: int
    graphs: Mapping[GraphName, int | None]

    def after(self, before: int) -> tuple[int, int, int]:
        """How many quads there are then, have come, have gone; there were so many before."""
        return before + self.added - self.removed, self.added, self.removed


def drafted(
    change: Delta | bytes | BinaryIO, states: States, counted: Counted | None
) -> tuple[BinaryIO, Counted]:
    """A change as an RDF Patch, and what it comes to.

    Args:
        change: the change.
        states: the graphs before it.
        counted: what it comes to, where that is known.

    Raises:
        UsageError: what is given is no RDF Patch.
        ValueError: the change is none of what is there.
    """
    if counted is not None and not isinstance(change, Delta | bytes):
        return change, counted
    if isinstance(change, Delta):
        delta, patch = change, b"".join(to_patch(change))
    else:
        patch = change if isinstance(change, bytes) else change.read()
        delta = from_patch(BytesIO(patch))
    counts = Counted(len(delta.added), len(delta.removed), _touched(delta, states))
    return BytesIO(patch), counts


def size_of(file: BinaryIO) -> int:
    """How many bytes are in a file that stands at its beginning."""
    size = file.seek(0, SEEK_END)
    file.seek(0)
    return size


def _touched(delta: Delta, states: States) -> dict[GraphName, int | None]:
    counts: Counter[GraphName] = Counter(graph_key(quad.graph_name) for quad in delta.added)
    counts.subtract(graph_key(quad.graph_name) for quad in delta.removed)
    counts.update(dict.fromkeys((*delta.created, *delta.dropped), 0))
    after: dict[GraphName, int | None] = {}
    for graph, more in counts.items():
        count = (states[graph].statements if graph in states else 0) + more
        if count < 0 or (graph in delta.dropped and count):
            raise ValueError(f"no difference from the current version: graph {graph}")
        after[graph] = None if graph in delta.dropped else count
    return after
