"""``/reconcile``: the Reconciliation Service API, 0.2 and the 1.0 draft, and a page about it.

``/reconcile`` speaks the language that a request asks for, and 0.2 unless the 1.0 draft is asked
for with ``Accept``. Below ``/reconcile/fr`` and ``/reconcile/en`` it speaks one language, for tools
that cannot ask; below ``/reconcile/1.0`` it speaks the draft.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dialograph import formats
from dialograph.integrate.reconciliation import answering
from dialograph.integrate.reconciliation.answering import KINDS
from dialograph.integrate.reconciliation.manifest import draft_manifest, manifest, offered
from dialograph.languages import LANGUAGES
from dialograph.web.answers import Answers
from dialograph.web.pages import Pages
from dialograph.web.pins import refuse_pin
from dialograph.web.problems import METHOD, NOT_FOUND, Problem
from dialograph.web.reconcile_asked import (
    BAD_RECONCILIATION,
    DRAFT_JSON,
    JSON,
    Bodies,
    Parameters,
)
from dialograph.web.reconcile_known import Known
from dialograph.web.reconcile_preview import PreviewPage
from dialograph.web.responses import (
    endpoint_of,
    etag_of,
    joined,
    language_of,
    page,
    respond,
    speak,
)

PATH = "/reconcile"
_DRAFT = "1.0"
_LONG = 100_000
"""Longer answers are compressed beside the event loop."""

_SCRIPT = "application/javascript"
# Line ends to a script, and not to JSON.
_LINE_ENDS = {"\u2028".encode(): b"\\u2028", "\u2029".encode(): b"\\u2029"}


@dataclass(frozen=True)
class _Call:
    """A request to the service.

    Args:
        request: itself.
        root: the address of the endpoint, as the client has it.
        host: the address of the server, without a slash at its end.
        path: what follows the endpoint.
        language: of the answer.
        is_draft: whether it is for the 1.0 draft, where the versions differ.
        asked: the parameters of the address.
        client: who asks.
    """

    request: Request
    root: str
    host: str
    path: str
    language: str
    is_draft: bool
    asked: Parameters
    client: str


_Handler = Callable[[_Call], Awaitable[Response]]


class Reconciliation:
    """The service.

    Args:
        answers: has the query processes, and knows the version and the settings.
        pages: renders what a person reads, and knows what is served.
    """

    def __init__(self, answers: Answers, pages: Pages) -> None:
        self._settings = answers.settings
        self._client_of = answers.client_of
        self._pages = pages
        self._known = Known(answers, pages)
        self._bodies = Bodies(answers.settings.data_dir)
        self._preview_page = PreviewPage()
        self._handlers: Mapping[str, Mapping[str, _Handler]] = {
            "": {"GET": self._root, "POST": self._posted},
            "/match": {"POST": self._match},
            "/extend": {"POST": self._extend},
            "/extend/propose": {"GET": self._propose},
            "/preview": {"GET": self._preview},
            **{f"/suggest/{kind}": {"GET": self._suggest} for kind in KINDS},
            **{f"/flyout/{kind}": {"GET": self._flyout} for kind in KINDS},
        }

    async def __call__(self, request: Request) -> Response:
        """Answer a request to the endpoint, or to what is below it.

        Raises:
            Problem: whatever is wrong with it.
        """
        call = self._call(request)
        methods = self._handlers.get(call.path)
        if methods is None:
            raise Problem(NOT_FOUND)
        handler = methods.get("GET" if request.method == "HEAD" else request.method)
        if handler is None:
            raise Problem(METHOD, headers={"Allow": ", ".join(methods)})
        return await handler(call)

    def _call(self, request: Request) -> _Call:
        path = "/" + request.path_params.get("rest", "").rstrip("/")
        variant, _, rest = path[1:].partition("/")
        own = variant if variant in (*LANGUAGES, _DRAFT) else ""
        if own in LANGUAGES:
            speak(request, own)
        endpoint = endpoint_of(request) or f"{self._settings.base_iri}sparql"
        host = endpoint.removesuffix("/sparql")
        offers = [(False, (JSON,)), (True, (DRAFT_JSON,))]
        choice = formats.negotiate(joined(request.headers, "accept"), offers)
        return _Call(
            request,
            root=f"{host}{PATH}/{own}".rstrip("/"),
            host=host,
            path=(f"/{rest}" if rest else "") if own else path.rstrip("/"),
            language=language_of(request),
            is_draft=own == _DRAFT or (choice is not None and choice.item),
            asked=Parameters(request.scope["query_string"]),
            client=self._client_of(request),
        )

    # --- The endpoint --------------------------------------------------------------------------

    async def _root(self, call: _Call) -> Response:
        """The manifest, the page, or what is asked in the address (0.2, section 4.3)."""
        if "queries" in call.asked or "extend" in call.asked:
            return await self._asked(call, call.asked)
        if _wants_page(call.request) and "callback" not in call.asked:
            if call.path or call.root != f"{call.host}{PATH}":
                return RedirectResponse(f"{PATH}?lang={call.language}", 303, {"Vary": "Accept"})
            refuse_pin(call.request)
            html = self._pages.render(
                call.request,
                "reconcile.html",
                root=call.root,
                types=offered(await self._known.types()),
                properties=await self._known.properties(),
            )
            return page(call.request, html)
        dataset, types = self._pages.dataset(), await self._known.types()
        if call.is_draft:
            told = draft_manifest(dataset, types, call.host, call.language)
        else:
            told = manifest(dataset, types, call.root, call.host, call.language)
        body = json.dumps(told, ensure_ascii=False).encode()
        return await _told(call, body, call.asked.callback())

    async def _posted(self, call: _Call) -> Response:
        """Queries or columns in a form (0.2)."""
        return await self._asked(call, await self._bodies.form(call.request))

    async def _asked(self, call: _Call, form: Parameters) -> Response:
        what = "extend" if "extend" in form else "queries"
        if "extend" in form and "queries" in form:
            raise Problem(
                BAD_RECONCILIATION,
                "A request has queries or extend, not both.",
                french="Une requête a queries ou extend, et non les deux.",
            )
        service = answering.EXTEND if what == "extend" else answering.BATCH
        callback = form.callback()
        body = await self._known.answer(call.client, service, call.language, form.needed(what))
        return await _told(call, body, callback)

    # --- The 1.0 draft -------------------------------------------------------------------------

    async def _match(self, call: _Call) -> Response:
        text = await self._bodies.json(call.request)
        body = await self._known.answer(call.client, answering.MATCH, call.language, text)
        return await _told(call, body)

    async def _extend(self, call: _Call) -> Response:
        text = await self._bodies.json(call.request)
        body = await self._known.answer(call.client, answering.EXTEND_DRAFT, call.language, text)
        return await _told(call, body)

    # --- What both have ------------------------------------------------------------------------

    async def _suggest(self, call: _Call) -> Response:
        """Suggestions; ``cursor`` is what 0.2 calls ``offset``."""
        asked = call.asked
        limit = asked.number("limit", answering.SUGGESTED)
        body = await self._known.answer(
            call.client,
            answering.SUGGEST,
            call.language,
            call.path.rpartition("/")[2],
            asked.text("prefix"),
            asked.number("offset", asked.number("cursor", 0)),
            min(limit, answering.SUGGESTED_MAX),
        )
        return await _told(call, body, asked.callback())

    async def _flyout(self, call: _Call) -> Response:
        kind, identifier = call.path.rpartition("/")[2], call.asked.needed("id")
        body = await self._known.answer(
            call.client, answering.FLYOUT, call.language, kind, identifier
        )
        return await _told(call, body, call.asked.callback())

    async def _propose(self, call: _Call) -> Response:
        asked = call.asked
        body = await self._known.answer(
            call.client,
            answering.PROPOSE,
            call.language,
            asked.text("type"),
            asked.number("limit", 0),
        )
        return await _told(call, body, asked.callback())

    async def _preview(self, call: _Call) -> Response:
        identifier = call.asked.needed("id")
        body = await self._known.answer(call.client, answering.PREVIEW, call.language, identifier)
        return self._preview_page.respond(call.request, json.loads(body), call.host, call.language)


async def _told(call: _Call, body: bytes, callback: str = "") -> Response:
    """Send JSON, or a script that calls a function with it."""
    media_type = JSON
    if callback:
        for one, other in _LINE_ENDS.items():
            body = body.replace(one, other)
        # What stands first is no text that a browser takes for another kind of file.
        body, media_type = b"/**/" + callback.encode() + b"(" + body + b");", _SCRIPT
    elif call.is_draft and _asks_for_draft(call.request):
        media_type = DRAFT_JSON
    headers = {"Vary": "Accept, Accept-Language", "Content-Language": call.language}

    def made() -> Response:
        # Only what can be asked again without a body has a validator.
        etag = etag_of(body, media_type) if call.request.method in {"GET", "HEAD"} else None
        return respond(call.request, body, media_type, headers=headers, etag=etag)

    return await run_in_threadpool(made) if len(body) > _LONG else made()


def _asks_for_draft(request: Request) -> bool:
    choice = formats.negotiate(
        joined(request.headers, "accept"), [(False, (JSON,)), (True, (DRAFT_JSON,))]
    )
    return choice is not None and choice.item


def _wants_page(request: Request) -> bool:
    """Whether a browser asks: one that takes anything gets what the specification has."""
    offers = [(False, (JSON, DRAFT_JSON)), (True, ("text/html",))]
    choice = formats.negotiate(joined(request.headers, "accept"), offers)
    return choice is not None and choice.item


def routes(answers: Answers, pages: Pages) -> list[Route]:
    """The endpoint, and all that is below it.

    Args:
        answers: has the query processes.
        pages: renders the page.
    """
    service = Reconciliation(answers, pages)

    async def reconcile(request: Request) -> Response:
        return await service(request)

    methods = ["GET", "POST"]
    return [
        Route(PATH, reconcile, methods=methods, name="reconcile"),
        Route(f"{PATH}/{{rest:path}}", reconcile, methods=methods),
    ]
