"""Answers that ``/sparql`` gives at another address: the same bytes, validators and bounds."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from dialograph.web.sparql import SparqlEndpoint

PASSED_ON = ("timeout", "version")
"""Parameters of the endpoint that mean the same at other addresses."""


def passed_on(request: Request) -> dict[str, str]:
    """Those of :data:`PASSED_ON` that a request gives."""
    return {name: request.query_params[name] for name in PASSED_ON if name in request.query_params}


class Passed(Response):
    """An answer that the endpoint gives in our place.

    Args:
        endpoint: gives it.
        query: its parameters there.
        told: more headers.
    """

    def __init__(
        self, endpoint: SparqlEndpoint, query: Mapping[str, str], told: Mapping[str, str]
    ) -> None:
        super().__init__()
        self._endpoint = endpoint
        self._query = urlencode(query).encode()
        self._told = [(name.lower().encode(), text.encode()) for name, text in told.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the endpoint answer."""

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:  # noqa: PLR2004
                message["headers"] = [*message.get("headers", ()), *self._told]
            await send(message)

        await self._endpoint({**scope, "query_string": self._query}, receive, told)
