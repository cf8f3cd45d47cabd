"""The Graph Store HTTP Protocol: graphs read and written, and nothing overwritten unseen."""

import gzip
import subprocess
import sys
import threading
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asking import ask, send
from browsing import Outline, get
from conftest import serving
from watching import eventually, problem
from writing import token_for

BASE = "https://w3id.org/dialograph/"
TURTLE = "text/turtle"
ONE, TWO = "<urn:a> <urn:p> 1 .", "<urn:a> <urn:p> 2 ."


class Store:
    """A server, and a token for it."""

    def __init__(self, url, token):
        self.url, self.token = url, token

    def __call__(self, method, path, body=None, content_type=TURTLE, **headers):
        """Send a request; ``If_Match`` is the header If-Match."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        told.setdefault("Authorization", f"Bearer {self.token}")
        if body is not None:
            told.setdefault("Content-Type", content_type)
        data = body.encode() if isinstance(body, str) else body
        return send(self.url, method, path, data, told)

    def read(self, path, accept=TURTLE, **headers):
        """Read without a token."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return send(self.url, "GET", path, headers={"Accept": accept, **told})


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """An empty store without a gate, whose default graph is its own."""
    folder = tmp_path_factory.mktemp("store")
    token, flags = token_for(folder)
    bare = ("--load", "none", "--shapes", "none", "--default-graph", "own")
    log, data = folder / "log", ("--data-dir", folder / "data")
    with log.open("w") as file, serving(*bare, *data, *flags, log=file) as served:
        found = Store(served.url, token)
        found.log = log
        yield found


@pytest.fixture(scope="module")
def merged(tmp_path_factory):
    """A store whose default graph is the merge of its graphs, and who may write one of them."""
    folder = tmp_path_factory.mktemp("merged")
    token, flags = token_for(folder)
    narrow, _ = token_for(folder, "graphs/mine", name="narrow")
    bare = ("--load", "none", "--shapes", "none", "--data-dir", folder / "data")
    with serving(*bare, *flags, "--update-max", "1MB") as served:
        found = Store(served.url, token)
        found.narrow = Store(served.url, narrow)
        yield found


def named(iri):
    """The address of a graph that is identified indirectly."""
    return f"/graphs?{urlencode({'graph': iri})}"


def test_a_graph_is_made_replaced_added_to_and_removed(store):
    """PUT makes (201) and replaces (204), POST adds (204), DELETE removes (204) once (404)."""
    path = named("urn:life")
    assert store("PUT", path, ONE).status == 201
    assert store("PUT", path, TWO).status == 204
    assert ask(store.url, "SELECT ?o { GRAPH <urn:life> { ?s ?p ?o } }").rows == [("2",)]
    assert store("POST", path, ONE).status == 204
    rows = ask(store.url, "SELECT ?o { GRAPH <urn:life> { ?s ?p ?o } } ORDER BY ?o").rows
    assert rows == [("1",), ("2",)]
    assert store("DELETE", path).status == 204
    assert problem(store("DELETE", path)) == (404, "not-found")
    assert problem(store.read(path)) == (404, "not-found")


def test_post_makes_a_graph_that_is_not_there(store):
    """POST to a graph that does not exist makes it, and says so."""
    assert store("POST", named("urn:posted"), ONE).status == 201


def test_a_graph_below_the_base_has_an_address_of_its_own(store):
    """/graphs/NAME is the graph BASE/graphs/NAME, and its relative IRIs are resolved against it."""
    assert store("PUT", "/graphs/a/b%20c.ttl", "<> <urn:p> <x> .").status == 201
    rows = ask(store.url, "SELECT ?g ?s ?o { GRAPH ?g { ?s <urn:p> ?o FILTER isIRI(?o) } }").rows
    assert rows == [(f"{BASE}graphs/a/b%20c.ttl", f"{BASE}graphs/a/b%20c.ttl", f"{BASE}graphs/a/x")]
    same = named(f"{BASE}graphs/a/b%20c.ttl")
    assert store.read(same).body == store.read("/graphs/a/b%20c.ttl").body
    assert store("DELETE", same).status == 204


def test_relative_iris_of_a_graph_named_in_a_parameter(store):
    """A document that is sent to ?graph= is read as if it stood at the IRI of the graph."""
    store("PUT", named("http://example.org/a/b"), "<c> <urn:relative> <#d> .")
    rows = ask(store.url, "SELECT ?s ?o { GRAPH ?g { ?s <urn:relative> ?o } }").rows
    assert rows == [("http://example.org/a/c", "http://example.org/a/b#d")]


