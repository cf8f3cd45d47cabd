"""One question to one endpoint elsewhere, on our terms.

The name is resolved once, every address of it is checked, and the connection is made to what was
checked; no redirect is followed, and nothing goes on for longer than it may.
"""

from __future__ import annotations

import re
import socket
import ssl
from contextlib import suppress
from functools import cached_property
from http.client import HTTPException, HTTPResponse
from io import BufferedReader, RawIOBase
from ipaddress import IPv6Address, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, NamedTuple, cast
from urllib.parse import quote

import pyoxigraph as ox

from dialograph import __version__
from dialograph.formats import JSON, XML

_ADDRESS = re.compile(
    r"(https?)://(\[[0-9a-f:.]+\]|[0-9a-z](?:[0-9a-z._-]*[0-9a-z])?)(?::([0-9]{1,5}))?"
    r"(/[^<>\"{}|\\^`?#\x00-\x20\x7f]*)?(\?[^<>\"{}|\\^`#\x00-\x20\x7f]*)?",
    re.IGNORECASE | re.ASCII,
)
# Dots, slashes and control characters, encoded once or more often, and what is no encoding;
# segments of dots, also those that a server sees once it has cut off what follows a semicolon.
_DEVIOUS = re.compile(
    r"%(?![0-9a-f]{2})|%(?:25)*(?:2e|2f|5c|[01][0-9a-f]|7f)|/\.{1,2}(?:[/;%]|$)", re.IGNORECASE
)
_PORTS = {"http": 80, "https": 443}
_PORT_MAX = 65535
_SAFE = "/%:@!$&'()*+,;=~-._?[]"
_SHOWN = 200

# The registries of special addresses (RFC 6890 and its successors), whatever Python knows of
# them; the last is, in one cloud, the host of the virtual machine.
_CLOSED = """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
    192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24
    224.0.0.0/3 2001::/23 2001:db8::/32 2002::/16 3ffe::/16 3fff::/20 168.63.129.16/32
"""
_CLOSED_NETWORKS = [ip_network(each) for each in _CLOSED.split()]
_OPEN_NETWORKS = [ip_network("0.0.0.0/0"), ip_network("2000::/3")]
_NAT64 = ip_network("64:ff9b::/96")

_FORMATS = {
    media_type: parsed
    for format_, parsed in ((JSON, ox.QueryResultsFormat.JSON), (XML, ox.QueryResultsFormat.XML))
    for media_type in (format_.media_type, *format_.also_types)
}
_READ = 64 * 1024
_OK = 200


class Failure(Exception):  # noqa: N818 - nothing of ours has failed
    """Why an endpoint gives no answer, in words that follow its name."""


class Endpoint(NamedTuple):
    """An address of HTTP, taken apart.

    Args:
        iri: the address in its one spelling.
        scheme: ``http`` or ``https``.
        host: a name or an address, in lower case and without brackets.
        port: a number, said or not.
        target: what the request line names: path and query.
    """

    iri: str
    scheme: str
    host: str
    port: int
    target: str


def shorten(iri: str) -> str:
    """An address as a person is told of it."""
    return iri if len(iri) <= _SHOWN else f"{iri[:_SHOWN]}…"


def endpoint(iri: str) -> Endpoint | None:
    """Take an address apart.

    Args:
        iri: an absolute IRI.

    Returns:
        Its parts, or None when it is no plain address of HTTP: another scheme, a user, a
        fragment, or a path with dots or slashes that some server may read otherwise.
    """
    match = _ADDRESS.fullmatch(iri)
    if match is None:
        return None
    scheme, host, path = match[1].lower(), match[2].lower(), match[4] or "/"
    port = int(match[3] or _PORTS[scheme])
    if not 0 < port <= _PORT_MAX or _DEVIOUS.search(path):
        return None
    target = quote(path + (match[5] or ""), safe=_SAFE)
    said = "" if port == _PORTS[scheme] else f":{port}"
    return Endpoint(f"{scheme}://{host}{said}{target}", scheme, host.strip("[]"), port, target)


def is_reachable(address: str, *, private: bool) -> bool:
    """Whether we connect to an address.

    Args:
        address: an IPv4 or IPv6 address; one of IPv6 may stand for one of IPv4.
        private: whether it may lie on this machine or on a private network.
    """
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or (ip_address(ip.packed[12:]) if ip in _NAT64 else ip)
    if ip.is_multicast or ip.is_unspecified:
        return False
    is_open = ip.is_global and any(ip in each for each in _OPEN_NETWORKS)
    return private or (is_open and not any(ip in each for each in _CLOSED_NETWORKS))


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

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    def ask(self, to: Endpoint, query: bytes) -> tuple[str, bytes]:
        """Ask an endpoint, once.

        Returns:
            The media type of the answer, and the answer: whole, and well-formed.

        Raises:
            Failure: there is none.
        """
        until = monotonic() + self._exchange
        with _Line(self._reach(to, until), until) as line:
            try:
                line.sendall(_head(to, len(query)) + query)
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

    def _reach(self, to: Endpoint, until: float) -> socket.socket:
        found = _resolved(to, min(self._connect, self._exchange))
        if not all(is_reachable(each[4][0], private=self._private) for each in found):
            raise Failure("is at an address that no query here may reach")
        for family, kind, protocol, _, address in found:
            connection = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(max(0.001, min(self._connect, until - monotonic())))
                connection.connect(address)
                if to.scheme == "http":
                    return connection
                return self._trust.wrap_socket(connection, server_hostname=to.host)
            except ssl.SSLCertVerificationError:
                connection.close()
                raise Failure("has no certificate for its name that is trusted here") from None
            except OSError:
                connection.close()
        raise Failure(f"cannot be reached within {self._connect:g} seconds")


def _resolved(to: Endpoint, seconds: float) -> list[Any]:
    """What the name of an endpoint stands for; the one time that it is looked up."""
    found: SimpleQueue[list[Any]] = SimpleQueue()

    def look_up() -> None:
        try:
            found.put(socket.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            found.put([])

    # In a thread: the system has a patience of its own.
    Thread(target=look_up, daemon=True).start()
    with suppress(Empty):
        if addresses := found.get(timeout=seconds):
            return addresses
    raise Failure("has a name that leads nowhere")


def _head(to: Endpoint, length: int) -> bytes:
    host = f"[{to.host}]" if ":" in to.host else to.host
    lines = (
        f"POST {to.target} HTTP/1.1",
        f"Host: {host}" if to.port == _PORTS[to.scheme] else f"Host: {host}:{to.port}",
        f"User-Agent: dialograph/{__version__}",
        f"Accept: {JSON.media_type}, {XML.media_type}",
        "Accept-Encoding: identity",
        "Content-Type: application/sparql-query",
        f"Content-Length: {length}",
        "Connection: close",
    )
    return "\r\n".join([*lines, "", ""]).encode("ascii")


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


class _Line(RawIOBase):
    """A connection on which everything together has to be over at one moment."""

    def __init__(self, connection: socket.socket, until: float) -> None:
        self._connection = connection
        self._until = until

    def _wait(self) -> None:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)

    def sendall(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            self._wait()
            rest = rest[self._connection.send(rest[:_READ]) :]

    def makefile(self, _mode: str) -> BufferedReader:
        return BufferedReader(self, _READ)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._wait()
        return self._connection.recv_into(buffer)

    def close(self) -> None:
        self._connection.close()
        super().close()
