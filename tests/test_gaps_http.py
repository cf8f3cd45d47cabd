"""What is missing: the board of the Warnings, by who could fill them, and frameworks compared."""

import csv
import io
import re
from collections import Counter

import pytest
from rdflib import Graph

from asking import send
from browsing import Outline, get
from conftest import serving
from dialograph.graph.sources import shipped_sources
from dialograph.shapes.gate import Severity, validate
from watching import eventually, problem

GAPS = ["12", "13", "15"]


@pytest.fixture(scope="module")
def expected(server):
    """The Warnings that judging the files finds, while the server works its board out."""
    first = send(server, path="/gaps.json")
    if first.status != 200:
        assert problem(first) == (503, "busy")
        assert int(first.headers["Retry-After"]) > 0
    graph = Graph()
    for source in shipped_sources("https://w3id.org/dialograph/"):
        for path in source.files:
            graph.parse(path)
    return {
        (str(each.focus), each.message["en"])
        for each in validate(graph).results
        if each.severity is Severity.WARNING
    }


@pytest.fixture(scope="module")
def board(server, expected):
    """The board, once it is worked out: as JSON."""
    assert expected
    eventually(lambda: send(server, path="/gaps.json").status == 200, seconds=120)
    return send(server, path="/gaps.json").json


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_objectives_without_anything_come_first(server, lang):
    """The objectives for which nothing is recorded are named, and lead to their pages."""
    text = get(f"{server}/gaps?lang={lang}")[1]
    assert f'<html lang="{lang}">' in text
    section = text[text.index('id="objectives"') :].partition("</section>")[0]
    assert re.findall(r'href="/page/objective/gcm-o(\d+)\?lang=' + lang, section) == GAPS


def test_the_board_is_what_the_gate_says(board, expected):
    """It holds every Warning that judging the files finds, each under somebody, and no more."""
    found = [(each["resource"], each["message"]["en"]) for each in board["gaps"]]
    assert set(found) == expected
    assert board["total"] == len(expected)
    twice = [each for each, times in Counter(found).items() if times > 1]
    holders = {(each["resource"], each["holder"]) for each in board["gaps"]}
    assert all(sum(each[0] == one[0] for one in holders) > 1 for each in twice)


def test_gaps_stand_with_who_could_fill_them(server, board):
    """Whoever published a document, hosted a meeting or keeps a dialogue; names are for us."""
    query = """PREFIX dcterms: <http://purl.org/dc/terms/>
    SELECT ?d ?p { ?d a <https://w3id.org/dialograph/ontology#Document> ;
      dcterms:publisher|dcterms:creator ?p }"""
    reply = send(
        server,
        "POST",
        "/sparql",
        query.encode(),
        {"Content-Type": "application/sparql-query", "Accept": "text/csv"},
    )
    published = {}
    for row in csv.DictReader(io.StringIO(reply.text)):
        published.setdefault(row["d"], set()).add(row["p"])
    told = {}
    for each in board["gaps"]:
        if "title" not in each["message"]["en"] and "name" not in each["message"]["en"]:
            told.setdefault(each["resource"], set()).add(each["holder"])
    both = told.keys() & published.keys()
    assert len(both) > 10
    for each in both:
        assert told[each] == published[each]
    for each in board["gaps"]:
        if "French title" in each["message"]["en"]:
            assert each["holder"] == ""
        assert set(each["message"]) == {"en", "fr"}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_and_the_files_say_the_same(server, board, lang):
    """The page counts as many gaps as the files hold, and names things in its language."""
    text = get(f"{server}/gaps?lang={lang}")[1]
    outline = Outline(text)
    assert len(outline.ids) == len(set(outline.ids))
    section = text[text.index('id="board"') :].partition('id="queries"')[0]
    listed = re.findall(r'<li><a href="/page/([^"?]+)\?lang=' + lang, section)
    own = [each["resource"].partition("/id/")[2] for each in board["gaps"]]
    assert Counter(listed) == Counter(own)
    rows = list(csv.DictReader(io.StringIO(send(server, path="/gaps.csv").text)))
    assert [row["resource"] for row in rows] == [each["resource"] for each in board["gaps"]]
    assert {"/gaps.csv", "/gaps.json"} <= set(outline.links)
    assert send(server, path="/gaps.exe").status == 404
    assert "Refresh" not in get(f"{server}/gaps")[0].headers


def test_without_shapes_the_page_says_so():
    """A server that judges nothing says so in words, and its file is not found."""
    with serving("--load", "none", "--shapes", "none") as served:
        response, text = get(f"{served.url}/gaps?lang=en")
        assert response.status == 200
        assert "judges nothing by shapes" in text
        assert problem(send(served.url, path="/gaps.json")) == (404, "not-found")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_frameworks_side_by_side_say_what_the_data_says(server, lang):
    """The ties of Marrakesh are those of the named query; Dakar has none, and that is said."""
    text = get(f"{server}/frameworks?second=dakar&lang={lang}")[1]
    Outline(text)
    reply = send(server, path="/queries/framework-mapped-to-gcm.csv?framework=map")
    rows = list(csv.DictReader(io.StringIO(reply.text)))
    table = text[text.index('id="gcm"') :]
    ties = re.findall(r'<li><a href="/page/([^"?]+)', table)
    assert Counter(ties) == Counter(row["element"].partition("/id/")[2] for row in rows)
    assert table.count('class="none"') == 46 - len({row["objective"] for row in rows})
    none = {"en": "Nothing in the record ties", "fr": "Rien dans les données ne relie"}[lang]
    assert table.count(none) == 1
    assert "Dakar" in table.partition(none)[2][:120]


def test_two_plans_meet_in_the_parts_that_both_are_mapped_with(server):
    """The five domains of both plans are mapped with the same five of the Valletta plan."""
    text = get(f"{server}/frameworks?lang=en")[1]
    section = text[text.index('id="links"') :].partition("</section>")[0]
    found = re.findall(r'/page/element/((?:map|cap|jvap)-[^?"]+)', section)
    rows = [tuple(found[place : place + 3]) for place in range(0, len(found), 3)]
    assert rows == [(f"map-d{n}", f"jvap-d{n}", f"cap-a{n}") for n in range(1, 6)]
    other = get(f"{server}/frameworks?lang=en&second=dakar")[1]
    assert "No mapping in the record ties" in other
    response, text = get(f"{server}/frameworks?first=a%20b&lang=en")
    assert response.status == 422
    assert '<form action="/frameworks"' in text
