"""``/feed``: who follows it, from wherever, ends up with exactly what is served."""

import random
import re
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from asking import ask, send
from conftest import serving
from following import TYPES, Follower, root_of
from watching import eventually
from writing import insert, token_for

BASE = "https://w3id.org/dialograph/"
GENID = f"{BASE}.well-known/genid/"
ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = f"{BASE}graphs/history"
SERVED = f"""
CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (?g != <{HISTORY}>) }}"""
ID = f"{BASE}id/"


def served(url):
    """What a server holds, without its history, in a form that can be compared."""
    reply = ask(url, SERVED, "application/n-triples")
    assert reply.status == 200
    dataset = ox.Dataset(ox.parse(reply.body, format=ox.RdfFormat.N_TRIPLES))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def changes(seed, number):
    """Random updates of a few graphs: resources come, change and go, with blank nodes."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(number):
        graph = f"<urn:g{dice.randrange(3)}>"
        one, other = (f"<{ID}activity/a{dice.randrange(6)}>" for _ in range(2))
        yield dice.choice(
            [
                f"INSERT DATA {{ GRAPH {graph} {{ {one} <urn:p> {dice.randrange(4)}, {other} }} }}",
                f"INSERT DATA {{ GRAPH {graph} {{ {one} <urn:q> [ <urn:r> {other}, [] ] }} }}",
                f"DELETE WHERE {{ GRAPH {graph} {{ {one} ?p ?o }} }}",
                f"DELETE WHERE {{ GRAPH ?g {{ {one} ?p ?o }} }}",
                (
                    f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} INSERT {{ GRAPH {graph} {{ ?s ?p ?o "
                    "} } WHERE { GRAPH ?g { ?s <urn:p> ?x ; ?p ?o } }"
                ),
                f"DROP SILENT GRAPH {graph}",
            ]
        )


@pytest.fixture
def store(tmp_path):
    """A server without a gate, and how to change what it holds."""

    def start(*flags, **more):
        token, told = token_for(tmp_path)
        bare = ("--load", "none", "--shapes", "none", "--data-dir", tmp_path / "data")
        return token, serving(*bare, *told, *flags, **more)

    return start


@pytest.mark.parametrize(("kept", "seed"), [("all", 0), ("4", 1)])
def test_who_follows_holds_what_is_served(store, kept, seed):
    """Read from zero, from any point, rarely or often, the stream leads to the served graph."""
    # Old versions go when a later one has been written down whole.
    token, server = store("--versions-kept", kept, limits={"SNAPSHOT_CHANGES": 2})
    with server as found:
        url = found.url
        often = Follower(root_of(url))
        late = {at: Follower(root_of(url), accept) for at, accept in AT.items()}
        for number, change in enumerate(changes(seed, 14)):
            assert insert(url, token, change).status in (200, 204), change
            if number % 2:
                often.run()
                assert often.graph(GENID) == served(url), change
            if number in late:
                late[number].run()
        if kept == "4":
            insert(url, token, "INSERT DATA { GRAPH <urn:g0> { <urn:last> <urn:p> 1 } }")
            eventually(lambda: "/feed/whole/1-" not in send(url, path="/feed").text)
        zero = Follower(root_of(url))
        for each in (often, zero, *late.values()):
            each.run()
            assert each.graph(GENID) == served(url)
            # Where old versions go, another one may stand there whole by now.
            assert kept == "4" or each.run() == 0


AT = {2: "application/ld+json", 7: "application/n-quads", 9: "application/trig"}


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """The shipped graph with three changes; gives the address of the server."""
    folder = tmp_path_factory.mktemp("feed")
    token, flags = token_for(folder, name="officer")
    with serving("--data-dir", folder / "data", "--shapes", "none", *flags) as found:
        for update in (
            f'INSERT DATA {{ GRAPH <{RABAT}> {{ <{MARRAKESH}> <{NOTE}> "Vu & <lu>"@fr }} }}',
            f"DELETE WHERE {{ GRAPH ?g {{ <{MARRAKESH}> ?p ?o }} }}",
            f"INSERT DATA {{ GRAPH <{RABAT}> {{ <urn:else> <{NOTE}> 1 }} }}",
        ):
            assert insert(found.url, token, update).status == 204
        yield found.url


RABAT = f"{BASE}graphs/rabat"
MARRAKESH = f"{ID}activity/mc-2018-marrakesh"
NOTE = "http://www.w3.org/2004/02/skos/core#editorialNote"


def test_the_shipped_graph_is_followed_whole(changed):
    """All resources of the shipped graph, the ontology's blank nodes too, arrive as they are."""
    follower = Follower(root_of(changed))
    assert follower.run() > 2_000
    assert follower.graph(GENID) == served(changed)
    pages = [path for path, _ in follower.fetched]
    assert len(pages) == len(set(pages)) > 10
    assert follower.run() == 0
    assert follower.fetched == [("/feed", 304)]


