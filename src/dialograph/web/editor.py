"""The editor of ``/sparql``: files that ``make editor`` brings, and a script that uses them.

Without them the page has a plain text area, and everything works the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dialograph.web.problems import NOT_FOUND, Problem
from dialograph.web.responses import respond

_STATIC = files("dialograph.web") / "static"
_BROUGHT = ("yasqe.min.css", "yasqe.min.js")
_OURS = ("editor.css", "editor.js")
_TYPES = {"css": "text/css", "js": "text/javascript"}
_FOREVER = "public, max-age=31536000, immutable"


def _read() -> dict[str, tuple[bytes, str]]:
    """Each file with a digest of it; nothing unless all are there."""
    places = {
        **{name: _STATIC / "editor" / name for name in _BROUGHT},
        **{name: _STATIC / name for name in _OURS},
    }
    if not all(place.is_file() for place in places.values()):
        return {}
    contents = {name: place.read_bytes() for name, place in places.items()}
    return {
        name: (content, hashlib.sha256(content).hexdigest()[:16])
        for name, content in contents.items()
    }


_FILES = _read()

ADDRESSES: Mapping[str, tuple[str, ...]] = {
    kind: tuple(
        f"/static/editor/{name}?v={digest}"
        for name, (_, digest) in _FILES.items()
        if name.endswith(f".{kind}")
    )
    for kind in _TYPES
}
"""Where the style sheets (``css``) and the scripts (``js``) are, in their order; none without
the editor."""


def _file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES:
        raise Problem(NOT_FOUND)
    content, digest = _FILES[name]
    headers = {"Cache-Control": _FOREVER} if request.query_params.get("v") == digest else {}
    media_type = _TYPES[name.rpartition(".")[2]]
    return respond(request, content, media_type, headers=headers, etag=f'W/"{digest}"')


def routes() -> list[Route]:
    """The files of the editor, under ``/static/editor/``."""
    return [Route("/static/editor/{name}", _file, methods=["GET"])]
