"""Documents judged for whoever sends them, where nothing is kept."""

from __future__ import annotations

from typing import BinaryIO

from dialograph.engine.pool import Pool
from dialograph.repository.deriving import Order
from dialograph.repository.interface import Author, GraphRequest, Part, Verdict
from dialograph.repository.judging import validate
from dialograph.settings import Settings


class Judges:
    """Has documents judged as part of the current version.

    Args:
        pool: holds it.
        settings: say by which shapes.
    """

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self._pool = pool
        self._settings = settings

    async def validate(self, parts: tuple[Part, ...], body: BinaryIO) -> Verdict:
        """Judge documents, storing nothing.

        Args:
            parts: the documents.
            body: a file, with a descriptor, that holds them.

        Returns:
            What the gate finds that it would not find without them.

        Raises:
            UsageError: a document does not parse, or there is no gate.
            UnavailableError: there is no room for it, or it took too long, or too much memory.
        """
        request = GraphRequest("post", None, parts, whole=True)
        order = Order.of(request, Author(""), self._settings)
        verdict, _ = await self._pool.run(
            validate, order, seconds=self._settings.query_timeout, bounded=True, source=body
        )
        assert isinstance(verdict, Verdict)
        return verdict
