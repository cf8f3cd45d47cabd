"""The gate and its report: what is wrong, in which file and line, in the reader's language."""

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pyoxigraph as ox
import pytest
from rdflib import RDF, SH, Graph, URIRef

from copying import copied
from dialograph.graph.sources import shipped_root
from dialograph.shapes.context import Shipped, in_context
from dialograph.shapes.gate import Severity, validate
from dialograph.shapes.locate import Lines
from dialograph.shapes.reading import Document
from dialograph.vocab import DG, SCHEMA, SKOS

ID = "https://w3id.org/dialograph/id/"
PREFIXES = """@prefix dg: <https://w3id.org/dialograph/ontology#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <https://example.org/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix activity: <https://w3id.org/dialograph/id/activity/> .
"""
SHAPES = (
    PREFIXES
    + """
ex:Meeting sh:targetClass dg:Meeting ;
    sh:property ex:start ;
    sh:property [ sh:path skos:note ; sh:maxCount 0 ; sh:severity sh:Info ] ;
    sh:sparql [
        sh:severity sh:Violation ;
        sh:message "Le titre {?value} finit par {?end}."@fr , "Title {?value} ends by {?end}."@en ;
        sh:select "SELECT $this ?value ?end WHERE { $this <https://example.org/t> ?value, ?end }" ;
    ] .
ex:start sh:path schema:startDate ;
    sh:name "date de début"@fr , "start date"@en ;
    sh:minCount 1 ; sh:datatype xsd:date ; sh:severity sh:Warning ;
    sh:message "Donnez la date de début."@fr , "Give the start date."@en .
ex:Place sh:targetClass schema:Place ;
    sh:property [ sh:path schema:name ; sh:minCount 1 ; sh:message "Name the place."@en ] .
"""
)


def graph(turtle):
    """A graph of what stands in the text."""
    return Graph().parse(data=PREFIXES + turtle, format="turtle")


def judge(turtle, shapes=SHAPES):
    """The report on a text by small shapes of our own."""
    return validate(graph(turtle), Graph().parse(data=shapes, format="turtle"))


