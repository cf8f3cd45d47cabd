"""Deltas, their patches, and an engine that goes from version to version."""

import io
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialograph import formats
from dialograph.engine.changes import Delta, compose, from_patch, to_patch
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.filling import fill
from dialograph.engine.records import Facts
from dialograph.engine.versions import Versions
from dialograph.errors import UsageError

EX = "http://example.org/"
NODES = [*(ox.NamedNode(f"{EX}{n}") for n in range(3)), ox.BlankNode("b1"), ox.BlankNode("b2")]
VALUES = [*NODES, ox.Literal('un\n"deux"', language="fr"), ox.Literal("1")]
GRAPHS = [ox.NamedNode(f"{EX}g{n}") for n in range(3)]
QUADS = st.builds(
    ox.Quad,
    st.sampled_from(NODES),
    st.sampled_from([ox.NamedNode(f"{EX}p"), ox.NamedNode(f"{EX}q")]),
    st.sampled_from(VALUES),
    st.sampled_from(GRAPHS),
)
STATES = st.lists(st.frozensets(QUADS, max_size=8), min_size=2, max_size=5)


def between(old, new, *, kept=()):
    """The delta from one set of quads to another; graphs in ``kept`` stay when they are empty."""
    before, after = ({quad.graph_name.value for quad in each} for each in (old, new))
    return Delta(
        tuple(old - new),
        tuple(new - old),
        tuple(sorted(after - before - set(kept))),
        tuple(sorted(before - after - set(kept))),
    )


def engine_of(quads, default_graph):
    """An engine that begins with some quads."""
    store = ox.Store()
    store.extend(quads)
    return EmbeddedEngine(store, "0", default_graph)


def seen(engine):
    """What an engine says of itself and gives out, in one value."""
    dump = io.BytesIO()
    engine.dump(None, formats.NQUADS, dump)
    merge = sorted(map(str, engine.dataset.find()))
    counted = engine.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").serialize(formats.CSV)
    named = engine.query(
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    ).serialize(formats.CSV)
    both = engine.query("ASK { ?s ?p ?o . GRAPH ?g { ?s ?p ?o } }").serialize(formats.JSON)
    return dump.getvalue(), merge, counted, named, both, engine.graphs()


@settings(derandomize=True, deadline=None, max_examples=60)
@given(STATES, st.sampled_from(["union", "own"]))
def test_an_engine_that_changes_is_as_one_made_anew(states, default_graph):
    """After any deltas, graphs, merge, sizes and dumps are those of a fresh engine; and back."""
    engine = engine_of(states[0], default_graph)
    for number, (old, new) in enumerate(pairwise(states), 1):
        before = {str(each) for each in engine.dataset.find()}
        changed = engine.change(between(old, new), str(number))
        after = {str(each) for each in engine.dataset.find()}
        assert {str(each) for each in changed.removed} == before - after
        assert {str(each) for each in changed.added} == after - before
        assert engine.version == str(number)
        assert seen(engine) == seen(engine_of(new, default_graph))
    deltas = [between(old, new) for old, new in pairwise(states)]
    for delta in reversed(deltas):
        engine.change(delta.inverse, "back")
    assert seen(engine) == seen(engine_of(states[0], default_graph))


@settings(derandomize=True, deadline=None, max_examples=60)
@given(STATES)
def test_deltas_compose_to_the_difference_of_the_ends(states):
    """What several deltas come to is exact: nothing in it that was there or stays away."""
    whole = compose([between(old, new) for old, new in pairwise(states)])
    direct = between(states[0], states[-1])
    for name in ("removed", "added", "created", "dropped"):
        assert set(getattr(whole, name)) == set(getattr(direct, name))


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.frozensets(QUADS), st.frozensets(QUADS))
def test_a_patch_says_all_of_a_delta(old, new):
    """Written and read again, a delta is the same; the same one gives the same bytes."""
    delta = between(old, new)
    patch = b"".join(to_patch(delta, [("id", "<urn:x>")]))
    assert set(from_patch(patch.splitlines(keepends=True)).removed) == set(delta.removed)
    again = from_patch(patch.splitlines(keepends=True))
    assert b"".join(to_patch(again, [("id", "<urn:x>")])) == patch


@pytest.mark.parametrize(
    ("patch", "said"),
    [
        (b"TX .\n", "cut short"),
        (b"TX .\nA <http://a> <http://b> .\nTC .\n", "does not parse"),
        (b"TX .\nB x\nTC .\n", "Line 2 is no row"),
        (b"H created x .\nTC .\n", "Line 1 of the RDF Patch names no graph"),
    ],
)
def test_a_damaged_patch_is_told(patch, said):
    """A patch that is not whole or not ours is refused in words."""
    with pytest.raises(UsageError, match=said):
        from_patch(patch.splitlines(keepends=True))


@settings(derandomize=True, deadline=None, max_examples=40)
@given(STATES, st.sampled_from(["union", "own"]))
def test_a_version_read_from_files_is_as_one_made_anew(states, default_graph):
    """Snapshot and patches, read on two processors, give the engine that the quads give."""
    with TemporaryDirectory() as folder, Versions.open(Path(folder)) as versions:
        names = {quad.graph_name.value for quad in states[0]}
        versions.begin(engine_of(states[0], "own").dataset.quads(), Facts("me", "begin"), names)
        for old, new in pairwise(states):
            versions.publish(between(old, new), Facts("me", "go on"))
        for number, quads in enumerate(states, 1):
            plan = versions.load(number)
            dataset = fill(plan, union=default_graph == "union")
            engine = EmbeddedEngine(dataset, plan.revision, default_graph)
            assert seen(engine) == seen(engine_of(quads, default_graph))
