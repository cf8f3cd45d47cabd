"""The page on which a person asks."""

import html
import re
from urllib.parse import quote

from browsing import Outline, get


def test_question_page_keeps_the_query(server):
    """The page to ask from shows the query as it was sent and links the answer in other formats."""
    query = 'SELECT ("</textarea><b>&amp;\u00e9" AS ?x) {}'
    text = get(f"{server}/sparql?lang=en&query={quote(query)}")[1]
    shown = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.DOTALL)[1]
    assert html.unescape(shown) == query
    assert "<b>" not in text
    link = html.unescape(re.search(r'href="(/sparql\?[^"]*format=csv[^"]*)"', text)[1])
    assert get(server + link)[1].startswith("x\r\n")


def test_question_page_shows_terms(server):
    """Tags and datatypes are shown, resources can be followed, and no link runs anything."""
    rows = (
        'SELECT ?x { VALUES ?x { "a"@fr "1"^^<http://www.w3.org/2001/XMLSchema#gYear> '
        "<javascript:alert(1)> <http://example.org/> "
        "<https://w3id.org/dialograph/id/dialogue/rabat-process> } }"
    )
    text = get(f"{server}/sparql?lang=en&query={quote(rows)}")[1]
    assert '<span lang="fr">a</span>' in text
    assert "xsd:gYear" in text
    links = Outline(text).links
    assert "http://example.org/" in links
    assert not [link for link in links if link.startswith("javascript")]
    describe = next(link for link in links if "DESCRIBE" in link and "rabat-process" in link)
    response, page = get(server + describe)
    assert response.status == 200
    assert "dg:Dialogue" in page


def test_question_page_answers_yes_and_no(server):
    """An ASK query is answered in a word of the page's language."""
    for lang, pattern, word in [
        ("fr", "{ ?s ?p ?o }", "Oui"),
        ("en", "{ ?s ?s ?s, ?p . ?p ?p ?p }", "No"),
    ]:
        text = get(f"{server}/sparql?lang={lang}&query={quote('ASK ' + pattern)}")[1]
        assert f'<p class="verdict">{word}</p>' in text


def test_long_answer_is_cut_and_says_so(server):
    """The page shows the first rows of a long answer and says how many there are."""
    query = quote("SELECT * { ?s ?p ?o } LIMIT 1500")
    text = get(f"{server}/sparql?lang=en&query={query}")[1]
    assert "1,500" in text
    assert text.count("<tr>") == 1001


def test_problem_is_shown_beside_the_query(server):
    """A query that does not parse comes back in the form, with the place marked."""
    query = "SELECT * WHERE {\n  ?s ?p ?o .\n  FILTR (?s)\n}"
    response, text = get(f"{server}/sparql?lang=fr&query={quote(query)}")
    assert response.status == 400
    assert 'role="alert"' in text
    assert "<mark>FILTR (?s)</mark>" in text
    shown = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.DOTALL)[1]
    assert html.unescape(shown) == query
