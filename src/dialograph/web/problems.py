"""What went wrong, as a response: one table from error to status (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from dialograph.engine.document_errors import DocumentError, DocumentTooLargeError
from dialograph.engine.interface import (
    BusyError,
    EvaluationError,
    OutOfMemoryError,
    OverBudgetError,
    ResultTooLargeError,
    TimedOutError,
    TooComplexError,
    UnavailableError,
    UnwritableError,
)
from dialograph.engine.records import UnknownVersionError
from dialograph.errors import DialographError, ForbiddenQueryError, QuerySyntaxError, UsageError
from dialograph.repository.interface import (
    AbsentError,
    GateError,
    PreconditionError,
    ReadOnlyError,
    ScopeError,
)
from dialograph.web import problem_types, write_problems
from dialograph.web.problem_types import (
    BAD_HTTP,
    BAD_REQUEST,
    BAD_SYNTAX,
    BUSY,
    CANNOT_EVALUATE,
    FORBIDDEN,
    GONE,
    HEADERS_TOO_LARGE,
    INTERNAL,
    MEDIA,
    METHOD,
    NOT_ACCEPTABLE,
    NOT_FOUND,
    NOT_READY,
    OUT_OF_MEMORY,
    OVER_BUDGET,
    REQUEST_TIMEOUT,
    RESULT_TOO_LARGE,
    TIMED_OUT,
    TOO_COMPLEX,
    TOO_LARGE,
    UNAVAILABLE,
    URI_TOO_LONG,
    WITHDRAWN,
    ProblemType,
)
from dialograph.web.write_problems import (
    BAD_DATA,
    OUT_OF_SCOPE,
    PRECONDITION,
    READ_ONLY,
    REFUSED,
    UNAUTHORIZED,
)

__all__ = [
    "ALL",
    "BAD_DATA",
    "BAD_HTTP",
    "BAD_REQUEST",
    "BAD_SYNTAX",
    "BUSY",
    "CANNOT_EVALUATE",
    "FORBIDDEN",
    "GONE",
    "HEADERS_TOO_LARGE",
    "INTERNAL",
    "MEDIA",
    "MEDIA_TYPE",
    "METHOD",
    "NOT_ACCEPTABLE",
    "NOT_FOUND",
    "NOT_READY",
    "OUT_OF_MEMORY",
    "OUT_OF_SCOPE",
    "OVER_BUDGET",
    "PRECONDITION",
    "READ_ONLY",
    "REFUSED",
    "REQUEST_TIMEOUT",
    "RESULT_TOO_LARGE",
    "TIMED_OUT",
    "TOO_COMPLEX",
    "TOO_LARGE",
    "UNAUTHORIZED",
    "UNAVAILABLE",
    "URI_TOO_LONG",
    "WITHDRAWN",
    "Problem",
    "ProblemType",
    "problem_of",
    "problem_of_status",
    "telling",
]

MEDIA_TYPE = "application/problem+json"


ALL = {
    each.slug: each
    for module in (problem_types, write_problems)
    for each in vars(module).values()
    if isinstance(each, ProblemType)
}
"""Every kind of problem, by the end of its IRI."""

# The first that fits: special errors stand before general ones.
_BY_ERROR: Mapping[type[DialographError], ProblemType] = {
    QuerySyntaxError: BAD_SYNTAX,
    ForbiddenQueryError: FORBIDDEN,
    TooComplexError: TOO_COMPLEX,
    ResultTooLargeError: RESULT_TOO_LARGE,
    UnwritableError: NOT_ACCEPTABLE,
    EvaluationError: CANNOT_EVALUATE,
    TimedOutError: TIMED_OUT,
    OutOfMemoryError: OUT_OF_MEMORY,
    BusyError: BUSY,
    OverBudgetError: OVER_BUDGET,
    UnavailableError: UNAVAILABLE,
    AbsentError: NOT_FOUND,
    GateError: REFUSED,
    PreconditionError: PRECONDITION,
    ReadOnlyError: READ_ONLY,
    ScopeError: OUT_OF_SCOPE,
    DocumentTooLargeError: TOO_LARGE,
    DocumentError: BAD_DATA,
    UnknownVersionError: NOT_FOUND,
    UsageError: BAD_REQUEST,
}
_BY_STATUS = {404: NOT_FOUND, 405: METHOD, 400: BAD_REQUEST, 413: TOO_LARGE}


@dataclass
class Problem(Exception):  # noqa: N818 - RFC 9457 calls it so
    """One problem, met while a request was handled.

    Args:
        kind: which.
        detail: what exactly, one or two sentences.
        headers: for the response.
        members: more for the JSON, such as ``line`` and ``column``.
        french: the detail in French, where there is one.
    """

    kind: ProblemType
    detail: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, object] = field(default_factory=dict)
    french: str = ""

    def told(self, language: str) -> tuple[str, str]:
        """The detail, and the language that it is in: English where there is no French."""
        if language == "fr" and self.french:
            return self.french, "fr"
        return self.detail, "en"

    def as_json(self, base_iri: str, language: str) -> bytes:
        """The body of a ``application/problem+json`` response."""
        told = {
            "type": f"{base_iri}problems/{self.kind.slug}",
            "title": self.kind.title(language),
            "status": self.kind.status,
            "detail": self.told(language)[0] or self.kind.remedy(language),
            **self.members,
        }
        return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


def problem_of(error: Exception) -> Problem:
    """The problem that an error is; what the table does not know is a fault of ours (500)."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, MemoryError):
        return Problem(OUT_OF_MEMORY, headers={"Retry-After": "1"})
    headers = {"Retry-After": str(error.retry)} if isinstance(error, UnavailableError) else {}
    for error_type, kind in _BY_ERROR.items():
        if isinstance(error, error_type):
            detail = error.message if error.french else str(error)
            line, column = (getattr(error, each, None) for each in ("line", "column"))
            place = {"line": line, "column": column} if line else {}
            return Problem(kind, detail, headers, place, error.french)
    return Problem(INTERNAL)


@contextmanager
def telling() -> Iterator[None]:
    """Tell a failure that the table knows as a problem; one of ours goes on to the log.

    Raises:
        Problem: what the failure is.
    """
    try:
        yield
    except DialographError as error:
        problem = problem_of(error)
        if problem.kind is INTERNAL:
            raise
        raise problem from error


def problem_of_status(status: int, headers: Mapping[str, str] | None = None) -> Problem:
    """The problem that stands for an HTTP status."""
    return Problem(_BY_STATUS.get(status, INTERNAL), headers=headers or {})
