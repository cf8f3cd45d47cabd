"""Files to take away: every graph and the whole dataset, in every format."""

import gzip
import hashlib
import html
import json
import re
import urllib.error
import urllib.request
from datetime import datetime
from email.utils import parsedate_to_datetime

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from conftest import FIRST, serving
from writing import insert, token_for

FORMATS = {
    "ttl": ("text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "trig": ("application/trig", ox.RdfFormat.TRIG),
    "nq": ("application/n-quads", ox.RdfFormat.N_QUADS),
}
DATASETS = {"jsonld", "trig", "nq"}


def get(url, method="GET", **headers):
    """The response and its bytes, whatever its status."""
    request = urllib.request.Request(url, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request) as response:
            return response, response.read()
    except urllib.error.HTTPError as error:
        return error, error.read()


def statements(server, name):
    """The distinct triples of a file, and the graphs that it names."""
    quads = list(ox.parse(get(f"{server}/download/{name}")[1], FORMATS[name.split(".")[1]][1]))
    graphs = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    return {quad.triple for quad in quads}, graphs


@pytest.fixture(scope="module")
def sums(server):
    """The published checksum of each file."""
    lines = get(f"{server}/download/SHA256SUMS")[1].decode().splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def test_every_graph_comes_in_every_format(sums):
    """The whole dataset and each graph come in six formats, plain and compressed."""
    names = (
        *("budapest", "dialograph", "dialogues", "gcm", "khartoum", "ontology", "places"),
        *("prague", "rabat"),
    )
    expected = {f"{name}.{each}{end}" for name in names for each in FORMATS for end in ("", ".gz")}
    assert set(sums) == expected


def test_files_are_what_is_promised(server, sums):
    """Every file has the length, the type, the name and the checksum that are told of it."""
    for name, digest in sums.items():
        response, content = get(f"{server}/download/{name}")
        media_type = "application/gzip" if name.endswith(".gz") else FORMATS[name.split(".")[1]][0]
        assert response.status == 200
        assert hashlib.sha256(content).hexdigest() == digest
        assert response.headers["Content-Type"] == media_type
        assert response.headers["Content-Length"] == str(len(content))
        assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert "Content-Encoding" not in response.headers


def test_compressed_files_hold_the_plain_ones(server, sums):
    """A compressed file is the plain one, and carries no date."""
    for name in (name for name in sums if name.endswith(".gz")):
        packed = get(f"{server}/download/{name}")[1]
        assert packed[4:8] == b"\0\0\0\0"
        plain = gzip.decompress(packed)
        assert hashlib.sha256(plain).hexdigest() == sums[name.removesuffix(".gz")]


@pytest.mark.parametrize("extension", FORMATS)
def test_whole_dataset_is_whole(two_graphs, extension):
    """Formats of datasets give each statement with its graph, the others the merge."""
    triples, graphs = statements(two_graphs, f"dialograph.{extension}")
    assert len(triples) == 8
    expected = {f"https://w3id.org/dialograph/graphs/{name}" for name in ("first", "second")}
    assert graphs == (expected if extension in DATASETS else set())


@pytest.mark.parametrize("extension", FORMATS)
def test_formats_of_a_graph_agree(server, extension):
    """A graph holds the same number of statements in every format, as many as the page says."""
    page = get(f"{server}/download/?lang=en")[1].decode()
    section = page[page.index('<h2 id="gcm">') :]
    told = int(re.search(r"<dt>Statements</dt><dd>([0-9,]+)</dd>", section)[1].replace(",", ""))
    assert len(statements(server, f"gcm.{extension}")[0]) == told


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib's own reader
@pytest.mark.parametrize("form", ["nt", "json-ld", "xml"])
def test_a_graph_is_read_by_a_reader_of_graphs(server, form):
    """A reader that knows triples alone finds in each syntax of one graph what Turtle holds."""
    extension = {"nt": "nt", "json-ld": "jsonld", "xml": "rdf"}[form]
    turtle = Graph().parse(data=get(f"{server}/download/gcm.ttl")[1], format="turtle")
    other = Graph().parse(data=get(f"{server}/download/gcm.{extension}")[1], format=form)
    assert set(other) == set(turtle)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_page_lists_every_file(server, sums, lang):
    """The download page links every file and states its checksum, in both languages."""
    page = html.unescape(get(f"{server}/download/?lang={lang}")[1].decode())
    for name, digest in sums.items():
        assert f'href="/download/{name}"' in page
        assert f"{digest}  {name}" in page
    assert "https://creativecommons.org/licenses/by/4.0/" in page


def test_files_are_validated(server):
    """A file has a strong validator that answers 304, and that changes with the file."""
    response, _ = get(f"{server}/download/gcm.ttl")
    etag = response.headers["ETag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', etag)
    again, content = get(f"{server}/download/gcm.ttl", **{"If-None-Match": f'"other", {etag}'})
    assert (again.status, content) == (304, b"")
    assert again.headers["ETag"] == etag
    assert get(f"{server}/download/gcm.nt", **{"If-None-Match": etag})[0].status == 200


def test_date_is_that_of_the_graph(server):
    """Last-Modified is the date that the graph states, and is never in the future."""
    response, _ = get(f"{server}/download/gcm.ttl")
    page = get(f"{server}/download/?lang=en")[1].decode()
    stated = re.search(r'<time datetime="([0-9-]+)">', page[page.index('<h2 id="gcm">') :])[1]
    told = response.headers["Last-Modified"]
    if told is not None:
        assert parsedate_to_datetime(told).date() == datetime.fromisoformat(stated).date()
        assert parsedate_to_datetime(told) <= parsedate_to_datetime(response.headers["Date"])


def test_head_gives_headers_alone(server):
    """HEAD tells the length of a file and sends none of it."""
    full, content = get(f"{server}/download/gcm.ttl.gz")
    head, nothing = get(f"{server}/download/gcm.ttl.gz", "HEAD")
    assert nothing == b""
    assert int(head.headers["Content-Length"]) == len(content)
    assert head.headers["ETag"] == full.headers["ETag"]


@pytest.mark.parametrize(
    "name", ["nothing.ttl", "gcm", "gcm.csv", "gcm.ttl.zip", "..%2Fapp.py", "gcm.ttl%00", "GCM.ttl"]
)
def test_unknown_file_is_a_problem(server, name):
    """A file that there is not is a 404 in problem+json."""
    response, content = get(f"{server}/download/{name}")
    assert response.status == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert json.loads(content)["status"] == 404


def test_address_without_slash_leads_to_the_page(server):
    """/download is redirected to /download/."""
    response, _ = get(f"{server}/download", Accept="text/html")
    assert response.status == 200
    assert response.url.endswith("/download/")


# --- Parts of a file ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=100-", 100, None),
        ("bytes=-5", -5, None),
        ("bytes=-999999999", 0, None),
        ("bytes=7-999999999", 7, None),
        ("BYTES = 3-4", 3, 5),
    ],
)
def test_a_part_is_sent(server, asked, start, end):
    """A range gets its bytes, and says which they are of how many."""
    whole = get(f"{server}/download/gcm.ttl")[1]
    response, content = get(f"{server}/download/gcm.ttl", Range=asked)
    assert response.status == 206
    assert content == whole[start:end]
    first = start % len(whole)
    told = f"bytes {first}-{first + len(content) - 1}/{len(whole)}"
    assert response.headers["Content-Range"] == told
    assert response.headers["Content-Length"] == str(len(content))
    assert response.headers["Content-Type"] == "text/turtle; charset=utf-8"


