"""Tables to Turtle: the shipped data is made again, and bad rows are told to the cell."""

import csv
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic

from dialograph.graph.sources import shipped_root
from dialograph.graph.tables.columns import FORMATS
from dialograph.graph.turtle import write_turtle
from dialograph.vocab import BASE, DG, SCHEMA, XSD

TABLES = shipped_root() / "data" / "tables"
SHARED = [TABLES / "graphs.csv", TABLES / "notes_fr.csv"]
ACTIVITY = {
    "id": "ws-2030-somewhere",
    "kind": "workshop",
    "start_date": "2030-05",
    "title_en": "A workshop",
    "title_fr": "Un atelier",
    "source_url": "https://example.org/workshop",
}


def run(*args, check=None):
    """Run the command line in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "dialograph", *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
    )
    if check is not None:
        assert done.returncode == check, done.stderr
    assert "Traceback" not in done.stderr
    return done


def table(folder, name, *rows):
    """Write rows as a CSV table."""
    path = folder / f"{name}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize(
    "name", ["budapest", "dialogues", "gcm", "khartoum", "places", "prague", "rabat"]
)
def test_the_shipped_graph_is_what_its_tables_make(name, tmp_path):
    """Importing the tables writes data/NAME.ttl again, byte for byte."""
    target = tmp_path / f"{name}.ttl"
    registers = {"dialogues", "gcm", "places"}
    naming = ("--graph" if name in registers else "--dialogue", name)
    run("import", TABLES / name, *SHARED, *naming, "--no-validate", "--output", target, check=0)
    assert target.read_bytes() == (shipped_root() / "data" / f"{name}.ttl").read_bytes()


def test_an_officers_small_table_becomes_a_meeting_that_validates(tmp_path):
    """A table with the compulsory columns alone, in a person's words, is imported and validated."""
    path = table(
        tmp_path,
        "activities-2030",
        {**ACTIVITY, "kind": "Table ronde", "city": "Rabat", "country": "MAR", "co_chairs": "MAR"},
    )
    done = run("import", path, "--dialogue", "rabat", "--graph", "new", check=0)
    graph = Graph().parse(data=done.stdout, format="turtle")
    meeting = URIRef(BASE + "id/activity/ws-2030-somewhere")
    assert (meeting, SCHEMA.startDate, Literal("2030-05", datatype=XSD.gYearMonth)) in graph
    assert (meeting, SCHEMA.location, URIRef(BASE + "id/place/mar-rabat")) in graph
    assert (None, DG.hasPartner, URIRef(BASE + "id/country/mar")) in graph


BAD_CELLS = [
    ({"start_date": "2019-13"}, "start_date", "is not a date", "n’est pas une date"),
    ({"start_date": "24/10/2019"}, "start_date", "2019-10-24", "2019-10-24"),
    ({"end_date": "2030-04-30"}, "end_date", "before the start", "précède le début"),
    ({"kind": "wokshop"}, "kind", "Choose among", "Choisissez parmi"),
    ({"mode": "remote"}, "mode", "Choose among: hybrid, in person", "Choisissez parmi"),
    ({"source_url": ""}, "source_url", "the source is missing", "la source manque"),
    ({"source_url": "file:///C:/x.pdf"}, "source_url", "not a web address", "adresse web"),
    ({"id": "Workshop 1"}, "id", "cannot be an identifier", "identifiant"),
    ({"co_chairs": "MAR;ZZZ"}, "co_chairs", "“zzz” is not known", "« zzz » est inconnu"),
    ({"city": "Atlantis", "country": "MAR"}, "city", "no city called", "aucune ville"),
    ({"city": "Rabat"}, "country", "the country of Rabat is missing", "le pays de Rabat"),
    ({"participants": "many"}, "participants", "whole number", "nombre entier"),
    ({"labelled": "perhaps"}, "labelled", "neither yes nor no", "ni yes ni no"),
    ({"objective_id": "map-o99"}, "objective_id", "is not known", "est inconnu"),
    ({"document_ids": "nothing"}, "document_ids", "is not known", "est inconnu"),
    ({"titel_en": "x"}, "titel_en", "Did you mean title_en?", "title_en"),
]


@pytest.mark.parametrize(("change", "column", "english", "french"), BAD_CELLS)
def test_a_bad_cell_is_told_with_its_place_and_remedy(change, column, english, french, tmp_path):
    """One bad cell: file, row, column, what is wrong, what to do, in both languages; no output."""
    path = table(tmp_path, "activities", {**ACTIVITY, "id": "fine"}, {**ACTIVITY, **change})
    target = tmp_path / "out.ttl"
    row = 1 if column == "titel_en" else 3
    for lang, words, expected in (("en", "row", english), ("fr", "ligne", french)):
        done = run(
            *("import", path, "--dialogue", "rabat", "--graph", "new", "--lang", lang),
            *("--output", target),
            check=1,
        )
        assert f"activities.csv, {words} {row}, " in done.stderr
        assert column in done.stderr
        assert expected in done.stderr
        assert "nothing was written" in done.stderr
        assert list(tmp_path.glob("*.ttl")) == []


