"""Random graphs, changes and shapes over every constraint and path of SHACL Core."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyoxigraph as ox
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal, Namespace
from rdflib.collection import Collection

from dialograph.shapes.convert import from_oxigraph, to_oxigraph
from dialograph.vocab import BASE, OWL, RDF, RDFS, SH, XSD

EX = Namespace("https://example.org/")
DGS = Namespace(f"{BASE}shapes#")

THINGS = [EX[name] for name in "abcde"]
BLANKS = [BNode("b1"), BNode("b2")]
CLASSES = [EX.A, EX.B, EX.C]
PROPERTIES = [EX.p, EX.q, EX.r]
LITERALS = [
    Literal("x", lang="en"),
    Literal("y", lang="en"),
    Literal("x", lang="fr"),
    Literal("word"),
    Literal(1),
    Literal(3),
    Literal("2021-05-01", datatype=XSD.date),
]
TRUE = Literal("true", datatype=XSD.boolean)
KINDS = [
    SH.IRI,
    SH.BlankNode,
    SH.Literal,
    SH.BlankNodeOrIRI,
    SH.IRIOrLiteral,
    SH.BlankNodeOrLiteral,
]

_things = st.sampled_from([*THINGS, *BLANKS])
_values = st.sampled_from([*THINGS, *THINGS, *BLANKS, *LITERALS, *LITERALS[:2]])
_statements = st.one_of(
    st.tuples(_things, st.sampled_from(PROPERTIES), _values),
    st.tuples(_things, st.sampled_from(PROPERTIES), _values),
    st.tuples(_things, st.just(RDF.type), st.sampled_from(CLASSES)),
    st.tuples(st.sampled_from(CLASSES), st.just(RDFS.subClassOf), st.sampled_from(CLASSES)),
)
statements = st.lists(_statements, min_size=8, max_size=20, unique=True)

_links = st.tuples(
    st.sampled_from(THINGS[:4]), st.sampled_from(PROPERTIES), st.sampled_from(THINGS[:4])
)
links = st.sets(_links, min_size=5, max_size=12)
"""Few things, all tied to each other."""


@st.composite
def changes(draw, now):
    """What a change takes from a graph and puts into it."""
    removed = set(draw(st.lists(st.sampled_from(sorted(now)), max_size=4))) if now else set()
    added = set(draw(st.lists(_statements, min_size=1, max_size=5))) - now
    return removed, added


def triples(found) -> list[ox.Triple]:
    """Statements of rdflib as triples of pyoxigraph."""
    return [ox.Triple(*map(to_oxigraph, each)) for each in found]


def stored(found) -> ox.Store:
    """Statements of rdflib in a store."""
    store = ox.Store()
    change(store, (), triples(found))
    return store


def change(store: ox.Store, removed, added) -> None:
    """Take triples out of a store and put others in."""
    for each in removed:
        store.remove(ox.Quad(each.subject, each.predicate, each.object))
    store.extend(ox.Quad(each.subject, each.predicate, each.object) for each in added)


def graph(store: ox.Store) -> Graph:
    """The default graph of a store."""
    found = Graph()
    for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        found.add(tuple(map(from_oxigraph, quad.triple)))
    return found


@dataclass
class Shaper:
    """Draws shapes into a graph."""

    draw: object
    graph: Graph
    named: int = 0
    texts: dict = field(default_factory=dict)

    def one(self, values):
        """One of some values."""
        return self.draw(st.sampled_from(values))

    def chance(self) -> bool:
        """Yes or no."""
        return self.draw(st.booleans())

    def add(self, *statement):
        """State something."""
        self.graph.add(statement)

    def list(self, items):
        """A list."""
        head = BNode()
        Collection(self.graph, head, items)
        return head

    def node(self):
        """The node of a new shape: with a name, which may be that of a class, or without."""
        self.named += 1
        names = [*CLASSES, *(EX[f"shape{number}"] for number in range(self.named + 1))]
        return names[self.named - 1] if self.chance() else BNode()

    def path(self, depth=None, *, any_property=False):
        """A property path, plain ones more often."""
        depth = self.one([0, 0, 1, 2]) if depth is None else depth
        kinds = ["one"] * 2 + ["inverse", "sequence", "choice", "*", "+", "?"]
        kind = self.one(kinds) if depth else "one"
        if kind == "one":
            known = [*PROPERTIES, RDF.type, RDFS.subClassOf]
            found = self.one([*known, DGS.anyProperty] if any_property else known)
            self.texts[found] = "?whatever" if found == DGS.anyProperty else f"<{found}>"
            return found
        inner = [self.path(depth - 1) for _ in range(2 if kind in {"sequence", "choice"} else 1)]
        texts = [self.texts[each] for each in inner]
        if kind == "sequence":
            head = self.list(inner)
            self.texts[head] = f"({'/'.join(texts)})"
            return head
        head = BNode()
        if kind == "choice":
            self.add(head, SH.alternativePath, self.list(inner))
            self.texts[head] = f"({'|'.join(texts)})"
        else:
            self.texts[head] = f"(^{texts[0]})" if kind == "inverse" else f"({texts[0]}{kind})"
            term = {
                "inverse": SH.inversePath,
                "*": SH.zeroOrMorePath,
                "+": SH.oneOrMorePath,
                "?": SH.zeroOrOnePath,
            }[kind]
            self.add(head, term, inner[0])
        return head

    def shape(self, depth, *, property_shape):
        """A shape with one to three constraints."""
        node = self.node()
        if property_shape:
            self.add(node, SH.path, self.path())
        self.add(node, RDF.type, SH.PropertyShape if property_shape else SH.NodeShape)
        for _ in range(self.one([1, 1, 2, 3])):
            self.constraint(node, depth, property_shape=property_shape)
        if self.chance():
            self.add(node, SH.message, Literal("Value {?value} of {$this}.", lang="en"))
        if self.chance():
            self.add(node, SH.severity, self.one([SH.Violation, SH.Warning, SH.Info]))
        if self.draw(st.integers(0, 19)) == 0:
            self.add(node, SH.deactivated, TRUE)
        return node

    def any_shape(self, depth):
        """A shape of either kind."""
        return self.shape(depth - 1, property_shape=self.chance())

    def constraint(self, node, depth, *, property_shape):
        """One constraint of whatever kind may stand there."""
        kinds = [*_PLAIN, "class", "equals", "disjoint", "hasValue", "in", "languageIn"]
        kinds += ["closed", "sparql"]
        if property_shape:
            kinds += 2 * ["minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals"]
        if depth:
            nested = ["node", "property", "not", "and", "or", "xone"]
            kinds += [*nested, *nested, *(["qualified"] * 3 if property_shape else [])]
        kind = self.one(kinds)
        if (node, SH[kind], None) in self.graph or (kind == "qualified" and self.qualified(node)):
            return
        if kind in _PLAIN:
            self.add(node, SH[kind], self.one(_PLAIN[kind]))
        elif kind in {"minCount", "maxCount"}:
            self.add(node, SH[kind], Literal(self.one([0, 1, 2])))
        else:
            getattr(self, f"_{kind.rstrip('_')}", self._compared(kind))(node, depth)

    def qualified(self, node):
        """Whether a shape has a qualified count already."""
        return (node, SH.qualifiedValueShape, None) in self.graph

    def _compared(self, kind):
        return lambda node, _: self.add(node, SH[kind], self.one(PROPERTIES))

    def _uniqueLang(self, node, _depth):  # noqa: N802
        self.add(node, SH.uniqueLang, TRUE)

    def _languageIn(self, node, _depth):  # noqa: N802
        self.add(node, SH.languageIn, self.list([Literal(self.one(["en", "fr"]))]))

    def _class(self, node, _depth):
        for _ in range(self.one([1, 1, 2])):
            self.add(node, SH["class"], self.one(CLASSES))

    def _hasValue(self, node, _depth):  # noqa: N802
        self.add(node, SH.hasValue, self.one([*THINGS, *LITERALS]))

    def _in(self, node, _depth):
        self.add(node, SH["in"], self.list([self.one([*THINGS, *LITERALS]) for _ in range(3)]))

    def _closed(self, node, _depth):
        self.add(node, SH.closed, Literal(self.draw(st.integers(0, 9)) > 0))
        if self.chance():
            self.add(node, SH.ignoredProperties, self.list([self.one([*PROPERTIES, RDF.type])]))

    def _node(self, node, depth):
        self.add(node, SH.node, self.shape(depth - 1, property_shape=False))

    def _property(self, node, depth):
        self.add(node, SH.property, self.shape(depth - 1, property_shape=True))

    def _not(self, node, depth):
        self.add(node, SH["not"], self.any_shape(depth))

    def _choices(self, term, node, depth):
        self.add(node, term, self.list([self.any_shape(depth) for _ in range(self.one([1, 2]))]))

    def _and(self, node, depth):
        self._choices(SH["and"], node, depth)

    def _or(self, node, depth):
        self._choices(SH["or"], node, depth)

    def _xone(self, node, depth):
        self._choices(SH.xone, node, depth)

    def _qualified(self, node, depth):
        self.add(node, SH.qualifiedValueShape, self.any_shape(depth))
        bound = self.one([SH.qualifiedMinCount, SH.qualifiedMaxCount])
        self.add(node, bound, Literal(self.one([0, 1, 2])))
        if self.chance():
            self.add(node, SH.qualifiedValueShapesDisjoint, TRUE)
            parent = self.shape(0, property_shape=False)
            self.target(parent)
            self.add(parent, SH.property, node)
            sibling = BNode()
            self.add(parent, SH.property, sibling)
            self.add(sibling, SH.path, self.path(1))
            self.add(sibling, SH.qualifiedValueShape, self.any_shape(depth))
            self.add(sibling, SH.qualifiedMinCount, Literal(self.one([0, 1])))

    def _sparql(self, node, _depth):
        query, first, second = BNode(), self.path(any_property=True), self.path(1)
        for path in (first, second):
            self.add(query, DGS.reads, path)
        pattern = self.one(
            [
                "$this {0} ?value . FILTER (isLiteral(?value))",
                "$this {0} ?value . $this {1} ?value",
                "$this {0} ?value . FILTER NOT EXISTS {{ $this {1} ?value }}",
                "$this {1} ?value . OPTIONAL {{ $this {0} ?o }} FILTER (!BOUND(?o) || ?o != $this)",
            ]
        )
        where = pattern.format(self.texts[first], self.texts[second])
        self.add(query, SH.select, Literal(f"SELECT $this ?value WHERE {{ {where} }}"))
        self.add(node, SH.sparql, query)

    def target(self, node):
        """A target of whatever kind."""
        kind = self.one(["node", "class", "class", "subjects", "objects", "implicit"])
        if kind == "node":
            self.add(node, SH.targetNode, self.one([*THINGS, *LITERALS]))
        elif kind == "subjects":
            self.add(node, SH.targetSubjectsOf, self.one([*PROPERTIES, RDF.type]))
        elif kind == "objects":
            self.add(node, SH.targetObjectsOf, self.one([*PROPERTIES, RDF.type]))
        elif kind == "class" or isinstance(node, BNode):
            self.add(node, SH.targetClass, self.one(CLASSES))
        else:
            # The shape is itself a class of the data, under one that is.
            self.add(node, RDF.type, OWL.Class)


_PLAIN = {
    "datatype": [XSD.integer, XSD.string, XSD.date, RDF.langString],
    "nodeKind": KINDS,
    "minInclusive": [Literal(2)],
    "maxInclusive": [Literal(2)],
    "minExclusive": [Literal(1)],
    "maxExclusive": [Literal(3)],
    "minLength": [Literal(2)],
    "maxLength": [Literal(2)],
    "pattern": [Literal("^[a-w]"), Literal("x$")],
}


@st.composite
def shapes(draw):
    """A shapes graph with one to three shapes that have targets."""
    shaper = Shaper(draw, Graph())
    for _ in range(draw(st.integers(1, 3))):
        depth = draw(st.sampled_from([0, 0, 1, 2]))
        top = shaper.shape(depth, property_shape=shaper.chance())
        for _ in range(draw(st.integers(1, 2))):
            shaper.target(top)
    return shaper.graph
