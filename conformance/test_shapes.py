"""The checks of the checker of shapes: is a wrong report told, and a gate that looks away?"""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from conformance import gating, shapes
from conformance.outcomes import Outcome
from conformance.shapes_suite import Suite

_HEAD = """
@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix sht: <http://www.w3.org/ns/shacl-test#> .
@prefix dgs: <https://w3id.org/dialograph/shapes#> .
"""
_SHAPE = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:nodeKind sh:Literal ."
_RIGHT = """[ a sh:ValidationResult ; sh:focusNode ex:a ; sh:value ex:a ; sh:sourceShape ex:S ;
    sh:resultSeverity sh:Violation ;
    sh:sourceConstraintComponent sh:NodeKindConstraintComponent ]"""


def _run(folder: Path, shape: str, result: str) -> Outcome:
    """The outcome of a suite of one test."""
    for part in ("core", "sparql"):
        (folder / part).mkdir()
        (folder / part / "manifest.ttl").write_text(f"{_HEAD} <> a mf:Manifest .", encoding="utf-8")
    text = f"""{_HEAD} {shape}
        <> a mf:Manifest ; mf:entries ( <one> ) .
        <one> a sht:Validate ; mf:action [ sht:dataGraph <> ; sht:shapesGraph <> ] ;
            mf:result {result} ."""
    (folder / "core" / "one.ttl").write_text(text, encoding="utf-8")
    suite = Suite(folder)
    (outcome,) = shapes.run_all(suite, list(suite.tests()), lambda _number: None)
    return outcome


def _report(conforms: str, *results: str) -> str:
    told = "".join(f"; sh:result {each}" for each in results)
    return f"[ a sh:ValidationReport ; sh:conforms {conforms} {told} ]"


@pytest.mark.parametrize(
    ("shape", "result", "told"),
    [
        (_SHAPE, _report("false", _RIGHT), ""),
        (_SHAPE, _report("true"), "has <http://example.org/a>"),
        (_SHAPE, _report("false", _RIGHT, _RIGHT), "lacks <http://example.org/a>"),
        (_SHAPE, _report("false", _RIGHT.replace("Violation", "Info", 2)), "shacl#Info"),
        (_SHAPE, "sht:Failure", "the shapes are taken"),
        ("ex:S a sh:NodeShape .", _report("true"), ""),
        ("ex:S a sh:NodeShape .", _report("false"), "sh:conforms true"),
    ],
)
def test_a_wrong_report_is_told(tmp_path: Path, shape: str, result: str, told: str) -> None:
    """A result lost, doubled, or of another weight, and a report where none is due."""
    outcome = _run(tmp_path, shape, result)
    assert (outcome.state, outcome.fault) == (("failed", "pyshacl") if told else ("passed", ""))
    assert told in outcome.message


def test_a_gate_that_looks_away_is_told() -> None:
    """A query that declares less than it reads makes the gate differ from the whole."""
    text = """ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [ dgs:reads {reads} ;
        sh:select '''SELECT $this ?value WHERE {{ $this <http://example.org/p> ?b .
            ?b <http://example.org/q> ?value }}''' ] ."""
    data = Graph().parse(data=f"{_HEAD} ex:a ex:p ex:b . ex:b ex:q 1 .", format="turtle")
    for reads, differs in (("( ex:p ex:q )", False), ("ex:p", True)):
        judge = Graph().parse(data=_HEAD + text.format(reads=reads), format="turtle")
        assert bool(gating.difference(judge, data, "seed")) is differs
