"""A graph as an answer: the endpoint for queries gives it, under the entity-tag of the graph."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from dialograph.web.conditions import entity_tag
from dialograph.web.sparql import SparqlEndpoint

# These are about the graph, and have been heeded; the endpoint would take them for its own.
_HEEDED = frozenset({b"if-match", b"if-none-match", b"content-type", b"content-length"})


class GraphAnswer:
    """An answer of the endpoint, whole and bounded as all of them.

    Args:
        endpoint: gives it.
        asked: its parameters there.
        version: of the dataset, when the tag was made.
        tag: of the graph.
    """

    def __init__(
        self, endpoint: SparqlEndpoint, asked: Mapping[str, str], version: str, tag: str
    ) -> None:
        self._endpoint = endpoint
        self._query = urlencode(asked).encode()
        self._version = version
        self._tag = tag

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the endpoint answer."""

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                if message["status"] == 200 and "etag" in headers:  # noqa: PLR2004
                    self._tell(headers)
                message["headers"] = headers.raw
            await send(message)

        kept = [each for each in scope["headers"] if each[0] not in _HEEDED]
        await self._endpoint({**scope, "query_string": self._query, "headers": kept}, receive, told)

    def _tell(self, headers: MutableHeaders) -> None:
        """Put the graph's tag in the place of the endpoint's."""
        if headers["dialograph-version"] == self._version:
            headers["etag"] = entity_tag(self._tag, headers.get("content-encoding", ""))
        # Otherwise the graph may have changed under the question. The endpoint's own tag, which
        # no condition on a graph matches, is right: it is of what is sent.
