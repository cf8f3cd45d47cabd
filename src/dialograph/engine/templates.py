"""Quads with variables in them, filled in for each solution (SPARQL 1.1 Update, section 3.1.3).

A template is read by the engine itself: it is inserted into an empty store with an IRI that nobody
can foresee in the place of each variable, and what stands in the store then is the template.
Lists, reifiers and whatever else the syntax has come out as the quads that they mean.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence

import pyoxigraph as ox

Node = ox.NamedNode | ox.BlankNode | ox.Triple
Term = Node | ox.Literal
Place = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
Row = Sequence[Term | None]
_Slot = Callable[[Row, "Fresh"], Term | None]
_RESOURCES = (ox.NamedNode, ox.BlankNode)
_TERMS = (*_RESOURCES, ox.Literal, ox.Triple)


class Labels:
    """New blank nodes, whose labels nobody has used or can foresee.

    They start from the system's dice: the engine's fall alike in processes forked from one. A
    letter comes first, as in RDF/XML; 32 digits are held as a number by the engine.
    """

    def __init__(self) -> None:
        self._next = secrets.choice(range(10, 16)) << 124 | secrets.randbits(123)

    def new(self) -> ox.BlankNode:
        """One that was not there."""
        self._next += 1
        return ox.BlankNode(f"{self._next:032x}")


class Fresh(dict[str, ox.BlankNode]):
    """The blank nodes of one solution, by what the template calls them.

    Args:
        labels: where new ones come from.
    """

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        self._labels = labels

    def __missing__(self, name: str) -> ox.BlankNode:
        self[name] = node = self._labels.new()
        return node


class Template:
    """Quads with variables.

    Args:
        text: the block with its braces; empty for none.
        prologue: the declarations that hold for it.
        base_iri: what relative IRIs are resolved against.
        variables: the names that can stand in it; a row has their values in this order.
        default: where the quads belong that stand in no ``GRAPH``.

    Raises:
        SyntaxError: it does not parse.
    """

    def __init__(
        self,
        text: str,
        *,
        prologue: str,
        base_iri: str | None,
        variables: Sequence[str] = (),
        default: ox.NamedNode | ox.DefaultGraph,
    ) -> None:
        self._default = default
        reserved = f"urn:uuid:{secrets.token_hex(16)}:"
        self._variables = {
            ox.NamedNode(f"{reserved}{number}"): number for number in range(len(variables))
        }
        store = ox.Store()
        if text:
            names = " ".join(f"?{name}" for name in variables)
            values = " ".join(map(str, self._variables))
            where = f"{{ VALUES ({names}) {{ ({values}) }} }}" if variables else "{}"
            store.update(f"{prologue}\nINSERT {text} WHERE {where}", base_iri=base_iri)
        self.fixed: list[ox.Quad] = []
        """The quads that are the same for every solution."""
        self.has_blanks = False
        self.graphs: set[ox.NamedNode | ox.DefaultGraph] = set()
        """The graphs that it names, whatever the solutions are."""
        self._makers = []
        for quad in store:
            place = quad.graph_name
            if isinstance(place, ox.NamedNode | ox.DefaultGraph) and place not in self._variables:
                self.graphs.add(default if isinstance(place, ox.DefaultGraph) else place)
            slots = [self._slot(term) for term in (*_terms(quad.triple), self._placed(place))]
            if any(map(callable, slots)):
                self._makers.append([_asked(slot) for slot in slots])
            else:
                self.fixed.append(
                    ox.Quad(quad.subject, quad.predicate, quad.object, self._placed(place))
                )

    def fill(self, row: Row, fresh: Fresh) -> Iterator[ox.Quad]:
        """The quads that depend on the solution; those that would be no RDF are left out.

        Args:
            row: the values of the variables, None where there is none.
            fresh: its blank nodes.
        """
        for subject_of, predicate_of, value_of, place_of in self._makers:
            subject, predicate = subject_of(row, fresh), predicate_of(row, fresh)
            value, place = value_of(row, fresh), place_of(row, fresh)
            if (
                isinstance(subject, _RESOURCES)
                and isinstance(predicate, ox.NamedNode)
                and isinstance(value, _TERMS)
                and isinstance(place, (*_RESOURCES, ox.DefaultGraph))
            ):
                yield ox.Quad(subject, predicate, value, place)

    def _placed(self, place: Place) -> Place:
        return self._default if isinstance(place, ox.DefaultGraph) else place

    def _slot(self, term: Term | ox.DefaultGraph) -> Term | ox.DefaultGraph | _Slot:
        """What gives the term for a solution, or the term where it is always the same."""
        if isinstance(term, ox.NamedNode) and term in self._variables:
            number = self._variables[term]
            return lambda row, _fresh: row[number]
        if isinstance(term, ox.BlankNode):
            self.has_blanks = True
            name = term.value
            return lambda _row, fresh: fresh[name]
        if isinstance(term, ox.Triple):
            parts = [self._slot(each) for each in _terms(term)]
            if any(map(callable, parts)):
                return _nested(*(_asked(part) for part in parts))
        return term


def _terms(triple: ox.Triple) -> tuple[Term, Term, Term]:
    return triple.subject, triple.predicate, triple.object


def _asked(slot: Term | ox.DefaultGraph | _Slot) -> Callable[[Row, Fresh], object]:
    return slot if callable(slot) else lambda _row, _fresh: slot


def _nested(
    subject_of: Callable[[Row, Fresh], object],
    predicate_of: Callable[[Row, Fresh], object],
    value_of: Callable[[Row, Fresh], object],
) -> _Slot:
    def make(row: Row, fresh: Fresh) -> ox.Triple | None:
        subject, predicate = subject_of(row, fresh), predicate_of(row, fresh)
        value = value_of(row, fresh)
        if not isinstance(subject, _RESOURCES) or not isinstance(predicate, ox.NamedNode):
            return None
        if not isinstance(value, _TERMS):
            return None
        return ox.Triple(subject, predicate, value)

    return make
