"""The copy on disk: it answers until the graph is in memory, as that would, and can be lost."""

import contextlib
import ctypes
import json
import os
import random
import resource
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from itertools import chain, pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asking import ask, send
from conftest import serving
from dialograph.catalog.queries import shipped_catalog
from dialograph.engine import diskcopy
from dialograph.engine.changes import Delta
from dialograph.engine.confine import confine, keep_only
from dialograph.engine.datafolder import DataFolder
from dialograph.engine.diskcopy import DiskCopy, OnDisk
from dialograph.engine.filling import fill
from dialograph.engine.history import History
from dialograph.engine.records import DamagedError, Facts
from dialograph.engine.seccomp import forbid_sockets
from dialograph.engine.versions import Versions
from refresh_expected import cases
from watching import children, eventually, metrics, problem
from writing import insert, token_for

FACTS = Facts("test", "a change")
ONE = "INSERT DATA {{ GRAPH <urn:g> {{ <urn:s> <urn:p> {n} }} }}"
SLOW_DISK = """
import os, sys, time
seen = []
def slow(event, args):
    # The second time that a process opens a snapshot it reads it, after having verified it.
    if event == "open" and str(args[0]).endswith("named.nq.zst"):
        seen.append(1)
        while len(seen) > 1 and os.path.exists(os.environ["DISK_IS_SLOW"]):
            time.sleep(0.01)
sys.addaudithook(slow)
"""
MERGE = [
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } ?s ?p ?o }",
    "SELECT ?s ?p ?o FROM <urn:g> FROM <urn:h> { ?s ?p ?o }",
    "SELECT ?s ?g FROM NAMED <urn:h> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?s ?o { ?s <urn:q> ?o FILTER isBlank(?o) }",
    "SELECT ?g { GRAPH ?g {} }",
]


