"""Answers that a change cannot alter are told from those that it may, and never the other way."""

import time
from collections import Counter
from contextlib import contextmanager

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asking import ask, send
from conftest import serving
from dialograph import formats
from dialograph.engine.changes import Delta
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.examining import untouched
from dialograph.engine.reads import reads_of
from watching import eventually, metrics
from writing import insert, token_for

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


@settings(
    max_examples=250, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
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


KNOWN = """
ex:m a ex:Meeting ; ex:label "m"@en ; ex:at ex:rabat . ex:Meeting ex:under ex:Activity .
ex:s a ex:Study ; ex:label "s"@en ; ex:by ex:surveys . ex:surveys ex:label "surveys"@en .
"""
NEW = 'ex:n a ex:Meeting ; ex:label "n"@en ; ex:at ex:dakar .'
LABELLED = "OPTIONAL { ?x ex:label ?label FILTER (LANG(?label) = 'en') }"


def parsed(turtle):
    """Statements of a graph."""
    text = f"@prefix ex: <{EX}> .\n{turtle}"
    found = ox.parse(text, format=ox.RdfFormat.TURTLE)
    return tuple(ox.Quad(each.subject, each.predicate, each.object, GRAPHS[0]) for each in found)


@pytest.mark.parametrize(
    ("pattern", "lasts"),
    [
        ("?x a ex:Study . " + LABELLED, True),
        ("?x a ex:Meeting . " + LABELLED, False),
        ("?x ex:by ?way . " + LABELLED, True),
        ("?x ex:label ?label", False),
        ("ex:m ?property ?value", True),
        ("?x ?property ex:dakar", False),
        ("?class ex:under* ex:Activity . ?x a ?class . " + LABELLED, False),
        ("?class ex:under* ex:Study . ?x a ?class . " + LABELLED, True),
        ("BIND (COALESCE(?_place, ex:rabat) AS ?at) ?x ex:at ?at . " + LABELLED, True),
        ("BIND (COALESCE(?_place, ex:dakar) AS ?at) ?x ex:at ?at . " + LABELLED, False),
        ("VALUES ?kind { ex:Study ex:Report } ?x a ?kind . " + LABELLED, True),
        ("?x a ex:Meeting FILTER NOT EXISTS { ?x ex:at ?place } " + LABELLED, True),
        ("?x a ex:Meeting FILTER NOT EXISTS { ?x ex:by ?way } " + LABELLED, False),
        ("{ ?x a ex:Study . " + LABELLED + " } UNION { ?x ex:by ex:surveys }", True),
        ("{ SELECT ?x (COUNT(?y) AS ?n) { ?x ex:by ?y } GROUP BY ?x } " + LABELLED, True),
        ("?x a ex:Study MINUS { ?x ex:at ?place }", False),
        ("GRAPH ?g { ?x a ex:Study }", False),
        ("?x a <http://example.org/\\u0053tudy>", False),
    ],
)
def test_what_has_to_hold_beside_a_pattern_counts(pattern, lasts):
    """A new meeting alters what is asked of meetings, and not what is asked of studies."""
    query = f"PREFIX ex: <{EX}> SELECT * {{ {pattern} }}"
    engine = engine_of(parsed(KNOWN))
    engine.query(query)
    assert untouched(engine, Delta((), parsed(NEW)), [reads_of(query, None)]) == [lasts]


PREFIX = f"PREFIX ex: <{EX}> "
STUDIES = PREFIX + "SELECT ?x ?label { ?x a ex:Study " + LABELLED + " } ORDER BY ?x"
MEETINGS = PREFIX + "SELECT ?x { ?x a ex:Meeting } ORDER BY ?x"
VERSIONS = (
    "SELECT ?v { ?v <http://www.w3.org/ns/prov#wasRevisionOf> ?w } ORDER BY ?v"  # the history
)


@contextmanager
def keeping(folder):
    """A server that keeps what it is sent, and a token for it."""
    (folder / "known.ttl").write_text(f"@prefix ex: <{EX}> .\n{KNOWN}")
    token, flags = token_for(folder)
    more = ("--shapes", "none", "--data-dir", folder / "data", "--load", folder / "known.ttl")
    # Whatever else the machine has to do meanwhile.
    with serving(*more, *flags, limits={"EXAMINED_SECONDS": 20}) as served:
        yield served.url, token


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A server that several tests change."""
    with keeping(tmp_path_factory.mktemp("lasting")) as served:
        yield served


def again(url, query):
    """Ask until it is known that this is asked again, and what it reads; the last reply."""
    ask(url, query)
    reply = ask(url, query)
    time.sleep(0.8)
    return reply


def asked(url):
    """How many questions were put to query processes."""
    return metrics(url)[("dialograph_query_seconds_count",)]


def number(reply):
    """The number of the version of a reply."""
    return reply.headers["Dialograph-Version"]


def test_an_answer_that_lasts_is_the_new_versions(tmp_path):
    """It is not worked out anew, names the new version, and has a tag of its own."""
    with keeping(tmp_path) as (url, token):  # one in which nothing else is asked anew
        before = again(url, STUDIES)
        assert insert(url, token, f"{PREFIX}INSERT DATA {{ GRAPH ex:g {{ {NEW} }} }}").status == 204
        count = asked(url)
        after = ask(url, STUDIES)
        assert asked(url) == count
        assert after.body == before.body
        assert number(after) != number(before)
        assert number(after) == number(ask(url, "ASK { ?s ?p 1 }"))
        assert after.headers["ETag"] != before.headers["ETag"]
        fresh = {"If-None-Match": after.headers["ETag"]}
        assert ask(url, STUDIES, headers=fresh).status == 304
        stale = {"If-None-Match": before.headers["ETag"]}
        assert ask(url, STUDIES, headers=stale).status == 200


def test_an_answer_that_changes_is_asked_anew_before_anybody_waits(kept):
    """What was asked again and again is worked out at once, from the new version."""
    url, token = kept
    again(url, MEETINGS)
    before = again(url, MEETINGS)
    count = asked(url)
    update = f"{PREFIX}INSERT DATA {{ GRAPH ex:g {{ ex:later a ex:Meeting }} }}"
    assert insert(url, token, update).status == 204
    eventually(lambda: asked(url) > count)
    after = ask(url, MEETINGS)
    assert {row[0] for row in after.rows} - {row[0] for row in before.rows} == {f"{EX}later"}
    assert number(after) != number(before)


def test_the_history_is_part_of_the_graph(kept):
    """A query to what the server writes of each version sees the latest, however often asked."""
    url, token = kept
    for place in range(3):
        again(url, VERSIONS)
        before = again(url, VERSIONS)
        update = f"INSERT DATA {{ GRAPH <{EX}g> {{ <urn:h> <urn:h> {place} }} }}"
        assert insert(url, token, update).status == 204
        assert len(ask(url, VERSIONS).rows) == len(before.rows) + 1


def test_a_dry_run_leaves_every_answer_as_it_is(kept):
    """Nothing is asked anew, and nobody hears of another version."""
    url, token = kept
    before = [again(url, query) for query in (STUDIES, MEETINGS)]
    update = f"{PREFIX}INSERT DATA {{ GRAPH ex:g {{ ex:dry a ex:Meeting, ex:Study }} }}"
    assert insert(url, token, update, path="/update?dry-run=true").status == 200
    count = asked(url)
    after = [ask(url, query) for query in (STUDIES, MEETINGS)]
    assert [(each.body, number(each)) for each in after] == [
        (each.body, number(each)) for each in before
    ]
    assert asked(url) == count


@pytest.mark.parametrize("way", ["PUT", "DELETE", "CLEAR", "MOVE"])
def test_whole_graphs_come_and_go(kept, way):
    """A graph that is replaced, removed, cleared or moved changes what was asked of it, at once."""
    url, token = kept
    told = {"Authorization": f"Bearer {token}", "Content-Type": "text/turtle"}
    path, study = f"/graphs?graph={EX}{way}", f"<{EX}of-{way}> a <{EX}Study> ."
    assert send(url, "PUT", path, study.encode(), told).status == 201
    again(url, STUDIES)
    before = again(url, STUDIES)
    assert f"{EX}of-{way}" in {row[0] for row in before.rows}
    if way == "PUT":
        reply = send(url, "PUT", path, study.replace("Study", "Meeting").encode(), told)
    elif way == "DELETE":
        reply = send(url, "DELETE", path, headers=told)
    elif way == "CLEAR":
        reply = insert(url, token, f"CLEAR GRAPH <{EX}{way}>")
    else:
        reply = insert(url, token, f"MOVE <{EX}{way}> TO <{EX}elsewhere>")
    assert reply.status == 204
    after = ask(url, STUDIES)
    assert number(after) != number(before)
    gone = {row[0] for row in before.rows} - {row[0] for row in after.rows}
    assert gone == (set() if way == "MOVE" else {f"{EX}of-{way}"})


def test_query_processes_go_on_to_the_next_version(kept):
    """A change is made by those that there are; none has to be forked anew."""
    url, token = kept
    ask(url, MEETINGS)
    ended = metrics(url).get(("dialograph_processes_ended_total", "replaced"), 0)
    for place in range(3):
        update = f"INSERT DATA {{ GRAPH <{EX}g> {{ <urn:s> <urn:p> {place} }} }}"
        assert insert(url, token, update).status == 204
        query = f"SELECT ?o {{ <urn:s> <urn:p> ?o }} ORDER BY ?o # {place}"
        assert [row[0] for row in ask(url, query).rows] == [str(n) for n in range(place + 1)]
    # Each change is judged in a process of its own, and looked at in another.
    assert metrics(url)[("dialograph_processes_ended_total", "replaced")] - ended <= 6


def test_a_long_change_is_seen_as_well(kept):
    """A change that is too long to be made by each process is in every answer after it."""
    url, token = kept
    again(url, MEETINGS)
    again(url, MEETINGS)
    many = " ".join(f"ex:many{n} a ex:Meeting ; ex:label 'one of many, {n}' ." for n in range(900))
    update = f"{PREFIX}INSERT DATA {{ GRAPH ex:many {{ {many} }} }}"
    assert insert(url, token, update).status == 204
    assert sum(row[0].startswith(f"{EX}many") for row in ask(url, MEETINGS).rows) == 900
    assert insert(url, token, f"DROP GRAPH <{EX}many>").status == 204
    assert not any(row[0].startswith(f"{EX}many") for row in ask(url, MEETINGS).rows)
