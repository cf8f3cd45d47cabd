"""The commands that write: files and updates into a data directory, versions, and the way back."""

import gzip
import io
import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dialograph as package
from conftest import serving
from dialograph.cli.main import main
from dialograph.engine.changes import from_patch
from dialograph.engine.loading import RdfFile, read_quads
from dialograph.engine.snapshots import read_quads as read_version
from dialograph.engine.versions import Versions
from dialograph.repository import shipped
from dialograph.repository.files import store_of
from dialograph.repository.merging import merge
from dialograph.settings import Settings

BASE = "https://w3id.org/dialograph/"
HISTORY = f"{BASE}graphs/history"
EX = "http://example.org/"
SHAPES = f"""
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <{EX}> .
ex:MeetingShape a sh:NodeShape ; sh:targetClass ex:Meeting ;
  sh:property [ sh:path ex:title ; sh:minCount 1 ; sh:name "title"@en , "titre"@fr ;
    sh:message "Give the meeting a title."@en , "Donnez un titre à la réunion."@fr ] ;
  sh:property [ sh:path ex:place ; sh:minCount 1 ; sh:severity sh:Warning ;
    sh:message "Say where."@en , "Dites où."@fr ] .
"""
GOOD = (
    f'@prefix ex: <{EX}> . ex:m1 a ex:Meeting ; ex:title "One" ; ex:place [ ex:name "Rabat" ] .\n'
)
BAD = f"@prefix ex: <{EX}> . ex:m2 a ex:Meeting .\n"
_JUDGED = ("load", "update", "rollback")
COMMANDS = ("load", "update", "versions", "diff", "rollback", "backup", "restore")


class Place:
    """A data directory, with files and shapes beside it, and the commands for it."""

    def __init__(self, folder, capsys):
        self.folder, self.data = folder, folder / "data"
        self.said = capsys.readouterr
        self.out = self.err = ""
        self.shapes = self.file("shapes.ttl", SHAPES)

    def file(self, name, text):
        """Write a file."""
        path = self.folder / name
        path.write_text(text)
        return path

    def run(self, command, *words, shapes=None):
        """Run a command; gives its exit code."""
        more = ("--shapes", shapes or self.shapes) if command in _JUDGED else ()
        words = map(str, (command, *words, "--data-dir", self.data, *more))
        code = main(list(words))
        self.out, self.err = self.said()
        assert "Traceback" not in self.err
        return code

    def json(self, *words):
        """Run a command that has to do it, and read what it says."""
        assert self.run(*words, "--json") == 0, self.err
        return json.loads(self.out)

    @property
    def history(self):
        """The versions."""
        return Versions.read_only(self.data)

    def statements(self, number=None):
        """The statements of a version, without what the history says."""
        history = self.history
        plan = history.load(number or history.current.number)
        return {quad for quad in read_version(plan) if quad.graph_name != ox.NamedNode(HISTORY)}


@pytest.fixture
def place(tmp_path, capsys):
    """A place without a data directory yet."""
    return Place(tmp_path, capsys)


def canonical(quads):
    """Quads with blank nodes named by what is said of them."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def quad(subject, predicate, value, graph="g"):
    """A statement; a value in quotes is a text."""
    term = ox.Literal(value[1:-1]) if value.startswith('"') else ox.NamedNode(EX + value)
    return ox.Quad(
        ox.NamedNode(EX + subject), ox.NamedNode(EX + predicate), term, ox.NamedNode(EX + graph)
    )


# --- load ---


def test_the_first_load_makes_the_directory(place):
    """A new directory gets its first version: the statements, in the graph of the file's name."""
    assert place.run("load", place.file("my-meetings.ttl", GOOD)) == 0
    assert "Accepted: 0 violations, 0 warnings, in 4 statements." in place.out
    assert "Version 1: 4 statements came, 0 statements went." in place.out
    wanted = ox.parse(GOOD, ox.RdfFormat.TURTLE)
    graph = ox.NamedNode(f"{BASE}graphs/my-meetings")
    wanted = [ox.Quad(each.subject, each.predicate, each.object, graph) for each in wanted]
    assert canonical(place.statements()) == canonical(wanted)


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("Violation · title", "Give the meeting a title.", "Refused: 1 violation"),
        ),
        ("fr", ("Violation · titre", "Donnez un titre", "Refusé : 1 violation")),
    ],
)
def test_a_load_is_refused_in_words(place, first, language, words):
    """The shapes refuse a load, the first one too: in words, in both languages, whole."""
    if not first:
        place.run("load", place.file("good.ttl", GOOD))
    before = place.history.current if not first else None
    assert place.run("load", place.file("bad.ttl", BAD), "--lang", language) == 1
    for each in words:
        assert each in place.out
    assert place.history.current == before


