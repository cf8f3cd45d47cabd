"""Which blank nodes of a new text of a graph are those of the old one.

A graph that is sent again has other labels in the place of the same blank nodes. Any way of giving
them old labels, each to one, says the same graph; the better it is, the less differs. So nodes are
told apart by what is said of them, as far as that goes, and those that look alike are paired from
neighbour to neighbour, in time that is linear in what is said of blank nodes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

import pyoxigraph as ox

_Node = ox.NamedNode | ox.BlankNode | ox.Triple
_Term = _Node | ox.Literal | ox.DefaultGraph
_Colours = Mapping[ox.BlankNode, int]
_About = dict[ox.BlankNode, list[ox.Quad]]

VISITS_MAX = 2_000_000
"""Statements to look at, in all; a chain of ten thousand links that look alike takes more."""


def match(old: Collection[ox.Quad], new: Collection[ox.Quad]) -> dict[ox.BlankNode, ox.BlankNode]:
    """Blank nodes of ``new`` to blank nodes of ``old``, none of which is used twice."""
    ours, theirs = _about(new), _about(old)
    if not ours or not theirs:
        return {}
    ours_by, theirs_by = _coloured(ours, theirs)
    alike: dict[int, tuple[list[ox.BlankNode], list[ox.BlankNode]]] = defaultdict(lambda: ([], []))
    for side, colours in enumerate((ours_by, theirs_by)):
        for node, colour in colours.items():
            alike[colour][side].append(node)
    pairing = _Pairing(ours, theirs, ours_by, theirs_by)
    # Those that only look like one other come first, and lead to their neighbours.
    for mine, yours in sorted(alike.values(), key=lambda both: len(both[0]) + len(both[1])):
        left = iter(yours)
        for node in mine:
            if node in pairing.found:
                continue
            partner = next((each for each in left if each not in pairing.taken), None)
            if partner is None:
                break
            pairing.pair(node, partner)
    return pairing.found


class _Pairing:
    """Pairs of nodes, and what follows from each for its neighbours."""

    def __init__(
        self, ours: _About, theirs: _About, ours_by: _Colours, theirs_by: _Colours
    ) -> None:
        self._ours = ours, ours_by
        self._theirs = theirs, theirs_by
        self.found: dict[ox.BlankNode, ox.BlankNode] = {}
        self.taken: set[ox.BlankNode] = set()

    def pair(self, node: ox.BlankNode, partner: ox.BlankNode) -> None:
        """Pair two nodes, and those of their neighbours that stand to them in the same way."""
        self._note(node, partner)
        waiting = [(node, partner)]
        while waiting:
            node, partner = waiting.pop()
            mine = _neighbours(node, *self._ours)
            yours = _neighbours(partner, *self._theirs)
            for place, nodes in mine.items():
                left = iter(yours.get(place, ()))
                for each in nodes:
                    if each not in self.found:
                        other = next((one for one in left if one not in self.taken), None)
                        if other is None:
                            break
                        self._note(each, other)
                        waiting.append((each, other))

    def _note(self, node: ox.BlankNode, partner: ox.BlankNode) -> None:
        self.found[node] = partner
        self.taken.add(partner)


def renamed(quad: ox.Quad, names: Mapping[ox.BlankNode, ox.BlankNode]) -> ox.Quad:
    """A quad with other blank nodes."""
    subject = quad.subject
    if isinstance(subject, ox.BlankNode):
        subject = names.get(subject, subject)
    return ox.Quad(subject, quad.predicate, _renamed(quad.object, names), quad.graph_name)


def _renamed(
    term: _Node | ox.Literal, names: Mapping[ox.BlankNode, ox.BlankNode]
) -> _Node | ox.Literal:
    if isinstance(term, ox.BlankNode):
        return names.get(term, term)
    if isinstance(term, ox.Triple):
        subject = term.subject
        if isinstance(subject, ox.BlankNode):
            subject = names.get(subject, subject)
        return ox.Triple(subject, term.predicate, _renamed(term.object, names))
    return term


def blanks(quad: ox.Quad) -> Iterator[ox.BlankNode]:
    """The blank nodes in a quad, in triple terms too, but not as the name of its graph."""
    for term in (quad.subject, quad.object):
        if isinstance(term, ox.BlankNode):
            yield term
        elif isinstance(term, ox.Triple):
            yield from _within(term)


def _within(triple: ox.Triple) -> Iterator[ox.BlankNode]:
    for term in (triple.subject, triple.object):
        if isinstance(term, ox.BlankNode):
            yield term
        elif isinstance(term, ox.Triple):
            yield from _within(term)


def _about(quads: Collection[ox.Quad]) -> _About:
    found: _About = defaultdict(list)
    for quad in quads:
        for node in set(blanks(quad)):
            found[node].append(quad)
    return found


def _coloured(ours: _About, theirs: _About) -> tuple[_Colours, _Colours]:
    """Tell nodes apart by what is said of them, of those they are tied to, and so on."""
    sides = [(about, dict.fromkeys(about, 0)) for about in (ours, theirs)]
    visits, known = 0, 0
    work = sum(len(quads) for about, _ in sides for quads in about.values())
    while visits == 0 or visits + work <= VISITS_MAX:
        sides = [
            (
                about,
                {
                    node: hash(
                        (colours[node], *sorted(_shape(quad, node, colours) for quad in quads))
                    )
                    for node, quads in about.items()
                },
            )
            for about, colours in sides
        ]
        visits += work
        now = sum(len(set(colours.values())) for _, colours in sides)
        if now == known:
            break
        known = now
    return sides[0][1], sides[1][1]


def _shape(
    quad: ox.Quad, node: ox.BlankNode, colours: _Colours, other: ox.BlankNode | None = None
) -> int:
    """A number for a quad as a node sees it, and as it sees another node in it."""

    def seen(term: _Term) -> object:
        if isinstance(term, ox.Triple):
            return seen(term.subject), seen(term.predicate), seen(term.object)
        if not isinstance(term, ox.BlankNode):
            return term
        return term == node, term == other, colours.get(term)

    return hash(
        (seen(quad.subject), seen(quad.predicate), seen(quad.object), seen(quad.graph_name))
    )


def _neighbours(
    node: ox.BlankNode, about: _About, colours: _Colours
) -> dict[int, list[ox.BlankNode]]:
    """The nodes that a node is tied to, by how it is and by how they look."""
    found: dict[int, list[ox.BlankNode]] = defaultdict(list)
    for quad in about[node]:
        for other in dict.fromkeys(blanks(quad)):
            if other != node:
                found[_shape(quad, node, colours, other)].append(other)
    return found