@settings(max_examples=20, deadline=None)
@given(cuts=st.lists(st.integers(1, 95_000), max_size=4, unique=True))
def test_parts_make_the_whole(server, cuts):
    """Wherever a transfer is cut off, going on from there gives the same file."""
    head = get(f"{server}/download/gcm.ttl", "HEAD")[0]
    assert head.headers["Accept-Ranges"] == "bytes"
    etag, got = head.headers["ETag"], b""
    for cut in [*sorted(cuts), None]:
        asked = f"bytes={len(got)}-" + ("" if cut is None else str(cut - 1))
        response, piece = get(
            f"{server}/download/gcm.ttl", Range=asked, **{"If-Range": etag, "If-Match": etag}
        )
        assert response.status == 206
        got += piece
    assert f'"{hashlib.sha256(got).hexdigest()[:32]}"' == etag


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=0-1,4-5"},
        {"Range": "bytes=5-2"},
        {"Range": "lines=0-1"},
        {"Range": "bytes=x-1"},
        {"Range": "bytes=-"},
        {"Range": "bytes=99999999999999999999-"},
        {"Range": "bytes=0-1", "If-Range": '"another"'},
        {"Range": "bytes=0-1", "If-Range": "Tue, 24 Nov 2026 00:00:00 GMT"},
    ],
)
def test_what_is_no_part_gets_the_whole(server, headers):
    """Several ranges, other units, nonsense, and a range of another file: all of the file."""
    response, content = get(f"{server}/download/gcm.ttl", **headers)
    assert response.status == 200
    assert len(content) == int(response.headers["Content-Length"]) > 10_000


