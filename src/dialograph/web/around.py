"""What surrounds every request: headers that keep browsers safe, a name, a line in the log."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dialograph.web.clients import Clients
from dialograph.web.logs import AccessLog
from dialograph.web.metrics import Metrics

_ERRORS = logging.getLogger("dialograph.errors")

_NAME = re.compile(rb"[A-Za-z0-9_.:-]{1,64}")

SECURITY = (
    (
        # No script, no frame, nothing from elsewhere: the pages need none of it.
        b"content-security-policy",
        (
            b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
            b"base-uri 'none'; frame-ancestors 'none'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
"""The headers that keep browsers safe, on every response."""

_POLICY, *_OTHERS = SECURITY
_SCRIPTED = ((_POLICY[0], _POLICY[1] + b"; script-src 'self'; connect-src 'self'"), *_OTHERS)
"""The same where the page runs scripts of ours, which ask nobody but us."""

_WITH_SCRIPTS = frozenset({"/sparql", "/sparql/"})
_HTML = (b"content-type", b"text/html; charset=utf-8")


class SecurityHeaders:
    """Adds the headers to every response.

    Args:
        app: the application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its response back with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = message.get("headers", ())
                # 304 stands for a page too, whose policy a browser takes from it.
                is_page = scope["path"] in _WITH_SCRIPTS and (
                    _HTML in told or message["status"] == 304  # noqa: PLR2004
                )
                policy, *others = _SCRIPTED if is_page else SECURITY
                # What is made to be shown in a frame has a policy of its own, no less strict.
                has_own = any(name.lower() == policy[0] for name, _ in told)
                message["headers"] = [*([] if has_own else [policy]), *others, *told]
            await send(message)

        await self._app(scope, receive, with_headers)


class LastResort:
    """Answers when something of ours breaks: the client learns that, the log learns why.

    Args:
        app: the application.
        answer: makes the response.
    """

    def __init__(self, app: ASGIApp, answer: Callable[[Request, Exception], Response]) -> None:
        self._app = app
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; answer it when nobody has."""
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except ClientDisconnect:
            return  # nobody is there to be told anything
        except Exception as error:
            if scope["type"] != "http" or started:
                raise  # too late to say anything: the connection is cut, and the client sees it
            _ERRORS.exception("%s %s failed", scope["method"], scope["path"])
            await self._answer(Request(scope), error)(scope, receive, send)


class Noted:
    """Gives each request a name, counts it, and writes its line in the log when it is over.

    Args:
        app: the application.
        log: takes the line.
        metrics: counts.
        clients: know whether a client speaks HTTPS with a proxy.
        routes: the first parts of addresses, by which requests are counted.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        log: AccessLog,
        metrics: Metrics,
        clients: Clients,
        routes: Iterable[str],
    ) -> None:
        self._app = app
        self._clients = clients
        self._routes = frozenset(routes)
        self._log = log
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status, size = time.perf_counter(), 0, 0
        scope.setdefault("state", {})
        request = self._name(scope)
        told = Headers(scope=scope).get("x-forwarded-proto")
        if told and self._clients.is_secure((scope["client"] or ("",))[0], scope["scheme"], told):
            scope["scheme"] = "https"

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).setdefault("X-Request-Id", request)
            if not scope["state"].get("gone"):
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            first = "/" + scope["path"].split("/", 2)[1]
            self._metrics.request(first if first in self._routes else "other", status)
            self._log.note(
                method=scope["method"],
                path=scope["path"],
                status=status,
                size=size,
                seconds=time.perf_counter() - started,
                request=request,
                query=scope["state"].get("query", ""),
                is_cut=bool(scope["state"].get("gone")),
            )

    def _name(self, scope: Scope) -> str:
        """The name that the client or a proxy has given the request, when it is a decent one."""
        for name, value in scope["headers"]:
            if name == b"x-request-id" and _NAME.fullmatch(value):
                return str(value.decode())
        return self._log.request_id()
