"""The ontology over HTTP: documented for people, and as RDF."""

import html
import re

import pyoxigraph as ox
import pytest

from asking import ask, send
from browsing import Outline, get
from conftest import serving
from copying import copied
from dialograph.vocab import BASE, DG
from watching import problem

LABELS = "http://www.w3.org/2000/01/rdf-schema#label"
FORMATS = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
}


@pytest.fixture(scope="module")
def pages(server):
    """The documentation by language, as it is written and as it is read."""
    found = {lang: get(f"{server}/ontology?lang={lang}")[1] for lang in ("en", "fr")}
    return {lang: (text, Outline(text)) for lang, text in found.items()}


def terms(server):
    """The terms of ours that the graph holds, each with its labels by language."""
    query = (
        f'SELECT ?term ?label {{ ?term <{LABELS}> ?label FILTER (STRSTARTS(STR(?term), "{DG}")) }}'
    )
    found = {}
    for row in ask(server, query, accept="application/sparql-results+json").json["results"][
        "bindings"
    ]:
        labels = found.setdefault(row["term"]["value"].removeprefix(str(DG)), {})
        labels[row["label"]["xml:lang"]] = row["label"]["value"]
    return found


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_term_is_documented_at_its_anchor(server, pages, lang):
    """Each term has its anchor, and its labels in both languages, the page's language first."""
    text, outline = pages[lang]
    found = terms(server)
    assert len(found) == 50
    for name, labels in found.items():
        assert name in outline.ids
        start = text.index(f'id="{name}"')
        article = text[start : text.index("</article>", start)]
        first, second = (labels[each] for each in (lang, "fr" if lang == "en" else "en"))
        head = re.sub(r"<[^>]+>|\s+", " ", article[article.index(">") : article.index("</h3>")])
        assert re.match(rf"> *{re.escape(html.escape(first))} +dg:{name} +", head), head
        assert head.rstrip().endswith(html.escape(second))
        assert article.count(' class="gloss"') == 1


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_concept_is_listed(server, pages, lang):
    """Each concept of a scheme stands on the page with a link to its own page."""
    text, outline = pages[lang]
    query = (
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?concept { GRAPH "
        f"<{BASE}graphs/ontology> {{ ?concept skos:inScheme ?scheme }} }}"
    )
    concepts = [row[0] for row in ask(server, query, accept="application/json").rows]
    assert len(concepts) > 150
    links = set(outline.links)
    assert {f"/{each.removeprefix(BASE)}?lang={lang}" for each in concepts} <= links
    assert len(outline.ids) == len(set(outline.ids))
    assert not re.search(r"\b(ontology|theme|column)_\w+", text)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_links_on_the_page_lead_somewhere(server, pages, lang):
    """Anchors exist, and every question that a term names has a page."""
    _, outline = pages[lang]
    for link in {each for each in outline.links if each.startswith("#")}:
        assert link[1:] in outline.ids, link
    asked = {each for each in outline.links if each.startswith("/queries/")}
    assert len(asked) > 80
    for link in sorted(asked)[::20]:
        assert get(server + link)[0].status == 200


def test_the_picture_shows_every_class(server, pages):
    """Each class is in the picture, under its name in the language of the page, as a link."""
    query = (
        "SELECT ?class { ?class a <http://www.w3.org/2002/07/owl#Class> "
        f"FILTER (STRSTARTS(STR(?class), '{DG}')) }}"
    )
    rows = ask(server, query, accept="application/json").rows
    classes = {row[0].removeprefix(str(DG)) for row in rows}
    labels = terms(server)
    for lang, (text, _) in pages.items():
        picture = text[text.index('<figure class="chart wide diagram"') : text.index("</figure>")]
        for name in classes:
            shown = re.search(rf'<a href="#{name}"><text [^>]*>([^<]+)</text>', picture)
            assert html.unescape(shown[1]) == labels[name][lang]
        assert picture.count('class="arrow"') > 10


@pytest.mark.parametrize("end", FORMATS)
def test_rdf_by_ending_and_by_accept(server, end):
    """Each format holds the graph of the ontology, triple by triple, however it is asked for."""
    media_type, written = FORMATS[end]
    by_ending = send(server, path=f"/ontology.{end}")
    by_accept = send(server, path="/ontology", headers={"Accept": media_type})
    by_version = send(server, path=f"/ontology/0.1.0.{end}")
    assert by_ending.status == by_accept.status == by_version.status == 200
    assert by_ending.media_type == by_accept.media_type == media_type
    assert "Accept" in by_accept.headers["Vary"]
    graph = send(server, path="/download/ontology.nt").body
    expected = ox.Dataset(ox.parse(graph, format=ox.RdfFormat.N_TRIPLES))
    expected.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    for reply in (by_ending, by_accept, by_version):
        found = ox.Dataset(ox.parse(reply.body, format=written))
        found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        assert found == expected


def test_each_version_at_its_address(server):
    """The version that is served answers at its own IRI; another one is a 404 that says which."""
    response, text = get(f"{server}/ontology/0.1.0?lang=en")
    assert response.status == 200
    assert 'href="/ontology/0.1.0?lang=en"' in text
    reply = send(server, path="/ontology/9.9.9", headers={"Accept": "application/json"})
    assert problem(reply) == (404, "not-found")
    assert "0.1.0" in reply.json["detail"]
    assert send(server, path="/ontology/9.9.9.ttl").status == 404
    assert send(server, path="/ontology.exe").status == 404


def test_versions_released_before_answer_too(tmp_path):
    """A file of an earlier version is served at its own IRI, says so, and leads to the latest."""
    where = copied(tmp_path)
    text = (tmp_path / "ontology/dialograph.ttl").read_text()
    earlier = text.replace("0.1.0", "0.0.9")
    (tmp_path / "ontology/versions").mkdir()
    (tmp_path / "ontology/versions/0.0.9.ttl").write_text(earlier)
    with serving(**where) as served:
        url = served.url
        page = send(url, path="/ontology/0.0.9?lang=fr", headers={"Accept": "text/html"})
        assert page.status == 200
        assert "Ceci est la version 0.0.9 de l’ontologie" in page.text
        assert '</ontology/0.1.0>; rel="latest-version"' in page.headers["Link"]
        assert Outline(page.text).open == []
        expected = ox.Dataset(ox.parse(earlier, format=ox.RdfFormat.TURTLE))
        expected.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        for end, (media_type, written) in FORMATS.items():
            by_end = send(url, path=f"/ontology/0.0.9.{end}")
            told = {"Accept": media_type}
            by_accept = send(url, path="/ontology/0.0.9", headers=told)
            for reply in (by_end, by_accept):
                assert (reply.status, reply.media_type) == (200, media_type)
                found = ox.Dataset(ox.parse(reply.body, format=written))
                found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
                assert found == expected
        missing = send(url, path="/ontology/0.0.8").json["detail"]
        assert "0.1.0, 0.0.9" in missing
        current = send(url, path="/ontology?lang=en", headers={"Accept": "text/html"}).text
        assert "/ontology/0.0.9?lang=en" in current
        assert "0.0.9" not in send(url, path="/ontology.ttl").text


def test_a_browser_gets_the_page_with_its_alternates(server):
    """The page says its canonical IRI and its RDF twins, and has a validator."""
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    reply = send(server, path="/ontology", headers={"Accept": accept})
    assert reply.media_type == "text/html"
    assert f'<{BASE}ontology>; rel="canonical"' in reply.headers["Link"]
    assert '</ontology.ttl>; rel="alternate"; type="text/turtle"' in reply.headers["Link"]
    headers = {"Accept": accept, "If-None-Match": reply.headers["ETag"]}
    assert send(server, path="/ontology", headers=headers).status == 304
    assert send(server, path="/ontology", headers={"Accept": "image/png"}).status == 406


def test_data_without_the_ontology_says_so(tmp_path):
    """A server whose data hold no ontology answers 404 in words, for people and programs."""
    file = tmp_path / "one.ttl"
    file.write_text("<http://example.org/a> a <http://example.org/B> .")
    with serving("--load", file) as served:
        for path in ("/ontology", "/ontology.ttl", "/ontology/0.1.0"):
            reply = send(served.url, path=path, headers={"Accept": "*/*"})
            assert problem(reply) == (404, "not-found")
            assert "ontology" in reply.json["detail"]
