"""Work that takes time, done beside the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_STACK_BYTES = 64 * 1024 * 1024
"""Parsers and evaluators call themselves for each level of a query; address space costs nothing."""

_starting = threading.Lock()


class Workers:
    """A bounded number of threads, one for each piece of work.

    The threads do not keep the process alive: a query cannot be stopped from outside, and must
    not hold up the end of the server.

    Args:
        at_most: how many run at the same time; the rest waits.
    """

    def __init__(self, at_most: int) -> None:
        self._free = asyncio.Semaphore(at_most)

    async def run(self, work: Callable[[], T]) -> T:
        """Do ``work`` in a thread of its own, and give back what it gives or raises."""
        loop = asyncio.get_running_loop()
        async with self._free:
            done: asyncio.Future[T] = loop.create_future()

            def finish(result: T | None, error: BaseException | None) -> None:
                if done.cancelled():
                    return
                if error is not None:
                    done.set_exception(error)
                else:
                    done.set_result(result)  # type: ignore[arg-type]  # T may be None

            def body() -> None:
                result, error = None, None
                try:
                    result = work()
                except BaseException as raised:  # noqa: BLE001 - raised again where it is awaited
                    error = raised
                if not loop.is_closed():
                    loop.call_soon_threadsafe(finish, result, error)

            with _starting:
                before = threading.stack_size(_STACK_BYTES)
                threading.Thread(target=body, daemon=True, name="query").start()
                threading.stack_size(before)
            return await done
