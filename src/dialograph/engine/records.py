"""What is kept of each version, and how it is written: as JSON that knows when it is damaged."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from dialograph import __version__
from dialograph.engine.durable import Seal, seal_of
from dialograph.errors import DialographError

FORMAT = 1
"""How a data directory is laid out; another number is another way."""
SNAPSHOT = "snapshot"
"""The folder of a version's snapshot, in the folder of the version."""
VERSION_FILE, SNAPSHOT_FILE = "version.json", "snapshot.json"
_DIGITS = 12

GraphName = str | None
"""The IRI of a graph, or ``_:`` and the label of a blank node; None for the default graph."""


class DamagedError(DialographError):
    """A file of a data directory is missing, or is not what was written.

    Args:
        file: its name, from the data directory on.
        problem: what is wrong with it, ``is missing`` for instance.
        french: the same in French.
    """

    def __init__(self, file: str, problem: str, french: str) -> None:
        super().__init__(
            f"The data directory is damaged: {file} {problem}.",
            "Nothing was changed. Restore the data directory from a backup.",
            french=f"Le répertoire de données est endommagé : {file} {french}. Rien n’a été "
            "modifié. Restaurez-le à partir d’une sauvegarde.",
        )
        self.problem = f"{file} {problem}"
        self.probleme = f"{file} {french}"


class UnknownVersionError(DialographError):
    """A version that there is not, or no more."""


class GraphState(NamedTuple):
    """A graph in a version.

    Args:
        statements: how many triples stand in it.
        changed: the number of the version that last changed it.
    """

    statements: int
    changed: int


class Gate(NamedTuple):
    """What the gate said of a change, in numbers.

    Args:
        violations: how many Violations it adds, and
        warnings: how many Warnings.
        kept: how many Violations of the resources concerned were there before and still are.
        mended: how many Violations are no more.
        concerned: how many resources were judged.
        full: why everything was judged; empty when only what the change concerns was.
    """

    violations: int = 0
    warnings: int = 0
    kept: int = 0
    mended: int = 0
    concerned: int = 0
    full: str = ""


class Facts(NamedTuple):
    """What a version's maker says of it.

    Args:
        author: who asked for it.
        what: what was asked, in a few words.
        gate: what the gate said; None where nothing was judged.
        time: when; None for now.
    """

    author: str
    what: str
    gate: Gate | None = None
    time: datetime | None = None


@dataclass(frozen=True)
class Version:
    """One state of the dataset, and how it came to be.

    Args:
        number: 1 for the first; the next is one more.
        id: twelve hexadecimal digits that change with anything said here, the id of the version
            before and the content included.
        previous: the id of the version before; empty for the first.
        time: when it was made, in UTC.
        author: who asked for it.
        what: what was asked, in a few words.
        statements: how many quads there are.
        added: how many quads came.
        removed: how many went.
        graphs: the graphs that it touched, with how many triples stand in each since; None for
            one that is no more.
        gate: what the gate said; None where nothing was judged.
        software: the version of dialograph that wrote it.
        content: the files that hold it, by their names in its folder.
    """

    number: int
    id: str
    previous: str
    time: datetime
    author: str
    what: str
    statements: int
    added: int
    removed: int
    graphs: Mapping[GraphName, int | None]
    gate: Gate | None
    software: str
    content: Mapping[str, Seal]

    @property
    def revision(self) -> str:
        """The text that stands for it, such as ``42-1a2b3c4d5e6f``."""
        return f"{self.number}-{self.id}"

    @property
    def full(self) -> bool:
        """Whether it was written whole, and not as a patch of the version before."""
        return any(name.startswith(f"{SNAPSHOT}/") for name in self.content)


