"""Answers that a change cannot alter are told from those that it may, and never the other way."""

from collections import Counter

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from dialograph import formats
from dialograph.engine.changes import Delta
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.examining import untouched
from dialograph.engine.reads import reads_of

EX = "http://example.org/"
NODES = [ox.NamedNode(EX + each) for each in "abc"]
PROPERTIES = [ox.NamedNode(EX + each) for each in ("p", "q", "r", "a")]
VALUES = [*NODES, ox.Literal("x"), ox.Literal("x", language="en"), ox.Literal(1)]
GRAPHS = [ox.NamedNode(EX + each) for each in ("g1", "g2")]
VARIABLES = ["?x", "?y", "?z", "?w"]

nodes = st.sampled_from([*VARIABLES, "ex:a", "ex:b", "_:n"])
values = st.sampled_from([*VARIABLES, *VARIABLES, "ex:a", "ex:b", "'x'", "'x'@en", "1", "01", "[]"])
properties = st.sampled_from(["ex:p", "ex:q", "ex:r", "ex:a"])
paths = st.recursive(
    properties,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("/".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
        inner.map(lambda one: f"^({one})"),
        st.tuples(inner, st.sampled_from("*+?")).map(lambda pair: f"({pair[0]}){pair[1]}"),
    ),
    max_leaves=3,
)
verbs = st.one_of(properties, properties, st.sampled_from(VARIABLES), paths)


@st.composite
def triples(draw, only=verbs):
    """A triple pattern, or several that share their subject."""
    rest = draw(st.lists(st.tuples(only, values), min_size=1, max_size=2))
    return f"{draw(nodes)} " + " ; ".join(f"{verb} {value}" for verb, value in rest)


tests = st.sampled_from(
    [
        "FILTER (?x = ex:a)",
        "FILTER (!BOUND(?y))",
        "FILTER (?z != ?w || EXISTS { ?z ex:q ?w })",
        "FILTER (NOT EXISTS { ?x ex:q ?y FILTER (?y != ex:b) })",
        "BIND (COALESCE(?never, ex:a) AS ?c1) ?c1 ex:p ?y",
        "BIND (ex:b AS ?c2) OPTIONAL { ?c2 ex:q ?z }",
        "VALUES ?x { ex:a ex:b }",
        "VALUES (?y ?z) { (ex:a UNDEF) ('x' ex:b) (1 ex:c) }",
        "{ SELECT ?x (COUNT(*) AS ?n) { ?x ex:p ?y } GROUP BY ?x }",
        "{ SELECT DISTINCT ?y { ?x ex:q ?y OPTIONAL { ?y ex:r ?z } } }",
    ]
)


def _braced(group):
    return f"{{ {group} }}"


groups = st.recursive(
    st.lists(st.one_of(triples(), triples(properties)), min_size=1, max_size=2).map(" . ".join),
    lambda inner: st.lists(
        st.one_of(
            triples(properties),
            tests,
            inner.map(_braced),
            inner.map(lambda one: f"OPTIONAL {{ {one} }}"),
            inner.map(lambda one: f"FILTER NOT EXISTS {{ {one} }}"),
            triples(properties).map(lambda one: f"FILTER NOT EXISTS {{ {one} }}"),
            inner.map(lambda one: f"FILTER EXISTS {{ {one} }}"),
            inner.map(lambda one: f"MINUS {{ {one} }}"),
            st.tuples(inner, inner).map(lambda two: " UNION ".join(map(_braced, two))),
        ),
        min_size=1,
        max_size=3,
    ).map("\n . ".join),
    max_leaves=6,
)
heads = st.sampled_from(
    [
        "SELECT * WHERE { %s }",
        "SELECT * WHERE { %s }",
        "SELECT DISTINCT ?x WHERE { %s }",
        "SELECT ?x (COUNT(?y) AS ?n) WHERE { %s } GROUP BY ?x ORDER BY ?n",
        "CONSTRUCT { ?x ex:p ?y . ?z ex:q ?w } WHERE { %s }",
        "ASK { %s }",
    ]
)
queries = st.tuples(heads, groups).map(lambda both: f"PREFIX ex: <{EX}>\n{both[0] % both[1]}")
quads = st.builds(
    ox.Quad,
    st.sampled_from(NODES),
    st.sampled_from(PROPERTIES),
    st.sampled_from(VALUES),
    st.sampled_from(GRAPHS),
)
states = st.sets(quads, max_size=8)
changes = st.tuples(states, st.sets(quads, max_size=2), st.sets(quads, max_size=2))


def engine_of(state):
    """An engine over quads, whose default graph is the merge of their graphs."""
    store = ox.Store()
    store.extend(state)
    return EmbeddedEngine(store, "1")


def answer(engine, query):
    """An answer, as a multiset of rows, or of what else it is made of; None where it has none."""
    try:
        given = engine.query(query)
        if given.kind == "solutions":
            return Counter(given.serialize(formats.TSV).splitlines())
        wanted = formats.NTRIPLES if given.kind == "graph" else formats.JSON
        return Counter(given.serialize(wanted).splitlines())
    except Exception as error:  # noqa: BLE001 - what the generator should not have made
        return str(type(error))


@settings(max_examples=1500, deadline=None)
@given(queries, changes)
def test_an_answer_that_is_said_to_last_is_the_same_after_the_change(query, change):
    """Whatever is asked and changed: what is said to last does, by the engine's own answers."""
    state, less, more = change
    delta = Delta(tuple(state & less - more), tuple(more - state))
    engine = engine_of(state)
    before = answer(engine, query)
    if isinstance(before, str):
        return
    (lasts,) = untouched(engine, delta, [reads_of(query, None)])
    if lasts:
        assert answer(engine, query) == before
