"""The graph that travels with the package: which one was loaded, and how a newer one is taken.

The data directory keeps the shipped graph as it was when it was last taken, in one file. What the
package has changed since is the difference from that; what was changed here is the difference of
the current version from that. Both are put together by :mod:`~dialograph.repository.merging`.
"""

from __future__ import annotations

import io
import re
import secrets
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import zstandard

from dialograph import __version__
from dialograph.engine.changes import Delta
from dialograph.engine.datafolder import SHIPPED_FILE, DataFolder
from dialograph.engine.durable import failures_in_words, replace_file
from dialograph.engine.history import History
from dialograph.engine.loading import RdfFile, content_version, read_quads
from dialograph.engine.matching import blanks, match, renamed
from dialograph.engine.records import DamagedError, UnknownVersionError
from dialograph.engine.snapshots import packed, unpacked
from dialograph.engine.snapshots import read_quads as read_version
from dialograph.errors import UsageError
from dialograph.graph.sources import shipped_sources
from dialograph.repository import provenance
from dialograph.repository.merging import Conflict, merge
from dialograph.settings import Settings

FILE = SHIPPED_FILE
"""The file of the data directory that holds the shipped graph as it was last taken."""
WHAT = "load shipped"
"""What a version that takes the shipped graph says of itself."""
_HEAD = re.compile(rb"# dialograph (\S+) ([0-9a-f]{12})\n")
_FIRST_LETTERS = range(10, 16)


class Base(NamedTuple):
    """The shipped graph as it was last taken.

    Args:
        digest: what stands for its files; empty where that is not known.
        package: the release of dialograph that it came with; empty where that is not known.
        quads: its statements, with the blank nodes of the data directory.
    """

    digest: str
    package: str
    quads: frozenset[ox.Quad]


class Taken(NamedTuple):
    """What taking the shipped graph comes to.

    Args:
        delta: what changes in the current version.
        conflicts: where both sides changed the same; nothing changes there.
        quads: the shipped graph with the blank nodes of the data directory: the next base.
    """

    delta: Delta
    conflicts: list[Conflict]
    quads: Collection[ox.Quad]


def files(base_iri: str) -> list[RdfFile]:
    """The files that travel with the package, each with its graph.

    Args:
        base_iri: where the dataset lives on the web.
    """
    return [RdfFile(path, each.iri) for each in shipped_sources(base_iri) for path in each.files]


def read(base_iri: str) -> ox.Store:
    """The graph that travels with the package, in memory; blank nodes get the same names each time.

    Args:
        base_iri: where the dataset lives on the web.
    """
    store = ox.Store()
    store.bulk_extend(read_quads(files(base_iri), base_iri))
    return store


def keep(quads: Iterable[ox.Quad], settings: Settings) -> None:
    """Keep the shipped graph as it has just been taken.

    Args:
        quads: its statements, with the blank nodes of the data directory.
        settings: ``data_dir``, which is open for writing, and ``base_iri`` count.

    Raises:
        StorageError: the disk did not take it. The next time, it is taken again: that changes
            nothing twice.
    """
    text = io.BytesIO(f"# dialograph {__version__} {_digest(settings.base_iri)}\n".encode())
    text.seek(0, io.SEEK_END)
    ox.serialize(quads, text, ox.RdfFormat.N_QUADS)
    with failures_in_words():
        place = _place(settings)
        staging = DataFolder(place.parent).staging
        replace_file(place, b"".join(packed([text.getvalue()])), staging)


def base(history: History, settings: Settings) -> Base | None:
    """The shipped graph as it was last taken here; None where none was, or nobody knows.

    A directory that was begun with it and has taken no other holds it in its first version too.

    Args:
        history: the versions.
        settings: ``data_dir`` and ``base_iri`` count.

    Raises:
        DamagedError: what holds it is not what was written.
    """
    try:
        with _place(settings).open("rb") as file, unpacked(file) as text:
            head = _HEAD.fullmatch(text.readline())
            if head is None:
                raise _damaged()
            quads = ox.parse(text, format=ox.RdfFormat.N_QUADS, lenient=True)
            return Base(head[2].decode(), head[1].decode(), frozenset(quads))
    except FileNotFoundError:
        return _of_first(history, settings.base_iri)
    except (SyntaxError, zstandard.ZstdError, OSError) as error:
        raise _damaged() from error


