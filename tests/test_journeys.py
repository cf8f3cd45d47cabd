"""What three users do in a browser, in both languages: an officer, an analyst, an engineer."""

import csv
import io
import json
from urllib.parse import urlencode

import pytest
from rdflib import Graph
from rdflib.compare import to_isomorphic

from asking import ask, send
from chromium import Chromium, axe
from conftest import serving
from dialograph.web import editor
from writing import insert, token_for

LANGUAGES = ["en", "fr"]
GAPS = """
PREFIX dg: <https://w3id.org/dialograph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?notation ?label {
  ?objective a dg:Objective ;
    skos:inScheme <https://w3id.org/dialograph/id/framework/gcm> ;
    skos:notation ?notation ; skos:prefLabel ?label
  FILTER (LANG(?label) = "%s")
  FILTER NOT EXISTS { ?work dg:contributesTo ?objective }
  FILTER NOT EXISTS { ?alignment dg:alignsWith ?objective }
}"""
PAGES = [
    "/",
    "/coverage",
    "/coverage?by=dialogue",
    "/coverage/cell?objective=gcm-o9",
    "/timeline",
    "/search?q=diaspora",
    "/gaps",
    "/frameworks",
    "/crosswalk",
    "/dialogues",
    "/report",
    "/queries",
    "/queries/activities-by-year",  # with a table
    "/queries/partners-by-activity-count",  # with a chart
    "/queries/resource-description",  # with a graph
    "/queries/federated-members",
    "/queries/activities-by-year?year=soon",
    "/docs",
    "/ontology",
    "/download/",
    f"/sparql?{urlencode({'query': 'SELECT * { ?s ?p ?o } LIMIT 20'})}",
    f"/sparql?{urlencode({'query': 'SELECT * { ?s ?p '})}",
    "/validate",
    "/graphs",
    "/feed",
    "/reconcile",
    "/problems/gone",
    "/page/objective/gcm-o9",
    "/page/activity/mc-2018-marrakesh",
    "/page/document/abuja-knowledge-paper",
    "/page/country/mar",
    "/page/organisation/adept",
    "/page/dialogue/rabat-process",
    "/page/framework/gcm",
    "/page/evidence/rabat-gcm-b01-collection",
    "/page/statement/addis-2022-dialogue-joint",
    "/page/place/africa",
    "/page/place/afrika",  # not there
]
LOOKS = [("en", "light", 1280), ("fr", "dark", 390), ("fr", "light", 1280), ("en", "dark", 390)]
# Each page has one of the looks in turn, which is enough to see all of them many times.
VIEWS = [(path, LOOKS[number % len(LOOKS)]) for number, path in enumerate(PAGES)]
NEEDS_EDITOR = pytest.mark.skipif(not editor.ADDRESSES["js"], reason="no editor: run `make editor`")


@pytest.fixture(scope="module")
def browser():
    """A browser for all journeys."""
    with Chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def _nothing_to_complain_of(browser):
    """No page runs into an error, or into what its policy forbids."""
    browser.events.clear()
    yield
    assert browser.complaints() == []


@pytest.fixture(scope="module")
def gone(tmp_path_factory):
    """The page of a thing that was withdrawn."""
    folder = tmp_path_factory.mktemp("gone")
    thing = "<https://w3id.org/dialograph/id/activity/pause>"
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    (folder / "a.ttl").write_text(f'{thing} {label} "Coffee break"@en , "Pause café"@fr .\n')
    token, tokens = token_for(folder)
    flags = ("--data-dir", folder / "data", "--shapes", "none", "--load", folder / "a.ttl")
    with serving(*flags, *tokens) as served:
        wanted = f"DELETE WHERE {{ GRAPH ?graph {{ {thing} ?property ?value }} }}"
        assert insert(served.url, token, wanted).status == 204
        yield f"{served.url}/page/activity/pause"