def test_a_load_adds_or_replaces(place):
    """A later load adds to its graph; with --replace, the graph holds the file and nothing else."""
    one, two = place.file("one.ttl", GOOD), place.file("two.ttl", GOOD.replace("m1", "m3"))
    place.run("load", one, "--graph", "graphs/a")
    told = place.json("load", two, "--graph", f"{BASE}graphs/a")
    assert (told["version"], told["added"], told["removed"], told["refused"]) == (2, 4, 0, False)
    assert len(place.statements()) == 8
    told = place.json("load", two, "--graph", "graphs/a", "--replace", "--dry-run")
    assert (told["version"], told["removed"], told["dry_run"]) == (2, 4, True)
    assert len(place.statements()) == 8
    assert place.json("load", two, "--graph", "graphs/a", "--replace")["version"] == 3
    assert place.statements() == place.statements(2) - place.statements(1)
    assert place.run("load", two, "--graph", "graphs/a", "--replace") == 0
    assert "Nothing changes: version 3 stays." in place.out


def test_a_dry_run_makes_nothing(place):
    """A dry run says what a first load would come to, and not even makes the directory."""
    good = place.file("good.ttl", GOOD)
    assert place.run("load", good, "--dry-run") == 0
    assert "4 statements would come" in place.out
    assert place.run("load", place.file("bad.ttl", BAD), "--dry-run") == 1
    assert not place.data.exists()


def test_many_files_are_one_version(place):
    """Files of several formats become one version, and one that does not parse keeps all out."""
    place.run("load", place.file("first.ttl", GOOD))
    files = [
        place.file("a.ttl", GOOD.replace("m1", "a")),
        place.file("b.nq", f"<{EX}b> <{EX}p> _:x <{EX}g> .\n<{EX}b> <{EX}p> _:x .\n"),
    ]
    broken = place.file("c.nt", "<a> <b> .\n")
    assert place.run("load", *files, broken) == 2
    assert "c.nt: Line 1" in place.err
    assert place.history.current.number == 1
    told = place.json("load", *files)
    assert (told["version"], told["added"]) == (2, 6)
    assert set(told["created"]) == {f"{BASE}graphs/a", f"{BASE}graphs/b", f"{EX}g"}


@pytest.mark.parametrize("gate", ["shapes", "none"])
def test_a_first_load_is_judged_or_not(place, gate):
    """With --shapes none anything is taken, and the version says that nobody judged it."""
    shapes = place.shapes if gate == "shapes" else "none"
    code = place.run("load", place.file("bad.ttl", BAD), shapes=shapes)
    assert code == (1 if gate == "shapes" else 0)
    if gate == "none":
        assert [each["gate"] for each in place.json("versions")] == [None]


def test_the_fast_way_in_reads_the_same(tmp_path):
    """What the engine loads by itself is what is read statement by statement, in every format."""
    texts = {
        "a.ttl": GOOD + "ex:l ex:list ( 1 01 [ ex:p ex:q ] ) .\n",
        "b.nq": f'<{EX}a> <{EX}p> "é"@fr <{EX}g> .\n<{EX}a> <{EX}p> _:b .\n_:b <{EX}p> _:c .\n',
        "c.trig": f"@prefix ex: <{EX}> . ex:a ex:p [] . ex:g {{ ex:a ex:p [] }}\n",
        "d.jsonld": json.dumps({"@id": "x", f"{EX}p": [{"@id": "_:b"}, 1.5]}),
        "e.nt": f'<{EX}a> <{EX}p> "x" .\n',
    }
    files = []
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(text.replace("a>", "z>").encode()))
        files += [RdfFile(tmp_path / name, f"{EX}{name}"), RdfFile(tmp_path / f"{name}.gz")]
    slow = ox.Store()
    slow.bulk_extend(read_quads(files, BASE))
    fast = store_of(files, BASE)
    assert canonical(fast) == canonical(slow)
    assert len(fast) == len(slow)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Give files, or --shipped."),
        (("--shipped", "GOOD"), "--shipped stands alone"),
        (("none.ttl",), "none.ttl cannot be read"),
        (("none.doc",), "none.doc is of no known format"),
        (("会議.ttl",), "Name one with --graph."),
        (("BROKEN",), "broken.ttl does not parse"),
        (("GOOD", "--graph", "http://a b"), "it is no absolute IRI"),
        (("GOOD", "--server", "ftp://x"), "is of no use with --server"),
        (("GOOD", "--default-graph", "both"), "--default-graph cannot be"),
    ],
)
def test_wrong_usage_is_said(place, words, said):
    """What makes no sense ends with 2 and a sentence; no directory comes of it."""
    place.file("good.ttl", GOOD)
    place.file("broken.ttl", "ex:a")
    named = {"GOOD": place.folder / "good.ttl", "BROKEN": place.folder / "broken.ttl"}
    assert place.run("load", *(named.get(each, each) for each in words)) == 2
    assert said in place.err
    assert not place.data.exists() or place.history.current is None


