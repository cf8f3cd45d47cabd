"""The home page, and what all pages have in common."""

import csv
import gzip
import html
import os
import re
import signal
import urllib.request
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from browsing import Outline, get
from conftest import serving
from dialograph.web import editor
from watching import queries


@pytest.fixture(scope="module")
def home(server):
    """The home page by language."""
    return {lang: get(f"{server}/?lang={lang}")[1] for lang in ("en", "fr")}


def questions(text):
    """The addresses of the questions on the home page."""
    listed = text[text.index('<ol class="questions">') :]
    return re.findall(r'<li><a href="(/sparql\?[^"]+)"', listed)


def count(server, pattern):
    """What the endpoint counts."""
    query = (
        "PREFIX dg: <https://w3id.org/dialograph/ontology#> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}"
    )
    response = get(f"{server}/sparql?query={quote(query)}", Accept="text/csv")[1]
    return int(response.split()[1])


def test_figures_are_those_of_the_endpoint(server, home):
    """The numbers on the home page are what the endpoint counts, subclasses included."""
    for kind in ("Activity", "Document", "Alignment", "Evidence"):
        number = count(server, f"?x a ?class . ?class rdfs:subClassOf* dg:{kind}")
        assert f"<dd>{number:,}</dd>" in home["en"], kind


def test_partners_counted_are_those_that_take_part(server, home):
    """A country that only serves as a place is not counted as a partner."""
    part = "<http://www.w3.org/ns/org#member>|dg:hasPartner"
    number = count(server, f"?part {part} ?x")
    assert number < count(server, "?x a ?class . ?class rdfs:subClassOf* dg:Partner")
    assert f"<dd>{number:,}</dd>" in home["en"]


def test_size_is_that_of_the_merge(server, home):
    """The size shown is that of what a query sees, written as the language does."""
    total = get(
        f"{server}/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?s ?p ?o }')}",
        Accept="text/csv",
    )[1].split()[1]
    number = f"{int(total):,}"
    assert f"<dd>{number}</dd>" in home["en"]
    assert f"<dd>{number.replace(',', chr(0x202F))}</dd>" in home["fr"]


def test_every_graph_is_listed(server, home):
    """Each graph is listed with title, size, version, date and licence in the page's language."""
    for lang in ("en", "fr"):
        query = (
            "PREFIX dcterms: <http://purl.org/dc/terms/> SELECT ?g ?title (COUNT(*) AS ?n) "
            "{ GRAPH ?g { ?s ?p ?o } ?g dcterms:title ?title "
            f"FILTER (LANG(?title) = '{lang}') }} GROUP BY ?g ?title"
        )
        answer = get(f"{server}/sparql?query={quote(query)}", Accept="text/csv")[1]
        rows = list(csv.reader(answer.splitlines()))[1:]
        assert len(rows) == 7
        for iri, title, size in rows:
            start = home[lang].index(f"<strong>{html.escape(title)}</strong>")
            row = home[lang][start : home[lang].index("</tr>", start)]
            separator = "," if lang == "en" else chr(0x202F)
            assert iri in row
            assert f"{int(size):,}".replace(",", separator) in row
            assert "0.1.0" in row
            assert "2026" in row
            assert "https://creativecommons.org/licenses/by/4.0/" in row


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_example_questions_answer(server, home, lang):
    """Each of the five questions opens a table of answers with labels in the page's language."""
    links = questions(home[lang])
    assert len(links) == 5
    for link in links:
        response, text = get(server + html.unescape(link))
        assert response.status == 200
        assert f'<html lang="{lang}">' in text
        assert text.count("<tr>") > 1
        query = parse_qs(urlsplit(html.unescape(link)).query)["query"][0]
        assert f'"{lang}"' in query
        assert f'<span lang="{lang}">' in text


def test_gap_question_gives_the_nine_objectives(server, home):
    """The question about gaps gives the nine objectives without an activity."""
    link = html.unescape(questions(home["en"])[1])
    table = get(server + link, Accept="text/csv")[1]
    numbers = [int(row.split(",")[0]) for row in table.splitlines()[1:]]
    assert numbers == [3, 4, 6, 12, 13, 14, 15, 17, 22]


