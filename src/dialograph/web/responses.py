"""How bytes leave: validators, compression, languages, the choice between a page and JSON."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from dialograph import formats
from dialograph.languages import LANGUAGES
from dialograph.web.problems import MEDIA_TYPE, Problem

_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:]+\](:[0-9]{1,5})?")
_WORTH_COMPRESSING = 1_000
_COMPRESSIBLE = ("text/", "application/")
_LANGUAGE = "language"
_LASTS = "lasts"


def language_of(request: Request) -> str:
    """The tag of a language: what ``?lang=`` says, else ``Accept-Language``, else English.

    Where the address itself is of one language (:func:`speak`), it is that one.
    """
    own: str | None = request.scope.get("state", {}).get(_LANGUAGE)
    if own is not None:
        return own
    asked: str = dict(parse_qsl(request.scope["query_string"].decode("latin-1"))).get("lang", "")
    if asked in LANGUAGES:
        return asked
    return formats.negotiate_language(joined(request.headers, "accept-language"), LANGUAGES)


def speak(request: Request, language: str) -> None:
    """Have a request answered in one language, whatever else it says: its address says so."""
    request.scope.setdefault("state", {})[_LANGUAGE] = language


def endpoint_of(request: Request) -> str | None:
    """The endpoint at the address that was asked for; None where the request does not say it."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        return None
    return f"{request.url.scheme}://{host}{request.scope.get('root_path', '')}/sparql"


def joined(headers: Headers, name: str) -> str | None:
    """A list header, its lines put together; None without one."""
    lines = headers.getlist(name)
    return ", ".join(lines) if lines else None


def etag_of(*parts: object) -> str:
    """A weak validator: the same parts always mean the same answer, not the same bytes."""
    digest = hashlib.sha256("\0".join(str(part) for part in parts).encode("utf-8", "replace"))
    return f'W/"{digest.hexdigest()[:32]}"'


def is_current(request: Request, etag: str, *, whatever: bool = True) -> bool:
    """Whether the client holds this version already (RFC 9110, section 13.1.2).

    Args:
        request: for its ``If-None-Match``.
        etag: of what would be sent.
        whatever: whether ``*`` matches: not while it is unknown that there is something to send.
    """
    given = joined(request.headers, "if-none-match")
    if given is None:
        return False
    if given.strip() == "*":
        return whatever
    tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
    return etag.removeprefix("W/") in tags


def respond(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    headers: Mapping[str, str],
    etag: str | None = None,
    status: int = 200,
) -> Response:
    """A whole answer, compressed when the client takes that, or 304 when it has it.

    Args:
        request: what is answered.
        body: the answer.
        media_type: its type, without charset.
        headers: ``Vary`` among them, when something was chosen.
        etag: its validator; None when it has none.
        status: the HTTP status.
    """
    told = {"Cache-Control": "no-cache", **headers}
    told["Vary"] = ", ".join(filter(None, [headers.get("Vary"), "Accept-Encoding"]))
    if etag is not None:
        told["ETag"] = etag
        if is_current(request, etag):
            return Response(status_code=304, headers=told)
    told["Content-Type"] = formats.content_type(media_type)
    worth_it = len(body) >= _WORTH_COMPRESSING and media_type.startswith(_COMPRESSIBLE)
    if worth_it and formats.coding_weight(joined(request.headers, "accept-encoding"), "gzip") > 0:
        told["Content-Encoding"] = "gzip"
        body = gzip.compress(body, 5, mtime=0)
    return Response(body, status_code=status, headers=told)


def page(
    request: Request, html: str, *, status: int = 200, private: bool = False, lasts: bool = False
) -> Response:
    """A page for a person, in the language of :func:`language_of`.

    Args:
        request: what is answered.
        html: the page.
        status: the HTTP status.
        private: whether nobody may keep it.
        lasts: whether only a new version of the data, or a new day, can change it. Such a page is
            kept, and compared with what the client holds, where all of them pass (``kept_pages``).
    """
    body = html.encode()
    headers = {"Vary": "Accept, Accept-Language", "Content-Language": language_of(request)}
    if private:
        headers["Cache-Control"] = "no-store"
    etag = etag_of(body) if status == 200 and not private else None  # noqa: PLR2004
    if lasts and etag is not None:
        request.scope.setdefault("state", {})[_LASTS] = True
        headers["ETag"], etag = etag, None
    return respond(request, body, "text/html", headers=headers, etag=etag, status=status)


def lasts(scope: Scope) -> bool:
    """Whether a request has been answered with a page that only a new version can change."""
    return bool(scope.get("state", {}).get(_LASTS))


def wants_page(request: Request) -> bool:
    """Whether the client would rather read a page than JSON: a browser."""
    offers: list[tuple[bool, list[str]]] = [
        (False, [MEDIA_TYPE, "application/json"]),
        (True, ["text/html"]),
    ]
    choice = formats.negotiate(joined(request.headers, "accept"), offers)
    return choice is not None and choice.item


def tell(request: Request, problem: Problem, base_iri: str, pages: Any) -> Response:
    """Answer with a problem: JSON for a program, a page for a browser.

    Args:
        request: what is answered.
        problem: what went wrong.
        base_iri: the base of the problem's type.
        pages: renders ``problem.html``.
    """
    language = language_of(request)
    headers = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-store", **problem.headers}
    if wants_page(request):
        html = pages.render(request, "problem.html", problem=problem)
        body, media_type = html.encode(), "text/html"
    else:
        body, media_type = problem.as_json(base_iri, language), MEDIA_TYPE
    headers["Content-Language"] = language
    return respond(request, body, media_type, headers=headers, status=problem.kind.status)
