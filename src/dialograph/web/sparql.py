"""``/sparql``: the SPARQL 1.1 Protocol for queries, and a page to ask from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dialograph import formats
from dialograph.engine import scan
from dialograph.engine.interface import Engine
from dialograph.formats import Choice, Format
from dialograph.publish.service_description import service_description
from dialograph.settings import THREADS_MAX, Settings
from dialograph.web import query_page
from dialograph.web.pages import Pages
from dialograph.web.problems import BAD_REQUEST, METHOD, NOT_ACCEPTABLE, Problem, problem_of
from dialograph.web.responses import etag_of, is_current, joined, language_of, page, respond, tell
from dialograph.web.sparql_request import SparqlRequest, read_request
from dialograph.web.threads import Workers

_METHODS = "GET, HEAD, POST, OPTIONS"
_QUICKLY_READ = 10_000
_VARY = "Accept, Accept-Language"
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:]+\](:[0-9]{1,5})?")
_DESCRIPTIONS = {
    formats.TURTLE: "turtle",
    formats.JSONLD: "json-ld",
    formats.RDFXML: "pretty-xml",
    formats.NTRIPLES: "nt",
}
_RESULTS = (*formats.RESULT_FORMATS, formats.HTML)
_GRAPHS = (*formats.GRAPH_FORMATS, formats.HTML)


class SparqlEndpoint:
    """A plain ASGI application, so that nothing stands between a query and its answer.

    Args:
        engine: answers the queries.
        settings: ``base_iri`` and ``default_graph`` count.
        pages: renders the page to ask from.
    """

    def __init__(self, engine: Engine, settings: Settings, pages: Pages) -> None:
        self._engine = engine
        self._settings = settings
        self._pages = pages
        self._workers = Workers(THREADS_MAX)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. An answer is whole, or it is an error."""
        request = Request(scope, receive)
        asked = None
        try:
            if request.method == "OPTIONS":
                response = Response(status_code=204, headers={"Allow": _METHODS})
            elif request.method not in {"GET", "HEAD", "POST"}:
                raise Problem(METHOD, headers={"Allow": _METHODS})
            else:
                asked = await read_request(request)
                response = await self._answer(request, asked)
        except Exception as error:
            problem = problem_of(error)
            if problem.kind.status >= 500:  # noqa: PLR2004 - ours: the log has to hear of it
                raise
            response = self._told(request, asked, problem)
        await response(scope, receive, send)

    async def _answer(self, request: Request, asked: SparqlRequest) -> Response:
        if asked.query is None:
            return await self._without_query(request, asked)
        request.scope.setdefault("state", {})["query"] = _digest(asked.query)
        read = await self._scanned(asked.query)
        # The kind of answer is in the first word: what cannot be written is not evaluated.
        choice = _choose(request, asked, read.kind)
        etag = None if read.volatile else self._etag(request, asked, choice)
        if etag is not None and is_current(request, etag, whatever=False):
            return Response(status_code=304, headers={"ETag": etag, **_reusable(volatile=False)})
        body = await self._workers.run(lambda: self._evaluate(request, asked, choice.item))
        headers = _reusable(volatile=read.volatile)
        if choice.item is formats.HTML:
            headers["Content-Language"] = language_of(request)
        return respond(request, body, choice.media_type, headers=headers, etag=etag)

    async def _scanned(self, query: str) -> scan.Scan:
        if len(query) < _QUICKLY_READ:
            return scan.scan(query)
        return await self._workers.run(lambda: scan.scan(query))

    def _evaluate(self, request: Request, asked: SparqlRequest, wanted: Format) -> bytes:
        """Ask the engine and write the answer; in one thread, from start to end."""
        answer = self._engine.query(
            asked.query or "",
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            base_iri=self._settings.base_iri + "sparql",
        )
        if wanted is not formats.HTML:
            return answer.serialize(wanted)
        body = answer.serialize(query_page.READ_FROM[answer.kind])
        html = query_page.with_answer(
            self._pages, request, query=asked.query or "", kind=answer.kind, body=body
        )
        return html.encode()

    async def _without_query(self, request: Request, asked: SparqlRequest) -> Response:
        """The service description, or for a browser a page to ask from (protocol, section 2.3)."""
        if asked.default_graphs or asked.named_graphs:
            raise Problem(BAD_REQUEST, "A dataset is given, and no query to ask it.")
        choice = _negotiated(request, asked, (*_DESCRIPTIONS, formats.HTML))
        if choice.item is formats.HTML:
            return page(request, query_page.empty(self._pages, request))
        dataset = await self._workers.run(self._pages.dataset)
        graph = service_description(
            dataset,
            endpoint=self._settings.base_iri + "sparql",
            asked_at=_address(request),
            default_graph=self._settings.default_graph,
        )
        body = graph.serialize(format=_DESCRIPTIONS[choice.item], encoding="utf-8")
        headers = _reusable(volatile=False)
        etag = etag_of(dataset.revision, choice.media_type, _address(request))
        return respond(request, body, choice.media_type, headers=headers, etag=etag)

    def _told(self, request: Request, asked: SparqlRequest | None, problem: Problem) -> Response:
        """A problem; in a browser, beside the query when that has to be changed."""
        text = asked.query if asked else None
        if text is not None and _prefers_page(request, asked):
            html = query_page.with_problem(self._pages, request, text, problem)
            return page(request, html, status=problem.kind.status)
        return tell(request, problem, self._settings.base_iri, self._pages)

    def _etag(self, request: Request, asked: SparqlRequest, choice: Choice[Format]) -> str:
        return etag_of(
            self._engine.version,
            choice.media_type,
            language_of(request) if choice.item is formats.HTML else "",
            request.url.query if choice.item is formats.HTML else "",
            asked.query,
            *sorted(asked.default_graphs),
            "named",
            *sorted(asked.named_graphs),
        )


