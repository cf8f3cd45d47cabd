"""Media types, said once: the formats we write, and which of them a request asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar


@dataclass(frozen=True)
class Format:
    """A way to write a graph or a table of results.

    Args:
        name: how ``format=`` and ``--format`` call it.
        label: how a person calls it.
        media_type: its registered media type.
        extension: the end of its file names, without a dot.
        iri: its name in the W3C's register of formats (SPARQL 1.1 Service Description, 3.2.5).
        also_types: other media types that ask for it, and that it is sent as when they do.
        also_names: other names that ``format=`` accepts.
        datasets: whether it can say which graph a statement stands in.
    """

    name: str
    label: str
    media_type: str
    extension: str
    iri: str
    also_types: tuple[str, ...] = ()
    also_names: tuple[str, ...] = ()
    datasets: bool = False


_W3C = "http://www.w3.org/ns/formats/"

TURTLE = Format(
    "turtle",
    "Turtle",
    "text/turtle",
    "ttl",
    _W3C + "Turtle",
    ("application/x-turtle", "text/n3", "text/rdf+n3"),
    ("ttl", "n3"),
)
NTRIPLES = Format(
    "ntriples",
    "N-Triples",
    "application/n-triples",
    "nt",
    _W3C + "N-Triples",
    (),
    ("nt", "n-triples"),
)
JSONLD = Format(
    "jsonld",
    "JSON-LD",
    "application/ld+json",
    "jsonld",
    _W3C + "JSON-LD",
    ("application/json",),
    ("json-ld", "json"),
    datasets=True,
)
RDFXML = Format(
    "rdfxml",
    "RDF/XML",
    "application/rdf+xml",
    "rdf",
    _W3C + "RDF_XML",
    ("application/xml", "text/xml"),
    ("rdf", "rdf+xml", "rdf-xml", "xml"),
)
TRIG = Format(
    "trig",
    "TriG",
    "application/trig",
    "trig",
    _W3C + "TriG",
    ("application/x-trig",),
    (),
    datasets=True,
)
NQUADS = Format(
    "nquads",
    "N-Quads",
    "application/n-quads",
    "nq",
    _W3C + "N-Quads",
    (),
    ("nq", "n-quads"),
    datasets=True,
)
GRAPH_FORMATS = (TURTLE, NTRIPLES, JSONLD, RDFXML, TRIG, NQUADS)
"""How a graph can be written; the first is what a request without ``Accept`` gets."""

JSON = Format(
    "json",
    "JSON",
    "application/sparql-results+json",
    "srj",
    _W3C + "SPARQL_Results_JSON",
    ("application/json",),
)
XML = Format(
    "xml",
    "XML",
    "application/sparql-results+xml",
    "srx",
    _W3C + "SPARQL_Results_XML",
    ("application/xml", "text/xml"),
)
CSV = Format("csv", "CSV", "text/csv", "csv", _W3C + "SPARQL_Results_CSV")
TSV = Format("tsv", "TSV", "text/tab-separated-values", "tsv", _W3C + "SPARQL_Results_TSV")
RESULT_FORMATS = (JSON, XML, CSV, TSV)
"""How rows, or a yes or no, can be written; the first is what no ``Accept`` gets."""

HTML = Format("html", "HTML", "text/html", "html", "http://www.w3.org/ns/formats/HTML")
"""A page for a person; not one of the lists above, which hold what programs read."""

BY_EXTENSION = {each.extension: each for each in GRAPH_FORMATS}
"""Graph formats by the end of a file's name."""


def names_graphs(form: Format, *, whole: bool) -> bool:
    """Whether a file in a format says in which graph each statement stands.

    One graph in JSON-LD is written as objects, not as a dataset: many readers pass over named
    graphs.

    Args:
        form: the format.
        whole: whether the file holds the whole dataset, or one graph of it.
    """
    return form.datasets and (whole or form != JSONLD)


def named(name: str, offered: Sequence[Format]) -> Format | None:
    """The offered format that ``format=`` asks for, by name, extension or media type.

    Args:
        name: what the request says; a ``+`` that a form decoded to a space is understood.
        offered: the formats that can answer.
    """
    wanted = name.strip().lower().replace(" ", "+")
    for each in offered:
        if wanted in {each.name, each.extension, *each.also_names}:
            return each
    return next((each for each in offered if wanted in {each.media_type, *each.also_types}), None)


