"""Files that a person names, read into graphs with their lines; what is wrong is said plainly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph, URIRef

from dialograph import formats
from dialograph.shapes import syntax
from dialograph.shapes.convert import from_oxigraph
from dialograph.shapes.locate import Lines, Statement, read_turtle

ENDINGS = {
    f".{extension}": syntax_of
    for extension, form in formats.BY_EXTENSION.items()
    if (syntax_of := ox.RdfFormat.from_media_type(form.media_type))
}
"""File ending → syntax."""


@dataclass(frozen=True)
class Document:
    """One file of RDF.

    Args:
        name: the file as the person typed it.
        stem: the file's bare name, without its ending.
        graph: its statements, whatever named graphs it puts them in.
        lines: where they stand; empty for the syntaxes that do not tell.
    """

    name: str
    stem: str
    graph: Graph
    lines: Lines


def read_all(paths: Sequence[Path], language: str) -> list[Document]:
    """Read the files, and every RDF file in the folders, in the order given.

    Args:
        paths: files and folders.
        language: ``fr`` or ``en``, for what is said of a file that cannot be read.

    Raises:
        UsageError: nothing is there, or it cannot be read, or it is no RDF; the message says
            which file, which line and what to do.
    """
    return [read(path, language) for path in _files(paths, language)]


def read(path: Path, language: str, name: str | None = None) -> Document:
    """Read one file.

    Args:
        path: the file; its ending tells the syntax.
        language: ``fr`` or ``en``, for what is said of a file that cannot be read.
        name: what to call the file, if not as its path says.

    Raises:
        UsageError: as :func:`read_all`.
    """
    shown = name or str(path)
    syntax_of_file = ENDINGS.get(path.suffix.lower())
    if syntax_of_file is None:
        raise syntax.unknown_ending(shown, ENDINGS, language)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise syntax.unreadable(shown, error, language) from error
    text = _decode(content, shown, syntax_of_file.name, language)
    try:
        quads = list(ox.parse(text.encode(), format=syntax_of_file, rename_blank_nodes=True))
    except SyntaxError as error:
        raise syntax.malformed(shown, syntax_of_file.name, error, language) from error
    if not quads:
        raise syntax.empty(shown, language)
    lines = _lines(text, syntax_of_file, quads)
    graph = Graph()
    for statement in lines.statements or map(_statement, quads):
        graph.add(statement)
    return Document(shown, path.stem, graph, lines)


def _decode(content: bytes, shown: str, name_of_syntax: str, language: str) -> str:
    if b"\0" in content[:4096]:
        raise syntax.not_text(shown, name_of_syntax, language)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise syntax.not_utf8(shown, content, error, language) from error


def _files(paths: Sequence[Path], language: str) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(_inside(path))
            if not found:
                raise syntax.no_file_inside(str(path), ENDINGS, language)
            yield from found
        elif not path.exists():
            raise syntax.missing(str(path), language)
        else:
            yield path


def _inside(folder: Path) -> Iterator[Path]:
    for each in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in each.relative_to(folder).parts)
        if each.suffix.lower() in ENDINGS and not hidden and each.is_file():
            yield each


def _lines(text: str, format_: ox.RdfFormat, quads: list[ox.Quad]) -> Lines:
    if format_ in {ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG}:
        try:
            return read_turtle(text, trig=format_ == ox.RdfFormat.TRIG)
        except SyntaxError:  # good Turtle that rdflib misreads: the lines are lost, no more
            return Lines()
    if format_ in {ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS}:
        return _one_statement_a_line(text, quads)
    return _subjects_in_quotes(text)


def _one_statement_a_line(text: str, quads: list[ox.Quad]) -> Lines:
    lines = Lines()
    remaining = iter(quads)
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            lines.add(_statement(next(remaining)), number)
    return lines


def _subjects_in_quotes(text: str) -> Lines:
    """JSON-LD and RDF/XML write the IRI of a resource between quotation marks."""
    lines = Lines()
    for number, line in enumerate(text.splitlines(), 1):
        for iri in re.findall(r'"(https?://[^"\s]+)"', line):
            lines.subjects.setdefault(URIRef(iri), number)
    return lines


def _statement(quad: ox.Quad) -> Statement:
    return from_oxigraph(quad.subject), from_oxigraph(quad.predicate), from_oxigraph(quad.object)
