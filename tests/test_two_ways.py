import re
import time
from binascii import a2b_hex
from urllib.parse import quote, unquote_to_bytes

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from asking import ask, post
from conftest import serving
from dialograph.web.sparql_request import unquoted
from watching import CROSS, ENDLESS, metrics, write_crossed
from wiring import Wire

LIGHT = "ASK { ?s ?p ?o }"
ROWS = "SELECT ?x ?n { ?x <http://example.org/a> ?n } ORDER BY ?x"
LONG = f"SELECT ?x ?y {{ {CROSS} }} LIMIT %d"
GZIP, ZSTD = "Accept-Encoding: gzip", "Accept-Encoding: zstd, gzip;q=0.5"
DIRECT = "application/sparql-query"
DIFFERENT = {
    "date",
    "server-timing",
    "x-request-id",
    "ratelimit",
    "access-control-allow-origin",
    "access-control-expose-headers",
}
QUERIES = {
    "select": (ROWS, ()),
    "ask": (LIGHT, ()),
    "construct": ("CONSTRUCT { ?x <a:b> ?n } { ?x <http://example.org/a> ?n }", ()),
    "describe": ("DESCRIBE <http://example.org/a1>", ()),
    "no rows": ("SELECT ?x { ?x <a:none> ?y }", ()),
    "no triples": ("CONSTRUCT { ?x <a:b> ?y } { ?x <a:none> ?y }", ()),
    "xml": (ROWS, ("Accept: application/sparql-results+xml",)),
    "csv": (ROWS, ("Accept: text/csv",)),
    "weights": (ROWS, ("Accept: text/csv;q=0.3, text/tab-separated-values;q=0.7",)),
    "anything": (ROWS, ("Accept: */*",)),
    "json": (ROWS, ("Accept: application/json",)),
    "format": (ROWS + "&format=xml", ()),
    "graph": (LIGHT + "&default-graph-uri=http://example.org/g", ()),
    "plus": ("SELECT ('a+b' AS ?x) {}", ()),
    "other planes": ("SELECT ('é👾' AS ?x) {}", ()),
    "gzip": (ROWS, (GZIP,)),
    "zstd": (ROWS, (ZSTD,)),
    "gzip refused": (ROWS, ("Accept-Encoding: gzip;q=0, identity",)),
    "too short for gzip": (LIGHT, (GZIP,)),
    "middling": (LONG % 1000, ()),
    "middling, gzip": (LONG % 1000, (GZIP,)),
    "long": (LONG % 20_000, ()),
    "long, gzip": (LONG % 20_000, (GZIP,)),
    "syntax": ("SELECT * { ?s ?p . }", ()),
    "nothing": ("", ()),
    "update": ("INSERT DATA { <a:a> <a:a> <a:a> }", ()),
    "service": ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", ()),
    "not acceptable": (ROWS, ("Accept: image/png",)),
    "not acceptable as rows": (ROWS, ("Accept: text/turtle",)),
    "not acceptable as a graph": ("CONSTRUCT WHERE { ?s ?p ?o }", ("Accept: text/csv",)),
    "page": (LIGHT, ("Accept: text/html",)),
    "page of a problem": ("nope", ("Accept: text/html",)),
    "language": ("nope", ("Accept-Language: fr",)),
    "two queries": (LIGHT + "&query=ASK{}", ()),
    "two formats": (LIGHT + "&format=csv&format=xml", ()),
    "bad timeout": (LIGHT + "&timeout=soon", ()),
    "timed out": (ENDLESS + "&timeout=0.2", ()),
    "http/1.1 close": (LIGHT, ("Connection: close",)),
    "cookie": (LIGHT, ("Cookie: a=b", "User-Agent: x", "X-Forwarded-For: 192.0.2.1")),
}
POSTED = ("select", "ask", "construct", "no rows", "csv", "gzip", "middling", "long", "syntax")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server that keeps nothing, so that each query is evaluated both times."""
    path = write_crossed(tmp_path_factory.mktemp("crossed"))
    with serving("--load", path, "--workers", 2, "--cache-bytes", 0) as served:
        yield served


@pytest.fixture(scope="module")
def keeping(tmp_path_factory):
    """A server that keeps answers."""
    path = write_crossed(tmp_path_factory.mktemp("crossed"))
    with serving("--load", path, "--workers", 2) as served:
        yield served


def target(query):
    """The address of a query that may have further parameters after it."""
    text, *more = re.split("&(?=[a-z-]+=)", query)
    return "&".join([f"/sparql?query={quote(text)}", *more])


def told(reply):
    """What has to be the same in two responses."""
    names = [name.lower() for name in reply.headers]
    assert len(names) == len(set(names)), "a header is there twice"
    headers = {name: reply.headers[name] for name in names if name not in DIFFERENT}
    return reply.status, headers, reply.body


def both(url, query, headers):
    """The same request on the short way and on the long one, on one connection each."""
    replies = []
    for more in ((), ("Origin: https://example.org",)):
        with Wire(url) as wire:
            wire.get(target(query), *headers, *more)
            replies.append(wire.hear())
    return replies


@pytest.mark.parametrize("name", QUERIES)
def test_both_ways_answer_alike(served, name):
    """The short way and the long way give the same status, headers and body."""
    short, long = map(told, both(served.url, *QUERIES[name]))
    assert short == long


@pytest.mark.parametrize("name", QUERIES)
def test_both_ways_answer_alike_from_the_cache(keeping, name):
    """They do so too where the first has put the answer in the cache, in either order."""
    first, second = map(told, both(keeping.url, *QUERIES[name]))
    third, fourth = map(told, both(keeping.url, *QUERIES[name]))
    assert first == second == third == fourth


@pytest.mark.parametrize("name", POSTED)
def test_post_answers_like_get(served, name):
    """A query sent in a body gets the status, the headers and the body of the same as GET."""
    query, headers = QUERIES[name]
    short, _ = both(served.url, query, headers)
    told_headers = dict(each.split(": ", 1) for each in headers)
    reply = post(served.url, query.encode(), DIRECT, **told_headers)
    assert told(reply) == told(short)


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()"])
def test_what_changes_by_itself_is_marked_on_both_ways(served, call):
    """Neither way gives a validator for a volatile answer, nor lets it be stored."""
    query = f"SELECT ({call} AS ?x) {{}}"
    for short, long in (both(served.url, query, ()), both(served.url, query, (GZIP,))):
        headers = [told(each)[1] for each in (short, long)]
        for each in headers:
            each.pop("content-length")
        assert headers[0] == headers[1]
        assert "etag" not in headers[0]
        assert headers[0]["cache-control"] == "no-store"
        assert short.body != long.body


def test_bytes_that_are_no_text_are_refused_alike(served):
    """Percent-encoded bytes that are not UTF-8 get the same 400 on both ways."""
    replies = []
    for more in ((), ("Origin: https://example.org",)):
        with Wire(served.url) as wire:
            wire.get("/sparql?query=ASK%20%7B%7D%ff", *more)
            replies.append(told(wire.hear()))
    assert replies[0][0] == 400
    assert replies[0] == replies[1]


@pytest.mark.parametrize("way", ["short", "long"])
def test_both_ways_are_counted_by_route(served, way):
    """/metrics counts responses of /sparql under its name, whichever way they took."""
    name = ("dialograph_requests_total", "/sparql", "200")
    before = metrics(served.url).get(name, 0)
    headers = {"Origin": "https://example.org"} if way == "long" else {}
    assert ask(served.url, LIGHT, headers=headers).status == 200
    assert metrics(served.url).get(name, 0) == before + 1


# --- Percent-encoding ----------------------------------------------------------------------------


_PIECES = st.one_of(
    st.binary(max_size=4),
    st.sampled_from([b"%", b"%%", b"%2", b"%2B", b"%e9", b"%E9", b"=", b"=\n", b"%\n", b"\r\n"]),
    st.sampled_from([b"=3D", b"%3D", b"%3d", b"=41", b" ", b" \n", b"\t", b"%zz", b"_", b"."]),
    st.binary(min_size=1, max_size=1).map(lambda byte: b"%" + byte.hex().encode()),
)


@settings(max_examples=2000, deadline=None)
@given(st.lists(_PIECES, max_size=12).map(b"".join))
@example(b"%")
@example(b"%4")
@example(b"%%41")
@example(b"=%41")
@example(b"%41=")
@example(b"%3D%3")
@example(b"%41 ")
@example(b"%41\x00%")
def test_percent_encoding_is_undone_as_the_library_does(encoded):
    """Any bytes at all come out as urllib gives them."""
    assert unquoted(encoded) == unquote_to_bytes(encoded)


@given(st.binary(max_size=200))
def test_what_is_encoded_comes_back(content):
    """Bytes that were percent-encoded, all of them or those that have to be, come back."""
    every = b"".join(b"%%%02X" % byte for byte in content)
    assert unquoted(every) == content
    assert unquoted(quote(content).encode()) == content
    assert a2b_hex(every.replace(b"%", b"")) == content


# --- Several requests on one connection ----------------------------------------------------------


def test_requests_sent_at_once_are_answered_in_order(served):
    """Pipelined requests of all kinds, on both ways, are answered in the order they were sent."""
    with Wire(served.url) as wire:
        lines, expected = [], []
        for n in range(12):
            path = target(f"SELECT ({n} AS ?x) {{}}") + "&format=csv"
            more = "Origin: https://example.org\r\n" if n % 3 == 1 else ""
            if n % 5 == 3:
                path = "/nope"
            lines.append(f"GET {path} HTTP/1.1\r\nHost: x\r\n{more}\r\n")
            expected.append((404, None) if n % 5 == 3 else (200, b"x\r\n%d\r\n" % n))
        wire.send("".join(lines).encode())
        for status, body in expected:
            reply = wire.hear()
            assert reply.status == status
            if body is not None:
                assert reply.body == body


@pytest.mark.parametrize("first", ["short", "long"])
@pytest.mark.parametrize("second", ["short", "long"])
def test_a_slow_request_comes_before_the_next(served, first, second):
    """The second of two requests on a connection is answered after the first, however slow."""
    more = {"short": (), "long": ("Origin: https://example.org",)}
    with Wire(served.url) as wire:
        wire.get(target(ENDLESS) + "&timeout=0.6", *more[first])
        time.sleep(0.1)
        wire.get(target("SELECT (7 AS ?x) {}") + "&format=csv", *more[second])
        assert wire.hear().status == 503
        assert wire.hear().body == b"x\r\n7\r\n"
        wire.get(target(LIGHT), *more[first])
        assert wire.hear().json["boolean"] is True


def test_long_and_short_answers_take_turns(served):
    """On one connection, answers through a file and from memory do not get into each other."""
    with Wire(served.url) as wire:
        for _ in range(3):
            wire.get(target(LONG % 20_000) + "&format=csv")
            wire.get(target("SELECT (7 AS ?x) {}") + "&format=csv")
            assert wire.hear().body.count(b"\r\n") == 20_001
            assert wire.hear().body == b"x\r\n7\r\n"


def test_a_request_in_pieces_is_the_same_request(served):
    """A request whose bytes come one by one, or two at a time in a packet, is answered alike."""
    query = target(ROWS + " LIMIT 3")
    raw = f"GET {query} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode()
    with Wire(served.url) as wire:
        wire.send(raw)
        whole = told(wire.hear())
        for n in range(len(raw)):
            wire.send(raw[n : n + 1])
        assert told(wire.hear()) == whole
        wire.send(raw + raw[:30])
        assert told(wire.hear()) == whole
        wire.send(raw[30:])
        assert told(wire.hear()) == whole