class Folder:
    """A data directory, with the flags of a server on it that always keeps a copy."""

    def __init__(self, path, *flags):
        self.path = path
        self.copy = path / "data" / "copy"
        self.token, tokens = token_for(path)
        place = ("--data-dir", path / "data", "--shapes", "none", "--cache-bytes", "0")
        self.flags = (*place, *tokens, "--disk-copy-from", "1", *flags)

    @contextmanager
    def served(self, *flags, **environment):
        """A server on it."""
        with serving(*self.flags, *flags, **environment) as server:
            yield server

    @contextmanager
    def half_started(self, *flags):
        """A server on it whose graph is not in memory before the block says so."""
        (self.path / "sitecustomize.py").write_text(SLOW_DISK)
        hold = self.path / "hold"
        hold.touch()
        told = {"PYTHONPATH": f"{self.path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}

        def go_on():
            hold.unlink(missing_ok=True)
            eventually(lambda: graph_of(server) == "memory", seconds=60)

        try:
            with self.served(*flags, **told, DISK_IS_SLOW=str(hold)) as server:
                yield server, go_on
        finally:
            hold.unlink(missing_ok=True)

    def has_copy(self):
        """Whether the copy is there."""
        return (self.copy / "copy.json").exists()


def graph_of(server):
    """Where a server says that its graph is."""
    return send(server.url, path="/health/ready").json.get("graph")


def answers_of(url, texts):
    """What a server says to some queries, in no order."""
    found = []
    for text in texts:
        reply = ask(url, text)
        assert reply.status == 200, (text, reply.text)
        told = reply.json
        rows = told["results"]["bindings"] if "results" in told else [told["boolean"]]
        found.append(sorted(json.dumps(row, sort_keys=True) for row in rows))
    return found


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A data directory with the shipped graph, some changes, and a copy of an older version."""
    folder = Folder(tmp_path_factory.mktemp("kept"))
    with folder.served() as server:
        eventually(folder.has_copy, seconds=120)
        for n in range(3):
            assert insert(server.url, folder.token, ONE.format(n=n)).status == 204
        both = (
            "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:q> _:b , 12.50 , 'x'@en . _:b <urn:p> 1 } "
            "GRAPH <urn:h> { <urn:s> <urn:p> 1 , 2 . <urn:s> <urn:q> 'x'@en } }"
        )
        assert insert(server.url, folder.token, both).status == 204
        assert insert(server.url, folder.token, "CREATE GRAPH <urn:empty>").status == 204
        server.process.send_signal(signal.SIGKILL)
    assert DiskCopy.read(folder.copy).number == 1
    return folder


def test_answers_come_from_disk_until_the_graph_is_in_memory(kept):
    """Every query is answered alike from disk and from memory; what changes the graph waits."""
    texts = [*MERGE, *(text for text in catalogue() if "CONSTRUCT" not in text)]
    with kept.half_started("--query-timeout", "6") as (server, go_on):
        assert graph_of(server) == "disk"
        assert metrics(server.url)["dialograph_in_memory",] == 0
        disk = answers_of(server.url, texts)
        assert disk[0] != [] != disk[5]
        for reply in (
            insert(server.url, kept.token, ONE.format(n=9)),
            ask(server.url, MERGE[0], version="2"),
        ):
            assert problem(reply) == (503, "busy")
            assert int(reply.headers["Retry-After"]) >= 1
        for page in ("/", "/search?q=migration", "/coverage", "/timeline", "/gaps"):
            assert send(server.url, path=page).status < 400
        assert len(children(server.process.pid)) == 2
        go_on()
        assert metrics(server.url)["dialograph_in_memory",] == 1
        assert answers_of(server.url, texts) == disk
        assert ask(server.url, MERGE[0], version="2").status == 200
        eventually(lambda: len(children(server.process.pid)) == 1)
        assert not (kept.path / "data" / "staging" / "meanwhile").exists()


def catalogue():
    """The text of every query of the catalogue, with its values in it."""
    for _, name, values in cases():
        bound = shipped_catalog()[name].bind(values)
        if not bound.substitutions:
            yield bound.text


def test_a_query_process_on_disk_can_open_nothing(kept):
    """It holds one socket, to the server; the kernel refuses others, and bounds its files."""
    with kept.half_started() as (server, _):
        assert ask(server.url, MERGE[0]).status == 200
        nurseries = children(server.process.pid)
        for pid in eventually(lambda: list(chain(*map(children, nurseries)))):
            status = f"/proc/{pid}/status"
            eventually(lambda status=status: "Seccomp:\t2" in Path(status).read_text(), seconds=20)
            most = eventually(lambda pid=pid: most_files(pid) < 200 and most_files(pid), seconds=20)
            held = [str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()]
            assert sum(each.startswith("socket:") for each in held) == 1
            assert len(held) < most


def io_uring():
    """Ask for the other way to a socket, by the number of the call."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(425, 1, 0) < 0:
        raise OSError(ctypes.get_errno(), "no")


def most_files(pid):
    """How many descriptors a process may have."""
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()
    return next(int(line.split()[4]) for line in lines if line.startswith("Max open files"))


def test_a_socket_cannot_be_opened_beside_a_copy(kept):
    """Confined as a query process is, it gets no socket in any way, and can still read it all."""
    known = DiskCopy.read(kept.copy)
    sizes = {None: known.merged}
    held = OnDisk(DiskCopy.path(kept.copy), known.revision, known.union, sizes)
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        code = 1
        with contextlib.suppress(BaseException):
            _, _, statm = keep_only(theirs)
            forbid_sockets()
            engine, files = held.at_work(), held.files
            confine(statm, memory=10**9, file_bytes=10**6, network=False, files=files)
            for attempt in (socket.socket, socket.socketpair, io_uring):
                with pytest.raises(PermissionError):
                    attempt()
            with pytest.raises(OSError, match="Too many open files"):
                [os.open("/dev/null", os.O_RDONLY) for _ in range(200)]
            found = sum(1 for _ in engine.dataset.store)
            code = 0 if found > known.merged else 2
        os._exit(code)
    theirs.close()
    ours.close()
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


@pytest.mark.parametrize("harm", ["byte", "other"])
def test_a_copy_that_is_damaged_is_removed(kept, tmp_path, harm):
    """Whatever is wrong with it, the start says so, takes the versions, and makes a new one."""
    folder = Folder(tmp_path, "--load", "none")
    data = tmp_path / "data"
    shutil.copytree(kept.path / "data", data)
    largest = max((folder.copy / "store").glob("*.sst"), key=lambda each: each.stat().st_size)
    if harm == "byte":
        with largest.open("r+b") as file:
            file.seek(largest.stat().st_size // 2)
            byte = file.read(1)[0]
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte ^ 1]))
    else:
        record = folder.copy / "copy.json"
        record.write_text(record.read_text().replace('"number":1', '"number":2'))
    with (tmp_path / "log").open("w") as log, folder.served(log=log) as server:
        assert ask(server.url, "SELECT ?o { <urn:s> <urn:p> ?o } ORDER BY ?o").rows[0] == ("0",)
        assert graph_of(server) == "memory"
        assert "The copy on disk" in (tmp_path / "log").read_text()
        eventually(lambda: folder.has_copy() and DiskCopy.read(folder.copy).number == 6, 120)


