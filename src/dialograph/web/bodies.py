"""Request bodies into temporary files: bounded, unfolded, and told apart by their syntax.

Nothing of a body stays in memory, whatever its length; the file has no name, so nothing is left
behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from tempfile import TemporaryFile
from typing import BinaryIO, TypeVar

from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from dialograph.repository.interface import Part
from dialograph.web.codings import codings_of, unfolded
from dialograph.web.forms import boundary_of, documents, form_of, unreadable
from dialograph.web.holding import Held
from dialograph.web.problems import BAD_REQUEST, TOO_LARGE, UNAVAILABLE, Problem
from dialograph.web.responses import joined

T = TypeVar("T")
_FORM = "multipart/form-data"
_URLENCODED = "application/x-www-form-urlencoded"
_WRITTEN = 256 * 1024
# Longer bodies are not read to their end: who sends one learns it from a closed connection.
_DRAINED = 16_000_000


async def read_documents(
    request: Request,
    held: Held,
    *,
    size: int,
    folder: str | None = None,
    base_iri: str | None = None,
) -> tuple[BinaryIO, tuple[Part, ...]]:
    """Read the RDF documents in the body of a request.

    Args:
        request: a PUT or POST; who sends it is known to be allowed to.
        held: counts the bytes on disk while they are needed.
        size: how long the body may be, as it comes and unfolded.
        folder: where the temporary file is made; None for the system's folder.
        base_iri: what relative IRIs of the documents are resolved against.

    Returns:
        A file at its beginning, the caller's to close, and the documents that stand in it, one
        after the other.

    Raises:
        Problem: 400 for a body that is cut short or not what it says to be; 413 for one that is
            too long; 415 for one of another kind or coding; 503 when too much is arriving at the
            same time, or there is no room.
        ClientDisconnect: the client went away.
    """
    kind, parameters = _kind_of(request)
    if kind == _FORM:
        boundary = boundary_of(parameters)
    else:
        form = form_of(kind, parameters)
    file = await spooled(request, held, size=size, folder=folder)
    if kind != _FORM:
        return file, (Part(form.name, _length(file), base_iri),)

    def separated() -> tuple[BinaryIO, tuple[Part, ...]]:
        output: BinaryIO = TemporaryFile(dir=folder)  # noqa: SIM115 - the caller's to close
        try:
            parts = documents(_read(file), boundary, output, base_iri)
            output.seek(0)
        except BaseException:
            output.close()
            raise
        return output, parts

    with file:
        return await _in_thread(separated)


async def spooled(
    request: Request, held: Held, *, size: int, folder: str | None = None
) -> BinaryIO:
    """Read a body into a file, its content codings undone, whatever kind it is of.

    Args:
        request: whose body.
        held: as :func:`read_documents`.
        size: likewise.
        folder: likewise.

    Returns:
        A file at its beginning, the caller's to close.

    Raises:
        Problem, ClientDisconnect: as :func:`read_documents`.
    """
    codings = codings_of(joined(request.headers, "content-encoding"))
    file = await _received(request, held, size, folder)
    if not codings:
        return file

    def opened() -> BinaryIO:
        output: BinaryIO = TemporaryFile(dir=folder)  # noqa: SIM115 - the caller's to close
        try:
            output.writelines(unfolded(_read(file), codings, size))
            output.seek(0)
        except BaseException:
            output.close()
            raise
        return output

    with file:
        output = await _in_thread(opened)
    try:
        held.add(_length(output))
    except Problem:
        output.close()
        raise
    return output


def _kind_of(request: Request) -> tuple[str, dict[bytes, bytes]]:
    lines = request.headers.getlist("content-type")
    if len(lines) > 1:
        raise Problem(
            BAD_REQUEST,
            "The request has more than one Content-Type.",
            french="La requête a plus d’un Content-Type.",
        )
    kind, parameters = parse_options_header(lines[0] if lines else None)
    if kind == _URLENCODED.encode():
        raise unreadable(
            "A form's fields are no RDF; clients such as curl send this type when none is given.",
            "Les champs d’un formulaire ne sont pas du RDF ; des clients tels que curl envoient ce "
            "type quand aucun n’est donné.",
        )
    return kind.decode("latin-1").strip(), parameters


async def _received(request: Request, held: Held, size: int, folder: str | None) -> BinaryIO:
    too_large = Problem(
        TOO_LARGE,
        f"A body is at most {size} bytes long; send it in parts.",
        french=f"Un corps compte au plus {size} octets ; envoyez-le en plusieurs parties.",
    )
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > size + _DRAINED:
        raise too_large
    file: BinaryIO = await _in_thread(lambda: TemporaryFile(dir=folder))  # noqa: SIM115 - likewise
    try:
        waiting, received = bytearray(), 0
        async for chunk in request.stream():
            received += len(chunk)
            if received > size + _DRAINED:
                raise too_large
            if received > size:
                continue  # to the end: closing on a sender would lose the answer that says why
            held.add(len(chunk))
            waiting += chunk
            if len(waiting) >= _WRITTEN:
                taken, waiting = waiting, bytearray()
                await _in_thread(partial(file.write, taken))
        if received > size:
            raise too_large
        await _in_thread(lambda: (file.write(waiting), file.seek(0)))
    except BaseException:
        file.close()
        raise
    return file


async def _in_thread(work: Callable[[], T]) -> T:
    """Do what waits for the disk, or takes its time, beside the event loop."""
    try:
        return await run_in_threadpool(work)
    except OSError as error:
        raise Problem(
            UNAVAILABLE,
            "There is no room to take the request in.",
            {"Retry-After": "60"},
            french="Il n’y a pas de place pour recevoir la requête.",
        ) from error


def _read(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_WRITTEN):
        yield piece


def _length(file: BinaryIO) -> int:
    length = file.seek(0, 2)
    file.seek(0)
    return length
