"""Shapes that are not ours: what the W3C suite for SHACL showed, and shapes that cannot be run."""

from __future__ import annotations

import subprocess
import sys

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef

from conftest import serving
from dialograph.engine.dataset import Dataset
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.errors import DialographError, QuerySyntaxError
from dialograph.repository.interface import Verdict
from dialograph.repository.words import why_full
from dialograph.shapes.convert import from_oxigraph
from dialograph.shapes.gate import validate
from dialograph.shapes.reasons import Reason
from dialograph.shapes.results import Report, Severity
from dialograph.vocab import SH
from dialograph.web.verdicts import as_json
from shaping import EX

HEAD = "@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
HEAD += "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
HEAD += "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
TARGET = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; "


def read(text):
    """A graph, literals as they are written."""
    graph = Graph()
    for quad in ox.parse((HEAD + text).encode(), ox.RdfFormat.TURTLE):
        graph.add(tuple(map(from_oxigraph, quad.triple)))
    return graph


def judged(shapes, data="ex:a ex:p 'x'@en , 'y'@en ."):
    """The findings about a graph."""
    return validate(read(data), read(shapes)).results


@pytest.mark.parametrize(
    "where",
    [
        "{ FILTER (bound($this)) } $this ex:p ?value .",
        "BIND ($this AS ?that) ?that ex:p ?value .",
        "$this ex:p ?value . FILTER (BOUND( $this ))",
    ],
)
def test_the_resource_at_hand_is_bound_everywhere_in_a_query(where):
    """``$this`` has a value before the query begins, in every part of it (SHACL, section 5.3.1)."""
    select = f"SELECT $this ?value WHERE {{ {where.replace('ex:p', f'<{EX.p}>')} }}"
    assert len(judged(f'{TARGET} sh:sparql [ sh:select "{select}" ] .')) == 2


def test_a_flag_is_set_by_true_alone():
    """``"1"^^xsd:boolean`` sets no flag (SHACL, section 4.4.5)."""
    path = "ex:S a sh:PropertyShape ; sh:targetNode ex:a ; sh:path ex:p ; sh:uniqueLang"
    assert len(judged(f"{path} true .")) == 1
    assert judged(f'{path} "1"^^xsd:boolean .') == ()


def test_a_severity_of_ones_own_weighs_as_a_violation_and_is_told_as_it_is():
    """The report keeps the term that the shape declares (SHACL, section 3.6.2.5)."""
    (result,) = judged(f"{TARGET} sh:nodeKind sh:Literal ; sh:severity ex:Grave .")
    assert (result.severity, result.declared) == (Severity.VIOLATION, URIRef(EX.Grave))
    judge = read(f"{TARGET} sh:nodeKind sh:Literal ; sh:severity ex:Grave .")
    report = validate(Graph(), judge).graph
    assert set(report.objects(predicate=SH.resultSeverity)) == {URIRef(EX.Grave)}


def test_a_path_that_is_a_list_is_a_sequence_whatever_else_it_says():
    """A node with ``rdf:first`` and ``sh:inversePath`` is a sequence, and reported as one."""
    path = "[ rdf:first ex:p ; rdf:rest ( ex:q ) ; sh:inversePath ex:r ]"
    shape = f"ex:S a sh:PropertyShape ; sh:targetNode ex:a ; sh:path {path} ; sh:minCount 1 ."
    (result,) = judged(shape)
    assert result.path == f"(<{EX.p}> / <{EX.q}>)"


@pytest.mark.parametrize("query", ["SELECT $this WHERE {", "SELECT $this { $this no:pe ?value }"])
def test_a_query_that_does_not_parse_is_told_in_words(query):
    """Whatever goes wrong in the shapes is said to be in the shapes."""
    with pytest.raises(DialographError, match=r"^The shapes cannot be run: .*\.$"):
        judged(f'{TARGET} sh:sparql [ sh:select "{query}" ] .')


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no Turtle", "line 1"),
        ("ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:nodeKin sh:IRI .", "no sh:nodeKin."),
        (f'{TARGET} sh:sparql [ sh:select "SELECT {{" ] .', "cannot be run"),
    ],
)
def test_a_server_does_not_start_with_shapes_that_cannot_be_used(tmp_path, text, told):
    """One line says what is wrong with them, and the exit code is 2."""
    file = tmp_path / "own.ttl"
    file.write_text(text if "Turtle" in text else HEAD + text, encoding="utf-8")
    command = [sys.executable, "-m", "dialograph", "serve", "--port", "0", "--shapes", file]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"dialograph: --shapes {file}: ")
    assert told in line


@pytest.mark.parametrize("reason", Reason)
def test_why_the_whole_graph_was_judged_is_said_in_both_languages(reason):
    """What a change is answered with names the reason in the language of the reader."""
    verdict = Verdict(Report(()), full=str(reason))
    assert why_full(verdict, "en") == f" The whole graph was judged: {reason}."
    assert why_full(verdict, "fr") == f" Le graphe entier a été examiné : {reason.french}."
    assert as_json(verdict)["full"] == {"en": str(reason), "fr": reason.french}
    assert as_json(Verdict(Report(())))["full"] is None


def test_a_query_that_does_not_parse_is_told_in_french():
    """The sentence is French; what the parser alone knows is quoted as English."""
    with pytest.raises(QuerySyntaxError) as raised:
        EmbeddedEngine(Dataset(ox.Store(), union=True), "1", "union").query("SELECT * { ?s no:p }")
    assert raised.value.french.startswith("Ligne 1, colonne ")
    assert "l’analyseur dit, en anglais : « " in raised.value.french


def test_who_begins_with_data_of_their_own_is_told_that_nobody_judged_it(tmp_path):
    """Said when the first version is made, in the language of the locale, and not again."""
    (tmp_path / "own.ttl").write_text("<urn:a> <urn:p> 1 .", encoding="utf-8")
    flags = ("--load", tmp_path / "own.ttl", "--data-dir", tmp_path / "data")
    for number, told in ((1, 1), (2, 0)):
        log = tmp_path / f"log{number}"
        with log.open("w") as file, serving(*flags, log=file, LC_ALL="fr_FR.UTF-8"):
            pass
        assert log.read_text(encoding="utf-8").count("reprise telle quelle") == told