def test_a_weak_tag_goes_on_with_nothing(server):
    """If-Range compares strongly: a weak entity-tag gets the whole file."""
    etag = get(f"{server}/download/gcm.ttl", "HEAD")[0].headers["ETag"]
    headers = {"Range": "bytes=0-1", "If-Range": f"W/{etag}"}
    assert get(f"{server}/download/gcm.ttl", **headers)[0].status == 200


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
def test_a_part_beyond_the_end_is_a_problem(server, asked):
    """A part that is not there is a 416 that says how long the file is; the problem has a page."""
    size = get(f"{server}/download/gcm.ttl", "HEAD")[0].headers["Content-Length"]
    response, content = get(f"{server}/download/gcm.ttl", Range=asked)
    assert response.status == 416
    assert response.headers["Content-Range"] == f"bytes */{size}"
    kind = json.loads(content)["type"]
    assert get(f"{server}/problems/{kind.rpartition('/')[2]}", Accept="text/html")[0].status == 200


def test_conditions_come_before_parts(server):
    """304 and 412 win over a range, and HEAD knows no ranges."""
    etag = get(f"{server}/download/gcm.ttl", "HEAD")[0].headers["ETag"]
    url, asked = f"{server}/download/gcm.ttl", {"Range": "bytes=0-1"}
    assert get(url, **asked, **{"If-None-Match": etag})[0].status == 304
    assert get(url, **asked, **{"If-Match": '"another"'})[0].status == 412
    assert get(url, **asked, **{"If-Match": f"W/{etag}"})[0].status == 412
    assert get(url, **asked, **{"If-Match": "*"})[0].status == 206
    assert get(url, "HEAD", **asked)[0].status == 200


# --- Versions ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A server with three versions: a graph, another beside it, and the first one changed."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "first.ttl").write_text(FIRST)
    token, flags = token_for(folder)
    where = ("--data-dir", folder / "data", "--load", folder / "first.ttl", "--shapes", "none")
    with serving(*where, *flags) as served:
        name = "<https://w3id.org/dialograph/graphs/{}>"
        for graph, number in (("second", 2), ("first", 3)):
            update = f"INSERT DATA {{ GRAPH {name.format(graph)} {{ <urn:a> <urn:b> {number} }} }}"
            reply = insert(served.url, token, update)
            assert reply.status == 204, reply.text
        yield served.url


def test_files_follow_changes(tmp_path):
    """After a change is acknowledged, files, page and catalogue are of the version that has it."""
    token, flags = token_for(tmp_path)
    with serving(
        "--data-dir", tmp_path / "data", "--load", "none", "--shapes", "none", *flags
    ) as served:
        for number in range(1, 4):
            graph = f"https://w3id.org/dialograph/graphs/g{number}"
            update = f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:a> <urn:b> {number} }} }}"
            assert insert(served.url, token, update).status == 204
            response, content = get(f"{served.url}/download/g{number}.nt")
            assert (response.status, content.count(b"\n")) == (200, 1)
            for path in ("/download/?lang=en", "/catalog", "/.well-known/void"):
                assert f"/download/g{number}.ttl".encode() in get(f"{served.url}{path}")[1]


def test_older_versions_are_kept(kept):
    """Each version has its own files, the same bytes each time; without a number the last."""
    three = get(f"{kept}/download/first.nt")[1]
    assert three.count(b"\n") == 6
    assert get(f"{kept}/download/first.nt?version=3")[1] == three
    for number in (1, 2):
        older = get(f"{kept}/download/first.nt?version={number}")[1]
        assert older.count(b"\n") == 5
        assert set(older.splitlines()) < set(three.splitlines())
    assert get(f"{kept}/download/second.nt?version=2")[1].count(b"\n") == 1


def test_a_version_has_its_own_page(kept):
    """The page and the checksums of a version are of its files; others are linked."""
    for number, graphs in ((1, {"first"}), (2, {"first", "second"}), (3, {"first", "second"})):
        lines = get(f"{kept}/download/SHA256SUMS?version={number}")[1].decode().splitlines()
        names = {line.split("  ")[1].partition(".")[0] for line in lines}
        assert names - {"dialograph", "history"} == graphs
        shown = html.unescape(get(f"{kept}/download/?version={number}&lang=en")[1].decode())
        for digest, name in (line.split("  ") for line in lines):
            content = get(f"{kept}/download/{name}?version={number}")[1]
            assert hashlib.sha256(content).hexdigest() == digest
            assert f'href="/download/{name}?version={number}"' in shown
        for other in (1, 2):
            assert f'href="/download/?version={other}&lang=en"' in shown


@pytest.mark.parametrize(
    ("asked", "status"),
    [("second.nt?version=1", 404), ("first.nt?version=9", 404), ("first.nt?version=x", 400)],
)
def test_a_version_without_the_file_is_a_problem(kept, asked, status):
    """A graph that was not there yet, a version that is not there, and no number at all."""
    response, content = get(f"{kept}/download/{asked}")
    assert response.status == status
    assert json.loads(content)["status"] == status


def test_a_server_without_versions_says_so(server):
    """Without a data directory there are no versions to ask for."""
    response, content = get(f"{server}/download/gcm.ttl?version=1")
    assert response.status == 404
    assert "no version 1" in json.loads(content)["detail"]
