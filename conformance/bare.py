"""The engine alone, without any code of ours: it settles whose fault a failure is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from conformance.answers import Answer, Boolean, table, triples


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
