"""Where an answer is written: in memory while it is short, then to a file; compressed on the way.

A bound holds all the while: an answer that would be longer is an error, never a shorter answer.
"""

from __future__ import annotations

import io
import os
import zlib
from typing import TYPE_CHECKING, Literal, Protocol

import zstandard

from dialograph.engine.interface import ResultTooLargeError, UnavailableError

if TYPE_CHECKING:
    from typing_extensions import Buffer

Coding = Literal["", "gzip", "zstd"]
"""How an answer is compressed (RFC 9110, section 8.4.1); the empty one leaves it as it is."""

WORTH_COMPRESSING = 1_000
"""Answers of fewer bytes are sent as they are: the header would take what compression gains."""

_GZIP = 31
"""The ``wbits`` with which zlib writes gzip."""


class _Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


def compressor(coding: Coding) -> _Compressor | None:
    """What compresses a stream; None where it is to stay as it is."""
    if coding == "gzip":
        return zlib.compressobj(5, zlib.DEFLATED, _GZIP)
    return zstandard.ZstdCompressor(level=3).compressobj() if coding == "zstd" else None


class Output(io.BytesIO):
    """Takes an answer in, piece by piece.

    Args:
        file: the descriptor of a file to go on in, at its end.
        inline: how many bytes are kept in memory before that.
        at_most: how many bytes the answer may have, before it is compressed.
        coding: how it is compressed.
    """

    def __init__(self, file: int, inline: int, at_most: int, coding: Coding) -> None:
        super().__init__()
        self._file = file
        self._inline = inline
        self._at_most = at_most
        self._coding = coding
        self._compressor: _Compressor | None = None
        self._pieces: list[bytes] = []
        self._taken = 0
        self.in_file = False
        """Whether the answer has grown out of memory."""
        self.spooled = 0
        """How many bytes stand in the file."""
        self.coding: Coding = ""
        """How what has been written is compressed, once it is finished."""

    def write(self, data: Buffer, /) -> int:
        """Take a piece in.

        Raises:
            ResultTooLargeError: the answer is longer than it may be.
            UnavailableError: the file takes no more.
        """
        piece = bytes(data)
        self._taken += len(piece)
        if self._taken > self._at_most:
            raise ResultTooLargeError(
                f"The answer is longer than {self._at_most} bytes.",
                "Ask for less: fewer columns, a narrower pattern, or one part at a time.",
                french=f"La réponse dépasse {self._at_most} octets.",
            )
        if self.in_file or self._taken > self._inline:
            self._spool(piece)
        else:
            self._pieces.append(piece)
        return len(piece)

    def finish(self) -> bytes:
        """End the answer: its bytes, or nothing where they stand in the file."""
        if self.in_file:
            if self._compressor is not None:
                self._append(self._compressor.flush())
            return b""
        whole = b"".join(self._pieces)
        if len(whole) < WORTH_COMPRESSING:
            return whole
        packer = compressor(self._coding)
        if packer is None:
            return whole
        self.coding = self._coding
        return packer.compress(whole) + packer.flush()

    def _spool(self, piece: bytes) -> None:
        if not self.in_file:
            self.in_file, self.coding = True, self._coding
            self._compressor = compressor(self._coding)
            piece, self._pieces = b"".join([*self._pieces, piece]), []
        self._append(self._compressor.compress(piece) if self._compressor else piece)

    def _append(self, piece: bytes) -> None:
        view = memoryview(piece)
        while view:
            try:
                written = os.write(self._file, view)
            except OSError as error:
                raise UnavailableError(
                    "The server has no room for an answer of this length now.",
                    "Ask for less, or later.",
                    retry=60,
                    french="Le serveur n’a pas la place pour une réponse de cette longueur.",
                ) from error
            self.spooled += written
            view = view[written:]
