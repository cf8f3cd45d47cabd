"""The store of versions: nothing acknowledged is lost, nothing half is served."""

import io
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crashing import FACTS, change, first, quad, state
from dialograph.engine.backups import backup, restore
from dialograph.engine.changes import Delta, compose, to_patch
from dialograph.engine.datafolder import DataFolder
from dialograph.engine.durable import StorageError
from dialograph.engine.filling import fill
from dialograph.engine.history import History
from dialograph.engine.locking import Hold, LockedError
from dialograph.engine.records import DamagedError, Facts, Gate, UnknownVersionError
from dialograph.engine.snapshots import read_quads, write_snapshot
from dialograph.engine.versions import Versions
from dialograph.errors import DialographError, RefusedError, UsageError
from watching import eventually

TESTS = Path(__file__).parent


SHARED = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
MEMORY = SHARED if SHARED.is_dir() else None
"""Where a thousand calls of fsync take no time, if there is such a place."""


@pytest.fixture
def memory():
    """A folder in memory."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
def root(tmp_path):
    """A data directory with five versions; the third has a snapshot too."""
    folder = tmp_path / "data"
    with Versions.open(folder) as versions:
        versions.begin(first(), FACTS)
        for number in range(2, 6):
            versions.publish(change(number), FACTS)
            if number == 3:
                versions.snapshot(3, read_quads(versions.load(3)))
    return folder


def stored(plan):
    """What is in memory once a version is loaded."""
    return fill(plan, union=False).store


def held(history, number):
    """The statements of a version; the two ways of reading it agree."""
    plan = pickle.loads(pickle.dumps(history.load(number)))  # noqa: S301 - our own
    quads = list(read_quads(plan))
    assert len(quads) == len(set(quads)) == plan.statements
    assert set(stored(plan)) == set(quads)
    return set(quads)


# --- Sudden ends --------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["die", "power", "ENOSPC", "EIO", "EIO-on"])
def test_whatever_call_fails_the_last_acknowledged_version_is_there_whole(memory, kind):
    """Each call that writes is the last one once, or fails: nothing acknowledged is lost."""
    done = subprocess.run(
        [sys.executable, TESTS / "crashing.py", memory / "data", kind],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 80


def test_killing_a_writer_again_and_again_loses_nothing(memory):
    """A process that writes is killed at any moment; all it acknowledged is in the next one."""
    folder = memory / "data"
    program = (
        "import sys; from crashing import *; versions = Versions.open(Path(sys.argv[1]))\n"
        "if versions.current is None: say(versions.begin(first(), FACTS).revision)\n"
        "while True: say(versions.publish(change(versions.current.number + 1), FACTS).revision)"
    )
    chance = random.Random(7)  # noqa: S311 - the same moments every time
    revisions = {}
    for _ in range(6):
        writer = subprocess.Popen(
            [sys.executable, "-c", program, folder],
            stdout=subprocess.PIPE,
            cwd=TESTS,
            text=True,
        )
        told = [writer.stdout.readline() for _ in range(chance.randrange(1, 30))]
        writer.send_signal(signal.SIGKILL)
        told += writer.stdout.readlines()
        writer.wait()
        writer.stdout.close()
        for line in told:
            if line.endswith("\n"):
                revisions[int(line.partition("-")[0])] = line.strip()
        with Versions.open(folder) as versions:
            newest = versions.current.number
            assert newest in {max(revisions), max(revisions) + 1}
            listed = {version.number: version.revision for version in versions.list()}
            assert listed.items() >= revisions.items()
            assert held(versions, newest) == state(newest)
            assert not list((folder / "staging").iterdir())


def test_a_disk_without_room_is_told_and_leaves_the_version_as_it_was(root):
    """A file may not grow past a bound that the system sets: told in words, and all is as before.

    The system refuses for real here, in the middle of writing a large patch.
    """
    program = (
        "import resource, sys; from crashing import *\n"
        "versions = Versions.open(Path(sys.argv[1]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))\n"
        "import random; chance = random.Random(1)\n"
        "many = tuple(quad(chance.getrandbits(64)) for _ in range(2000))\n"
        "try: versions.publish(Delta(added=many), FACTS)\n"
        "except StorageError as error: say(error); say(error.french)\n"
        "say(versions.publish(change(6), FACTS).revision)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, root], capture_output=True, text=True, cwd=TESTS, check=True
    )
    english, french, revision = done.stdout.splitlines()
    assert english.startswith("The disk is full: the data directory could not be written")
    assert french.startswith("Le disque est plein")
    with Versions.open(root) as versions:
        assert versions.current.revision == revision
        assert held(versions, 6) == state(6)


def test_more_versions_than_one_write_leaves_behind_are_not_thrown_away(root):
    """Who takes CURRENT from an old copy is told, instead of losing what came after."""
    shutil.copy(root / "CURRENT", root.parent / "kept")
    with Versions.open(root) as versions:
        versions.publish(change(6), FACTS)
        versions.publish(change(7), FACTS)
    shutil.copy(root.parent / "kept", root / "CURRENT")
    with pytest.raises(DamagedError, match="names version 5, and there are later ones, up to 7"):
        Versions.open(root)
    assert (root / "versions" / "000007").is_dir()


# --- Whatever is published can be read, compared, and gone back to ------------------

TERMS = st.sampled_from(
    [
        ox.Quad(subject, ox.NamedNode("urn:x:p"), value, graph)
        for subject in (ox.NamedNode("urn:x:s"), ox.BlankNode("b"), ox.BlankNode("c"))
        for value in (
            ox.Literal("_: is no blank node\r\n"),
            ox.Literal("é", language="fr"),
            ox.BlankNode("b"),
            ox.Triple(ox.BlankNode("b"), ox.NamedNode("urn:x:q"), ox.Literal(1)),
        )
        for graph in (ox.DefaultGraph(), ox.NamedNode("urn:x:g"), ox.NamedNode("urn:x:h"))
    ]
)
NAMED = st.sampled_from(["urn:x:g", "urn:x:h", "urn:x:empty"])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["patch", "patch", "patch", "bytes", "begin", "snapshot"]),
        st.frozensets(TERMS, max_size=8),
        st.frozensets(NAMED, max_size=2),
    ),
    min_size=1,
    max_size=8,
)


def between(old, new):
    """The difference of two states, each a set of quads and one of names."""
    return Delta(
        tuple(old[0] - new[0]),
        tuple(new[0] - old[0]),
        tuple(new[1] - old[1]),
        tuple(old[1] - new[1]),
    )


def whole(quads, names):
    """A state: a graph in which something stands exists."""
    there = {each.graph_name.value for each in quads if each.graph_name != ox.DefaultGraph()}
    return quads, names | there


def applied(before, delta):
    """A state after a change, which has to fit it exactly."""
    assert set(delta.removed) <= before[0]
    assert not set(delta.added) & before[0]
    assert set(delta.dropped) <= before[1]
    assert not set(delta.created) & before[1]
    return (
        before[0] - set(delta.removed) | set(delta.added),
        before[1] - set(delta.dropped) | set(delta.created),
    )


def named(store):
    """The names of the graphs of a store."""
    return {graph.value for graph in store.named_graphs()}


@settings(max_examples=25, deadline=None)
@given(steps=STEPS, keep=st.integers(1, 6))
def test_every_version_can_be_read_and_compared_with_every_other(steps, keep):
    """Any changes, and snapshots: each version reads as replayed, each delta leads to the other.

    A backup restored is the same, and pruning keeps what it says.
    """
    with (
        tempfile.TemporaryDirectory(dir=MEMORY) as folder,
        Versions.open(Path(folder) / "d") as versions,
    ):
        states, changed = {}, {}
        now = whole(frozenset(), frozenset())
        for kind, quads, names in steps:
            new, number = whole(quads, names), len(states) + 1
            if not states or kind == "begin":
                versions.begin(new[0], FACTS, new[1])
                changed = dict.fromkeys((None, *new[1]), number)
            elif kind == "snapshot":
                versions.snapshot(len(states), now[0], now[1])
                continue
            else:
                delta = between(now, new)
                patch = b"".join(to_patch(delta))
                versions.publish(delta if kind == "patch" else patch, FACTS)
                changed |= dict.fromkeys(delta.graphs, number)
                changed = {name: changed[name] for name in (None, *new[1])}
            now = states[number] = new
            graphs = versions.graphs
            assert {name: each.changed for name, each in graphs.items()} == changed
            assert {name: each.statements for name, each in graphs.items()} == {
                name: sum((name or "") == (getattr(q.graph_name, "value", "")) for q in new[0])
                for name in changed
            }
        _compare(versions, states, range(1, len(states) + 1))
        backup(Path(folder) / "d", Path(folder) / "b")
        restore(Path(folder) / "b", Path(folder) / "e")
        again = History(Path(folder) / "e")
        assert again.list() == versions.list()
        _compare(again, states, range(1, len(states) + 1))

        removed = versions.prune(keep, None)
        kept = [version.number for version in versions.list()]
        assert set(removed) | set(kept) == set(states)
        assert set(range(len(states) - keep + 1, len(states) + 1)) & set(states) <= set(kept)
        _compare(versions, states, kept)
        versions.publish(Delta(), FACTS)
    with pytest.raises(DialographError):
        History(Path(folder) / "d")


def _compare(history, states, numbers):
    for number in numbers:
        assert held(history, number) == states[number][0]
        assert named(stored(history.load(number))) == states[number][1]
        for other in numbers:
            delta = history.delta(number, other)
            assert applied(states[number], delta) == states[other]
            assert applied(states[other], history.delta(number, other).inverse) == states[number]
            assert not compose([delta, history.delta(other, number)])


def test_blank_nodes_keep_their_names(tmp_path):
    """A statement of blank nodes that a later change removes by name is found and gone."""
    spoken = ox.Quad(ox.BlankNode("a"), ox.NamedNode("urn:x:p"), ox.BlankNode("b"))
    other = ox.Quad(ox.BlankNode("a"), ox.NamedNode("urn:x:q"), ox.Literal("_:b"))
    with Versions.open(tmp_path / "data") as versions:
        versions.begin([spoken, other, quad(0)], FACTS)
        versions.publish(Delta(removed=(spoken,)), FACTS)
        assert held(versions, 2) == {other, quad(0)}


def test_a_large_change_is_compressed_and_a_file_may_hold_it(tmp_path):
    """A patch out of a file is kept as it is, small or compressed, and read again."""
    many = Delta(added=tuple(quad(number) for number in range(4, 2000)))
    with Versions.open(tmp_path / "data") as versions:
        versions.begin(first(), FACTS)
        version = versions.publish(io.BytesIO(b"".join(to_patch(many))), FACTS)
        (name,) = version.content
        assert name.endswith(".zst")
        assert version.content[name].size < 40_000
        assert held(versions, 2) == {quad(number) for number in range(2000)}


def test_what_is_said_of_a_version_is_kept(tmp_path):
    """Who, when, what, how much and what the gate said come back as they were given."""
    time = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    gate = Gate(violations=0, warnings=2, kept=5, mended=1, concerned=3, full="un contrôle SPARQL")
    with Versions.open(tmp_path / "data") as versions:
        before = versions.begin(first(), FACTS)
        versions.publish(change(2), Facts("Aïssatou \udc80", "PUT <urn:x:g>", gate, time))
    history = Versions.read_only(tmp_path / "data")
    version = history.current
    assert version == history.get(2) == history.list()[1]
    assert (version.author, version.what) == ("Aïssatou \udc80", "PUT <urn:x:g>")
    assert (version.gate, version.time, version.previous) == (gate, time, before.id)
    assert (version.statements, version.added, version.removed) == (4, 1, 1)
    assert version.revision == f"2-{version.id}"
    assert (version.full, before.full) == (False, True)
    assert before.gate is None


def test_a_difference_from_something_else_is_not_taken(tmp_path):
    """A change that removes more than there is, or text that is no patch, publishes nothing."""
    with Versions.open(tmp_path / "data") as versions:
        with pytest.raises(UsageError, match="no version to change"):
            versions.publish(Delta(), FACTS)
        versions.begin(first(), FACTS)
        with pytest.raises(ValueError, match="no difference"):
            versions.publish(Delta(removed=(quad(1, "urn:x:other"),)), FACTS)
        with pytest.raises(UsageError):
            versions.publish(b"A <urn:x:s> <urn:x:p> 1 .\n", FACTS)
        versions.publish(change(2), FACTS)
        with pytest.raises(ValueError, match="not the statements of version 2"):
            versions.snapshot(2, first()[1:])
        assert versions.current.number == 2
        assert held(versions, 2) == state(2)


def test_another_process_may_write_the_snapshot(tmp_path):
    """What was written in a folder of the staging area becomes a version, or its snapshot."""
    with Versions.open(tmp_path / "data") as versions:
        versions.begin(write_snapshot(versions.stage(), first()), FACTS)
        versions.publish(change(2), FACTS)
        versions.snapshot(2, write_snapshot(versions.stage(), state(2)))
        assert versions.has_snapshot(2)
        assert not versions.load(2).patches
        assert held(versions, 2) == state(2)


def test_old_versions_go_by_number_or_by_age(tmp_path):
    """A version stays for either reason, and so does what it takes to read it."""
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    with Versions.open(tmp_path / "data") as versions:
        versions.begin(first(), FACTS._replace(time=begun))
        for number in range(2, 11):
            time = begun + timedelta(days=number)
            versions.publish(change(number), FACTS._replace(time=time))
            if number % 4 == 0:
                versions.snapshot(number, state(number))
        assert not versions.prune(None, None)
        assert not versions.prune(1, timedelta(days=30), begun + timedelta(days=11))
        assert list(versions.prune(1, timedelta(days=6), begun + timedelta(days=11))) == [1, 2, 3]
        assert held(versions, 5) == state(5)
        with Hold(DataFolder(tmp_path / "data")), pytest.raises(RefusedError, match="being read"):
            versions.prune(1, None)
        assert list(versions.prune(1, None)) == [4, 5, 6, 7]
        with pytest.raises(UnknownVersionError, match=r"no version 7.*: 8 to 10"):
            versions.get(7)
        assert not versions.prune(0, None)
        assert held(versions, 10) == state(10)


def test_thousands_of_versions_are_listed_at_once(memory):
    """Two thousand versions are opened and listed in less than half a second of work."""
    with Versions.open(memory / "data") as versions:
        versions.begin(first(), FACTS)
        for number in range(2, 2001):
            versions.publish(change(number), FACTS)
    before = os.times().user
    with Versions.open(memory / "data") as versions:
        assert len(versions.list()) == 2000
    assert os.times().user - before < 0.5


# --- Damage -------------------------------------------------------------------------


def files(folder):
    """Every file that holds something, by its name."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def read_all(folder):
    """Open a data directory and read all that is in it."""
    with Versions.open(folder) as versions:
        for version in versions.list():
            held(versions, version.number)
            versions.graphs_of(version.number)
            for _ in versions.files(version.number):
                pass
        return versions.current.number