def content_type(media_type: str) -> str:
    """The ``Content-Type`` of an answer: text says its charset, the others have only one."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


# --- RFC 9110, section 12: what the request prefers -------------------------------------------

_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
# Possessive quantifiers: a hostile header costs one pass, whatever it repeats.
_PARAMETER = re.compile(rf";\s*+(?:({_WORD})\s*+=\s*+({_WORD}|{_QUOTED})\s*+)?+")
_ELEMENT = re.compile(rf"\s*+({_WORD}(?:/{_WORD})?)\s*+((?:{_PARAMETER.pattern})*+)")
_ITEMS = re.compile(rf"(?:[^,\"]|{_QUOTED}|\")++")
_WEIGHT = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")

T = TypeVar("T")


@dataclass(frozen=True)
class _Range:
    value: str
    narrowed: bool
    weight: float


@dataclass(frozen=True)
class Choice(Generic[T]):
    """What :func:`negotiate` settled on, and the media type to call it by."""

    item: T
    media_type: str


def _ranges(header: str) -> list[_Range]:
    """The elements of a list with weights; an element that makes no sense is passed over."""
    found = []
    for item in _ITEMS.findall(header):
        match = _ELEMENT.fullmatch(item)
        if match is None:
            continue
        weight, narrowed = 1.0, False
        for name, quoted in _PARAMETER.findall(match[2]):
            value = quoted.strip('"').lower()
            if name.lower() == "q":
                # A weight that is none is passed over: what is named is wanted.
                weight = min(float(value), 1.0) if _WEIGHT.fullmatch(value) else 1.0
                break  # what follows the weight are Accept extensions, long obsolete
            # Our text is UTF-8, so asking for it narrows nothing down.
            narrowed |= bool(name) and (name.lower(), value) != ("charset", "utf-8")
        # To exclude a variant that we never send excludes nothing.
        if weight > 0 or (weight == 0 and not narrowed):
            found.append(_Range(match[1].lower(), narrowed, weight))
    return found


def _weight(media_type: str, ranges: Iterable[_Range], *, by_name: bool) -> float:
    """The weight that the most specific matching range gives; 0 when none matches."""
    levels = {media_type: 3}
    if not by_name:
        levels |= {f"{media_type.partition('/')[0]}/*": 1, "*/*": 0, "*": 0}
    matching = [
        (levels[each.value] - each.narrowed, each.weight) for each in ranges if each.value in levels
    ]
    return max(matching, default=(0, 0.0))[1]


def negotiate(accept: str | None, offers: Sequence[tuple[T, Sequence[str]]]) -> Choice[T] | None:
    """Choose what to send (RFC 9110, section 12.5.1).

    The most specific range that matches a media type gives its weight, whatever the order of the
    header; the highest weight wins, and the first offer among equals. A weight of 0 excludes. A
    parameter that we do not set (``;profile=…``) is a wish: such a range matches the media type,
    less closely than one without. A header in which nothing can be understood counts as none.

    Args:
        accept: the ``Accept`` header, several joined with commas; None without one.
        offers: what can be sent, the preferred first, each with its media types: the proper one,
            then those that get it only by name, not by a wildcard.

    Returns:
        The choice, or None when nothing is acceptable (406).
    """
    ranges = [each for each in _ranges(accept or "") if "/" in each.value or each.value == "*"]
    ranges = ranges or [_Range("*/*", narrowed=False, weight=1.0)]
    best, found = 0.0, None
    for item, media_types in offers:
        for position, media_type in enumerate(media_types):
            weight = _weight(media_type, ranges, by_name=position > 0)
            if weight > best:
                best, found = weight, Choice(item, media_type)
    return found


def negotiate_format(accept: str | None, offered: Sequence[Format]) -> Choice[Format] | None:
    """:func:`negotiate` over formats, each under its media type and the others it goes by."""
    return negotiate(accept, [(each, (each.media_type, *each.also_types)) for each in offered])


def negotiate_language(accept: str | None, offered: Sequence[str]) -> str:
    """The language to speak: ``fr-CA`` asks for ``fr``; the first offered when none is wanted."""
    best, found = 0.0, offered[0]
    for language in offered:
        weights = [
            each.weight
            for each in _ranges(accept or "")
            if each.value.partition("-")[0] == language
        ]
        if weights and max(weights) > best:
            best, found = max(weights), language
    return found


def coding_weight(accept_encoding: str | None, coding: str) -> float:
    """How much a client wants a content coding (RFC 9110, section 12.5.3); 0: not at all.

    Args:
        accept_encoding: the header; None without one.
        coding: ``gzip``, which also goes by ``x-gzip``, or another.
    """
    weights = {each.value: each.weight for each in _ranges(accept_encoding or "")}
    for name in (coding, f"x-{coding}", "*"):
        if name in weights:
            return weights[name]
    return 0.0
