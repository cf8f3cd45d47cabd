"""Run as a program: writes versions on a disk that fails, or is lost, at one call of the system.

``crashing.py FOLDER KIND`` does so for the first call that changes or confirms something on the
disk, then anew for the second, until the last: the process dies there (``die``), or the power goes
(``power``: it dies, and what no ``fsync`` had confirmed is taken back), or the call fails
(``ENOSPC``, ``EIO``), or it fails and so do all after it (``EIO-on``). Each time it opens the
folder again and looks at what is there. Prints how many calls there are.
"""

import errno
import os
import shutil
import sys
import traceback
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from dialograph.engine.changes import Delta
from dialograph.engine.durable import StorageError, UnsettledError
from dialograph.engine.records import Facts
from dialograph.engine.snapshots import read_quads
from dialograph.engine.versions import Versions

CALLS = ("open", "write", "fsync", "rename", "replace", "mkdir", "unlink", "rmdir")
ROUNDS = 3
FACTS = Facts("test", "a change")


def quad(number, graph="urn:x:g"):
    """A statement like no other; some have blank nodes."""
    subject = ox.BlankNode(f"b{number}") if number % 2 else ox.NamedNode(f"urn:x:{number}")
    return ox.Quad(subject, ox.NamedNode("urn:x:p"), ox.Literal(number), ox.NamedNode(graph))


def first():
    """The statements of the first version."""
    return [quad(number) for number in range(4)]


def change(number):
    """What version ``number`` changes: one statement comes, one goes."""
    return Delta((quad(number - 2),), (quad(number + 2),))


def state(number):
    """The statements of a version."""
    return {quad(each) for each in range(number - 1, number + 3)}