@pytest.mark.parametrize("how", ["flipped", "cut", "empty", "gone"])
def test_damage_is_told_and_never_served(root, how):
    """Any file with a bit flipped, cut short, emptied or gone is named, in both languages."""
    chance = random.Random(3)  # noqa: S311 - the same places every time
    told = 0
    for name in files(root):
        if name == "LOCK":
            continue
        path = root / name
        content = path.read_bytes()
        at = chance.randrange(len(content))
        if how == "gone":
            path.unlink()
        else:
            damaged = {
                "flipped": content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :],
                "cut": content[:at],
                "empty": b"",
            }
            path.write_bytes(damaged[how])
        with pytest.raises(DialographError) as caught:
            read_all(root)
        assert caught.value.french
        assert str(root) not in str(caught.value)
        assert name.split("/")[-1] in str(caught.value) or name == "CURRENT"
        with pytest.raises(DialographError):
            backup(root, root.parent / "backup")
        assert not (root.parent / "backup").exists()
        path.write_bytes(content)
        told += 1
    assert told >= 13
    assert read_all(root) == 5


def test_a_version_that_is_gone_is_told(root):
    """A folder that somebody removed is named, unless what is left can be read without it."""
    for number, told in ((4, "000004"), (5, "000005")):
        shutil.move(root / "versions" / f"{number:06}", root.parent / "aside")
        with pytest.raises(DamagedError, match=f"versions/{told}"):
            read_all(root)
        shutil.move(root.parent / "aside", root / "versions" / f"{number:06}")
    shutil.rmtree(root / "versions" / "000001")
    assert read_all(root) == 5
    assert [version.number for version in History(root).list()] == [3, 4, 5]


