"""How a test ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from conformance.manifests import Test

State = Literal["passed", "failed", "not run"]
Fault = Literal["", "engine", "pyshacl", "ours"]


@dataclass(frozen=True)
class Outcome:
    """The end of one test.

    Args:
        test: which.
        state: how it ended.
        fault: whose fault a failure is.
        message: what went wrong, in one line.
        detail: more of it: the request, what was expected, what came, what the bare engine says.
    """

    test: Test
    state: State
    fault: Fault = ""
    message: str = ""
    detail: str = ""


def passed(test: Test) -> Outcome:
    """The test passed."""
    return Outcome(test, "passed")


def ours(test: Test, message: str, detail: str = "") -> Outcome:
    """The test failed, and the bare engine has no part in it."""
    return Outcome(test, "failed", "ours", message, detail)
