"""Coverage: the table, what is behind its numbers, and the files that say the same."""

import csv
import io
import re
import struct
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asking import send
from browsing import Outline, get
from conftest import serving
from dialograph.publish.coverage import Count, matrix, sum_of
from watching import problem
from writing import insert, token_for

GAPS = ["12", "13", "15"]
STATED_GAPS = ["3", "4", "6", "12", "13", "14", "15", "17", "22"]
SVG = "{http://www.w3.org/2000/svg}"


def page(server, path, lang="en"):
    """A page, read strictly."""
    response, text = get(f"{server}{path}{'&' if '?' in path else '?'}lang={lang}")
    return response, text, Outline(text)


def table(server, path):
    """A CSV file as dictionaries."""
    return list(csv.DictReader(io.StringIO(send(server, path=path).text)))


@pytest.mark.parametrize("framework", ["gcm", "map", "cap", "dakar"])
def test_without_filters_it_is_what_the_catalogue_says(server, framework):
    """The numbers are those of the named query, which counts in another way."""
    rows = table(server, f"/queries/coverage-matrix.csv?framework={framework}")
    expected = {
        (row["objective"], row["year"]): (int(row["activities"]), int(row["documents"]))
        for row in rows
        if (row["activities"], row["documents"]) != ("0", "0")
    }
    found = {
        (row["objective"], row["year"]): (int(row["activities"]), int(row["documents"]))
        for row in table(server, f"/coverage.csv?framework={framework}")
    }
    assert {cell: count for cell, count in found.items() if count != (0, 0)} == expected
    assert {each for each, _ in found} == {row["objective"] for row in rows}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_gap_looks_different_from_a_number(server, lang):
    """The objectives with nothing are named, and their cells are gaps in words, not zeros."""
    response, text, outline = page(server, "/coverage", lang)
    assert response.status == 200
    named = text[text.index("<h2") : text.index('class="legend"')]
    shown = re.findall(rf'<a href="/id/objective/gcm-o(\d+)\?lang={lang}"', named)
    assert shown == GAPS
    body = text[text.index("<tbody>") : text.index("</tbody>")]
    rows = body.split("<tr>")[1:]
    assert len(rows) == 23
    words = {"en": "nothing recorded", "fr": "rien d’enregistré"}[lang]
    for number, row in enumerate(rows, start=1):
        has_number = re.search(r'<td class="c\d">', row) is not None
        assert has_number == (str(number) not in GAPS)
        assert row.count('class="gap"') == row.count(f">{words}<")
        assert ">0<" not in row
    assert "style=" not in text
    assert len(outline.ids) == len(set(outline.ids))


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"framework": "map", "basis": "inferred"},
        {"type": "activity-type/workshop"},
        {"partner": "country/sen"},
        {"by": "dialogue"},
        {"by": "dialogue", "dialogue": "rabat-process", "basis": "stated"},
    ],
)
def test_every_number_opens_what_it_counts(server, filters):
    """Behind each number there are as many works as it says, each with what its claim rests on."""
    _, text, outline = page(server, f"/coverage?{urlencode(filters)}")
    unseen = r'<span class="unseen">[^<]*</span>'
    cells = re.findall(rf'<td class="c\d"><a href="([^"]+)">{unseen}(\d+){unseen}\s*<s', text)
    assert cells
    assert len(cells) == len([each for each in outline.links if each.startswith("/coverage/cell?")])
    for link, number in cells[:12]:
        path = link.replace("&amp;", "&")
        response, shown = get(server + path)
        assert response.status == 200
        assert shown.count('class="counted"') == int(number)
        assert shown.count("<blockquote") + shown.count("No quote is kept") >= int(number)
        asked = parse_qs(urlsplit(path).query)
        kept = {name: filters[name] for name in filters if name not in {"framework", "by"}}
        assert {name: asked[name][0].removeprefix("dialogue/") for name in kept} == kept


def test_the_quotes_are_those_of_the_catalogue(server):
    """From a number to the quotes: what is shown is what the named query says of the objective."""
    rows = table(server, "/queries/quotes-of-objective.csv?objective=gcm-o9&lang=fr")
    _, text, outline = page(server, "/coverage/cell?objective=gcm-o9&basis=stated", "fr")
    assert len(rows) == 2
    for row in rows:
        assert row["quote"].replace("'", "&#39;") in text
        path = urlsplit(row["work"]).path.removeprefix("/dialograph")
        assert f"{path}?lang=fr" in outline.links
    files = [each for each in outline.links if each.startswith("/coverage/cell.csv")]
    cell = table(server, files[0])
    assert {row["quote"] for row in cell} == {row["quote"] for row in rows}
    as_json = send(server, path=files[0].replace(".csv", ".json")).json
    assert [row["quote"] for row in as_json["rows"]] == [row["quote"] for row in cell]