def test_post_without_a_name_makes_a_new_graph_each_time(store):
    """POST /graphs answers 201 and where the graph is on this server; both names lead to it."""
    first, second = (store("POST", "/graphs", ONE, Accept="application/json") for _ in "12")
    assert first.status == second.status == 201
    places = [first.headers["Location"], second.headers["Location"]]
    assert len(set(places)) == 2
    for reply, place in zip((first, second), places, strict=True):
        assert place.startswith(f"{store.url}/graphs/")
        (name,) = reply.json["created"]
        assert name == BASE + place.removeprefix(f"{store.url}/")
        assert "1" in store.read(place.removeprefix(store.url)).text
        assert "1" in store.read(named(name)).text
        assert "1" in store.read(named(place)).text


def test_an_empty_graph_is_there(store):
    """PUT of a document without a statement makes a graph that can be read, and is empty."""
    assert store("PUT", named("urn:empty"), "").status == 201
    reply = store.read(named("urn:empty"), "application/n-triples")
    assert (reply.status, reply.body) == (200, b"")
    assert store("PUT", named("urn:empty"), "").status == 204


def test_the_default_graph_of_its_own(store):
    """?default is the graph without a name: always there, emptied by DELETE."""
    assert store.read("/graphs?default").status == 200
    assert store("PUT", "/graphs?default", ONE).status == 204
    assert ask(store.url, "ASK { <urn:a> <urn:p> 1 }").json["boolean"] is True
    assert store("DELETE", "/graphs?default").status == 204
    assert store.read("/graphs?default", "application/n-triples").body == b""


def test_head_says_what_get_says(store):
    """HEAD gives the headers of GET, type and length among them, and 404 for what is not there."""
    store("PUT", named("urn:head"), ONE)
    for accept in ("text/turtle; charset=utf-8", "application/rdf+xml", "application/ld+json"):
        got = store.read(named("urn:head"), accept)
        head = send(store.url, "HEAD", named("urn:head"), headers={"Accept": accept})
        assert (head.status, head.body) == (200, b"")
        for name in ("Content-Type", "Content-Length", "ETag", "Dialograph-Version"):
            assert head.headers[name] == got.headers[name] is not None
    assert send(store.url, "HEAD", named("urn:nowhere")).status == 404


def test_every_format_goes_in_and_comes_out(store):
    """What is read in one format and written in another is the same graph."""
    text = '<urn:a> <urn:p> "é\\n"@fr , <urn:b> .'
    store("PUT", named("urn:formats"), text)
    known = store.read(named("urn:formats"), "application/n-triples").text
    types = (TURTLE, "application/ld+json", "application/rdf+xml", "application/trig")
    for each in (*types, "application/n-quads"):
        body = store.read(named("urn:formats"), each)
        assert body.media_type == each
        assert store("PUT", named("urn:formats/again"), body.body, each).status in {201, 204}
        again = store.read(named("urn:formats/again"), "application/n-triples").text
        assert sorted(again.splitlines()) == sorted(known.splitlines())
    assert problem(store.read(named("urn:formats"), "image/png")) == (406, "not-acceptable")


def test_several_documents_in_one_request(store):
    """The files of a multipart/form-data are added together, each in its own format."""
    body = (
        '--x\r\nContent-Disposition: form-data; name="a"; filename="a.ttl"\r\n\r\n'
        f'{ONE}\r\n--x\r\nContent-Disposition: form-data; name="b"; filename="b.nt"\r\n'
        "Content-Type: application/n-triples\r\n\r\n<urn:b> <urn:p> <urn:c> .\n\r\n--x--\r\n"
    )
    kind = "multipart/form-data; boundary=x"
    assert store("POST", named("urn:several"), body, kind).status == 201
    assert len(ask(store.url, "SELECT * { GRAPH <urn:several> { ?s ?p ?o } }").rows) == 2