def test_a_directory_is_used_as_it_was_begun(place):
    """Another default graph or base IRI than a directory was begun with is refused."""
    good = place.file("good.ttl", GOOD)
    place.run("load", good)
    assert place.run("load", good, "--default-graph", "own") == 2
    assert place.run("load", good, "--base-iri", "http://example.org/") == 2
    place.data = place.folder / "own"
    assert place.run("load", good, "--default-graph", "own") == 0
    assert {each.graph_name for each in place.statements()} == {ox.DefaultGraph()}
    assert place.run("load", good) == 2


def test_a_locked_directory_names_the_other_way(place):
    """While another process has the directory, writing says so and names --server; reading goes."""
    good = place.file("good.ttl", GOOD)
    place.run("load", good)
    with Versions.open(place.data):
        for words in (("load", good), ("update", "CLEAR ALL"), ("rollback", 1)):
            assert place.run(*words) == 2
            assert "--server URL" in place.err
        assert place.run("versions") == 0
        assert place.run("diff", 1, 1) == 0
        assert place.run("backup", place.folder / "b.tar.zst") == 0


# --- update ---


def test_an_update_is_judged_and_kept(place):
    """An update becomes a version, or is refused whole; one that does not parse ends with 2."""
    place.run("load", place.file("good.ttl", GOOD))
    added = f'INSERT DATA {{ GRAPH <{EX}g> {{ <{EX}m1> <{EX}note> "x" }} }}'
    assert place.run("update", added, "--author", "Rabat secretariat") == 0
    assert quad("m1", "note", '"x"') in place.statements()
    assert place.json("versions")[-1]["author"] == "Rabat secretariat"
    refused = place.file("bad.ru", f"DELETE WHERE {{ GRAPH ?g {{ ?s <{EX}title> ?o }} }}")
    assert place.run("update", "--file", refused) == 1
    assert "Give the meeting a title." in place.out
    assert place.run("update", "--file", refused, "--json") == 1
    told = json.loads(place.out)
    assert told["refused"]
    assert set(told["summary"]) == {"en", "fr"}
    assert [each["focus"] for each in told["gate"]["findings"]] == [f"{EX}m1"]
    assert place.run("update", "INSERT DATA {") == 2
    assert place.run("update", "INSERT \udcff") == 2
    assert "no text in UTF-8" in place.err
    assert place.run("update") == 2
    assert place.run("update", "CLEAR ALL", "--file", refused) == 2
    assert place.run("update", f"INSERT DATA {{ <{EX}a> <{EX}b> 1 }}", "--lang", "fr") == 2
    assert place.history.current.number == 2


# --- versions, diff, rollback ---


def test_versions_can_be_compared_and_gone_back_to(place):
    """The patch between two versions leads from one to the other, and a rollback is a new one."""
    files = [place.file(f"{n}.ttl", GOOD.replace("m1", f"m{n}")) for n in range(3)]
    for each in files:
        place.run("load", each, "--graph", "graphs/a", "--replace")
    assert place.run("diff", 1, 3) == 0
    patch = from_patch(io.BytesIO(place.out.encode()))
    old, new = set(read_version(place.history.load(1))), set(read_version(place.history.load(3)))
    assert (old - set(patch.removed)) | set(patch.added) == new
    told = place.json("diff", 1, 3)
    assert (told["added"], told["removed"]) == (len(new - old), len(old - new))
    assert told["graphs"][f"{BASE}graphs/a"] == {"added": 4, "removed": 4}
    assert place.run("rollback", 1, "--dry-run") == 0
    assert place.history.current.number == 3
    assert place.run("rollback", 1) == 0
    assert "Version 4: 4 statements came, 4 statements went." in place.out
    assert place.statements(4) == place.statements(1)
    listed = place.json("versions")
    assert [each["version"] for each in listed] == [1, 2, 3, 4]
    assert listed[-1]["what"] == "rollback 1"
    assert [(each["added"], each["removed"]) for each in listed] == [(4, 0), *[(4, 4)] * 3]
    assert place.run("versions", "--lang", "fr") == 0
    assert "command line" in place.out
    assert place.run("rollback", 9) == 1
    assert "There is no version 9" in place.err