def news(versions: History, settings: Settings) -> Mapping[str, str] | None:
    """One line on what is new in the shipped graph of the package, and how to take it.

    Args:
        versions: the data directory, which may never have held the shipped graph.
        settings: ``data_dir`` is given.

    Returns:
        The line by language; None where nothing is new.
    """
    with suppress(OSError, zstandard.ZstdError), _place(settings).open("rb") as file:
        head = _HEAD.fullmatch(unpacked(file).readline())
        if head is not None and head[2].decode() == _digest(settings.base_iri):
            return None
    try:
        known = base(versions, settings)
    except DamagedError as error:
        return {"en": str(error), "fr": error.french or str(error)}
    if known is None:
        return None
    now = set(_with_names_of(known.quads, read(settings.base_iri)))
    come, gone = len(now - known.quads), len(known.quads - now)
    if not come and not gone:
        return None
    take = f"`dialograph load --shipped --data-dir {settings.data_dir}`"
    english = f" came with {known.package} and" if known.package else ""
    french = f", venu avec {known.package}," if known.package else ""
    return {
        "en": f"The shipped graph here{english} has changed since: {come} statements come, {gone} "
        f"go. To take that and keep your own changes, stop the server and run {take}.",
        "fr": f"Le graphe livré qui se trouve ici{french} a changé depuis : {come} énoncés "
        f"arrivent, {gone} s’en vont. Pour les reprendre en gardant vos propres modifications, "
        f"arrêtez le serveur et lancez {take}.",
    }


def take(
    history: History,
    current: ox.Store,
    settings: Settings,
    *,
    replace: bool = False,
) -> Taken:
    """Work out what taking the shipped graph of the package comes to.

    Args:
        history: the versions.
        current: the statements of the current version.
        settings: ``data_dir`` and ``base_iri`` count.
        replace: whether local changes in the graphs that are shipped are given up.

    Raises:
        UsageError: there are graphs of these names, and nobody knows what they were before they
            were changed here.
        DamagedError: what holds the shipped graph taken last is not what was written.
    """
    new = read(settings.base_iri)
    known = None
    with suppress(*([DamagedError] if replace else [])):
        known = base(history, settings)
    names = {each for each in new.named_graphs() if isinstance(each, ox.NamedNode)}
    if known is not None:
        names |= {q.graph_name for q in known.quads if isinstance(q.graph_name, ox.NamedNode)}
    here = [quad for name in names for quad in current.quads_for_pattern(None, None, None, name)]
    if replace:
        quads = _with_names_of(here, new)
        return Taken(merge(here, quads, here)[0], [], quads)
    if known is None and here:
        raise UsageError(
            "The data directory has graphs of the names of the shipped ones, and does not know "
            "from which shipped graph they come.",
            "`dialograph load --shipped --replace` puts the shipped ones in their place.",
            french="Le répertoire de données a des graphes qui portent les noms des graphes "
            "livrés, sans savoir desquels ils viennent. « dialograph load --shipped --replace » "
            "met les graphes livrés à leur place.",
        )
    before = known.quads if known is not None else frozenset()
    quads = _with_names_of(before, new)
    delta, conflicts = merge(before, quads, here)
    return Taken(delta, conflicts, quads)


def _of_first(history: History, base_iri: str) -> Base | None:
    try:
        is_shipped = history.get(1).what == WHAT
    except UnknownVersionError:
        return None
    if not is_shipped or sum(each.what == WHAT for each in history.list()) > 1:
        return None
    own = ox.NamedNode(provenance.graph_of(base_iri))
    first = read_version(history.load(1))
    return Base("", "", frozenset(quad for quad in first if quad.graph_name != own))


def _with_names_of(old: Collection[ox.Quad], new: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Statements whose blank nodes are those of old ones where they are the same, else new ones."""
    quads = list(new)
    names = match(old, quads)
    for node in {node for quad in quads for node in blanks(quad)} - names.keys():
        first = secrets.choice(_FIRST_LETTERS)
        names[node] = ox.BlankNode(f"{first << 124 | secrets.randbits(124):032x}")
    return [renamed(quad, names) for quad in quads]


def _place(settings: Settings) -> Path:
    return Path(str(settings.data_dir)) / FILE


def _digest(base_iri: str) -> str:
    return content_version(files(base_iri))


def _damaged() -> DamagedError:
    return DamagedError(FILE, "is not what was written", "n’est pas ce qui a été écrit")
