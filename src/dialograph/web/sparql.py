"""``/sparql``: the SPARQL 1.1 Protocol for queries, and a page to ask from."""

from __future__ import annotations

import asyncio
import pickle
from dataclasses import dataclass
from time import perf_counter

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from dialograph import formats
from dialograph.engine.exchange import Outcome
from dialograph.engine.interface import UnacceptableError
from dialograph.engine.preview import Preview
from dialograph.engine.tasks import Spooled
from dialograph.limits import PAGES_RENDERED
from dialograph.publish.service_description import service_description
from dialograph.web import query_page
from dialograph.web.answers import VERSION, Answers
from dialograph.web.cache import Answer
from dialograph.web.holding import Held, Holding
from dialograph.web.pages import Pages
from dialograph.web.plans import Plan, choose, not_acceptable, plan
from dialograph.web.problems import BAD_REQUEST, METHOD, Problem, problem_of
from dialograph.web.responses import (
    endpoint_of,
    etag_of,
    is_current,
    joined,
    language_of,
    page,
    respond,
    tell,
)
from dialograph.web.sparql_request import SparqlRequest, read_request
from dialograph.web.waiting import ask_version

_METHODS = "GET, HEAD, POST, OPTIONS"
_DESCRIPTIONS = {
    formats.TURTLE: "turtle",
    formats.JSONLD: "json-ld",
    formats.RDFXML: "pretty-xml",
    formats.NTRIPLES: "nt",
}


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What came of a plan that was taken on elsewhere, and is more than a short answer.

    Args:
        made: the plan.
        outcome: what a query process told; None when something went wrong, namely
        error: this.
        spooled: where a long answer stands.
        started: when the request came, on the clock of ``perf_counter``.
    """

    made: Plan
    outcome: Outcome | None
    error: Exception | None
    spooled: Spooled | None
    started: float


class SparqlEndpoint:
    """A plain ASGI application, so that nothing stands between a query and its answer.

    Args:
        answers: knows who answers, what is kept, and what every response says.
        pages: renders the page to ask from.
    """

    def __init__(self, answers: Answers, pages: Pages) -> None:
        self._answers = answers
        self._settings = answers.settings
        self._pages = pages
        self._holding = Holding(answers.in_flight_max)
        self._rendering = asyncio.Semaphore(PAGES_RENDERED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. An answer is whole, or it is an error."""
        request = Request(scope, receive)
        conclusion: Conclusion | None = scope.get("state", {}).pop("conclusion", None)
        started = conclusion.started if conclusion else perf_counter()
        client = self._answers.client_of(request)

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", ()), *self._answers.facts(client, started)]
                if all(name != VERSION for name, _ in headers):
                    headers.append((VERSION, self._answers.version.encode()))
                message["headers"] = headers
            await send(message)

        asked = None
        with Held(self._holding) as held:
            try:
                if conclusion is not None:
                    asked = conclusion.made.asked
                    await self._conclude(request, told, conclusion)
                    return
                if request.method == "OPTIONS":
                    response = Response(status_code=204, headers={"Allow": _METHODS})
                elif request.method not in {"GET", "HEAD", "POST"}:
                    raise Problem(METHOD, headers={"Allow": _METHODS})
                else:
                    asked = await read_request(request, held)
                    if asked.query is not None:
                        await self._query(request, told, asked)
                        return
                    response = await self._without_query(request, asked)
            except ClientDisconnect:
                return
            except Exception as error:  # noqa: BLE001 - what is no problem is raised again
                response = self._refused(request, asked, error)
            await response(scope, receive, told)

    async def _query(self, request: Request, send: Send, asked: SparqlRequest) -> None:
        also = f"{language_of(request)} {request.url.query}"
        version = self._answers.version
        if asked.version is not None:
            version = self._answers.history.revision(asked.version)
        accept = joined(request.headers, "accept")
        made = plan(asked, version, accept, joined(request.headers, "accept-encoding"), also)
        request.scope.setdefault("state", {})["query"] = made.digest
        if is_current(request, made.etag, whatever=False):
            headers = {"ETag": made.etag, **self._answers.reusable(volatile=False)}
            await Response(status_code=304, headers=headers)(request.scope, request.receive, send)
            return
        kept = self._answers.kept(made)
        if kept is not None:
            await self._whole(request, send, made, kept)
            return
        outcome, spooled = await ask_version(self._answers, request, made, asked.version)
        await self._send(request, send, made.at(outcome.version), outcome, spooled)

    async def _conclude(self, request: Request, send: Send, conclusion: Conclusion) -> None:
        request.scope["state"]["query"] = conclusion.made.digest
        if conclusion.outcome is None:
            raise conclusion.error or RuntimeError("neither an outcome nor an error")
        await self._send(request, send, conclusion.made, conclusion.outcome, conclusion.spooled)

    async def _send(
        self, request: Request, send: Send, made: Plan, outcome: Outcome, spooled: Spooled | None
    ) -> None:
        if made.is_page and outcome.format == "preview":
            preview = Preview(*pickle.loads(outcome.body))  # noqa: S301 - from a process of ours
            async with self._rendering:
                body = await run_in_threadpool(
                    query_page.with_answer, self._pages, request, made.asked.query or "", preview
                )
            headers = self._answers.reusable(volatile=outcome.volatile)
            headers["Content-Language"] = language_of(request)
            etag = None if outcome.volatile else made.etag
            response = respond(request, body.encode(), "text/html", headers=headers, etag=etag)
            await response(request.scope, request.receive, send)
            return
        answer = self._answers.keep(made, outcome, spooled)
        if answer is not None or spooled is None:
            assert answer is not None
            await self._whole(request, send, made, answer)
            return
        answer = Answer(
            b"", made.media_type(outcome.kind), outcome.coding, volatile=outcome.volatile
        )
        await self._start(send, made, answer, spooled.size)
        if request.method != "HEAD":
            with self._answers.sending(0):
                place = 0
                while place < spooled.size and not request.scope["state"].get("gone"):
                    piece = await run_in_threadpool(spooled.read, place, self._answers.piece)
                    place += len(piece)
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _whole(self, request: Request, send: Send, made: Plan, answer: Answer) -> None:
        """Send an answer that is in memory, no more of it at a time than the client reads."""
        await self._start(send, made, answer, len(answer.body))
        if request.method == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        with self._answers.sending(len(answer.body)):
            place = 0
            while place < len(answer.body) and not request.scope["state"].get("gone"):
                piece = answer.body[place : place + self._answers.piece]
                place += len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})

    async def _start(self, send: Send, made: Plan, answer: Answer, size: int) -> None:
        headers = self._answers.headers(made, answer, size)
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def _without_query(self, request: Request, asked: SparqlRequest) -> Response:
        """The service description, or for a browser a page to ask from (protocol, section 2.3)."""
        if asked.default_graphs or asked.named_graphs:
            raise Problem(
                BAD_REQUEST,
                "A dataset is given, and no query to ask it.",
                french="Des graphes sont nommés, mais aucune requête à leur adresser.",
            )
        offered = (*_DESCRIPTIONS, formats.HTML)
        choice = choose(asked.formats, joined(request.headers, "accept"), offered)
        if choice is None:
            raise not_acceptable("graph")
        if choice.item is formats.HTML:
            return page(request, query_page.empty(self._pages, request))
        dataset = self._pages.dataset()
        graph = service_description(
            dataset,
            endpoint=self._settings.base_iri + "sparql",
            asked_at=endpoint_of(request),
            default_graph=self._settings.default_graph,
            federates=bool(self._settings.service_allow),
        )
        body = graph.serialize(format=_DESCRIPTIONS[choice.item], encoding="utf-8")
        headers = self._answers.reusable(volatile=False)
        etag = etag_of(dataset.revision, choice.media_type, endpoint_of(request))
        return respond(request, body, choice.media_type, headers=headers, etag=etag)

    def _refused(self, request: Request, asked: SparqlRequest | None, error: Exception) -> Response:
        """A problem; in a browser, beside the query when that has to be changed."""
        if isinstance(error, UnacceptableError):
            error = not_acceptable(error.kind)
        problem = problem_of(error)
        if problem.kind.status == 500:  # noqa: PLR2004 - ours: the log has to hear of it
            raise error
        if asked is not None and asked.query is not None and _prefers_page(request, asked):
            html = query_page.with_problem(self._pages, request, asked.query, problem)
            shown = page(request, html, status=problem.kind.status)
            shown.headers.update(problem.headers)
            return shown
        return tell(request, problem, self._settings.base_iri, self._pages)


def _prefers_page(request: Request, asked: SparqlRequest) -> bool:
    try:
        offered = (*formats.RESULT_FORMATS, formats.HTML)
        choice = choose(asked.formats, joined(request.headers, "accept"), offered)
    except Problem:
        return False
    return choice is not None and choice.item is formats.HTML