def dialograph(*words, cwd=None, **environment):
    """Run `dialograph validate` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "dialograph", "validate", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
    )
    assert "Traceback" not in done.stderr
    return done


# --- The gate ---


def test_a_result_says_everything():
    """A result names resource, path, value, severity, field and message in both languages."""
    report = judge('activity:a a dg:Meeting ; schema:startDate "2021" .')
    (result,) = report.results
    assert result.focus == URIRef(ID + "activity/a")
    assert result.path == "https://schema.org/startDate"
    assert str(result.value) == "2021"
    assert result.severity is Severity.WARNING
    assert result.message == {"en": "Give the start date.", "fr": "Donnez la date de début."}
    assert result.field == {"en": "start date", "fr": "date de début"}
    assert result.component == SH.DatatypeConstraintComponent
    assert result.shape == URIRef("https://example.org/start")


def test_only_a_violation_refuses():
    """Data with Warnings and Infos conforms; each severity is counted."""
    report = judge('activity:a a dg:Meeting ; skos:note "x" .')
    assert report.conforms
    assert report.counts == {Severity.VIOLATION: 0, Severity.WARNING: 1, Severity.INFO: 1}
    assert not judge('activity:a a dg:Meeting ; ex:t "x" .').conforms


def test_a_value_with_a_backslash_is_told_as_it_is():
    r"""A value such as ``\1`` stands in the message of a SPARQL constraint, in both languages."""
    report = judge(
        r'activity:a a dg:Meeting ; ex:t "\\1\\d" ; schema:startDate "2021-01-02"^^xsd:date .'
    )
    assert [result.message for result in report.results] == [
        {"en": r"Title \1\d ends by \1\d.", "fr": r"Le titre \1\d finit par \1\d."}
    ]


def test_a_blank_node_is_told_by_what_leads_to_it():
    """A fault of a blank node is reported with the nearest resource that has a name."""
    report = judge("activity:a ex:at [ ex:in [ a schema:Place ] ] .")
    assert [result.focus for result in report.results] == [URIRef(ID + "activity/a")]


def test_the_order_is_the_same_at_every_run():
    """Two validations of the same data give the same results in the same order."""
    turtle = "".join(f'activity:m{n} a dg:Meeting ; ex:t "{n}" .\n' for n in range(9))
    assert [r.key for r in judge(turtle).results] == [r.key for r in judge(turtle).results]


def test_the_shapes_given_are_not_written_into():
    """The shapes graph is the same after a validation as before."""
    shapes = Graph().parse(data=SHAPES, format="turtle")
    before = set(shapes)
    validate(graph("activity:a a dg:Meeting ."), shapes)
    assert set(shapes) == before


def test_an_iri_that_is_none_is_judged_all_the_same():
    """A web address with a space in it, as a spreadsheet may hold, does not stop the gate."""
    data = graph('activity:a a dg:Meeting ; ex:t "x" .')
    data.add((URIRef(ID + "activity/a"), SCHEMA.url, URIRef("https://example.org/a b")))
    report = validate(data, Graph().parse(data=SHAPES, format="turtle"))
    assert report.counts[Severity.VIOLATION] == 1


def test_validations_at_the_same_time_do_not_mix():
    """Several threads that validate different data each get their own report."""
    with ThreadPoolExecutor(4) as pool:
        texts = [f'activity:m{n} a dg:Meeting ; ex:t "{n}" .' for n in range(12)]
        reports = list(pool.map(judge, texts))
    found = [{str(result.focus) for result in report.results} for report in reports]
    assert found == [{f"{ID}activity/m{n}"} for n in range(12)]


def test_the_report_is_shacl():
    """The report as a graph is a sh:ValidationReport with a result for each finding."""
    report = judge('activity:a a dg:Meeting ; ex:t "x" .')
    (node,) = report.graph.subjects(RDF.type, SH.ValidationReport)
    assert report.graph.value(node, SH.conforms).toPython() is False
    assert len(list(report.graph.objects(node, SH.result))) == len(report.results) == 2
    assert set(report.graph.objects(None, SH.focusNode)) == {URIRef(ID + "activity/a")}


# --- Files in the place of the shipped ones ---


@pytest.fixture
def rabat(tmp_path):
    """A copy of the shipped Rabat graph to damage: replace one text by another, once."""
    path = tmp_path / "rabat.ttl"
    shutil.copy(shipped_root() / "data" / "rabat.ttl", path)

    def damage(pattern, replacement):
        """Damage the first match; return the line where it stands and the groups of the match."""
        text = path.read_text(encoding="utf-8")
        found = re.search(pattern, text, re.MULTILINE)
        assert found, f"the shipped data no longer holds {pattern}"
        path.write_text(
            text[: found.start()] + found.expand(replacement) + text[found.end() :],
            encoding="utf-8",
        )
        return text.count("\n", 0, found.start()) + 1, found

    damage.path = path
    return damage


MEETING = r"^(activity:(\S+)\n    a dg:Meeting ;\n(?:    .*\n)*?)"


def test_damage_is_told_with_its_line(rabat):
    """Each fault in a copy of a shipped file, under any name, is a Violation at the very line."""
    start = r'    schema:startDate "[-0-9]+"\^\^xsd:date ;\n'
    bad_end = 'schema:endDate "2021-02-30"^^xsd:date'
    _, no_date = rabat(MEETING + start, r"\1")
    first_line, _ = rabat(rf"^activity:{no_date[2]}$", r"\g<0>")
    bad_date, _ = rabat(r'schema:endDate "\d{4}-\d\d-\d\d"\^\^xsd:date', bad_end)
    dangling, _ = rabat(r"schema:location country:\w+", "schema:location country:zzz")
    path = rabat.path.rename(rabat.path.with_name("mine.ttl"))
    done = dialograph(path, "--json")
    assert done.returncode == 1
    assert f"{path} is judged in the place of the shipped data/rabat.ttl" in done.stderr
    violations = [r for r in json.loads(done.stdout)["results"] if r["severity"] == "violation"]
    told = {(r["line"], r["path"].rpartition("/")[2]): r for r in violations if r["path"]}
    for place in ((first_line, "startDate"), (bad_date, "endDate"), (dangling, "location")):
        result = told[place]
        assert result["file"] == str(path)
        assert set(result["message"]) == {"en", "fr"} == set(result["field"])
    assert told[first_line, "startDate"]["focus"] == f"{ID}activity/{no_date[2]}"
    assert told[bad_date, "endDate"]["value"]["value"] == "2021-02-30"


@pytest.fixture(scope="module")
def smaller(tmp_path_factory):
    """The program with a quarter of the graph, which has Warnings too, for what needs no more."""
    return copied(tmp_path_factory.mktemp("smaller"), "gcm", "places")


@pytest.fixture
def fragment(tmp_path):
    """A file with one meeting that lacks its date."""
    path = tmp_path / "mine.ttl"
    text = PREFIXES + "activity:my-meeting a dg:Meeting ;\n    skos:prefLabel 'Réunion'@fr .\n"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_tells_its_own_gaps_only(fragment, smaller):
    """A file with one meeting is judged with the shipped graph, whose own Warnings are not told."""
    assert "\ncountry/" in "\n" + dialograph(**smaller).stdout
    done = dialograph(fragment, "--lang", "fr", **smaller)
    assert done.returncode == 1
    head, *lines = done.stdout.splitlines()
    assert head == "activity/my-meeting — Réunion"
    assert [
        line for line in lines if "(schema:startDate)" in line and f"{fragment}, ligne 9" in line
    ]
    assert not [line for line in lines if line.startswith("country/")]
    assert re.match(r"Refusé : \d+ violations?, \d+ avertissements?, dans \d+", lines[-2])
    assert lines[-1].startswith("Reste à voir : 1 conseil.")


def test_severity_chooses_what_is_shown(fragment, smaller):
    """--severity violation hides the Warnings and says how many; labels say their language."""
    told = dialograph(fragment, "--severity", "violation", "--lang", "en", **smaller).stdout
    assert told.startswith("activity/my-meeting — Réunion [fr]\n")
    assert "Warning" not in told
    assert re.search(r"^Not shown: \d+ warnings?, \d+ infos?\. Add `--severity", told, re.MULTILINE)


def test_every_syntax_is_read(tmp_path, smaller):
    """The same fault is found in each syntax, with a line of the file that names the resource."""
    extensions = ("nt", "jsonld", "rdf", "trig", "nq")
    for extension in extensions:
        subject = ox.NamedNode(f"{ID}activity/in-{extension}")
        meeting = ox.Quad(subject, ox.NamedNode(str(RDF.type)), ox.NamedNode(str(DG.Meeting)))
        title = ox.Quad(subject, ox.NamedNode(str(SKOS.prefLabel)), ox.Literal("X", language="en"))
        path = tmp_path / f"mine.{extension}"
        syntax = ox.RdfFormat.from_extension(extension)
        path.write_bytes(b"\n" + ox.serialize([title.triple, meeting.triple], format=syntax))
    results = json.loads(dialograph(tmp_path, "--json", **smaller).stdout)["results"]
    missing = [r for r in results if r["path"] == str(SCHEMA.startDate) and "/in-" in r["focus"]]
    assert sorted(r["focus"].rpartition("in-")[2] for r in missing) == sorted(extensions)
    for result in missing:
        lines = (tmp_path / result["file"]).read_text(encoding="utf-8").splitlines()
        assert result["focus"] in lines[result["line"] - 1]


def test_a_misspelt_shape_is_refused(tmp_path, smaller):
    """A shape file is judged by the shapes about shapes; --ttl tells it as a SHACL report."""
    path = tmp_path / "shape.ttl"
    path.write_text(
        PREFIXES + "ex:s a sh:PropertyShape ;\n    sh:path skos:note ; sh:dataType xsd:string .\n",
        encoding="utf-8",
    )
    done = dialograph(path, "--ttl", **smaller)
    assert done.returncode == 1
    report = Graph().parse(data=done.stdout, format="turtle")
    (result, *_) = report.subjects(SH.focusNode, URIRef("https://example.org/s"))
    assert (None, SH.resultSeverity, SH.Violation) in report
    assert list(report.objects(result, SH.resultMessage))


def document(name, turtle):
    """A file as the reading of files gives it, without its lines."""
    return Document(name, name.rpartition("/")[2].partition(".")[0], graph(turtle), Lines())


SHIPPED = [
    Shipped(
        URIRef("https://w3id.org/dialograph/graphs/two"),
        document("data/two.ttl", "activity:a ex:p 1 ; ex:at [ ex:q 2 ] . activity:b ex:p 1 ."),
    ),
    Shipped(
        URIRef("https://w3id.org/dialograph/graphs/one"), document("data/one.ttl", "ex:c ex:p 1 .")
    ),
]


@pytest.mark.parametrize(
    ("name", "turtle", "left"),
    [
        ("two.ttl", "ex:d ex:p 1 .", {"c", "d"}),
        ("x.ttl", "<https://w3id.org/dialograph/graphs/two> a dcat:Dataset .", {"c", "two"}),
        ("x.ttl", "activity:a ex:p 2 .", {"a", "b", "c"}),
        ("x.ttl", "ex:d ex:p 1 .", {"a", "b", "c", "d", ""}),
    ],
)
def test_what_a_file_replaces(name, turtle, left):
    """By name or description a file replaces a graph; else its resources replace their own."""
    context = in_context([document(name, turtle)], SHIPPED)
    subjects = {s if isinstance(s, URIRef) else URIRef("") for s in context.graph.subjects()}
    assert {re.split("[/#]", subject)[-1] for subject in subjects} == left
    assert bool(context.replaced) == ("b" not in left)


def test_parts_of_a_resource_go_with_it():
    """A resource that takes the place of a shipped one is not given the shipped one's parts."""
    shipped = [
        Shipped(URIRef("https://e.org/g"), document("g.ttl", "ex:e ex:p 1 . ex:e\\#q ex:p 1 ."))
    ]
    context = in_context([document("mine.ttl", "ex:e ex:p 2 .")], shipped)
    assert len(context.graph) == 1


