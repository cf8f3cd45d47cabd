"""RDF from anybody, into quads: bounded, whole, and touching nothing but its own text.

Each syntax is looked through in linear time before the library parses it. Blank nodes get new
labels: no document can name one that is stored.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from array import array
from collections.abc import Mapping
from itertools import accumulate
from typing import BinaryIO, NamedTuple

import pyoxigraph as ox

from dialograph import formats
from dialograph.engine.document_errors import (
    DocumentError,
    DocumentTooLargeError,
    at,
    malformed,
    too_deep,
)
from dialograph.engine.incoming_json import (
    SafeJson,
    foreign_context,
    safe_json,
    says_something,
)
from dialograph.engine.incoming_xml import safe_xml
from dialograph.engine.writing import graph_format
from dialograph.errors import UsageError
from dialograph.formats import Format

_Place = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
_Node = ox.NamedNode | ox.BlankNode | ox.Triple
_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")
_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
# What brackets may stand in without meaning anything: comments, texts, IRIs, escapes in names.
# A text that is never closed goes on to its end: looking for that again and again would take long.
_INERT = re.compile(
    rb'#[^\n\r]*+|"""(?:[^"\\]++|\\.|"(?!""))*+(?:""")?|\'\'\'(?:[^\'\\]++|\\.|\'(?!\'\'))*+(?:\'\'\')?'
    rb'|"(?:[^"\\\n\r]++|\\.)*+"?|\'(?:[^\'\\\n\r]++|\\.)*+\'?'
    rb"|<(?:[^\x00-\x20<>\"{}|^`\\]++|\\[uU])*+>|\\.",
    re.DOTALL,
)
_LEVELS = bytes.maketrans(b"[({])}", b"\x01\x01\x01\xff\xff\xff")
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[({])}"))


class Bounds(NamedTuple):
    """What a document may not go past.

    Args:
        size: its length, in bytes.
        statements: how many it may hold.
        text: the length of one literal, in characters.
        iri: the length of one IRI, in characters.
        nesting: how deep brackets, elements or objects may stand in one another. The library's
            parsers crash between one and ten thousand, and get slow before.
    """

    size: int = 64_000_000
    statements: int = 2_000_000
    text: int = 1_000_000
    iri: int = 4_096
    nesting: int = 200


def parse(
    data: bytes | BinaryIO,
    form: Format,
    *,
    base_iri: str | None,
    graph: str | None = None,
    whole: bool = False,
    contexts: Mapping[str, bytes] | None = None,
    bounds: Bounds | None = None,
) -> list[ox.Quad]:
    """Read an untrusted document.

    Literal text is put in Unicode's normal form C; IRIs are left as they are.

    Args:
        data: the document, or a file to read it from.
        form: its syntax, one of ``formats.GRAPH_FORMATS``.
        base_iri: what relative IRIs are resolved against; None refuses them.
        graph: where statements go that name no graph; None is the default graph.
        whole: whether statements may name any graph; else only ``graph`` itself.
        contexts: address → a JSON-LD document with a ``@context``, for the contexts that are
            known without asking the web; any other address is refused.
        bounds: what the document may not go past.

    Returns:
        The statements, in the order in which they stand; one may stand there twice.

    Raises:
        DocumentError: it does not parse, or asks for what is never done; nothing was kept of it.
        DocumentTooLargeError: it goes past a bound.
        UsageError: ``base_iri`` or ``graph`` is no IRI.
    """
    limits = bounds or Bounds()
    text = data if isinstance(data, bytes) else data.read(limits.size + 1)
    if len(text) > limits.size:
        raise DocumentTooLargeError(
            f"The document is longer than {limits.size} bytes; send it in parts.",
            f"Le document dépasse {limits.size} octets ; envoyez-le en plusieurs parties.",
        )
    place = ox.DefaultGraph() if graph is None else _named(graph)
    if base_iri is not None:
        _named(base_iri)
    document = _looked_through(text, form, base_iri, contexts or {}, limits)
    intake = _Intake(place, limits, whole=whole, is_normal=_is_normal(document.data, form))
    quads = []
    try:
        for quad in ox.parse(document.data, graph_format(form), base_iri=base_iri):
            quads.append(intake.quad(quad))
            if len(quads) > limits.statements:
                raise DocumentTooLargeError(
                    f"The document holds more than {limits.statements} statements; send it in "
                    "parts.",
                    f"Le document contient plus de {limits.statements} énoncés ; envoyez-le en "
                    "plusieurs parties.",
                )
    except SyntaxError as error:
        if document.foreign and "LoadDocumentCallback" in error.msg:
            raise foreign_context(*document.foreign[0]) from error
        column = None if error.lineno in document.touched else error.offset
        raise malformed(form.label, error.msg, error.lineno, column) from error
    if not quads and form == formats.JSONLD and says_something(document.data):
        raise DocumentError(
            "No statement comes of the JSON-LD, since its terms mean nothing; say in @context "
            "which IRIs they stand for.",
            "Le JSON-LD ne donne aucun énoncé, car ses termes ne désignent rien ; dites dans "
            "@context de quels IRI ils tiennent lieu.",
        )
    return quads


def _looked_through(
    text: bytes, form: Format, base_iri: str | None, contexts: Mapping[str, bytes], limits: Bounds
) -> SafeJson:
    if form == formats.RDFXML:
        document = SafeJson(safe_xml(text, limits.nesting), (), frozenset())
        _check_utf8(document.data)
        return document
    if text.startswith(_WIDE):
        raise _not_utf8(None)
    text = text.removeprefix(_BOM)
    _check_utf8(text)
    if form == formats.JSONLD:
        return safe_json(text, limits.nesting, base_iri, contexts, limits.size)
    # Few brackets cannot nest deeply, and most documents have few.
    if sum(map(text.count, (b"[", b"(", b"{"))) > limits.nesting:
        brackets = _INERT.sub(b" ", text).translate(_LEVELS, _NOT_BRACKETS)
        if max(accumulate(array("b", brackets)), default=0) > limits.nesting:
            raise too_deep(limits.nesting)
    return SafeJson(text, (), frozenset())


def _check_utf8(text: bytes) -> None:
    try:
        text.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(text.count(b"\n", 0, error.start) + 1) from error


def _not_utf8(line: int | None) -> DocumentError:
    return at(
        line,
        None,
        "the text is not encoded in UTF-8; save it as UTF-8",
        "le texte n’est pas encodé en UTF-8 ; enregistrez-le en UTF-8",
    )


def _is_normal(text: bytes, form: Format) -> bool:
    """Whether every piece of the text is in normal form, so that no literal need be looked at."""
    escape = b"&" if form == formats.RDFXML else b"\\"
    return escape not in text and (
        text.isascii() or unicodedata.is_normalized("NFC", text.decode())
    )


def _named(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise UsageError(
            f"{iri[:200]!r} is no absolute IRI.",
            french=f"{iri[:200]!r} n’est pas un IRI absolu.",
        ) from error


class _Intake:
    """Takes the quads of one document in.

    Args:
        place: the graph of those that name none.
        limits: how long IRIs and texts may be.
        whole: whether other graphs may be named.
        is_normal: whether all literals are known to be in normal form.
    """

    def __init__(
        self, place: ox.NamedNode | ox.DefaultGraph, limits: Bounds, *, whole: bool, is_normal: bool
    ) -> None:
        self._place = place
        self._limits = limits
        self._whole = whole
        self._is_normal = is_normal
        self._names: dict[str, ox.BlankNode] = {}
        # From the system, not from the library, whose dice fall alike in processes forked from
        # one. A letter first, so that RDF/XML can write it; 32 digits, so that the store holds it
        # as a number.
        self._first = secrets.choice(range(10, 16)) << 124 | secrets.randbits(123)

    def quad(self, quad: ox.Quad) -> ox.Quad:
        """The quad, with its own blank nodes, in its graph."""
        place = self._place_of(quad.graph_name)
        self._check_iri(quad.predicate)
        return ox.Quad(self._node(quad.subject), quad.predicate, self._term(quad.object), place)

    def _place_of(self, place: _Place) -> ox.NamedNode | ox.DefaultGraph:
        if isinstance(place, ox.DefaultGraph):
            return self._place
        if isinstance(place, ox.BlankNode):
            raise DocumentError(
                "The document holds a graph without a name; give it an IRI.",
                "Le document contient un graphe sans nom ; donnez-lui un IRI.",
            )
        self._check_iri(place)
        if not self._whole and place != self._place:
            own = self._place if isinstance(self._place, ox.NamedNode) else None
            raise DocumentError(
                f"The document has statements in the graph {place}, but it was sent to "
                f"{own or 'the default graph'}; send each graph to its own address.",
                f"Le document a des énoncés dans le graphe {place}, mais il est envoyé "
                f"{f'à {own}' if own else 'au graphe par défaut'} ; envoyez chaque graphe à sa "
                "propre adresse.",
            )
        return place

    def _node(self, node: _Node) -> _Node:
        if isinstance(node, ox.NamedNode):
            self._check_iri(node)
            return node
        if isinstance(node, ox.Triple):
            self._check_iri(node.predicate)
            return ox.Triple(self._node(node.subject), node.predicate, self._term(node.object))
        known = self._names.get(node.value)
        if known is None:
            known = ox.BlankNode(f"{self._first + len(self._names):032x}")
            self._names[node.value] = known
        return known

    def _term(self, term: _Node | ox.Literal) -> _Node | ox.Literal:
        if not isinstance(term, ox.Literal):
            return self._node(term)
        value = term.value
        if len(value) > self._limits.text:
            raise DocumentTooLargeError(
                f"A text is longer than {self._limits.text} characters: {value[:60]!r}…",
                f"Un texte dépasse {self._limits.text} caractères : {value[:60]!r}…",
            )
        if self._is_normal or value.isascii() or unicodedata.is_normalized("NFC", value):
            return term
        if term.language is None and term.datatype != _STRING:
            return term
        normal = unicodedata.normalize("NFC", value)
        return ox.Literal(normal, language=term.language, direction=term.direction)

    def _check_iri(self, node: ox.NamedNode) -> None:
        if len(node.value) > self._limits.iri:
            raise DocumentTooLargeError(
                f"An IRI is longer than {self._limits.iri} characters: {node.value[:60]}…",
                f"Un IRI dépasse {self._limits.iri} caractères : {node.value[:60]}…",
            )
