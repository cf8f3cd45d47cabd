"""The command line as a person and a script meet it: help, exit codes, output, errors."""

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pyoxigraph as ox
import pytest

import dialograph as package
from dialograph.engine.loading import RdfFile, read_quads
from dialograph.graph.sources import shipped_root, shipped_sources

COMMANDS = ("validate", "import", "evidence", "query", "export", "serve")
COMMAND = [sys.executable, "-m", "dialograph"]


def dialograph(*words, stdin="", **environment):
    """Run the command in a process of its own."""
    done = subprocess.run(
        [*COMMAND, *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        input=stdin,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
    )
    assert "Traceback" not in done.stderr
    return done


# --- Help and errors ---


def test_the_version_is_that_of_the_package():
    """--version prints the name and the version of the package."""
    assert dialograph("--version").stdout == f"dialograph {package.__version__}\n"


def test_the_help_names_every_command():
    """--help lists the commands and the exit codes; no command at all shows it and ends with 2."""
    done = dialograph("--help")
    assert done.returncode == 0
    for command in COMMANDS:
        assert re.search(rf"^    {command}\s+\w", done.stdout, re.MULTILINE)
    bare = dialograph()
    assert (bare.returncode, bare.stderr) == (2, done.stdout)


@pytest.mark.parametrize(
    "words", [*([each] for each in COMMANDS), ["evidence", "check"], ["evidence", "locate"]]
)
def test_every_command_explains_itself(words):
    """The help of a command says what it does and, where there is a choice, gives examples."""
    done = dialograph(*words, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"usage: dialograph {' '.join(words)}")
    if words != ["evidence"]:
        assert f"  dialograph {words[0]}" in done.stdout


def test_an_unknown_command_is_wrong_usage():
    """A command that does not exist ends with 2 and the names of those that do."""
    done = dialograph("valdate")
    assert done.returncode == 2
    assert "valdate" in done.stderr
    for command in COMMANDS:
        assert command in done.stderr


def test_an_interruption_is_no_traceback():
    """Ctrl-C ends a long command with 130 and one line."""
    with subprocess.Popen(
        [*COMMAND, "validate"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert "Judging" in process.stderr.readline()
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == "dialograph: stopped.\n"
    assert process.returncode == 130


def test_a_reader_may_stop_reading():
    """A reader that closes the pipe early, such as head, is no error to tell."""
    with subprocess.Popen(
        [*COMMAND, "export"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout.readline().startswith(b"@prefix")
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


# --- Export ---


def canonical(statements):
    """Quads or triples with blank nodes named by what is said of them, so that sets compare."""
    dataset = ox.Dataset(
        ox.Quad(each.subject, each.predicate, each.object, getattr(each, "graph_name", None))
        for each in statements
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def shipped(name=None, *, merged=False):
    """The shipped statements: all with their graphs, the merge of all, or one graph."""
    quads = list(
        read_quads(
            RdfFile(path, source.iri)
            for source in shipped_sources()
            for path in source.files
            if name in {None, source.name}
        )
    )
    return canonical({quad.triple for quad in quads} if merged or name else quads)


@pytest.mark.parametrize(
    ("words", "extension"),
    [((), "trig"), (("--format", "nquads"), "nq"), (("--format", "jsonld"), "jsonld")],
)
def test_the_whole_dataset_is_exported(words, extension):
    """The formats that know named graphs carry every statement of every graph."""
    syntax = ox.RdfFormat.from_extension(extension)
    done = dialograph("export", *words)
    assert canonical(ox.parse(done.stdout.encode(), format=syntax)) == shipped()


@pytest.mark.parametrize(
    ("name", "extension"), [("turtle", "ttl"), ("ntriples", "nt"), ("rdfxml", "rdf")]
)
def test_the_merge_is_exported(name, extension):
    """The formats that know no named graphs carry the merge, each statement once."""
    syntax = ox.RdfFormat.from_extension(extension)
    found = list(ox.parse(dialograph("export", "--format", name).stdout.encode(), format=syntax))
    assert len(found) == len(set(found))
    assert canonical(found) == shipped(merged=True)


@pytest.mark.parametrize("graph", ["gcm", "https://w3id.org/dialograph/graphs/gcm"])
def test_one_graph_is_exported(graph, tmp_path):
    """A graph is exported by its name or IRI, as Turtle, to a file written whole."""
    target = tmp_path / "gcm.ttl"
    done = dialograph("export", "--graph", graph, "--output", target)
    assert (done.returncode, done.stdout) == (0, "")
    found = ox.parse(target.read_bytes(), format=ox.RdfFormat.TURTLE)
    assert canonical(found) == shipped("gcm")
    assert list(tmp_path.iterdir()) == [target]


def test_an_export_is_the_same_at_every_run():
    """Two exports of the same data are the same bytes."""
    assert dialograph("export", "--graph", "gcm").stdout == (
        dialograph("export", "--graph", "gcm").stdout
    )


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--graph", "rabbat"), "No graph is called rabbat. Choose among: ontology, "),
        (("--format", "docx"), "No format is called docx. Choose among: turtle, "),
        (("--graph", "gcm", "--output", "no/such/folder"), "no/such/folder cannot be written: "),
        (("--graph", "gcm", "--output", "."), ". cannot be written: "),
    ],
)
def test_an_impossible_export_is_wrong_usage(words, problem):
    """An unknown graph or format, or a place that cannot be written, ends with 2 and a way out."""
    done = dialograph("export", *words)
    assert done.returncode == 2
    assert done.stderr.startswith(f"dialograph: {problem}")
    assert str(shipped_root()) not in done.stderr


# --- Query ---


def test_a_query_of_the_catalogue_is_answered():
    """A named query gives aligned columns of short names, with its defaults or a value given."""
    done = dialograph("query", "activities-by-objective", "--param", "objective=gcm-o9")
    head, rule, *rows = done.stdout.splitlines()
    assert head.split() == ["activity", "activityLabel", "start", "statusLabel", "basisLabel"]
    starts = [found.start() for found in re.finditer("-+", rule)]
    assert [head[start:].split()[0] for start in starts] == head.split()
    assert any(row.startswith("activity/ws-2019-smuggling-abidjan ") for row in rows)
    assert dialograph("query", "activities-by-objective").stdout == done.stdout


def test_the_language_is_a_parameter_where_there_is_one():
    """--lang chooses the language of the labels of a named query."""
    french = dialograph("query", "activities-by-objective", "--lang", "fr").stdout
    assert "trafic de migrants" in french
    assert french == dialograph("query", "activities-by-objective", "--param", "lang=fr").stdout


def test_rows_are_written_in_every_format():
    """CSV and JSON say what the table says, without the columns that repeat parameters."""
    query = ("query", "activities-by-objective", "--param", "objective=gcm-o9", "--format")
    rows = list(csv.DictReader(io.StringIO(dialograph(*query, "csv").stdout)))
    results = json.loads(dialograph(*query, "json").stdout)
    assert results["head"]["vars"] == list(rows[0])
    assert [row["activity"]["value"] for row in results["results"]["bindings"]] == [
        row["activity"] for row in rows
    ]
    assert len(dialograph(*query, "table").stdout.splitlines()) == len(rows) + 2


def test_a_text_of_ones_own_is_answered(tmp_path):
    """A file and standard input are queries too; a yes or no and a graph are written as such."""
    path = tmp_path / "mine.rq"
    path.write_text("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", encoding="utf-8")
    count = dialograph("query", path).stdout.split()[-1]
    assert int(count) == len(shipped(merged=True))
    assert dialograph("query", "-", stdin="ASK { ?s ?p ?o }").stdout == "yes\n"
    assert dialograph("query", "-", stdin="ASK { ?s <urn:x> ?o }").stdout == "no\n"
    built = dialograph(
        "query", "-", stdin="CONSTRUCT WHERE { ?s <http://www.w3.org/ns/oa#exact> ?o }"
    )
    assert list(ox.parse(built.stdout.encode(), format=ox.RdfFormat.TURTLE))


def test_a_file_of_the_catalogues_kind_takes_parameters(tmp_path):
    """A file with front matter takes its parameters as a query of the catalogue does."""
    path = tmp_path / "copy.rq"
    shutil.copy(shipped_root() / "queries" / "activities-by-objective.rq", path)
    words = ("--param", "objective=gcm-o11")
    done = dialograph("query", path, *words)
    assert done.stdout == dialograph("query", "activities-by-objective", *words).stdout
    assert len(done.stdout.splitlines()) > 2


def test_the_catalogue_is_listed():
    """--list names every query with its question, in both languages, and tells one in full."""
    names = {path.stem for path in (shipped_root() / "queries").glob("*.rq")}
    listed = json.loads(dialograph("query", "--list", "--format", "json").stdout)
    assert {each["name"] for each in listed} == names
    french = dialograph("query", "--list", "--lang", "fr").stdout
    assert {line.split()[0] for line in french.splitlines()[2:]} == names
    assert "objective: " in dialograph("query", "--list", "activities-by-objective").stdout
    refused = dialograph("query", "federated-members", "--lang", "fr")
    assert refused.returncode == 2
    assert refused.stderr.startswith("dialograph: Le paramètre server demande une valeur : ")
    assert "address" not in refused.stderr


@pytest.mark.parametrize(
    ("words", "stdin", "code", "problem"),
    [
        (("activities-by-objectif",), "", 2, "Did you mean activities-by-objective"),
        (("nothing.rq",), "", 2, "nothing.rq cannot be read: no such file"),
        (("./",), "", 2, "./ cannot be read: "),
        ((), "", 2, "`dialograph query --list`"),
        (("-",), "SELECT * WHERE {\n ?s ?p }", 2, "Line 2, column 8"),
        (("-",), "", 2, "The query is empty."),
        (("-",), "SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", 1, "SERVICE is refused"),
        (("-",), "INSERT DATA { <a:a> <a:b> <a:c> }", 1, "INSERT is an update"),
        (("-", "--param", "x=1"), "ASK {}", 2, "takes no parameters"),
        (("-", "--format", "ttl"), "ASK {}", 2, "Choose table, csv or json."),
        (("-", "--format", "csv"), "DESCRIBE <a:a>", 2, "Choose ttl or json."),
        (("timeline", "--param", "year"), "", 2, "Write it NAME=VALUE."),
        (("timeline", "--param", "lang=en", "--param", "lang=fr"), "", 2, "given twice"),
    ],
)
def test_a_query_that_cannot_be_answered_says_why(words, stdin, code, problem):
    """Each way to ask wrongly ends with its exit code and one line that tells the way out."""
    done = dialograph("query", *words, stdin=stdin)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("dialograph: ")
    assert problem in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("parameter", ["objektive=gcm-o9", "objective=x y", "lang=de"])
def test_a_wrong_parameter_tells_the_right_ones(parameter):
    """A wrong name or value of a parameter ends with 2 and the list of what the query takes."""
    done = dialograph("query", "activities-by-objective", "--param", parameter)
    assert done.returncode == 2
    problem, heading, *known = done.stderr.splitlines()
    assert problem.startswith("dialograph: ")
    assert heading == "activities-by-objective takes:"
    assert [line.split(":")[0].strip() for line in known] == [
        "objective",
        "dialogue",
        "lang",
    ]


def test_a_query_is_quick_and_loads_no_validator():
    """Asking imports neither pyshacl nor the web framework: it takes a fraction of a second."""
    code = (
        "import sys; from dialograph.cli.main import main; main(sys.argv[1:]); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "query", "class-counts"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"pyshacl", "fastapi", "starlette", "uvicorn"} & set(done.stdout.split())


def test_a_server_itself_loads_no_validator():
    """What a server is made of imports no pyshacl: that judges in processes of its own."""
    code = "import sys, dialograph.web.app, dialograph.repository.live; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pyshacl" not in done.stdout.split()
