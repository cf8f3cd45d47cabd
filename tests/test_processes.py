import os
import re
import signal
import threading
import time
from pathlib import Path

import pytest

from asking import ask, post, send
from conftest import serving
from watching import (
    BOMB,
    CROSS,
    ENDLESS,
    begin,
    busy,
    ended,
    eventually,
    metrics,
    nursery,
    problem,
    queries,
    resident,
    write_crossed,
)

LIGHT = "ASK { <http://example.org/a1> ?p ?o }"
FORMATS = ("json", "xml", "csv", "tsv")


@pytest.fixture(scope="module")
def crossed(tmp_path_factory):
    """The file with 1100 triples."""
    return write_crossed(tmp_path_factory.mktemp("crossed"))


@pytest.fixture(scope="module")
def served(crossed):
    """A server of two workers with little memory for each query."""
    flags = ("--workers", 2, "--query-memory", "100MB", "--query-budget", "none")
    with serving("--load", crossed, *flags) as served:
        yield served


@pytest.fixture(autouse=True)
def _all_is_well_afterwards(request):
    """After each test, light queries are answered and nothing works on any more."""
    yield
    if "served" in request.fixturenames:
        url = request.getfixturevalue("served").url
        assert ask(url, LIGHT).json["boolean"] is True
        eventually(lambda: metrics(url)["dialograph_pool", "heavy"] == 0)


# --- Time ----------------------------------------------------------------------------------------


def test_a_query_is_over_when_its_time_is_up(served):
    """timeout= gets 503 with Retry-After, and no process works on the query any more."""
    started = time.monotonic()
    reply = ask(served.url, ENDLESS, timeout="0.5")
    assert problem(reply) == (503, "timed-out")
    assert int(reply.headers["Retry-After"]) >= 1
    assert time.monotonic() - started < 10
    assert busy(served) == []


def test_the_server_bounds_the_time_too(crossed):
    """--query-timeout holds, whatever a request asks for: more, or 0, or nothing."""
    with serving("--load", crossed, "--query-timeout", 1) as served:
        wires = [begin(served.url, f"{ENDLESS} #{each}", timeout=each) for each in ("", "0", "60")]
        for wire in wires:
            reply = wire.hear()
            assert problem(reply) == (503, "timed-out")
            assert "after 1 s," in reply.text
            assert reply.headers["Retry-After"]
            wire.close()
        assert busy(served) == []
        assert ended(served.url, "timeout") == 3


def test_many_endless_queries_do_not_keep_others_from_answers(served):
    """While 16 endless queries run into their deadline, 200 light ones are all answered right."""
    wires = [begin(served.url, ENDLESS, timeout=2) for _ in range(16)]
    for number in range(200):
        query = f'SELECT ?x {{ ?x <http://example.org/a> "{number}" }}'
        assert ask(served.url, query).rows == [(f"http://example.org/a{number}",)]
    for wire in wires:
        status, kind = problem(wire.hear())
        assert (status, kind) in {(503, "timed-out"), (503, "busy")}
        wire.close()
    assert busy(served) == []


def test_more_long_queries_than_may_wait_are_turned_away(served):
    """Of too many long queries some get 503 busy with Retry-After at once, and none is lost."""
    wires = [begin(served.url, f"{ENDLESS} #{n}", timeout=3) for n in range(90)]
    kinds = []
    for wire in wires:
        reply = wire.hear()
        kinds.append(problem(reply))
        assert int(reply.headers["Retry-After"]) >= 1
        wire.close()
    assert set(kinds) == {(503, "timed-out"), (503, "busy")}


# --- Memory and size -----------------------------------------------------------------------------


def test_a_query_that_wants_too_much_memory_dies_alone(served):
    """Sorting a million rows gets 503 out-of-memory; the others and the nursery go on."""
    before = nursery(served)
    bomb = begin(served.url, BOMB)
    for _ in range(20):
        assert ask(served.url, LIGHT).json["boolean"] is True
    reply = bomb.hear()
    bomb.close()
    assert problem(reply) == (503, "out-of-memory")
    assert reply.headers["Retry-After"]
    assert nursery(served) == before
    assert ended(served.url, "memory") >= 1


