"""``/download/``: every graph and the whole dataset as files, with their sizes and checksums."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import groupby

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from dialograph import formats
from dialograph.engine.pool import Pool
from dialograph.engine.tasks import Spooled
from dialograph.limits import DUMP_SECONDS
from dialograph.publish.description import DatasetDescription
from dialograph.publish.dumps import Dump, DumpName, dump_names, make
from dialograph.web.pages import Pages
from dialograph.web.problems import NOT_FOUND, Problem
from dialograph.web.responses import etag_of, is_current, page, respond

SUMS = "SHA256SUMS"
"""The name of the file that lists the checksums of all others, as ``sha256sum`` reads it."""


class Shelf:
    """The files of one version, made by a query process when they are first asked for.

    Args:
        pool: has the process.
        dataset: what is served.
    """

    def __init__(self, pool: Pool, dataset: DatasetDescription) -> None:
        self._pool = pool
        self._names = dump_names(dataset)
        self._made: dict[str, tuple[Dump, Spooled]] = {}
        self._making = asyncio.Lock()

    async def find(self, file_name: str) -> tuple[Dump, Spooled] | None:
        """The file of that name; None when there is none.

        Raises:
            UnavailableError: it could not be made now.
        """
        name = self._names.get(file_name)
        return (await self._take([name]))[0] if name else None

    async def every(self) -> list[Dump]:
        """Every file, the whole dataset first.

        Raises:
            UnavailableError: they could not be made now.
        """
        return [dump for dump, _ in await self._take(self._names.values())]

    async def _take(self, names: Iterable[DumpName]) -> list[tuple[Dump, Spooled]]:
        wanted = list(names)
        # One at a time: making them side by side would only take more memory.
        async with self._making:
            missing = [name for name in wanted if str(name) not in self._made]
            if missing:
                dumps, file = await self._pool.run(make, missing, seconds=DUMP_SECONDS)
                for dump in dumps:
                    self._made.setdefault(str(dump.name), (dump, file))
        return [self._made[str(name)] for name in wanted]


def routes(pool: Pool, pages: Pages) -> list[Route]:
    """The download page, the list of checksums, and the files.

    Args:
        pool: has the process that makes the files.
        pages: renders the page, and knows what is served.
    """
    shelf = Shelf(pool, pages.dataset())

    async def index(request: Request) -> Response:
        dumps = await shelf.every()
        shelves = [list(each) for _, each in groupby(dumps, lambda dump: dump.name.graph)]
        return page(request, pages.render(request, "downloads.html", shelves=shelves, pairs=_pairs))

    async def sums(request: Request) -> Response:
        lines = "".join(f"{dump.sha256}  {dump.name}\n" for dump in await shelf.every())
        return respond(request, lines.encode(), "text/plain", headers={}, etag=etag_of(lines))

    async def file(request: Request) -> Response:
        found = await shelf.find(request.path_params["name"])
        if found is None:
            raise Problem(NOT_FOUND, headers={"Link": '</download/>; rel="up"'})
        return _send(request, *found, pages.dataset().modified)

    return [
        Route("/download", lambda _: RedirectResponse("/download/", 308), methods=["GET"]),
        Route("/download/", index, methods=["GET"], name="downloads"),
        Route(f"/download/{SUMS}", sums, methods=["GET"]),
        Route("/download/{name}", file, methods=["GET"]),
    ]


def _pairs(shelf: Sequence[Dump]) -> list[tuple[Dump, Dump]]:
    """Each plain file with its compressed twin."""
    return list(zip(shelf[::2], shelf[1::2], strict=True))


def _send(request: Request, dump: Dump, file: Spooled, latest: str | None) -> Response:
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
    return StreamingResponse(file.chunks(dump.start, dump.size), headers=headers)


def _midnight(stated: str | None) -> datetime | None:
    """A stated date as a moment; None without one, or while it has yet to come."""
    try:
        moment = datetime.fromisoformat((stated or "")[:10]).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment <= datetime.now(UTC) else None
