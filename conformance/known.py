"""The failures that are expected: `known.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("known.toml")
_KEYS = {"test", "reason", "fault"}
_FAULTS = {"engine", "pyshacl"}


@dataclass(frozen=True)
class Known:
    """One expected failure.

    Args:
        test: the test's IRI.
        reason: why it fails, in one sentence.
        fault: whose fault it is: ``engine`` (pyoxigraph) or ``pyshacl``.
    """

    test: str
    reason: str
    fault: str = "engine"


def read_known(path: Path = _FILE) -> dict[str, Known]:
    """The expected failures by test.

    Raises:
        ValueError: an entry is not complete, stands twice, or is nobody's fault but ours.
    """
    found: dict[str, Known] = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("failure", []):
        if set(entry) != _KEYS:
            raise ValueError(f"{path.name}: an entry has test, reason and fault: {entry}")
        if entry["fault"] not in _FAULTS:
            raise ValueError(f"{path.name}: no fault of ours may stay: {entry['test']}")
        if entry["test"] in found:
            raise ValueError(f"{path.name}: {entry['test']} stands twice")
        found[entry["test"]] = Known(entry["test"], entry["reason"], entry["fault"])
    return found