def test_kill_9_at_any_moment_leaves_a_whole_copy_or_none(tmp_path):
    """Servers killed while copies are made and used: all acknowledged is there, and no rest."""
    folder = Folder(tmp_path, "--load", "none")
    chance, acknowledged = random.Random(3), []  # noqa: S311 - it decides when to kill
    query = "SELECT ?o { GRAPH <urn:g> { <urn:s> <urn:p> ?o } }"
    for round_ in range(3):
        with folder.served() as server:
            found = {int(row[0]) for row in ask(server.url, query).rows}
            assert found >= set(acknowledged)
            for n in range(2):
                number = 10 * round_ + n
                if insert(server.url, folder.token, ONE.format(n=number)).status == 204:
                    acknowledged.append(number)
            signal.sigtimedwait([], chance.uniform(0, 1.2))
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
        if folder.copy.exists():
            DiskCopy.read(folder.copy).verify(folder.copy)
    with folder.served() as server:
        assert {int(row[0]) for row in ask(server.url, query).rows} == set(acknowledged)
        eventually(folder.has_copy, seconds=60)
        eventually(lambda: not list((tmp_path / "data" / "staging").iterdir()))


@pytest.mark.parametrize("fault", ["full", "fsync"])
def test_a_disk_that_fails_leaves_no_copy_and_no_harm(tmp_path, fault):
    """A full disk, or one that confirms nothing, ends the copying; the versions are untouched."""
    root = tmp_path / "data"
    with Versions.open(root) as versions:
        versions.begin([quad(n) for n in range(20_000)], FACTS)
        folder = versions.stage()
    program = "from dialograph.repository import copying; copying.main()"
    if fault == "fsync":
        program = f"import os\ndef fail(*_): raise OSError(5, 'no')\nos.fsync = fail\n{program}"
    made = subprocess.run(
        [sys.executable, "-c", program, root, "1", folder, "union", "anew"],
        capture_output=True,
        check=False,
        timeout=60,
        preexec_fn=_small_files if fault == "full" else None,
    )
    assert made.returncode != 0
    assert not (folder / "copy.json").exists()
    with Versions.open(root) as versions:
        assert not list((root / "staging").iterdir())
        assert versions.load(1).statements == 20_000


def _small_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_no_copy_where_none_is_wanted(tmp_path):
    """A small graph has none; a setting says from which size on, and takes away what there is."""
    folder = Folder(tmp_path, "--load", "none")
    with folder.served("--disk-copy-from", "200000") as server:
        assert insert(server.url, folder.token, ONE.format(n=1)).status == 204
        assert not folder.copy.exists()
    with Versions.open(tmp_path / "data") as versions:
        diskcopy.build(versions.load(2), place := versions.stage(), union=True)
        DataFolder(tmp_path / "data").put_copy(place)
    with folder.served("--disk-copy-from", "never") as server:
        eventually(lambda: not folder.copy.exists())
        assert graph_of(server) == "memory"


# --- The copy itself ---------------------------------------------------------------------------


