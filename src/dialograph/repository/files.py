"""RDF files of a person's, as a change takes them in: their syntax, their bytes, a whole store."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO, cast

import pyoxigraph as ox

from dialograph import formats
from dialograph.engine.document_errors import DocumentError
from dialograph.engine.incoming import Bounds, parse
from dialograph.engine.loading import GZIP, RdfFile, content_of, form_of, in_words
from dialograph.engine.writing import graph_format
from dialograph.repository.interface import GraphRequest, Method, Part

UNBOUNDED = Bounds(size=sys.maxsize, statements=sys.maxsize)
"""What a file may hold that whoever runs the server loads."""


def store_of(files: Iterable[RdfFile], base_iri: str) -> ox.Store:
    """All statements of some files, by the engine's fastest way in. Blank nodes get new names.

    Args:
        files: what to read.
        base_iri: what relative IRIs are resolved against.

    Raises:
        UsageError: a file cannot be read, is of no known format, or does not parse.
    """
    store = ox.Store()
    for file in files:
        form = graph_format(form_of(file.path))
        place = ox.NamedNode(file.graph) if file.graph else ox.DefaultGraph()
        with in_words(file.path), file.path.open("rb") as opened:
            if file.path.suffix == GZIP:
                with gzip.open(opened) as content:
                    unpacked = cast("IO[bytes]", content)
                    store.bulk_load(unpacked, form, base_iri=base_iri, to_graph=place)
            else:
                # By its path: the library then reads without asking Python for each piece.
                store.bulk_load(path=file.path, format=form, base_iri=base_iri, to_graph=place)
    return store


def request_of(
    files: Sequence[RdfFile], method: Method, base_iri: str
) -> tuple[GraphRequest, BinaryIO]:
    """The change that puts files into a dataset, and its body, which is the caller's to close.

    Args:
        files: what to put there, each with its graph; at least one.
        method: ``put`` to replace the graphs, ``post`` to add to them.
        base_iri: what relative IRIs are resolved against.

    Raises:
        UsageError: a file cannot be read, is of no known format, or does not parse.
    """
    body: BinaryIO = TemporaryFile()  # noqa: SIM115 - the caller's to close
    try:
        if len(files) == 1:
            form, graph = form_of(files[0].path), files[0].graph
            size = body.write(content_of(files[0].path))
            body.flush()
            part = Part(form.name, size, base_iri)
            return GraphRequest(method, graph, (part,), whole=form.datasets), body
        ox.serialize(_quads(files, base_iri), body, ox.RdfFormat.N_QUADS)
        size = body.tell()
        body.flush()
    except BaseException:
        body.close()
        raise
    return GraphRequest(method, None, (Part(formats.NQUADS.name, size),), whole=True), body


def _quads(files: Iterable[RdfFile], base_iri: str) -> Iterator[ox.Quad]:
    for file in files:
        try:
            yield from parse(
                content_of(file.path),
                form_of(file.path),
                base_iri=base_iri,
                graph=file.graph,
                whole=True,
                bounds=UNBOUNDED,
            )
        except DocumentError as error:
            raise named(error, file.path) from error


def named(error: DocumentError, path: Path) -> DocumentError:
    """The same refusal, which says of which file it is."""
    name = path.name
    english, french = f"{name}: {error.message}", f"{name} : {error.french}"
    return type(error)(english, french, error.line, error.column)