@pytest.mark.parametrize(
    "path",
    [
        "/graphs?graph=urn:a&default",
        "/graphs?graph=urn:a&graph=urn:b",
        "/graphs?graph=relative",
        "/graphs?graph=",
        "/graphs?graph=http://example.org/%20",
        "/graphs?graph=%ff",
        "/graphs?grahp=urn:a",
        "/graphs/mine?graph=urn:a",
        "/graphs/mine?default",
        f"/graphs?graph=urn:{'x' * 5000}",
    ],
)
def test_a_request_names_one_graph(store, path):
    """No graph, two graphs, or what is no absolute IRI: 400, and nothing changes."""
    before = store.read("/graphs", "application/json").json
    for method in ("GET", "PUT", "DELETE"):
        body = ONE if method == "PUT" else None
        assert problem(store(method, path, body)) == (400, "bad-graph-request")
    assert problem(store("PUT", "/graphs", ONE)) == (400, "bad-graph-request")
    part = store("PUT", named("urn:part"), ONE, Content_Range="bytes 0-4/20")
    assert problem(part) == (400, "bad-graph-request")
    assert store.read("/graphs", "application/json").json == before


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        ("<urn:a> <urn:p> .", TURTLE, (400, "bad-data")),
        ("<urn:a> <urn:p> <urn:b> .\n<urn:c", TURTLE, (400, "bad-data")),
        ("{", "application/ld+json", (400, "bad-data")),
        ("<rdf:RDF", "application/rdf+xml", (400, "bad-data")),
        (b"\xff", TURTLE, (400, "bad-data")),
        ("<urn:g> { <urn:a> <urn:p> 1 }", "application/trig", (400, "bad-data")),
        (ONE, "text/html", (415, "unsupported-change-type")),
        (ONE, "text/turtle; charset=utf-16", (415, "unsupported-change-type")),
        ("a=b", "application/x-www-form-urlencoded", (415, "unsupported-change-type")),
        ("--x", "multipart/form-data; boundary=x", (400, "bad-graph-request")),
    ],
)
def test_bad_data_changes_nothing(store, body, content_type, expected):
    """What does not parse is refused in words, with its place where there is one."""
    store("PUT", named("urn:kept"), ONE)
    tag = store.read(named("urn:kept")).headers["ETag"]
    for method in ("PUT", "POST"):
        assert problem(store(method, named("urn:kept"), body, content_type)) == expected
    assert store.read(named("urn:kept")).headers["ETag"] == tag


def test_where_bad_data_goes_wrong_is_told_in_the_readers_language(store):
    """A problem names line and column, and speaks French to who reads French."""
    path = named("urn:words")
    reply = store("PUT", path, f"{ONE}\n<urn:a> <urn:p> oops .", Accept_Language="fr")
    assert reply.json["line"] == 2
    assert reply.json["detail"].startswith("Ligne 2")
    assert reply.headers["Content-Language"] == "fr"


def test_a_body_that_is_too_large(merged):
    """More than the server takes is refused (413), also when it only unfolds to that."""
    long = f"# {'x' * 1_500_000}\n"
    packed = gzip.compress(long.encode())
    for body, coding in ((long, "identity"), (packed, "gzip")):
        reply = merged("PUT", named("urn:long"), body, Content_Encoding=coding)
        assert problem(reply) == (413, "change-too-large")
    short = gzip.compress(ONE.encode())
    assert merged("PUT", named("urn:short"), short, Content_Encoding="gzip").status == 201
    odd = merged("PUT", named("urn:odd"), short, Content_Encoding="br")
    assert problem(odd) == (415, "unsupported-change-type")


def test_other_methods(store):
    """PATCH and the like are refused with what there is; OPTIONS tells what can be sent."""
    for path in ("/graphs", "/graphs/x", named("urn:a")):
        reply = store("PATCH", path, ONE)
        assert problem(reply) == (405, "method-not-allowed")
        options = send(store.url, "OPTIONS", path)
        assert options.status == 204
        for each in (reply, options):
            allowed = {"GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"}
            assert set(each.headers["Allow"].split(", ")) == allowed
            assert "text/turtle" in each.headers["Accept-Post"]


def test_only_reading_is_open_to_all(store):
    """Without a token PUT, POST and DELETE are refused (401), whether or not the graph exists."""
    for method in ("PUT", "POST", "DELETE"):
        for path in (named("urn:secret"), "/graphs?default", "/graphs/x"):
            body = None if method == "DELETE" else ONE
            told = {"Content-Type": TURTLE}
            assert problem(send(store.url, method, path, body, told)) == (401, "unauthorized")
    long = "#" * 3_000_000
    assert problem(send(store.url, "POST", "/graphs", long, told)) == (401, "unauthorized")
    assert store.read(named("urn:secret")).status == 404