def test_curl_command_works_as_printed(server, home):
    """The query in the command of the home page is one that the endpoint answers."""
    command = html.unescape(
        re.search(r"<pre[^>]*><code>(curl .*?)</code>", home["en"], re.DOTALL)[1]
    )
    assert f"curl -G {server}/sparql" in command
    query = re.search(r"'query=(.*)'$", command, re.DOTALL)[1]
    assert "'" not in query
    answer = get(f"{server}/sparql?query={quote(query)}", Accept="text/csv")[1]
    assert len(answer.splitlines()) > 1


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        ("", "fr-CA, en;q=0.5", "fr"),
        ("", "en, fr;q=0.5", "en"),
        ("", "de", "en"),
        ("?lang=en", "fr", "en"),
        ("?lang=fr", "en", "fr"),
        ("?lang=xx", "fr", "fr"),
    ],
)
def test_language(server, query, accept, expected):
    """The address decides the language of a page, else Accept-Language, else English."""
    response, text = get(f"{server}/{query}", **{"Accept-Language": accept})
    assert f'<html lang="{expected}">' in text
    assert response.headers["Content-Language"] == expected
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/download/", "/sparql", "/nowhere", "/sparql?query=SELECT"),
        *("/timeline", "/timeline?from=soon", "/search", "/search?q=r%C3%A9union", "/gaps"),
        *(
            "/frameworks",
            "/frameworks?second=gcm",
            "/report",
            "/report?from=x",
            "/search?q=zzzzz&kind=activity",
        ),
    ],
)
def test_pages_are_whole_and_keep_to_the_policy(server, path):
    """Every page is well-formed, without inline script or style, and loads only what is ours.

    Only the query page has a script, where the editor has been built.
    """
    for lang in ("en", "fr"):
        text = get(f"{server}{path}{'&' if '?' in path else '?'}lang={lang}")[1]
        page = Outline(text)
        assert len(page.ids) == len(set(page.ids))
        scripts = re.findall(r"<script[^>]*>", text)
        assert path.startswith("/sparql") or not scripts
        assert all("application/json" in each or ' src="/static/' in each for each in scripts)
        assert "<style" not in text
        assert not [name for name in page.names if name == "style" or name.startswith("on")]
        loaded = re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', text)
        own = (
            len(editor.ADDRESSES["css"])
            if path.startswith("/sparql")
            else path.startswith("/report")
        )
        assert len(loaded) == 2 + own
        assert all(address.startswith("/static/") for address in loaded)
        for link in page.links:
            if link.startswith("#"):
                assert link[1:] in page.ids


def test_links_of_the_site_lead_somewhere(server, home):
    """Every link of the home page to this server is answered with 200."""
    for lang in ("en", "fr"):
        for link in {html.unescape(each) for each in Outline(home[lang]).links}:
            if link.startswith(("/", "?")):
                url = server + (link if link.startswith("/") else f"/{link}")
                assert get(url)[0].status == 200, link


def test_french_has_its_typography(home):
    """French has its non-breaking spaces and its typographic apostrophe."""
    page = Outline(re.sub(r"<pre.*?</pre>", "", home["fr"], flags=re.DOTALL))
    text = "".join(page.words)
    assert not re.search(r"\w [:;!?»]", text)
    assert not re.search(r"[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]", text)


def test_odd_host_does_no_harm(server):
    """A strange Host is not repeated on the page, and one that is none is refused."""
    response, text = get(f"{server}/", Host="x';\"<b>")
    assert response.status == 400
    assert "<b>" not in text
    response, text = get(f"{server}/", Host="x';(b)")
    assert response.status == 200
    assert "x';(b)" not in text
    assert "curl -G https://w3id.org/dialograph/sparql" in text


def test_page_is_validated_by_etag(server):
    """A browser that holds the page gets 304, and HEAD gets the headers without the page."""
    etag = get(f"{server}/?lang=en")[0].headers["ETag"]
    assert get(f"{server}/?lang=en", **{"If-None-Match": etag})[0].status == 304
    assert get(f"{server}/?lang=fr", **{"If-None-Match": etag})[0].status == 200
    head = urllib.request.Request(f"{server}/", method="HEAD")
    with urllib.request.urlopen(head) as response:
        assert response.read() == b""
        assert int(response.headers["Content-Length"]) > 1000


def test_style_sheet_is_kept_until_it_changes(server, home):
    """The style sheet is kept for a year under the name of its content, else checked each time."""
    link = re.search(r'"(/static/style\.css\?v=[0-9a-f]+)"', home["en"])[1]
    response, text = get(server + link)
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response.headers["Cache-Control"]
    assert "prefers-color-scheme: dark" in text
    bare = get(f"{server}/static/style.css")[0]
    assert bare.headers["Cache-Control"] == "no-cache"
    again = get(server + link, **{"If-None-Match": response.headers["ETag"]})[0]
    assert again.status == 304


