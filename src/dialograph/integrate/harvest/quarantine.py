"""What is put aside, and why: kept until a person accepts it, retries it or removes it.

::

    SOURCE/ID/    what arrived, as in a batch; report.json; graph.nt, where the mapping gave one
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

import pyoxigraph as ox

from dialograph.engine.aside import GRAPH, REPORT
from dialograph.engine.durable import discard, failures_in_words, make_folder, replace_file
from dialograph.errors import DialographError, UsageError
from dialograph.integrate.harvest.batches import Batch
from dialograph.integrate.harvest.sources import Source

_KEPT = 20
"""So many items of one source are kept."""
_ID = re.compile(r"[0-9a-f]{12}")

Stage = Literal["reading", "trust", "gate", "proposal"]


class Item(NamedTuple):
    """One harvest that was put aside.

    Args:
        id: twelve hexadecimal digits; the same content put aside for the same reason has the same.
        source: the name of its source.
        stage: where it stopped: ``reading`` (and mapping), ``trust``, ``gate``; ``proposal`` is
            fine, and waits for a person.
        since: when it was first put aside, and
        seen: the last time; in UTC.
        english: why, and
        french: the same in French.
        addresses: where it came from.
        graph: the graph that it was to become.
        triples: how many it had then.
    """

    id: str
    source: str
    stage: Stage
    since: str
    seen: str
    english: str
    french: str
    addresses: Sequence[str]
    graph: str
    triples: int


class Quarantine:
    """Everything that is put aside.

    Args:
        folder: where; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(
        self,
        source: Source,
        batch: Batch,
        stage: Stage,
        error: DialographError,
        triples: Sequence[ox.Triple],
    ) -> Item:
        """Put what arrived aside; the batch is moved there.

        Args:
            source: where it came from.
            batch: what arrived.
            stage: where it stopped.
            error: why.
            triples: what the mapping made of it, as far as it came.

        Raises:
            StorageError: the disk did not take it.
        """
        digest = hashlib.sha256(f"{stage} {batch.fingerprint}".encode())
        for number in range(len(batch.pages)):
            digest.update(batch.content(number))
        name = digest.hexdigest()[:12]
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        place = self._folder / source.name / name
        before = self._read(place)
        item = Item(
            name,
            source.name,
            stage,
            before.since if before else now,
            now,
            str(error),
            error.french or str(error),
            [each.address for each in batch.pages] if source.kind != "file" else [source.graph],
            source.graph,
            len(triples),
        )
        with failures_in_words("the quarantine", "la quarantaine"):
            make_folder(place.parent)
            if stage == "proposal":
                # A newer proposal of a source takes the place of the one before.
                for other in self.items(source.name):
                    if other.stage == stage and other.id != name:
                        discard(place.parent / other.id)
            if before is None:
                discard(place)
                batch.folder.rename(place)
            graph = "".join(f"{each} .\n" for each in triples).encode()
            replace_file(place / GRAPH, graph, place)
            replace_file(place / REPORT, json.dumps(item._asdict()).encode(), place)
        self._keep_few(item)
        return item

    def _keep_few(self, item: Item) -> None:
        """Forget the oldest of a source: one that is refused time and again fills no disk."""

        def worth(each: Item) -> tuple[bool, bool, str]:
            return each.stage == "proposal", each.id == item.id, each.seen

        for other in sorted(self.items(item.source), key=worth)[:-_KEPT]:
            self.remove(other)

    def items(self, source: str = "") -> list[Item]:
        """What is put aside, the oldest first.

        Args:
            source: of one source; empty for all.
        """
        folders = self._folder.glob(f"{source or '*'}/*")
        found = filter(None, map(self._read, folders))
        return sorted(found, key=lambda each: (each.since, each.id))

    def find(self, name: str) -> Item:
        """One item.

        Raises:
            UsageError: there is none of that name.
        """
        found = [each for each in self.items() if each.id.startswith(name)] if name else []
        if len(found) != 1:
            raise UsageError(
                f"Nothing in quarantine is called {name}.",
                "`dialograph harvest --quarantine` lists what there is.",
                french=f"Rien en quarantaine ne s’appelle {name}. « dialograph harvest "
                "--quarantine » en donne la liste.",
            )
        return found[0]

    def batch(self, item: Item, fingerprint: str) -> Batch:
        """What arrived then.

        Args:
            item: which.
            fingerprint: of its source as it is configured now.

        Raises:
            UsageError: it is damaged.
        """
        folder = self._folder / item.source / item.id
        found = Batch.found(folder, None)
        if found is None:
            raise UsageError(
                f"What was put aside as {item.id} is damaged.",
                "Remove it, and harvest again.",
                french=f"Ce qui est en quarantaine sous {item.id} est endommagé. Retirez-le et "
                "moissonnez de nouveau.",
            )
        found.fingerprint = fingerprint
        return found

    def triples(self, item: Item, most: int) -> list[str]:
        """The first triples of what the mapping had made of it, as N-Triples."""
        try:
            with (self._folder / item.source / item.id / GRAPH).open(encoding="utf-8") as lines:
                return [line.rstrip("\n") for line, _ in zip(lines, range(most), strict=False)]
        except OSError:
            return []

    def remove(self, item: Item) -> None:
        """Forget an item."""
        discard(self._folder / item.source / item.id)

    def _read(self, place: Path) -> Item | None:
        if not _ID.fullmatch(place.name):
            return None
        try:
            return Item(**json.loads((place / REPORT).read_bytes()))
        except (OSError, ValueError, TypeError):
            return None
