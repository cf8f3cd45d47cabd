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
from rdflib import Graph

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
    names = ("dialograph", "dialogues", "gcm", "ontology", "places", "rabat")
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
