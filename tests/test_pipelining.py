import contextlib
import time
from urllib.parse import quote

import pytest

from asking import ask
from conftest import serving
from watching import CROSS, ENDLESS, write_crossed
from wiring import Wire

SHORT = {"HEAD_SECONDS": 1, "BODY_SECONDS": 1, "CONNECTIONS_MAX": 20}
LONG = f"SELECT ?x ?y {{ {CROSS} }}"


def request(query, *headers, body=None, **parameters):
    """The bytes of a request."""
    asked = "".join(f"&{name}={value}" for name, value in parameters.items())
    line = f"GET /sparql?query={quote(query)}{asked} HTTP/1.1"
    if body is not None:
        line = "POST /sparql?format=csv HTTP/1.1"
        headers = ("Content-Type: application/sparql-query", f"Content-Length: {len(body)}")
    return "\r\n".join([line, "Host: x", *headers, "", body or ""]).encode()


SLOW = request(ENDLESS, timeout=2)
SEVEN = request("SELECT (7 AS ?x) {}", format="csv")
ANSWER = b"x\r\n7\r\n"


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """A server with short waits and few connections."""
    path = write_crossed(tmp_path_factory.mktemp("crossed"))
    with serving("--load", path, "--workers", 2, limits=SHORT) as served:
        yield served.url


def test_a_head_that_waits_for_the_answer_before_is_not_late(url):
    """A third request of which we had no reason to read the end is answered in its turn."""
    with Wire(url) as wire:
        wire.send(SLOW + SEVEN + SEVEN[:30])
        time.sleep(0.2)
        wire.send(SEVEN[30:])
        assert wire.hear().status == 503
        assert wire.hear().body == ANSWER
        assert wire.hear().body == ANSWER


def test_a_second_head_that_is_late_does_not_cost_the_first_its_answer(url):
    """Half a request behind a slow one: the slow one is answered first, whatever follows."""
    with Wire(url) as wire:
        wire.send(SLOW + SEVEN[:30])
        reply = wire.hear()
        assert reply.status == 503
        assert reply.json["type"].endswith("timed-out")


def test_a_body_that_waits_for_the_answer_before_is_not_late(url):
    """A body behind a slow request is read once that is answered, and answered then."""
    posted = request("", body="SELECT (7 AS ?x) {}")
    with Wire(url) as wire:
        wire.send(SLOW + posted[:-4])
        time.sleep(0.2)
        wire.send(posted[-4:])
        assert wire.hear().status == 503
        assert wire.hear().body == ANSWER


def test_a_head_behind_a_long_body_is_no_long_head(url):
    """Bytes of a body do not count as bytes of the head that begins behind it."""
    posted = request("", body="SELECT (7 AS ?x) {}" + " " * 200_000)
    with Wire(url) as wire:
        for _ in range(5):
            wire.send(posted + SEVEN[:30])
            time.sleep(0.1)
            wire.send(SEVEN[30:])
            assert wire.hear().body == ANSWER
            assert wire.hear().body == ANSWER


def test_a_connection_with_a_request_under_way_is_not_idle(url):
    """A second request on a connection is answered although others want its place meanwhile."""
    with contextlib.ExitStack() as stack:
        wire = stack.enter_context(Wire(url))
        wire.send(SEVEN + SLOW)
        assert wire.hear().body == ANSWER
        for _ in range(40):
            stack.enter_context(Wire(url))
        time.sleep(0.2)
        reply = wire.hear()
        assert reply is not None, "dropped as if it were idle"
        assert reply.json["type"].endswith("timed-out")


@pytest.mark.parametrize(
    "then",
    [
        b"hello\r\n\r\n",
        b"GET /" + b"a" * 70_000,
        SEVEN * 40,
        SEVEN[:30],
    ],
    ids=["no HTTP", "long address", "too many", "half a head"],
)
def test_nothing_gets_into_a_long_answer(url, then):
    """Whatever a client sends during a long answer, no other byte gets in between its bytes."""
    expected = ask(url, LONG, format="tsv").body
    with Wire(url, 10) as wire:
        wire.send(request(LONG, format="tsv"))
        read = wire.socket.recv(10_000)
        wire.send(then)
        time.sleep(2.5 if then == SEVEN[:30] else 0.3)
        while len(read) < len(expected) + 500:
            try:
                part = wire.socket.recv(1 << 20)
            except ConnectionResetError:
                break
            if not part:
                break
            read += part
    body = read.partition(b"\r\n\r\n")[2][: len(expected)]
    assert body[-300:] == expected[len(body) - 300 : len(body)]
    assert expected.startswith(body)


def test_requests_sent_before_the_client_half_closes_are_answered(url):
    """A client that has said all it has to say, and says so, still gets its answer."""
    with Wire(url) as wire:
        wire.send(SEVEN)
        wire.socket.shutdown(1)
        reply = wire.hear()
        assert reply is not None
        assert reply.body == ANSWER
