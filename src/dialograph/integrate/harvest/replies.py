"""What servers give."""

from __future__ import annotations

import zlib
from email.message import Message
from typing import NamedTuple

from dialograph.engine.reaching import Failure
from dialograph.errors import RefusedError

GZIP = b"\x1f\x8b"
"""How a gzip file begins."""


class FetchError(RefusedError):
    """A server did not give what was asked for; trying again now would not help."""


class GoneError(FetchError):
    """A server says that what was asked for is gone for good (410)."""


class Reply(NamedTuple):
    """What a server gave.

    Args:
        address: where it was in the end, after redirects.
        headers: what came with it.
        body: the content, unpacked; empty when nothing has changed.
        is_unchanged: whether the server says that nothing has changed (304).
    """

    address: str
    headers: Message
    body: bytes
    is_unchanged: bool = False

    @property
    def media_type(self) -> str:
        """What the server says that it is; empty when it does not."""
        return self.headers.get_content_type() if "Content-Type" in self.headers else ""


def unpack(packed: bytes, most: int) -> bytes | None:
    """What a gzip file holds.

    Args:
        packed: the file.
        most: how many bytes it may unfold to.

    Returns:
        The content; None when it is longer.

    Raises:
        Failure: it is cut short, or damaged.
    """
    whole, rest = bytearray(), packed
    try:
        while rest:
            member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            whole += member.decompress(rest, most + 1 - len(whole))
            if len(whole) > most:
                return None
            if not member.eof:
                raise zlib.error
            rest = member.unused_data
    except zlib.error:
        raise Failure(
            "gives a gzip file that is not whole", "donne un fichier gzip incomplet"
        ) from None
    return bytes(whole)
