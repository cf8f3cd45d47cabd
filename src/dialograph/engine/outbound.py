"""One question to one endpoint elsewhere, on our terms.

The way there is checked (``engine/reaching``); no redirect is followed, and an answer is whole and
well-formed, or there is none.
"""

from __future__ import annotations

import socket
from http.client import HTTPException, HTTPResponse
from time import monotonic
from typing import cast

import pyoxigraph as ox

from dialograph import __version__
from dialograph.engine.reaching import Endpoint, Failure, head, reach
from dialograph.formats import JSON, XML

_FORMATS = {
    media_type: parsed
    for format_, parsed in ((JSON, ox.QueryResultsFormat.JSON), (XML, ox.QueryResultsFormat.XML))
    for media_type in (format_.media_type, *format_.also_types)
}
_READ = 64 * 1024
_OK = 200


class Outbound:
    """Asks endpoints, within bounds.

    Args:
        private: whether they may lie on this machine or on a private network.
        connect: seconds in which an endpoint has to be reached.
        exchange: seconds in which it has to have answered.
        answer: how many bytes its answer may have.
    """

    def __init__(self, *, private: bool, connect: float, exchange: float, answer: int) -> None:
        self._private = private
        self._connect = connect
        self._exchange = exchange
        self._answer = answer

    def ask(self, to: Endpoint, query: bytes) -> tuple[str, bytes]:
        """Ask an endpoint, once.

        Returns:
            The media type of the answer, and the answer: whole, and well-formed.

        Raises:
            Failure: there is none.
        """
        until = monotonic() + self._exchange
        seconds = min(self._connect, self._exchange)
        with reach(to, private=self._private, seconds=seconds, until=until) as line:
            try:
                line.sendall(head(to, "POST", _headers(len(query))) + query)
                response = HTTPResponse(cast("socket.socket", line), method="POST")
                response.begin()
                form = _form(response)
                answer = _whole(response, self._answer)
            except TimeoutError:
                raise Failure(f"does not answer within {self._exchange:g} seconds") from None
            except (HTTPException, ValueError):
                raise Failure("does not answer as HTTP asks for") from None
            except OSError:
                raise Failure("breaks the connection off") from None
            except MemoryError:
                raise Failure("gives an answer that does not fit into memory") from None
        _check(answer, form)
        return form.media_type, answer


def _headers(length: int) -> dict[str, str]:
    return {
        "User-Agent": f"dialograph/{__version__}",
        "Accept": f"{JSON.media_type}, {XML.media_type}",
        "Accept-Encoding": "identity",
        "Content-Type": "application/sparql-query",
        "Content-Length": str(length),
    }


def _form(response: HTTPResponse) -> ox.QueryResultsFormat:
    """In which format an answer comes that can be one."""
    if response.status in range(300, 400):
        raise Failure(f"answers {response.status}, a redirect, which is not followed")
    if response.status != _OK:
        raise Failure(f"answers {response.status}")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Failure("answers in an encoding that was not asked for")
    form = _FORMATS.get(response.headers.get_content_type())
    if form is None:
        raise Failure("answers in a format that holds no results of SPARQL")
    return form


def _whole(response: HTTPResponse, most: int) -> bytes:
    body = bytearray()
    while len(body) <= most and (piece := response.read(_READ)):
        body += piece
    if len(body) > most:
        raise Failure(f"gives an answer of more than {most:,} bytes")
    if response.length:
        raise Failure("breaks off in the middle of its answer")
    return bytes(body)


def _check(answer: bytes, form: ox.QueryResultsFormat) -> None:
    """Read an answer to its end: a fault that the engine finds itself, ``SILENT`` does not mend."""
    try:
        results = ox.parse_query_results(answer, format=form)
        if not isinstance(results, ox.QuerySolutions):
            raise Failure("gives an answer without rows")
        for _ in results:
            pass
    except (SyntaxError, ValueError, OSError):
        raise Failure("gives an answer that cannot be read") from None
