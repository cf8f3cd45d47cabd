"""``/dialogues``: the dialogues compared, with the numbers of the catalogue."""

import csv
import html
import io
import re

import pytest

from asking import send
from browsing import Outline, get
from conftest import serving

ID = "https://w3id.org/dialograph/id/"


def table(server, name):
    """The answer of a named query."""
    reply = send(server, path=f"/queries/{name}.csv")
    assert reply.status == 200
    return list(csv.DictReader(io.StringIO(reply.text)))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_says_what_the_catalogue_says(server, lang):
    """States of several dialogues, objectives of none, and counts are those of named queries."""
    response, text = get(f"{server}/dialogues?lang={lang}")
    assert response.status == 200
    outline = Outline(text)
    coverage = table(server, "coverage-by-dialogue")
    dialogues = {row["dialogue"] for row in coverage}
    assert len(dialogues) >= 4
    served = {
        row["objective"]
        for row in coverage
        if any(int(row[basis]) for basis in ("stated", "reported", "inferred"))
    }
    untouched = {row["objective"] for row in coverage} - served
    none = text[text.index('id="none"') : text.index('id="others"')]
    assert set(re.findall(r"/page/objective/([^?\"]+)", none)) == {
        iri.rpartition("/")[2] for iri in untouched
    }
    sits = {}
    for row in table(server, "states-of-dialogues"):
        if row["dialogue"] in dialogues:
            sits.setdefault(row["country"], set()).add(row["dialogue"])
    several = {country for country, each in sits.items() if len(each) > 1}
    shown = text[text.index('id="states"') : text.index('id="more"')]
    assert set(re.findall(r"/page/country/([^?\"]+)", shown)) == {
        iri.rpartition("/")[2] for iri in several
    }
    for dialogue in dialogues:
        number = sum(dialogue in each for each in sits.values())
        assert f"/page/dialogue/{dialogue.rpartition('/')[2]}?lang={lang}" in outline.links
        assert f">{number}</td>" in text
    assert "dialogues_" not in text


def test_links_of_the_page_lead_somewhere(server):
    """Everything that the page leads to is there, the form with its choices included."""
    _, text = get(f"{server}/dialogues?lang=fr")
    own = text[text.index("<h1") : text.index("<footer")]
    links = {html.unescape(each) for each in re.findall(r'href="(/[^"#]*)"', own)}
    assert len(links) > 60
    for link in links:
        assert "/page/" in link or send(server, path=link).status == 200, link
    action = re.search(r'<form action="([^"]+)"', text[text.index("others") :])[1]
    asked = f"{action}?objective=gcm-o9&dialogue=dialogue/rabat-process&lang=fr"
    response, answer = get(server + asked)
    assert response.status == 200
    assert "/id/activity/" in answer or "/page/activity/" in answer


def test_a_graph_without_dialogues_says_so(tmp_path):
    """Where nothing is recorded, the page says that, and no number."""
    (tmp_path / "one.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    with serving("--load", tmp_path / "one.ttl") as served:
        response, text = get(f"{served.url}/dialogues")
        assert response.status == 200
        assert 'class="notice"' in text
