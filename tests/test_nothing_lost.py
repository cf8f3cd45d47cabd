"""What is acknowledged is kept, whatever happens to the server."""

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from asking import ask, send
from conftest import serving
from watching import eventually, nursery
from writing import insert, token_for

ROUNDS, WRITERS = 4, 3
ONE = "INSERT DATA {{ GRAPH <urn:g> {{ <urn:s> <urn:p> {n} }} }}"
PAIR = (
    "INSERT DATA {{ GRAPH <urn:g> {{ <urn:w{who}> <urn:first> {n} . "
    "<urn:w{who}> <urn:second> {n} }} }}"
)
SWAP = (
    "DELETE {{ GRAPH <urn:g> {{ ?s ?p ?o }} }} "
    "INSERT {{ GRAPH <urn:g> {{ <urn:a> <urn:p> {n} . <urn:b> <urn:p> {n} }} }} "
    "WHERE {{ OPTIONAL {{ GRAPH <urn:g> {{ ?s ?p ?o }} }} }}"
)


def open_with(folder, *flags):
    """The flags of a server that keeps versions in a folder."""
    return ("--data-dir", folder / "data", "--load", "none", "--shapes", "none", *flags)


def start(*flags):
    """Start a server that is to leave at once; gives how it ended and what it said."""
    command = [sys.executable, "-m", "dialograph", "serve", "--port", "0", *map(str, flags)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


def write_on(url, token, who, acknowledged, stop):
    """Write pairs of statements, one after the other, noting those that were acknowledged."""
    n = max(acknowledged[who], default=-1)
    while not stop.is_set():
        n += 1
        try:
            reply = insert(url, token, PAIR.format(who=who, n=n))
        except OSError:
            return
        if reply.status in {200, 204}:
            acknowledged[who].append(n)


def kept(url, who):
    """The numbers of which both statements of a writer are there, and of which one is."""
    found = {}
    for name in ("first", "second"):
        query = f"SELECT ?n {{ GRAPH <urn:g> {{ <urn:w{who}> <urn:{name}> ?n }} }}"
        found[name] = {int(row[0]) for row in ask(url, query).rows}
    return found["first"] & found["second"], found["first"] ^ found["second"]


def test_kill_9_in_the_middle_of_writes_loses_nothing(tmp_path):
    """Servers killed while several clients write: all acknowledged is there, nothing half."""
    token, flags = token_for(tmp_path)
    acknowledged = {who: [] for who in range(WRITERS)}
    chance = random.Random(7)  # noqa: S311 - it decides when to kill
    for _ in range(ROUNDS):
        with serving(*open_with(tmp_path, *flags)) as served:
            for who, numbers in acknowledged.items():
                whole, half = kept(served.url, who)
                assert set(numbers) <= whole
                assert half == set()
                # One more may have been kept whose answer did not arrive.
                assert len(whole - set(numbers)) <= 1
                numbers[:] = sorted(whole)
            stop = threading.Event()
            writers = [
                threading.Thread(target=write_on, args=(served.url, token, who, acknowledged, stop))
                for who in acknowledged
            ]
            for each in writers:
                each.start()
            before = sum(map(len, acknowledged.values()))
            eventually(lambda before=before: sum(map(len, acknowledged.values())) > before + 5)
            stop.wait(chance.uniform(0, 0.1))
            os.kill(served.process.pid, signal.SIGKILL)
            served.process.wait()
            stop.set()
            for each in writers:
                each.join()
    with serving(*open_with(tmp_path, *flags)) as served:
        for who, numbers in acknowledged.items():
            assert set(numbers) <= kept(served.url, who)[0]
        assert not list((tmp_path / "data" / "staging").iterdir())


def test_a_write_is_seen_by_the_next_query(tmp_path):
    """Every answer to a write is followed by a query that sees it, also of another client."""
    token, flags = token_for(tmp_path)
    with serving(*open_with(tmp_path, *flags)) as served:
        for n in range(25):
            reply = insert(served.url, token, ONE.format(n=n))
            assert reply.status in {200, 204}
            seen = ask(served.url, "SELECT (MAX(?n) AS ?m) { <urn:s> <urn:p> ?n }")
            assert seen.rows == [(str(n),)]
            assert seen.headers["Dialograph-Version"] == reply.headers["Dialograph-Version"]


def test_readers_see_one_version_or_the_next(tmp_path):
    """While pairs are replaced by pairs, no answer ever holds a pair that does not match."""
    token, flags = token_for(tmp_path)
    query = "SELECT ?x ?y { <urn:a> <urn:p> ?x . <urn:b> <urn:p> ?y }"
    with serving(*open_with(tmp_path, *flags)) as served:
        stop, torn, seen = threading.Event(), [], set()

        def read():
            while not stop.is_set():
                reply = ask(served.url, query)
                assert reply.status == 200
                rows = reply.rows
                seen.update(rows)
                if len(rows) > 1 or any(x != y for x, y in rows):
                    torn.append(rows)

        readers = [threading.Thread(target=read) for _ in range(2)]
        for each in readers:
            each.start()
        for n in range(20):
            assert insert(served.url, token, SWAP.format(n=n)).status in {200, 204}
        stop.set()
        for each in readers:
            each.join()
    assert torn == []
    assert len(seen) > 3


def test_the_graph_comes_back_when_its_process_is_killed(tmp_path):
    """The process that holds the graph is killed between writes: the next one finds all there."""
    token, flags = token_for(tmp_path)
    with serving(*open_with(tmp_path, *flags)) as served:
        assert insert(served.url, token, ONE.format(n=1)).status in {200, 204}
        old = nursery(served)
        os.kill(old, signal.SIGKILL)
        eventually(lambda: send(served.url, path="/health/ready").status == 200)
        reply = eventually(
            lambda: (
                found
                if (found := insert(served.url, token, ONE.format(n=2))).status < 300
                else None
            )
        )
        assert reply.headers["Dialograph-Version"].startswith("3-")
        assert ask(served.url, "SELECT ?n { <urn:s> <urn:p> ?n } ORDER BY ?n").rows == [
            ("1",),
            ("2",),
        ]


def test_older_versions_answer(tmp_path):
    """?version=N answers from that version, says so, and keeps doing it while new ones come."""
    token, flags = token_for(tmp_path)
    query = "SELECT ?n { <urn:s> <urn:p> ?n } ORDER BY ?n"
    with serving(*open_with(tmp_path, *flags)) as served:
        revisions = [ask(served.url, query).headers["Dialograph-Version"]]
        for n in range(1, 6):
            reply = insert(served.url, token, ONE.format(n=n))
            revisions.append(reply.headers["Dialograph-Version"])
        for number, revision in enumerate(revisions, 1):
            reply = ask(served.url, query, version=str(number))
            assert reply.rows == [(str(n),) for n in range(1, number)]
            assert reply.headers["Dialograph-Version"] == revision
        assert ask(served.url, query, version="99").status == 404
        assert ask(served.url, query, version="0").status == 400
        assert ask(served.url, query, version="x").status == 400


def test_one_server_writes_in_a_folder(tmp_path):
    """A second server on the same folder says whose it is, and leaves with 2."""
    _, flags = token_for(tmp_path)
    with serving(*open_with(tmp_path, *flags)) as served:
        second = start(*open_with(tmp_path, *flags))
        assert second.returncode == 2
        assert str(served.process.pid) in second.stderr
        assert len(second.stderr.splitlines()) == 1


@pytest.mark.parametrize(("first", "then"), [("own", "union"), ("union", "own")])
def test_a_folder_is_served_as_it_was_begun(tmp_path, first, then):
    """A folder begun with one default graph is refused with the other, in words."""
    token, flags = token_for(tmp_path)
    with serving(*open_with(tmp_path, *flags, "--default-graph", first)) as served:
        graph = "<urn:s> <urn:p> 1" if first == "own" else "GRAPH <urn:g> { <urn:s> <urn:p> 1 }"
        assert insert(served.url, token, f"INSERT DATA {{ {graph} }}").status in {200, 204}
    again = start(*open_with(tmp_path, "--default-graph", then))
    assert again.returncode == 2
    assert f"Serve it with --default-graph {first}." in again.stderr
    assert Path(tmp_path / "data" / "CURRENT").exists()
