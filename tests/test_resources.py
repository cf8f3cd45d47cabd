"""What an IRI of ours leads to: pages and data about every resource."""

import html
import json
import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from asking import ask, send
from browsing import VOID, Outline
from conftest import serving

BASE = "https://w3id.org/dialograph/"
ID = BASE + "id/"
PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX dg: <https://w3id.org/dialograph/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
FORMATS = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
}
SCRIPT = r'<script type="application/ld\+json">(.*?)</script>'
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
WORKSHOP = "activity/ws-2019-smuggling-abidjan"
VOID.update({"br"})


def get(server, path, accept="text/html", **headers):
    """The response to a GET."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return send(server, "GET", path, headers={"Accept": accept, **told})


def rows(server, query):
    """The rows of a query."""
    return ask(server, PREFIXES + query, accept="application/sparql-results+json").rows


@pytest.fixture(scope="module")
def resources(server):
    """Every resource of ours in the shipped graph, as KIND/SLUG."""
    found = rows(
        server, f"SELECT DISTINCT ?s {{ ?s ?p ?o FILTER (STRSTARTS(STR(?s), '{ID}')) }} ORDER BY ?s"
    )
    return [iri.removeprefix(ID) for (iri,) in found if "#" not in iri]


@pytest.fixture(scope="module")
def sample(resources):
    """Two resources of each kind, and some that are worth a look."""
    by_kind = {}
    for each in resources:
        by_kind.setdefault(each.partition("/")[0], []).append(each)
    few = {each for some in by_kind.values() for each in (some[0], some[len(some) // 2])}
    return sorted(few | {WORKSHOP, "objective/gcm-o9", "framework/gcm", "country/fra"})


@pytest.fixture(scope="module")
def context(server):
    """The JSON-LD context that is served."""
    return get(server, "/context.jsonld", "application/ld+json").json


def triples(server, path, ending, context):
    """The triples of a data file; the context is the one that the file names."""
    reply = get(server, f"/data/{path}.{ending}", "*/*")
    assert reply.status == 200, path
    assert reply.media_type == FORMATS[ending][0]
    body = reply.body
    if ending == "jsonld":
        document = json.loads(body)
        assert document["@context"] == BASE + "context.jsonld"
        body = json.dumps({**document, **context}).encode()
    return {quad.triple for quad in ox.parse(body, FORMATS[ending][1])}


def test_every_resource_answers(server, resources):
    """Whatever the resource of the shipped graph, it answers 303: one in ten, of all kinds."""
    assert len(resources) > 2000

    def leads(place_and_resource):
        place, each = place_and_resource
        ending = list(FORMATS)[place % len(FORMATS)]
        reply = get(server, f"/id/{each}", FORMATS[ending][0])
        return (reply.status, reply.headers["Location"]) == (303, f"/data/{each}.{ending}")

    with ThreadPoolExecutor(16) as clients:
        assert all(clients.map(leads, enumerate(resources[::10])))


def test_pages_and_files_are_there(server, sample):
    """Of every kind, what an IRI leads to is there: the page and the file of each format."""
    for each in sample:
        for accept in ("text/html", *(media_type for media_type, _ in FORMATS.values())):
            first = get(server, f"/id/{each}", accept)
            assert first.status == 303
            second = get(server, first.headers["Location"], accept)
            assert (second.status, second.media_type) == (200, accept), each


def test_formats_hold_the_same_statements(server, sample, context):
    """The four files about a resource are the same graph."""
    for each in sample:
        turtle = triples(server, each, "ttl", context)
        assert turtle
        for ending in ("jsonld", "nt", "rdf"):
            assert triples(server, each, ending, context) == turtle, (each, ending)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own
def test_json_is_read_by_another_processor(server, context):
    """A second JSON-LD processor finds the same graph, which is isomorphic to the Turtle."""
    document = get(server, f"/data/{WORKSHOP}.jsonld").json
    theirs = Graph().parse(data=json.dumps({**document, **context}), format="json-ld")
    ours = Graph().parse(data=get(server, f"/data/{WORKSHOP}.ttl").text, format="turtle")
    assert isomorphic(theirs, ours)


def test_json_reads_as_json(server):
    """Who knows only JSON finds name, date, place, partners and the words of the evidence."""
    told = get(server, f"/data/{WORKSHOP}.jsonld").json
    assert told["id"] == ID + WORKSHOP
    assert told["type"] == "Meeting"
    assert told["label"]["fr"] == "Atelier sur la lutte contre le trafic de migrants"
    assert told["startDate"] == "2019-10-24"
    assert told["statedCount"] == 68
    assert told["location"]["label"]["en"] == "Abidjan"
    partners = {each["hasPartner"]["id"] for each in told["participants"]}
    assert ID + "country/civ" in partners
    words = json.dumps(told["alignments"], ensure_ascii=False)
    assert "un atelier sur la lutte contre le trafic de migrants" in words


def test_a_description_holds_what_is_promised(server, sample, context):
    """All that a resource says, what points to it, and the labels of both are in its files."""
    for each in sample:
        found = triples(server, each, "nt", context)
        iri = f"<{ID}{each}>"
        stated = rows(server, f"SELECT ?p ?o {{ {iri} ?p ?o }}")
        pointing = rows(server, f"SELECT ?s ?p {{ ?s ?p {iri} }}")
        labels = rows(server, f"SELECT DISTINCT ?o ?l {{ {iri} ?p ?o . ?o skos:prefLabel ?l }}")
        said = {(t.subject.value, t.predicate.value, t.object.value) for t in found}
        assert {(ID + each, p, o) for p, o in stated} <= said
        assert {(o, LABEL, text) for o, text in labels} <= said
        missing = {(s, p, ID + each) for s, p in pointing} - said
        assert len(pointing) > 200 or not missing


def test_claims_bring_their_evidence(server, context):
    """The file of an activity holds the words on which its alignments rest."""
    query = f"""
    SELECT ?words {{
      ?claim dg:aligns <{ID}{WORKSHOP}> ; dg:hasEvidence/oa:hasSelector/oa:exact ?words
    }}
    """
    expected = {words for (words,) in rows(server, query)}
    found = triples(server, WORKSHOP, "ttl", context)
    assert expected
    assert expected <= {t.object.value for t in found}


QUOTED = """
SELECT ?x ?words {
  { ?claim dg:aligns ?x } UNION { ?claim dg:alignsWith ?x } UNION
  { ?claim <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?x }
  ?claim dg:hasEvidence/oa:hasSelector/oa:exact ?words
}"""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_page_lacks_its_quotes(server, language):
    """Every quote that supports a claim about a resource stands on its page, with its source."""
    quotes = {}
    for iri, words in rows(server, QUOTED):
        quotes.setdefault(iri.removeprefix(ID), set()).add(words)
    assert len(quotes) > 30
    for each, expected in quotes.items():
        page = html.unescape(get(server, f"/page/{each}?lang={language}").text)
        for words in expected:
            assert f"<mark>{words}</mark>" in page, each
        assert page.count("<blockquote") == page.count("<figcaption>")
        # All are in French, which a small mark tells whoever reads English.
        marks = len(re.findall(r'<figcaption>[^<]*(?:<(?!/figcaption)[^<]*)*class="lang"', page))
        assert marks == (page.count('<blockquote lang="fr"') if language == "en" else 0), each
        assert "/page/document/rabat-gcm-alignment-fr?" in page


def test_counts_are_those_of_the_graph(server):
    """What a page counts is what a query counts."""
    pages = {
        "dialogue/rabat-process": "?x <http://www.w3.org/ns/org#organization>",
        "objective/gcm-o23": "?x dg:alignsWith",
        "country/mar": "?x dg:hasPartner",
        WORKSHOP: "?x dg:takesPartIn",
    }
    for each, pattern in pages.items():
        ((number,),) = rows(server, f"SELECT (COUNT(*) AS ?n) {{ {pattern} <{ID}{each}> }}")
        counts = re.findall(
            r'<h2 id="[^"]+">[^<]+<span class="count">(\d+)', get(server, f"/page/{each}").text
        )
        assert number in counts, each


def test_pages_are_well_made(server, sample):
    """In both languages each page is closed properly, has one title, and no name twice."""
    for each in sample:
        for language in ("en", "fr"):
            text = get(server, f"/page/{each}?lang={language}").text
            outline = Outline(text)
            assert f'<html lang="{language}">' in text
            assert text.count("<h1>") == 1
            assert len(outline.ids) == len(set(outline.ids)), each
            assert not [name for name in outline.names if name.startswith("on")]
            anchors = {link[1:] for link in outline.links if link.startswith("#")}
            assert anchors <= set(outline.ids)


def test_links_of_pages_lead_somewhere(server, sample):
    """Every resource that the pages of all kinds link to is there."""
    links = set()
    for each in sample:
        links |= set(Outline(get(server, f"/page/{each}").text).links)
    ours = {link.partition("?")[0].partition("#")[0] for link in links if link.startswith("/page/")}
    assert len(ours) > 200
    for link in sorted(ours)[::20]:
        assert get(server, link).status == 200, link


def test_a_page_is_in_the_language_of_its_reader(server):
    """Accept-Language and ?lang= choose; the other title stands below, marked as what it is."""
    french = get(server, f"/page/{WORKSHOP}", Accept_Language="fr").text
    assert "<h1>Atelier sur la lutte contre le trafic de migrants</h1>" in french
    assert re.search(r'<p class="other" lang="en">Fighting migrant smuggling', french)
    assert "24\u00a0octobre 2019" in french
    english = get(server, f"/page/{WORKSHOP}?lang=en", Accept_Language="fr").text
    assert "24\u00a0October 2019" in english
    assert "What we do not know" not in french


def test_what_is_not_known_is_said(server):
    """A page lists what is not recorded, and only that."""
    query = """
    SELECT ?x { ?x a dg:Document MINUS { ?x dcterms:issued ?date } } ORDER BY ?x LIMIT 1"""
    ((iri,),) = rows(server, query)
    path = iri.removeprefix(ID)
    assert "when it was issued" in get(server, f"/page/{path}?lang=en").text
    assert "quand il a été publié" in get(server, f"/page/{path}?lang=fr").text
    query = "SELECT ?x { ?x a dg:Document ; dcterms:issued ?date } ORDER BY ?x LIMIT 1"
    ((iri,),) = rows(server, query)
    assert "when it was issued" not in get(server, f"/page/{iri.removeprefix(ID)}?lang=en").text


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", f"/page/{WORKSHOP}"),
        ("*/*", f"/data/{WORKSHOP}.ttl"),
        ("text/html;q=0.4, application/ld+json;q=0.5", f"/data/{WORKSHOP}.jsonld"),
        ("application/json", f"/data/{WORKSHOP}.jsonld"),
        ("text/turtle;q=0, application/*", f"/data/{WORKSHOP}.jsonld"),
        ("application/rdf+xml", f"/data/{WORKSHOP}.rdf"),
    ],
)
def test_accept_chooses(server, accept, location):
    """The address that a thing leads to is chosen by what the request accepts."""
    reply = get(server, f"/id/{WORKSHOP}", accept)
    assert (reply.status, reply.headers["Location"]) == (303, location)
    assert "Accept" in reply.headers["Vary"]


def test_a_name_may_end_in_a_format(server):
    """``/id/….ttl`` leads to the file, whatever the request accepts; a language is kept."""
    reply = get(server, f"/id/{WORKSHOP}.ttl")
    assert (reply.status, reply.headers["Location"]) == (303, f"/data/{WORKSHOP}.ttl")
    reply = get(server, f"/id/{WORKSHOP}?lang=fr")
    assert reply.headers["Location"] == f"/page/{WORKSHOP}?lang=fr"


def test_what_nobody_can_send_is_refused(server):
    """406 names the formats that there are."""
    reply = get(server, f"/id/{WORKSHOP}", "image/png")
    assert reply.status == 406
    assert "text/turtle" in reply.json["detail"]
    assert get(server, f"/data/{WORKSHOP}", "image/png").status == 406


def test_headers_say_what_else_there_is(server):
    """Each answer names the thing, its page, its files and the licence."""
    for path in (f"/id/{WORKSHOP}", f"/page/{WORKSHOP}", f"/data/{WORKSHOP}.ttl"):
        link = get(server, path).headers["Link"]
        assert f'<{ID}{WORKSHOP}>; rel="canonical"' in link
        assert f'</page/{WORKSHOP}>; rel="alternate"; type="text/html"' in link
        for ending, (media_type, _) in FORMATS.items():
            told = f'</data/{WORKSHOP}.{ending}>; rel="alternate describedby"; type="{media_type}"'
            assert told in link
        assert 'rel="license"' in link


def test_an_answer_is_not_sent_twice(server):
    """A page and a file have validators: who has them gets 304."""
    for path, accept in ((f"/page/{WORKSHOP}", "text/html"), (f"/data/{WORKSHOP}.ttl", "*/*")):
        first = get(server, path, accept)
        assert get(server, path, accept, If_None_Match=first.headers["ETag"]).status == 304


def test_plain_json_names_its_context(server):
    """JSON under the name of JSON tells the context in a header (JSON-LD 1.1, section 6.1)."""
    reply = get(server, f"/data/{WORKSHOP}", "application/json")
    assert reply.media_type == "application/json"
    assert reply.headers["Content-Location"] == f"/data/{WORKSHOP}.jsonld"
    relation = 'rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
    assert f"<{BASE}context.jsonld>; {relation}" in reply.headers["Link"]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("activity/ws-2019-smugling-abidjan", WORKSHOP),
        ("objective/gcm-9", "objective/gcm-o9"),
        ("country/Sénégal", "country/sen"),
        ("country/cote-divoire", "country/civ"),
        ("organisation/ONUDC", "organisation/unodc"),
    ],
)
def test_who_errs_is_helped(server, asked, meant):
    """404 suggests what is near by name or label, accents or none; in JSON and in a page."""
    reply = get(server, f"/id/{quote(asked)}", "application/json")
    assert reply.status == 404
    assert reply.json["type"].endswith("/problems/not-found")
    assert reply.json["suggestions"][0]["id"] == ID + meant
    page = get(server, f"/page/{quote(asked)}?lang=fr")
    assert page.status == 404
    assert f'<a href="/page/{meant}?lang=fr">' in page.text
    Outline(page.text)


@pytest.mark.parametrize(
    "slug",
    [
        "x%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "%3E%20%3Fp%20%3Fo%20%7D%20%23",
        "x%3E.%20DROP%20ALL",
        "%00",
        "%0d%0aSet-Cookie:%20a=b",
        "%ff%fe",
        "..%2f..%2fetc%2fpasswd",
        "%F0%9F%98%80",
        "a" * 5000,
        ".ttl",
        "%25s%25n",
    ],
)
def test_hostile_names_name_nothing(server, slug):
    """Whatever the name, there is an answer in words: 404, and no word of it becomes markup."""
    for path in (f"/id/activity/{slug}", f"/page/activity/{slug}", f"/data/{slug}/x.ttl"):
        for accept in ("text/html", "application/json"):
            reply = get(server, path, accept)
            assert reply.status == 404, path
            assert b"<script>alert" not in reply.body
            assert "Set-Cookie" not in reply.headers


def test_search_engines_are_told(server, sample):
    """Each page carries its description in the words of schema.org, which cannot end early."""
    for each in sample:
        text = get(server, f"/page/{each}").text
        (block,) = re.findall(SCRIPT, text, re.DOTALL)
        told = json.loads(block)
        assert told["@context"] == "https://schema.org"
        assert told["@id"] == ID + each
        assert told["name"]
    text = get(server, f"/page/{WORKSHOP}?lang=en").text
    told = json.loads(re.findall(SCRIPT, text, re.DOTALL)[0])
    assert told["@type"] == "Event"
    assert told["startDate"] == "2019-10-24"
    assert told["location"][0]["name"] == "Abidjan"


CROWD = """
@prefix dg: <https://w3id.org/dialograph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix country: <https://w3id.org/dialograph/id/country/> .
country:big a dg:Country ; skos:prefLabel "Big </script><b>"@fr ;
  dg:odd [ dg:odd [ dg:odd 1.50 ] ] .