def test_old_versions_are_removed(place):
    """Pruning needs to be told what to keep, and keeps it readable."""
    for n in range(4):
        text = GOOD.replace("m1", f"m{n}")
        place.run("load", place.file("a.ttl", text), "--replace")
    assert place.run("versions", "--prune") == 2
    now = place.statements()
    assert place.run("versions", "--prune", "--versions-kept", 2) == 0
    kept = [each["version"] for each in place.json("versions")]
    assert kept[-2:] == [3, 4]
    assert place.statements() == now


# --- backup, restore ---


def test_a_backup_comes_back(place):
    """A backup, as a file or through a pipe, becomes a directory with the same versions."""
    place.run("load", place.file("good.ttl", GOOD))
    place.run("update", f"INSERT DATA {{ GRAPH <{EX}g> {{ <{EX}a> <{EX}b> 1 }} }}")
    file, first = place.folder / "b.tar.zst", place.data
    assert place.run("backup", file) == 0
    assert "version 2" in place.out
    assert place.run("backup", file) == 2
    assert place.run("restore", file) == 1
    place.data = place.folder / "second"
    assert place.json("restore", file)["version"] == 2
    assert place.history.list() == Versions.read_only(first).list()
    command = [sys.executable, "-m", "dialograph"]
    piped = subprocess.run(
        [*command, "backup", "-", "--data-dir", first], capture_output=True, check=True
    )
    subprocess.run(
        [*command, "restore", "-", "--data-dir", place.folder / "third"],
        input=piped.stdout,
        check=True,
        capture_output=True,
    )
    place.data = place.folder / "third"
    assert place.history.current == Versions.read_only(first).current


# --- the shipped graph ---

SUBJECTS, VALUES = ("a", "b"), ('"1"', '"2"', '"3"', "x")
STATES = st.frozensets(
    st.builds(quad, st.sampled_from(SUBJECTS), st.sampled_from("pq"), st.sampled_from(VALUES))
)


@given(STATES, STATES, STATES)
def test_two_changes_are_put_together(base, theirs, ours):
    """Each side alone passes through; both together keep what is here, and lose nothing else."""

    def merged(base, theirs, ours):
        delta, conflicts = merge(base, theirs, ours)
        assert set(delta.removed) <= ours
        assert ours.isdisjoint(delta.added)
        return (ours - set(delta.removed)) | set(delta.added), conflicts

    assert merged(base, theirs, base) == (theirs, [])
    assert merged(base, base, ours) == (ours, [])
    assert merged(base, theirs, theirs) == (theirs, [])
    result, conflicts = merged(base, theirs, ours)
    assert ours - base <= result
    assert result <= ours | theirs
    assert base & theirs & ours <= result
    assert result.isdisjoint(base - ours)
    if not conflicts:
        assert result == (ours - (base - theirs)) | (theirs - base)


def test_a_blank_node_goes_with_what_points_to_it():
    """Where the local value stands, what the package hangs on its own value does not come."""
    g, p, q = ox.NamedNode(f"{EX}g"), ox.NamedNode(f"{EX}p"), ox.NamedNode(f"{EX}q")
    a, old, new, own = ox.NamedNode(f"{EX}a"), *(ox.BlankNode(each) for each in ("o", "n", "l"))

    def tree(node, value):
        return {ox.Quad(a, p, node, g), ox.Quad(node, q, ox.Literal(value), g)}

    delta, conflicts = merge(tree(old, "1"), tree(new, "2"), tree(own, "3"))
    assert not delta
    assert [each.predicate for each in conflicts] == [p.value]
    delta, conflicts = merge(tree(old, "1"), tree(new, "2"), tree(old, "1"))
    assert (set(delta.added), set(delta.removed)) == (tree(new, "2"), tree(old, "1"))
    assert not conflicts


ONTOLOGY = f"""@prefix ex: <{EX}> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
ex:A owl:unionOf ( ex:B ex:C ) .
"""
FACTS = f"""@prefix ex: <{EX}> .
ex:m1 ex:title "One" ; ex:place "Rabat" ; ex:year 2019 .
ex:m2 ex:title "Two" .
ex:m3 ex:title "Three" .
"""


