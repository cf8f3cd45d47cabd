"""A server that keeps nothing on disk: it has no older versions, and takes no changes."""

from __future__ import annotations

from collections.abc import Sequence

from dialograph.engine.records import Version
from dialograph.engine.tasks import Recall
from dialograph.engine.withdrawn import Withdrawal
from dialograph.repository.interface import AbsentError, Turning


class NoHistory:
    """See :class:`~dialograph.repository.interface.History`."""

    def revision(self, number: int) -> str:
        """Say that there is none."""
        raise AbsentError(
            f"There is no version {number}: this server keeps none.",
            "Start it with --data-dir to have versions kept.",
            french=f"Il n’y a pas de version {number} : ce serveur n’en garde aucune.",
        )

    def kept(self) -> range:
        """None."""
        return range(0)

    def version_of(self, number: int) -> Version:
        """Say that there is none."""
        raise AbsentError(self.revision(number))

    async def turning(self, number: int) -> Turning:
        """Say that there is none."""
        raise AbsentError(self.revision(number))

    async def recall(self, number: int) -> Recall:
        """Say that there is none."""
        raise AbsentError(self.revision(number))

    async def withdrawn(self, _iris: Sequence[str]) -> Withdrawal | None:
        """Say that nothing is known."""
        return None
