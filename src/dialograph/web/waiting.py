"""Asking a query process in the name of a request, and stopping it when the client goes away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.requests import ClientDisconnect, Request

from dialograph.engine.exchange import Outcome
from dialograph.engine.interface import StaleError
from dialograph.engine.tasks import Recall, Spooled, Task
from dialograph.web.answers import Answers
from dialograph.web.plans import Plan

_RECALLS_MAX = 3


async def ask(
    answers: Answers, request: Request, made: Plan, recall: Recall | None = None
) -> tuple[Outcome, Spooled | None]:
    """Ask a query process; stop it when the client goes away.

    Args:
        answers: puts the question.
        request: in whose name.
        made: what is asked.
        recall: the version to ask, when it is not the current one.

    Returns:
        What came of it, and where a long answer stands.

    Raises:
        ClientDisconnect: the client has gone.
        DialographError: there is no answer.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[tuple[Outcome, Spooled | None]] = loop.create_future()
    watches: list[asyncio.Task[None]] = []

    def done(task: Task, outcome: Outcome | None, error: Exception | None) -> None:
        if future.done():
            return
        if outcome is None:
            future.set_exception(error or RuntimeError("neither an outcome nor an error"))
        else:
            future.set_result((outcome, task.spooled))

    def slow() -> None:
        watches.append(loop.create_task(_until_gone(request, future.cancel)))

    ticket = answers.submit(made, answers.client_of(request), done, slow, recall)
    try:
        return await future
    except asyncio.CancelledError:
        if future.cancelled() and watches:
            raise ClientDisconnect from None
        raise
    finally:
        ticket.cancel()
        for each in watches:
            each.cancel()


async def ask_version(
    answers: Answers, request: Request, made: Plan, number: int | None
) -> tuple[Outcome, Spooled | None]:
    """Ask the version that a plan is for: the current one, or an older one of some number.

    Args:
        answers: as :func:`ask`.
        request: as :func:`ask`.
        made: as :func:`ask`.
        number: what the request asks for; None for the current version.

    Raises:
        StaleError: the current version has changed again and again meanwhile; and as :func:`ask`.
    """
    if number is None or made.version == answers.version:
        return await ask(answers, request, made)
    for _ in range(_RECALLS_MAX):
        # The way back begins at the current version, which may be another one by then.
        recall = await answers.history.recall(number)
        with suppress(StaleError):
            return await ask(answers, request, made, recall)
    raise StaleError(answers.version)


async def _until_gone(request: Request, gone: Callable[[], object]) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    gone()
