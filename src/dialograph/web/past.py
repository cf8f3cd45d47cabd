"""Older versions: having work of ours done on one, and what was known of resources then."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from dialograph.engine.interface import BusyError, StaleError
from dialograph.engine.tasks import Spooled
from dialograph.limits import DESCRIPTION_SECONDS
from dialograph.publish.description import DatasetDescription
from dialograph.publish.past import described_then, go_to_and
from dialograph.publish.resources import Description
from dialograph.web.answers import Answers

_RECALLS_MAX = 3

_WAITING_MAX = 32
"""So many requests may wait for a process that goes back."""

_DATASETS = 16
"""Of so many older versions it is kept what they are."""

_STATEMENTS = 30_000
"""Descriptions are kept that have so many statements together: some 10 MB."""

Asked = tuple[str, ...]


def weight(found: Description | None) -> int:
    """How much room a description takes, in statements."""
    return 20 + (len(found.statements) if found else 0)


async def run_at(
    answers: Answers, number: int, work: Callable[..., Any], *args: object, seconds: float
) -> tuple[Any, Spooled]:
    """Do work in a query process that has gone to another version.

    Args:
        answers: have the processes, and know the versions.
        number: of the version.
        work: as :func:`dialograph.engine.errands.run`, with
        args: these.
        seconds: how long it may take.

    Returns:
        What it gives, and the file.

    Raises:
        AbsentError, UnknownVersionError: there is no such version, or no more.
        UnavailableError: as :func:`dialograph.engine.errands.run`; or the current version has
            changed again and again meanwhile.
    """
    for _ in range(_RECALLS_MAX):
        # The way begins at the current version, which may be another one by then.
        recall = await answers.history.recall(number)
        with suppress(StaleError):
            return await answers.pool.run(
                go_to_and,
                (recall.since, recall.version),
                work,
                *args,
                seconds=seconds,
                source=recall.patch,
            )
    raise StaleError(answers.version)


class Past:
    """What was known of resources in older versions.

    One process at a time goes back: each changes a copy of the graph of its own.

    Args:
        answers: have the processes, and know the versions.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._datasets: OrderedDict[str, DatasetDescription] = OrderedDict()
        self._kept: OrderedDict[tuple[str, Asked], Description | None] = OrderedDict()
        self._size = 0

    async def find(
        self, number: int, asked: Asked
    ) -> tuple[DatasetDescription, Description | None]:
        """What a version is, and what it knows of a resource; None when that is nothing.

        Args:
            number: of the version.
            asked: what the resource may be called.

        Raises:
            AbsentError, UnknownVersionError: there is no such version, or no more.
            UnavailableError: there is no answer now.
        """
        key = (self._answers.history.revision(number), asked)
        if key not in self._kept:
            if self._waiting >= _WAITING_MAX:
                raise BusyError(
                    "Too many wait for older versions.",
                    "Ask again in a moment.",
                    retry=5,
                    french="Trop de demandes attendent des versions antérieures.",
                )
            self._waiting += 1
            try:
                async with self._turn:
                    if key not in self._kept:
                        await self._look(number, key)
            finally:
                self._waiting -= 1
        self._kept.move_to_end(key)
        return self._datasets[key[0]], self._kept[key]

    async def _look(self, number: int, key: tuple[str, Asked]) -> None:
        revision, asked = key
        told, _ = await run_at(
            self._answers,
            number,
            described_then,
            self._answers.settings.base_iri,
            asked,
            revision not in self._datasets,
            seconds=DESCRIPTION_SECONDS,
        )
        dataset, found = told
        if dataset is not None:
            self._datasets[revision] = dataset
        self._kept[key] = found
        self._size += weight(found)
        while self._size > _STATEMENTS:
            self._size -= weight(self._kept.popitem(last=False)[1])
        while len(self._datasets) > _DATASETS:
            gone, _ = self._datasets.popitem(last=False)
            for each in [each for each in self._kept if each[0] == gone]:
                self._size -= weight(self._kept.pop(each))