def test_an_answer_that_is_too_long_is_refused_whole(crossed):
    """Beyond --result-max, 422 in every format, compressed or not, and never part of an answer."""
    with serving("--load", crossed, "--result-max", "1MB") as served:
        wanted = [(f"SELECT * {{ {CROSS} }}", each) for each in FORMATS]
        construct = f"CONSTRUCT {{ ?x <a:b> ?y }} {{ {CROSS} }}"
        wanted += [(construct, each) for each in ("turtle", "nt", "json-ld", "rdfxml", "trig")]
        for query, form in wanted:
            for coding in ("identity", "gzip", "zstd"):
                headers = {"Accept-Encoding": coding}
                reply = ask(served.url, query, format=form, headers=headers)
                assert problem(reply) == (422, "result-too-large"), form
        fits = ask(served.url, f"SELECT * {{ {CROSS} }} LIMIT 5000", format="csv")
        assert fits.text.count("\r\n") == 5001


# --- Ends ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["short", "long"])
def test_hanging_up_stops_the_query(served, way):
    """Who closes the connection has the process of the query killed, on both ways."""
    before = ended(served.url, "hangup")
    headers = ("Origin: https://example.org",) if way == "long" else ()
    wire = begin(served.url, ENDLESS, headers=headers)
    working = eventually(lambda: busy(served))
    wire.close()
    eventually(lambda: ended(served.url, "hangup") == before + 1)
    eventually(lambda: not set(working) & set(queries(served)))
    assert busy(served) == []


def test_hanging_up_takes_a_waiting_query_away(served):
    """Long queries that wait for their turn are forgotten when their clients go."""
    wires = [begin(served.url, f"{ENDLESS} #{n}") for n in range(12)]
    eventually(lambda: metrics(served.url)["dialograph_pool", "heavy_waiting"] >= 6)
    for wire in wires:
        wire.close()
    eventually(lambda: metrics(served.url)["dialograph_pool", "heavy_waiting"] == 0)
    eventually(lambda: metrics(served.url)["dialograph_pool", "heavy"] == 0)


def test_a_process_that_is_killed_is_replaced(served):
    """Kill -9 of a query process costs its query 503; the next is answered by a new process."""
    before = len(queries(served))
    wire = begin(served.url, ENDLESS)
    (victim,) = eventually(lambda: busy(served))
    os.kill(victim, signal.SIGKILL)
    reply = wire.hear()
    wire.close()
    assert reply.status == 503
    assert reply.headers["Retry-After"]
    assert ask(served.url, LIGHT).json["boolean"] is True
    eventually(lambda: victim not in queries(served) and len(queries(served)) >= min(before, 2))


def test_idle_processes_that_are_killed_are_replaced(served):
    """Kill -9 of all query processes at once loses no later query."""
    victims = set(queries(served))
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    for _ in range(20):
        assert ask(served.url, LIGHT).json["boolean"] is True
    eventually(lambda: not victims & set(queries(served)))


def test_the_nursery_is_replaced_too(served):
    """Kill -9 of the nursery: not ready, then ready again and answering; healthy all the while."""
    old, seen, stop = nursery(served), [], threading.Event()

    def look():
        while not stop.is_set():
            seen.append(
                tuple(send(served.url, path=each).status for each in ("/health", "/health/ready"))
            )

    wire = begin(served.url, ENDLESS)
    eventually(lambda: busy(served))
    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        os.kill(old, signal.SIGKILL)
        assert wire.hear().status == 503
        assert ask(served.url, LIGHT).json["boolean"] is True
        eventually(lambda: seen and seen[-1] == (200, 200))
    finally:
        stop.set()
        watcher.join()
        wire.close()
    assert {alive for alive, _ in seen} == {200}
    assert 503 in {ready for _, ready in seen}
    assert nursery(served) != old
    assert ended(served.url, "nursery") == 1


