"""Event streams harvested: ours and those of others, only what is new, whatever is killed."""

import pyoxigraph as ox
import pytest

from asking import ask
from conftest import serving
from harvesting import EX, Place, Web, canonical, meetings, parsed
from writing import insert, token_for

PREFIXES = f"""@prefix ex: <{EX}> . @prefix tree: <https://w3id.org/tree#> .
@prefix ldes: <https://w3id.org/ldes#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ROOT = (
    PREFIXES
    + """ex:stream a ldes:EventStream ; tree:view <> ; ldes:timestampPath dct:created ;
  ldes:versionOfPath dct:isVersionOf ; ldes:versionDeleteObject ex:Gone .
"""
)
TRIG = "application/trig"


def member(number, at, name, *, kind="ex:Meeting", title=None):
    """A member as others write it: the thing's properties stand on the member itself."""
    return f"""ex:stream tree:member ex:v{number} .
ex:v{number} a {kind} ; dct:isVersionOf ex:{name} ; ex:title "{title or name}" ;
  ex:place [ ex:name "P{name}" ] ;
  dct:created "{at}"^^xsd:dateTime .
"""


def leads(*targets):
    """Relations to pages."""
    return "".join(
        f"<> tree:relation [ a tree:Relation ; tree:node <{each}> ] .\n" for each in targets
    )


@pytest.fixture
def place(tmp_path, capsys):
    """A data directory with one version."""
    return Place(tmp_path / "here", capsys.readouterr)


@pytest.fixture
def web():
    """A server."""
    with Web().running() as running:
        yield running


def asked(web):
    """The paths that were asked for since the last time."""
    paths = [path for _, path, _ in web.seen]
    web.seen.clear()
    return paths


def test_members_of_others_come_to_their_latest_state(place, web):
    """Members without graphs of their own: the latest one counts, what was deleted is not there."""
    web.paths["/feed"] = ROOT + leads("/a", "/b", "/c")
    web.paths["/a"] = (
        PREFIXES
        + "<> ldes:immutable true .\n"
        + (
            member(1, "2026-01-01T00:00:00Z", "m1", title="old")
            + member(2, "2026-01-01T00:00:00Z", "m2")
        )
    )
    web.paths["/b"] = PREFIXES + (
        member(4, "2026-03-01T00:00:00+01:00", "m2", kind="ex:Gone")
        + member(3, "2026-02-01T00:00:00Z", "m1", title="new")
    )
    web.paths["/c"] = lambda request: request.send(b"", status=410)
    place.source(f"{web.url}/feed", kind="ldes")
    assert place.one()["state"] == "changed"
    expected = f'<{EX}m1> a <{EX}Meeting> ; <{EX}title> "new" ; <{EX}place> [ <{EX}name> "Pm1" ] .'
    assert canonical(place.quads()) == parsed(expected)


def test_only_what_is_new_is_asked_for(place, web):
    """A page that never changes is asked for once; others on condition; the same is no version."""
    texts = {"/feed": ROOT + leads("/a")}

    def answer(path):
        def send(request):
            tag = f'"{len(texts[path])}"'
            if request.headers.get("If-None-Match") == tag:
                request.send(b"", status=304)
            else:
                request.send(texts[path], ETag=tag)

        return send

    texts["/a"] = PREFIXES + "<> ldes:immutable true .\n" + member(1, "2026-01-01T00:00:00Z", "m1")
    texts["/b"] = PREFIXES + "<> ldes:immutable true .\n" + member(2, "2026-01-02T00:00:00Z", "m2")
    for path in texts:
        web.paths[path] = answer(path)
    place.source(f"{web.url}/feed", kind="ldes")
    assert place.one()["state"] == "changed"
    assert asked(web) == ["/feed", "/a"]
    version = place.version
    assert place.one()["state"] == "unchanged"
    assert asked(web) == ["/feed"]
    assert place.version == version
    texts["/feed"] = ROOT + leads("/a", "/b")
    assert place.one()["state"] == "changed"
    assert asked(web) == ["/feed", "/b"]
    assert len(place.quads()) == 8


def test_what_a_server_says_of_its_pages_counts(place, web):
    """Pages that only their server calls immutable are asked for once, while they are fresh."""
    told = {
        "/a": "public, max-age=31536000, immutable",
        "/b": "max-age=60",
        "/c": "max-age=0, immutable",
        "/d": "immutable",
    }
    web.paths["/feed"] = ROOT + leads(*told)
    for number, (path, header) in enumerate(told.items()):
        text = PREFIXES + member(number, "2026-01-01T00:00:00Z", f"m{number}")
        web.paths[path] = lambda request, text=text, header=header: request.send(
            text, Cache_Control=header
        )
    place.source(f"{web.url}/feed", kind="ldes")
    assert place.one()["state"] == "changed"
    assert sorted(asked(web)) == [*told, "/feed"]
    assert place.one()["state"] == "unchanged"
    assert sorted(asked(web)) == ["/b", "/c", "/d", "/feed"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PREFIXES + "ex:a ex:b ex:c .", "event streams"),
        (ROOT + "ex:other tree:view <> .", "event streams"),
        (ROOT + leads("http://127.0.0.1:1/x"), "host"),
        (ROOT + leads("/nowhere"), "404"),
    ],
)
def test_what_is_no_stream_is_told(place, web, text, said):
    """A page that is no stream, or leads astray, is told in words; nothing is changed."""
    web.paths["/feed"] = text
    version = place.version
    place.source(f"{web.url}/feed", kind="ldes")
    told = place.one()
    assert told["state"] in {"failed", "quarantined"}, told
    assert said in str(told)
    assert place.version == version


def test_a_dialograph_is_followed(tmp_path, place):
    """The feed of a live dialograph comes to its graph, blank nodes and all, change by change."""
    folder = tmp_path / "there"
    folder.mkdir()
    token, flags = token_for(folder)
    (folder / "taken.ttl").write_text(meetings(1, 2, 3))
    load = ("--load", folder / "taken.ttl", "--shapes", "none", "--data-dir", folder / "data")
    with serving(*load, *flags) as there:
        place.source(f"{there.url}/feed", kind="ldes")
        assert place.one()["state"] == "changed"
        assert canonical(place.quads()) == parsed(meetings(1, 2, 3))
        assert place.one()["state"] == "unchanged"
        for update in (
            f"DELETE WHERE {{ GRAPH ?g {{ <{EX}m2> ?p ?o }} }}",
            f"INSERT DATA {{ GRAPH <urn:more> {{ <{EX}m3> <{EX}title> 'Again' }} }}",
        ):
            assert insert(there.url, token, update).status == 204
        assert place.one()["state"] == "changed"
        wanted = ask(
            there.url,
            "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } "
            "FILTER (!STRENDS(STR(?g), '/history')) }",
            "application/n-triples",
        )
        quads = ox.parse(wanted.body, ox.RdfFormat.N_TRIPLES)
        assert canonical(place.quads()) == canonical(quads)
