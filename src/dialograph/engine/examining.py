"""Which answers a change leaves as they are: looked into where the dataset is."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from typing import NamedTuple

from dialograph.engine.changes import Delta, from_patch
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.interface import StaleError
from dialograph.engine.patterns import Probe
from dialograph.engine.reads import reads_of
from dialograph.engine.touching import Changed

Reads = tuple[Probe, ...]


class Examined(NamedTuple):
    """What was found out of one query.

    Args:
        lasts: whether its answer is the same before and after the change.
        reads: what it reads, pickled, to be handed in the next time.
    """

    lasts: bool
    reads: bytes


def examine(
    engine: EmbeddedEngine,
    _file: int,
    since: str,
    patch: bytes,
    asked: Sequence[tuple[str, str, bytes | None]],
) -> list[Examined]:
    """Find out which answers a change leaves as they are; done in a process of its own.

    Args:
        engine: the dataset as it is before the change; its default graph is the merge of all.
        since: what stands for that version.
        patch: the change, as an RDF Patch.
        asked: queries to that default graph, what their relative IRIs are resolved against, and
            what is known already of what they read.

    Returns:
        What was found out, in the same order.

    Raises:
        StaleError: the dataset is in another version.
    """
    if engine.version != since:
        raise StaleError(engine.version)
    known = [
        (reads, pickle.dumps(reads) if kept is None else kept)
        for text, base_iri, kept in asked
        for reads in [reads_of(text, base_iri) if kept is None else pickle.loads(kept)]  # noqa: S301 - ours
    ]
    lasting = untouched(engine, from_patch(patch.splitlines()), [reads for reads, _ in known])
    return [Examined(lasts, kept) for lasts, (_, kept) in zip(lasting, known, strict=True)]


def untouched(engine: EmbeddedEngine, delta: Delta, asked: Sequence[Reads | None]) -> list[bool]:
    """Whether queries have the same answer before and after a change, which is made.

    Args:
        engine: the dataset before it.
        delta: the change.
        asked: what each query reads; None where that is not known.
    """
    gone = Changed([quad.triple for quad in delta.removed], engine.dataset.find)
    lasting = [reads is not None and not gone.touch(reads) for reads in asked]
    merged = engine.change(delta, engine.version)
    come = Changed(merged.added, engine.dataset.find)
    return [
        lasts and reads is not None and not come.touch(reads)
        for lasts, reads in zip(lasting, asked, strict=True)
    ]
