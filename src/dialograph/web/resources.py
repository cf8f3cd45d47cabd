"""``/id/…``, ``/page/…`` and ``/data/…``: what an IRI of ours leads to.

An IRI names a thing, which cannot be sent: it answers 303 with the address of what is known of it
(Cool URIs for the Semantic Web, section 4.2), a page for a person or a file for a program.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dialograph import formats
from dialograph.formats import Format
from dialograph.languages import LANGUAGES
from dialograph.publish.context import PATH as CONTEXT
from dialograph.publish.context import context
from dialograph.publish.facts import Facts
from dialograph.publish.jsonld import write_jsonld
from dialograph.publish.resources import Description
from dialograph.publish.written import write_description
from dialograph.web.absent import absence
from dialograph.web.answers import Answers
from dialograph.web.descriptions import Descriptions, Found
from dialograph.web.pages import Pages, Words
from dialograph.web.problems import NOT_ACCEPTABLE, Problem
from dialograph.web.resource_pages import FORMATS, Places, resource_page
from dialograph.web.responses import (
    etag_of,
    is_current,
    joined,
    language_of,
    page,
    respond,
    wants_page,
)
from dialograph.web.sparql_request import read_address
from dialograph.web.wording import Wording

_OFFERED = (*FORMATS, formats.HTML)
_BY_ENDING = {each.extension: each for each in FORMATS}
_DAY = "public, max-age=86400"


def routes(answers: Answers, pages: Pages) -> list[Route]:
    """Every resource under its IRI, as a page and as data, and the context of the JSON.

    Args:
        answers: have the processes that look resources up, and know the versions.
        pages: renders pages, and knows what is served.
    """
    each = _Resources(Descriptions(answers, pages), pages)
    return [
        Route("/id/{kind}/{slug}", each.name, methods=["GET"], name="resource"),
        Route("/page/{kind}/{slug}", each.page, methods=["GET"], name="resource page"),
        Route("/data/{kind}/{slug}", each.data, methods=["GET"], name="resource data"),
        Route(f"/{CONTEXT}", _context, methods=["GET"], name="context"),
    ]


def _context(request: Request) -> Response:
    body = json.dumps(context(), ensure_ascii=False, indent=2).encode() + b"\n"
    headers = {"Cache-Control": _DAY}
    return respond(request, body, formats.JSONLD.media_type, headers=headers, etag=etag_of(body))


class _Resources:
    def __init__(self, descriptions: Descriptions, pages: Pages) -> None:
        self._descriptions = descriptions
        self._pages = pages

    async def name(self, request: Request) -> Response:
        """``/id/KIND/SLUG``: 303 to what is known of the thing."""
        kind, slug, wanted = _asked(request)
        if wanted is None:
            choice = formats.negotiate_format(joined(request.headers, "accept"), _OFFERED)
            if choice is None:
                raise _not_acceptable()
            wanted = choice.item
        found = await self._find(request, kind, slug)
        if found.description is None:
            return await self._missing(request, kind, slug, found.number)
        language = request.query_params.get("lang")
        asked = {"lang": language} if language in LANGUAGES and wanted is formats.HTML else {}
        headers = {"Vary": "Accept", "Link": self._links(found, kind, slug)}
        address = _address(kind, slug, wanted, {**asked, **_pin(found)})
        return RedirectResponse(address, 303, headers=headers)

    async def page(self, request: Request) -> Response:
        """``/page/KIND/SLUG``: a page for a person."""
        kind, slug = request.path_params["kind"], request.path_params["slug"]
        found = await self._find(request, kind, slug)
        if found.description is None:
            return await self._missing(request, kind, slug, found.number)
        html = await run_in_threadpool(self._render, request, found, kind, slug)
        response = page(request, html, lasts=True)
        response.headers["Link"] = self._links(found, kind, slug)
        return response

    async def data(self, request: Request) -> Response:
        """``/data/KIND/SLUG.EXT``: a file for a program; without an ending, by ``Accept``."""
        kind, slug, wanted = _asked(request)
        accept = joined(request.headers, "accept")
        choice = formats.negotiate_format(accept, (wanted,) if wanted else FORMATS)
        if choice is None and wanted is None:
            raise _not_acceptable()
        form = wanted or (choice.item if choice else FORMATS[0])
        # Under the name that the request has for the format, if it has one.
        media_type = choice.media_type if choice else form.media_type
        found = await self._find(request, kind, slug)
        told = found.description
        if told is None:
            return await self._missing(request, kind, slug, found.number)
        context_iri = f"{self._pages.dataset().base_iri}{CONTEXT}"
        headers = {
            "Vary": "Accept",
            "Link": self._links(found, kind, slug),
            "Content-Location": _address(kind, slug, form, _pin(found)),
        }
        if media_type == "application/json":
            relation = "http://www.w3.org/ns/json-ld#context"
            headers["Link"] += f', <{context_iri}>; rel="{relation}"; type="application/ld+json"'
        etag = etag_of(found.dataset.revision, told.iri, media_type)
        if is_current(request, etag):
            return Response(status_code=304, headers={"ETag": etag, **headers})
        body = await run_in_threadpool(_written, told, form, context_iri)
        return respond(request, body, media_type, headers=headers, etag=etag)

    async def _find(self, request: Request, kind: str, slug: str) -> Found:
        number = read_address(request.scope["query_string"]).version
        return await self._descriptions.find(kind, slug, number)

    def _render(self, request: Request, found: Found, kind: str, slug: str) -> str:
        assert found.description is not None
        words = self._pages.words(request)
        base_iri = self._pages.dataset().base_iri
        number = found.number or self._pages.number
        permanent = str(found.description.iri) + (f"?version={number}" if number else "")
        shown, wording = resource_page(
            found.description,
            words,
            self._pages.id_bases,
            found.dataset,
            Places(f"{base_iri}page/{quote(kind)}/{quote(slug)}", permanent),
        )
        files = [(form, _address(kind, slug, form, _pin(found))) for form in FORMATS]
        return self._pages.render(
            request,
            "resource.html",
            held=found.dataset,
            page=shown,
            say=wording.say,
            files=files,
        )

    def _links(self, found: Found, kind: str, slug: str) -> str:
        """What there is of a resource, for who reads headers (RFC 8288)."""
        assert found.description is not None
        iri, asked = found.description.iri, _pin(found)
        told = [f'<{iri}>; rel="canonical"', f'<{iri}>; rel="describes"']
        html = _address(kind, slug, formats.HTML, asked)
        told.append(f'<{html}>; rel="alternate"; type="text/html"')
        for form in FORMATS:
            place = _address(kind, slug, form, asked)
            told.append(f'<{place}>; rel="alternate describedby"; type="{form.media_type}"')
        if asked:
            told.append(f'<{_address(kind, slug, formats.HTML)}>; rel="latest-version"')
        licences = [each for each in found.dataset.licences if each.startswith("http")]
        return ", ".join([*told, *(f'<{each}>; rel="license"' for each in licences)])

    async def _missing(
        self, request: Request, kind: str, slug: str, number: int | None
    ) -> Response:
        """410 for what was withdrawn, with where it is read; else 404 with what may be meant."""
        went = await self._descriptions.withdrawn(kind, slug) if number is None else None
        near = await self._descriptions.suggestions(kind, slug)
        problem = absence(went, number)
        if not wants_page(request):
            suggestions = [{"id": each.iri, "label": each.labels} for each in near]
            problem.members = {**problem.members, "suggestions": suggestions}
            raise problem
        wording = Wording(Facts(()), Words(language_of(request)), self._pages.id_bases, {})
        asked = {"lang": wording.language}
        last = {**asked, "version": str(went.last)} if went is not None else asked
        html = await run_in_threadpool(
            self._pages.render,
            request,
            "missing.html",
            name=f"{kind}/{slug}"[:200],
            suggestions=[
                (wording.path(each.iri), wording.shown(each.labels), wording.short(each.iri))
                for each in near
            ],
            say=wording.say,
            problem=problem,
            went=went,
            now=_address(kind, slug, formats.HTML, asked),
            last=_address(kind, slug, formats.HTML, last),
        )
        return page(request, html, status=problem.kind.status)


def _asked(request: Request) -> tuple[str, str, Format | None]:
    """Kind, slug, and the format that the ending of the address names."""
    kind, slug = request.path_params["kind"], request.path_params["slug"]
    stem, dot, ending = slug.rpartition(".")
    form = _BY_ENDING.get(ending) if dot and stem else None
    return (kind, stem, form) if form else (kind, slug, None)


def _address(kind: str, slug: str, form: Format, asked: Mapping[str, str] | None = None) -> str:
    place = f"{quote(kind, safe='')}/{quote(slug, safe='')}"
    query = f"?{urlencode(asked)}" if asked else ""
    if form is formats.HTML:
        return f"/page/{place}{query}"
    return f"/data/{place}.{form.extension}{query}"


def _pin(found: Found) -> dict[str, str]:
    """What keeps an address at the version that was asked for."""
    return {} if found.number is None else {"version": str(found.number)}


def _written(found: Description, form: Format, context_iri: str) -> bytes:
    if form is formats.JSONLD:
        return write_jsonld(found, context_iri)
    return write_description(found, form)


def _not_acceptable() -> Problem:
    offered = ", ".join(each.media_type for each in _OFFERED)
    return Problem(
        NOT_ACCEPTABLE,
        f"A resource can be had as {offered}.",
        headers={"Vary": "Accept"},
        french=f"Une ressource peut être obtenue en {offered}.",
    )
