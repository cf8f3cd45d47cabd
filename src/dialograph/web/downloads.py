"""``/download/``: every graph and the whole dataset as files, with their sizes and checksums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import groupby

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from dialograph import formats
from dialograph.engine.interface import Engine
from dialograph.publish.dumps import Dump, Dumps
from dialograph.settings import Settings
from dialograph.web.pages import Pages
from dialograph.web.problems import NOT_FOUND, Problem
from dialograph.web.responses import etag_of, is_current, page, respond

SUMS = "SHA256SUMS"
"""The name of the file that lists the checksums of all others, as ``sha256sum`` reads it."""


def routes(engine: Engine, settings: Settings, pages: Pages) -> list[Route]:
    """The download page, the list of checksums, and the files.

    Args:
        engine: what is served.
        settings: ``base_iri`` counts.
        pages: renders the page.
    """
    dumps = Dumps(engine, settings.base_iri)

    def index(request: Request) -> Response:
        shelves = [list(each) for _, each in groupby(dumps.every(), lambda dump: dump.name.graph)]
        return page(request, pages.render(request, "downloads.html", shelves=shelves, pairs=_pairs))

    def sums(request: Request) -> Response:
        lines = "".join(f"{dump.sha256}  {dump.name}\n" for dump in dumps.every())
        return respond(request, lines.encode(), "text/plain", headers={}, etag=etag_of(lines))

    def file(request: Request) -> Response:
        dump = dumps.find(request.path_params["name"])
        if dump is None:
            raise Problem(NOT_FOUND, headers={"Link": '</download/>; rel="up"'})
        return _send(request, dump, pages.dataset().modified)

    return [
        Route("/download", lambda _: RedirectResponse("/download/", 308), methods=["GET"]),
        Route("/download/", index, methods=["GET"], name="downloads"),
        Route(f"/download/{SUMS}", sums, methods=["GET"]),
        Route("/download/{name}", file, methods=["GET"]),
    ]


def _pairs(shelf: Sequence[Dump]) -> list[tuple[Dump, Dump]]:
    """Each plain file with its compressed twin."""
    return list(zip(shelf[::2], shelf[1::2], strict=True))


def _send(request: Request, dump: Dump, latest: str | None) -> Response:
    """A file, a piece at a time, or 304 when the client has it."""
    headers = {
        # Strong: the same statements give the same bytes.
        "ETag": f'"{dump.sha256[:32]}"',
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="{dump.name}"',
    }
    # For people: a day is too coarse to tell a client that nothing has changed since.
    modified = _midnight(dump.name.graph.modified if dump.name.graph else latest)
    if modified is not None:
        headers["Last-Modified"] = format_datetime(modified, usegmt=True)
    if is_current(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    headers["Content-Type"] = formats.content_type(dump.name.media_type)
    headers["Content-Length"] = str(dump.size)
    if request.method == "HEAD":
        return Response(headers=headers)
    return StreamingResponse(dump.chunks(), headers=headers)


def _midnight(stated: str | None) -> datetime | None:
    """A stated date as a moment; None without one, or while it has yet to come."""
    try:
        moment = datetime.fromisoformat((stated or "")[:10]).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment <= datetime.now(UTC) else None
