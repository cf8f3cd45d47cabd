import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialograph.engine.dataset import Dataset
from dialograph.engine.updating import derive_graph
from dialograph.errors import UsageError

EX = "http://example.org/"
G, H = ox.NamedNode(f"{EX}g"), ox.NamedNode(f"{EX}h")


def quads_of(text, graph=G):
    """The quads of a document as they come in: in their graph, with labels of their own."""
    parsed = ox.parse(
        f"@prefix ex: <{EX}> .\n{text}".encode(), ox.RdfFormat.TRIG, rename_blank_nodes=True
    )
    default = ox.DefaultGraph()
    return [
        ox.Quad(
            q.subject, q.predicate, q.object, graph if q.graph_name == default else q.graph_name
        )
        for q in parsed
    ]


def dataset_of(*quads, union=False):
    """A dataset of some quads."""
    store = ox.Store()
    store.extend(quads)
    return Dataset(store, union=union)


def state_of(quads):
    """What quads say: the same for those that differ in the names of blank nodes alone."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def test_putting_replaces_adding_adds_and_deleting_deletes():
    """Each method comes to the difference between what was there and what is asked for."""
    old, new = quads_of("ex:a ex:p 1, 2 ."), quads_of("ex:a ex:p 2, 3 .")
    other = quads_of("ex:a ex:p 1 .", H)
    for method, removed, added, left in (
        ("put", old[:1], new[1:], new),
        ("post", [], new[1:], [*old, *new]),
        ("delete", old, [], []),
    ):
        dataset = dataset_of(*old, *other)
        derived = derive_graph(dataset, method, G.value, [] if method == "delete" else new)
        assert set(derived.delta.removed) == set(removed)
        assert set(derived.delta.added) == set(added)
        assert derived.delta.dropped == ((G.value,) if method == "delete" else ())
        assert derived.delta.created == ()
        assert derived.writes == {G.value}
        assert not derived.everything
        assert set(dataset.store) == {*other, *left}


@pytest.mark.parametrize("method", ["put", "post"])
def test_an_empty_graph_comes_to_exist(method):
    """A graph that is sent without a statement is there afterwards; again, nothing changes."""
    dataset = dataset_of()
    assert derive_graph(dataset, method, G.value).delta.created == (G.value,)
    assert dataset.store.contains_named_graph(G)
    assert not derive_graph(dataset, method, G.value).delta


def test_deleting_what_is_not_there_changes_nothing():
    """A graph that does not exist is written, and nothing comes of it."""
    derived = derive_graph(dataset_of(), "delete", G.value)
    assert not derived.delta
    assert derived.writes == {G.value}


def test_the_default_graph_is_a_graph():
    """Where the default graph is its own, it is replaced and emptied, and never comes or goes."""
    default = ox.DefaultGraph()
    dataset = dataset_of(*quads_of("ex:a ex:p 1 .", default), *quads_of("ex:a ex:p 1 ."))
    derived = derive_graph(dataset, "put", None, quads_of("ex:a ex:p 2 .", default))
    assert (len(derived.delta.removed), len(derived.delta.added)) == (1, 1)
    assert derived.writes == {None}
    derived = derive_graph(dataset, "delete", None)
    assert len(derived.delta.removed) == 1
    assert derived.delta.dropped == ()
    assert len(dataset.store) == 1


def test_the_merge_is_not_replaced():
    """Where the default graph is the merge of the others, each method is refused in words."""
    for method in ("put", "post", "delete"):
        for how in ({}, {"whole": True}):
            dataset = dataset_of(*quads_of("ex:a ex:p 1 ."), union=True)
            sent = quads_of("ex:a ex:p 2 .", ox.DefaultGraph())
            with pytest.raises(UsageError) as error:
                derive_graph(dataset, method, None, sent, **how)
            assert error.value.french
            assert len(list(dataset.quads())) == 1


def test_a_whole_document_goes_to_its_graphs():
    """Quads go where they say; putting replaces those graphs and no other."""
    text = "ex:g { ex:a ex:p 2 } ex:new { ex:a ex:p 3 } ex:a ex:p 4 ."
    for method in ("put", "post"):
        dataset = dataset_of(*quads_of("ex:a ex:p 1 ."), *quads_of("ex:a ex:p 1 .", H))
        derived = derive_graph(
            dataset, method, "ignored", quads_of(text, ox.DefaultGraph()), whole=True
        )
        assert derived.writes == {G.value, f"{EX}new", None}
        assert len(derived.delta.removed) == (1 if method == "put" else 0)
        assert derived.delta.created == (f"{EX}new",)
        assert len(list(dataset.quads(H))) == 1


def test_a_value_is_the_same_in_another_lexical_form():
    """What the engine would give back in one form does not change when sent in another."""
    dataset = dataset_of(*quads_of("ex:a ex:p 1, 1.50, 'x'@en-GB ."))
    sent = quads_of("ex:a ex:p 01, 1.5, 'x'@EN-gb .")
    assert not derive_graph(dataset, "put", G.value, sent).delta
    assert not derive_graph(dataset, "post", G.value, sent).delta


def test_a_name_that_is_no_iri_is_told():
    """A graph is named by an absolute IRI."""
    with pytest.raises(UsageError, match="absolute IRI") as error:
        derive_graph(dataset_of(), "put", "no iri")
    assert "IRI absolu" in error.value.french


def test_the_difference_is_applied_by_whoever_wants_to():
    """The dataset is changed by the function that is given, or not at all."""
    dataset, applied = dataset_of(), []
    derived = derive_graph(dataset, "put", G.value, quads_of("ex:a ex:p 1 ."), apply=applied.append)
    assert applied == [derived.delta]
    assert not dataset.store


SAME = {
    "a node": "ex:a ex:knows [ ex:name 'x' ; ex:age 3 ] .",
    "a list": "ex:a ex:list (1 2 3 4) .",
    "a list of equals": "ex:a ex:list (1 1 1 1 1 1 1 1) .",
    "nodes that look alike": "ex:a ex:has [ ex:part [ ex:n 1 ] ], [ ex:part [ ex:n 1 ] ] .",
    "nodes in a circle": "_:a ex:next _:b . _:b ex:next _:c . _:c ex:next _:a .",
    "two circles": "_:a ex:to _:b . _:b ex:to _:a . _:c ex:to _:d . _:d ex:to _:a .",
    "a node about itself": "_:a ex:p _:a . _:b ex:p _:b ; ex:q 1 .",
    "a reifier": "ex:a ex:p 1 ~ _:r {| ex:by [ ex:name 'x' ] |} .",
    "a node within a term": "ex:a ex:says <<( _:b ex:p 1 )>>, <<( _:c ex:p 2 )>> .",
    "many nodes": "".join(f"ex:e{n} ex:has [ ex:in [ ex:n {n % 7} ] ] . " for n in range(300)),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_the_same_graph_sent_again_changes_nothing(text):
    """Blank nodes keep their labels where the same is said of them; so does a part of a graph."""
    dataset = dataset_of(*quads_of(text))
    assert not derive_graph(dataset, "put", G.value, quads_of(text)).delta
    more = quads_of(f"{text} ex:more ex:p [ ex:q 1 ], 2 .")
    delta = derive_graph(dataset, "put", G.value, more).delta
    assert (len(delta.removed), len(delta.added)) == (0, 3)


def test_what_changes_in_a_graph_leaves_the_other_nodes_alone():
    """A difference of one value is not a difference of every blank node."""
    text = "".join(f"ex:e{n} ex:has [ ex:in [ ex:n {n} ] ] . " for n in range(100))
    dataset = dataset_of(*quads_of(text))
    changed = quads_of(text.replace("ex:n 50 ", "ex:n 1000 "))
    delta = derive_graph(dataset, "put", G.value, changed).delta
    assert len(delta.removed) <= 3
    assert len(delta.added) <= 3


def test_a_node_that_another_graph_speaks_of_is_another_one():
    """What is sent cannot come to speak of a node that stands in a graph beside."""
    shared = quads_of("ex:a ex:knows [ ex:name 'x' ] .")
    beside = [ox.Quad(q.subject, q.predicate, q.object, H) for q in shared]
    for union in (False, True):
        dataset = dataset_of(*shared, *beside, union=union)
        delta = derive_graph(
            dataset, "put", G.value, quads_of("ex:a ex:knows [ ex:name 'x' ] .")
        ).delta
        assert (len(delta.removed), len(delta.added)) == (2, 2)
        alone = dataset_of(*shared, union=union)
        sent = quads_of("ex:a ex:knows [ ex:name 'x' ] .")
        assert not derive_graph(alone, "put", G.value, sent).delta


NODES = st.sampled_from(["ex:a", "_:a", "_:b", "_:c", "_:d"])
TERMS = st.one_of(NODES, st.sampled_from(["1", "<<( _:a ex:p _:b )>>", "<<( ex:a ex:p _:c )>>"]))
DOCUMENTS = st.lists(st.tuples(NODES, st.sampled_from(["ex:p", "ex:q"]), TERMS), max_size=8).map(
    lambda rows: "".join(f"{' '.join(row)} . " for row in rows)
)


@given(before=DOCUMENTS, sent=DOCUMENTS, union=st.booleans())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_what_is_put_is_what_stands_there(before, sent, union):
    """Whatever stood there, the graph is the one that was sent, up to the names of blank nodes."""
    beside = quads_of("_:a ex:p _:b .", H)
    dataset = dataset_of(*quads_of(before), *beside, union=union)
    old = set(dataset.quads())
    new = quads_of(sent)
    delta = derive_graph(dataset, "put", G.value, new).delta
    assert state_of(dataset.quads(G)) == state_of(new)
    assert set(dataset.quads(H)) == set(beside)
    assert set(dataset.quads()) == old - set(delta.removed) | set(delta.added)
    assert set(delta.removed) <= old
    assert not set(delta.added) & old
    dataset.change(delta.inverse)
    assert set(dataset.quads()) == old
