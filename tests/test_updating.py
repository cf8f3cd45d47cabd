import subprocess
import sys
import time

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings

from dialograph.engine.changes import compose, from_patch, to_patch
from dialograph.engine.dataset import Dataset
from dialograph.engine.interface import EvaluationError
from dialograph.engine.updating import derive_update
from dialograph.errors import UsageError
from updates import (
    EX,
    PROLOGUE,
    copy_of,
    derive,
    engine_does,
    merged,
    requests,
    state_of,
    states,
    store_of,
)

LOOKING = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@LOOKING
@given(data=states(default=True), request=requests(default=True))
def test_what_is_derived_is_what_the_engine_makes_of_an_update(data, request):
    """Any update leads where the engine's own leads, and so do its delta and its patch."""
    operations, text = request
    before = ox.Store()
    before.update(f"{PROLOGUE} INSERT DATA {' '.join(data)}")
    expected = copy_of(before)
    succeeds = all(engine_does(expected, each, n) for n, each in enumerate(operations))
    dataset = Dataset(copy_of(before), union=False)
    if not succeeds:
        with pytest.raises(EvaluationError, match=r"does not exist|exists already"):
            derive_update(dataset, text, base_iri=EX)
        return
    derived = derive_update(dataset, text, base_iri=EX)
    _is_exact(before, dataset, derived)
    assert state_of(dataset.store) == state_of(expected)


@LOOKING
@given(data=states(default=False), request=requests(default=False))
def test_what_is_derived_over_the_merge_is_what_the_engine_makes_of_it(data, request):
    """With the merge as default graph, patterns see it at each operation as it is by then."""
    operations, text = request
    before = ox.Store()
    before.update(f"{PROLOGUE} INSERT DATA {' '.join(data)}")
    dataset = Dataset(copy_of(before), union=True)
    try:
        derived = derive_update(dataset, text, base_iri=EX)
    except EvaluationError:
        derived = None
    expected = merged(before)
    for number, each in enumerate(operations):
        if not engine_does(expected, each, number):
            assert derived is None
            return
        expected = merged(expected)
    assert derived is not None
    assert None not in derived.writes
    _is_exact(before, dataset, derived)
    assert state_of(dataset.store) == state_of(expected)


def _is_exact(before, dataset, derived):
    delta = derived.delta
    assert not set(delta.removed) - set(before)
    assert not set(delta.added) & set(before)
    there = {name.value for name in before.named_graphs()}
    assert not set(delta.created) & there
    assert set(delta.dropped) <= there
    assert delta.graphs <= derived.writes
    way = from_patch(to_patch(delta))
    again = Dataset(copy_of(before), union=dataset.union)
    again.change(way)
    assert set(again.store) == set(dataset.store)
    assert set(again.store.named_graphs()) == set(dataset.store.named_graphs())
    again.change(way.inverse)
    assert set(again.quads()) == set(before)
    assert set(again.store.named_graphs()) == set(before.named_graphs())


def test_each_operation_is_applied_before_the_next_is_worked_out():
    """The steps that an update is applied in come to the difference that is told."""
    dataset, steps = Dataset(store_of("ex:g1 { ex:a ex:p 1 }"), union=True), []

    def apply(delta):
        steps.append(delta)
        dataset.change(delta)

    text = (
        "INSERT DATA { GRAPH ex:g2 { ex:b ex:p 2 } } ; CLEAR SILENT GRAPH ex:none ;"
        "INSERT { GRAPH ex:g3 { ?s ex:q ?o } } WHERE { ?s ex:p ?o } ; DROP GRAPH ex:g2"
    )
    derived = derive_update(dataset, PROLOGUE + text, apply=apply)
    assert len(steps) == 3
    assert compose(steps) == derived.delta
    assert len(derived.delta.added) == 2
    assert derived.delta.created == (f"{EX}g3",)


def written(text, *graphs, **how):
    """The short names of the graphs that an update writes."""
    data = "ex:g1 { ex:a ex:p 1 } ex:g2 { ex:b ex:p ex:g3 }"
    _, _, derived = derive(text, data, *graphs, **how)
    return {name and name.removeprefix(EX) for name in derived.writes}