def test_a_page_of_members_never_changes(changed):
    """Pages say that they are immutable, have a strong validator, and are the same each time."""
    root = send(changed, path="/feed").text
    paths = sorted(set(re.findall(r"/feed/(?:whole|changes)/[^>]*/1", root)))
    assert [each.split("/")[2] for each in paths] == ["changes"] * 3 + ["whole"]
    for path in paths:
        first = send(changed, path=path)
        assert first.status == 200
        assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert re.fullmatch('"[0-9a-f]{32}"', first.headers["ETag"])
        assert send(changed, path=path).body == first.body
        again = send(changed, path=path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status, again.body) == (304, b"")
    assert "no-cache" in send(changed, path="/feed").headers["Cache-Control"]


def test_the_formats_say_the_same(changed):
    """TriG, JSON-LD and N-Quads of a page hold the same statements."""
    path = re.search(r"/feed/changes/[^>]*/1", send(changed, path="/feed").text)[0]
    quads = [
        frozenset(ox.parse(reply.body, format=form, base_iri=changed))
        for media_type, form in TYPES.items()
        if (reply := send(changed, path=path, headers={"Accept": media_type})).status == 200
    ]
    assert len(quads) == 3
    assert len(set(quads)) == 1
    assert send(changed, path=path, headers={"Accept": "image/png"}).status == 406
    for more in ({"headers": {"Accept": "image/png"}}, {"path": "/feed?format=zip"}):
        refused = send(changed, **{"path": "/feed", **more})
        assert refused.status == 406
        assert "application/atom+xml" in refused.json["detail"]
        assert "rdf+xml" not in refused.json["detail"]
    assert "atom+xml" in send(changed, path="/feed?format=atom").headers["Content-Type"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/feed/changes/9-0123456789ab/1", 410),
        ("/feed/changes/2-0123456789ab/1", 410),
        ("/feed/whole/x/1", 410),
        ("/feed/else/2-0123456789ab/1", 410),
        ("/feed/before/99", 410),
        ("/feed.atom?before=77", 404),
        ("/feed.atom?before=x", 404),
        ("/feed/changes/2-0123456789ab/x", 404),
    ],
)
def test_what_is_not_kept_is_gone(changed, path, status):
    """A page of a version that is not kept is gone, as clients of streams understand; never 500."""
    reply = send(changed, path=path, headers={"Accept": "application/trig, text/html;q=0.5"})
    assert reply.status == status


def test_a_page_past_the_last_is_not_found(changed):
    """A version has as many pages as it has, from 1 on."""
    path = re.search(r"/feed/changes/[^>]*/1", send(changed, path="/feed").text)[0]
    for number in ("0", "2", "99999999999999999999"):
        assert send(changed, path=f"{path[:-1]}{number}").status == 404


@pytest.mark.parametrize(
    ("lang", "titles"),
    [
        (
            "en",
            [
                "Version 4: nothing changed in an activity, a document, a partner or what they",
                "Removed: activity “Fifth Ministerial Conference of the Euro-African Dialogue on",
                "Changed: activity “Fifth Ministerial Conference of the Euro-African Dialogue on",
                "Version 1: all that there was when the record of changes begins",
            ],
        ),
        ("fr", [None, "Retrait", "Modification", None]),
    ],
)
def test_people_are_told_in_atom(changed, lang, titles):
    """The Atom feed names what changed, how, when and by whom, in the reader's language."""
    reply = send(changed, path=f"/feed.atom?lang={lang}")
    assert reply.media_type == "application/atom+xml"
    feed = ET.fromstring(reply.body)  # noqa: S314 - of ours
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == len(titles)
    for entry, title in zip(entries, titles, strict=True):
        assert entry.find(f"{ATOM}title").text.startswith(title or "Version ")
        assert entry.find(f"{ATOM}updated").text.endswith("Z")
        assert entry.find(f"{ATOM}author/{ATOM}name").text in ("officer", "dialograph")
    assert len({entry.find(f"{ATOM}id").text for entry in entries}) == len(entries)
    updated = [entry.find(f"{ATOM}updated").text for entry in entries]
    assert updated == sorted(updated, reverse=True)
    accepted = send(changed, path=f"/feed?lang={lang}", headers={"Accept": "application/atom+xml"})
    assert accepted.body == reply.body


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_people_are_told_on_a_page(changed, server, lang):
    """The page links what changed, and says so when versions are not kept."""
    headers = {"Accept": "text/html"}
    reply = send(changed, path=f"/feed?lang={lang}", headers=headers)
    assert reply.status == 200
    assert reply.text.count("mc-2018-marrakesh") == 1
    none = send(server, path=f"/feed?lang={lang}", headers=headers)
    assert none.status == 200
    assert 'class="notice"' in none.text
    assert 'class="notice"' not in reply.text


def test_without_versions_the_stream_is_what_is_served(server):
    """A server that keeps nothing has a stream too: of all that it serves."""
    follower = Follower(root_of(server))
    assert follower.run() > 2_000
    assert follower.graph(GENID) == served(server)
