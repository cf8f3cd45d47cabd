"""RDF files into statements, each in its graph.

Blank nodes are named after their file and their place in it: files share none by accident, and
the same file gives the same names every time, so that answers and dumps can be compared.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from dialograph import formats
from dialograph.engine.writing import graph_format
from dialograph.errors import UsageError
from dialograph.formats import Format

_Node = ox.NamedNode | ox.BlankNode | ox.Triple
_OF_LINES = (ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES)
_BLANK_NODE = b"_:"
GZIP = ".gz"
"""The end of the name of a file that is compressed."""


@dataclass(frozen=True)
class RdfFile:
    """A file to load.

    Args:
        path: where it is; the end of its name says the format, ``.gz`` that it is compressed.
        graph: the graph for statements that name none; None for the default graph.
    """

    path: Path
    graph: str | None = None


def read_quads(files: Iterable[RdfFile], base_iri: str | None = None) -> Iterator[ox.Quad]:
    """Every statement of some files.

    Args:
        files: what to read.
        base_iri: what relative IRIs are resolved against.

    Raises:
        UsageError: a file cannot be read, is of no known format, or does not parse; the message
            says which one and where.
    """
    for number, file in enumerate(files):
        graph = ox.NamedNode(file.graph) if file.graph else ox.DefaultGraph()
        renamer = _Renamer(f"f{number}b", graph)
        form = graph_format(form_of(file.path))
        with in_words(file.path):
            for quad in ox.parse(content_of(file.path), form, base_iri=base_iri):
                yield renamer.quad(quad)


def load(store: ox.Store, files: Iterable[RdfFile], base_iri: str | None = None) -> None:
    """What :func:`read_quads` gives, into a store: several times faster where lines are statements.

    Args:
        store: takes it.
        files: what to read.
        base_iri: what relative IRIs are resolved against.

    Raises:
        UsageError: as there.
    """
    for number, file in enumerate(files):
        graph = ox.NamedNode(file.graph) if file.graph else ox.DefaultGraph()
        renamer = _Renamer(f"f{number}b", graph)
        form = graph_format(form_of(file.path))
        content = content_of(file.path)
        with in_words(file.path):
            if form in _OF_LINES:
                content, plain = _apart(content)
                try:
                    store.bulk_load(plain, form, to_graph=graph)
                except SyntaxError:  # its lines are not where they were
                    for _ in ox.parse(content_of(file.path), form):
                        pass
                    raise
            quads = ox.parse(content, form, base_iri=base_iri)
            store.bulk_extend(renamer.quad(quad) for quad in quads)


def _apart(content: bytes) -> tuple[bytes, bytes]:
    """Lines that may name a blank node, and all others."""
    if _BLANK_NODE not in content:
        return b"", content
    lines = content.split(b"\n")
    return (
        b"\n".join(line for line in lines if _BLANK_NODE in line),
        b"\n".join(line for line in lines if _BLANK_NODE not in line),
    )


def content_version(files: Iterable[RdfFile], *also: str) -> str:
    """Twelve hexadecimal digits that change with any byte of the files, or with ``also``.

    Raises:
        UsageError: a file cannot be read.
    """
    digest = hashlib.sha256("\n".join(also).encode())
    for file in files:
        digest.update(f"\n{file.graph or ''}\n".encode())
        digest.update(hashlib.sha256(content_of(file.path)).digest())
    return digest.hexdigest()[:12]


def form_of(path: Path) -> Format:
    """The syntax of a file, which the end of its name tells.

    Raises:
        UsageError: it does not.
    """
    ending = (path.with_suffix("") if path.suffix == GZIP else path).suffix.removeprefix(".")
    if ending not in formats.BY_EXTENSION:
        known = ", ".join(f".{each}" for each in formats.BY_EXTENSION)
        raise UsageError(
            f"{path.name} is of no known format.",
            f"The end of the name says it: {known}.",
            french=f"{path.name} n’est d’aucun format connu. La fin du nom le dit : {known}.",
        )
    return formats.BY_EXTENSION[ending]


def content_of(path: Path) -> bytes:
    """What a file holds, unpacked.

    Raises:
        UsageError: it cannot be read.
    """
    with in_words(path):
        content = path.read_bytes()
        return gzip.decompress(content) if path.suffix == GZIP else content


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Say in words what goes wrong with a file.

    Args:
        path: the file.

    Raises:
        UsageError: it cannot be read, or does not parse.
    """
    try:
        yield
    except SyntaxError as error:
        raise UsageError(
            f"{path.name} does not parse: {error.msg}.",
            "Correct the file.",
            french=f"{path.name} n’est pas du RDF lisible ; l’analyseur dit, en anglais : "
            f"« {error.msg} ». Corrigez le fichier.",
        ) from error
    except (OSError, EOFError, zlib.error) as error:
        told = getattr(error, "strerror", None)
        raise UsageError(
            f"{path} cannot be read: {told or 'it is no whole gzip file'}.",
            "Check the path.",
            french=f"Impossible de lire {path} : {told or 'fichier gzip incomplet'}. Vérifiez le "
            "chemin.",
        ) from error


_AS_THEY_ARE = (ox.NamedNode, ox.Literal)


class _Renamer:
    """Gives the blank nodes of one file names of their own, and its quads a graph."""

    def __init__(self, prefix: str, graph: ox.NamedNode | ox.DefaultGraph) -> None:
        self._prefix = prefix
        self._graph = graph
        self._names: dict[str, ox.BlankNode] = {}

    def quad(self, quad: ox.Quad) -> ox.Quad:
        """The quad renamed, in the graph of the file where it names none."""
        subject, value, named = quad.subject, quad.object, quad.graph_name
        kinds = (type(subject), type(value), type(named))
        if kinds[0] is kinds[2] is ox.NamedNode and kinds[1] in _AS_THEY_ARE:
            return quad  # nothing to rename, as in most of them: there may be millions
        if isinstance(named, ox.DefaultGraph):
            place: ox.NamedNode | ox.BlankNode | ox.DefaultGraph = self._graph
        else:
            place = self._blank(named) if isinstance(named, ox.BlankNode) else named
        return ox.Quad(self._node(subject), quad.predicate, self._term(value), place)

    def _blank(self, node: ox.BlankNode) -> ox.BlankNode:
        return self._names.setdefault(node.value, ox.BlankNode(f"{self._prefix}{len(self._names)}"))

    def _node(self, node: _Node) -> _Node:
        if isinstance(node, ox.BlankNode):
            return self._blank(node)
        if isinstance(node, ox.Triple):
            return ox.Triple(self._node(node.subject), node.predicate, self._term(node.object))
        return node

    def _term(self, term: _Node | ox.Literal) -> _Node | ox.Literal:
        return term if isinstance(term, ox.Literal) else self._node(term)
