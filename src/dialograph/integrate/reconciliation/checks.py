"""JSON of clients, taken apart: every value is what it should be, or it is said where it is not."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn, TypeVar, cast

from dialograph.errors import UsageError

IDENTIFIER_MAX = 2_000
"""So long may an identifier be."""

T = TypeVar("T")


class BatchError(UsageError):
    """What is asked is not what the specification has.

    Args:
        english: what is wrong, and where.
        french: the same.
    """

    def __init__(self, english: str, french: str) -> None:
        super().__init__(english, french=french)


class TooMuchError(BatchError):
    """More is asked than is answered at once (413)."""


def parse(text: str) -> Any:
    """JSON, whatever is in it.

    Args:
        text: what a client sends.

    Raises:
        BatchError: it does not parse, is nested too deeply, or holds what is no text or number.
    """
    try:
        told = json.loads(text, parse_constant=_no_number)
        if "\\ud" in text.lower():
            json.dumps(told, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise BatchError(
            f"This is not JSON: line {error.lineno}, column {error.colno}.",
            f"Ce n’est pas du JSON : ligne {error.lineno}, colonne {error.colno}.",
        ) from error
    except (RecursionError, ValueError) as error:
        raise BatchError(
            "This is JSON that nobody means: nested too deeply, or with numbers or characters that "
            "do not exist.",
            "Ce JSON n’a pas de sens : trop imbriqué, ou avec des nombres ou des caractères qui "
            "n’existent pas.",
        ) from error
    return told


def identifier(told: Any, where: str) -> str:
    """A text that names something.

    Args:
        told: what the client says.
        where: it says so.

    Raises:
        BatchError: it is none; and so the others.
    """
    text = nonempty(told, where)
    if len(text) > IDENTIFIER_MAX:
        fail(where, "is too long", "est trop long")
    return text


def nonempty(told: Any, where: str) -> str:
    """A text with something in it."""
    if not isinstance(told, str) or not told:
        fail(where, "is a text that is not empty", "est un texte non vide")
    return told


def choice(told: Any, choices: Sequence[str], where: str) -> str:
    """One of a few texts."""
    if not isinstance(told, str) or told not in choices:
        fail(where, f"is one of {', '.join(choices)}", f"est l’un de {', '.join(choices)}")
    return told


def mapping(told: Any, where: str) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(told, dict):
        fail(where or "The body", "is a JSON object", "est un objet JSON", "Le corps")
    return cast("dict[str, Any]", told)


def array(told: Any, where: str) -> list[Any]:
    """A JSON array."""
    if not isinstance(told, list):
        fail(where, "is a JSON array", "est un tableau JSON")
    return told


def bounded(told: Sequence[T] | Mapping[str, T], most: int, where: str) -> None:
    """See that there are not too many.

    Raises:
        TooMuchError: there are.
    """
    if len(told) > most:
        raise TooMuchError(
            f"{where}: at most {most} at once, not {len(told)}.",
            f"{where} : au plus {most} à la fois, et non {len(told)}.",
        )


def fail(where: str, english: str, french: str, ou: str = "") -> NoReturn:
    """Say what is wrong.

    Args:
        where: the place in what the client says.
        english: what it should be.
        french: the same.
        ou: the place, where it has a name in French.

    Raises:
        BatchError: always.
    """
    raise BatchError(f"{where} {english}.", f"{ou or where} {french}.")


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
