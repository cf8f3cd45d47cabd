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
from dialograph.engine.tasks import Spooled
from dialograph.publish.dumps import Dump
from dialograph.web.pages import Pages
from dialograph.web.problems import NOT_FOUND, PRECONDITION, Problem
from dialograph.web.ranges import is_other, part_of
from dialograph.web.responses import etag_of, is_current, page, respond
from dialograph.web.shelves import Shelves

SUMS = "SHA256SUMS"
"""The name of the file that lists the checksums of all others, as ``sha256sum`` reads it."""


def routes(shelves: Shelves, pages: Pages) -> list[Route]:
    """The download page, the list of checksums, and the files.

    Args:
        shelves: have the files.
        pages: renders the page.
    """

    async def index(request: Request) -> Response:
        shelf, number = shelves.asked(request)
        dumps = await shelf.every()
        current, earlier = shelves.earlier()
        html = pages.render(
            request,
            "downloads.html",
            shelves=[list(each) for _, each in groupby(dumps, lambda dump: dump.name.graph)],
            pairs=_pairs,
            held=shelf.dataset,
            number=number,
            current=current,
            earlier=earlier,
        )
        shown = page(request, html)
        shown.headers["Link"] = '</catalog>; rel="describedby", </.well-known/void>; rel="meta"'
        return shown

    async def sums(request: Request) -> Response:
        shelf, _ = shelves.asked(request)
        lines = "".join(f"{dump.sha256}  {dump.name}\n" for dump in await shelf.every())
        return respond(request, lines.encode(), "text/plain", headers={}, etag=etag_of(lines))

    async def file(request: Request) -> Response:
        shelf, _ = shelves.asked(request)
        found = await shelf.find(request.path_params["name"])
        if found is None:
            raise Problem(NOT_FOUND, headers={"Link": '</download/>; rel="up"'})
        return _send(request, *found, shelf.dataset.modified)

    return [
        Route("/download", _to_the_page, methods=["GET"]),
        Route("/download/", index, methods=["GET"], name="downloads"),
        Route(f"/download/{SUMS}", sums, methods=["GET"]),
        Route("/download/{name}", file, methods=["GET"]),
    ]


def _to_the_page(request: Request) -> Response:
    query = request.url.query
    return RedirectResponse(f"/download/?{query}" if query else "/download/", 308)


def _pairs(shelf: Sequence[Dump]) -> list[tuple[Dump, Dump]]:
    """Each plain file with its compressed twin."""
    return list(zip(shelf[::2], shelf[1::2], strict=True))


def _send(request: Request, dump: Dump, file: Spooled, latest: str | None) -> Response:
    """A file or a part of it, a piece at a time, or 304 when the client has it."""
    headers = {
        # Strong: the same statements give the same bytes.
        "ETag": f'"{dump.sha256[:32]}"',
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="{dump.name}"',
        "Accept-Ranges": "bytes",
    }
    # For people: a day is too coarse to tell a client that nothing has changed since.
    modified = _midnight(dump.name.graph.modified if dump.name.graph else latest)
    if modified is not None:
        headers["Last-Modified"] = format_datetime(modified, usegmt=True)
    if is_other(request, headers["ETag"]):
        raise Problem(
            PRECONDITION,
            "The file is no longer the one that If-Match names.",
            french="Le fichier n’est plus celui que désigne If-Match.",
        )
    if is_current(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    headers["Content-Type"] = formats.content_type(dump.name.media_type)
    part = part_of(request, dump.size, headers["ETag"])
    if part is not None:
        headers["Content-Range"] = part.content_range
    start, size = (part.start, part.size) if part else (0, dump.size)
    headers["Content-Length"] = str(size)
    if request.method == "HEAD":
        return Response(headers=headers)
    pieces = file.chunks(dump.start + start, size)
    return StreamingResponse(pieces, status_code=206 if part else 200, headers=headers)


def _midnight(stated: str | None) -> datetime | None:
    """A stated date as a moment; None without one, or while it has yet to come."""
    try:
        moment = datetime.fromisoformat((stated or "")[:10]).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment <= datetime.now(UTC) else None
