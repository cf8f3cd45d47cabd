"""A SPARQL client as small as can be: one question, one answer, and what went wrong."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

JSON = "application/sparql-results+json"
NTRIPLES = "application/n-triples"


@dataclass(frozen=True)
class Endpoint:
    """Where a server answers.

    Args:
        port: of the loopback interface.
        path: of the endpoint.
        limit: what to add to an address to limit the time of one query; nothing when the server
            has no such parameter.
    """

    port: int
    path: str
    limit: str = ""

    def target(self, query: str, *, limited: bool = False) -> str:
        """The path and query string that ask a question."""
        return f"{self.path}?query={quote(query, safe='')}{self.limit if limited else ''}"

    def connect(self, seconds: float, source: str = "127.0.0.1") -> http.client.HTTPConnection:
        """A connection that is opened when first used.

        Args:
            seconds: how long to wait for any part of an answer.
            source: the address of this end: another one of the loopback range is another client.
        """
        return http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=seconds, source_address=(source, 0)
        )


@dataclass(frozen=True)
class Reply:
    """What came back.

    Args:
        status: of HTTP; 0 when no whole answer came.
        body: the answer.
        seconds: how long it took.
        fault: why no whole answer came; nothing when one did.
    """

    status: int
    body: bytes
    seconds: float
    fault: str = ""

    def json(self) -> Any:
        """The answer as JSON; None when it is none, for example because it was cut short."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def rows(self) -> list[dict[str, Any]] | None:
        """The rows of a table of results; None when it is no whole table."""
        try:
            return list(self.json()["results"]["bindings"])
        except (KeyError, TypeError):
            return None

    def names(self, value: str) -> bool:
        """Whether this is one row, and the value of its ``name`` is the one expected."""
        rows = self.rows()
        return rows is not None and len(rows) == 1 and rows[0].get("name", {}).get("value") == value


def ask(
    endpoint: Endpoint,
    query: str,
    *,
    accept: str = JSON,
    seconds: float = 120,
    connection: http.client.HTTPConnection | None = None,
    limited: bool = False,
) -> Reply:
    """Ask one question.

    Args:
        endpoint: whom.
        query: SPARQL text.
        accept: the media type wanted.
        seconds: how long to wait.
        connection: one to use again; None for one of its own.
        limited: whether to tell the server how long it may take.
    """
    own = connection or endpoint.connect(seconds)
    reply = send(own, "GET", endpoint.target(query, limited=limited), headers={"Accept": accept})
    if connection is None:
        own.close()
    return reply


def send(
    connection: http.client.HTTPConnection,
    method: str,
    target: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Send one request.

    Args:
        connection: over what; it is opened where it is not.
        method: of HTTP.
        target: path and query string.
        body: what is sent along.
        headers: besides those that every request has.
    """
    fault = ""
    began = time.perf_counter()
    try:
        connection.request(method, target, body=body, headers=headers or {})
        response = connection.getresponse()
        answer, status = response.read(), response.status
    except (OSError, http.client.HTTPException) as error:
        connection.close()  # the next request opens it again
        answer, status, fault = b"", 0, _fault(error)
    return Reply(status, answer, time.perf_counter() - began, fault)


def _fault(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "given up"
    return "cut short" if isinstance(error, http.client.IncompleteRead) else "lost"


def post_file(endpoint: Endpoint, path: str, source: Any, media_type: str) -> None:
    """Send a file to a server, as its whole content.

    Args:
        endpoint: of the server.
        path: where it takes data.
        source: an open file.
        media_type: of the file.

    Raises:
        RuntimeError: the server did not take it.
    """
    connection = endpoint.connect(600)
    connection.request("POST", path, body=source, headers={"Content-Type": media_type})
    response = connection.getresponse()
    response.read()
    connection.close()
    if response.status >= http.client.BAD_REQUEST:
        raise RuntimeError(f"the data was refused with status {response.status}")
