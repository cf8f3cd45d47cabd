"""The catalogue of named queries: reading, binding, refusing."""

from __future__ import annotations

import json
import re

import pyoxigraph as ox
import pytest

from dialograph import formats
from dialograph.catalog.answers import without
from dialograph.catalog.queries import Bound, load_catalog, shipped_catalog
from dialograph.errors import UsageError

ID = "https://w3id.org/dialograph/id/"

HEAD = """\
#+ summary: Which things are there?
#+ summary_fr: Quelles choses y a-t-il ?
#+ description: Every thing.
#+ description_fr: Toutes les choses.
#+ tags:
#+   - things
"""

DATA = """\
@prefix : <https://w3id.org/dialograph/id/activity/> .
@prefix v: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a v:kind v:x ; v:size 1 ; v:day "2020-01-02"^^xsd:date ; v:name "Un"@fr, "One"@en .
:b v:kind v:x ; v:size 2 ; v:day "2021-01-02"^^xsd:date ; v:name "Deux"@fr .
:c v:kind v:y ; v:size 3 ; v:day "2022-01-02"^^xsd:date ; v:name "Trois"@fr .
"""


def parameter(name: str, kinds: str = "") -> str:
    """The entry of one parameter under ``params``."""
    entry = f"#+   - {name}:\n#+       label: The {name}\n#+       label_fr: Le {name}\n"
    return entry + (f"#+       kinds: [{kinds}]\n" if kinds else "")


@pytest.fixture
def catalog(tmp_path):
    """A catalogue of one query, ``q``, made of front matter and text."""

    def make(text: str, head: str = ""):
        (tmp_path / "q.rq").write_text(f"{HEAD}{head}\n{text}\n", encoding="utf-8")
        return load_catalog(tmp_path)

    return make


def rows(bound: Bound) -> list[str]:
    """The first column of the answer on the data above."""
    store = ox.Store()
    store.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
    results = store.query(bound.text, substitutions=dict(bound.substitutions) or None)
    return sorted(row[0].value.removeprefix(ID) for row in results)


def test_a_query_tells_its_question_in_both_languages(catalog):
    """The summary and the description are read in English and French, and the themes listed."""
    query = catalog("SELECT ?s WHERE { ?s ?p ?o }")["q"]
    assert query.summary() == query.summary("en") == "Which things are there?"
    assert query.summary("fr") == "Quelles choses y a-t-il ?"
    assert query.summary("pt") == query.summary("en")
    assert query.description("fr") == "Toutes les choses."
    assert query.tags == ("things",)
    assert "#+" not in query.text


def test_every_type_of_parameter_becomes_its_term(catalog):
    """Each ending of a variable makes a term of its own kind."""
    names = {
        "?_what_iri": ("activity/a", ox.NamedNode(ID + "activity/a")),
        "?_size_integer": ("2", ox.Literal(2)),
        "?_day_xsd_date": (
            "2021-01-02",
            ox.Literal(
                "2021-01-02",
                datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"),
            ),
        ),
        "?_since_xsd_gYear": (
            "2021",
            ox.Literal("2021", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#gYear")),
        ),
        "?_title_fr": ("été", ox.Literal("été", language="fr")),
        "?_label_en": ("summer", ox.Literal("summer", language="en")),
        "?_text": ('a "b" \\ } c', ox.Literal('a "b" \\ } c')),
        "?_word_literal": ("w", ox.Literal("w")),
    }
    short = {variable: re.match(r"\?_([a-z]+)", variable)[1] for variable in names}
    head = "#+ params:\n" + "".join(parameter(name) for name in short.values())
    query = catalog(f"SELECT ?s WHERE {{ ?s ?p {', '.join(names)} }}", head)["q"]
    bound = query.bind({short[variable]: value for variable, (value, _) in names.items()})
    assert dict(bound.substitutions) == {
        ox.Variable(variable[1:]): term for variable, (_, term) in names.items()
    }
    assert all(value not in bound.text for value, _ in names.values() if len(value) > 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?s WHERE { ?s v:kind ?kind FILTER (?kind = ?k) }", ["a", "b"]),
        ("SELECT DISTINCT ?s { ?s v:size ?n FILTER EXISTS { ?s v:kind ?k } }", ["a", "b"]),
        ("SELECT ?s WHERE { ?s v:size ?n FILTER NOT EXISTS { ?s v:kind ?k } }", ["c"]),
        ("SELECT ?s WHERE { ?s v:size ?n MINUS { ?s v:kind ?k } }", ["c"]),
        ("SELECT ?s WHERE { { ?s v:kind ?k } UNION { ?s v:other ?k } }", ["a", "b"]),
        ("SELECT ?s WHERE { { SELECT ?s ?k WHERE { ?s v:kind ?k } } }", ["a", "b"]),
        ("SELECT ?s (COUNT(?n) AS ?c) WHERE { ?s v:kind ?k ; v:size ?n } GROUP BY ?s", ["a", "b"]),
        ("SELECT (MAX(?n) AS ?m) WHERE { ?s v:kind ?k ; v:size ?n } GROUP BY ?k", ["2"]),
    ],
)
def test_a_value_reaches_every_part_of_a_query(catalog, text, expected):
    """A bound value counts in filters, EXISTS, MINUS, UNION, sub-selects and groups."""
    start, brace, rest = text.partition("{")
    bind = " BIND (COALESCE(?_kind_iri, v:y) AS ?k) "
    head = "#+ defaults:\n#+   - kind: http://example.org/y\n#+ params:\n" + parameter("kind")
    query = catalog(f"PREFIX v: <http://example.org/>\n{start}{brace}{bind}{rest}", head)["q"]
    bound = query.bind({"kind": "http://example.org/x"})
    assert [row.removeprefix("activity/") for row in rows(bound)] == expected
    assert bound.echoes == ("_kind_iri",)
    assert rows(query.bind({})) != rows(bound)
    assert rows(query.bind({})) == rows(Bound(query.text, {}))