def test_the_shipped_graph_is_accepted():
    """The data, the ontology and their style have no Violation."""
    done = dialograph("--severity", "violation")
    assert (done.returncode, done.stdout.splitlines()[0][:24]) == (0, "Accepted: 0 violations, ")


# --- Files that cannot be read ---

TURTLE_FAULTS = {
    "undeclared prefix": ("a:b a:c zz:d .\n", 1, 9, "prefix zz: is not declared", "préfixe zz:"),
    "no full stop": ("a:b a:c a:d\na:e a:f a:g .\n", 2, 1, "full stop", "point final"),
    "cut short": ("a:b a:c a:d", 1, 12, "in the middle", "au milieu"),
    "never closed": ('a:b a:c "d .\n\n', 1, 9, "never closed", "jamais fermé"),
    "open quote": ('a:b a:c "d .\na:e a:f "g" .\n', 1, 13, "not closed", "pas fermé"),
    "space in an IRI": ("a:b a:c <https://e.org/x y> .\n", 1, 9, "no IRI may hold", "interdit"),
    "relative IRI": ("a:b a:c <x> .\n", 1, 9, "not written in full", "pas écrit en entier"),
    "word astray": ("a:b a:c held .\n", 1, 9, "held cannot stand here", "held n’a pas sa place"),
    "open bracket": ("a:b a:c [ a:d 1 .\n", 1, 17, "bracket [ is not closed", "crochet ["),
    "no Turtle at all": ("id,title\nx,y\n", 1, 1, "id cannot stand here", "id n’a pas sa place"),
}


