"""Which questions take their time, remembered by what they have in common with others."""

from __future__ import annotations

import re

_KNOWN_MAX = 4096
_UNLIKE = re.compile(
    r"""(<[^<>\s]*+>)|"(?:[^"\\\n]++|\\.)*+"|'(?:[^'\\\n]++|\\.)*+'|\#[^\n]*+|\b[0-9]++\b|\s++"""
)


def likeness(text: str) -> str:
    """A query without what differs among those that cost the same: comments, texts, numbers.

    Its IRIs stay: whom a question is about decides more than anything what it costs.

    Args:
        text: the query.
    """
    return _UNLIKE.sub(lambda found: found[1] or " ", text)


class Known:
    """The queries that have been seen to take their time, the latest of them."""

    def __init__(self) -> None:
        self._likenesses: dict[str, None] = {}

    def __contains__(self, text: str) -> bool:
        """Whether a query like this one has."""
        return bool(self._likenesses) and bool(text) and likeness(text) in self._likenesses

    def add(self, text: str) -> None:
        """Remember a query."""
        if text:
            self._likenesses[likeness(text)] = None
            if len(self._likenesses) > _KNOWN_MAX:
                del self._likenesses[next(iter(self._likenesses))]

    def discard(self, text: str) -> None:
        """Forget a query: this time it was quick."""
        if text in self:
            del self._likenesses[likeness(text)]