def test_current_names_only_what_there_is(root):
    """A CURRENT that names another id, nothing at all, or is of a later format is told."""
    for text, told in (
        ("dialograph 1 5-0123456789ab\n", "another version 5"),
        ("dialograph 1 9-0123456789ab\n", r"versions/00000\d"),
        ("dialograph 2 5-0123456789ab\n", "newer dialograph"),
        ("hello\n", "names no version"),
    ):
        (root / "CURRENT").write_text(text)
        with pytest.raises(DialographError, match=told):
            Versions.open(root)
        with pytest.raises(DialographError, match=told):
            assert backup(root, io.BytesIO())


# --- Whose it is --------------------------------------------------------------------


def test_a_second_writer_is_told_who_writes_and_a_killed_one_does_not_count(root):
    """The lock names the process that holds it, lets readers in, and goes with its process."""
    program = (
        "import sys; from crashing import *; versions = Versions.open(Path(sys.argv[1]))\n"
        "say('open'); sys.stdin.read()"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", program, root],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=TESTS,
    )
    with writer:
        assert writer.stdout.readline() == b"open\n"
        with pytest.raises(LockedError, match=f"by another process \\({writer.pid}\\)") as caught:
            Versions.open(root)
        assert caught.value.exit_code == 2
        assert str(writer.pid) in caught.value.french
        with pytest.raises(LockedError):
            restore(io.BytesIO(), root)
        assert Versions.read_only(root).current.number == 5
        writer.kill()
    eventually(lambda: read_all(root) == 5)


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    """A file, a folder with other things, or none where none is to be made: told, not touched."""
    (tmp_path / "file").write_text("hello")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").touch()
    for name, told in (("file", "is a file"), ("photos", r"holds other things .*one\.jpg")):
        with pytest.raises(UsageError, match=told) as caught:
            Versions.open(tmp_path / name)
        assert caught.value.french
        with pytest.raises(UsageError):
            Versions.read_only(tmp_path / name)
        with pytest.raises(UsageError):
            restore(io.BytesIO(), tmp_path / name)
    with pytest.raises(UsageError, match="There is no data directory"):
        Versions.open(tmp_path / "none", create=False)
    with pytest.raises(UsageError, match="There is no data directory"):
        Versions.read_only(tmp_path / "none")
    assert files(tmp_path) == ["file", "photos/one.jpg"]
    assert not (tmp_path / "none").exists()