@pytest.mark.parametrize("fault", TURTLE_FAULTS)
def test_a_syntax_error_is_told_in_plain_words(tmp_path, fault):
    """A file that does not parse ends with 2 and one line: file, line, column, why, what to do."""
    text, line, column, english, french = TURTLE_FAULTS[fault]
    path = tmp_path / "mine.ttl"
    path.write_text("@prefix a: <https://example.org/> .\n" + text, encoding="utf-8")
    for language, place, words in (
        ("en", f"{path}, line {line + 1}, column {column}: this is not valid Turtle", english),
        ("fr", f"{path}, ligne {line + 1}, colonne {column} : ce n’est pas du Turtle", french),
    ):
        done = dialograph(path, "--lang", language)
        assert done.returncode == 2
        assert done.stdout == ""
        assert done.stderr.startswith(f"dialograph: {place}")
        assert words in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert re.search(r"\. \w.*\.$", done.stderr.strip()), "nothing says what to do"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.ttl", b"", "contains no statement"),
        ("comment.ttl", b"# nothing yet\n@prefix a: <https://e.org/> .\n", "contains no statement"),
        ("image.ttl", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not a text file"),
        (
            "latin.ttl",
            b"# a\n<https://e.org/a> <https://e.org/b> 'caf\xe9' .\n",
            "line 2: the text",
        ),
        ("utf16.ttl", "<https://e.org/a> ".encode("utf-16"), "is not a text file"),
        ("table.csv", b"id,title\n", "one of .ttl "),
        ("broken.jsonld", b'{"@id": "https://e.org/a",\n', "line 2"),
        ("remote.jsonld", b'{"@context": "https://e.org/c", "@id": "https://e.org/a"}', "@context"),
        ("broken.rdf", b"<rdf:RDF>", "not valid RDF/XML"),
        ("broken.nt", b"<https://e.org/a> <https://e.org/b> c .\n", "line 1, column 37"),
    ],
)
def test_an_unusable_file_is_wrong_usage(tmp_path, name, content, words):
    """A file that holds no RDF ends with exit code 2, its name as typed and what is wrong."""
    (tmp_path / name).write_bytes(content)
    done = dialograph(name, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"dialograph: {name}")
    assert words in done.stderr
    assert str(tmp_path) not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_path_is_wrong_usage(tmp_path):
    """A path that does not exist, or a folder without RDF, ends with exit code 2."""
    (tmp_path / "folder").mkdir()
    for path, words in (("nothing.ttl", "no file or folder"), ("folder", "holds no RDF file")):
        done = dialograph(path, cwd=tmp_path)
        assert done.returncode == 2
        assert words in done.stderr
    assert "Il n’existe" in dialograph("nothing.ttl", "--lang", "fr").stderr


def test_an_unknown_option_is_wrong_usage():
    """An unknown option or severity ends with exit code 2 and the usage."""
    for words in (["--shapes"], ["--severity", "grave"], ["--json", "--ttl"]):
        done = dialograph(*words)
        assert done.returncode == 2
        assert "usage: dialograph validate" in done.stderr


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"LC_ALL": "fr_FR.UTF-8"}, "Il n’existe"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "fr"}, "Il n’existe"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "fr_FR.UTF-8"}, "There is no"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "de_DE.UTF-8"}, "There is no"),
    ],
)
def test_the_language_is_that_of_the_environment(variables, words):
    """Without --lang, a French locale is spoken to in French and any other in English."""
    assert words in dialograph("nothing.ttl", **variables).stderr