def look_through(browser, script):
    """See to it that axe-core finds nothing on a page, and that nothing leaves 320 px."""
    browser.run(script + ";null")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = browser.run(
        f"axe.run({{runOnly: {json.dumps(tags)}}}).then((told) => told.violations.map("
        "(each) => [each.id, each.nodes.map((node) => node.html.slice(0, 200))]))"
    )
    assert found == []
    browser.resize(320)
    assert browser.run("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_officer_finds_what_has_nothing(server, browser, language):
    """From home to the coverage: the objectives that are all gaps are those without a claim."""
    browser.speak(language)
    browser.go(f"{server}/")
    assert browser.run("document.documentElement.lang") == language
    browser.follow('nav a[href^="/coverage"]')
    rows = browser.run(
        """[...document.querySelectorAll("table.matrix tbody tr")].map((row) => ({
          name: row.querySelector("th").innerText.trim(),
          isEmpty: [...row.querySelectorAll("td")].every((cell) => cell.matches(".gap")),
        }))"""
    )
    seen = {row["name"] for row in rows if row["isEmpty"]}
    asked = ask(server, GAPS % language, "application/sparql-results+json").rows
    assert seen == {f"{notation}. {label}" for notation, label in asked}
    assert seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_analyst_comes_from_an_objective_to_the_quote_and_the_document(
    server, browser, language
):
    """Objective 9, a claim with its quote, the document it is from; the same quote in CSV."""
    browser.speak(language)
    browser.go(f"{server}/")
    browser.follow('a[href*="objective/gcm-o9"]')
    assert browser.run("document.documentElement.lang") == language
    quote, claim, source = browser.run(
        """(() => {
          const figure = document.querySelector("#dg-alignsWith ~ .assertion figure");
          const link = figure.querySelector('figcaption a[href*="/document/"]');
          const claim = figure.closest(".assertion").querySelector('a[href*="/alignment/"]');
          return [figure.querySelector("mark").innerText, claim.pathname, link.innerText];
        })()"""
    )
    browser.follow(f'a[href^="{claim}"]')
    assert quote in browser.text()
    browser.follow('figcaption a[href*="/document/"]')
    assert browser.text("h1") == source

    query = f"""
    PREFIX dg: <https://w3id.org/dialograph/ontology#>
    PREFIX oa: <http://www.w3.org/ns/oa#>
    SELECT ?work ?exact {{
      <https://w3id.org/dialograph/id{claim.removeprefix("/page")}> dg:aligns ?work ;
        dg:hasEvidence/oa:hasSelector/oa:exact ?exact
    }} ORDER BY ?exact"""
    browser.go(f"{server}/sparql?{urlencode({'query': query})}")
    address = browser.run("document.querySelector('.answer a[href*=\"format=csv\"]').href")
    header, *rows = csv.reader(io.StringIO(send(server, path=address.removeprefix(server)).text))
    assert header == ["work", "exact"]
    assert [exact for _, exact in rows] == browser.run(
        '[...document.querySelectorAll(".results tbody td:nth-child(2)")]'
        ".map((cell) => cell.firstChild.textContent)"
    )
    assert quote in " ".join(exact for _, exact in rows)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib's own reader
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_engineer_reads_the_same_in_json_and_in_turtle(server, browser, language):
    """An IRI leads to a page, the page to JSON-LD and Turtle, and these hold the same triples."""
    browser.speak(language)
    browser.go(f"{server}/id/objective/gcm-o9")
    assert browser.run("location.pathname") == "/page/objective/gcm-o9"
    links = {each.rpartition(".")[2]: each for each in browser.all('a[href^="/data/"]', "pathname")}
    document, turtle, context = (
        send(server, path=path).text for path in (links["jsonld"], links["ttl"], "/context.jsonld")
    )
    # The context is served under the base IRI, which no test can reach.
    whole = {**json.loads(document), **json.loads(context)}
    mine = Graph().parse(data=json.dumps(whole), format="json-ld")
    theirs = Graph().parse(data=turtle, format="turtle")
    assert to_isomorphic(mine) == to_isomorphic(theirs)
    assert len(mine) > 10
    seen = browser.text("h1")
    assert seen in {str(value) for value in mine.objects()}


@NEEDS_EDITOR
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_editor_asks_what_is_written_in_it(server, browser, language):
    """The editor takes the place of the text area, sends with Ctrl-Enter, and lets Tab pass."""
    browser.speak(language)
    browser.go(f"{server}/sparql")
    assert browser.run('document.querySelector("#query").hidden')
    label = browser.text('label[for="query"]')
    assert browser.run('document.querySelector(".editor textarea").ariaLabel') == label
    browser.run("document.querySelector('label[for=\"query\"]').click()")
    browser.press("a", 65, modifiers=2)
    browser.write("ASK { ?s ?p ?o }")
    browser.press("Tab", 9)
    assert browser.run("document.activeElement.closest('.editor')") is None
    browser.run("document.querySelector('label[for=\"query\"]').click()")
    browser.leave(lambda: browser.press("Enter", 13, modifiers=2))
    assert browser.text(".verdict")
    assert browser.run("new URL(location).searchParams.get('query')") == "ASK { ?s ?p ?o }"


@NEEDS_EDITOR
def test_the_editor_shows_where_a_query_is_wrong(server, browser):
    """The line at which the server found an error is marked."""
    query = "SELECT * {\n  ?s ?p ?o .\n  FILTER (?o > )\n}"
    browser.go(f"{server}/sparql?{urlencode({'query': query})}")
    browser.events.clear()  # the page itself is a 400, which the browser mentions
    numbers = "[...document.querySelectorAll('.editor .wrong')].length"
    assert browser.run(numbers) == 1
    assert browser.run("document.querySelector('#query').dataset.line") == "3"


@NEEDS_EDITOR
def test_the_editor_knows_our_terms(server, browser):
    """A property of the ontology is completed, and its prefix added."""
    browser.go(f"{server}/sparql")
    browser.run("document.querySelector('label[for=\"query\"]').click()")
    browser.press("a", 65, modifiers=2)
    browser.write("SELECT * { ?s dg:")
    browser.write("alignsW")
    found = browser.run(
        """new Promise((resolve) => {
          const look = () => {
            const hints = [...document.querySelectorAll(".CodeMirror-hint")].map(e => e.innerText);
            if (hints.length === 1) resolve(hints); else requestAnimationFrame(look);
          };
          look();
        })"""
    )
    assert found == ["dg:alignsWith"]
    assert "PREFIX dg: <https://w3id.org/dialograph/ontology#>" in browser.run(
        "document.querySelector('#query').value"
    )


@pytest.mark.parametrize(("path", "look"), VIEWS)
def test_pages_are_accessible(server, browser, path, look):
    """A page of each kind: axe-core finds nothing against WCAG 2.2 AA, nothing leaves 320 px."""
    script, (language, scheme, width) = axe(), look
    browser.speak(language)
    browser.prefer(scheme)
    browser.resize(width)
    browser.go(f"{server}{path}")
    if path == "/validate":
        browser.run("document.querySelector('#text').value = '<urn:x> a <urn:y> .'")
        browser.follow("#text ~ .send button")
        assert browser.all("#verdict")
    assert browser.run("document.documentElement.lang") == language
    look_through(browser, script)
    browser.forgive(r"status of (400|404|422)")


@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("fr", "light")])
def test_the_page_of_what_was_withdrawn_is_accessible(browser, gone, language, scheme):
    """The page that answers 410, too, and it leads to the last version that has the thing."""
    script = axe()
    browser.speak(language)
    browser.prefer(scheme)
    browser.resize(1280)
    browser.go(gone)
    look_through(browser, script)
    browser.follow('main a[href*="version=1"]')
    assert {"en": "Coffee break", "fr": "Pause café"}[language] == browser.text("h1")
    browser.forgive("status of 410")
