"""Content codings, unfolded piece by piece: what a request unfolds to is bounded on the way."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence

import zstandard

from dialograph.web.problems import BAD_REQUEST, MEDIA, TOO_LARGE, Problem

ACCEPTED = "gzip, deflate, zstd"
_CODINGS_MAX = 3
_PIECE = 64 * 1024
# Four bytes of zstd can stand for 128 kB: a few at a time.
_ZSTD_PIECE = 512
_ZSTD_WINDOW = 8 * 1024 * 1024  # what every reader has to support, and need not exceed (RFC 9659)
# Streams of gzip or zstd may follow each other; empty ones cost time and give nothing.
_MEMBERS_MAX = 100_000
_GZIP, _ZLIB = 31, 15


def codings_of(header: str | None) -> tuple[str, ...]:
    """The codings of a body, in the order in which they were applied (RFC 9110, section 8.4).

    Args:
        header: ``Content-Encoding``, several joined with commas; None without one.

    Raises:
        Problem: 415, with ``Accept-Encoding``, for one that is not known, or too many.
    """
    named = [each.strip().lower() for each in (header or "").split(",")]
    codings = tuple(each.removeprefix("x-") for each in named if each not in {"", "identity"})
    told = {"Accept-Encoding": ACCEPTED}
    for each in codings:
        if each not in _STAGES:
            raise Problem(
                MEDIA,
                f"The body is encoded as {each[:40]!r}; send it as it is, or in {ACCEPTED}.",
                told,
                french=f"Le corps est encodé en {each[:40]!r} ; envoyez-le tel quel, ou en "
                f"{ACCEPTED}.",
            )
    if len(codings) > _CODINGS_MAX:
        raise Problem(
            MEDIA,
            f"The body is encoded more than {_CODINGS_MAX} times over; once is enough.",
            told,
            french=f"Le corps est encodé plus de {_CODINGS_MAX} fois ; une seule suffit.",
        )
    return codings


def unfolded(pieces: Iterable[bytes], codings: Sequence[str], size: int) -> Iterator[bytes]:
    """The content that a body stands for.

    Args:
        pieces: the body.
        codings: as :func:`codings_of` gives them.
        size: how many bytes it may unfold to, at every stage on the way: a stage that gives
            nothing in the end still costs what goes through it.

    Raises:
        Problem: 400 when the body is not so encoded, or cut short; 413 when it unfolds to more.
    """
    for coding in reversed(codings):
        pieces = _bounded(_STAGES[coding](pieces), coding, size)
    yield from pieces


def _bounded(pieces: Iterable[bytes], coding: str, size: int) -> Iterator[bytes]:
    passed = 0
    try:
        for piece in pieces:
            passed += len(piece)
            if passed > size:
                raise Problem(
                    TOO_LARGE,
                    f"The body unfolds to more than {size} bytes; send it in parts.",
                    french=f"Le corps se déplie en plus de {size} octets ; envoyez-le en plusieurs "
                    "parties.",
                )
            yield piece
    except (zlib.error, zstandard.ZstdError, EOFError) as error:
        raise Problem(
            BAD_REQUEST,
            f"The body is no whole {coding}, though Content-Encoding says so.",
            french=f"Le corps n’est pas du {coding} entier, contrairement à ce que dit "
            "Content-Encoding.",
        ) from error


def _inflated(pieces: Iterable[bytes], wbits: int) -> Iterator[bytes]:
    members, stream = 1, zlib.decompressobj(wbits)
    has_begun = False
    for piece in pieces:
        left = piece
        while left or stream.unconsumed_tail:
            if stream.eof:
                # Zeros may fill up the end of a gzip file, as tapes did.
                left = left.lstrip(b"\0")
                if not left:
                    break
                if wbits != _GZIP or members == _MEMBERS_MAX:
                    raise EOFError
                members, stream = members + 1, zlib.decompressobj(wbits)
            has_begun = True
            yield stream.decompress(left, _PIECE)
            left = stream.unconsumed_tail or stream.unused_data
        # The library may hold back what it could not hand over.
        while not stream.eof and (more := stream.decompress(b"", _PIECE)):
            yield more
    if not (stream.eof and has_begun):
        raise EOFError


def _gunzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    return _inflated(pieces, _GZIP)


def _deflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    return _inflated(pieces, _ZLIB)


def _zstd(pieces: Iterable[bytes]) -> Iterator[bytes]:
    library = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    members, stream, has_begun = 1, library.decompressobj(), False
    for piece in pieces:
        for start in range(0, len(piece), _ZSTD_PIECE):
            left = piece[start : start + _ZSTD_PIECE]
            while left:
                if stream.eof:
                    if members == _MEMBERS_MAX:
                        raise EOFError
                    members, stream = members + 1, library.decompressobj()
                has_begun = True
                yield stream.decompress(left)
                left = stream.unused_data
    if not (stream.eof and has_begun):
        raise EOFError


_STAGES: dict[str, Callable[[Iterable[bytes]], Iterator[bytes]]] = {
    "gzip": _gunzipped,
    "deflate": _deflated,
    "zstd": _zstd,
}
