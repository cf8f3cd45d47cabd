"""What a server that can be written to holds: put there, and read back graph by graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

import pyoxigraph as ox

from conformance import reading
from conformance.answers import Table, Triples, show, triples
from conformance.comparing import difference
from conformance.serving import Server

State = Mapping[str, Triples]
"""The graphs of a dataset by their names; the default graph has none."""

_NAMES = b"SELECT DISTINCT ?g { GRAPH ?g {} }"
_NTRIPLES = "application/n-triples"
_SUCCESS = 2


class StateError(Exception):
    """The server does not take a dataset, or does not tell what it holds."""


def state(quads: Iterable[ox.Quad], names: Iterable[str] = ()) -> State:
    """The graphs that statements fill, with those that are there and empty.

    Args:
        quads: the statements.
        names: graphs that exist, whether a statement stands in them or not.
    """
    found: dict[str, list[ox.Quad]] = {"": [], **{name: [] for name in names}}
    for quad in quads:
        graph = quad.graph_name
        found.setdefault(graph.value if isinstance(graph, ox.NamedNode) else "", []).append(quad)
    return {name: triples(held) for name, held in found.items()}


def put(server: Server, wanted: State) -> None:
    """Make a server hold a dataset, and nothing else; one update does it.

    Raises:
        StateError: it does not do so, or holds something else afterwards.
    """
    named = sorted(name for name in wanted if name)
    text = ["DROP ALL", *(f"CREATE GRAPH <{name}>" for name in named)]
    blocks = [_block(name, wanted[name]) for name in ["", *named] if name in wanted]
    text.append(f"INSERT DATA {{\n{''.join(blocks)}}}")
    reply = server.update(" ;\n".join(text).encode(), "direct")
    if reply.status // 100 != _SUCCESS:
        raise StateError(f"the server cannot be emptied and filled: {reply}")
    told = apart(wanted, read(server))
    if told:
        raise StateError(f"the server does not hold what was put there: {told}")


def _block(name: str, held: Triples) -> str:
    lines = "".join(f"{' '.join(map(show, row))} .\n" for row in held.rows)
    return f"GRAPH <{name}> {{\n{lines}}}\n" if name else lines


def read(server: Server) -> State:
    """What a server holds: its graphs by name from a query, each from the graph store.

    Raises:
        StateError: it does not tell.
    """
    names = [""]
    reply = server.ask(_NAMES, "direct", reading.JSON)
    try:
        listed = reading.read(reply.body, reply.media_type)
    except ValueError as error:
        raise StateError(f"the names of the graphs: {reply}: {error}") from error
    assert isinstance(listed, Table)
    names.extend(row[0].value for row in listed.rows if isinstance(row[0], ox.NamedNode))
    return {name: _graph(server, name) for name in names}


def _graph(server: Server, name: str) -> Triples:
    which = f"graph={quote(name, safe='')}" if name else "default"
    reply = server.send("GET", f"{server.doors.store}?{which}", {"Accept": _NTRIPLES})
    try:
        if reply.media_type != _NTRIPLES:
            raise ValueError(f"not {_NTRIPLES}")
        held = reading.read(reply.body, reply.media_type)
    except ValueError as error:
        raise StateError(f"GET of {name or 'the default graph'}: {reply}: {error}") from error
    assert isinstance(held, Triples)
    return held


def apart(expected: State, got: State) -> str:
    """What distinguishes two datasets, in a few words; nothing if they are the same.

    A graph that is empty and a graph that is not there are the same: a store need not keep empty
    graphs (SPARQL 1.1 Update, section 3.2), and the suites do not list the empty ones alike.
    """
    nothing = Triples(frozenset())
    for name in sorted({*expected, *got}):
        told = difference(expected.get(name, nothing), got.get(name, nothing))
        if told:
            return f"{name or 'the default graph'}: {told}"
    return ""


def shown(held: State) -> str:
    """A dataset as a person can read it."""
    return "\n".join(f"{name or 'the default graph'}:\n{held[name]}" for name in sorted(held))