def test_static_serves_nothing_else(server):
    """Only the files of the interface are served under /static/."""
    for name in ("texts.toml", "..%2Fpages.py", "%2e%2e/pages.py", "nothing.css"):
        assert get(f"{server}/static/{name}")[0].status == 404


def test_home_page_of_graphs_that_say_nothing_of_themselves(two_graphs):
    """Graphs without a description go by their IRI, beside questions that any data can answer."""
    text = get(f"{two_graphs}/?lang=fr")[1]
    for name in ("first", "second"):
        assert f"https://w3id.org/dialograph/graphs/{name}" in text
        assert f"/download/{name}.ttl" in text
    links = questions(text)
    assert links
    for link in links:
        assert get(two_graphs + html.unescape(link))[0].status == 200


def test_home_page_under_another_base_iri():
    """Under another base IRI the shipped graphs keep their titles, versions and licences."""
    with serving("--base-iri", "https://example.org/d/") as served:
        text = get(f"{served.url}/?lang=fr")[1]
        assert text.count(">CC BY 4.0</a>") > 5
        assert "<strong>Processus de Rabat</strong>" in text
        assert "https://example.org/d/graphs/rabat" in text


def test_home_page_of_an_empty_store():
    """A server with nothing loaded says so, on a whole page."""
    with serving("--load", "none") as served:
        text = get(f"{served.url}/?lang=en")[1]
        Outline(text)
        assert "No data is loaded" in text
        assert "<dd>" not in text
        assert get(f"{served.url}/download/")[0].status == 200


def test_page_travels_compressed(server):
    """A page is sent compressed to whom takes that, and is the same page."""
    plain = get(f"{server}/?lang=en")[1]
    request = urllib.request.Request(f"{server}/?lang=en", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(response.read()).decode() == plain


GAPS = ["12", "13", "15"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_wall_shows_what_was_done_on_each_objective(server, home, lang):
    """Each of the 23 tiles opens its objective and says what the coverage file counts."""
    wall = home[lang][home[lang].index('class="wall"') :].partition("</ol>")[0]
    tiles = wall.split("<li>")[1:]
    coverage = csv.DictReader(get(f"{server}/coverage.csv", Accept="text/csv")[1].splitlines())
    counts = {}
    for row in coverage:
        known = counts.setdefault(row["notation"], [0, 0])
        known[0] += int(row["activities"])
        known[1] += int(row["documents"])
    assert len(tiles) == len(counts) == 23
    for tile in tiles:
        number = re.search(r'class="notation">(\d+)<', tile)[1]
        assert f'href="/page/objective/gcm-o{number}?lang={lang}"' in tile
        done = re.search(r'class="done">([^<]*)<', tile)[1]
        told = [int(each) for each in re.findall(r"\d+", done)]
        assert told == [each for each in counts[number] if each]
        assert ('class="gap"' in tile) == (not told) == (number in GAPS)


def test_the_latest_activities_are_those_of_the_timeline(server, home):
    """The list is the head of the timeline of activities, the last day first."""
    rows = list(
        csv.DictReader(
            get(f"{server}/timeline.csv?kind=activity", Accept="text/csv")[1].splitlines()
        )
    )
    expected = sorted(((row["date"], row["event"]) for row in rows), reverse=True)[:6]
    section = home["en"][home["en"].index('id="latest"') :].partition("</ol>")[0]
    shown = re.findall(r'href="/page/(activity/[^?]+)\?lang=en"', section)
    assert shown == [iri.partition("/id/")[2] for _, iri in expected]


def test_a_search_can_be_begun_and_the_language_stays(server, home):
    """The search box leads to results in the page's language, and so does every door."""
    for lang in ("en", "fr"):
        form = home[lang][home[lang].index('<form action="/search"') :].partition("</form>")[0]
        assert f'name="lang" value="{lang}"' in form
        assert 'name="q"' in form
        text = get(f"{server}/search?q=dakar&lang={lang}")[1]
        assert f'<html lang="{lang}">' in text
        doors = home[lang][home[lang].index('class="doors"') :].partition("</section>")[0]
        links = re.findall(r'href="([^"]+)"', doors)
        assert len(links) == 8
        assert all(f"lang={lang}" in each for each in links)


def test_without_answers_the_home_page_still_stands():
    """Without an answer in time the wall is left out, and the rest of the page is there."""
    with serving("--query-timeout", "0.5") as served:
        for each in queries(served):
            os.kill(each, signal.SIGSTOP)
        response, text = get(f"{served.url}/?lang=en")
    assert response.status == 200
    assert 'class="wall"' not in text
    assert "<dd>" in text
