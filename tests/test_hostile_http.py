import contextlib
import json
import time
from urllib.parse import quote

import pytest

from asking import ask, send
from conftest import serving
from watching import (
    ENDLESS,
    begin,
    eventually,
    metrics,
    problem,
    resident,
    write_crossed,
)
from wiring import Wire

LIGHT = "ASK { ?s ?p ?o }"
TARGET = f"/sparql?query={quote(LIGHT)}"
HEADS = {
    "one long header": (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 140_000 + b"\r\n\r\n", 431),
    "a header without end": (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 140_000, 431),
    "long headers": (
        b"GET / HTTP/1.1\r\nHost: x\r\n"
        + b"".join(b"A%d: %b\r\n" % (n, b"a" * 3000) for n in range(60))
        + b"\r\n",
        431,
    ),
    "many headers": (
        b"GET / HTTP/1.1\r\nHost: x\r\n"
        + b"".join(b"A%d: a\r\n" % n for n in range(101))
        + b"\r\n",
        431,
    ),
    "many headers on the short way": (
        f"GET {TARGET} HTTP/1.1\r\nHost: x\r\n".encode()
        + b"".join(b"A%d: a\r\n" % n for n in range(101))
        + b"\r\n",
        431,
    ),
    "a long address": (b"GET /?" + b"a" * 66_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
    "a long query": (
        b"GET /sparql?query=ASK%7B%7D" + b"+" * 66_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        414,
    ),
    "an address without end": (b"GET /" + b"a" * 66_000, 414),
    "no HTTP": (b"hello\r\n\r\n", 400),
    "bytes": (bytes(range(256)) * 4, 400),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 80, 400),
    "a bad length": (b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", 400),
    "a bad chunk": (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    "a length and chunks": (
        b"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
    ),
    "two lengths": (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nASK{}",
        400,
    ),
    "no host": (b"GET /health HTTP/1.1\r\n\r\n", 400),
    "two hosts": (b"GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
    "a host that is none": (b"GET /health HTTP/1.1\r\nHost: x/y@z\r\n\r\n", 400),
    "another HTTP": (b"GET /health HTTP/2.0\r\nHost: x\r\n\r\n", 400),
    "a tunnel": (b"CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n", 400),
    "a null in a header": (b"GET / HTTP/1.1\r\nHost: x\r\nA: a\x00b\r\n\r\n", 400),
}
# Waits that are too long for a test, and more connections than a test should open.
SHORT = {"HEAD_SECONDS": 1, "BODY_SECONDS": 1, "IDLE_SECONDS": 60, "CONNECTIONS_MAX": 20}
POST = (
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    b"Content-Length: 100\r\n\r\nASK"
)


@pytest.fixture(scope="module")
def crossed(tmp_path_factory):
    """The file with 1100 triples."""
    return write_crossed(tmp_path_factory.mktemp("crossed"))


@pytest.fixture(scope="module")
def url(crossed):
    """A server with short waits and few connections."""
    with serving("--load", crossed, "--workers", 2, limits=SHORT) as served:
        yield served.url
        assert send(served.url, path="/health").status == 200


# --- On the wire ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HEADS)
def test_what_is_too_large_or_no_http_is_refused(url, name):
    """Heads beyond the bounds get 431 or 414, broken HTTP 400: a problem, then the end."""
    data, status = HEADS[name]
    with Wire(url, 10) as wire:
        wire.send(data)
        reply = wire.hear()
        assert reply is not None
        assert problem(reply)[0] == status
        assert reply.headers["Connection"] == "close"
        assert wire.is_closed()
    assert ask(url, LIGHT).json["boolean"] is True


@pytest.mark.parametrize("host", ["", "x:", "[::1]:80", "EXAMPLE.org.:8000"])
def test_every_name_of_a_host_is_one(url, host):
    """A host may be a name, an address or nothing; HTTP/1.0 need not name any."""
    with Wire(url, 10) as wire:
        wire.send(f"GET /health HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert wire.hear().status == 200
        wire.send(b"GET /health HTTP/1.0\r\n\r\n")
        assert wire.hear().status == 200


def test_a_long_head_is_refused_however_it_is_cut(url):
    """A head beyond the bound that comes in two parts, each of them within it, gets 431."""
    with Wire(url, 10) as wire:
        wire.send(b"GET /health HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 100_000)
        time.sleep(0.3)
        wire.send(b"a" * 100_000 + b"\r\n\r\n")
        assert wire.hear().status == 431


def test_what_is_just_small_enough_is_answered(url):
    """A hundred headers, and an address of 64,000 bytes, are answered."""
    with Wire(url) as wire:
        wire.get(TARGET, *(f"A{n}: a" for n in range(99)))
        assert wire.hear().json["boolean"] is True
        wire.get(TARGET + "+" * 64_000, "A: " + "a" * 50_000)
        assert wire.hear().json["boolean"] is True


def test_trailers_are_no_headers(url):
    """What follows a body in chunks says nothing of the request, is bounded and holds up nobody."""
    told = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nASK{}\r\n0\r\n"
    )
    for trailers in (b"X-Request-Id: behind\r\nAccept: text/csv\r\n", b"A: b\r\n" * 150):
        with Wire(url, 10) as wire:
            wire.send(told + trailers + b"\r\n")
            reply = wire.hear()
            assert reply.json["boolean"] is True
            assert reply.headers["X-Request-Id"] != "behind"
    for endless in (b"A: " + b"a" * 300_000, b"A: b\r\n" * 50_000):
        with Wire(url, 10) as wire:
            wire.send(told + endless)
            assert problem(wire.hear())[0] == 431
            assert wire.is_closed()


def test_a_slow_head_is_cut_off(url):
    """A head that comes byte by byte gets 408 when its time is up, also on a kept connection."""
    with Wire(url) as wire:
        for _ in range(2):
            wire.get(TARGET)
            assert wire.hear().status == 200
        for byte in f"GET {TARGET} HTTP/1.1\r\nHost: x\r\n".encode() * 4:
            if not wire.send(bytes([byte])):
                break
            time.sleep(0.05)
        assert problem(wire.hear()) == (408, "request-timeout")
        assert wire.is_closed()


@pytest.mark.parametrize("more", [b"", b"GET"])
def test_a_body_that_stops_is_cut_off(url, more):
    """A body that never arrives whole gets 408 when its time is up."""
    with Wire(url, 10) as wire:
        wire.send(POST + more)
        assert problem(wire.hear()) == (408, "request-timeout")
        assert wire.is_closed()


def test_idle_connections_make_room_for_others(url):
    """At the bound, a new connection takes the place of the one that has been idle for longest."""
    with contextlib.ExitStack() as stack:
        idle = []
        for _ in range(40):
            wire = stack.enter_context(Wire(url, 10))
            wire.get(TARGET)
            assert wire.hear().status == 200
            idle.append(wire)
        assert all(wire.is_closed() for wire in idle[:19])
        idle[-1].get(TARGET)
        assert idle[-1].hear().status == 200
        assert metrics(url)["dialograph_connections",] <= 20


def test_at_the_bound_nobody_is_cut_off_who_waits_for_an_answer(url):
    """Where all connections wait for answers, one more gets 503, and they get theirs."""
    with contextlib.ExitStack() as stack:
        waiting = [stack.enter_context(begin(url, ENDLESS, timeout=2)) for _ in range(20)]
        time.sleep(0.3)
        with Wire(url, 10) as wire:
            wire.get(TARGET)
            assert problem(wire.hear()) == (503, "busy")
        kinds = {problem(wire.hear()) for wire in waiting}
        assert (503, "timed-out") in kinds
        assert kinds <= {(503, "timed-out"), (503, "busy")}
    eventually(lambda: metrics(url)["dialograph_pool", "heavy"] == 0)


@pytest.mark.parametrize("query", [LIGHT, f"{ENDLESS} #&timeout=0.2"])
@pytest.mark.parametrize("header", ["", "Origin: https://example.org\r\n"])
def test_many_requests_at_once_on_one_connection_are_bounded(url, query, header):
    """Of 100 requests sent at once, each is answered in turn or the connection ends with 503."""
    text, _, more = query.partition("#&")
    request = f"GET /sparql?query={quote(text)}&{more} HTTP/1.1\r\nHost: x\r\n{header}\r\n"
    with Wire(url) as wire:
        wire.send(request.encode() * 100)
        seen = []
        while len(seen) < 100 and (reply := wire.hear()) is not None:
            seen.append(reply.status)
        assert set(seen) <= {200, 503}
        if 503 not in seen:
            assert len(seen) == 100
    assert ask(url, LIGHT).json["boolean"] is True


def test_heads_without_end_on_many_connections_take_little_memory(crossed):
    """Two hundred unfinished heads of 120 KB leave the process small, and others are answered."""
    flags = ("--load", crossed, "--workers", 2)
    with serving(*flags, limits={"HEAD_SECONDS": 3}) as served, contextlib.ExitStack() as stack:
        for _ in range(200):
            wire = stack.enter_context(Wire(served.url))
            wire.send(b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 120_000)
        assert resident(served.process.pid) < 150_000_000
        stack.close()
        eventually(lambda: ask(served.url, LIGHT).status == 200)


# --- What is told of requests --------------------------------------------------------------------


def test_neither_log_nor_metrics_show_a_query(crossed, tmp_path):
    """Text of queries is in no line of the log and no label, whichever way they fail."""
    secret = "hush" * 3
    with (tmp_path / "log").open("w+") as log, serving("--load", crossed, log=log) as served:
        for query in (f"ASK {{ ?{secret} ?p 1 }}", f"ASK {{ {secret}", f"{ENDLESS} #{secret}"):
            ask(served.url, query, timeout="0.3")
            ask(served.url, query, timeout="0.3", headers={"Origin": "https://example.org"})
        send(served.url, "POST", "/sparql", f"query=ASK%7B%7D%23{secret}")
        send(served.url, "GET", f"/sparql?query={secret}%ff")
        told = send(served.url, path="/metrics").text
        served.stop()
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert len(lines) >= 8
    assert secret not in told
    assert secret not in (tmp_path / "log").read_text()
    assert {each["status"] for each in lines} == {200, 400, 415, 503}


@pytest.mark.parametrize("path", [TARGET, "/health", "/nope", "/sparql?query=nope"])
def test_a_request_has_a_name(url, path):
    """A decent X-Request-Id comes back; without one, or with a bad one, there is a new one."""
    given = send(url, path=path, headers={"X-Request-Id": "a-b.C:1_2"})
    assert given.headers["X-Request-Id"] == "a-b.C:1_2"
    names = {send(url, path=path).headers["X-Request-Id"] for _ in range(3)}
    assert len(names) == 3
    for bad in ("a b", "a" * 65, 'a"b', "", "<x>", "é".encode()):
        name = send(url, path=path, headers={"X-Request-Id": bad}).headers["X-Request-Id"]
        assert name
        assert name not in {bad, *names}
        names.add(name)


def test_metrics_are_what_prometheus_reads(url):
    """Prometheus' own parser finds the families that operators watch."""
    names = {name for name, *_ in metrics(url)}
    for each in ("requests_total", "query_seconds_bucket", "pool", "memory_bytes", "ready"):
        assert f"dialograph_{each}" in names
    assert metrics(url)["dialograph_ready",] == 1
