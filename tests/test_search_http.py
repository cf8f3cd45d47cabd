"""Search: whatever the accents and the language, by kind, without a script."""

import csv
import io
import unicodedata
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asking import send
from browsing import Outline, get
from conftest import serving
from dialograph.publish.search import Entry, Text, find, fold
from watching import problem


def search(server, asked, **more):
    """What a program is told."""
    return send(server, path=f"/search.json?{urlencode({'q': asked, **more})}").json


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    "asked", ["réunion", "Reunion", "REUNION", "re\u0301union", "  réunion\u00a0!", "«réunion»"]
)
def test_accents_case_and_punctuation_do_not_count(server, asked, lang):
    """However it is written, the same is found, whatever the language of the page."""
    expected = [each["id"] for each in search(server, "réunion")["results"]]
    assert len(expected) > 20
    assert [each["id"] for each in search(server, asked, lang=lang)["results"]] == expected
    text = get(f"{server}/search?q={quote(asked)}&lang={lang}")[1]
    assert '<section aria-labelledby="k-activity">' in text


@pytest.mark.parametrize("text", ["diaspora", "Sénégal", "Abuja", "remittances"])
def test_it_finds_what_the_catalogue_finds(server, text):
    """Whatever has a word in a name, as the named query sees it, is among what is found."""
    reply = send(server, path=f"/queries/search-labels.csv?text={quote(text)}")
    rows = list(csv.DictReader(io.StringIO(reply.text)))
    whole = {row["resource"] for row in rows if f" {fold(text).strip()}" in fold(row["name"])}
    assert whole
    found = {each["id"] for each in search(server, text, limit="1000")["results"]}
    assert whole <= found


def test_both_languages_find_the_same_objective(server):
    """Objective 9 is found by words of either of its titles, first of its kind."""
    for asked in ("smuggling of migrants", "trafic de migrants", "transnational smuggl"):
        told = search(server, asked, kind="objective")
        assert told["results"][0]["id"].endswith("/objective/gcm-o9"), asked
        assert set(told["results"][0]["label"]) == {"en", "fr"}


def test_a_quote_is_found_by_its_words(server):
    """Words of a quote lead to it, and the passage shows them."""
    query = """PREFIX oa: <http://www.w3.org/ns/oa#>
    SELECT ?e ?q { ?e oa:hasSelector/oa:exact ?q } ORDER BY STRLEN(?q) ?e LIMIT 1"""
    reply = send(server, path=f"/sparql?query={quote(query)}", headers={"Accept": "text/csv"})
    (row,) = csv.DictReader(io.StringIO(reply.text))
    told = search(server, row["q"], kind="evidence")
    passages = {each["id"]: each["passage"]["text"] for each in told["results"]}
    assert passages[row["e"]] == row["q"]


def test_the_page_shows_some_of_each_kind_and_leads_to_all(server):
    """By kind so many are shown, all are counted, and a link opens the rest of a kind."""
    told = search(server, "migration", limit="1000")
    text = get(f"{server}/search?q=migration&lang=en")[1]
    outline = Outline(text)
    for kind, number in told["kinds"].items():
        section = text[text.index(f'aria-labelledby="k-{kind}"') :].partition("</section>")[0]
        assert section.count("<li>") == min(number, 6)
        link = f"/search?q=migration&kind={kind}&lang=en"
        assert (link in outline.links) == (number > 6)
        assert f'<span class="count">{number}</span>' in section
    activities = get(f"{server}/search?q=migration&kind=activity&lang=en")[1]
    assert activities.count("<li>") == told["kinds"]["activity"]
    assert sum(told["kinds"].values()) == told["total"] == len(told["results"])


def test_words_that_are_nowhere_lead_to_what_is_near(server):
    """A misspelt name is met with what may have been meant, and links there."""
    text = get(f"{server}/search?q=Rabbat+Proces&lang=en")[1]
    assert "Did you mean" in text
    assert "/page/dialogue/rabat-process?lang=en" in Outline(text).links
    assert search(server, "Rabbat Proces")["total"] == 0


@pytest.mark.parametrize("asked", ["", "   ", "!?", "<script>alert(1)</script>", "a" * 5000, "\0"])
def test_whatever_is_asked_does_no_harm(server, asked):
    """Nothing, signs, markup and long texts are met with a whole page."""
    response, text = get(f"{server}/search?q={quote(asked)}")
    assert response.status == 200
    Outline(text)
    assert "<script" not in text
    assert search(server, asked)["query"] == asked.strip()[:200]


def test_limits(server):
    """A program gets as many as it asks for; what is no number is refused in words."""
    assert len(search(server, "migration", limit="3")["results"]) == 3
    assert search(server, "migration", kind="nothing")["results"] == []
    reply = send(server, path="/search.json?q=a&limit=many")
    assert problem(reply) == (422, "bad-parameters")
    assert reply.json["parameters"] == [{"name": "limit"}]


def test_an_empty_store_is_searched_too():
    """Where nothing is loaded nothing is found, and that is said."""
    with serving("--load", "none") as served:
        assert search(served.url, "rabat")["total"] == 0
        assert "0 results" in get(f"{served.url}/search?q=rabat&lang=en")[1]


WORDS = st.text(st.sampled_from("aébcÉ-œ "), max_size=12)


@given(WORDS)
def test_folding_is_stable(text):
    """Folding twice is folding once, and composed or decomposed letters fold alike."""
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text) == fold(text.upper())


@given(st.lists(WORDS, min_size=1, max_size=6), WORDS)
def test_what_is_found_has_every_word(names, asked):
    """An entry is found exactly when each word begins a word of its texts, the best first."""
    entries = [
        Entry(str(place), "activity", {"en": name}, (Text(name, "en", fold(name), 3),))
        for place, name in enumerate(names)
    ]
    hits = find(entries, asked)
    words = fold(asked).split()
    expected = {
        each.iri
        for each in entries
        if words and all(f" {word}" in each.texts[0].folded for word in words)
    }
    assert {hit.entry.iri for hit in hits} == expected
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(score >= 1 for score in scores)
