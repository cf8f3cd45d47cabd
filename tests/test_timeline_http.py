"""The timeline: what happened when, as a page and as files that say the same."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asking import send
from browsing import Outline, get
from conftest import serving
from dialograph.publish.timeline import by_year, events
from watching import problem
from writing import insert, token_for


def table(server, path):
    """A CSV file as dictionaries."""
    return list(csv.DictReader(io.StringIO(send(server, path=path).text)))


@pytest.mark.parametrize("span", [(2018, 2019), (1990, 2030)])
def test_it_holds_what_the_catalogue_says(server, span):
    """What is on it between two years is what the named query finds there."""
    first, last = span
    rows = table(server, f"/queries/timeline.csv?from={first}&to={last}")
    expected = {(row["date"], row["resource"]) for row in rows}
    found = table(server, f"/timeline.csv?from={first}&to={last}")
    assert {(row["date"], row["event"]) for row in found} == expected
    assert len(found) == len(expected)


def test_the_files_and_the_page_say_the_same(server):
    """CSV, JSON and page hold the same events in both languages, each with its date."""
    rows = table(server, "/timeline.csv?kind=activity&from=2015&lang=fr")
    told = send(server, path="/timeline.json?kind=activity&from=2015&lang=fr").json
    assert [each["event"] for each in told["events"]] == [row["event"] for row in rows]
    assert told["parameters"] == {"from": "2015", "kind": "activity", "lang": "fr"}
    assert all(row["lang"] == "fr" for row in rows if row["lang"])
    for lang in ("en", "fr"):
        text = get(f"{server}/timeline?kind=activity&from=2015&lang={lang}")[1]
        listed = text[text.index('class="year"') :]
        links = re.findall(
            r'class="when"><time datetime="([^"]+)">.*?href="([^?"]+)', listed, re.DOTALL
        )
        expected = [
            (row["date"], "/page/" + row["event"].partition("/id/")[2])
            for row in sorted(rows, key=lambda row: (row["date"], row["event"]), reverse=True)
        ]
        assert links == expected
        outline = Outline(text)
        files = [each for each in outline.links if each.startswith("/timeline.")]
        assert [each.partition("?")[0] for each in files] == ["/timeline.csv", "/timeline.json"]
        assert all(f"lang={lang}" in each and "from=2015" in each for each in files)


def test_filters_narrow_it_down(server):
    """A kind and a dialogue leave their own events, and all kinds together are everything."""
    whole = table(server, "/timeline.csv")
    kinds = ("activity", "document", "framework", "milestone", "dialogue")
    parts = [table(server, f"/timeline.csv?kind={kind}") for kind in kinds]
    assert all(parts)
    assert sorted(row["event"] for part in parts for row in part) == sorted(
        row["event"] for row in whole
    )
    khartoum = table(server, "/timeline.csv?dialogue=khartoum-process")
    assert {row["event"].rpartition("/")[2] for row in khartoum} >= {"khartoum-process"}
    assert len(khartoum) < len(whole) / 4


def test_dates_are_written_no_more_precisely_than_they_are_known(server):
    """Months stay months, years stay years, and days of one month are put together."""
    text = get(f"{server}/timeline?lang=fr")[1]
    assert re.search(r'<time datetime="\d{4}-\d{2}">[a-zéû]+ \d{4}</time>', text)
    assert re.search(r'<time datetime="\d{4}">\d{4}</time>', text)
    assert "28–29\u00a0janvier 2026" in text


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/timeline.json?from=soon&kind=party", ["from", "kind"]),
        ("/timeline.csv?dialogue=a%20b", ["dialogue"]),
        ("/timeline.csv?nope=1", ["nope"]),
    ],
)
def test_bad_filters_are_named(server, path, names):
    """422 names each parameter, in both languages; the page keeps its form."""
    reply = send(server, path=path)
    assert problem(reply) == (422, "bad-parameters")
    assert [each["name"] for each in reply.json["parameters"]] == names
    response, text = get(server + path.replace(".json", "").replace(".csv", ""))
    assert response.status == 422
    assert '<form action="/timeline"' in text
    assert send(server, path="/timeline.exe").status == 404


CHANGE = """
PREFIX activity: <https://w3id.org/dialograph/id/activity/>
PREFIX dg: <https://w3id.org/dialograph/ontology#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA { GRAPH <https://w3id.org/dialograph/graphs/rabat> {
  activity:zanzibar a dg:Meeting ; skos:prefLabel "Réunion de Zanzibar"@fr ;
    schema:startDate "2031-02-03"^^xsd:date .
} }"""


def test_pages_follow_the_data(tmp_path):
    """A meeting that is added is on the home page, the timeline and in the search at once."""
    token, flags = token_for(tmp_path)
    data = ("--data-dir", tmp_path / "data", "--shapes", "none")
    paths = ["/?x=1", "/timeline?from=2030", "/search?q=reunion+zanzibar"]
    with serving(*data, *flags) as served:
        assert ["Zanzibar" in get(served.url + each)[1] for each in paths] == [False] * 3
        done = insert(served.url, token, CHANGE)
        assert done.status == 204, done.text
        for each in paths:
            text = get(f"{served.url}{each}&lang=en")[1]
            assert '<span lang="fr">Réunion de Zanzibar</span>' in text
        before = get(f"{served.url}/timeline?from=2030&version=1&lang=en")[1]
        assert "Zanzibar" not in before
        assert "This is version 1" in before


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "event": st.sampled_from("abcd"),
            "kind": st.just("activity"),
            "date": st.sampled_from(["2018", "2018-05", "2018-05-02", "2020-01-31"]),
        },
        optional={"type": st.sampled_from("xyz"), "place": st.sampled_from("pq")},
    ),
    max_size=20,
)


@given(ROWS)
def test_nothing_is_lost_or_told_twice(rows):
    """Each thing stands once for each date, with all its types and places, under its year."""
    told = events(rows)
    assert {(each.iri, each.date) for each in told} == {(row["event"], row["date"]) for row in rows}
    assert len({(each.iri, each.date) for each in told}) == len(told)
    for each in told:
        own = [row for row in rows if (row["event"], row["date"]) == (each.iri, each.date)]
        assert set(each.types) == {row["type"] for row in own if "type" in row}
        assert set(each.places) == {row["place"] for row in own if "place" in row}
    years = by_year(told)
    assert [year for year, _ in years] == sorted({each.year for each in told}, reverse=True)
    assert sum(len(found) for _, found in years) == len(told)