def _choose(request: Request, asked: SparqlRequest, kind: scan.Kind | None) -> Choice[Format]:
    if kind is None:  # no query: the engine will say where it stops being one
        return Choice(formats.JSON, formats.JSON.media_type)
    return _negotiated(request, asked, _GRAPHS if kind == "graph" else _RESULTS)


def _negotiated(
    request: Request, asked: SparqlRequest, offered: Sequence[Format]
) -> Choice[Format]:
    """The format to write: what ``format=`` says, else what ``Accept`` prefers."""
    if asked.formats:
        named = {formats.named(each, offered) for each in asked.formats} - {None}
        if len(named) > 1:
            raise Problem(BAD_REQUEST, "The parameter format asks for more than one format.")
        wanted = next(iter(named), None)
        choice = Choice(wanted, wanted.media_type) if wanted else None
    else:
        choice = formats.negotiate_format(joined(request.headers, "accept"), offered)
    if choice is None:
        known = ", ".join(f"{each.name} ({each.media_type})" for each in offered)
        raise Problem(NOT_ACCEPTABLE, f"This answer can be written as {known}.", {"Vary": "Accept"})
    return choice


def _prefers_page(request: Request, asked: SparqlRequest | None) -> bool:
    try:
        offered = (*formats.RESULT_FORMATS, formats.HTML)
        return asked is not None and _negotiated(request, asked, offered).item is formats.HTML
    except Problem:
        return False


def _reusable(*, volatile: bool) -> dict[str, str]:
    return {"Vary": _VARY, "Cache-Control": "no-store" if volatile else "no-cache"}


def _address(request: Request) -> str | None:
    """The address at which the endpoint was asked; None where the request does not say it."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        return None
    return f"{request.url.scheme}://{host}{request.scope.get('root_path', '')}/sparql"


def _digest(query: str) -> str:
    """What the log calls a query: the text itself is nobody's business."""
    return hashlib.sha256(query.encode("utf-8", "replace")).hexdigest()[:16]
