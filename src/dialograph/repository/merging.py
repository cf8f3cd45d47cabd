"""Two changes of the same statements, made apart, put together; and where they disagree.

A set of statements has no order, so most changes do not meet: what either side added is there, what
either removed is not. They disagree where both took the same value away and put different ones in
its place, and where one removed a resource that the other went on with. There the local side
stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple, TypeVar

import pyoxigraph as ox

from dialograph.engine.changes import Delta

Quads = Collection[ox.Quad]
K = TypeVar("K")
_Place = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
_Node = ox.NamedNode | ox.BlankNode | ox.Triple
_Resource = tuple[_Place, _Node]
_Slot = tuple[_Resource, ox.NamedNode, str | None]


class Conflict(NamedTuple):
    """What both sides changed, and not in the same way.

    Args:
        graph: the name of the graph.
        subject: the resource.
        predicate: the property; None where one side removed the resource as a whole.
        kept: the values, or None where the resource is gone, on the local side: they stand.
        offered: the same on the other side.
    """

    graph: str
    subject: str
    predicate: str | None
    kept: tuple[str, ...] | None
    offered: tuple[str, ...] | None


def merge(base: Quads, theirs: Quads, ours: Quads) -> tuple[Delta, list[Conflict]]:
    """Put two changes together (a three-way merge).

    Args:
        base: what both started from.
        theirs: what the other side made of it.
        ours: what the local side made of it.

    Returns:
        What changes on the local side, and where both disagree.
    """
    old, new, now = set(base), set(theirs), set(ours)
    come, gone, our_come, our_gone = new - old, old - new, now - old, old - now
    conflicts = [*_of_resources((old, new, now), come, gone, our_come)]
    conflicts += _of_values(come, gone, our_come, our_gone)
    removed, added = _without_orphans(gone & now, come - now, now, new)
    graphs = {each.graph_name for each in now}
    after = {each.graph_name for each in (now - removed) | added}
    return (
        Delta(
            tuple(removed),
            tuple(added),
            _names(after - graphs),
            _names({each.graph_name for each in old} - {each.graph_name for each in new} - after),
        ),
        sorted(conflicts, key=lambda each: (each.graph, each.subject, each.predicate or "")),
    )


def _of_resources(
    states: tuple[Quads, Quads, Quads],
    come: set[ox.Quad],
    gone: set[ox.Quad],
    our_come: Quads,
) -> Iterable[Conflict]:
    """Resources that one side removed and the other changed; their changes are taken back."""
    before, then, here = (_by(_resource, each) for each in states)
    for resource, quads in _by(_resource, come).items():
        if resource in before and resource not in here and _is_named(resource):
            come.difference_update(quads)
            yield _conflict(resource, None, None, then[resource])
    ours = _by(_resource, our_come)
    for resource, quads in _by(_resource, gone).items():
        if resource not in then and resource in ours and _is_named(resource):
            gone.difference_update(quads)
            yield _conflict(resource, None, here[resource], None)


def _of_values(
    come: set[ox.Quad], gone: Quads, our_come: Quads, our_gone: Quads
) -> Iterable[Conflict]:
    """Values that both sides replaced by others; theirs are taken back."""
    theirs, ours = _by(_slot, come), _by(_slot, our_come)
    both = _by(_slot, set(gone) & set(our_gone))
    for slot in both:
        offered, kept = theirs.get(slot, set()), ours.get(slot, set())
        if offered == kept:
            continue
        come -= offered
        yield _conflict(slot[0], slot[1], kept, offered)


def _without_orphans(
    removed: set[ox.Quad], added: set[ox.Quad], now: Quads, new: Quads
) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """Leave out what hangs on a statement that is not taken, and keep what hangs on one that is.

    Both are about blank nodes, which are nothing but what points to them.
    """
    pointed = {each.object for each in new if isinstance(each.object, ox.BlankNode)}
    while any(isinstance(each.subject, ox.BlankNode) for each in (*removed, *added)):
        there = {
            each.object
            for each in (set(now) - removed) | added
            if isinstance(each.object, ox.BlankNode)
        }
        orphans = {each for each in added if each.subject in pointed - there}
        held = {each for each in removed if each.subject in there}
        if not orphans and not held:
            break
        added, removed = added - orphans, removed - held
    return removed, added


def _by(key: Callable[[ox.Quad], K], quads: Iterable[ox.Quad]) -> Mapping[K, set[ox.Quad]]:
    found: dict[K, set[ox.Quad]] = defaultdict(set)
    for each in quads:
        found[key(each)].add(each)
    return dict(found)


def _resource(quad: ox.Quad) -> _Resource:
    return quad.graph_name, quad.subject


def _slot(quad: ox.Quad) -> _Slot:
    """Where one value replaces another: a text in one language does not replace one in another."""
    language = quad.object.language if isinstance(quad.object, ox.Literal) else None
    return _resource(quad), quad.predicate, language


def _is_named(resource: _Resource) -> bool:
    return isinstance(resource[1], ox.NamedNode)


def _conflict(
    resource: _Resource,
    predicate: ox.NamedNode | None,
    kept: Iterable[ox.Quad] | None,
    offered: Iterable[ox.Quad] | None,
) -> Conflict:
    graph, subject = resource
    return Conflict(
        graph.value if isinstance(graph, ox.NamedNode) else str(graph),
        subject.value if isinstance(subject, ox.NamedNode) else str(subject),
        None if predicate is None else predicate.value,
        _values(kept),
        _values(offered),
    )


def _values(quads: Iterable[ox.Quad] | None) -> tuple[str, ...] | None:
    return None if quads is None else tuple(sorted(str(each.object) for each in quads))


def _names(graphs: Iterable[_Place]) -> tuple[str, ...]:
    return tuple(sorted(each.value for each in graphs if isinstance(each, ox.NamedNode)))
