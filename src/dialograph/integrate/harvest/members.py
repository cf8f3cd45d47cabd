"""What an event stream comes to: of each thing that it tells of, the state of its latest member.

Linked Data Event Streams, "Emitting members" and "Context information": what a member says is the
graph of its name, or else what stands about it in the default graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256

import pyoxigraph as ox

from dialograph.engine.document_errors import DocumentError
from dialograph.vocab import LDES, RDF, TREE

_GENID = "/.well-known/genid/"
_Node = ox.NamedNode | ox.BlankNode
_Order = tuple[datetime | str, int, str]


def latest(quads: Iterable[ox.Quad], default: str) -> list[ox.Quad]:
    """The statements that hold once all members of a stream have been taken in.

    Args:
        quads: all pages of the stream.
        default: the graph in which what stood in their default graphs stands.

    Returns:
        The state of the latest member about each thing, but for those whose latest member says
        that they were deleted. Names that stand for blank nodes are blank nodes again (RDF 1.1
        Concepts, section 3.5).

    Raises:
        DocumentError: there is no stream, or there are several.
    """
    store = ox.Store()
    store.bulk_extend(quads)
    return _Stream(store, ox.NamedNode(default)).state()


class _Stream:
    def __init__(self, store: ox.Store, default: ox.NamedNode) -> None:
        self._store = store
        self._default = default
        views = store.quads_for_pattern(None, _node(TREE.view), None, default)
        streams = {each.subject for each in views}
        if len(streams) != 1:
            raise DocumentError(
                f"The pages tell of {len(streams)} event streams with a view, not of one.",
                f"Les pages parlent de {len(streams)} flux d’événements ayant une vue, et non "
                "d’un seul.",
            )
        self._events = streams.pop()
        self._version_of = self._one(LDES.versionOfPath)
        self._time = self._one(LDES.timestampPath)
        self._sequence = self._one(LDES.sequencePath)
        self._deletes = self._one(LDES.versionDeletePath) or _node(RDF.type)
        self._deleted = self._one(LDES.versionDeleteObject)

    def state(self) -> list[ox.Quad]:
        best: dict[object, tuple[_Order, ox.NamedNode]] = {}
        for quad in self._said(self._events, _node(TREE.member)):
            member = quad.object
            if not isinstance(member, ox.NamedNode):
                continue
            thing = self._value(member, self._version_of) or member
            order = self._order(member)
            if thing not in best or best[thing][0] < order:
                best[thing] = order, member
        return [
            each
            for thing, (_, member) in best.items()
            if not self._is_deleted(member)
            for each in self._payload(member, thing)
        ]

    def _order(self, member: ox.NamedNode) -> _Order:
        time, sequence = self._text(member, self._time), self._text(member, self._sequence)
        number = int(sequence) if sequence.lstrip("+-").isdecimal() else 0
        try:
            moment = datetime.fromisoformat(time)
            # A moment without a time zone is before all that have one: they cannot be compared.
            known = moment.timestamp() if moment.tzinfo else 0.0
        except ValueError:
            known = 0.0
        return f"{known:020.6f}", number, member.value

    def _is_deleted(self, member: ox.NamedNode) -> bool:
        if self._deleted is None:
            return False
        return any(each.object == self._deleted for each in self._said(member, self._deletes))

    def _payload(self, member: ox.NamedNode, thing: object) -> Iterator[ox.Quad]:
        own = list(self._store.quads_for_pattern(None, None, None, member))
        if own:
            for quad in own:
                yield self._unnamed(quad.triple)
            return
        told = {self._version_of, self._time, self._sequence} - {None}
        for triple in self._about(member, set()):
            is_told = triple.predicate in told or (
                triple.predicate == self._deletes and self._is_kind(triple.object)
            )
            if triple.subject != member:
                yield self._unnamed(triple)
            elif not is_told and isinstance(thing, ox.NamedNode | ox.BlankNode):
                yield self._unnamed(ox.Triple(thing, triple.predicate, triple.object))

    def _is_kind(self, value: object) -> bool:
        kinds = (LDES.versionCreateObject, LDES.versionUpdateObject, LDES.versionDeleteObject)
        return value in {self._one(each) for each in kinds}

    def _about(self, node: _Node, seen: set[_Node]) -> Iterator[ox.Triple]:
        seen.add(node)
        for quad in self._said(node, None):
            yield quad.triple
            if isinstance(quad.object, ox.BlankNode) and quad.object not in seen:
                yield from self._about(quad.object, seen)

    def _unnamed(self, triple: ox.Triple) -> ox.Quad:
        subject = _blank(triple.subject)
        assert not isinstance(subject, ox.Literal)
        return ox.Quad(subject, triple.predicate, _blank(triple.object), self._default)

    def _said(self, subject: object, predicate: ox.NamedNode | None) -> Iterator[ox.Quad]:
        assert isinstance(subject, ox.NamedNode | ox.BlankNode)
        return self._store.quads_for_pattern(subject, predicate, None, self._default)

    def _value(self, member: ox.NamedNode, path: ox.NamedNode | None) -> object:
        if path is None:
            return None
        return next((each.object for each in self._said(member, path)), None)

    def _text(self, member: ox.NamedNode, path: ox.NamedNode | None) -> str:
        value = self._value(member, path)
        return value.value if isinstance(value, ox.Literal) else ""

    def _one(self, predicate: str) -> ox.NamedNode | None:
        """A property path that is one property; longer ones are not followed."""
        values = [each.object for each in self._said(self._events, _node(predicate))]
        return values[0] if len(values) == 1 and isinstance(values[0], ox.NamedNode) else None


def _blank(term: object) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    if isinstance(term, ox.NamedNode) and _GENID in term.value:
        return ox.BlankNode("g" + sha256(term.value.encode()).hexdigest()[:24])
    if isinstance(term, ox.Triple):
        subject = _blank(term.subject)
        assert isinstance(subject, ox.NamedNode | ox.BlankNode)
        return ox.Triple(subject, term.predicate, _blank(term.object))
    assert isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal)
    return term


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)
