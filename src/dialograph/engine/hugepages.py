"""Large pages for what is loaded: a process that has few pages is forked and looked through fast.

At 1.2 million triples, forking copies the entries of 370,000 small pages in 36 ms, those of large
ones in 2 ms; and queries take a fifth less, since the processor finds each page faster. A large
page that is written to while a forked process has it too falls into small ones again: some ten MB
with each change.
"""

from __future__ import annotations

import ctypes
import errno
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

_MADV_HUGEPAGE, _MADV_COLLAPSE = 14, 25
_HUGE = 2 * 1024 * 1024
_ADDRESSES, _RIGHTS, _FILE = 0, 1, 5
_HEAP = "[heap]"
_FAILURES_MAX = 64
"""After so many the system has no large pages to give."""


def prefer_huge_pages() -> None:
    """Move the memory of this process into large pages, as far as the system has any.

    Where it has none, or is too old to be asked (before Linux 6.1), everything stays as it is.
    """
    for _ in moved():
        pass


class Mover:
    """Moves memory into large pages a little at a time."""

    def __init__(self) -> None:
        self._pages: Iterator[None] = iter(())
        self.has_more = False
        """Whether there is something left to do."""

    def begin(self) -> None:
        """Look at all memory once more."""
        self._pages, self.has_more = moved(), True

    def go_on(self, seconds: float) -> None:
        """Move some more.

        Args:
            seconds: for about how long.
        """
        end = perf_counter() + seconds
        for _ in self._pages:
            if perf_counter() > end:
                return
        self.has_more = False


def moved() -> Iterator[None]:
    """Each time one more page has been moved, or has been looked at."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    failures = 0
    for line in Path("/proc/self/maps").read_text().splitlines():
        fields = line.split()
        if not fields[_RIGHTS].startswith("rw") or (fields[_FILE:] and fields[_FILE] != _HEAP):
            continue
        start, end = (int(each, 16) for each in fields[_ADDRESSES].split("-"))
        start, end = (start + _HUGE - 1) // _HUGE * _HUGE, end // _HUGE * _HUGE
        if start < end:
            libc.madvise(start, end - start, _MADV_HUGEPAGE)
        # One at a time: the system gives up a whole stretch over one page that it cannot move.
        for page in range(start, end, _HUGE):
            if libc.madvise(page, _HUGE, _MADV_COLLAPSE) and ctypes.get_errno() == errno.ENOMEM:
                failures += 1
                if failures > _FAILURES_MAX:
                    return
            yield