class Disk:
    """Counts the calls that write, and does at one of them what is wanted."""

    def __init__(self, kind, at):
        self.kind, self.at, self.count = kind, at, 0
        self.real = {name: getattr(os, name) for name in CALLS}
        self.dirty = set()
        self.names = []
        self.opened = {}

    def install(self):
        """Stand between the program and the system."""
        for name in CALLS:
            setattr(os, name, self.through(name))

    def through(self, name):
        """One call of the system, counted."""

        def call(*args, **options):
            writes = name != "open" or args[1] & (os.O_CREAT | os.O_RDWR)
            if writes:
                self.count += 1
                if self.count == self.at or (self.kind.endswith("-on") and self.count > self.at):
                    self.happen()
            noted = self.before(name, args) if self.kind == "power" else None
            result = self.real[name](*args, **options)
            if self.kind == "power":
                self.after(name, args, result, noted)
            return result

        return call

    def happen(self):
        """What this is all about."""
        if self.kind in {"die", "power"}:
            if self.kind == "power":
                self.lose()
            os._exit(137)
        kind = self.kind.removesuffix("-on")
        raise OSError(getattr(errno, kind), kind)

    def before(self, name, args):
        """Keep what a call replaces, and whether it makes something."""
        path = Path(args[1]) if name == "replace" else Path(str(args[0]))
        if name == "replace":
            return path.read_bytes() if path.exists() else None
        return path.exists()

    def after(self, name, args, result, noted):
        """Note what the disk has not confirmed, and what it has."""
        if name == "open":
            self.opened[result] = Path(args[0])
        if name == "mkdir" or (name == "open" and args[1] & os.O_CREAT and not noted):
            self.names.append(({Path(args[0]).parent}, Path(args[0]), None, None))
        elif name == "write":
            self.dirty.add(self.opened[args[0]])
        elif name == "fsync":
            path = self.opened[args[0]]
            self.dirty.discard(path)
            self.names = [each for each in self.names if path not in each[0]]
        elif name in {"rename", "replace"}:
            old, new = map(Path, args)

            def moved(path):
                return new / path.relative_to(old) if path.is_relative_to(old) else path

            self.dirty = {moved(path) for path in self.dirty}
            self.names = [
                ({moved(parent) for parent in parents}, moved(path), before, content)
                for parents, path, before, content in self.names
                if path != old
            ]
            replaced = noted if name == "replace" else None
            self.names.append(({old.parent, new.parent}, new, old, replaced))

    def lose(self):
        """Take back what was not confirmed: half of what was written, and every name."""
        for name in CALLS:
            setattr(os, name, self.real[name])
        for path in self.dirty:
            if path.exists():
                os.truncate(path, path.stat().st_size // 2)
        for _, path, before, content in reversed(self.names):
            if not path.exists():
                continue
            if before is not None:
                path.rename(before)
                if content is not None:
                    path.write_bytes(content)
            elif path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def say(line):
    """Tell whoever started this."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def attempt(work):
    """Do it, and say whether it was acknowledged."""
    try:
        say(work().revision)
    except UnsettledError:
        say("unsettled")
    except StorageError as error:
        say("failed" if error.french else "failed without a word of French")


def write(root, kind, at):
    """Publish some versions; gives whether the end came before the call."""
    disk = Disk(kind, at)
    disk.install()
    try:
        versions = Versions.open(root)
        for _ in range(ROUNDS):
            number = versions.current.number + 1 if versions.current else 1
            if number == 1:
                attempt(lambda: versions.begin(first(), FACTS))
            else:
                attempt(lambda number=number: versions.publish(change(number), FACTS))
        if versions.current is not None:
            versions.snapshot(versions.current.number, state(versions.current.number))
            versions.prune(1, None)
    except StorageError:
        say("failed")
    return disk.count < at


def forked(work):
    """Do it in a process of its own; gives how that ended, and what it printed."""
    ours, its = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(its, 1)
        code = 1
        try:
            code = 3 if work() else 0
        except BaseException:  # noqa: BLE001 - told, and then it is over
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    os.close(its)
    with os.fdopen(ours) as told:
        lines = told.read().split()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), lines


def check(root, lines):
    """See that the folder opens, with all that was acknowledged, whole, and nothing else."""
    acknowledged = [line for line in lines if "-" in line]
    with Versions.open(root) as versions:
        last = int(acknowledged[-1].partition("-")[0]) if acknowledged else 0
        number = versions.current.number if versions.current else 0
        assert number in {last, last + 1}, (number, lines)
        known = {version.revision for version in versions.list()}
        if number == last and last:
            assert acknowledged[-1] == versions.current.revision
        assert not list((root / "staging").iterdir())
        there = sorted(int(path.name) for path in (root / "versions").iterdir())
        assert there == [version.number for version in versions.list()]
        assert number in there or not there
        assert set(acknowledged[-len(there) :] if number == last else ()) <= known
        for each in there:
            assert set(read_quads(versions.load(each))) == state(each)
        if number:
            assert versions.publish(change(number + 1), FACTS).number == number + 1
            assert set(read_quads(versions.load(number + 1))) == state(number + 1)
            assert sum(each.statements for each in versions.graphs.values()) == 4
        else:
            versions.begin(first(), FACTS)


def main():
    """Let the disk fail at the first call, at the second, and so on until the program ends."""
    root, kind = Path(sys.argv[1]), sys.argv[2]
    at, code = 0, 0
    while code != 3:
        at += 1
        shutil.rmtree(root, ignore_errors=True)
        code, lines = forked(partial(write, root, kind, at))
        assert code in ({3, 137} if kind in {"die", "power"} else {0, 3}), (at, code)
        if "unsettled" in lines:
            assert set(lines[lines.index("unsettled") :]) <= {"unsettled", "failed"}, lines
        elif kind in {"EIO", "ENOSPC"} and lines[0] != "failed":
            assert sum("-" in line for line in lines) >= ROUNDS - 1, lines
        try:
            check(root, lines)
        except BaseException:
            sys.stderr.write(f"at {at} {kind} {lines}\n")
            raise
    say(str(at))


if __name__ == "__main__":
    main()