def graph_key(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> GraphName:
    """What a graph is called here."""
    if isinstance(graph, ox.DefaultGraph):
        return None
    return str(graph) if isinstance(graph, ox.BlankNode) else graph.value


def folder_name(number: int) -> str:
    """The name of a version's folder."""
    return f"{number:06}"


def version_record(
    number: int,
    previous: str,
    facts: Facts,
    *,
    counts: tuple[int, int, int],
    graphs: Mapping[GraphName, int | None],
    content: Mapping[str, Seal],
) -> tuple[bytes, Version]:
    """What is written of a version, and what is read back from it.

    Args:
        number: its number.
        previous: the id of the version before.
        facts: what its maker says.
        counts: how many quads there are, have come, have gone.
        graphs: the graphs that it touched.
        content: its files.
    """
    time = (facts.time or datetime.now(UTC)).astimezone(UTC)
    text = sealed(
        {
            "format": FORMAT,
            "number": number,
            "previous": previous,
            "time": time.isoformat(timespec="milliseconds"),
            "author": facts.author,
            "what": facts.what,
            **dict(zip(("statements", "added", "removed"), counts, strict=True)),
            "graphs": {name or "": count for name, count in graphs.items()},
            "gate": None if facts.gate is None else facts.gate._asdict(),
            "software": __version__,
            "content": {name: seal._asdict() for name, seal in content.items()},
        }
    )
    return text, read_version(text, f"versions/{folder_name(number)}/{VERSION_FILE}")


def read_version(text: bytes, label: str) -> Version:
    """Read what :func:`version_record` wrote.

    Args:
        text: the content of the file.
        label: what to call the file.

    Raises:
        DamagedError: it is not what was written.
    """
    told = unsealed(text, label)
    gate = told["gate"]
    return Version(
        number=told["number"],
        id=told["id"],
        previous=told["previous"],
        time=datetime.fromisoformat(told["time"]),
        author=told["author"],
        what=told["what"],
        statements=told["statements"],
        added=told["added"],
        removed=told["removed"],
        graphs={name or None: count for name, count in told["graphs"].items()},
        gate=None if gate is None else Gate(**gate),
        software=told["software"],
        content={name: Seal(**seal) for name, seal in told["content"].items()},
    )


def sealed(told: Mapping[str, Any]) -> bytes:
    """JSON with an id in it that is made from the rest."""
    return _dump({"id": _id(told), **told})


def unsealed(text: bytes, label: str) -> dict[str, Any]:
    """Read what :func:`sealed` wrote.

    Raises:
        DamagedError: it is not what was written, or in a format that this release does not know.
    """
    try:
        told = json.loads(text)
        known = told["id"]
        whole = known == _id({key: value for key, value in told.items() if key != "id"})
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        whole = False
    if not whole:
        raise DamagedError(
            label, "is not what was written", "n’est pas ce qui a été écrit"
        ) from None
    if told["format"] != FORMAT:
        raise newer(label)
    return dict(told)


def newer(label: str) -> DialographError:
    """What is said of a data directory of a release to come."""
    return DialographError(
        f"The data directory was written by a newer dialograph ({label}).",
        "Install that one, or a newer one.",
        french=f"Le répertoire de données a été écrit par un dialograph plus récent ({label}). "
        "Installez celui-là, ou un plus récent.",
    )


def read_file(path: Path, label: str) -> bytes:
    """The content of a file.

    Raises:
        DamagedError: it is missing, or cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise missing(label) from None
    except OSError as error:
        raise _unreadable(label, error) from error


def verify(path: Path, seal: Seal, label: str) -> None:
    """See whether a file is the one that was written.

    Raises:
        DamagedError: it is not.
    """
    try:
        found = seal_of(path)
    except FileNotFoundError:
        raise missing(label) from None
    except OSError as error:
        raise _unreadable(label, error) from error
    if found.sha256 != seal.sha256:
        raise DamagedError(label, "is not what was written", "n’est pas ce qui a été écrit")


def missing(label: str) -> DamagedError:
    """What is said of a file that is not there."""
    return DamagedError(label, "is missing", "manque")


def _unreadable(label: str, error: OSError) -> DamagedError:
    reason = os.strerror(error.errno or 0)
    return DamagedError(label, f"cannot be read ({reason})", f"ne se lit pas ({reason})")


def _id(told: Mapping[str, Any]) -> str:
    return hashlib.sha256(_dump(told)).hexdigest()[:_DIGITS]


def _dump(told: Mapping[str, Any]) -> bytes:
    # Half a character, which a command line may pass on, is written as JSON's escape of it.
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode(errors="backslashreplace")
