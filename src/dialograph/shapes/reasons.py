"""Why a change has to be judged with the whole graph."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a change does not tell what has to be judged; the value is said in English."""

    QUERY = "a rule holds a query that does not declare what it reads"
    TERM = "a rule holds a term whose reading is not known"
    PATH = "a rule follows a path that cannot be followed"
    CIRCLE = "a rule leads back to itself"
    BROKEN = "a rule cannot be run"
    SIZE = "the change is large, or touches very many resources"

    @property
    def french(self) -> str:
        """The same in French."""
        return _FRENCH[self]


_FRENCH = {
    Reason.QUERY: "une règle contient une requête qui ne déclare pas ce qu’elle lit",
    Reason.TERM: "une règle contient un terme dont on ne sait pas ce qu’il lit",
    Reason.PATH: "une règle suit un chemin qui ne peut pas être suivi",
    Reason.CIRCLE: "une règle renvoie à elle-même",
    Reason.BROKEN: "une règle ne peut pas être appliquée",
    Reason.SIZE: "le changement est grand ou touche un très grand nombre de ressources",
}


def explained(why: str, language: str) -> str:
    """Why the whole graph was judged, for a person.

    Args:
        why: the value of a :class:`Reason`.
        language: ``fr`` or ``en``.
    """
    return Reason(why).french if language == "fr" else why


class UnknownReachError(Exception):
    """What the shapes read cannot be told.

    Args:
        reason: why.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
