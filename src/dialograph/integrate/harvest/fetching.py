"""Requests to the servers of a source: to allowed hosts only, bounded, tried again with patience.

Each request goes the way of ``SERVICE`` (``engine/reaching``): the name is looked up once, what it
stands for is checked, and that is what is connected to. A redirect is a new request, checked anew.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from time import monotonic, sleep, time
from typing import cast
from urllib.parse import urldefrag, urljoin

from dialograph import __version__
from dialograph.engine.reaching import (
    Closed,
    Endpoint,
    Failure,
    Line,
    Unreached,
    endpoint,
    head,
    reach,
    shorten,
)
from dialograph.integrate.harvest.replies import GZIP, FetchError, GoneError, Reply, unpack
from dialograph.integrate.harvest.sources import Source

_CONNECT, _EXCHANGE = 10.0, 120.0
"""Seconds in which a server has to be reached, and in which it has to have answered."""
_READ = 64 * 1024
_OK, _UNCHANGED, _GONE = 200, 304, 410
_REDIRECTS = {301, 302, 303, 307, 308}
_KEPT = {307, 308}
_HOPS_MAX = 5
_BUSY = {429, 502, 503, 504}


class _Busy(Exception):  # noqa: N818 - it is the server that is
    """The server cannot answer now.

    Args:
        failure: what is said if it never can.
        wait: how many seconds it asks to wait; None when it does not say.
    """

    def __init__(self, failure: Failure, wait: float | None = None) -> None:
        super().__init__(str(failure))
        self.failure = failure
        self.wait = wait


class _Gone(Failure):
    """What is asked for is gone for good."""


class Fetcher:
    """Asks the servers of one source.

    Args:
        source: ``hosts`` and ``limits`` count: everything that is asked for shares the bytes and
            the seconds.
        say: told what is being waited for, in English and in French.
    """

    def __init__(
        self, source: Source, say: Callable[[str, str], None] = lambda _english, _french: None
    ) -> None:
        self._hosts = source.hosts
        self._limits = source.limits
        self._say = say
        self._until = monotonic() + source.limits.seconds
        self._left = source.limits.bytes

    def get(self, address: str, accept: str, *, etag: str = "", modified: str = "") -> Reply:
        """Get a document (RFC 9110, section 9.3.1).

        Args:
            address: where it is; a fragment does not matter.
            accept: the media types that can be read.
            etag: the ``ETag`` of what is known already, and
            modified: its ``Last-Modified``: then it is only asked for if it has changed.

        Raises:
            FetchError: there is none to be had: which address, and why.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": "" if etag else modified}
        headers = {"Accept": accept, **{name: told for name, told in conditions.items() if told}}
        reply = self.send("GET", address, headers)
        if reply.is_unchanged and not (etag or modified):
            raise _told(
                address,
                "says that nothing has changed, and was not asked that",
                "dit que rien n’a changé, ce qu’on ne lui demandait pas",
            )
        return reply

    def send(
        self, method: str, address: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Reply:
        """Make a request, again where the server is busy, and go where it redirects.

        Args:
            method: ``GET`` or ``POST``.
            address: where to.
            headers: what is said; what every request says is added.
            body: what is sent.

        Raises:
            FetchError: as :meth:`get`.
        """
        here = urldefrag(address).url
        for _ in range(_HOPS_MAX + 1):
            try:
                found = self._patiently(method, self._allowed(here), headers, body)
            except _Gone as failure:
                told = _told(here, str(failure), failure.french)
                raise GoneError(told.message, french=told.french) from None
            except Failure as failure:
                raise _told(here, str(failure), failure.french) from None
            if isinstance(found, Reply):
                return found
            status, there = found
            if here.startswith("https:") and not there.startswith("https:"):
                raise _told(
                    here,
                    f"redirects to {shorten(there)}, which is not encrypted",
                    f"renvoie à {shorten(there)}, qui n’est pas chiffré",
                )
            here = there
            if status not in _KEPT:
                method, body = "GET", b""
        raise _told(
            address,
            f"redirects more than {_HOPS_MAX} times",
            f"renvoie ailleurs plus de {_HOPS_MAX} fois",
        )

    def _allowed(self, address: str) -> Endpoint:
        to = endpoint(address)
        if to is None:
            raise Failure(
                "is no address that can be asked", "n’est pas une adresse que l’on peut interroger"
            )
        if not self._hosts.allow(to):
            raise Failure(
                "is on a host that the source does not allow; add it to hosts if it may be asked",
                "est sur un hôte que la source n’autorise pas ; ajoutez-le à hosts si on peut "
                "l’interroger",
            )
        return to

    def _patiently(
        self, method: str, to: Endpoint, headers: Mapping[str, str], body: bytes
    ) -> Reply | tuple[int, str]:
        """What a server gives, or where it redirects, with patience."""
        pause = self._limits.pause
        for attempt in range(1, self._limits.tries + 1):
            try:
                return self._once(method, to, headers, body)
            except _Busy as busy:
                wait = max(pause if busy.wait is None else busy.wait, 0)
                if attempt == self._limits.tries or monotonic() + wait >= self._until:
                    raise busy.failure from None
                self._say(
                    f"{shorten(to.iri)} {busy.failure}; waiting {wait:.0f} s",
                    f"{shorten(to.iri)} {busy.failure.french} ; attente de {wait:.0f} s",
                )
                sleep(wait)
                pause *= 2
        raise AssertionError

    def _once(
        self, method: str, to: Endpoint, headers: Mapping[str, str], body: bytes
    ) -> Reply | tuple[int, str]:
        now = monotonic()
        if now >= self._until:
            raise Failure(
                f"is not asked any more: the {self._limits.seconds:g} seconds of the source are up",
                f"n’est plus interrogé : les {self._limits.seconds:g} secondes de la source sont "
                "écoulées",
            )
        until = min(self._until, now + _EXCHANGE)
        said = {
            "User-Agent": f"dialograph/{__version__}",
            "Accept-Encoding": "gzip",
            **headers,
            **({"Content-Length": str(len(body))} if body else {}),
        }
        try:
            private = self._hosts.may_be_private(to)
            line = reach(to, private=private, seconds=_CONNECT, until=until)
        except Unreached as failure:
            raise _Busy(failure) from None
        except Closed:
            raise Failure(
                "lies on this machine or a private network; name its host in private_hosts if it "
                "may be asked there",
                "se trouve sur cette machine ou un réseau privé ; nommez son hôte dans "
                "private_hosts si on peut l’y interroger",
            ) from None
        with line:
            return self._exchange(line, head(to, method, said) + body, method, to)

    def _exchange(
        self, line: Line, request: bytes, method: str, to: Endpoint
    ) -> Reply | tuple[int, str]:
        try:
            line.sendall(request)
            response = HTTPResponse(cast("socket.socket", line), method=method)
            response.begin()
            status = response.status
            if status in _BUSY:
                raise _Busy(_answers(status), _wait_of(response.headers))
            if status == _UNCHANGED:
                return Reply(to.iri, response.headers, b"", is_unchanged=True)
            if status in _REDIRECTS and "Location" in response.headers:
                there = urljoin(to.iri, response.headers["Location"])
                return status, urldefrag(there).url
            if status == _GONE:
                raise _Gone(f"answers {status}", f"répond {status}")
            if status != _OK:
                raise _answers(status)
            return Reply(to.iri, response.headers, self._whole(response))
        except TimeoutError:
            raise _Busy(Failure("does not answer in time", "ne répond pas à temps")) from None
        except (HTTPException, ValueError):
            raise Failure(
                "does not answer as HTTP asks for", "ne répond pas comme le veut HTTP"
            ) from None
        except OSError:
            raise _Busy(Failure("breaks the connection off", "coupe la connexion")) from None

    def _whole(self, response: HTTPResponse) -> bytes:
        """The body, to its end, unpacked."""
        coding = response.headers.get("Content-Encoding", "identity").lower()
        if coding not in {"identity", "gzip", "x-gzip"}:
            raise Failure(
                "answers in an encoding that was not asked for",
                "répond dans un codage qui n’a pas été demandé",
            )
        body = bytearray()
        while piece := response.read(_READ):
            body += piece
            if len(body) > self._left:
                raise self._too_long()
        if response.length:
            raise _Busy(
                Failure(
                    "breaks off in the middle of its answer", "s’arrête au milieu de sa réponse"
                )
            )
        whole = bytes(body)
        if coding != "identity" or whole.startswith(GZIP):
            whole = self._unpacked(whole)
        self._left -= len(whole)
        return whole

    def _unpacked(self, packed: bytes) -> bytes:
        whole = unpack(packed, self._left)
        if whole is None:
            raise self._too_long()
        return whole

    def _too_long(self) -> Failure:
        most = self._limits.bytes
        return Failure(
            f"gives more than the {most:,} bytes of the source",
            f"donne plus que les {most} octets de la source",
        )


def _wait_of(headers: Message) -> float | None:
    """How many seconds ``Retry-After`` asks for (RFC 9110, section 10.2.3)."""
    told = str(headers.get("Retry-After", "")).strip()
    if told.isdecimal():
        return float(told[:9])
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time())
    except ValueError:
        return None


def _answers(status: int) -> Failure:
    return Failure(f"answers {status}", f"répond {status}")


def _told(address: str, english: str, french: str) -> FetchError:
    name = shorten(address)
    return FetchError(f"{name} {english}.", french=f"{name} {french}.")
