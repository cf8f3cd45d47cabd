"""Answers that have been given, kept for whoever asks the same again."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from dialograph.engine.output import Coding

_OVERHEAD = 500
"""What an answer takes in memory beside its bytes."""

_SHARE = 8
"""One answer may take up this part of the whole."""


class Answer(NamedTuple):
    """A whole answer.

    Args:
        body: its bytes.
        media_type: what it is sent as.
        coding: how it is compressed.
        volatile: whether asking again may answer otherwise; such an answer is never kept.
    """

    body: bytes
    media_type: str
    coding: Coding
    volatile: bool = False


class Cache:
    """The answers that were asked for last, as many as there is room for.

    A key stands for all that an answer depends on: version, query, dataset, media types,
    compression.

    Args:
        room: how many bytes they may take together; 0 keeps none.
    """

    def __init__(self, room: int) -> None:
        self.room = room
        self.size = 0
        self.hits = 0
        self.misses = 0
        # Plain tuples of plain values: Python's garbage collector passes over them.
        self._answers: OrderedDict[str, tuple[bytes, str, Coding, bool]] = OrderedDict()

    @property
    def longest(self) -> int:
        """How many bytes an answer may have to be kept."""
        return max(0, self.room // _SHARE - _OVERHEAD)

    def __len__(self) -> int:
        return len(self._answers)

    def __contains__(self, key: str) -> bool:
        return key in self._answers

    def get(self, key: str) -> Answer | None:
        """The answer under a key, if it is here."""
        kept = self._answers.get(key)
        if kept is None:
            self.misses += 1
            return None
        self._answers.move_to_end(key)
        self.hits += 1
        return Answer(*kept)

    def move(self, key: str, to: str) -> None:
        """Have an answer, if it is here, stand for something else.

        Args:
            key: what it depended on, and
            to: what it is the answer to as well.
        """
        kept = self._answers.pop(key, None)
        if kept is None:
            return
        if to in self._answers:
            self.size -= len(kept[0]) + _OVERHEAD
        else:
            self._answers[to] = kept

    def put(self, key: str, answer: Answer) -> None:
        """Keep an answer, if it may be kept and is not too long.

        Args:
            key: what it depends on.
            answer: the answer.
        """
        size = len(answer.body) + _OVERHEAD
        if answer.volatile or len(answer.body) > self.longest or key in self._answers:
            return
        self._answers[key] = (answer.body, answer.media_type, answer.coding, answer.volatile)
        self.size += size
        while self.size > self.room:
            _, dropped = self._answers.popitem(last=False)
            self.size -= len(dropped[0]) + _OVERHEAD
