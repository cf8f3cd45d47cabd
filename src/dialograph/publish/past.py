"""Work that is done on an older version: a query process goes back to it first."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from typing import Any

from rdflib import URIRef

from dialograph import formats
from dialograph.engine.changes import from_patch
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.interface import Engine, StaleError
from dialograph.publish.description import DatasetDescription, describe
from dialograph.publish.resources import Description, describe_all, is_iri

_STANDS = """
ASK { { ?resource ?property ?value } UNION { GRAPH ?graph { ?resource ?property ?value } } }"""


def go_to_and(
    engine: EmbeddedEngine,
    file: int,
    way: tuple[str, str],
    work: Callable[..., Any],
    *args: object,
    source: int,
) -> Any:
    """Have a process go to another version, and do there what any could do at the current one.

    Args:
        engine: the dataset; nobody else asks it.
        file: a descriptor to write to.
        way: the version that a patch starts from, and the one that it leads to.
        work: gets the engine and the file, and
        args: these.
        source: the descriptor of a file that holds the patch.

    Returns:
        What the work gives.

    Raises:
        StaleError: the dataset is at another version than the patch starts from by now.
    """
    since, version = way
    if engine.version != since:
        raise StaleError(engine.version)
    with os.fdopen(source, "rb", closefd=False) as patch:
        patch.seek(0)
        engine.change(from_patch(patch), version)
    return work(engine, file, *args)


def described_then(
    engine: Engine,
    file: int,
    base_iri: str,
    wanted: Sequence[str],
    is_new: bool,  # noqa: FBT001 - work takes its arguments by position
) -> tuple[DatasetDescription | None, Description | None]:
    """Describe a resource, and the version that it is described in.

    Args:
        engine: the dataset.
        file: not needed.
        base_iri: where the dataset lives on the web.
        wanted: the IRIs that the resource may go by; the first that is known counts.
        is_new: whether the version is to be described too.

    Returns:
        The version, or None; and the resource, or None where none of its IRIs is known.
    """
    (found,) = describe_all(engine, file, [wanted])
    return (describe(engine, base_iri) if is_new else None), found


def stands(engine: Engine, _file: int, iris: Sequence[str]) -> bool:
    """Whether anything is said of a resource in any graph, in a query process.

    Args:
        engine: the dataset.
        _file: not needed.
        iris: what the resource may be called.
    """
    return any(
        json.loads(
            engine.query(_STANDS, substitutions={"resource": URIRef(each)}).serialize(formats.JSON)
        )["boolean"]
        for each in iris
        if is_iri(each)
    )