@pytest.mark.parametrize(("kind", "truth"), [("x", True), ("z", False)])
def test_a_value_reaches_an_ask(catalog, kind, truth):
    """An ASK takes values as a SELECT does, and shows nothing of them."""
    text = (
        "ASK { BIND (COALESCE(?_kind_iri, <http://example.org/y>) AS ?k) "
        "?s <http://example.org/kind> ?kind FILTER (?kind = ?k) }"
    )
    head = "#+ defaults:\n#+   - kind: http://example.org/y\n#+ params:\n" + parameter("kind")
    bound = catalog(text, head)["q"].bind({"kind": f"http://example.org/{kind}"})
    store = ox.Store()
    store.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
    assert bool(store.query(bound.text, substitutions=dict(bound.substitutions))) is truth
    assert bound.echoes == ()


def test_an_optional_parameter_without_a_value_leaves_everything_in(catalog):
    """A variable of two underscores restricts the answer only when it is given."""
    text = "SELECT ?s WHERE { ?s <http://example.org/kind> ?__kind_iri }"
    query = catalog(text, "#+ params:\n" + parameter("kind"))["q"]
    assert not query.parameters[0].required
    assert rows(query.bind({})) == ["activity/a", "activity/b", "activity/c"]
    assert rows(query.bind({"kind": "http://example.org/y"})) == ["activity/c"]


def test_a_hostile_value_stays_a_value(catalog):
    """A value that looks like SPARQL is looked for as text."""
    text = "SELECT ?s WHERE { ?s <http://example.org/name> ?_name_fr }"
    query = catalog(text, "#+ params:\n" + parameter("name"))["q"]
    assert rows(query.bind({"name": "Un"})) == ["activity/a"]
    assert rows(query.bind({"name": '" } SELECT ?s WHERE { ?s ?p ?o } #'})) == []


def test_a_slug_stands_for_an_iri_of_the_kind():
    """A bare slug means the kind declared; KIND/SLUG and a full IRI name theirs."""
    query = shipped_catalog()["activities-by-objective"]
    for value in ("gcm-o9", "objective/gcm-o9", ID + "objective/gcm-o9"):
        bound = query.bind({"objective": value})
        term = bound.substitutions[ox.Variable("_objective_iri")]
        assert term == ox.NamedNode(ID + "objective/gcm-o9")
    bound = query.bind({"objective": "element/map-d4"})
    assert ox.NamedNode(ID + "element/map-d4") in bound.substitutions.values()


