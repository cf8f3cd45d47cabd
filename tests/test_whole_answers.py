import csv
import gzip
import io
import json
import time
import xml.etree.ElementTree as ET
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
import zstandard
from rdflib import Graph

from asking import ask
from conftest import serving
from watching import CROSS, begin, ended, eventually, metrics, queries, write_crossed
from wiring import Wire

ROWS = 300_000
SELECT = f"SELECT ?x ?y {{ {CROSS} }}"
# 20,000 rows in an order of their own.
ORDERED = (
    "SELECT ?x ?y { { SELECT ?x { ?x <http://example.org/a> ?n } ORDER BY ?x LIMIT 40 } "
    "?y <http://example.org/b> ?m } ORDER BY ?x ?y"
)
# 200 subjects by 500 objects.
TRIPLES = 100_000
CONSTRUCT = (
    "CONSTRUCT { ?x <http://example.org/c> ?y } "
    "{ { SELECT ?x { ?x <http://example.org/a> ?n } ORDER BY ?x LIMIT 200 } "
    "?y <http://example.org/b> ?m }"
)
INLINE = 256 * 1024
FORMATS = ("json", "xml", "csv", "tsv")
GRAPHS = ("turtle", "nt", "json-ld", "rdfxml", "trig", "nq")
SAME = ("content-type", "content-length", "content-encoding", "etag", "vary", "cache-control")
NAMESPACE = "{http://www.w3.org/2005/sparql-results#}"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server whose data yields long answers."""
    path = write_crossed(tmp_path_factory.mktemp("crossed"))
    with serving("--load", path, "--workers", 2, "--query-budget", "none") as served:
        yield served


@pytest.fixture(scope="module")
def url(served):
    """Where it answers."""
    return served.url


def rows_of(body, form):
    """The rows of an answer as pairs of the last parts of IRIs, by readers that are not ours."""
    if form == "json":
        rows = [
            (row["x"]["value"], row["y"]["value"])
            for row in json.loads(body)["results"]["bindings"]
        ]
    elif form == "xml":
        found = ET.fromstring(body)  # noqa: S314 - from our server
        rows = [
            tuple(uri.text for uri in row.iter(f"{NAMESPACE}uri"))
            for row in found.iter(f"{NAMESPACE}result")
        ]
    elif form == "csv":
        rows = [tuple(row) for row in csv.reader(io.StringIO(body.decode(), newline=""))][1:]
    else:
        rows = [
            tuple(cell.strip("<>") for cell in line.split("\t"))
            for line in body.decode().splitlines()[1:]
        ]
    return [tuple(iri.removeprefix("http://example.org/") for iri in row) for row in rows]


def unpacked(reply):
    """The body of a reply as it is without compression."""
    coding = reply.headers.get("Content-Encoding", "")
    if coding == "gzip":
        return gzip.decompress(reply.body)
    if coding == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress(reply.body)
    return reply.body


# --- Long answers --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_a_long_answer_arrives_whole(url, form):
    """300,000 rows, in each format: as many as announced, all different, and they parse."""
    reply = ask(url, SELECT, format=form)
    assert reply.status == 200
    assert int(reply.headers["Content-Length"]) == len(reply.body)
    rows = rows_of(reply.body, form)
    assert len(rows) == ROWS
    assert len(set(rows)) == ROWS
    assert {x[0] for x, _ in rows} == {"a"}
    assert {y[0] for _, y in rows} == {"b"}


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_a_long_answer_arrives_whole_when_compressed(url, form, coding):
    """Compressed, it is the same answer, and the length announced is that of what is sent."""
    plain = ask(url, SELECT, format=form)
    packed = ask(url, SELECT, format=form, headers={"Accept-Encoding": coding})
    assert packed.headers["Content-Encoding"] == coding
    assert int(packed.headers["Content-Length"]) == len(packed.body) < len(plain.body)
    assert unpacked(packed) == plain.body


@pytest.mark.parametrize("form", GRAPHS)
def test_a_long_graph_arrives_whole(url, form):
    """100,000 triples arrive in every format, with the length announced."""
    reply = ask(url, CONSTRUCT, format=form)
    assert reply.status == 200
    assert int(reply.headers["Content-Length"]) == len(reply.body)
    counted = {
        "turtle": (b"<http://example.org/b", TRIPLES),
        "nt": (b" .\n", TRIPLES),
        "json-ld": (b'"http://example.org/b', TRIPLES),
        "rdfxml": (b'"http://example.org/b', TRIPLES),
        "trig": (b"<http://example.org/b", TRIPLES),
        "nq": (b" .\n", TRIPLES),
    }
    needle, many = counted[form]
    assert reply.body.count(needle) == many


def test_a_long_graph_parses(url):
    """Another library reads as many triples out of a long answer as went in."""
    query = CONSTRUCT.replace("LIMIT 200", "LIMIT 20")
    for form, name in (("turtle", "turtle"), ("rdfxml", "xml")):
        assert len(Graph().parse(data=ask(url, query, format=form).body, format=name)) == 10_000
    whole = ask(url, CONSTRUCT, format="nt").text.splitlines()
    assert len(set(whole)) == TRIPLES
    assert all(line.startswith("<http://example.org/a") for line in whole)


@pytest.mark.parametrize("form", [*FORMATS, "nt"])
def test_head_of_a_long_answer_is_its_get_without_the_body(url, form):
    """HEAD gives the headers of GET, the length of the answer included."""
    query = CONSTRUCT if form == "nt" else f"{SELECT} LIMIT 20000"
    got = ask(url, query, format=form)
    headed = ask(url, query, format=form, method="HEAD")
    assert (headed.status, headed.body) == (200, b"")
    assert len(got.body) > INLINE
    assert [headed.headers[name] for name in SAME] == [got.headers[name] for name in SAME]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
def test_the_way_of_an_answer_does_not_show_in_it(url, form, coding):
    """Around the length where answers go through a file, each row is there, in its place."""
    told = {"Accept-Encoding": coding}
    whole = rows_of(ask(url, f"{ORDERED} LIMIT 12000", format=form).body, form)
    row = len(ask(url, f"{ORDERED} LIMIT 1000", format=form).body) // 1000
    # On both sides of it, whatever the length of a row.
    for many in (INLINE // row - 300, INLINE // row + 300, 11_900):
        reply = ask(url, f"{ORDERED} LIMIT {many}", format=form, headers=told)
        assert int(reply.headers["Content-Length"]) == len(reply.body)
        assert rows_of(unpacked(reply), form) == whole[:many]


def test_every_length_around_the_bound_is_right(url):
    """Answers from just below to just above the bound are whole, one byte longer each."""
    for size in (*range(INLINE - 24, INLINE + 24), 4 * INLINE):
        query = f'SELECT (CONCAT({", ".join(["?z"] * 64)}) AS ?x) {{ BIND ("%s" AS ?z) }}'
        long, rest = divmod(size - len("x\r\n\r\n"), 64)
        padded = query.replace("AS ?x", f'AS ?w) (CONCAT(?w, "{"y" * rest}") AS ?x')
        text = padded.replace("SELECT", "SELECT ?x {SELECT", 1) % ("z" * long) + "}"
        reply = ask(url, text, "text/csv")
        assert reply.body == b"x\r\n" + b"z" * long * 64 + b"y" * rest + b"\r\n"
        assert len(reply.body) == size


def test_a_slow_reader_gets_it_whole(url):
    """Who reads in small steps, with pauses, gets all of it; others are answered meanwhile."""
    wire = begin(url, SELECT, format="tsv")
    read = b""
    for _ in range(15):
        time.sleep(0.1)
        read += wire.socket.recv(20_000)
        assert ask(url, "ASK {}").json["boolean"] is True
    head, _, body = read.partition(b"\r\n\r\n")
    size = int(head.lower().partition(b"content-length: ")[2].split()[0])
    while len(body) < size:
        part = wire.socket.recv(1 << 20)
        assert part, "the answer is cut short"
        body += part
    wire.close()
    assert len(set(rows_of(body, "tsv"))) == ROWS


def test_a_reader_that_goes_away_leaves_nothing_behind(served):
    """Connections cut in the middle of long answers free the files that these stand in."""
    url = served.url
    for _ in range(5):
        wire = begin(url, SELECT, format="csv")
        wire.socket.recv(1000)
        wire.close()
    assert ask(url, "ASK {}").status == 200
    assert ended(url, "crash") == 0
    kept = Path(f"/proc/{served.process.pid}/fd")

    def files():
        names = []
        for each in kept.iterdir():
            with suppress(FileNotFoundError):  # closed meanwhile
                names.append(str(each.readlink()))
        return sum("deleted" in each for each in names)

    eventually(lambda: files() <= len(queries(served)))  # one is kept for each process


def test_what_many_ask_at_once_is_whole_for_each(url):
    """Twenty clients that ask the same at the same time get it whole, though some go away."""
    expected = ask(url, ORDERED, format="csv").body
    for text in (f"{ORDERED} #", f"{SELECT} LIMIT 3000"):
        wires = [begin(url, text, format="csv") for _ in range(20)]
        for wire in wires[::4]:
            wire.close()
        bodies = {wire.hear().body for wire in wires if wire not in wires[::4]}
        for wire in wires:
            wire.close()
        assert len(bodies) == 1
        if text.startswith(ORDERED):
            assert bodies == {expected}


# --- The same again ------------------------------------------------------------------------------


@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
@pytest.mark.parametrize("many", [10, 2_000, 20_000])
def test_asking_again_gives_the_same_bytes(url, coding, many):
    """An answer from the cache, or through a file again, is the same to the byte."""
    query, told = f"{ORDERED} LIMIT {many}", {"Accept-Encoding": coding}
    first = ask(url, query, headers=told)
    hits = metrics(url)["dialograph_cache_hits_total",]
    second = ask(url, query, headers=told)
    if many == 10:
        assert metrics(url)["dialograph_cache_hits_total",] == hits + 1
    assert first.body == second.body
    assert [first.headers[name] for name in SAME] == [second.headers[name] for name in SAME]
    assert len(rows_of(unpacked(second), "json")) == many


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()"])
def test_what_changes_by_itself_is_asked_anew(url, call):
    """Queries that look at the clock or throw dice are answered anew each time."""
    answers = set()
    for _ in range(3):
        answers.add(ask(url, f"SELECT ({call} AS ?x) {{}}").body)
        time.sleep(0.01)
    assert len(answers) == 3


def test_etags_tell_formats_queries_and_versions_apart(served, tmp_path):
    """The ETag is another for each format and query, and for the same query of other data."""
    url, query = served.url, "SELECT * { ?x <http://example.org/a> '1' }"
    tags = [ask(url, query, format=form).headers["ETag"] for form in FORMATS]
    tags.append(ask(url, query + " ").headers["ETag"])
    tags.append(ask(url, query, default_graph_uri="http://example.org/").headers["ETag"])
    (tmp_path / "data.ttl").write_text("<http://example.org/a1> <http://example.org/a> '1' .")
    with serving("--load", tmp_path / "data.ttl") as other:
        assert ask(other.url, query).body == ask(url, query).body
        tags.append(ask(other.url, query).headers["ETag"])
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("many", [10, 20_000])
def test_what_the_client_has_is_not_sent_again(url, method, many):
    """If-None-Match gives 304 without a body, for short and long answers, on a connection kept."""
    query = f"{ORDERED} LIMIT {many}"
    etag = ask(url, query).headers["ETag"]
    with Wire(url) as wire:
        for _ in range(2):
            known = f"If-None-Match: {etag}"
            wire.get(f"/sparql?query={quote(query)}", known, method=method)
            reply = wire.hear()
            assert (reply.status, reply.headers["ETag"]) == (304, etag)
        assert ask(url, query, headers={"If-None-Match": '"other"'}).status == 200