WRITES = [
    ("INSERT DATA { ex:a ex:p 1 }", {None}),
    ("INSERT DATA { GRAPH ex:g1 { ex:a ex:p 1 } }", {"g1"}),
    ("INSERT DATA { GRAPH ex:g1 { ex:a ex:p 1 } ex:a ex:p 1 . GRAPH ex:x { ex:a ex:p 1 } }",
     {"g1", None, "x"}),
    ("DELETE DATA { GRAPH ex:x { ex:a ex:p 1 } }", {"x"}),
    ("DELETE WHERE { GRAPH ex:x { ?s ?p ?o } }", {"x"}),
    ("DELETE WHERE { GRAPH ?g { ?s ex:p ?o } }", {"g1", "g2"}),
    ("WITH ex:x DELETE { ?s ?p ?o } WHERE { GRAPH ex:g1 { ?s ?p ?o } }", {"x"}),
    ("WITH ex:x INSERT { ?s ?p ?o } USING ex:g1 WHERE { ?s ?p ?o }", {"x"}),
    ("WITH ex:x INSERT { GRAPH ex:y { ?s ?p ?o } } WHERE { GRAPH ex:g1 { ?s ?p ?o } }", {"y"}),
    ("INSERT { GRAPH ?o { ?s ?p ?o } } USING ex:g2 WHERE { ?s ?p ?o }", {"g3"}),
    ("INSERT { GRAPH ?g { ex:b ex:p ex:g3 } } WHERE { GRAPH ?g { ?s ?p ex:g3 } }", {"g2"}),
    ("DELETE { GRAPH ?o { ?s ?p ?o } } WHERE { GRAPH ex:g2 { ?s ?p ?o } }", {"g3"}),
    ("INSERT { GRAPH ?g { ex:a ex:p 1 } } WHERE { BIND(IRI('g2') AS ?g) }", {"g2"}),
    ("INSERT { GRAPH ?g { ex:a ex:p 1 } } WHERE { VALUES ?g { ex:x 1 'y' UNDEF } }", {"x"}),
    ("INSERT { GRAPH ex:x { ?s ?p ?none } } WHERE { ?s ?p ?o }", {"x"}),
    ("CLEAR GRAPH ex:g1", {"g1"}),
    ("CLEAR SILENT GRAPH ex:x", {"x"}),
    ("DROP SILENT GRAPH ex:x", {"x"}),
    ("CREATE SILENT GRAPH ex:g1", {"g1"}),
    ("CREATE GRAPH ex:x", {"x"}),
    ("CLEAR DEFAULT", {None}),
    ("ADD ex:g1 TO ex:g2", {"g2"}),
    ("COPY ex:g1 TO DEFAULT", {None}),
    ("COPY SILENT ex:x TO ex:g2", {"g2"}),
    ("COPY DEFAULT TO GRAPH ex:g2", {"g2"}),
    ("MOVE ex:g1 TO ex:g2", {"g1", "g2"}),
    ("MOVE SILENT ex:x TO ex:y", {"x", "y"}),
    ("MOVE DEFAULT TO ex:g1", {None, "g1"}),
    ("MOVE ex:g1 TO ex:g1", {"g1"}),
    ("CREATE GRAPH ex:x ; DROP GRAPH ex:x", {"x"}),
    (f"BASE <{EX}deep/> CREATE GRAPH <../x>", {"x"}),
    ("LOAD SILENT <http://127.0.0.1:9/> INTO GRAPH ex:x", {"x"}),
    ("", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WRITES, ids=[text for text, _ in WRITES])
def test_every_graph_that_is_written_is_told(text, expected):
    """Whatever names a graph as one to write counts, even where nothing changes in the end."""
    assert written(text) == expected


@pytest.mark.parametrize("text", ["CLEAR ALL", "DROP ALL", "CLEAR NAMED", "DROP NAMED"])
def test_all_graphs_are_everything(text):
    """Who empties all graphs writes everything, whichever graphs there are."""
    _, _, derived = derive(text, "ex:g1 { ex:a ex:p 1 } ex:a ex:p 2 .", "g2")
    assert derived.everything
    default = {None} if text.endswith("ALL") else set()
    assert derived.writes == {f"{EX}g1", f"{EX}g2"} | default
    assert len(derived.delta.removed) == 1 + len(default)
    assert len(derived.delta.dropped) == (2 if text.startswith("DROP") else 0)
    assert not derive("CLEAR DEFAULT")[2].everything


def test_a_graph_can_be_kept_out_of_all():
    """``ALL`` passes over the graphs that nobody may empty."""
    for text in ("CLEAR ALL", "DROP NAMED"):
        keep = frozenset({f"{EX}g1"})
        _, dataset, derived = derive(text, "ex:g1 { ex:a ex:p 1 } ex:g2 { ex:a ex:p 1 }", keep=keep)
        assert f"{EX}g1" not in derived.writes
        assert {quad.graph_name.value for quad in dataset.store} == {f"{EX}g1"}


def test_graphs_of_blank_nodes_are_emptied_and_never_made():
    """A graph that a blank node names can be cleared and extended; a new one cannot come."""
    data = "_:g { ex:a ex:p 1 }"
    _, dataset, derived = derive("CLEAR ALL", data)
    assert not list(dataset.store)
    assert {name[:2] for name in derived.writes if name} == {"_:"}
    text = "INSERT { GRAPH ?g { ex:a ex:p 2 } } WHERE { GRAPH ?g { ex:a ex:p 1 } }"
    assert len(derive(text, data)[1].store) == 2
    text = "INSERT { GRAPH ?g { ex:a ex:p 2 } } WHERE { BIND(BNODE() AS ?g) }"
    assert not derive(text)[2].delta


# --- Datasets -----------------------------------------------------------------------------------

SEEN = "ex:a ex:p 0 . ex:g1 { ex:a ex:p 1 } ex:g2 { ex:a ex:p 1, 2 } ex:g3 { ex:a ex:p 3 }"
COUNT = "INSERT { GRAPH ex:r { ex:r ex:n ?n } } %s WHERE { SELECT (COUNT(*) AS ?n) { %s } }"
VIEWS = [
    ("", "?s ?p ?o", 1, 3),
    ("", "GRAPH ?g { ?s ?p ?o }", 4, 4),
    ("USING ex:g1", "?s ?p ?o", 1, 1),
    ("USING ex:g1 USING ex:g2", "?s ?p ?o", 2, 2),
    ("USING ex:g1 USING ex:g2 USING ex:g3", "?s ?p ?o", 3, 3),
    ("USING ex:g1", "GRAPH ?g { ?s ?p ?o }", 0, 0),
    ("USING NAMED ex:g1 USING NAMED ex:g3", "GRAPH ?g { ?s ?p ?o }", 2, 2),
    ("USING NAMED ex:g1", "?s ?p ?o", 0, 0),
]


@pytest.mark.parametrize("union", [False, True])
@pytest.mark.parametrize(("using", "pattern", "own", "merge"), VIEWS)
def test_patterns_see_the_dataset_that_using_says(using, pattern, own, merge, union):
    """USING merges graphs and hides the others; without it the default graph is what it is."""
    data = SEEN.removeprefix("ex:a ex:p 0 . ") if union else SEEN
    _, _, derived = derive(COUNT % (using, pattern), data, union=union)
    assert [int(quad.object.value) for quad in derived.delta.added] == [merge if union else own]


@pytest.mark.parametrize(("using", "pattern", "own", "_merge"), VIEWS[2:])
def test_patterns_see_the_dataset_that_the_request_says(using, pattern, own, _merge):
    """What the request says with using-graph-uri is as good as USING."""
    names = [part.removeprefix("ex:") for part in using.split() if part.startswith("ex:")]
    graphs = [EX + name for name in names]
    how = {"using_named": graphs} if "NAMED" in using else {"using": graphs}
    _, _, derived = derive(COUNT % ("", pattern), SEEN, **how)
    assert [int(quad.object.value) for quad in derived.delta.added] == [own]


@pytest.mark.parametrize(
    "text",
    [
        "WITH ex:g1 DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p 1 } USING ex:g2 WHERE { ?s ?p ?o }",
        "CREATE GRAPH ex:x ; INSERT { ?s ?p 1 } USING NAMED ex:g2 WHERE { ?s ?p ?o }",
    ],
)
def test_a_request_and_its_update_cannot_both_say_the_dataset(text):
    """SPARQL 1.1 Protocol, section 2.2.3: that is an error, and nothing is changed."""
    with pytest.raises(UsageError, match="using-graph-uri") as error:
        derive(text, SEEN, using=[f"{EX}g1"])
    assert "requête" in error.value.french


def test_a_graph_that_is_seen_has_an_iri():
    """A name that is no IRI is told."""
    with pytest.raises(UsageError, match="absolute IRI"):
        derive("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", using=["no iri"])


# --- Blank nodes --------------------------------------------------------------------------------


def test_blank_nodes_are_new_for_each_solution_and_each_update():
    """A template makes other nodes for each solution; a pattern's own nodes stay who they are."""
    text = "INSERT { _:n ex:of ?s . ?s ex:has _:n } WHERE { ?s ex:p ?o }"
    _, dataset, first = derive(text, "_:x ex:p 1, 2 . ex:b ex:p 1 .")
    assert (
        len({quad.subject for quad in first.delta.added if quad.predicate.value == f"{EX}of"}) == 3
    )
    known = {quad.subject for quad in dataset.store if quad.predicate.value == f"{EX}p"}
    assert {quad.object for quad in first.delta.added} >= known
    _, other, second = derive(text, "_:x ex:p 1, 2 . ex:b ex:p 1 .")
    known |= {quad.subject for quad in other.store if quad.predicate.value == f"{EX}p"}
    assert not set(first.delta.added) & set(second.delta.added)
    labels = [
        term.value
        for quad in (*first.delta.added, *second.delta.added)
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.BlankNode) and term not in known
    ]
    assert all(len(label) == 32 and label[0] in "abcdef" for label in labels)


