"""The access log: one JSON object a line, written beside the event loop.

Neither the text of a query nor the address of who asks is in it: a query goes by a hash.
"""

from __future__ import annotations

import json
import os
import threading
from functools import lru_cache
from itertools import count

_HELD_MAX = 20_000
_PAUSE = 0.05


class AccessLog:
    """Takes lines in at once, and writes them when the reader of the log is ready for them.

    Args:
        descriptor: of the file to write to; None writes nothing.
    """

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor
        self._lines: list[bytes] = []
        self._wake = threading.Event()
        self._writing = threading.Lock()
        self._prefix = os.urandom(4).hex()
        self._numbers = count(1)
        self.dropped = 0
        """Lines that nobody read for so long that there was no room for them any more."""
        if descriptor is not None:
            threading.Thread(target=self._run, daemon=True, name="access log").start()

    def request_id(self) -> str:
        """A name for a request, unlike all others of this server and, most likely, of any."""
        return f"{self._prefix}-{next(self._numbers):x}"

    def note(
        self,
        *,
        method: str,
        path: str,
        status: int,
        size: int,
        seconds: float,
        request: str,
        query: str = "",
        is_cut: bool = False,
    ) -> None:
        """Write a line.

        Args:
            method: of the request.
            path: of its address, without what follows the question mark.
            status: of the response.
            size: how many bytes its body had.
            seconds: how long it took.
            request: the name of the request.
            query: the hash of the query.
            is_cut: whether the client went away before the end of the response.
        """
        if self._descriptor is None:
            return
        if len(self._lines) >= _HELD_MAX:
            self.dropped += 1
            return
        asked = f', "query": "{query}"' if query else ""
        if is_cut:
            asked += ', "cut": true'
        line = (
            f'{{"method": {_quoted(method)}, "path": {_quoted(path[:1000])}, "status": {status}, '
            f'"bytes": {size}, "ms": {seconds * 1000:.1f}, "request": {_quoted(request)}{asked}}}\n'
        )
        self._lines.append(line.encode())
        if not self._wake.is_set():
            self._wake.set()

    def flush(self) -> None:
        """Write what has been noted; returns when it is written."""
        with self._writing:
            lines, self._lines = self._lines, []
            view = memoryview(b"".join(lines))
            while view and self._descriptor is not None:
                try:
                    view = view[os.write(self._descriptor, view) :]
                except OSError:  # nobody reads it any more
                    return

    def _run(self) -> None:
        while True:
            self._wake.wait()
            # Lines come in bunches: one call for many.
            threading.Event().wait(_PAUSE)
            self._wake.clear()
            self.flush()


@lru_cache(maxsize=256)
def _quoted(text: str) -> str:
    return json.dumps(text)