@pytest.mark.parametrize(
    ("query", "values", "said"),
    [
        ("activities-by-year", {"yaer": "2019"}, "no parameter yaer. Its parameters are: year, di"),
        ("activities-by-year", {"year": "last"}, "year takes a whole number; “last” is not that"),
        ("activities-by-year", {"year": "last"}, "For example: year=2021."),
        ("activities-by-year", {"year": " "}, "year takes a whole number"),
        ("activities-by-year", {"lang": "es"}, "lang takes one of en, fr; “es” is not that"),
        (
            "activities-by-objective",
            {"objective": "activity/x"},
            "objective takes the slug of a re",
        ),
        ("activities-by-objective", {"objective": "Nine?"}, "For example: objective=gcm-o9."),
        ("activities-by-partner", {"partner": "mar"}, "partner takes KIND/SLUG, where KIND is on"),
        ("activities-by-partner", {"partner": "mar"}, "For example: partner=country/mar."),
        ("changed-since", {"since": "2026-02-30"}, "since takes a day, written YYYY-MM-DD"),
        ("changed-since", {"since": "20260201"}, "since takes a day, written YYYY-MM-DD"),
        ("resources-from-source", {"source": "http://a b"}, "source takes KIND/SLUG or a full IRI"),
        ("gcm-objectives", {"lang": "fr"}, "gcm-objectives has no parameter lang. It has none."),
    ],
)
def test_a_wrong_value_is_refused_with_what_the_parameter_takes(query, values, said):
    """A wrong name or value is refused in words that name the parameter and give an example."""
    with pytest.raises(UsageError, match=re.escape(said)) as caught:
        shipped_catalog()[query].bind(values)
    assert caught.value.exit_code == 2


def test_a_missing_value_is_asked_for(catalog):
    """A parameter without a default has to be given, and the refusal says how."""
    query = catalog("SELECT ?s WHERE { ?s ?p ?_size_integer }", "#+ params:\n" + parameter("size"))
    with pytest.raises(UsageError, match=r"q needs the parameter size: a whole .*size=2021"):
        query["q"].bind({})


def test_an_unknown_name_proposes_near_ones():
    """A query that is not there is refused with the names most like it."""
    with pytest.raises(UsageError, match="Did you mean activities-by-year"):
        shipped_catalog().find("activity-by-year")
    with pytest.raises(UsageError, match="List the queries"):
        shipped_catalog().find("zzz")
    assert shipped_catalog().find("timeline") is shipped_catalog()["timeline"]


@pytest.mark.parametrize(
    ("head", "text", "said"),
    [
        ("#+ endpoint: http://example.org/\n", "ASK {}", "has a key that is not known"),
        ("#+ note: a: b\n", "ASK {}", "is not YAML"),
        ("#+ summary:\n", "ASK {}", "has no summary"),
        ("#+ tags: things\n", "ASK {}", "has no tags"),
        ("#+ defaults: 3\n", "ASK { ?_a ?b ?c }", "has defaults that are no list"),
        ("", "ASK { ?_a ?b ?c }", "does not say what the parameter a is"),
        ("#+ params:\n" + parameter("a"), "ASK {}", "speaks of a, which the query does not name"),
        ("#+ params:\n" + parameter("a", "planet"), "ASK { ?_a_iri ?b ?c }", "unknown kind"),
        ("#+ params:\n" + parameter("a"), "DESCRIBE ?_a_iri", "cannot take parameters"),
    ],
)
def test_a_malformed_file_is_refused_by_name(catalog, head, text, said):
    """A file that does not follow the convention is refused, with its name and the fault."""
    with pytest.raises(UsageError, match=r"q\.rq") as caught:
        catalog(text, head)
    assert said in str(caught.value)


def test_an_empty_folder_is_no_catalogue(tmp_path):
    """A folder without queries is refused."""
    with pytest.raises(UsageError, match="holds no query"):
        load_catalog(tmp_path)


def test_themes_list_their_queries_in_order():
    """Every query stands under each of its themes, in alphabetical order."""
    themes = shipped_catalog().by_tag()
    assert list(themes) == sorted(themes)
    for theme, queries in themes.items():
        assert [query.name for query in queries] == sorted(query.name for query in queries)
        assert all(theme in query.tags for query in queries)


@pytest.mark.parametrize(
    ("written", "sparql"),
    [
        (formats.JSON, ox.QueryResultsFormat.JSON),
        (formats.CSV, ox.QueryResultsFormat.CSV),
        (formats.TSV, ox.QueryResultsFormat.TSV),
    ],
)
def test_columns_that_repeat_a_value_are_left_out(written, sparql):
    """A table without its echoes is the table that was asked for, in each format."""
    data = 'VALUES (?a ?_b ?c) { (1 "x" "p,\\"q\\"\\n\\tr"@en) (UNDEF "x" <http://example.org/>) }'
    store = ox.Store()
    full = store.query(f"SELECT ?a ?_b ?c {{ {data} }}").serialize(format=sparql)
    asked = store.query(f"SELECT ?a ?c {{ {data} }}").serialize(format=sparql)
    trimmed = without(full, written, {"_b"})
    if written is formats.JSON:
        assert json.loads(trimmed) == json.loads(asked)
    else:
        assert trimmed == asked
    assert without(full, written, ()) == full
    truth = b'{"head":{},"boolean":true}'
    assert json.loads(without(truth, formats.JSON, {"_b"})) == json.loads(truth)
