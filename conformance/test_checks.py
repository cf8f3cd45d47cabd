"""The checks of the checker, for `pytest conformance`: is a wrong answer told from a right one?"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from conformance import reading
from conformance.answers import Boolean, Table, Triples, literal, table, triples
from conformance.comparing import LEXICAL, difference, isomorphic
from conformance.known import Known
from conformance.manifests import Test as Entry
from conformance.outcomes import Outcome, ours, passed
from conformance.rdf import XSD, Term
from conformance.report import Report
from conformance.turtle_terms import term

A, B = term("<http://example.org/a>"), term("<http://example.org/b>")
X, Y, Z = term("_:x"), term("_:y"), term("_:z")


def _rows(*rows: tuple[Term, ...], ordered: bool = False) -> Table:
    names = "abc"[: max(map(len, rows))]
    return table(names, [dict(zip(names, row, strict=False)) for row in rows], ordered=ordered)


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (_rows((A,), (B,)), _rows((A,))),
        (_rows((A,), (B,)), _rows((A,), (B,), (B,))),
        (_rows((A,), (A,), (B,)), _rows((A,), (B,), (B,))),
        (_rows((A, X), (B, X)), _rows((A, X), (B, Y))),
        (_rows((A, X), (B, Y)), _rows((A, X), (B, X))),
        (_rows((X, Y), (Y, Z)), _rows((X, Y), (Z, Y))),
        (_rows((A,), (B,), ordered=True), _rows((B,), (A,))),
        (_rows((A,)), Boolean(value=True)),
        (Boolean(value=True), Boolean(value=False)),
        (_rows((literal("a"),)), _rows((literal("a", "en"),))),
        (_rows((literal("a", "en", "ltr"),)), _rows((literal("a", "en", "rtl"),))),
        (_rows((literal("1", datatype=f"{XSD}int"),)), _rows((literal("1"),))),
        (_rows((term("<<( _:x <p:p> _:x )>>"),)), _rows((term("<<( _:x <p:p> _:y )>>"),))),
        (table("ab", [{"a": A}]), table("ab", [{"b": A}])),
        (table("ab", [{"a": A}]), table("a", [{"a": A}])),
        (Triples(frozenset({(A, B, X)})), Triples(frozenset({(A, B, A)}))),
    ],
)
def test_a_wrong_answer_is_told(expected: Table, got: Table) -> None:
    """Rows lost, added, doubled, reordered; nodes confused; terms of another kind."""
    assert difference(expected, got)


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (_rows((A,), (B,), (A,)), _rows((A,), (A,), (B,))),
        (_rows((A, X), (B, X)), _rows((B, Z), (A, Z))),
        (_rows((X, Y), (Y, Z), (Z, X)), _rows((Z, Y), (X, Z), (Y, X))),
        (_rows((X,), (A,), (X,), ordered=True), _rows((Y,), (A,), (Y,))),
        (_rows((term("<<( _:x <p:p> _:x )>>"),)), _rows((term("<<( _:y <p:p> _:y )>>"),))),
        (triples([]), triples([])),
    ],
)
def test_a_right_answer_passes(expected: Table, got: Table) -> None:
    """The order of rows without ORDER BY and the names of blank nodes do not count."""
    assert not difference(expected, got)


def test_nodes_that_look_alike_are_tried_out() -> None:
    """Two triangles are no hexagon, though every node has the same neighbours."""
    six = [term(f"_:n{number}") for number in range(6)]
    hexagon = [(six[n], six[(n + 1) % 6]) for n in range(6)]
    triangles = [(six[n], six[n - n % 3 + (n + 1) % 3]) for n in range(6)]
    assert isomorphic(hexagon, hexagon[3:] + hexagon[:3])
    assert not isomorphic(hexagon, triangles)


def test_another_lexical_form_is_a_difference_and_named_one() -> None:
    """1 is not 01 to the suites; the report tells such answers from those with other values."""
    one, other = _rows((term("01"),)), _rows((term("1"),))
    assert LEXICAL in difference(one, other)
    assert LEXICAL in difference(_rows((term("1.0"),)), _rows((term("1.00"),)))
    assert LEXICAL not in difference(one, _rows((term("2"),)))
    assert LEXICAL not in difference(_rows((term("1"),)), _rows((term("1.0"),)))


def test_reduced_lets_rows_go_and_none_come() -> None:
    """A lax answer has every row at least once and none more often than expected."""
    full = _rows((A,), (A,), (B,))
    assert not difference(full, _rows((A,), (B,)), lax=True)
    assert difference(full, _rows((A,)), lax=True)
    assert difference(full, _rows((A,), (B,), (B,)), lax=True)


def test_one_table_is_read_alike_in_every_format() -> None:
    """JSON, XML and TSV say the same; CSV says what is left of it."""
    triple = {
        "subject": {"type": "uri", "value": "s:s"},
        "predicate": {"type": "uri", "value": "p:p"},
        "object": {"type": "literal", "value": "é\t", "xml:lang": "fr", "its:dir": "rtl"},
    }
    row = {"a": {"type": "triple", "value": triple}, "b": {"type": "bnode", "value": "n"}}
    srj = {"head": {"vars": ["a", "b", "c"]}, "results": {"bindings": [row]}}
    srx = """<sparql xmlns="http://www.w3.org/2005/sparql-results#"
      xmlns:its="http://www.w3.org/2005/11/its"><head><variable name="a"/><variable name="b"/>
      <variable name="c"/></head><results><result><binding name="a"><triple>
      <subject><uri>s:s</uri></subject><predicate><uri>p:p</uri></predicate>
      <object><literal xml:lang="fr" its:dir="rtl">é&#9;</literal></object></triple></binding>
      <binding name="b"><bnode>n</bnode></binding></result></results></sparql>"""
    tsv = '?a\t?b\t?c\n<<( <s:s> <p:p> "\\u00E9\\t"@fr--rtl )>>\t_:n\t\n'
    one = reading.read(json.dumps(srj).encode(), reading.JSON)
    assert one == reading.read(srx.encode(), reading.XML)
    assert one == reading.read(tsv.encode(), reading.TSV)
    assert isinstance(one, Table)
    assert reading.as_csv(one).rows[0][1:] == (term("_:n"), term('""'))


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type"', reading.JSON),
        (b'{"head":{"vars":["a"]}}', reading.JSON),
        (b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"/>', reading.XML),
        (b"?a\t?b\n1\n", reading.TSV),
        (b"?a\nno term\n", reading.TSV),
        (b"a,b\r\n1\r\n", reading.CSV),
        (b"<a> <b>", "text/turtle"),
    ],
)
def test_a_body_cut_short_does_not_read(body: bytes, media_type: str) -> None:
    """What is no result is never taken for an empty one."""
    with pytest.raises(ValueError, match="does not read"):
        reading.read(body, media_type)


def test_the_report_is_good_only_when_the_list_is_exact() -> None:
    """An unknown failure, a fault of ours, a known failure that passes or is gone: each is told."""
    entry = Entry("t:1", "one", "suite", "evaluation")
    known = {"t:1": Known("t:1", "Because.")}
    fails = Outcome(entry, "failed", "engine", "other rows")
    cases = {
        "1 passed, 0 failed": ([passed(entry)], {}),
        "0 passed, 0 failed": ([fails], known),
        "0 passed, 1 failed": ([fails], {}),
    }
    for line, (outcomes, listed) in cases.items():
        report = Report(outcomes, listed, everything=True)
        assert report.good is line.endswith(" 0 failed")
        assert list(report.lines(verbose=False))[-1] == line
    assert not Report([ours(entry, "wrong")], known, everything=True).good
    assert not Report([passed(entry)], known, everything=True).good
    other = replace(entry, iri="t:2")
    assert not Report([passed(other)], known, everything=True).good
    assert Report([passed(other)], known, everything=False).good