def test_a_label_in_an_update_is_no_label_in_the_store():
    """Nobody can speak of a stored blank node by guessing what it is called."""
    dataset = Dataset(ox.Store(), union=False)
    known = ox.BlankNode("n")
    dataset.store.add(ox.Quad(known, ox.NamedNode(f"{EX}p"), ox.Literal("x")))
    for text in ("INSERT DATA { _:n ex:p 1 }", "INSERT { _:n ex:p 2 } WHERE { _:n ex:p 'x' }"):
        (quad,) = derive_update(dataset, PROLOGUE + text).delta.added
        assert quad.subject != known


def test_the_grammar_holds_where_the_engine_asks_for_more():
    """A prologue may open any operation, and white space may stand before any parenthesis."""
    text = (
        "CREATE GRAPH ex:x ; PREFIX ex: <urn:x:> BASE <urn:y:/> "
        "INSERT { ex:a <p> ?x } WHERE { BIND(COALESCE (?y, CONCAT\n('s', 'ervice')) AS ?x) } ; "
        "PREFIX service: <urn:service:> INSERT DATA { service:a ex:SERVICE '''service''' } ;"
        "DELETE { ?s ?p ?o } WHERE { ?s ex:SERVICE 'service' ; ?p ?o } ; BASE <urn:z:/>"
    )
    _, dataset, derived = derive(text)
    assert [str(quad) for quad in dataset.store] == ['<urn:x:a> <urn:y:/p> "service"']
    assert derived.delta.created == (f"{EX}x",)


