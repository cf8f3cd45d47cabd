"""What surrounds a request that changes something, or asks what the gate would say."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from time import perf_counter
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dialograph.engine.document_errors import DocumentError, DocumentTooLargeError
from dialograph.engine.incoming import Bounds
from dialograph.engine.interface import EvaluationError, OutOfMemoryError, TimedOutError
from dialograph.errors import (
    DialographError,
    ForbiddenQueryError,
    QuerySyntaxError,
    UsageError,
)
from dialograph.repository.interface import GateError, ReadOnlyError, Repository, ScopeError
from dialograph.web import outcomes
from dialograph.web.answers import VERSION, Answers
from dialograph.web.pages import Pages
from dialograph.web.problems import (
    BAD_DATA,
    BAD_REQUEST,
    INTERNAL,
    MEDIA,
    METHOD,
    TOO_LARGE,
    Problem,
    ProblemType,
    problem_of,
)
from dialograph.web.responses import tell
from dialograph.web.sparql_request import read_timeout
from dialograph.web.write_problems import (
    BAD_UPDATE,
    CANNOT_UPDATE,
    CHANGE_MEDIA,
    CHANGE_STOPPED,
    CHANGE_TOO_LARGE,
    FORBIDDEN_UPDATE,
)

T = TypeVar("T")
Handler = Callable[[Request], Awaitable[ASGIApp]]

# RFC 6750, section 3.1.
_SCOPE = {"WWW-Authenticate": 'Bearer realm="dialograph", error="insufficient_scope"'}
_STOPPED = (
    ("It took longer than it may.", "Le temps permis est écoulé."),
    ("It took more memory than it may.", "La mémoire permise est épuisée."),
)
_FLAGS = {"": True, "true": True, "1": True, "false": False, "0": False}
# The first that fits. What is said of queries elsewhere is said of changes here.
_KINDS: Mapping[type[DialographError], ProblemType] = {
    DocumentTooLargeError: CHANGE_TOO_LARGE,
    DocumentError: BAD_DATA,
    QuerySyntaxError: BAD_UPDATE,
    ForbiddenQueryError: FORBIDDEN_UPDATE,
    EvaluationError: CANNOT_UPDATE,
    TimedOutError: CHANGE_STOPPED,
    OutOfMemoryError: CHANGE_STOPPED,
}


class Surface:
    """An address of the writing side, as a plain ASGI application.

    Args:
        answers: knows what every response says.
        pages: renders what a person reads.
        handlers: method → what answers it; HEAD goes where GET goes, OPTIONS is answered here.
        bad: the kind of problem that a request is which makes no sense.
        offers: headers that tell what can be sent, such as ``Accept-Post``.
    """

    def __init__(
        self,
        answers: Answers,
        pages: Pages,
        handlers: Mapping[str, Handler],
        bad: ProblemType,
        offers: Mapping[str, str],
    ) -> None:
        self._answers = answers
        self._pages = pages
        self._handlers = dict(handlers)
        if "GET" in handlers:
            self._handlers["HEAD"] = handlers["GET"]
        self._bad = bad
        self._offers = {"Allow": ", ".join([*self._handlers, "OPTIONS"]), **offers}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: whole, or with a problem."""
        started, request = perf_counter(), Request(scope, receive)
        client = self._answers.client_of(request)

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", ())]
                known = {name for name, _ in headers}
                facts = [
                    *self._answers.facts(client, started),
                    (VERSION, self._answers.version.encode()),
                ]
                # What the endpoint for queries answers in our place says it all already.
                headers += [(name, value) for name, value in facts if name not in known]
                message["headers"] = headers
            await send(message)

        try:
            response = await self._answer(request)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - what is no problem is raised again
            response = await self._refused(request, error)
        await response(scope, receive, told)

    async def _answer(self, request: Request) -> ASGIApp:
        handler = self._handlers.get(request.method)
        if handler is not None:
            return await handler(request)
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=self._offers)
        raise Problem(METHOD, headers=self._offers)

    async def _refused(self, request: Request, error: Exception) -> Response:
        base_iri = self._answers.settings.base_iri
        if isinstance(error, GateError):
            return await outcomes.refused(request, error, base_iri, self._pages)
        problem = problem_of_change(error, self._bad)
        if problem.kind is INTERNAL:  # ours: the log has to hear of it
            raise error
        return tell(request, problem, base_iri, self._pages)


