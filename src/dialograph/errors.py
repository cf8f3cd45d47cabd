"""What can go wrong, said once: each error knows what happened, where, and what to do."""

from __future__ import annotations

import errno

DISK_IS_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says when something does not fit on the disk, or is not to."""


class DialographError(Exception):
    """A failure that a person is told about in one line.

    Args:
        message: what was wrong and where, one sentence, no path of the machine beyond what the
            person typed.
        remedy: what to do about it, one sentence; may be empty.
        french: the message in French, where there is one.
    """

    exit_code = 1

    def __init__(self, message: str, remedy: str = "", *, french: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.french = french

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel between processes whole, whatever their constructors take.
        return _again, (type(self), self.args, self.__dict__)


class UsageError(DialographError):
    """The request itself is off: an unknown option, a missing file, a bad parameter."""

    exit_code = 2


class RefusedError(DialographError):
    """The request was understood and refused: invalid data, a failed check."""


class QuerySyntaxError(DialographError):
    """A SPARQL text that does not parse.

    Args:
        message: what the parser expected.
        line: 1-based line, or None where the parser does not tell.
        column: 1-based column, or None where the parser does not tell.
        french: the message in French.
    """

    exit_code = 2

    def __init__(
        self, message: str, line: int | None = None, column: int | None = None, *, french: str = ""
    ) -> None:
        super().__init__(message, "Correct the query and send it again.", french=french)
        self.line = line
        self.column = column


class ForbiddenQueryError(DialographError):
    """A SPARQL text that asks for what this endpoint never does (SERVICE, LOAD, an update)."""


def _again(
    kind: type[DialographError], args: tuple[object, ...], told: dict[str, object]
) -> DialographError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(told)
    return error
