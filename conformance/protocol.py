"""The SPARQL 1.1 Protocol suite: the requests that its manifest spells out, one by one."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from dataclasses import dataclass

from conformance import reading
from conformance.answers import Boolean
from conformance.manifests import Test
from conformance.outcomes import Outcome, ours, passed
from conformance.rdf import MF, Graph, Subject
from conformance.serving import Reply, Server

_HT = "http://www.w3.org/2011/http#"
_CNT = "http://www.w3.org/2011/content#"

# What the suite's names for kinds of formats stand for (from the names of its own tests).
_FORMATS = {
    "boolean": {reading.JSON, reading.XML},
    "tabular": {reading.JSON, reading.XML, reading.CSV, reading.TSV},
    "RDF": {"application/rdf+xml", "text/turtle", "application/n-triples", "text/html"},
}
# Where the suite's endpoint stands, and where ours does.
_THEIRS, _OURS = "/sparql/", "/sparql"


@dataclass(frozen=True)
class _Request:
    """One request, and what is to come of it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[str]
    format: str
    boolean: str


def run(test: Test, server: Server) -> Outcome:
    """Send a test's requests in their order; all of them have to be answered as expected.

    Args:
        test: a protocol test.
        server: holds the graphs that the suite names.
    """
    for node in test.requests:
        request = _request(test.manifest, node)
        try:
            reply = server.send(request.method, request.target, request.headers, request.body)
        except (OSError, http.client.HTTPException) as error:
            return ours(test, f"no answer: {error!r}")
        for complaint in _complaints(request, reply):
            return ours(test, complaint, f"{request}\n\n{reply}")
    return passed(test)


def _request(manifest: Graph, node: Subject) -> _Request:
    response = manifest.one(node, f"{_HT}resp")
    body = manifest.one(node, f"{_HT}body")
    headers = {
        manifest.text(header, f"{_HT}fieldName"): manifest.text(header, f"{_HT}fieldValue")
        for head in manifest.all(node, f"{_HT}headers")
        for header in manifest.list(head)
    }
    content = None
    if body is not None:
        coding = manifest.text(body, f"{_CNT}characterEncoding")
        content = manifest.text(body, f"{_CNT}chars").encode(coding)
    path = manifest.text(node, f"{_HT}absolutePath")
    if not path.startswith(_THEIRS):
        raise ValueError(f"the endpoint is not at {_THEIRS} but at {path}")
    return _Request(
        manifest.text(node, f"{_HT}methodName"),
        _OURS + path.removeprefix(_THEIRS),
        headers,
        content,
        frozenset(
            str(each).rstrip(">").rpartition("StatusCode")[2]
            for each in manifest.all(response, f"{MF}expectedStatus")
        ),
        manifest.text(response, f"{MF}expectedFormat"),
        manifest.text(response, f"{MF}expectedBoolean"),
    )


def _complaints(request: _Request, reply: Reply) -> Iterator[str]:
    if f"{reply.status // 100}xx" not in request.statuses:
        yield f"{reply.status}, expected {' or '.join(sorted(request.statuses))}"
    if request.format and reply.media_type not in _FORMATS[request.format]:
        yield f"{reply.media_type}, expected a format for {request.format}"
    if not request.format:
        return
    try:
        answer = reading.read(reply.body, reply.media_type)
    except ValueError as error:
        yield str(error)
        return
    if request.boolean and answer != Boolean(request.boolean == "true"):
        yield f"{answer}, expected {request.boolean}"