"""


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """A country with 3,000 participations, a part without a name, and a hostile label."""
    lines = [
        f"<{ID}participation/p{n}> a dg:Participation ; dg:hasPartner country:big ; "
        f"dg:takesPartIn <{ID}activity/a{n}> ."
        for n in range(3000)
    ]
    path = tmp_path_factory.mktemp("crowd") / "crowd.ttl"
    path.write_text("\n".join([CROWD, *lines]))
    with serving("--load", path) as served:
        yield served.url


def test_a_crowd_is_bounded_and_counted(crowd):
    """Of 3,000 that point to a resource, 200 are shown, all are counted, a query gives the rest."""
    text = get(crowd, "/page/country/big?lang=en").text
    assert "200 of 3,000" in text
    assert text.count('href="/page/activity/a') == 200
    (query,) = re.findall(r'href="(/sparql\?[^"]+)">All of them', text)
    answer = get(crowd, html.unescape(query), "text/csv")
    assert len(answer.text.splitlines()) == 3001
    assert len(get(crowd, "/data/country/big.nt").body) < 500_000


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own
def test_parts_without_a_name_come_along(crowd, context):
    """Blank nodes are followed, and tie the same statements together in every format."""
    graphs = {}
    for ending in FORMATS:
        body = get(crowd, f"/data/country/big.{ending}", "*/*").text
        if ending == "jsonld":
            body = json.dumps({**json.loads(body), **context})
        named = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}[ending]
        graphs[ending] = Graph().parse(data=body, format=named)
    assert any(str(value).startswith("1.5") for _, _, value in graphs["nt"])
    # Numbered afresh in each format, so compared by shape; the crowd itself has only names.
    for ending, graph in graphs.items():
        assert len(graph) == len(graphs["nt"]), ending


def test_a_label_in_the_other_language_is_marked(crowd):
    """What exists in French only is shown to an English reader as French, and cannot be markup."""
    text = get(crowd, "/page/country/big?lang=en").text
    assert '<h1><span lang="fr">Big &lt;/script&gt;&lt;b&gt;</span> <span class="lang"' in text
    assert "<b>" not in text


def test_another_base_iri_serves_both(tmp_path):
    """Under a base IRI of its own, a server finds its resources and those of the shipped data."""
    path = tmp_path / "own.ttl"
    path.write_text(
        "<https://example.org/id/country/x> a <https://example.org/C> . "
        f"<{ID}country/y> a <https://example.org/C> ."
    )
    with serving("--load", path, "--base-iri", "https://example.org/") as served:
        for slug, iri in (("x", "https://example.org/id/country/x"), ("y", f"{ID}country/y")):
            reply = get(served.url, f"/data/country/{slug}.nt")
            assert f"<{iri}>" in reply.text
            assert f'<{iri}>; rel="canonical"' in reply.headers["Link"]


def test_the_context_is_kept(server, context):
    """The context is JSON-LD, can be kept, and can be read from another site."""
    reply = get(server, "/context.jsonld", "*/*", Origin="https://example.org")
    assert reply.media_type == "application/ld+json"
    assert "max-age" in reply.headers["Cache-Control"]
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert context["@context"]["label"]["@container"] == "@language"


def test_a_query_for_one_resource_is_an_address(server):
    """The page of a resource leads to a query that gives its statements."""
    text = get(server, f"/page/{WORKSHOP}?lang=en").text
    (query,) = re.findall(r'href="(/sparql\?[^"]+)">The statements', text)
    assert urlencode({"query": ""}) in query
    stated = rows(server, f"SELECT ?p ?o {{ <{ID}{WORKSHOP}> ?p ?o }}")
    assert len(get(server, html.unescape(query), "text/csv").text.splitlines()) == len(stated) + 1