def test_a_folder_that_may_not_be_written_is_told(tmp_path):
    """A place where nobody may make a folder is told as that."""
    with pytest.raises(StorageError) as caught:
        Versions.open(Path("/proc/versions"))
    assert "nothing was changed" in str(caught.value)
    assert "répertoire de données" in caught.value.french
    (tmp_path / "data").mkdir()
    with Versions.open(tmp_path / "data") as versions:
        versions.begin(first(), FACTS)
    with pytest.raises(StorageError, match="did not take the backup"):
        backup(tmp_path / "data", Path("/proc/backup"))


# --- Backups ------------------------------------------------------------------------


def test_a_backup_is_made_while_somebody_writes(root):
    """A backup to a pipe, taken from an open directory, is the versions up to the one that was."""
    with Versions.open(root) as versions:
        taken = io.BytesIO()
        assert backup(root, taken).number == 5
        versions.publish(change(6), FACTS)
    taken.seek(0)
    assert restore(taken, root.parent / "again").number == 5
    with Versions.open(root.parent / "again") as again:
        assert held(again, 5) == state(5)
        again.publish(change(6), FACTS)
    with pytest.raises(RefusedError, match="holds versions already"):
        restore(taken, root.parent / "again")


def test_a_backup_that_is_not_whole_restores_nothing(root):
    """Cut anywhere, or with a bit flipped: refused, unless every file in it is what it was."""
    backup(root, root.parent / "backup")
    with pytest.raises(UsageError, match="exists"):
        backup(root, root.parent / "backup")
    content = (root.parent / "backup").read_bytes()
    chance = random.Random(5)  # noqa: S311 - the same places every time
    target = root.parent / "again"
    refused = 0
    for _ in range(40):
        at = chance.randrange(len(content))
        flipped = content[:at] + bytes([content[at] ^ 16]) + content[at + 1 :]
        for damaged in (content[:at], flipped):
            try:
                restore(io.BytesIO(damaged), target)
            except UsageError as error:
                refused += "othing was restored" in str(error) and bool(error.french)
                with Versions.open(target) as versions:
                    assert versions.current is None
            else:  # the last bytes are a checksum of what has been verified already
                assert History(target).list() == History(root).list()
                assert read_all(target) == 5
                shutil.rmtree(target)
    assert refused > 60
    assert restore(root.parent / "backup", target).number == 5
    assert read_all(target) == 5


def test_a_restore_that_was_cut_off_asks_to_be_done_again(root):
    """Killed between its two last steps, a restore is neither served nor lost: it is repeated."""
    backup(root, root.parent / "backup")
    target = root.parent / "again"
    shutil.copytree(root / "versions", target / "versions")
    (target / "staging" / "restoring").mkdir(parents=True)
    with pytest.raises(DialographError, match="not to the end"):
        Versions.open(target)
    restore(root.parent / "backup", target)
    assert read_all(target) == 5
