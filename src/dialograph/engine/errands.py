"""Work of ours that is done where the dataset is: in a query process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Protocol

from dialograph.engine import exchange
from dialograph.engine.exchange import Outcome
from dialograph.engine.tasks import Spooled, Task


class Puts(Protocol):
    """What tasks are given to."""

    @property
    def numbers(self) -> Iterator[int]:
        """Tasks are told apart by these."""

    def put(self, task: Task) -> None:
        """Begin with a task, or have it wait."""

    def cancel(self, task: Task) -> None:
        """Stop working on it."""

    async def in_memory(self, seconds: float | None) -> None:
        """Wait until the graph is in memory."""


async def run(
    pool: Puts,
    work: Callable[..., Any],
    *args: object,
    seconds: float,
    client: str = "",
    bounded: bool = False,
    source: BinaryIO | None = None,
) -> tuple[Any, Spooled]:
    """Do work of ours in a process of its own.

    Args:
        pool: has the processes.
        work: a function that the keeper was given, or that is done later; it gets the engine, the
            descriptor of a file to write to, and
        args: these.
        seconds: how long it may take.
        client: for whom, where one client asks for it: it waits in its turn and uses its budget.
        bounded: whether the memory bound holds for it, as for what is done for a client.
        source: a file for it to read: it gets the descriptor as ``source``. What is bounded, or
            gets a file, may change its copy of the graph: it waits until that is in memory.

    Returns:
        What it gives, and the file.

    Raises:
        UnavailableError: there is no room for it, it took too long, or the client has no budget
            left for it.
        DialographError: what the work raises.
    """
    loop = asyncio.get_running_loop()
    number, deadline = next(pool.numbers), loop.time() + seconds
    if bounded or source is not None:
        await pool.in_memory(seconds)
    future: asyncio.Future[tuple[Any, Spooled]] = loop.create_future()

    def done(task: Task, outcome: Outcome | None, error: Exception | None) -> None:
        if future.done():
            return
        if outcome is None or task.spooled is None:
            future.set_exception(error or RuntimeError("work without a file"))
        else:
            future.set_result((exchange.result_of(outcome), task.spooled))

    message = exchange.pack_work(number, work, *args)
    now = loop.time()
    task = Task(number, message, client, now, deadline, done, bounded=bounded, is_work=True)
    task.source = source
    pool.put(task)
    try:
        return await future
    finally:
        pool.cancel(task)
