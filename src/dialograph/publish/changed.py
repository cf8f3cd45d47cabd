"""What a version changes, resource by resource, and how that is told to people."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import BinaryIO, Literal, NamedTuple

import pyoxigraph as ox

from dialograph.engine.changes import Delta, from_patch
from dialograph.engine.dataset import MergeChange
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.interface import StaleError
from dialograph.vocab import SKOS

ENTRIES = 100
"""So many changes of one version are told to people one by one."""

TOLD = ("activity", "document", "country", "organisation", "project", "partner", "alignment")
"""The kinds of resource whose changes are told to people."""

Subject = ox.NamedNode | ox.BlankNode
Kind = Literal["Create", "Update", "Delete"]


class Moment(NamedTuple):
    """The version whose members are wanted.

    Args:
        revision: what stands for it.
        number: of it; 0 where versions are not kept.
        time: when it was made, as ``xsd:dateTime``; empty where nobody knows.
        whole: whether its members are all resources as they are in it, and not what it changed.
        base_iri: where the dataset lives on the web.
        history: the graph that tells of the versions, which is not told of again; empty for none.
    """

    revision: str
    number: int
    time: str
    whole: bool
    base_iri: str
    history: str

    @property
    def path(self) -> str:
        """Where its pages stand, below the feed."""
        return f"{'whole' if self.whole else 'changes'}/{self.revision}/"


class Way(NamedTuple):
    """How a process gets there, by two patches in one file.

    Args:
        since: the version that the first patch starts from.
        start: where the second one begins: what the version changed; the end of the file where
            everything is wanted.
        removed: what may have gone before everything was as it is then: IRIs, and ``_:`` with the
            labels of blank nodes.
    """

    since: str
    start: int
    removed: tuple[str, ...] = ()


class Entry(NamedTuple):
    """One change, for people.

    Args:
        iri: what changed.
        resource: the kind of resource, one of :data:`TOLD`.
        kind: how.
        names: what it is called, or was, by language.
    """

    iri: str
    resource: str
    kind: Kind
    names: Mapping[str, str]


class Told(NamedTuple):
    """The changes of a version, for people.

    Args:
        entries: the first of them.
        counts: how many there are of each kind, by kind of resource and of change.
        added: how many statements came, and
        removed: how many went; those of the history do not count.
    """

    entries: tuple[Entry, ...]
    counts: Mapping[tuple[str, Kind], int]
    added: int
    removed: int


class Changes(NamedTuple):
    """What differs between two versions.

    Args:
        subjects: what changed, and how.
        merge: the triples that came and went.
    """

    subjects: Mapping[Subject, Kind]
    merge: MergeChange


def tell_changes(
    engine: EmbeddedEngine,
    _file: int,
    moment: Moment,
    way: Way | None = None,
    *,
    source: int | None = None,
) -> Told:
    """What changed, for people; see :func:`changes_of`."""
    changes = changes_of(engine, moment, way, source)
    before: dict[Subject | ox.Triple, list[ox.Triple]] = {}
    for triple in changes.merge.removed:
        before.setdefault(triple.subject, []).append(triple)
    entries: list[Entry] = []
    counts: Counter[tuple[str, Kind]] = Counter()
    for subject, kind in sorted(changes.subjects.items(), key=lambda each: str(each[0])):
        resource = _kind_of(subject, moment.base_iri)
        if resource not in TOLD or not isinstance(subject, ox.NamedNode):
            continue
        counts[resource, kind] += 1
        if len(entries) < ENTRIES:
            said = before.get(subject, []) if kind == "Delete" else engine.dataset.find(subject)
            entries.append(Entry(subject.value, resource, kind, _names(said)))
    entries.sort(key=lambda each: TOLD.index(each.resource))
    merge = changes.merge
    return Told(tuple(entries), dict(counts), len(merge.added), len(merge.removed))


def changes_of(
    engine: EmbeddedEngine, moment: Moment, way: Way | None, source: int | None
) -> Changes:
    """Go to a version, without its history; what it changed, or all that there is."""
    change = Delta()
    if way is not None and source is not None:
        if engine.version != way.since:
            raise StaleError(engine.version)
        with os.fdopen(source, "rb", closefd=False) as patches:
            first, second = _read(patches, 0, way.start), _read(patches, way.start, None)
            engine.change(from_patch(first), f"before {moment.revision}")
            if not moment.whole:
                change = from_patch(second)
    if moment.history:
        graph = ox.NamedNode(moment.history)
        engine.change(Delta(removed=tuple(engine.dataset.quads(graph))), moment.revision)
        change = _without(change, graph)
    merge = engine.change(change, moment.revision)
    if moment.whole:
        every = dict.fromkeys(each.subject for each in engine.dataset.find())
        subjects: dict[Subject, Kind] = {
            each: "Create" for each in every if not isinstance(each, ox.Triple)
        }
        removed = map(_subject, way.removed if way else ())
        return Changes({**dict.fromkeys(removed, "Delete"), **subjects}, merge)
    come = Counter(each.subject for each in merge.added)
    gone = Counter(each.subject for each in merge.removed)
    return Changes(
        {
            each: _how(sum(1 for _ in engine.dataset.find(each)), come[each], gone[each])
            for each in {**come, **gone}
            if not isinstance(each, ox.Triple)
        },
        merge,
    )


def _subject(text: str) -> Subject:
    return ox.BlankNode(text[2:]) if text.startswith("_:") else ox.NamedNode(text)


def _how(now: int, come: int, gone: int) -> Kind:
    if not now:
        return "Delete"
    return "Update" if now - come + gone else "Create"


def _without(change: Delta, graph: ox.NamedNode) -> Delta:
    removed, added = (
        tuple(quad for quad in quads if quad.graph_name != graph)
        for quads in (change.removed, change.added)
    )
    return Delta(removed, added)


def _read(file: BinaryIO, start: int, end: int | None) -> Iterable[bytes]:
    file.seek(start)
    return io.BytesIO(file.read() if end is None else file.read(end - start))


def _kind_of(subject: ox.NamedNode | ox.BlankNode, base_iri: str) -> str:
    path = subject.value.removeprefix(f"{base_iri}id/")
    return path.partition("/")[0] if path != subject.value else ""


def _names(triples: Iterable[ox.Triple]) -> dict[str, str]:
    return {
        each.object.language or "": each.object.value
        for each in triples
        if each.predicate.value == str(SKOS.prefLabel) and isinstance(each.object, ox.Literal)
    }
