"""A change worked out and judged where a copy of the dataset is, that nobody else sees.

All of this happens in a query process that is forked for one change: it may change its own copy as
it likes. What it gives back is the difference, and what the gate says of it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from rdflib import Graph

from dialograph.engine.changes import to_patch
from dialograph.engine.durable import failures_in_words
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.updating import derive_graph
from dialograph.errors import UsageError
from dialograph.repository.deriving import Merged, Order, derive, documents, opened
from dialograph.repository.interface import (
    GraphRequest,
    Outcome,
    Verdict,
)
from dialograph.repository.words import refusal
from dialograph.shapes.reading import read_all
from dialograph.values import NONE, SHIPPED

if TYPE_CHECKING:
    from dialograph.shapes.judging import Gate

_PLACE = "urn:dialograph:sent"
"""Where documents stand that are judged and not kept."""


class Judged(NamedTuple):
    """A change, worked out and judged. The patch without its ends stands in a file beside.

    Args:
        revision: the version that it starts from.
        added: how many quads come, and
        removed: how many go.
        created: the graphs that come to exist, and
        dropped: those that are no more.
        sizes: how many statements stand in each graph that it touches; None where it is no more.
        statements: how many there are afterwards, as the description of the dataset counts them.
        verdict: what the gate says; None where there is none.
        english: why it is refused, for a person, and
        french: the same in French; empty when it is not.
    """

    revision: str
    added: int
    removed: int
    created: tuple[str, ...]
    dropped: tuple[str, ...]
    sizes: Mapping[str | None, int | None]
    statements: int
    verdict: Verdict | None
    english: str
    french: str

    @property
    def is_refused(self) -> bool:
        """Whether it adds a Violation."""
        return self.verdict is not None and not self.verdict.new.conforms

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.added or self.removed or self.created or self.dropped)

    def outcome(self, number: int, revision: str) -> Outcome:
        """The change as it is told to whoever asked for it.

        Args:
            number: of the version that holds it, and
            revision: what stands for that.
        """
        return Outcome(
            number,
            revision,
            self.added,
            self.removed,
            self.created,
            self.dropped,
            self.verdict,
        )


def make_ready(shapes: str) -> None:
    """Prepare the shapes once, for all processes that are forked from this one.

    Args:
        shapes: as in :class:`Order`.
    """
    gate_of(shapes)


def judge(engine: EmbeddedEngine, file: int, order: Order, *, source: int | None = None) -> Judged:
    """Work a change out on this process's own copy, and judge it.

    Args:
        engine: the dataset; it is changed.
        file: the descriptor of a file for the rows of the patch.
        order: what is asked.
        source: the descriptor of the body of the request: the text of an update, documents, or
            for a return to an older version the patch that leads there.

    Raises:
        QuerySyntaxError, ForbiddenQueryError, TooComplexError, EvaluationError: the update.
        UsageError: a document does not parse, or the default graph is none to write to.
        ScopeError, ReadOnlyError: the author may not write what is written.
        StorageError: the disk did not take the rows.
    """
    revision, merged = engine.version, Merged(engine)
    with opened(source) as body:
        derived = derive(engine, order, body, merged)
    delta = derived.delta
    gate = gate_of(order.shapes)
    verdict = None
    if gate is not None and delta:
        told = gate.judge(engine.dataset, *merged.net)
        verdict = Verdict(*told)
    with failures_in_words(), os.fdopen(file, "wb", closefd=False) as patch:
        patch.writelines(to_patch(delta))
    refused = verdict is not None and not verdict.new.conforms
    sizes = {each.iri: each.statements for each in engine.graphs()}
    return Judged(
        revision,
        len(delta.added),
        len(delta.removed),
        delta.created,
        delta.dropped,
        {name: sizes.get(name) for name in delta.graphs},
        engine.dataset.statements,
        verdict,
        refusal(verdict, "en") if verdict is not None and refused else "",
        refusal(verdict, "fr") if verdict is not None and refused else "",
    )


def validate(engine: EmbeddedEngine, _file: int, order: Order, *, source: int) -> Verdict:
    """Judge documents as a part of the dataset.

    Args:
        engine: the dataset; it is changed.
        order: which documents, in a request that adds them.
        source: the descriptor of the body that holds them.

    Returns:
        What the gate finds that it would not find without them, whether or not the dataset holds
        them already.

    Raises:
        UsageError: a document does not parse, or there is no gate.
    """
    gate = gate_of(order.shapes)
    if gate is None:
        raise UsageError(
            "This server judges nothing: it was started with --shapes none.",
            "Start it with shapes.",
            french="Ce serveur n’examine rien : il a été démarré avec --shapes none.",
        )
    assert isinstance(order.request, GraphRequest)
    with opened(source) as body:
        read = list(documents(order.request, order, body))
    nowhere, place = ox.DefaultGraph(), ox.NamedNode(_PLACE)
    quads = [
        ox.Quad(q.subject, q.predicate, q.object, place) if q.graph_name == nowhere else q
        for q in read
    ]
    apply = Merged(engine).apply
    derive_graph(engine.dataset, "post", None, quads, whole=True, apply=apply)
    return Verdict(*gate.judge(engine.dataset, (), [quad.triple for quad in quads]))


@cache
def gate_of(shapes: str) -> Gate | None:
    """The gate of some shapes, made ready once in each process; None where there is none.

    Args:
        shapes: as in :class:`~dialograph.repository.deriving.Order`.
    """
    if shapes == NONE:
        return None
    # pyshacl takes a quarter of the time in which a server starts, which itself judges nothing.
    from dialograph.shapes.gate import shipped_shapes  # noqa: PLC0415
    from dialograph.shapes.judging import prepare  # noqa: PLC0415

    return prepare(shipped_shapes() if shapes == SHIPPED else read_shapes(shapes))


def read_shapes(path: str) -> Graph:
    """The shapes in a file or folder, together.

    Args:
        path: the file, or the folder.

    Raises:
        UsageError: one cannot be read, or does not parse.
    """
    graph = Graph()
    for document in read_all([Path(path)], "en"):
        graph += document.graph
    return graph
