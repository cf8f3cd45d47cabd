"""Which answers a change leaves as they are: looked into where the dataset is."""

from __future__ import annotations

import pickle
from collections.abc import Sequence

from dialograph.engine.changes import Delta, from_patch
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.interface import StaleError
from dialograph.engine.patterns import Probe
from dialograph.engine.reads import reads_of
from dialograph.engine.touching import Changed

Reads = tuple[Probe, ...]


def learn(_engine: EmbeddedEngine, _file: int, asked: Sequence[str], base_iri: str) -> list[bytes]:
    """Find out what queries read of the default graph; done in a process of its own.

    Args:
        asked: the queries.
        base_iri: what their relative IRIs are resolved against.

    Returns:
        What each of them reads, to be handed to :func:`examine`.
    """
    return [pickle.dumps(reads_of(text, base_iri)) for text in asked]


def examine(
    engine: EmbeddedEngine, _file: int, since: str, patch: bytes, asked: Sequence[bytes]
) -> list[bool]:
    """Find out which answers a change leaves as they are; done in a process of its own.

    Args:
        engine: the dataset as it is before the change; its default graph is the merge of all.
        since: what stands for that version.
        patch: the change, as an RDF Patch.
        asked: what queries read, as :func:`learn` has told.

    Returns:
        For each whether its answer is the same before and after the change.

    Raises:
        StaleError: the dataset is in another version.
    """
    if engine.version != since:
        raise StaleError(engine.version)
    known = [pickle.loads(reads) for reads in asked]  # noqa: S301 - what we wrote ourselves
    return untouched(engine, from_patch(patch.splitlines()), known)


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
