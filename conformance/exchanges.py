"""Requests that a suite spells out in HTTP, and what has to come back for each."""

from __future__ import annotations

import http
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from conformance import reading
from conformance.answers import Boolean, triples
from conformance.comparing import difference
from conformance.rdf import MF, Graph, Subject
from conformance.serving import Reply

HT = "http://www.w3.org/2011/http#"
_CNT = "http://www.w3.org/2011/content#"
_NO_MEDIA_TYPE = "no Content-Type"

# What the suites' names for kinds of formats stand for (from the names of their own tests).
_FORMATS = {
    "boolean": {reading.JSON, reading.XML},
    "tabular": {reading.JSON, reading.XML, reading.CSV, reading.TSV},
    "RDF": {*reading.GRAPHS, "text/html"},
}
# hts:NoContent, hts:StatusCode2xx: a name without its blanks, or a class.
_STATUSES = {
    **{each.phrase.replace(" ", "").replace("-", ""): str(each.value) for each in http.HTTPStatus},
    **{f"StatusCode{digit}xx": f"{digit}xx" for digit in "12345"},
}


@dataclass(frozen=True)
class Exchange:
    """One request, and what is to come of it.

    Args:
        method: of the request.
        target: its path and query, as the suite writes them.
        headers: of the request.
        body: of the request, if it has one.
        statuses: those that will do, such as ``201``, or classes of them, such as ``2xx``.
        format: the kind of format that has to come: ``boolean``, ``tabular`` or ``RDF``.
        boolean: ``true`` or ``false`` where that is the answer.
        media_type: what the answer's Content-Type has to be; ``*`` for any format of graphs.
        content: the graph that has to come, as Turtle.
        variable: a text that stands for the answer's Location in the requests that follow.
    """

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    statuses: frozenset[str] = frozenset()
    format: str = ""
    boolean: str = ""
    media_type: str = ""
    content: str | None = None
    variable: str = ""

    @property
    def is_query(self) -> bool:
        """Whether the request is a query, sent by itself."""
        return self.headers.get("content-type", "").startswith("application/sparql-query")

    def located(self, variable: str, location: str) -> Exchange:
        """The same, with a place that only the server could name put in for its variable."""
        body = self.body and self.body.replace(variable.encode(), location.encode())
        return replace(self, target=self.target.replace(variable, location), body=body)

    def __str__(self) -> str:
        headers = "".join(f"\n{name}: {value}" for name, value in self.headers.items())
        body = self.body.decode(errors="replace") if self.body else ""
        return f"{self.method} {self.target}{headers}\n\n{body}".strip()


def spelled_out(manifest: Graph, node: Subject) -> Exchange:
    """The exchange that a manifest describes in the vocabulary of HTTP in RDF.

    Args:
        manifest: its triples.
        node: the ``ht:Request``.

    Raises:
        KeyError: it expects a status that HTTP does not have.
    """
    response = manifest.one(node, f"{HT}resp")
    body, expected = manifest.one(node, f"{HT}body"), manifest.one(response, f"{HT}body")
    content = None
    if body is not None:
        coding = manifest.text(body, f"{_CNT}characterEncoding")
        content = manifest.text(body, f"{_CNT}chars").encode(coding)
    told = _headers(manifest, response).get("content-type", "")
    return Exchange(
        manifest.text(node, f"{HT}methodName"),
        manifest.text(node, f"{HT}absolutePath"),
        _headers(manifest, node),
        content,
        frozenset(
            _STATUSES[str(each).rstrip(">").rpartition("#")[2]]
            for each in manifest.all(response, f"{MF}expectedStatus")
        ),
        format=manifest.text(response, f"{MF}expectedFormat"),
        boolean=manifest.text(response, f"{MF}expectedBoolean"),
        media_type=told.partition(";")[0],
        content=None if expected is None else manifest.text(expected, f"{_CNT}chars"),
        variable=manifest.text(response, f"{MF}expectedLocation"),
    )


def _headers(manifest: Graph, node: Subject | None) -> dict[str, str]:
    return {
        manifest.text(header, f"{HT}fieldName").lower(): manifest.text(header, f"{HT}fieldValue")
        for head in manifest.all(node, f"{HT}headers")
        for header in manifest.list(head)
    }


def complaints(exchange: Exchange, reply: Reply) -> Iterator[str]:
    """What is wrong with an answer; nothing when it is what has to come."""
    if not {str(reply.status), f"{reply.status // 100}xx"} & exchange.statuses:
        yield f"{reply.status}, expected {' or '.join(sorted(exchange.statuses))}"
    # A header that is not there reads as text/plain.
    told = reply.media_type if "content-type" in reply.headers else _NO_MEDIA_TYPE
    if exchange.format and told not in _FORMATS[exchange.format]:
        yield f"{told}, expected a format for {exchange.format}"
    if exchange.media_type == "*" and told not in reading.GRAPHS:
        yield f"{told}, expected a format for graphs"
    elif exchange.media_type not in {"", "*", told}:
        yield f"{told}, expected {exchange.media_type}"
    if exchange.variable and not reply.headers.get("location"):
        yield "no Location"
    yield from _in_the_body(exchange, reply)


def _in_the_body(exchange: Exchange, reply: Reply) -> Iterator[str]:
    if not exchange.format and exchange.content is None:
        return
    try:
        answer = reading.read(reply.body, reply.media_type)
    except ValueError as error:
        yield str(error)
        return
    if exchange.boolean and answer != Boolean(exchange.boolean == "true"):
        yield f"{answer}, expected {exchange.boolean}"
    if exchange.content is not None:
        wanted = triples(ox.parse(exchange.content, ox.RdfFormat.TURTLE))
        told = difference(wanted, answer)
        if told:
            yield told
