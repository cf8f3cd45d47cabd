"""What was withdrawn answers 410 and says where it is read; pages stay at the version they name."""

import re
from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from rdflib import Graph, URIRef

from asking import send
from conftest import serving
from dialograph.engine.backups import backup, restore
from dialograph.engine.snapshots import read_quads
from dialograph.engine.versions import Versions
from writing import insert, token_for

BASE = "https://w3id.org/dialograph/"
NAME = "activity/pause"
THING = f"<{BASE}id/{NAME}>"
GRAPH, OTHER = f"<{BASE}graphs/rabat>", f"<{BASE}graphs/notes>"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
SAYS = f'{THING} {LABEL} "Coffee break"@en , "Pause café"@fr .'


class Keeping:
    """A server that keeps versions, and who may write to it."""

    def __init__(self, folder, first):
        self.token, tokens, graph = first
        self.flags = (
            *("--data-dir", folder / "data", "--shapes", "none", "--load", graph),
            *tokens,
        )

    def __enter__(self):
        self._serving = serving(*self.flags)
        self.url = self._serving.__enter__().url
        return self

    def __exit__(self, *told):
        self._serving.__exit__(*told)

    def write(self, update):
        """Make a version; gives its number."""
        reply = insert(self.url, self.token, update)
        assert reply.status == 204, reply.text
        return int(reply.headers["Dialograph-Version"].partition("-")[0])

    def get(self, path, accept="application/json", **headers):
        """The response to a GET."""
        return send(self.url, "GET", path, headers={"Accept": accept, **headers})


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A token, and a small graph to begin with."""
    folder = tmp_path_factory.mktemp("graph")
    file = folder / "rabat.ttl"
    file.write_text(f'<{BASE}id/activity/other> {LABEL} "Another one"@en .\n')
    return *token_for(folder), file


@pytest.fixture(scope="module")
def kept(tmp_path_factory, small):
    """A server that keeps versions."""
    with Keeping(tmp_path_factory.mktemp("kept"), small) as running:
        yield running


def test_what_was_withdrawn_is_gone(kept):
    """A thing that went is 410 under each of its addresses, with when it went and where it is."""
    assert kept.get(f"/page/{NAME}").status == 404
    last = kept.write(f"INSERT DATA {{ GRAPH {GRAPH} {{ {SAYS} }} }}")
    assert kept.get(f"/data/{NAME}.ttl", "*/*").status == 200
    gone = kept.write(f"DELETE WHERE {{ GRAPH {GRAPH} {{ {THING} ?p ?o }} }}")
    for path in (f"/id/{NAME}", f"/data/{NAME}", f"/data/{NAME}.ttl", f"/page/{NAME}"):
        reply = kept.get(path, "text/turtle, application/problem+json;q=0.5")
        assert (reply.status, reply.media_type) == (410, "application/problem+json"), path
        told = reply.json["withdrawn"]
        assert (told["last"], told["version"]) == (last, gone)
        assert reply.headers["Link"] == f'<{told["read"]}>; rel="predecessor-version"'
    then = told["read"].removeprefix(BASE.rstrip("/"))
    data = kept.get(then, "text/turtle")
    assert data.status == 303
    read = kept.get(data.headers["Location"], "text/turtle")
    assert Graph().parse(data=read.text, format="turtle")[URIRef(f"{BASE}id/{NAME}")]
    for language, words in (("en", "Withdrawn with version"), ("fr", "Retirée à la version")):
        page = kept.get(f"/id/{NAME}?lang={language}", "text/html")
        assert page.status == 410
        assert f"{words} {gone}" in page.text
        link = re.search(r'href="(/page/[^"]+version=\d+)"', page.text)[1]
        assert f"version={last}" in link
        old = kept.get(link.replace("&amp;", "&"), "text/html")
        assert old.status == 200
        assert ("Coffee break" if language == "en" else "Pause café") in old.text
    assert kept.get("/page/activity/never").status == 404


def test_moved_and_returned_are_not_gone(kept):
    """What moved to another graph or came back is there; withdrawn again, the later one counts."""
    kept.write(f"INSERT DATA {{ GRAPH {GRAPH} {{ {SAYS} }} }}")
    kept.write(
        f"DELETE {{ GRAPH {GRAPH} {{ ?s ?p ?o }} }} INSERT {{ GRAPH {OTHER} {{ ?s ?p ?o }} }} "
        f"WHERE {{ GRAPH {GRAPH} {{ BIND ({THING} AS ?s) ?s ?p ?o }} }}"
    )
    assert kept.get(f"/data/{NAME}.ttl", "*/*").status == 200
    first = kept.write(f"DROP GRAPH {OTHER}")
    assert kept.get(f"/page/{NAME}").json["withdrawn"]["version"] == first
    kept.write(f"INSERT DATA {{ GRAPH {GRAPH} {{ {SAYS} }} }}")
    assert kept.get(f"/page/{NAME}", "text/html").status == 200
    again = kept.write(f"DELETE WHERE {{ GRAPH {GRAPH} {{ {THING} ?p ?o }} }}")
    assert kept.get(f"/page/{NAME}").json["withdrawn"]["version"] == again


def test_gone_stays_known(tmp_path, small):
    """It is 410 after a restart without its index, and from a backup of a cleaned directory.

    Where the version that had it is kept no more, nothing leads there.
    """
    with Keeping(tmp_path, small) as kept:
        kept.write(f"INSERT DATA {{ GRAPH {GRAPH} {{ {SAYS} }} }}")
        gone = kept.write(f"DELETE WHERE {{ GRAPH {GRAPH} {{ {THING} ?p ?o }} }}")
        kept.write(f'INSERT DATA {{ GRAPH {GRAPH} {{ <urn:x:a> <urn:x:b> "c" }} }}')
    (tmp_path / "data" / "withdrawn.sqlite").write_bytes(b"no index any more" * 1000)
    with Keeping(tmp_path, small) as kept:
        told = kept.get(f"/page/{NAME}").json["withdrawn"]
        assert (told["version"], told["last"]) == (gone, gone - 1)
    with Versions.open(tmp_path / "data") as versions:
        (tmp_path / "data" / "withdrawn.sqlite").unlink()
        current = versions.current.number
        versions.snapshot(current, read_quads(versions.load(current)))
        assert list(versions.prune(1, timedelta(0))) == list(range(1, current))
    backup(tmp_path / "data", tmp_path / "all.backup")
    restore(tmp_path / "all.backup", tmp_path / "restored" / "data")
    with Keeping(tmp_path / "restored", small) as kept:
        reply = kept.get(f"/page/{NAME}")
        assert (reply.status, reply.json["withdrawn"]["read"]) == (410, None)
        assert reply.headers["Link"] is None
        page = kept.get(f"/page/{NAME}?lang=fr", "text/html")
        assert page.status == 410
        assert "n’est plus conservée" in page.text
        assert "version=" not in page.text.partition("<main")[2].partition("</main>")[0]


def test_pages_stay_at_their_version(kept):
    """Pages, files and answers read the version that their address names and say so.

    Those of the current one give the address that stays; a version that is none, or has no such
    thing, is told in words.
    """
    asked = quote(f"SELECT ?l {{ {THING} {LABEL} ?l }}")
    before = kept.write(f"INSERT DATA {{ GRAPH {GRAPH} {{ {SAYS} }} }}")
    now = kept.write(
        f"DELETE DATA {{ GRAPH {GRAPH} {{ {THING} {LABEL} 'Coffee break'@en }} }} ; "
        f"INSERT DATA {{ GRAPH {GRAPH} {{ {THING} {LABEL} 'Tea break'@en }} }}"
    )
    pages = (
        f"/page/{NAME}?lang=en",
        f"/sparql?query={asked}&lang=en",
        "/queries/search-labels?text=break&lang=en",
    )
    for path in pages:
        current = kept.get(path, "text/html").text
        assert "Tea break" in current
        assert 'class="notice pin"' not in current
        assert f"version={now}" in re.search(r'rel="bookmark" href="([^"]+)"', current)[1]
        old = kept.get(f"{path}&version={before}", "text/html").text
        assert "Coffee break" in old
        assert "Tea break" not in old
        assert 'class="notice pin"' in old
        assert f"version={before}" in old
        same = kept.get(f"{path}&version={now}", "text/html").text
        assert 'class="notice pin"' not in same
    data = kept.get(f"/data/{NAME}.nt?version={before}", "*/*")
    assert "Coffee break" in data.text
    assert data.headers["Content-Location"] == f"/data/{NAME}.nt?version={before}"
    assert data.headers["ETag"] != kept.get(f"/data/{NAME}.nt", "*/*").headers["ETag"]
    moved = kept.get(f"/id/{NAME}?version={before}", "text/html")
    assert moved.headers["Location"] == f"/page/{NAME}?version={before}"
    cited = kept.get(f"/page/{NAME}?lang=fr", "text/html").text
    assert rf"\url{{{BASE}id/{NAME}?version={now}}}" in cited
    assert "Lien permanent vers cette version" in cited
    for number in ("0", "x", "99999999999999999999999", "1e3", "-1", "77"):
        for kind in ("id", "page", "data"):
            reply = kept.get(f"/{kind}/{NAME}?{urlencode({'version': number})}")
            assert reply.status == (404 if number == "77" else 400), number
            assert reply.json["detail"]
    missing = kept.get(f"/page/{NAME}?version=1&lang=en", "text/html")
    assert missing.status == 404
    assert f"/page/{NAME}?lang=en" in missing.text


def test_without_versions_nothing_is_said_of_them(server):
    """A server that keeps none shows no permanent address of a version, and cites the IRI."""
    reply = send(server, "GET", "/page/framework/gcm?lang=en", headers={"Accept": "text/html"})
    assert reply.status == 200
    assert "version=" not in reply.text
    assert "Permalink to this version" not in reply.text
    told = send(server, "GET", "/page/framework/gcm?version=1", headers={"Accept": "*/*"})
    assert told.status == 404
    assert "keeps none" in told.json["detail"]
