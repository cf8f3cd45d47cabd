"""What the reconciliation service knows, and how it has query processes find more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from dialograph.engine.interface import StaleError
from dialograph.integrate.reconciliation import answering
from dialograph.integrate.reconciliation.abroad import Names, read_names
from dialograph.integrate.reconciliation.answering import Asked, NothingError
from dialograph.integrate.reconciliation.building import read_index
from dialograph.integrate.reconciliation.checks import BatchError, TooMuchError
from dialograph.integrate.reconciliation.vocabulary import Property, Type
from dialograph.web.answers import Answers
from dialograph.web.cache import Answer, Cache
from dialograph.web.pages import Pages
from dialograph.web.problems import NOT_FOUND, UNAVAILABLE, Problem, telling
from dialograph.web.reconcile_asked import BAD_RECONCILIATION, JSON, TOO_MUCH
from dialograph.web.responses import etag_of

_SECONDS, _READING_SECONDS = 10, 60
_CACHE_BYTES = 4_000_000
_TRIES, _BREATH = 5, 0.05

_KINDS = ((TooMuchError, TOO_MUCH), (BatchError, BAD_RECONCILIATION), (NothingError, NOT_FOUND))
"""What a query process refuses, and as what that is told: the first that fits."""


class Known:
    """What can be reconciled with in the version that is served; read once for each version.

    Args:
        answers: has the query processes, and knows the version.
        pages: know what the IRIs of our resources begin with.
    """

    def __init__(self, answers: Answers, pages: Pages) -> None:
        self._answers = answers
        self._pages = pages
        self._read: tuple[str, bytes, Sequence[Type], Sequence[Property]] | None = None
        self._abroad: Names | None = None
        self._reading = asyncio.Lock()
        self._cache = Cache(_CACHE_BYTES)

    async def types(self) -> Sequence[Type]:
        """The types that there are."""
        return (await self._index())[2]

    async def properties(self) -> Sequence[Property]:
        """The properties that there are."""
        return (await self._index())[3]

    async def answer(self, client: str, what: str, language: str, *args: str | int) -> bytes:
        """Have a query process answer.

        Args:
            client: who asks, and uses a budget; what is known already is for nothing.
            what: a service of :mod:`~dialograph.integrate.reconciliation.answering`.
            language: of the answer.
            args: what it is given.

        Raises:
            Problem: what the service refuses, or no process can be had for it.
        """
        version, packed, *_ = await self._index()
        key = etag_of(version, what, language, *args)
        kept = self._cache.get(key)
        if kept is not None:
            return kept.body
        body = await self._ask(client, packed, Asked(what, language, args))
        self._cache.put(key, Answer(body, JSON, ""))
        return body

    async def _ask(self, client: str, packed: bytes, asked: Asked) -> bytes:
        for _ in range(_TRIES):
            body: bytes | None = await self._run(
                *(answering.answer, packed, self._pages.id_bases, asked),
                seconds=_SECONDS,
                client=client,
            )
            if body is not None:
                return body
            await asyncio.sleep(_BREATH)  # there is a new version, just now
            _, packed, *_ = await self._index()
        raise Problem(UNAVAILABLE, headers={"Retry-After": "1"})

    async def _index(self) -> tuple[str, bytes, Sequence[Type], Sequence[Property]]:
        if self._read is None or self._read[0] != self._answers.version:
            async with self._reading:
                version = self._answers.version
                if self._read is None or self._read[0] != version:
                    if self._abroad is None:
                        self._abroad = await read_names()
                    told = await self._run(
                        read_index, self._pages.id_bases, self._abroad, seconds=_READING_SECONDS
                    )
                    self._read = version, *told
        return self._read

    async def _run(
        self, work: Callable[..., Any], *args: object, seconds: float, client: str = ""
    ) -> Any:
        """Have a query process work; None where it holds another version than the index."""
        with telling():
            try:
                result, _ = await self._answers.pool.run(
                    work, *args, seconds=seconds, client=client
                )
            except StaleError:
                return None
            except (BatchError, NothingError) as error:
                kind = next(kind for each, kind in _KINDS if isinstance(error, each))
                raise Problem(kind, error.message, french=error.french) from error
        return result
