"""How many query-seconds each client may use: a bucket each, filled again steadily."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from time import monotonic

WINDOW = 60.0
"""In so many seconds an empty bucket fills up."""

_CLIENTS_MAX = 10_000


@dataclass(slots=True)
class _Bucket:
    level: float
    at: float


class Budget:
    """Counts what clients use.

    Args:
        seconds: how many query-seconds a bucket holds; 0 for no limit at all.
        clock: tells the time in seconds.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def left(self, client: str) -> float:
        """How many seconds a client has left; it may have used more than it had."""
        bucket = self._buckets.get(client)
        if bucket is None:
            return self.seconds
        gained = (self._clock() - bucket.at) * self.seconds / WINDOW
        return min(self.seconds, bucket.level + gained)

    def has_used(self, client: str) -> bool:
        """Whether a client has used anything that is still remembered."""
        return client in self._buckets

    def is_used_up(self, client: str) -> bool:
        """Whether a client has to wait before it may ask anything long again."""
        return self.seconds > 0 and client in self._buckets and self.left(client) <= 0

    def charge(self, client: str, used: float) -> None:
        """Count seconds that a client has used."""
        left = self.left(client) - used
        # Taken out and put back in: the first is the one that has not been seen for longest.
        self._buckets.pop(client, None)
        if len(self._buckets) >= _CLIENTS_MAX:
            self._forget()
        self._buckets[client] = _Bucket(left, self._clock())

    def full_in(self, client: str) -> int:
        """In how many seconds a client will have everything back."""
        if client not in self._buckets:
            return 0
        return ceil((self.seconds - self.left(client)) * WINDOW / self.seconds)

    def open_in(self, client: str) -> int:
        """In how many seconds a client will have something left; at least one."""
        return max(1, ceil(-self.left(client) * WINDOW / self.seconds)) if self.seconds else 1

    def _forget(self) -> None:
        full = [each for each in self._buckets if self.left(each) >= self.seconds]
        for client in full or [next(iter(self._buckets))]:
            del self._buckets[client]