FORKED = """
import os, pyoxigraph as ox
from dialograph.engine.dataset import Dataset
from dialograph.engine.updating import derive_update

dataset = Dataset(ox.Store(), union=False)
derive_update(dataset, "INSERT DATA { [] <urn:p> [] }")  # the engine's dice are loaded
ox.BlankNode()
text = '''INSERT DATA { [] <urn:p> 1 } ;
INSERT { ?uuid <urn:q> ?text . ?node <urn:q> ?chance }
WHERE {
  BIND(UUID() AS ?uuid) BIND(STRUUID() AS ?text) BIND(BNODE() AS ?node) BIND(RAND() AS ?chance)
}'''
for _ in range(4):
    if not (child := os.fork()):
        for quad in derive_update(dataset, text).delta.added:
            print(quad.subject, quad.object, flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""


def test_processes_forked_from_one_make_other_names():
    """Two updates worked out in two forks of one process share no blank node and no UUID."""
    told = subprocess.run(
        [sys.executable, "-c", FORKED], capture_output=True, text=True, check=True, timeout=60
    )
    words = [word for word in told.stdout.split() if not word.startswith('"1"')]
    assert len(words) == 4 * 5
    assert len(set(words)) == len(words)


def test_much_data_is_no_monster():
    """How much is sent does not count as complicated, nor in how many operations."""
    rows = "".join(f"ex:a{n} ex:p '{n}'^^ex:t, -{n} . " for n in range(4_000))
    _, _, derived = derive(f"INSERT DATA {{ {rows} }}")
    assert len(derived.delta.added) == 8_000
    many = " ; ".join(f"INSERT DATA {{ ex:a{n} ex:p {n} }}" for n in range(400))
    assert len(derive(many)[2].delta.added) == 400


def test_the_cost_is_that_of_the_change():
    """The same update takes as long on a hundred times as many statements."""

    def cost(size):
        store = ox.Store()
        store.bulk_extend(
            ox.Quad(ox.NamedNode(f"{EX}e{n}"), ox.NamedNode(f"{EX}p"), ox.Literal(n),
                    ox.NamedNode(f"{EX}g{n % 3}"))
            for n in range(size)
        )  # fmt: skip
        dataset = Dataset(store, union=False)
        rows = "".join(f"ex:new{n} ex:p 'value {n}'@en . " for n in range(80))
        text = (
            f"{PROLOGUE} INSERT DATA {{ GRAPH ex:g1 {{ {rows} }} }} ;"
            "DELETE { GRAPH ?g { ex:e7 ex:p ?o } } WHERE { GRAPH ?g { ex:e7 ex:p ?o } }"
        )
        return min(
            _seconds(lambda: derive_update(dataset, text, apply=_nothing)) for _ in range(25)
        )

    assert cost(60_000) < 3 * cost(600)


def _seconds(work):
    start = time.process_time()
    work()
    return time.process_time() - start


def _nothing(_delta):
    """Change nothing: the same step can be worked out again."""
