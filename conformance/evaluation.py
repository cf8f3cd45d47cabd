"""Query evaluation tests: ask over HTTP, compare, and settle whose fault a difference is."""

from __future__ import annotations

import difflib
import http.client
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from conformance import bare, reading
from conformance.answers import Answer, Boolean, Table, Triples
from conformance.comparing import difference
from conformance.manifests import Clone, Test
from conformance.outcomes import Outcome, passed
from conformance.serving import WAYS, Reply, Server

_TABLES = (reading.JSON, reading.XML, reading.TSV)
_BOOLEANS = (reading.JSON, reading.XML)
_GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
# In these formats RDF 1.2 is not settled, or the engine's library does not write it yet.
_WITHOUT_TRIPLE_TERMS = _GRAPHS[:2]

# XML 1.0 has no way to write these, escaped or not.
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_HAS_BASE = re.compile(rb"\bBASE\s*<", re.IGNORECASE)
_NEEDS_BASE = re.compile(
    rb"""<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>"{}|^`\\\s]*>|\b[IU]RI\s*\(""", re.IGNORECASE
)
_ORDERED = re.compile(r"\bORDER\s+BY\b[^{}]*$", re.IGNORECASE)


@dataclass(frozen=True)
class _Asked:
    """One request and what came of it."""

    way: str
    accept: str
    reply: Reply | None
    answer: Answer | None
    message: str

    def told(self, expected: Answer) -> str:
        """The request, and what came instead of what was expected."""
        head = f"sent by {self.way}, Accept: {self.accept}"
        if self.answer is None:
            return f"{head}\n{self.message}\n{self.reply or ''}"
        lines = difflib.unified_diff(
            str(expected).splitlines(),
            str(self.answer).splitlines(),
            "expected",
            "got",
            lineterm="",
        )
        return "\n".join([head, *lines])


def run(test: Test, server: Server, quads: Sequence[ox.Quad], clone: Clone, turn: int) -> Outcome:
    """Run one test.

    Every answer is asked for in each format that can hold it whole, and the three ways of sending
    a query take turns.

    Args:
        test: an evaluation test.
        server: holds the test's dataset.
        quads: the same dataset, for the bare engine.
        clone: where the files are.
        turn: which way comes first.
    """
    assert test.query is not None
    assert test.result is not None
    base = clone.iri(test.query)
    text = test.query.read_bytes()
    expected = _expected(test, clone, text.decode(errors="replace"))
    asked = list(_ask(with_base(text, base), server, _formats(test, expected), turn))
    complaints = [_complain(test, expected, each) for each in asked]
    failures = [each for each, told in zip(asked, complaints, strict=True) if told]
    if not failures:
        return passed(test)
    alone = bare.ask(text.decode(), base, quads)
    apart = next(filter(None, (_apart(each, alone, test, expected) for each in failures)), "")
    if len(failures) < len(asked) and not apart:
        apart = f"not in every format, but in {', '.join(each.accept for each in failures)}"
    message = next(filter(None, complaints))
    detail = "\n\n".join(
        [
            f"query: {text.decode(errors='replace').strip()}",
            *(each.told(expected) for each in failures),
            f"bare engine: {alone}",
        ]
    )
    if apart:
        return Outcome(test, "failed", "ours", f"{message}; {apart}", detail)
    return Outcome(test, "failed", "engine", message, detail)


def _expected(test: Test, clone: Clone, text: str) -> Answer:
    assert test.result is not None
    expected = reading.read_expected(test.result, clone.iri(test.result))
    # Numbered solutions say themselves that order counts; a table written in order shows it where
    # the query ends with an ORDER BY.
    keeps_order = test.result.suffix in {".srx", ".srj", ".tsv", ".csv"}
    if isinstance(expected, Table) and keeps_order and _ORDERED.search(text):
        return replace(expected, ordered=True)
    return expected


def _formats(test: Test, expected: Answer) -> Sequence[str]:
    """The formats that can hold the answer whole."""
    if isinstance(expected, Boolean):
        return _BOOLEANS
    terms = [term for row in expected.rows for term in row]
    if isinstance(expected, Triples):
        nested = any(isinstance(term, ox.Triple) for term in terms)
        formats: Sequence[str] = _WITHOUT_TRIPLE_TERMS if nested else _GRAPHS
    else:
        assert test.result is not None
        formats = (reading.CSV,) if test.result.suffix == ".csv" else _TABLES
    if any(isinstance(term, ox.Literal) and _NOT_IN_XML.search(term.value) for term in terms):
        return [each for each in formats if not each.endswith("xml")]
    return formats


def with_base(text: bytes, base: str) -> bytes:
    """A query or update, with the base that the suites mean where it matters.

    Its relative IRIs are resolved against the file it stands in; over HTTP, no server can
    know that file, so the text has to say it. A text without relative IRIs is sent as it is.
    """
    if _HAS_BASE.search(text) or not _NEEDS_BASE.search(text):
        return text
    return f"BASE <{base}>\n".encode() + text


def _ask(query: bytes, server: Server, formats: Sequence[str], turn: int) -> Iterator[_Asked]:
    for number, accept in enumerate(formats):
        way = WAYS[(turn + number) % len(WAYS)]
        try:
            reply = server.ask(query, way, accept)
        except (OSError, http.client.HTTPException) as error:
            yield _Asked(way, accept, None, None, f"no answer: {error!r}")
            continue
        yield _understood(way, accept, reply)


def _understood(way: str, accept: str, reply: Reply) -> _Asked:
    if reply.status != 200:  # noqa: PLR2004 - OK
        message = f"{reply.status} {reply.problem}".strip()
        return _Asked(way, accept, reply, None, message)
    if reply.media_type != accept:
        message = f"{reply.media_type} where {accept} was asked for"
        return _Asked(way, accept, reply, None, message)
    try:
        return _Asked(way, accept, reply, reading.read(reply.body, accept), "")
    except ValueError as error:
        return _Asked(way, accept, reply, None, str(error))


def _complain(test: Test, expected: Answer, asked: _Asked) -> str:
    if asked.answer is None:
        return asked.message
    return difference(expected, asked.answer, lax=test.lax)


def _apart(asked: _Asked, alone: Answer | bare.Refusal, test: Test, expected: Answer) -> str:
    """How the bare engine does otherwise than the server; nothing when it fails in the same way."""
    if isinstance(alone, bare.Refusal):
        kind = bare.PROBLEMS.get(asked.reply.problem) if asked.reply else None
        return "" if kind == alone.kind else f"the bare engine says: {alone.message}"
    if asked.accept == reading.CSV and isinstance(alone, Table):
        alone = reading.as_csv(alone)
    told = difference(expected, alone, lax=test.lax)
    if not told:
        return "the bare engine passes"
    if asked.answer is None:
        return f"the bare engine fails otherwise: {told}"
    # The engine may give rows that tie, or that nothing orders, in any order.
    between = difference(alone, asked.answer)
    return f"the bare engine fails otherwise: {told}; between them: {between}" if between else ""
