"""The way to another server: its name looked up once, every address checked, one deadline.

Whatever asks another server on our behalf (``SERVICE``, a harvest) goes through here, so that the
same addresses are refused to all of them, and nothing goes on for longer than it may.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from io import BufferedReader, RawIOBase
from ipaddress import IPv6Address, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import quote

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

_READ = 64 * 1024


class Failure(Exception):  # noqa: N818 - nothing of ours has failed
    """Why a server gives no answer, in words that follow its name.

    Args:
        english: what it does, or does not.
        french: the same in French, where a person may be told.
    """

    def __init__(self, english: str, french: str = "") -> None:
        super().__init__(english)
        self.french = french or english


class Unreached(Failure):
    """Nobody answers there now; it may be different later."""


class Closed(Failure):
    """It lies where we do not go."""


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


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def reach(to: Endpoint, *, private: bool, seconds: float, until: float) -> Line:
    """Connect to a server, at an address that was checked.

    Args:
        to: where.
        private: whether it may lie on this machine or on a private network.
        seconds: in which it has to be reached.
        until: when everything has to be over, on the monotonic clock.

    Raises:
        Unreached: nobody answers there.
        Closed: it may not be reached there.
        Failure: it cannot be trusted.
    """
    found = _resolved(to, max(0.001, min(seconds, until - monotonic())))
    if not all(is_reachable(each[4][0], private=private) for each in found):
        raise Closed(
            "is at an address that no query here may reach",
            "se trouve à une adresse qu’aucune requête ne peut atteindre d’ici",
        )
    for family, kind, protocol, _, address in found:
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(max(0.001, min(seconds, until - monotonic())))
            connection.connect(address)
            if to.scheme == "https":
                connection = _trust().wrap_socket(connection, server_hostname=to.host)
            return Line(connection, until)
        except ssl.SSLCertVerificationError:
            connection.close()
            raise Failure(
                "has no certificate for its name that is trusted here",
                "n’a pas, pour son nom, de certificat reconnu ici",
            ) from None
        except OSError:
            connection.close()
    raise Unreached(
        f"cannot be reached within {seconds:g} seconds",
        f"ne peut être atteint en {seconds:g} secondes",
    )


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
    raise Unreached("has a name that leads nowhere", "a un nom qui ne mène nulle part")


def head(to: Endpoint, method: str, headers: Mapping[str, str]) -> bytes:
    """The head of a request (RFC 9112, section 3), for one exchange on a connection.

    Args:
        to: what is asked.
        method: how.
        headers: what is said beside, in visible ASCII.
    """
    host = f"[{to.host}]" if ":" in to.host else to.host
    lines = (
        f"{method} {to.target} HTTP/1.1",
        f"Host: {host}" if to.port == _PORTS[to.scheme] else f"Host: {host}:{to.port}",
        *(f"{name}: {value}" for name, value in headers.items()),
        "Connection: close",
    )
    return "\r\n".join([*lines, "", ""]).encode("ascii")


class Line(RawIOBase):
    """A connection on which everything together has to be over at one moment.

    Args:
        connection: open.
        until: that moment, on the monotonic clock.
    """

    def __init__(self, connection: socket.socket, until: float) -> None:
        self._connection = connection
        self._until = until

    def _wait(self) -> None:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)

    def sendall(self, data: bytes) -> None:
        """Send all of it, in time."""
        rest = memoryview(data)
        while rest:
            self._wait()
            rest = rest[self._connection.send(rest[:_READ]) :]

    def makefile(self, _mode: str) -> BufferedReader:
        """What :class:`http.client.HTTPResponse` reads from."""
        return BufferedReader(self, _READ)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there, in time."""
        self._wait()
        return self._connection.recv_into(buffer)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
        super().close()