class Package:
    """An installation of its own, whose shipped graph can be changed."""

    def __init__(self, folder):
        self.root = folder / "site"
        ignored = shutil.ignore_patterns("shipped")
        shutil.copytree(Path(package.__file__).parent, self.root / "dialograph", ignore=ignored)
        self.data = folder / "data"
        self.ship("ontology/a.ttl", ONTOLOGY)
        self.ship("data/facts.ttl", FACTS)

    def ship(self, name, text):
        """Change a file that travels with the package."""
        path = self.root / "dialograph" / "shipped" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run(self, *words):
        """Run the command of this installation."""
        return self._python("-m", "dialograph", *words, "--data-dir", str(self.data))

    def news(self):
        """What a server would say when it starts."""
        lines = (
            "from dialograph.engine.versions import Versions",
            "from dialograph.repository.shipped import news",
            "from dialograph.settings import Settings",
            "from pathlib import Path",
            f"where = {str(self.data)!r}",
            "print(news(Versions.read_only(Path(where)), Settings(data_dir=where)))",
        )
        return self._python("-c", "\n".join(lines)).stdout.strip()

    def _python(self, *words):
        environment = {**os.environ, "PYTHONPATH": str(self.root), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [sys.executable, *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.root,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done


@pytest.fixture
def installed(tmp_path):
    """An installation of its own."""
    return Package(tmp_path)


NEWER = (
    FACTS.replace('"One"', '"One, renamed"')
    .replace('"Rabat"', '"Rabat, Morocco"')
    .replace("ex:m2", "ex:m4")
    .replace('ex:title "Three"', 'ex:title "Three" ; ex:year 2021')
)
LOCAL = f"""
PREFIX ex: <{EX}> WITH <{BASE}graphs/facts>
DELETE {{ ex:m1 ex:place ?place . ex:m3 ?p ?o }}
INSERT {{ ex:m1 ex:place "Rabat-Salé" ; ex:note "x" }}
WHERE {{ ex:m1 ex:place ?place . ex:m3 ?p ?o }}
"""


@pytest.mark.parametrize("known", [True, False])
def test_a_newer_package_is_taken_and_local_changes_stay(installed, known):
    """What the package changed comes, what was changed here stays, and conflicts are told.

    Also where the file that keeps the shipped graph is lost, and the first version has it.
    """
    plain = ("--shapes", "none")
    assert installed.run("load", "--shipped", *plain).returncode == 0
    assert installed.news() == "None"
    if not known:
        (installed.data / shipped.FILE).unlink()
        assert installed.news() == "None"
    assert installed.run("update", LOCAL, *plain).returncode == 0
    installed.ship("data/facts.ttl", NEWER)
    installed.ship("ontology/a.ttl", ONTOLOGY.replace("ex:C", "ex:C ex:D"))
    assert "11 statements come, 8 go" in installed.news()
    done = installed.run("load", "--shipped", *plain, "--json")
    told = json.loads(done.stdout)
    assert [(each["subject"], each["predicate"]) for each in told["conflicts"]] == [
        (f"{EX}m1", f"{EX}place"),
        (f"{EX}m3", None),
    ]
    assert told["conflicts"][0]["kept"] == ['"Rabat-Salé"']
    assert told["conflicts"][0]["offered"] == ['"Rabat, Morocco"']
    history = Versions.read_only(installed.data)
    wanted = (
        NEWER.replace("Rabat, Morocco", "Rabat-Salé")
        .replace("ex:year 2019", 'ex:year 2019 ; ex:note "x"')
        .partition("ex:m3")[0]
    )
    here = {each for each in read_version(history.load(3)) if each.graph_name.value != HISTORY}
    facts = {each.triple for each in here if each.graph_name.value == f"{BASE}graphs/facts"}
    assert facts == {each.triple for each in ox.parse(wanted, ox.RdfFormat.TURTLE)}
    lists = [each.triple for each in here if each.graph_name.value == f"{BASE}graphs/ontology"]
    union = ONTOLOGY.replace("ex:C", "ex:C ex:D")
    assert canonical(ox.Quad(each.subject, each.predicate, each.object) for each in lists) == (
        canonical(ox.parse(union, ox.RdfFormat.TURTLE))
    )
    assert installed.news() == "None"
    assert "Nothing changes: version 3 stays." in installed.run("load", "--shipped", *plain).stdout


def test_local_changes_can_be_given_up(installed):
    """--replace puts the shipped graphs back as they are; without it, unknown ones are refused."""
    plain = ("--shapes", "none")
    installed.run("load", "--shipped", *plain)
    installed.run("update", LOCAL, *plain)
    (installed.data / shipped.FILE).write_bytes(b"no such thing")
    done = installed.run("load", "--shipped", *plain)
    assert (done.returncode, shipped.FILE in done.stderr) == (1, True)
    done = installed.run("load", "--shipped", "--replace", *plain)
    assert done.returncode == 0, done.stderr
    history = Versions.read_only(installed.data)
    delta = history.delta(1, 3)
    assert {each.graph_name.value for each in (*delta.added, *delta.removed)} == {HISTORY}


def test_nothing_is_news_of_other_graphs(place):
    """A directory that never held the shipped graph is told nothing of it."""
    place.run("load", place.file("good.ttl", GOOD))
    assert shipped.news(place.history, Settings(data_dir=str(place.data))) is None


# --- Through a server ---


def test_a_server_makes_the_change(place, monkeypatch):
    """Load and update go through HTTP with the token of the environment; refusals are told."""
    tokens = place.folder / "tokens.json"
    assert main(["token", "new", "--tokens-file", str(tokens), "--graph", "graphs/a"]) == 0
    place.run("load", place.file("first.ttl", GOOD))
    monkeypatch.setenv("DIALOGRAPH_TOKEN", "")
    main(["token", "new", "--tokens-file", str(tokens), "--graph", "*", "--name", "all"])
    token = place.said().out.split()[0]
    flags = ("--data-dir", place.data, "--shapes", place.shapes, "--tokens-file", tokens)
    good = place.file("a.ttl", GOOD.replace("m1", "a1"))
    also = place.file("b.nt", f"<{EX}b1> <{EX}p> <{EX}q> .\n")
    bad = place.file("bad.ttl", BAD)

    def run(*words):
        code = main([*map(str, words), "--server", url])
        place.out, place.err = place.said()
        return code

    with serving(*flags) as served:
        url = served.url
        assert run("load", good) == 2
        assert "DIALOGRAPH_TOKEN" in place.err
        monkeypatch.setenv("DIALOGRAPH_TOKEN", "wrong")
        assert run("load", good) == 2
        assert "wrong" not in place.err
        monkeypatch.setenv("DIALOGRAPH_TOKEN", token)
        assert run("load", good, "--dry-run") == 0
        assert "Nothing was changed. 4 statements would come" in place.out
        assert run("load", good, "--json") == 0
        told = json.loads(place.out)
        assert (told["version"], told["added"], told["refused"]) == (2, 4, False)
        assert told["created"] == [f"{BASE}graphs/a"]
        assert run("load", good, also, "--graph", f"{BASE}graphs/a", "--replace") == 0
        assert "Version 3: 1 statement came, 0 statements went." in place.out
        assert run("load", good, also) == 2
        assert run("load", bad, "--lang", "fr") == 1
        assert "Donnez un titre à la réunion." in place.out
        assert run("load", bad, "--json") == 1
        assert json.loads(place.out)["summary"]["en"]
        update = f"INSERT DATA {{ GRAPH <{BASE}graphs/a> {{ <{EX}c> <{EX}p> 1 }} }}"
        assert run("update", update) == 0
        assert "Version 4: 1 statement came" in place.out
        assert run("update", "INSERT DATA {") == 2
        assert run("load", good, "--author", "Me") == 2
    place.data = place.folder / "none"
    assert run("load", good) == 1
    assert "Nothing was sent." in place.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command, capsys):
    """The help of a command gives examples and exit codes."""
    assert main([command, "--help"]) == 0
    said = capsys.readouterr().out
    assert f"  dialograph {command}" in said
    assert "exit codes:" in said


def test_a_full_disk_is_told_in_words(place):
    """Where there is no room for a change, one line says so in either language; nothing changes."""
    assert place.run("load", place.file("first.ttl", GOOD)) == 0
    rows = [f'ex:a{n} ex:title "{n}" .' for n in range(2_000)]
    many = place.file("many.ttl", "\n".join([f"@prefix ex: <{EX}> .", *rows]))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, before[1]))
    try:
        for lang, told in (("en", "The disk is full"), ("fr", "Le disque est plein")):
            assert place.run("load", many, "--graph", "urn:x:g", "--lang", lang) == 1
            assert told in place.err
            assert place.err.count("\n") == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert Versions.read_only(place.data).current.number == 1
