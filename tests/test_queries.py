"""The shipped queries: what they answer, in two engines, and where they are listed."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import cache

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.util import from_n3

from dialograph.catalog.front_matter import LANGUAGES
from dialograph.catalog.queries import Bound, shipped_catalog
from dialograph.graph.sources import shipped_sources
from dialograph.graph.turtle import write_turtle
from refresh_expected import EXPECTED, answer, cases, listed, listings, local, shipped_store

CASES = [pytest.param(*case, id=case[0]) for case in cases()]
OTHERS = [param for param in CASES if str(param.id).endswith(".other")]

# Right there too, but over a second each: rdflib joins what it should look up.
SLOW_IN_RDFLIB = {
    "countries-of-dialogue-by-region",
    "members-never-hosting",
    "provenance-of-resource",
    "report-claims",
    "report-grounds",
    "report-works",
    "search-labels",
    "timeline",
    "translation-gaps",
}

store = cache(shipped_store)


@cache
def rdflib_graph() -> Graph:
    """The shipped graph, read by rdflib, once."""
    graph = Graph()
    for source in shipped_sources():
        for path in source.files:
            graph.parse(path, format="turtle")
    return graph


def expected(name: str) -> tuple[str, str]:
    """The end of the file of expected answers of a case, and its text."""
    [path] = (path for path in EXPECTED.iterdir() if path.stem == name and path.suffix != ".yaml")
    return path.suffix[1:], path.read_text(encoding="utf-8")


def rows(text: str) -> list[list[str]]:
    """A CSV text as rows of cells."""
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(("case", "name", "values"), CASES)
def test_a_query_gives_its_expected_answer(case, name, values):
    """Every query answers what its expected file says, row by row and in that order."""
    assert answer(store(), shipped_catalog()[name].bind(values)) == expected(case)


@pytest.mark.parametrize("name", local())
def test_the_text_as_written_answers_as_with_its_defaults(name):
    """A pasted text answers what the catalogue answers with the declared defaults."""
    query = shipped_catalog()[name]
    assert answer(store(), Bound(query.text, {})) == answer(store(), query.bind({}))


@pytest.mark.parametrize(("case", "name", "values"), OTHERS)
def test_each_parameter_alone_changes_the_answer(case, name, values):
    """Every parameter of a query reaches the pattern: another value gives another answer."""
    query = shipped_catalog()[name]
    assert set(values) == {parameter.name for parameter in query.parameters}, case
    default = answer(store(), query.bind({}))
    for parameter, value in values.items():
        assert answer(store(), query.bind({parameter: value})) != default, parameter


@pytest.mark.parametrize(("case", "name", "values"), OTHERS)
def test_values_pasted_into_the_text_answer_as_values_bound(case, name, values):
    """A VALUES line, and the replacement that grlc makes, answer as bound values do."""
    query = shipped_catalog()[name]
    bound = query.bind(values)
    names = " ".join(f"?{variable.value}" for variable in bound.substitutions)
    terms = " ".join(str(term) for term in bound.substitutions.values())
    line = f"WHERE {{\n  VALUES ({names}) {{ ({terms}) }}"
    pasted = query.text.replace("WHERE {", line, 1)
    replaced = query.text
    for variable, term in bound.substitutions.items():
        replaced = replaced.replace(f"?{variable.value}", str(term))
    assert answer(store(), Bound(pasted, {})) == expected(case)
    assert answer(store(), Bound(replaced, {})) == expected(case)


IN_RDFLIB = [
    param
    for param in CASES
    if param.values[1] not in SLOW_IN_RDFLIB
    and (param in OTHERS or not shipped_catalog()[param.values[1]].parameters)
]


@pytest.mark.parametrize(("case", "name", "values"), IN_RDFLIB)
def test_another_engine_gives_the_same_answer(case, name, values):
    """The engine of rdflib answers each query as ours does, in the same order."""
    query = shipped_catalog()[name]
    bindings = {
        variable.value: from_n3(str(term))
        for variable, term in query.bind(values).substitutions.items()
    }
    results = rdflib_graph().query(query.text, initBindings=bindings)
    kind, text = expected(case)
    if kind == "json":
        assert results.askAnswer is json.loads(text)["boolean"]
    elif kind == "ttl":
        assert write_turtle(results.graph) == text
    else:
        # Where nothing is grouped, rdflib gives one row of nothing.
        theirs = rows((results.serialize(format="csv") or b"").decode())
        assert [row for row in theirs if any(row)] == rows(text)


@pytest.mark.parametrize("name", local())
def test_an_answer_has_no_row_twice(name):
    """No answer repeats a row."""
    kind, text = expected(name)
    if kind == "csv":
        table = [tuple(row) for row in rows(text)]
        assert len(table) == len(set(table))


@pytest.mark.parametrize("name", local())
def test_what_is_named_by_an_iri_is_named_in_words(name):
    """Every column of IRIs of ours has a column of names beside it, filled wherever it is."""
    kind, text = expected(name)
    if kind != "csv":
        return
    header, *table = rows(text)
    for place, column in enumerate(header):
        if f"{column}Label" not in header:
            continue
        names = header.index(f"{column}Label")
        for row in table:
            if "/id/" in row[place]:
                assert row[names], (column, row[place])


def test_the_catalogue_covers_the_competency_questions():
    """There are at least forty queries, of three forms, and each puts a question."""
    queries = shipped_catalog()
    assert len(queries) >= 40
    assert {query.form for query in queries.values()} == {"SELECT", "ASK", "CONSTRUCT"}
    assert all(
        query.summary(lang).endswith("?") for query in queries.values() for lang in LANGUAGES
    )


@pytest.mark.parametrize("name", list(shipped_catalog()))
def test_french_is_written_as_french(name):
    """French texts of a query use the typographic apostrophe and a space before a question mark."""
    query = shipped_catalog()[name]
    labels = [parameter.label("fr") for parameter in query.parameters]
    for text in (query.summary("fr"), query.description("fr"), *labels):
        assert "'" not in text
        assert not re.search(r"[^\u00a0][?!:;](\s|$)", text), text


def test_the_lists_of_queries_are_in_step():
    """The README files of queries and ontology list every query as its front matter has it."""
    for (path, mark), listing in listings().items():
        text = path.read_text(encoding="utf-8")
        assert f"<!-- /{mark} -->" in text
        assert listed(text, mark, listing) == text


def test_every_file_of_expected_answers_belongs_to_a_query():
    """No expected answer is left over from a query that is gone."""
    kept = {path.stem for path in EXPECTED.iterdir() if path.suffix != ".yaml"}
    assert kept == {case[0] for case in cases()}


def test_no_query_leaves_the_graph_unasked():
    """A shipped query calls another endpoint only where a parameter names it."""
    empty = ox.Store()
    for name, query in shipped_catalog().items():
        assert ("SERVICE" in query.text) is query.federated, name
        if query.federated:
            assert query.text.count("SERVICE") == query.text.count("SERVICE ?_server_iri {")
            assert name.startswith("federated-")
            assert "federation" in query.tags
        else:
            empty.query(query.text)