async def while_there(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Do work for as long as its client is there.

    Args:
        request: whose; its body has been read.
        work: what nobody wants once the client is gone.

    Raises:
        ClientDisconnect: it is.
    """
    doing, going = asyncio.ensure_future(work), asyncio.ensure_future(_until_gone(request))
    try:
        await asyncio.wait({doing, going}, return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            raise ClientDisconnect
        return doing.result()
    finally:
        doing.cancel()
        going.cancel()


async def _until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def problem_of_change(error: Exception, bad: ProblemType) -> Problem:
    """The problem that an error is which a change has met.

    Args:
        error: any.
        bad: the kind of problem of a request that makes no sense.
    """
    problem = problem_of(error)
    if isinstance(error, Problem):
        said = {BAD_REQUEST: bad, MEDIA: CHANGE_MEDIA, TOO_LARGE: CHANGE_TOO_LARGE}
        problem.kind = said.get(problem.kind, problem.kind)
        return problem
    kinds: Mapping[type[DialographError], ProblemType] = {**_KINDS, UsageError: bad}
    for error_type, kind in kinds.items():
        if isinstance(error, error_type):
            problem.kind = kind
            break
    if isinstance(error, DialographError) and not isinstance(error, QuerySyntaxError):
        problem.detail = str(error)
    if problem.kind is CHANGE_STOPPED:  # what stopped it speaks of queries
        problem.detail, problem.french = _STOPPED[isinstance(error, OutOfMemoryError)]
    if isinstance(error, ScopeError):
        problem.headers = {**problem.headers, **_SCOPE}
    if isinstance(error, DocumentError) and error.line is not None:
        problem.members = {"line": error.line, "column": error.column}
    return problem


def parameters(request: Request, bad: ProblemType) -> dict[str, list[str]]:
    """The parameters of an address, each with all its values.

    Args:
        request: has the address.
        bad: the kind of problem when it makes no sense.

    Raises:
        Problem: 400 when they are not UTF-8.
    """
    return decoded(request.scope["query_string"], bad)


def decoded(encoded: bytes, bad: ProblemType) -> dict[str, list[str]]:
    """The same of what follows a question mark, or of the body of a form."""
    found: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(encoded.decode("utf-8"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise Problem(
            bad,
            "A parameter is not UTF-8 text.",
            french="Un paramètre n’est pas un texte en UTF-8.",
        ) from error
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def absolute(iri: str, where: str, bad: ProblemType) -> str:
    """An IRI that names a graph.

    Args:
        iri: what the request says.
        where: the parameter that says it.
        bad: the kind of problem when it makes no sense.

    Raises:
        Problem: 400 when it is no absolute IRI.
    """
    try:
        if len(iri) > Bounds().iri:
            raise ValueError(iri)
        return ox.NamedNode(iri).value
    except ValueError as error:
        raise Problem(
            bad,
            f"{where} is an absolute IRI, such as https://example.org/graph, not {iri[:200]!r}.",
            french=f"{where} est un IRI absolu, tel que https://example.org/graphe, et non "
            f"{iri[:200]!r}.",
        ) from error


def writable(repository: Repository | None) -> Repository:
    """The repository, where there is one.

    Raises:
        ReadOnlyError: the server was started without a place to keep changes in.
    """
    if repository is None:
        raise ReadOnlyError(
            "This server keeps no versions, so that nothing can be written. Whoever runs it allows "
            "changes with --data-dir FOLDER and --tokens-file FILE.",
            french="Ce serveur ne garde pas de versions, rien ne peut donc y être écrit. Son "
            "exploitant permet les modifications par --data-dir DOSSIER et --tokens-file FICHIER.",
        )
    return repository


def seconds_of(asked: Mapping[str, list[str]]) -> float | None:
    """How long a change may take to work out, as ``timeout=`` says; None when it does not.

    Raises:
        Problem: 400 when it is no number of seconds.
    """
    return read_timeout(next(iter(asked.get("timeout", ())), ""))


def flag(name: str, values: list[str], bad: ProblemType) -> bool:
    """Whether a parameter such as ``dry-run`` is given, and not as ``false``.

    Args:
        name: the parameter.
        values: what the request says.
        bad: the kind of problem when that makes no sense.

    Raises:
        Problem: 400 when it is neither true nor false.
    """
    told = {_FLAGS.get(each.strip().lower()) for each in values}
    if None in told or len(told) > 1:
        raise Problem(
            bad,
            f"The parameter {name} is true or false.",
            french=f"Le paramètre {name} est true ou false.",
        )
    return told == {True}