# --- Lost updates ------------------------------------------------------------------------------


def test_a_graph_has_one_tag_until_it_changes(store):
    """The ETag stays while other graphs change, differs by format and coding, and gives 304."""
    path = named("urn:tagged")
    store("PUT", path, "\n".join(f"<urn:a> <urn:p> {n} ." for n in range(200)))
    first = store.read(path)
    store("PUT", named("urn:other"), ONE)
    tag = store.read(path).headers["ETag"]
    assert tag == first.headers["ETag"]
    assert not tag.startswith("W/")
    kinds = [store.read(path, "application/n-triples"), store.read(path, Accept_Encoding="gzip")]
    assert len({tag, *(each.headers["ETag"] for each in kinds)}) == 3
    for each, told in ((first, {}), (kinds[1], {"Accept_Encoding": "gzip"})):
        again = store.read(path, If_None_Match=f'"x", W/{each.headers["ETag"]}', **told)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == each.headers["ETag"]
    store("POST", path, TWO.replace("2", "2000"))
    assert store.read(path, If_None_Match=tag).status == 200


def test_who_has_not_seen_the_last_change_overwrites_nothing(store):
    """If-Match with a tag from before somebody's change is 412, for PUT, POST and DELETE."""
    path = named("urn:shared")
    store("PUT", path, ONE)
    old = store.read(path).headers["ETag"]
    assert store("PUT", path, TWO, If_Match=old).status == 204
    for method in ("PUT", "POST", "DELETE"):
        body = None if method == "DELETE" else ONE
        assert problem(store(method, path, body, If_Match=old)) == (412, "precondition-failed")
    new = store.read(path, "application/n-triples", Accept_Encoding="gzip").headers["ETag"]
    assert store("DELETE", path, If_Match=f'"none", {new}').status == 204
    assert problem(store("PUT", path, ONE, If_Match=new)) == (412, "precondition-failed")


def test_conditions_on_whether_a_graph_exists(store):
    """If-Match: * changes only what is there; If-None-Match: * makes only what is not."""
    path = named("urn:star")
    assert problem(store("PUT", path, ONE, If_Match="*")) == (412, "precondition-failed")
    assert store("PUT", path, ONE, If_None_Match="*").status == 201
    assert problem(store("PUT", path, TWO, If_None_Match="*")) == (412, "precondition-failed")
    assert store("PUT", path, TWO, If_Match="*").status == 204
    tag = store.read(path).headers["ETag"]
    assert problem(store("PUT", path, ONE, If_None_Match=tag)) == (412, "precondition-failed")
    both = {"If_Match": "*", "If_None_Match": "*"}
    assert problem(store("PUT", path, ONE, **both)) == (412, "precondition-failed")


def test_tags_of_other_graphs_and_weak_ones_match_nothing(store):
    """A tag counts for its own graph only, and compared strongly."""
    for name in ("urn:x1", "urn:x2"):
        store("PUT", named(name), ONE)
    other, own = (store.read(named(name)).headers["ETag"] for name in ("urn:x1", "urn:x2"))
    for tag in (other, f"W/{own}", f"{own} x", '""', "nonsense"):
        reply = store("DELETE", named("urn:x2"), If_Match=tag)
        assert problem(reply) == (412, "precondition-failed")
    assert store("DELETE", named("urn:x2"), If_Match=own).status == 204


def test_a_tag_is_of_one_history(tmp_path):
    """After a backup is restored, a version of the same number and content has another tag.

    What both histories have in common keeps its tag, also over a restart.
    """
    token, flags = token_for(tmp_path)
    bare = ("--load", "none", "--shapes", "none", "--default-graph", "own", *flags)
    first, second, file = (tmp_path / name for name in ("first", "second", "backup"))
    run = (sys.executable, "-m", "dialograph")
    old, both = named("urn:old"), named("urn:both")
    with serving(*bare, "--data-dir", first) as served:
        here = Store(served.url, token)
        here("PUT", old, ONE)
        common = here.read(old).headers["ETag"]
        subprocess.run([*run, "backup", file, "--data-dir", first], check=True, timeout=30)
        here("PUT", both, ONE)
        tag = here.read(both).headers["ETag"]
    subprocess.run([*run, "restore", file, "--data-dir", second], check=True, timeout=30)
    with serving(*bare, "--data-dir", second) as served:
        there = Store(served.url, token)
        assert there.read(old).headers["ETag"] == common
        there("PUT", both, ONE)
        assert there.read(both).headers["ETag"] != tag
        assert problem(there("PUT", both, TWO, If_Match=tag)) == (412, "precondition-failed")
        assert there.read(both, If_None_Match=tag).status == 200
        assert there("PUT", old, TWO, If_Match=common).status == 204


