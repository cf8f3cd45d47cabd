"""How much of requests and answers is in memory, so that there is a bound for all together."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from dialograph.web.problems import BUSY, Problem


class Holding:
    """Counts the bytes that all requests hold at the same time.

    Args:
        at_most: how many that may be.
    """

    def __init__(self, at_most: int) -> None:
        self.at_most = at_most
        self.size = 0

    @property
    def is_full(self) -> bool:
        """Whether it is better to hold nothing more."""
        return self.size > self.at_most


class Held:
    """What one request holds, until the block ends.

    Args:
        holding: what it is part of.
    """

    def __init__(self, holding: Holding) -> None:
        self._holding = holding
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._holding.size -= self._size
        self._size = 0

    def add(self, size: int) -> None:
        """Hold some bytes more.

        Raises:
            Problem: 503, when all together hold too much.
        """
        if self._holding.is_full:
            raise Problem(
                BUSY,
                "Too much is arriving at the same time.",
                {"Retry-After": "1"},
                french="Trop de données arrivent en même temps.",
            )
        self._holding.size += size
        self._size += size