def test_a_query_process_can_open_nothing(served):
    """All descriptors that it may have are taken, and its only socket leads to the server."""
    inet = "\n".join(
        line.split()[9]
        for each in ("tcp", "tcp6", "udp", "udp6")
        for line in Path(f"/proc/net/{each}").read_text().splitlines()[1:]
    ).split()
    assert ask(served.url, LIGHT).status == 200
    for pid in eventually(lambda: queries(served)):
        # One that has just been forked may still be closing what it is not to have.
        kept = eventually(lambda pid=pid: taken(pid), seconds=20)
        sockets = [each for each in kept if each.startswith("socket:")]
        assert len(sockets) == 1
        assert sockets[0].removeprefix("socket:[").rstrip("]") not in inet
        assert "NoNewPrivs:\t1" in Path(f"/proc/{pid}/status").read_text()


def taken(pid):
    """What the descriptors of a process lead to, once it may have no others."""
    kept = [str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()]
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()
    (most,) = (line.split()[3:5] for line in lines if line.startswith("Max open files"))
    return kept if most == [str(len(kept))] * 2 else None


def test_what_runs_is_answered_before_the_server_stops(crossed):
    """SIGTERM while a long query runs: its answer arrives whole, then the server ends with 0."""
    query = f"SELECT ?x ?y {{ {CROSS} }} ORDER BY ?x ?y"
    with serving("--load", crossed) as served:
        wire = begin(served.url, query, format="csv")
        eventually(lambda: metrics(served.url)["dialograph_pool", "heavy"] == 1)
        served.process.send_signal(signal.SIGTERM)
        reply = wire.hear()
        wire.close()
        assert reply.status == 200
        assert reply.text.count("\r\n") == 300_001
        assert served.process.wait(timeout=20) == 0


def test_the_main_process_stays_small(crossed):
    """Long answers read slowly, many different answers, headers and bodies: below 150 MB."""
    with serving("--load", crossed, "--query-budget", "none") as served:
        peak = [0]
        wires = [begin(served.url, f"SELECT * {{ {CROSS} }} LIMIT {40_000 + n}") for n in range(40)]

        def note():
            peak[0] = max(peak[0], resident(served.process.pid))

        for number in range(300):
            query = f"SELECT * {{ {CROSS} }} OFFSET {number} LIMIT 2000"
            assert ask(served.url, query).status == 200
            note()
        for number in range(40):
            accept = f"text/csv;x={number:060000}"
            assert ask(served.url, LIGHT, accept=f"{accept},*/*;q=0.1").status == 200
            text = f"{LIGHT} #{'x' * 500_000}{number}"
            assert post(served.url, text, "application/sparql-query").status == 200
            note()
        for wire in wires:
            size = 0
            while size < 1_000_000:
                size += len(wire.socket.recv(65536))
            note()
            wire.close()
        assert peak[0] < 150_000_000


@pytest.mark.parametrize(
    ("said", "kept"),
    [("", "256"), ("glibc.malloc.arena_max=1", "256"), ("glibc.malloc.tcache_count=9", "9")],
    ids=["nothing", "another", "this"],
)
def test_what_an_operator_says_of_memory_holds(crossed, said, kept):
    """Query processes keep more of what they free at hand than usual, unless that was chosen."""
    with serving("--load", crossed, GLIBC_TUNABLES=said) as served:
        environment = Path(f"/proc/{nursery(served)}/environ").read_bytes()
        # The C library takes the list apart where it stands.
        told = re.split(rb"[\0:=]", environment)
        counts = [told[at + 1] for at, each in enumerate(told) if each.endswith(b"tcache_count")]
        assert counts == [kept.encode()]
        assert said.partition("=")[0].encode() in told
