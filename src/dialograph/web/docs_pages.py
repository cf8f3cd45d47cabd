"""``/openapi.json`` and ``/docs``: the interface for programs, for them and for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dialograph.catalog.queries import shipped_catalog
from dialograph.web.openapi import document
from dialograph.web.pages import Pages
from dialograph.web.responses import etag_of, language_of, page, respond


@cache
def _document(base_iri: str, language: str) -> Mapping[str, Any]:
    """The description, which nothing changes while the server runs."""
    return document(shipped_catalog(), base_iri, language)


def routes(pages: Pages, base_iri: str) -> list[Route]:
    """The description and the page made of it.

    Args:
        pages: renders.
        base_iri: where the server lives on the web.
    """

    def described(request: Request) -> Response:
        language = language_of(request)
        told = _document(base_iri, language)
        body = json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"
        headers = {"Vary": "Accept-Language", "Content-Language": language}
        return respond(request, body, "application/json", headers=headers, etag=etag_of(body))

    def shown(request: Request) -> Response:
        told = _document(base_iri, language_of(request))
        return page(request, pages.render(request, "docs.html", api=told), lasts=True)

    return [
        Route("/openapi.json", described, methods=["GET"]),
        Route("/docs", shown, methods=["GET"], name="docs"),
    ]