def test_of_many_who_change_what_they_have_read_none_is_lost(store):
    """Counters that are read, raised and put back with If-Match from several sides add up."""
    path, rounds, sides = named("urn:counter"), 4, 3
    store("PUT", path, "<urn:n> <urn:is> 0 .")

    def raise_it():
        done = 0
        while done < rounds:
            got = store.read(path, "application/n-triples")
            number = int(got.text.split('"')[1]) + 1
            tag = {"If_Match": got.headers["ETag"]}
            done += store("PUT", path, f"<urn:n> <urn:is> {number} .", **tag).status == 204

    threads = [threading.Thread(target=raise_it) for _ in range(sides)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert f'"{rounds * sides}"' in store.read(path, "application/n-triples").text


# --- Asking first ------------------------------------------------------------------------------


def test_a_dry_run_says_what_would_happen_and_changes_nothing(store):
    """?dry-run=true answers 200 with what would come and go; nothing comes or goes."""
    path = named("urn:dry")
    told = store("PUT", f"{path}&dry-run=true", ONE)
    assert (told.status, told.json["dry_run"], told.json["added"]) == (200, True, 1)
    assert told.json["created"] == ["urn:dry"]
    assert store.read(path).status == 404
    store("PUT", path, ONE)
    told = store("DELETE", f"{path}&dry-run=true").json
    assert (told["removed"], told["dropped"]) == (1, ["urn:dry"])
    assert store.read(path).status == 200
    fresh = store("POST", "/graphs?dry-run=true", ONE)
    assert (fresh.status, "Location" in fresh.headers) == (200, False)
    assert problem(store("PUT", f"{path}&dry-run=maybe", ONE)) == (400, "bad-graph-request")


def test_what_was_done_is_told(store):
    """Every answer names the version; JSON tells more, and is sent only to who asks for it."""
    path = named("urn:told")
    store("PUT", path, ONE)
    reply = store("PUT", path, TWO, Accept="application/json")
    assert reply.status == 200
    assert (reply.json["added"], reply.json["removed"], reply.json["gate"]) == (1, 1, None)
    assert reply.json["revision"] == reply.headers["Dialograph-Version"]
    assert reply.headers["Dialograph-Version"] == store.read(path).headers["Dialograph-Version"]
    same = store("PUT", path, TWO)
    assert same.headers["Dialograph-Version"] == reply.headers["Dialograph-Version"]
    assert (same.headers["Dialograph-Added"], same.status) == ("0", 204)
    assert "Server-Timing" in same.headers


def test_the_list_of_graphs(store):
    """GET /graphs lists the graphs for a program and for a person; each leads to its graph."""
    store("PUT", "/graphs/listed", ONE)
    store("PUT", named("http://example.org/?q#f"), ONE)
    found = {each["iri"]: each for each in store.read("/graphs", "application/json").json["graphs"]}
    for iri in (f"{BASE}graphs/listed", "http://example.org/?q#f"):
        assert found[iri]["statements"] == 1
        assert store.read(found[iri]["href"]).text == store.read(named(iri)).text
    response, page = get(f"{store.url}/graphs?lang=fr")
    assert response.headers["Content-Language"] == "fr"
    assert found[f"{BASE}graphs/listed"]["href"] in Outline(page).links


def test_a_browser_is_shown_a_graph(store):
    """Who prefers HTML is led to the page for queries, which shows the graph."""
    store("PUT", "/graphs/shown", ONE)
    response, page = get(f"{store.url}/graphs/shown")
    assert response.url.startswith(f"{store.url}/sparql?")
    assert "graphs/shown" in page
    assert Outline(page).open == []


def test_no_token_and_no_name_of_a_graph_in_a_parameter_is_logged(store):
    """The access log tells method, path and status; nothing of the token, the name or the data."""
    store("PUT", named("urn:unlogged"), "<urn:a> <urn:p> 'unlogged too' .")
    send(store.url, "PUT", f"/graphs?access_token={store.token}", ONE, {"Content-Type": TURTLE})
    store.read(named("urn:unlogged"))
    last = store.read(named("urn:unlogged")).headers["X-Request-Id"]
    log = eventually(lambda: store.log.read_text() if last in store.log.read_text() else "")
    assert store.token not in log
    assert "unlogged" not in log


# --- With a merge for default graph, and a token for one graph ---------------------------------


def test_a_token_writes_its_graphs_only(merged):
    """In scope: done. Another graph, the default graph, a new one: 403 before anything is read."""
    narrow = merged.narrow
    assert narrow("PUT", "/graphs/mine", ONE).status == 201
    for path in ("/graphs/yours", named("urn:a"), "/graphs?default"):
        for method in ("PUT", "POST", "DELETE"):
            reply = narrow(method, path, None if method == "DELETE" else "no turtle")
            assert problem(reply) == (403, "insufficient-scope")
            assert 'error="insufficient_scope"' in reply.headers["WWW-Authenticate"]
    assert problem(narrow("POST", "/graphs", ONE)) == (403, "insufficient-scope")


def test_the_merge_is_read_and_not_written(merged):
    """With a merge for default graph, ?default gives it; changing it is refused in words."""
    merged("PUT", "/graphs/one", "<urn:m> <urn:p> 1 .")
    merged("PUT", "/graphs/two", "<urn:m> <urn:p> 1 , 2 .")
    lines = merged.read("/graphs?default", "application/n-triples").text.splitlines()
    assert len([each for each in lines if each.startswith("<urn:m>")]) == 2
    first = merged.read("/graphs?default").headers["ETag"]
    for method in ("PUT", "POST", "DELETE"):
        reply = merged(method, "/graphs?default", None if method == "DELETE" else ONE)
        assert problem(reply) == (400, "bad-graph-request")
    assert merged.read("/graphs?default", If_None_Match=first).status == 304
    merged("POST", "/graphs/one", "<urn:m> <urn:p> 3 .")
    assert merged.read("/graphs?default", If_None_Match=first).status == 200


def test_reading_needs_no_data_directory(server, two_graphs):
    """A server that keeps nothing reads its graphs, and says how to make it writable."""
    reply = send(two_graphs, path=named(f"{BASE}graphs/first"), headers={"Accept": TURTLE})
    assert (reply.status, reply.media_type) == (200, TURTLE)
    tag = reply.headers["ETag"]
    again = send(two_graphs, path="/graphs/first", headers={"Accept": TURTLE, "If-None-Match": tag})
    assert again.status == 304
    assert len(send(server, path="/graphs").json["graphs"]) > 3
    refused = send(two_graphs, "PUT", "/graphs/first", ONE, {"Content-Type": TURTLE})
    assert problem(refused) == (403, "read-only")
    assert "--data-dir" in refused.json["detail"]


# --- All names ---------------------------------------------------------------------------------

SEGMENTS = st.text(
    # What an IRI may hold (RFC 3987, section 2.2), and a query has no other use for.
    st.characters(
        max_codepoint=0x2FFFF,
        exclude_categories=("C", "Z"),
        exclude_characters='<>"{}|\\^`%#?[]\ufffc\ufffd',
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=15, deadline=None)
@given(segment=SEGMENTS)
def test_any_name_is_the_same_both_ways(store, segment):
    """A graph that is written under its encoded IRI is read there, and not if encoded twice."""
    iri = f"http://example.org/{segment}"
    store("PUT", named(iri), ONE)
    assert store.read(named(iri)).status == 200
    listed = {each["iri"] for each in store.read("/graphs", "application/json").json["graphs"]}
    assert iri in listed
    twice = f"/graphs?graph={quote(quote(iri, safe=''), safe='')}"
    assert store.read(twice).status == 400
    assert store("DELETE", named(iri)).status == 204


def test_json_of_ours_comes_back_as_the_same_statements(server, store):
    """JSON-LD of a server, which names our context, is taken by another one that asks nobody."""
    thing = "/data/objective/gcm-o9"
    given = get(f"{server}{thing}.jsonld")[1]
    assert f"{BASE}context.jsonld" in given
    first, second = named("urn:from-json"), named("urn:from-triples")
    assert store("PUT", first, given, "application/ld+json").status == 201
    triples = get(f"{server}{thing}.nt")[1]
    assert store("PUT", second, triples, "application/n-triples").status == 201
    same = [store.read(each, "application/n-triples").text.splitlines() for each in (first, second)]
    assert sorted(same[0]) == sorted(same[1])
    assert len(same[0]) > 20