def test_every_problem_is_told_at_once(tmp_path):
    """Three bad rows give three messages, not the first one alone."""
    rows = [{**ACTIVITY, "id": f"w-{n}", "start_date": "soon"} for n in range(3)]
    done = run(
        "import", table(tmp_path, "activities", *rows), "--dialogue", "rabat", "--graph", "n",
        check=1,
    )  # fmt: skip
    assert [re.search(r"row (\d)", line)[1] for line in done.stderr.splitlines()[:3]] == list("234")


def test_one_identifier_names_one_thing(tmp_path):
    """Two rows with one identifier are refused, and the message points to the first."""
    path = table(tmp_path, "activities", ACTIVITY, {**ACTIVITY, "title_en": "Another"})
    done = run("import", path, "--dialogue", "rabat", "--graph", "new", check=1)
    assert "row 3, column id: “ws-2030-somewhere” stands already in activities.csv, row 2" in (
        done.stderr
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "has no header row"),
        (b"id,kind,start_date,source_url\nx,\xff\xfe,2019,https://a.org/\n", "not UTF-8"),
        (b'id,kind\n"x,workshop\n', "is not a CSV table"),
        (b"id,kind,start_date,source_url\nx,workshop\n", "2 cells where the header has 4"),
        (b"id,kind\nx,workshop\n", "start_date: this column is missing"),
    ],
)
def test_a_broken_file_is_told_in_one_line(content, told, tmp_path):
    """Empty, binary, unbalanced and ragged files are refused in words."""
    path = tmp_path / "activities.csv"
    path.write_bytes(content)
    done = run("import", path, "--dialogue", "rabat", "--graph", "new")
    assert done.returncode in {1, 2}
    assert told in done.stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["nowhere.csv", "--dialogue", "rabat"], "There is no table at nowhere.csv."),
        ([TABLES / "README.md", "--dialogue", "rabat"], "README.md is not a known table."),
        ([TABLES / "gcm", "--dialogue", "atlantis"], "No dialogue is called “atlantis”."),
        ([TABLES / "gcm"], "The graph to make has no name."),
    ],
)
def test_wrong_usage_is_told_in_one_line(args, told):
    """A missing file, an unknown table, an unknown dialogue: one line, exit code 2."""
    done = run("import", *args, check=2)
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_import_that_does_not_validate_writes_nothing(tmp_path):
    """What the shapes refuse is not written, and the message says why."""
    path = table(tmp_path, "activities", {**ACTIVITY, "mode": "online", "country": "MAR"})
    target = tmp_path / "out.ttl"
    done = run("import", path, "--dialogue", "rabat", "--graph", "new", "--output", target, check=1)
    assert "does not validate; nothing was written" in done.stderr
    assert not target.exists()


def test_a_refused_import_leaves_the_old_file_alone(tmp_path):
    """The file that was there before a refused import still has its old content."""
    target = tmp_path / "out.ttl"
    target.write_text("# old\n")
    bad = table(tmp_path, "activities", {**ACTIVITY, "start_date": "?"})
    run("import", bad, "--dialogue", "rabat", "--graph", "new", "--output", target, check=1)
    assert target.read_text() == "# old\n"


def test_every_column_is_documented():
    """The README of the tables has each table with every column that the import knows."""
    lines = (TABLES / "README.md").read_text().splitlines()
    documented = {m[1]: line for line in lines if (m := re.match(r"\| `(\w+)` \|", line))}
    assert set(documented) == set(FORMATS)
    common = {"note", "confidence", "source_url", "other_sources"}
    for name, form in FORMATS.items():
        assert form.known <= {*re.findall(r"`(\w+)`", documented[name]), *common}, name


def test_no_person_and_no_folder_of_a_computer_is_in_the_data():
    """Neither tables nor graphs carry a local path or the user name that the source prints."""
    for path in sorted((shipped_root() / "data").rglob("*.*")):
        text = path.read_text()
        assert not re.search(r'file:/|[A-Z]:\\|/Users/|["\s]/home/', text), path.name


NAMES = st.sampled_from(["activity/a", "activity/a10", "activity/a9", "document/d", "country/mar"])
IRIS = NAMES.map(lambda name: URIRef(f"{BASE}id/{name}"))
OBJECTS = st.one_of(
    IRIS,
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(Literal),
    st.text('é"\\\n\r\t’x', max_size=8).map(lambda text: Literal(text, lang="fr")),
    st.dates().map(Literal),
    st.integers(-5, 5).map(Literal),
)
STATEMENTS = st.lists(st.tuples(IRIS, st.sampled_from([SCHEMA.name, DG.aligns]), OBJECTS))


@given(STATEMENTS, st.randoms())
def test_turtle_holds_the_same_statements_in_one_order(statements, random):
    """What is written parses back to the same graph and does not depend on insertion order."""
    graph, shuffled = Graph(), Graph()
    for statement in statements:
        graph.add(statement)
    random.shuffle(statements)
    for statement in statements:
        shuffled.add(statement)
    text = write_turtle(graph)
    assert write_turtle(shuffled) == text
    assert isomorphic(Graph().parse(data=text, format="turtle"), graph)


def test_one_statement_stands_on_one_line():
    """Every line of a data file is a prefix, a subject, one statement, or empty."""
    for path in (shipped_root() / "data").glob("*.ttl"):
        for line in path.read_text().splitlines():
            assert re.fullmatch(r"(@prefix .+ \.|\S+|    \S+ .+ [;.]|)", line), line