def test_the_files_say_the_same(server):
    """CSV, JSON and SVG of one selection hold the same numbers, and the page links all three."""
    query = "framework=gcm&basis=stated&lang=fr"
    rows = table(server, f"/coverage.csv?{query}")
    told = send(server, path=f"/coverage.json?{query}").json
    cells = {
        (line["iri"], "" if cell["year"] is None else str(cell["year"])): cell
        for line in told["objectives"]
        for cell in line["cells"]
    }
    for row in rows:
        cell = cells.get((row["objective"], row["year"]), {"activities": 0, "documents": 0})
        assert (int(row["activities"]), int(row["documents"])) == (
            cell["activities"],
            cell["documents"],
        )
    assert [line["notation"] for line in told["objectives"] if line["gap"]] == STATED_GAPS
    assert told["parameters"]["basis"] == "stated"
    reply = send(server, path=f"/coverage.svg?{query}")
    assert reply.media_type == "image/svg+xml"
    picture = ET.fromstring(reply.body)  # noqa: S314 - ours
    assert picture.find(f"{SVG}title").text.startswith("Couverture")
    titles = [each.text for each in picture.iter(f"{SVG}title")]
    assert (
        sum(title.endswith(": rien d’enregistré") and ", total:" in title for title in titles) == 9
    )
    links = page(server, f"/coverage?{query[:-8]}", "fr")[2].links
    assert {f"/coverage.{end}" for end in ("csv", "json", "svg", "png")} <= {
        urlsplit(each).path for each in links
    }


def test_dialogues_stand_side_by_side(server):
    """By dialogue, the numbers are those of the named query, and files and page agree."""
    named = table(server, "/queries/coverage-by-dialogue.csv")
    rows = table(server, "/coverage.csv?by=dialogue")
    wanted = {
        (row["objective"], row["dialogue"]): sum(
            int(row[basis]) for basis in ("stated", "reported", "inferred")
        )
        for row in named
    }
    found = {
        (row["objective"], row["dialogue"]): int(row["activities"]) + int(row["documents"])
        for row in rows
        if row["dialogue"]
    }
    assert set(found) <= set(wanted)
    assert len({dialogue for _, dialogue in found}) >= 2
    for cell, number in found.items():
        # A work with two claims of different basis counts once here, and once for each there.
        assert (number > 0) == (wanted[cell] > 0)
        assert number <= wanted[cell]
    by_cell = {(row["objective"], row["dialogue"]): row for row in named}
    for row in rows:
        split = [int(row[basis]) for basis in ("stated", "reported", "inferred")]
        assert sum(split) == int(row["activities"]) + int(row["documents"])
        if row["dialogue"]:
            there = by_cell[row["objective"], row["dialogue"]]
            assert split[0] == int(there["stated"])
            assert split[1] <= int(there["reported"])
            assert split[2] <= int(there["inferred"])
    told = send(server, path="/coverage.json?by=dialogue").json
    assert [each["iri"] for each in told["dialogues"]] == list(
        dict.fromkeys(row["dialogue"] for row in rows if row["dialogue"])
    )
    for lang in ("en", "fr"):
        _, text, _ = page(server, "/coverage?by=dialogue", lang)
        names = [each["label"] for each in told["dialogues"]]
        shown = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", text))
        stated, inferred = ("énoncé", "déduit") if lang == "fr" else ("stated", "inferred")
        total = {
            basis: sum(line[basis] for line in told["objectives"])
            for basis in ("stated", "inferred")
        }
        assert total["stated"] > 0 < total["inferred"]
        assert f"{stated} {total['stated']}" in shown
        assert f"{inferred} {total['inferred']}" in shown
        assert lang == "fr" or all(name.partition(" (")[0] in text for name in names)


