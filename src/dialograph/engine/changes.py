"""What one version changes in the one before it, and how that is written: as an RDF Patch.

The format is `RDF Patch <https://afs.github.io/rdf-delta/rdf-patch.html>`_: a header, then one
row for each quad. Graphs that come or go without a quad of theirs saying so are told in the
header, as ``H created <IRI> .`` and ``H dropped <IRI> .``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import pyoxigraph as ox

from dialograph.errors import UsageError

T = TypeVar("T")
_NEWLINE = b"\n"
_ROWS = {b"A": "added", b"D": "removed"}
_GRAPHS = {b"created": "created", b"dropped": "dropped"}
_TRANSACTION = frozenset({b"TX", b"TC"})


@dataclass(frozen=True)
class Delta:
    """The difference between two states of a dataset.

    Args:
        removed: quads that stood in the old state and do not in the new one.
        added: quads that stand in the new state and did not in the old one.
        created: names of the graphs that are there now and were not, even when they are empty.
        dropped: names of the graphs that were there and are no more.
    """

    removed: tuple[ox.Quad, ...] = ()
    added: tuple[ox.Quad, ...] = ()
    created: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.removed or self.added or self.created or self.dropped)

    @property
    def inverse(self) -> Delta:
        """What leads back from the new state to the old one."""
        return Delta(self.added, self.removed, self.dropped, self.created)

    @property
    def graphs(self) -> frozenset[str | None]:
        """The graphs that differ; None stands for the default graph."""
        changed = {_name(quad.graph_name) for quad in (*self.removed, *self.added)}
        return frozenset({*changed, *self.created, *self.dropped})


def compose(deltas: Iterable[Delta]) -> Delta:
    """The difference between the first state and the last of some that follow each other."""
    quads: dict[ox.Quad, bool] = {}
    graphs: dict[str, bool] = {}
    for delta in deltas:
        _turn(quads, delta.removed, is_there=False)
        _turn(quads, delta.added, is_there=True)
        _turn(graphs, delta.dropped, is_there=False)
        _turn(graphs, delta.created, is_there=True)
    return Delta(
        tuple(quad for quad, is_there in quads.items() if not is_there),
        tuple(quad for quad, is_there in quads.items() if is_there),
        tuple(name for name, is_there in graphs.items() if is_there),
        tuple(name for name, is_there in graphs.items() if not is_there),
    )


def to_patch(delta: Delta, header: Iterable[tuple[str, str]] = ()) -> Iterator[bytes]:
    """Write a difference as an RDF Patch, in order of its text: the same one gives the same bytes.

    Args:
        delta: the difference.
        header: keys and their values as RDF terms in N-Triples syntax, such as
            ``("id", "<uuid:…>")``.

    Yields:
        One row after the other, each with its line end.
    """
    for key, value in header:
        yield f"H {key} {value} .\n".encode()
    for key, names in (("created", delta.created), ("dropped", delta.dropped)):
        for name in sorted(names):
            yield f"H {key} {ox.NamedNode(name)} .\n".encode()
    yield b"TX .\n"
    for letter, rows in (("D", delta.removed), ("A", delta.added)):
        for row in sorted(map(str, rows)):
            yield f"{letter} {row} .\n".encode()
    yield b"TC .\n"


def from_patch(lines: Iterable[bytes]) -> Delta:
    """Read an RDF Patch that :func:`to_patch` wrote; other keys of its header are passed over.

    Args:
        lines: its rows, each with its line end.

    Raises:
        UsageError: a row is none of ours, or the patch is cut short: its last row is missing.
    """
    rows: dict[str, list[bytes]] = {"added": [], "removed": []}
    graphs: dict[str, list[str]] = {"created": [], "dropped": []}
    kind = b""
    for number, line in enumerate(lines, 1):
        kind, _, rest = line.rstrip().partition(b" ")
        if kind in _ROWS:
            rows[_ROWS[kind]].append(rest)
        elif kind == b"H":
            key, _, value = rest.partition(b" ")
            if key in _GRAPHS:
                name = value.removesuffix(b" .").strip()
                graphs[_GRAPHS[key]].append(_iri(name, number))
        elif kind not in _TRANSACTION:
            raise UsageError(f"Line {number} is no row of an RDF Patch.", "Make the patch again.")
    if kind != b"TC":
        raise UsageError("The RDF Patch is cut short.", "Make the patch again.")
    return Delta(
        _quads(rows["removed"]),
        _quads(rows["added"]),
        tuple(graphs["created"]),
        tuple(graphs["dropped"]),
    )


def _turn(known: dict[T, bool], each: Iterable[T], *, is_there: bool) -> None:
    """Note what has come or gone; who comes back from where it went has not moved."""
    for one in each:
        if known.get(one, is_there) is is_there:
            known[one] = is_there
        else:
            del known[one]


def _quads(rows: list[bytes]) -> tuple[ox.Quad, ...]:
    try:
        return tuple(ox.parse(_NEWLINE.join(rows), format=ox.RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise UsageError(f"The RDF Patch does not parse: {error.msg}.", "") from error


def _iri(text: bytes, line: int) -> str:
    if not (text.startswith(b"<") and text.endswith(b">")):
        raise UsageError(f"Line {line} of the RDF Patch names no graph.", "Make the patch again.")
    return text[1:-1].decode()


def _name(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> str | None:
    return None if isinstance(graph, ox.DefaultGraph) else str(graph.value)
