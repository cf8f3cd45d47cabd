"""The checks of the checkers of the writing side: does a server with a fault fail by them?"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from conformance import bare, faulty, older, sample, stores
from conformance.answers import triples
from conformance.exchanges import Exchange, complaints
from conformance.manifests import Test as Entry
from conformance.rdf import Graph, quads
from conformance.running import run_all
from conformance.sample import OTHER, STEP, TRIPLE, manifest
from conformance.serving import Reply, Server

_FAILS = {
    "": set(),
    "an update is forgotten": {"inserts"},
    "an update goes to another graph": {"inserts"},
    "a GET updates": {"bad_update_get"},
    "updates are shut out": {
        "inserts",
        "good",
        "bad",
        "bad_of_a_query",
        "update_post",
        "bad_update_get",
    },
    "bad syntax is let through": {"bad", "bad_of_a_query"},
    "bad syntax is not told": {"bad", "bad_of_a_query"},
    "PUT adds": {"replaces"},
    "HEAD has no type": {"looks"},
    "DELETE keeps": {"deletes"},
    "POST tells no place": {"makes"},
}


@pytest.mark.parametrize("fault", ["", *faulty.FAULTS])
def test_a_fault_fails_the_tests_that_it_concerns_and_no_other(tmp_path: Path, fault: str) -> None:
    """A right server passes everything; each fault is found by exactly the tests for it."""

    @contextlib.contextmanager
    def serving(data: bytes, *, writable: bool = False) -> Iterator[Server]:
        assert writable
        assert not data
        with faulty.serving(fault) as server:
            yield server

    clone = sample.clone(tmp_path)
    tests = list(clone.tests())
    assert len(tests) == 13  # noqa: PLR2004 - those above
    outcomes = run_all(tests, clone, serving, 1, lambda _: None)
    failed = {o.test.iri.rpartition("#")[2] for o in outcomes if o.state != "passed"}
    assert failed == _FAILS[fault], [o.message for o in outcomes]
    assert all(o.fault == "ours" for o in outcomes if o.state == "failed")


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("<x:g>", ""),
        ("", "<x:g>"),
        ("<x:g>", "<x:h>"),
    ],
)
def test_a_statement_in_another_graph_is_told(tmp_path: Path, expected: str, got: str) -> None:
    """The same triple in another graph, or in the default graph, is a difference."""
    file = tmp_path / "one.nq"
    states = []
    for graph in (expected, got):
        file.write_text(f"<x:s> <x:p> _:b {graph} .\n", encoding="utf-8")
        states.append(stores.state(quads(file, "x:")))
    assert stores.apart(*states)
    assert not stores.apart(states[0], states[0])


def test_empty_graphs_need_not_be_kept() -> None:
    """A graph that is there and empty is no difference: the suites list them or leave them out."""
    assert not stores.apart(stores.state([], ["x:g"]), stores.state([]))


@pytest.mark.parametrize(
    ("status", "media_type", "body", "location"),
    [
        (204, "text/turtle", OTHER, "x:l"),
        (200, "text/plain", OTHER, "x:l"),
        (200, "text/turtle", TRIPLE, "x:l"),
        (200, "text/turtle", "<x:s>", "x:l"),
        (200, "text/turtle", OTHER, ""),
    ],
)
def test_a_wrong_answer_to_a_request_is_told(
    status: int, media_type: str, body: str, location: str
) -> None:
    """Another status, media type, graph, no graph at all, and no Location where one has to be."""
    wanted = Exchange(
        "GET",
        "/",
        statuses=frozenset({"200"}),
        media_type="text/turtle",
        content=OTHER,
        variable="$",
    )
    headers = {"content-type": "text/turtle", "location": "x:l"}
    right = Reply(200, "text/turtle", OTHER.encode(), headers)
    assert not list(complaints(wanted, right))
    told = {**headers, "location": location}
    assert list(
        complaints(
            wanted,
            replace(right, status=status, media_type=media_type, body=body.encode(), headers=told),
        )
    )


def _older(body: str) -> Entry:
    name = "post__existing_graph"
    step = STEP.format(
        name=name,
        request="POST $GRAPHSTORE$/a HTTP/1.1",
        header="Content-Type: text/turtle",
        body=body,
        status="200",
    )
    parsed = ox.parse(manifest(step, name), ox.RdfFormat.TURTLE, base_iri="x:")
    iri = f"http://example.org/tests#{name}"
    return Entry(iri, name, "older", "graph store", manifest=Graph(parsed))


def test_a_step_is_mended_as_long_as_it_says_what_is_wrong() -> None:
    """Once the older suite is corrected itself, that is told: its mending has to be looked at."""
    _, (step,) = older.exchanges(_older('<x:s> foaf:name "Jane Doe"'), "h:1", "/graphs")
    assert step.target == "/graphs/a"
    assert step.body == b'<x:s> foaf:name "Jane Doe" .'
    assert step.statuses == {"200", "204"}
    with pytest.raises(ValueError, match="any more"):
        older.exchanges(_older(OTHER), "h:1", "/graphs")


@pytest.mark.parametrize(
    ("update", "parses"),
    [
        ("LOAD <http://192.0.2.1/x>", True),
        ("# one\nBASE <x:a> PREFIX : <x:b>\nLOAD <http://192.0.2.1/x> INTO GRAPH :g", True),
        ("CREATE GRAPH <x:g> LOAD <http://192.0.2.1/x>", False),
        ("", True),
        ("LOAD", False),
    ],
)
def test_the_bare_engine_parses_an_update_without_doing_it(update: str, *, parses: bool) -> None:
    """Nothing is fetched to know whether an update parses."""
    assert bare.parses_update(update, "x:base") is parses


def test_the_bare_engine_leaves_what_an_update_makes() -> None:
    """The bare engine is asked for a dataset, and tells why it has none."""
    before = stores.state([], ["x:g"])
    after = bare.update("INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } }", "x:", [], before)
    assert not isinstance(after, bare.Refusal)
    assert after["x:g"] != triples([])
    for update, kind in {"CLEAR GRAPH <x:h>": "evaluation", "CLEAR": "syntax"}.items():
        refused = bare.update(update, "x:", [], before)
        assert isinstance(refused, bare.Refusal)
        assert refused.kind == kind