@pytest.mark.parametrize("by", ["year", "dialogue"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_picture_is_there_in_pixels(server, by, lang):
    """PNG is the SVG in pixels, twice as many as it has units, and more than a white sheet."""
    query = f"?by={by}&lang={lang}"
    svg = ET.fromstring(send(server, path=f"/coverage.svg{query}").body)  # noqa: S314 - ours
    reply = send(server, path=f"/coverage.png{query}")
    assert (reply.status, reply.media_type) == (200, "image/png")
    assert reply.body.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", reply.body[16:24])
    assert (width, height) == (2 * int(svg.get("width")), 2 * int(svg.get("height")))
    assert len(reply.body) > 40_000
    assert reply.headers["ETag"]


def test_a_picture_of_a_cell_there_is_none(server):
    """What is behind a number is no picture."""
    for end in ("png", "svg"):
        assert send(server, path=f"/coverage/cell.{end}?objective=gcm-o9").status == 404


@pytest.mark.parametrize("path", ["/coverage.csv", "/coverage.svg", "/coverage.png", "/coverage"])
def test_files_have_validators(server, path):
    """The same table is not sent twice, and HEAD has no body."""
    first = send(server, path=path)
    assert first.status == 200
    again = send(server, path=path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304
    assert send(server, "HEAD", path).body == b""


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/coverage.json?framework=a%20b&basis=%3E", ["framework", "basis"]),
        ("/coverage.csv?partner=activity/x", ["partner"]),
        ("/coverage/cell.json?year=soon", ["objective", "year"]),
        ("/coverage.csv?nope=1", ["nope"]),
    ],
)
def test_bad_filters_are_named(server, path, names):
    """422 names each parameter, in both languages; the page keeps its form."""
    reply = send(server, path=path)
    assert problem(reply) == (422, "bad-parameters")
    assert [each["name"] for each in reply.json["parameters"]] == names
    response, text = get(server + path.replace(".json", "").replace(".csv", ""))
    assert response.status == 422
    Outline(text)


def test_what_is_not_there(server):
    """An objective that is none is 404; one with nothing in a year says that it is a gap."""
    reply = send(server, path="/coverage/cell?objective=gcm-o99", headers={"Accept": "*/*"})
    assert problem(reply) == (404, "not-found")
    assert send(server, path="/coverage.exe").status == 404
    text = page(server, "/coverage/cell?objective=gcm-o12&year=2019")[1]
    assert "gap in the record" in text


COUNTS = st.lists(
    st.fixed_dictionaries(
        {
            "objective": st.sampled_from(["a", "b", "z"]),
            "kind": st.sampled_from(["x#Activity", "x#Document"]),
            "works": st.integers(1, 9).map(str),
        },
        optional={"year": st.integers(1990, 2030).map(str)},
    ),
    max_size=20,
)


@settings(deadline=None)
@given(COUNTS)
def test_nothing_is_lost_or_invented(counts):
    """Totals by line and by column agree, columns cover every year once, gaps have no number."""
    told = matrix([{"objective": "a"}, {"objective": "b", "label": "B", "lang": "en"}], counts)
    kept = [each for each in counts if each["objective"] != "z"]
    total = sum_of(line.total for line in told.lines)
    assert total == sum_of(told.column(column.key) for column in told.columns)
    assert total.works == sum(int(each["works"]) for each in kept)
    runs = [
        range(each.key, (each.last or each.key) + 1) for each in told.shown if each.key is not None
    ]
    years = [year for run in runs for year in run]
    assert years == [column.key for column in told.columns if column.key is not None]
    for run in runs:
        assert len(run) == 1 or all(told.column(year) == Count() for year in run)
    assert {line.iri for line in told.gaps} == {"a", "b"} - {each["objective"] for each in kept}


CHANGE = """
PREFIX activity: <https://w3id.org/dialograph/id/activity/>
PREFIX alignment: <https://w3id.org/dialograph/id/alignment/>
PREFIX basis: <https://w3id.org/dialograph/id/alignment-basis/>
PREFIX dg: <https://w3id.org/dialograph/ontology#>
PREFIX graph: <https://w3id.org/dialograph/graphs/>
PREFIX objective: <https://w3id.org/dialograph/id/objective/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA {
  GRAPH graph:rabat {
    alignment:x dg:aligns activity:x ; dg:alignsWith objective:gcm-o12 ; dg:hasBasis basis:stated .
    activity:x a dg:Meeting ; skos:prefLabel "Zanzibar"@en ; schema:startDate "2019"^^xsd:gYear .
  }
  GRAPH graph:ontology { dg:Zanzibar a owl:Class }
}"""
"""Adds a meeting for an objective that had nothing, and a class of which nothing else is said."""


def test_pages_follow_the_data_and_older_versions_stay(tmp_path):
    """A change is on every page at once, and the version before it can still be asked."""
    token, flags = token_for(tmp_path)
    data = ("--data-dir", tmp_path / "data", "--shapes", "none")
    paths = [
        "/coverage/cell?objective=gcm-o12&year=2019",
        "/queries/search-labels?text=zanzibar",
        "/ontology?x=1",
    ]
    with serving(*data, *flags) as served:
        url = served.url
        assert [page(url, each)[1].count("Zanzibar") for each in paths] == [0, 0, 0]
        gaps = page(url, "/coverage")[1].count('class="c1"')
        done = insert(url, token, CHANGE)
        assert done.status == 204, done.text
        now = [page(url, each)[1] for each in paths]
        assert [each.count("Zanzibar") > 0 for each in now] == [True] * 3
        assert page(url, "/coverage")[1].count('class="c1"') == gaps + 2
        for each in paths[:2]:
            before = page(url, f"{each}&version=1")[1]
            assert "Zanzibar" not in before
            assert "This is version 1" in before
        found = send(url, path="/coverage.json?version=1").json
        assert found["objectives"][11]["gap"]
        rows = send(url, path="/queries/search-labels.csv?text=zanzibar&version=1").text
        assert len(rows.splitlines()) == 1
        assert problem(send(url, path="/coverage.json?version=99"))[0] == 404
