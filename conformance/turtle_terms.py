"""One RDF term as Turtle and SPARQL write it: the cells of results in TSV."""

from __future__ import annotations

import re

import pyoxigraph as ox

from conformance.answers import literal
from conformance.rdf import XSD, Term

_TERM = re.compile(
    r"""
    (?P<iri><[^<>\s]*>)
    | _:(?P<blank>[^\s<>"']+)
    | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      (?:@(?P<language>[A-Za-z]+(?:-[A-Za-z0-9]+)*)(?:--(?P<direction>ltr|rtl))?
      |\^\^<(?P<datatype>[^<>\s]*)>)?
    | (?P<double>[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+)
    | (?P<decimal>[+-]?\d*\.\d+)
    | (?P<integer>[+-]?\d+)
    | (?P<boolean>true|false)
    | (?P<opening><<\()
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def term(text: str) -> Term:
    """The term in a text.

    Raises:
        ValueError: the text is not exactly one term.
    """
    found, end = _read(text, 0)
    if end != len(text):
        raise ValueError(f"{text!r} goes on after its term")
    return found


def triple(subject: Term, predicate: Term, object_: Term) -> ox.Triple:
    """A triple of terms that had to be read before their places were known.

    Raises:
        ValueError: a term cannot stand where it does.
    """
    if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
        raise ValueError("a term stands where RDF lets none like it stand")
    return ox.Triple(subject, predicate, object_)


def _read(text: str, start: int) -> tuple[Term, int]:
    match = _TERM.match(text, start)
    if match is None:
        raise ValueError(f"{text[start:]!r} is no term")
    if match["opening"]:
        return _read_triple(text, match.end())
    return _simple(match), match.end()


def _read_triple(text: str, start: int) -> tuple[Term, int]:
    parts = []
    for _ in range(3):
        part, start = _read(text, _blanks(text, start))
        parts.append(part)
    start = _blanks(text, start)
    if not text.startswith(")>>", start):
        raise ValueError(f"a triple term is not closed in {text!r}")
    return triple(*parts), start + len(")>>")


def _blanks(text: str, start: int) -> int:
    while text[start : start + 1] == " ":
        start += 1
    return start


def _simple(match: re.Match[str]) -> Term:
    if match["iri"]:
        return ox.NamedNode(_unescaped(match["iri"][1:-1]))
    if match["blank"]:
        return ox.BlankNode(match["blank"])
    if match["string"]:
        value = _unescaped(match["string"][1:-1])
        datatype = _unescaped(match["datatype"] or "")
        return literal(value, match["language"], match["direction"], datatype)
    for name in ("double", "decimal", "integer", "boolean"):
        if match[name]:
            return literal(match[name], datatype=XSD + name)
    raise ValueError(f"{match[0]!r} is no term")


def _unescaped(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        digits = match[1] or match[2]
        return chr(int(digits, 16)) if digits else _LETTERS.get(match[3], match[3])

    return _ESCAPE.sub(one, text)
