"""Terms and graphs, from and to the engine's library."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, BinaryIO

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.term import Identifier

from dialograph import formats
from dialograph.engine.interface import UnwritableError
from dialograph.formats import Format
from dialograph.vocab import PREFIXES

if TYPE_CHECKING:
    from typing_extensions import Buffer

_GRAPHS = {
    formats.TURTLE: ox.RdfFormat.TURTLE,
    formats.NTRIPLES: ox.RdfFormat.N_TRIPLES,
    formats.JSONLD: ox.RdfFormat.JSON_LD,
    formats.RDFXML: ox.RdfFormat.RDF_XML,
    formats.TRIG: ox.RdfFormat.TRIG,
    formats.NQUADS: ox.RdfFormat.N_QUADS,
}
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|</?[A-Za-z_][\w.-]*:[\s/>]")
_TAIL = 64
_ROOT = re.compile(rb"(<rdf:RDF) ([^>]*)")
_RESULTS = {
    formats.JSON.name: ox.QueryResultsFormat.JSON,
    formats.XML.name: ox.QueryResultsFormat.XML,
    formats.CSV.name: ox.QueryResultsFormat.CSV,
    formats.TSV.name: ox.QueryResultsFormat.TSV,
}


def graph_format(wanted: Format) -> ox.RdfFormat:
    """The library's name of a graph format.

    Raises:
        ValueError: it is none.
    """
    if wanted not in _GRAPHS:
        raise ValueError(f"{wanted.label} cannot hold a graph")
    return _GRAPHS[wanted]


def result_format(wanted: Format) -> ox.QueryResultsFormat:
    """The library's name of a result format.

    Raises:
        ValueError: it is none.
    """
    if wanted.name not in _RESULTS:
        raise ValueError(f"{wanted.label} cannot hold query results")
    return _RESULTS[wanted.name]


def write(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad],
    wanted: Format,
    output: BinaryIO,
    prefixes: Mapping[str, str] = PREFIXES,
) -> None:
    """Write triples or quads in their order; the same statements give the same bytes.

    Args:
        statements: what to write.
        wanted: one of ``formats.GRAPH_FORMATS``.
        output: where the bytes go.
        prefixes: name to namespace, for the formats that have prefixes.

    Raises:
        ValueError: the format cannot hold a graph.
    """
    format_ = graph_format(wanted)
    if wanted in {formats.TURTLE, formats.TRIG, formats.RDFXML}:
        target = Xml(output) if wanted == formats.RDFXML else output
        tidy = _TidyHeader(target, b">" if wanted == formats.RDFXML else b"\n")
        ox.serialize(statements, tidy, format_, prefixes=dict(prefixes))
        tidy.finish()
    else:
        ox.serialize(statements, output, format_)


def prefixes_of(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """The prefixes of ours that these triples can use."""
    used: set[str] = set()
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            iri = term.datatype if isinstance(term, ox.Literal) else term
            if isinstance(iri, ox.NamedNode):
                used.add(iri.value[: max(iri.value.rfind("#"), iri.value.rfind("/")) + 1])
    return {prefix: namespace for prefix, namespace in PREFIXES.items() if namespace in used}


class Xml(io.BytesIO):
    """Lets XML 1.0 pass, with the end of lines that readers would change written as a reference.

    The library writes any text; XML cannot hold every character (XML 1.0, sections 2.2 and 2.11),
    and RDF/XML not every predicate (RDF/XML, section 2.2).

    Args:
        output: where the bytes go.
    """

    def __init__(self, output: BinaryIO) -> None:
        super().__init__()
        self._output = output
        self._tail = b""

    def write(self, data: Buffer, /) -> int:
        """Pass bytes on.

        Raises:
            UnwritableError: they hold what XML cannot.
        """
        taken = bytes(data)
        # A character of three bytes, or a tag, may have begun in the piece before.
        if _NO_XML.search(self._tail + taken):
            raise UnwritableError(
                "This answer holds a character, or a predicate, that cannot stand in XML.",
                "Ask for another format, such as JSON or Turtle.",
                french="Cette réponse contient un caractère, ou un prédicat, que le XML exclut.",
            )
        self._tail = taken[-_TAIL:] if len(taken) >= _TAIL else (self._tail + taken)[-_TAIL:]
        self._output.write(taken.replace(b"\r", b"&#13;"))
        return len(taken)


class _TidyHeader(io.BytesIO):
    """Puts the prefixes that the library writes in any order into theirs, on the way out.

    Args:
        output: where the bytes go.
        end: what ends a line of the header: of Turtle's, a line; of RDF/XML's, a tag.
    """

    def __init__(self, output: BinaryIO, end: bytes) -> None:
        super().__init__()
        self._output = output
        self._end = end
        self._held: bytes | None = b""

    def write(self, data: Buffer, /) -> int:
        """Pass bytes on, once the header is over and sorted."""
        taken = bytes(data)
        if self._held is None:
            return self._output.write(taken)
        self._held += taken
        if self._header_is_over(self._held):
            self.finish()
        return len(taken)

    def finish(self) -> None:
        """Write what is still held back."""
        if self._held is not None:
            self._output.write(_sorted_header(self._held, self._end))
            self._held = None

    def _header_is_over(self, held: bytes) -> bool:
        if self._end == b">":
            return held.count(b">") > 1
        return not held.rpartition(b"\n")[0].rpartition(b"\n")[2].startswith(b"@prefix")


def _sorted_header(text: bytes, end: bytes) -> bytes:
    if end == b">":
        return _ROOT.sub(lambda tag: b" ".join([tag[1], *sorted(tag[2].split(b" "))]), text, 1)
    lines = text.split(b"\n")
    last = next((n for n, line in enumerate(lines) if not line.startswith(b"@prefix")), len(lines))
    body = [b"", *lines[last:]] if last else lines
    return b"\n".join([*sorted(lines[:last]), *body])


def to_term(term: Identifier) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    """An rdflib term as the engine's.

    Raises:
        ValueError: the term is no IRI, blank node or literal, or not a valid one.
    """
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, BNode):
        return ox.BlankNode(str(term))
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
        return ox.Literal(str(term), datatype=datatype)
    raise ValueError(f"not an RDF term: {term!r}")
