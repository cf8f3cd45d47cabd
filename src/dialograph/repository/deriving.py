"""What a change comes to, worked out on a copy of the dataset that nobody else sees."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple

import pyoxigraph as ox

from dialograph import formats
from dialograph.engine.changes import Delta, from_patch
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.incoming import Bounds, parse
from dialograph.engine.updating import Derived, derive_graph, derive_update
from dialograph.errors import UsageError
from dialograph.publish.context import PATH as CONTEXT
from dialograph.publish.context import context
from dialograph.repository import provenance
from dialograph.repository.interface import (
    Author,
    ChangeRequest,
    GraphRequest,
    ReadOnlyError,
    RollbackRequest,
    ScopeError,
    UpdateRequest,
)
from dialograph.settings import Settings
from dialograph.vocab import BASE


class Order(NamedTuple):
    """What is to be worked out.

    Args:
        request: the change.
        author: who asks for it.
        history: the graph of the history, which nobody may write; None where there is none.
        shapes: what it is judged by: ``none``, ``shipped``, or a file or folder.
        bounds: what a document may not go past.
        base_iri: where the dataset lives on the web; JSON-LD may name its context there.
    """

    request: ChangeRequest
    author: Author
    history: str | None
    shapes: str
    bounds: Bounds
    base_iri: str

    @classmethod
    def of(cls, request: ChangeRequest, author: Author, settings: Settings) -> Order:
        """A change under the settings of a server."""
        history = provenance.graph_of(settings.history) if settings.history else None
        bounds = Bounds(size=settings.update_max)
        return cls(request, author, history, settings.shapes, bounds, settings.base_iri)


class Merged:
    """What the steps of a change come to in the merge, while they are applied."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine
        self._stands: dict[ox.Triple, bool] = {}

    def apply(self, delta: Delta) -> None:
        """Change the dataset, and note what that does to the merge."""
        changed = self._engine.change(delta, self._engine.version)
        for is_there, triples in ((False, changed.removed), (True, changed.added)):
            for triple in triples:
                # Who goes after having come, or comes back, has not moved.
                if self._stands.pop(triple, is_there) is is_there:
                    self._stands[triple] = is_there

    @property
    def net(self) -> tuple[list[ox.Triple], list[ox.Triple]]:
        """The triples that have gone, and those that have come."""
        removed = [triple for triple, is_there in self._stands.items() if not is_there]
        return removed, [triple for triple, is_there in self._stands.items() if is_there]


def derive(engine: EmbeddedEngine, order: Order, body: BinaryIO, merged: Merged) -> Derived:
    """Work out the difference, see that the author may make it, and apply it."""
    request = order.request
    if isinstance(request, UpdateRequest):
        derived = derive_update(
            engine.dataset,
            _text(body.read()),
            base_iri=request.base_iri,
            using=request.using,
            using_named=request.using_named,
            keep=frozenset({order.history} if order.history else ()),
            apply=merged.apply,
        )
    elif isinstance(request, RollbackRequest):
        delta = from_patch(body)
        if order.history is not None:
            delta = _without(delta, order.history)
        derived = Derived(delta, delta.graphs)
        merged.apply(delta)
    else:
        derived = derive_graph(
            engine.dataset,
            request.method,
            request.graph,
            list(documents(request, order, body)),
            whole=request.whole,
            apply=merged.apply,
        )
    _check(derived, order)
    return derived


def _text(encoded: bytes) -> str:
    try:
        return encoded.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"The update is not UTF-8 text: see byte {error.start + 1}.",
            "Encode it in UTF-8.",
            french=f"La mise à jour n’est pas du texte UTF-8 : voyez l’octet {error.start + 1}.",
        ) from error


def _without(delta: Delta, graph: str) -> Delta:
    """A difference that leaves a graph alone."""
    name = ox.NamedNode(graph)
    return Delta(
        tuple(quad for quad in delta.removed if quad.graph_name != name),
        tuple(quad for quad in delta.added if quad.graph_name != name),
        tuple(each for each in delta.created if each != graph),
        tuple(each for each in delta.dropped if each != graph),
    )


def _check(derived: Derived, order: Order) -> None:
    if order.history in derived.writes and order.history is not None:
        raise ReadOnlyError(
            f"The graph {order.history} is the history, which the server alone writes.",
            "Leave it out.",
            french=f"Le graphe {order.history} est l’historique, que seul le serveur écrit.",
        )
    for name in sorted(derived.writes, key=str):
        if not order.author.may_write(name):
            raise _out_of_scope(name)
    if derived.everything and order.author.graphs is not None:
        raise _out_of_scope("*")


def _out_of_scope(name: str | None) -> ScopeError:
    english, french = {
        None: ("the default graph", "le graphe par défaut"),
        "*": ("every graph", "tous les graphes"),
    }.get(name, (f"the graph {name}", f"le graphe {name}"))
    return ScopeError(
        f"This token does not allow to write {english}; nothing was changed.",
        french=f"Ce jeton ne permet pas d’écrire {french} ; rien n’a été modifié.",
    )


def documents(request: GraphRequest, order: Order, body: BinaryIO) -> Iterator[ox.Quad]:
    """The statements of the documents in the body of a request.

    Raises:
        UsageError: one does not parse, or goes past a bound.
    """
    known = json.dumps(context()).encode()
    contexts = {f"{base}{CONTEXT}": known for base in (BASE, order.base_iri)}
    for part in request.parts:
        form = next(each for each in formats.GRAPH_FORMATS if each.name == part.format)
        yield from parse(
            body.read(part.size),
            form,
            base_iri=part.base_iri,
            graph=request.graph,
            whole=request.whole,
            contexts=contexts,
            bounds=order.bounds,
        )


@contextmanager
def opened(source: int | None) -> Iterator[BinaryIO]:
    """The body at its beginning; empty where there is none."""
    if source is None:
        yield io.BytesIO()
        return
    with os.fdopen(source, "rb", closefd=False) as body:
        body.seek(0)
        yield body
