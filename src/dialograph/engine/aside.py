"""What stands beside the versions in a data directory and belongs to a backup of it.

That is what harvests put aside for a person; what they keep to ask for less the next time is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

QUARANTINE = "quarantine"
"""The folder of what harvests put aside: ``SOURCE/ID/`` with documents, a graph and a report."""

REPORT, GRAPH = "report.json", "graph.nt"
"""Two of these files: what was found, and what would have come of the documents."""

ASIDE = re.compile(
    rf"{QUARANTINE}/[a-z0-9-]+/[0-9a-f]{{12}}/"
    rf"({re.escape(REPORT)}|state\.json|{re.escape(GRAPH)}|\d+)"
)
"""How the files in it are called, from the data directory on."""


def kept_aside(root: Path) -> Iterator[tuple[str, BinaryIO]]:
    """The files of what is put aside, each whole item or nothing of it.

    Args:
        root: the data directory; items may come and go meanwhile.

    Returns:
        The name of each file, from there on, and the file, to be read before the next is asked for.
    """
    for report in sorted(root.glob(f"{QUARANTINE}/*/*/{REPORT}")):
        with ExitStack() as files:
            try:
                found = [
                    (name, files.enter_context(path.open("rb")))
                    for path in sorted(report.parent.iterdir())
                    if ASIDE.fullmatch(name := path.relative_to(root).as_posix())
                ]
            except FileNotFoundError:  # somebody has just taken it, or removed it
                continue
            yield from found
