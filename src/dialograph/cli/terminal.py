"""What a person's terminal is spared: names and messages of strangers may hold orders to it."""

from __future__ import annotations

import sys
from typing import Any, TextIO, cast

_KEPT = {"\t", "\n", "\r"}
_TABLE = {
    number: ascii(chr(number))[1:-1]
    for number in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    if chr(number) not in _KEPT
}
"""Control characters (ISO/IEC 6429), and those that turn the direction of what follows."""


class _Spared:
    """A stream of text to a terminal, on which control characters are shown, not obeyed.

    Args:
        stream: what is written to.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text."""
        self._stream.write(text.translate(_TABLE))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def spare() -> None:
    """Have what goes to a terminal go there without control characters; files get what there is."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None and stream.isatty() and not isinstance(stream, _Spared):
            setattr(sys, name, cast("TextIO", _Spared(stream)))
