"""What a query request comes to: the question, the form of the answer, and its validator."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from dialograph import formats
from dialograph.engine.exchange import PREVIEW, Question
from dialograph.engine.output import Coding
from dialograph.engine.scan import Kind
from dialograph.formats import Choice, Format
from dialograph.limits import INLINE_BYTES
from dialograph.web.problems import BAD_REQUEST, NOT_ACCEPTABLE, Problem
from dialograph.web.sparql_request import SparqlRequest

_RESULTS = (*formats.RESULT_FORMATS, formats.HTML)
_GRAPHS = (*formats.GRAPH_FORMATS, formats.HTML)
_REMEMBERED = 500


class Plan(NamedTuple):
    """How a query is going to be answered.

    Args:
        asked: the request.
        version: of the dataset that is asked.
        results: how rows or a yes or no are written; None when no format for them is acceptable.
        graphs: how a graph is written; likewise.
        coding: how the answer is compressed.
        key: stands for all that the answer depends on.
        etag: the validator of the answer (RFC 9110, section 8.8.3).
        digest: what the log calls the query.
        is_page: whether the answer is a page for a person.
    """

    asked: SparqlRequest
    version: str
    results: Choice[Format] | None
    graphs: Choice[Format] | None
    coding: Coding
    key: str
    etag: str
    digest: str
    is_page: bool

    def at(self, version: str) -> Plan:
        """The same plan, for an answer that turns out to be from another version."""
        if version in {self.version, ""}:
            return self
        key, etag = (each.replace(self.version, version, 1) for each in (self.key, self.etag))
        return self._replace(version=version, key=key, etag=etag)

    def media_type(self, kind: Kind) -> str:
        """What an answer of a kind is sent as."""
        choice = self.graphs if kind == "graph" else self.results
        assert choice is not None
        return choice.media_type

    def question(self, base_iri: str, inline: int = INLINE_BYTES) -> Question:
        """What a query process is asked.

        Args:
            base_iri: what relative IRIs are resolved against.
            inline: see :class:`Question`.
        """
        return Question(
            self.asked.query or "",
            self.asked.default_graphs,
            self.asked.named_graphs,
            base_iri,
            _name(self.results),
            _name(self.graphs),
            self.coding,
            inline,
        )


def plan(
    asked: SparqlRequest, version: str, accept: str | None, accept_encoding: str | None, also: str
) -> Plan:
    """Decide how to answer.

    Args:
        asked: the request; it holds a query.
        version: of the dataset.
        accept: the header; None without one.
        accept_encoding: likewise.
        also: what else a page depends on: its language, and the address it repeats.

    Raises:
        Problem: 400 when ``format`` contradicts itself, 406 when nothing is acceptable.
    """
    # A long header is not worth remembering, and must not fill the memory.
    is_short = len(accept or "") + sum(map(len, asked.formats)) < _REMEMBERED
    choices = _choices if is_short else _choices.__wrapped__
    results, graphs = choices(asked.formats, accept)
    if results is None and graphs is None:
        raise not_acceptable(None)
    is_short = len(accept_encoding or "") < _REMEMBERED
    coding: Coding = (_coding if is_short else _coding.__wrapped__)(accept_encoding)
    types = (results.media_type if results else "", graphs.media_type if graphs else "")
    is_page = formats.HTML.media_type in types
    digest = hashlib.sha256((asked.query or "").encode("utf-8", "replace")).hexdigest()
    tag = f"{version}-{digest[:32]}-{_short(types)}"
    if is_page or asked.default_graphs or asked.named_graphs:
        parts = [*asked.default_graphs, "", *asked.named_graphs, also if is_page else ""]
        tag = f"{tag}-{_hashed(parts)[:16]}"
    return Plan(
        asked,
        version,
        results,
        graphs,
        coding,
        f"{tag}-{coding}",
        f'W/"{tag}"',
        digest[:16],
        is_page,
    )


def _hashed(parts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


@lru_cache(maxsize=256)
def _short(types: tuple[str, str]) -> str:
    return _hashed(types)[:8]


def not_acceptable(kind: Kind | None) -> Problem:
    """That no format is acceptable for an answer of a kind; None while that is not known."""
    offered: Sequence[Format] = (*formats.RESULT_FORMATS, *formats.GRAPH_FORMATS, formats.HTML)
    if kind is not None:
        offered = _GRAPHS if kind == "graph" else _RESULTS
    known = ", ".join(f"{each.name} ({each.media_type})" for each in offered)
    return Problem(
        NOT_ACCEPTABLE,
        f"This answer can be written as {known}.",
        {"Vary": "Accept"},
        french=f"Cette réponse existe en {known}.",
    )


def choose(
    names: tuple[str, ...], accept: str | None, offered: Sequence[Format]
) -> Choice[Format] | None:
    """The format to write: what ``format=`` says, else what ``Accept`` prefers.

    Args:
        names: the values of ``format``.
        accept: the header; None without one.
        offered: the formats that can be written.

    Raises:
        Problem: 400 when the values name several formats.
    """
    if not names:
        return formats.negotiate_format(accept, offered)
    named = {formats.named(each, offered) for each in names} - {None}
    if len(named) > 1:
        raise Problem(
            BAD_REQUEST,
            "The parameter format asks for more than one format.",
            french="Le paramètre format demande plus d’un format.",
        )
    wanted = next(iter(named), None)
    return Choice(wanted, wanted.media_type) if wanted else None


@lru_cache(maxsize=512)
def _choices(
    names: tuple[str, ...], accept: str | None
) -> tuple[Choice[Format] | None, Choice[Format] | None]:
    return choose(names, accept, _RESULTS), choose(names, accept, _GRAPHS)


@lru_cache(maxsize=512)
def _coding(accept_encoding: str | None) -> Literal["", "gzip", "zstd"]:
    """How to compress: as the client weighs zstd and gzip; not at all when it takes neither."""
    offers: tuple[Literal["zstd", "gzip"], ...] = ("zstd", "gzip")
    weights = {each: formats.coding_weight(accept_encoding, each) for each in offers}
    best = max(offers, key=weights.__getitem__)
    return best if weights[best] > 0 else ""


def _name(choice: Choice[Format] | None) -> str | None:
    if choice is None:
        return None
    return PREVIEW if choice.item is formats.HTML else choice.item.name
