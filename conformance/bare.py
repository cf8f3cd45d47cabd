"""The engine alone, without any code of ours: it settles whose fault a failure is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from conformance import stores
from conformance.answers import Answer, Boolean, table, triples

PROBLEMS = {
    "bad-syntax": "syntax",
    "bad-update": "syntax",
    "cannot-evaluate": "evaluation",
    "cannot-update": "evaluation",
}
"""The kind of refusal that the type of a problem (RFC 9457) stands for."""

# Fails before anything else is done, and after the whole text has been read. It stands behind the
# prologue, which the engine does not read behind an operation.
_STOP = " DROP GRAPH <urn:not-there> ;\n"
_PROLOGUE = re.compile(
    r"(?:\s|#[^\n]*\n|BASE\s*<[^>]*>|PREFIX\s+[^\s:]*:\s*<[^>]*>)*", re.IGNORECASE
)


@dataclass(frozen=True)
class Refusal:
    """Why there is no answer.

    Args:
        kind: ``syntax`` when the query does not parse, ``evaluation`` otherwise.
        message: what the engine says.
    """

    kind: str
    message: str


def ask(query: str, base: str, quads: Iterable[ox.Quad]) -> Answer | Refusal:
    """Ask the bare engine.

    Args:
        query: the text.
        base: what relative IRIs are resolved against.
        quads: the dataset.
    """
    store = ox.Store()
    store.extend(quads)
    try:
        found = store.query(query, base_iri=base)
        if isinstance(found, ox.QueryBoolean):
            return Boolean(bool(found))
        if isinstance(found, ox.QueryTriples):
            return triples(found)
        names = [variable.value for variable in found.variables]
        rows = [{name: row[name] for name in names if row[name] is not None} for row in found]
    except SyntaxError as error:
        return Refusal("syntax", str(error))
    except (RuntimeError, OSError, ValueError) as error:
        return Refusal("evaluation", str(error))
    return table(names, rows)


def parses(query: str, base: str) -> bool:
    """Whether the bare engine parses a query; nothing is evaluated but against an empty store."""
    try:
        # The rows are never asked for, so that no SERVICE in them is called.
        ox.Store().query(query, base_iri=base)
    except SyntaxError:
        return False
    except (RuntimeError, OSError, ValueError):
        return True
    return True


def update(
    text: str, base: str, quads: Iterable[ox.Quad], before: stores.State
) -> stores.State | Refusal:
    """The dataset that the bare engine makes of another.

    Args:
        text: the update.
        base: what relative IRIs are resolved against.
        quads: the statements of the dataset.
        before: the same dataset: it names the graphs that are there and empty.
    """
    store = ox.Store()
    store.extend(quads)
    for name in before:
        if name:
            store.add_graph(ox.NamedNode(name))
    try:
        store.update(text, base_iri=base)
    except SyntaxError as error:
        return Refusal("syntax", str(error))
    except (RuntimeError, OSError, ValueError) as error:
        return Refusal("evaluation", str(error))
    return stores.state(store)


def parses_update(text: str, base: str) -> bool:
    """Whether the bare engine parses an update; nothing of it is carried out."""
    match = _PROLOGUE.match(text)
    start = match.end() if match else 0
    try:
        ox.Store().update(text[:start] + _STOP + text[start:], base_iri=base)
    except SyntaxError:
        return False
    except (RuntimeError, OSError, ValueError):
        return True
    raise AssertionError("an update was carried out that drops a graph which is not there")