def quad(number, graph="urn:x:g"):
    """A statement like no other; some have blank nodes."""
    subject = ox.BlankNode(f"b{number}") if number % 5 == 0 else ox.NamedNode(f"urn:x:{number}")
    return ox.Quad(subject, ox.NamedNode("urn:x:p"), ox.Literal(number), ox.NamedNode(graph))


QUADS = st.sets(
    st.builds(quad, st.integers(0, 12), st.sampled_from(["urn:x:g", "urn:x:h"])), max_size=12
)


@pytest.mark.parametrize("union", [True, False])
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(states=st.lists(QUADS, min_size=3, max_size=3))
def test_a_copy_holds_what_memory_holds(tmp_path_factory, union, states):
    """Built, brought forward and renewed, it holds the statements, merge and sizes of a version."""
    root = tmp_path_factory.mktemp("v") / "data"
    with Versions.open(root) as versions:
        versions.begin(states[0], FACTS)
        first = versions.load(1)
        for before, after in pairwise(states):
            gone, come = tuple(before - after), tuple(after - before)
            if gone or come:
                versions.publish(Delta(gone, come), FACTS)
        last = versions.current.number
        one, two, three = versions.stage(), versions.stage(), versions.stage()
    plan = History(root).load(last)
    known = diskcopy.build(first, one, union=union)
    way = History(root).way(1, first.revision, last)
    path, merged = diskcopy.go_on(one, known, way, two)
    renewed = diskcopy.renew(one, known, way, plan, three)
    renewed.verify(three)
    assert DiskCopy.read(three) == renewed
    memory = fill(plan, union=union)
    for place, size in ((path, merged), (DiskCopy.path(three), renewed.merged)):
        sizes = {**plan.graphs, None: size}
        dataset = OnDisk(place, "v", union, sizes).at_work().dataset
        assert set(dataset.store) == set(memory.store)
        assert [*dataset.graphs()] == [*memory.graphs()]
        assert dataset.statements == memory.statements
    known.verify(one)
    (DiskCopy.path(one) / "CURRENT").unlink()
    with pytest.raises(DamagedError):
        known.verify(one)


def test_the_loss_of_power_leaves_the_copy_whole(tmp_path, monkeypatch):
    """What no ``fsync`` had confirmed once a copy is in place is lost, and the copy is whole."""
    confirmed, fsync = set(), os.fsync

    def state(told):
        return told.st_ino, told.st_size, told.st_mtime_ns

    def confirm(descriptor):
        fsync(descriptor)
        confirmed.add(state(os.fstat(descriptor)))

    monkeypatch.setattr(os, "fsync", confirm)
    root = tmp_path / "data"
    with Versions.open(root) as versions:
        versions.begin([quad(n) for n in range(500)], FACTS)
        first, one = versions.load(1), versions.stage()
        versions.publish(Delta((quad(1),), (quad(900),)), FACTS)
        last, two = versions.load(2), versions.stage()
    folder = DataFolder(root)
    known = diskcopy.build(first, one, union=True)
    for made in (one, two):
        if made == two:
            way = History(root).way(1, first.revision, 2)
            known = diskcopy.renew(folder.copy, known, way, last, two)
        folder.put_copy(made)
        assert state(root.stat()) in confirmed
        for path in [folder.copy, *folder.copy.rglob("*")]:
            if state(path.stat()) not in confirmed:
                shutil.rmtree(path) if path.is_dir() else os.truncate(path, 0)
        DiskCopy.read(folder.copy).verify(folder.copy)


def test_what_is_not_a_copy_of_the_version_is_told(tmp_path):
    """A version that was removed, replaced or is another one's has no way to the current one."""
    with Versions.open(tmp_path / "data") as versions:
        versions.begin([quad(1)], FACTS)
        revision = versions.current.revision
        versions.publish(Delta((), (quad(2),)), FACTS)
        assert len(versions.way(1, revision, 2)) == 1
        assert versions.way(2, versions.current.revision, 2) == ()
        assert versions.way(1, "1-000000000000", 2) is None
        assert versions.way(7, "7-000000000000", 2) is None
        versions.begin([quad(3)], FACTS)
        assert versions.way(1, revision, 3) is None
    with pytest.raises(DamagedError):
        DiskCopy.read(tmp_path)
