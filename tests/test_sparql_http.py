import gzip
import http.client
import io
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import quote, urlsplit

import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.compare import isomorphic

from asking import ask, post, send
from conftest import serving
from dialograph.web import editor

# rdflib warns of what it does itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
GRAPHS = "https://w3id.org/dialograph/graphs/"
FIRST, SECOND = GRAPHS + "first", GRAPHS + "second"
EX = "PREFIX ex: <http://example.org/>\n"
PROBLEMS = "https://w3id.org/dialograph/problems/"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
# Takes minutes: pairs of pairs of pairs.
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (?c != ?f && ?f != ?i) }"


def problem_of(reply):
    """The last part of a problem's type, once its shape is as it should be."""
    assert reply.media_type == "application/problem+json"
    told = reply.json
    assert told["status"] == reply.status
    assert told["title"]
    assert told["detail"]
    assert told["type"].startswith(PROBLEMS)
    return told["type"].removeprefix(PROBLEMS)


# --- Three ways to ask, and the forms of an answer ---------------------------------------------


def test_a_query_can_be_sent_in_three_ways(two_graphs):
    """GET, a POSTed form and a POSTed query give the same answer."""
    answers = [
        ask(two_graphs, COUNT),
        post(two_graphs, f"query={quote(COUNT)}", FORM),
        post(two_graphs, COUNT, DIRECT),
        post(two_graphs, COUNT.replace("*", "*"), f"{DIRECT}; charset=utf-8"),
    ]
    assert {reply.status for reply in answers} == {200}
    assert {reply.media_type for reply in answers} == {"application/sparql-results+json"}
    assert len({reply.body for reply in answers}) == 1


def test_text_beyond_ascii_arrives_whole(two_graphs):
    """Accents and other planes survive the address, the form and the body."""
    query = 'SELECT ("é 👾 +%26" AS ?x) {}'
    for reply in (
        ask(two_graphs, query),
        post(two_graphs, f"query={quote(query)}".encode(), FORM),
        post(two_graphs, query.encode(), DIRECT),
    ):
        assert reply.rows == [("é 👾 +%26",)]


@pytest.mark.parametrize(
    ("accept", "media_type", "needle"),
    [
        ("application/sparql-results+json", "application/sparql-results+json", '"bindings"'),
        ("application/json", "application/json", '"bindings"'),
        ("application/sparql-results+xml", "application/sparql-results+xml", "<results>"),
        ("text/csv", "text/csv", "un"),
        ("text/tab-separated-values", "text/tab-separated-values", '"un"@fr'),
    ],
)
def test_rows_come_in_four_formats(two_graphs, accept, media_type, needle):
    """SELECT is answered in JSON, XML, CSV and TSV, under the media type that was asked for."""
    reply = ask(two_graphs, f"{EX}SELECT ?l {{ ex:a ex:label ?l }}", accept)
    assert (reply.status, reply.media_type) == (200, media_type)
    assert needle in reply.text


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/json"])
def test_a_yes_or_no_comes_as_a_boolean(two_graphs, accept):
    """ASK is answered with true or false."""
    assert ask(two_graphs, "ASK { ?s ?p ?o }", accept).json["boolean"] is True
    assert ask(two_graphs, "ASK { ?s ?s ?s }", accept).json["boolean"] is False


@pytest.mark.parametrize(
    ("media_type", "name"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
        ("application/trig", "trig"),
        ("application/n-quads", "nquads"),
    ],
)
def test_a_graph_comes_back_the_same_in_every_format(two_graphs, media_type, name):
    """CONSTRUCT, read by another library, is the same graph in each format."""
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    reply = ask(two_graphs, query, media_type)
    assert (reply.status, reply.media_type) == (200, media_type)
    if name in {"trig", "nquads"}:
        read = Graph()
        for quad in Dataset().parse(data=reply.body, format=name).quads():
            read.add(quad[:3])
    else:
        read = Graph().parse(data=reply.body, format=name)
    expected = Graph().parse(data=ask(two_graphs, query, "text/turtle").body, format="turtle")
    assert len(read) == 8
    assert isomorphic(read, expected)


def test_turtle_is_the_default_and_names_prefixes_that_it_uses(server):
    """A graph asked for without a preference is Turtle, with our prefixes and no others."""
    iri = "https://w3id.org/dialograph/id/objective/gcm-o9"
    reply = ask(server, f"DESCRIBE <{iri}>")
    assert reply.media_type == "text/turtle"
    assert reply.text.count("@prefix dg: ") == 1
    assert "@prefix prov:" not in reply.text
    assert (URIRef(iri), None, None) in Graph().parse(data=reply.body, format="turtle")


@pytest.mark.parametrize(
    ("query", "name", "media_type"),
    [
        ("ASK {}", "xml", "application/sparql-results+xml"),
        ("SELECT * {}", "csv", "text/csv"),
        ("SELECT * {}", "application/sparql-results+json", "application/sparql-results+json"),
        ("CONSTRUCT {} {}", "json", "application/ld+json"),
        ("CONSTRUCT {} {}", "xml", "application/rdf+xml"),
        ("CONSTRUCT {} {}", "nt", "application/n-triples"),
        ("SELECT * {}", "html", "text/html"),
    ],
)
def test_format_wins_over_accept(two_graphs, query, name, media_type):
    """``format=`` decides, whatever the headers prefer."""
    assert ask(two_graphs, query, "image/png", format=name).media_type == media_type


@pytest.mark.parametrize(
    ("query", "accept", "parameters"),
    [
        ("SELECT * {}", "text/turtle", {}),
        ("SELECT * {}", "image/png", {}),
        ("SELECT * {}", "*/*;q=0", {}),
        ("CONSTRUCT {} {}", "text/csv", {}),
        ("CONSTRUCT {} {}", "*/*", {"format": "csv"}),
        ("SELECT * {}", "*/*", {"format": "nonsense"}),
        (None, "text/csv", {}),
    ],
)
def test_what_cannot_be_written_is_not_acceptable(two_graphs, query, accept, parameters):
    """A format that does not fit the answer gets 406 and the list of those that do."""
    reply = ask(two_graphs, query, accept, **parameters)
    assert reply.status == 406
    assert problem_of(reply) == "not-acceptable"
    assert "text/turtle" in reply.text or "text/csv" in reply.text


# --- The dataset -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (COUNT, "8"),
        ("SELECT (COUNT(*) AS ?n) { ?s <http://example.org/p> ?o }", "1"),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <http://example.org/p> ?o } }", "2"),
        ("SELECT (COUNT(?o) AS ?n) { ?s <http://example.org/q> ?o }", "2"),
        ("SELECT (COUNT(*) AS ?n) { ?s <http://example.org/p>/<http://example.org/q> ?o }", "1"),
        ("SELECT (COUNT(*) AS ?n) { <http://example.org/a> (<>|!<>)+ ?o }", "8"),
        ("SELECT (COUNT(*) AS ?n) FROM g:first { ?s ?p ?o }", "5"),
        ("SELECT (COUNT(*) AS ?n) FROM g:first FROM g:second { ?s ?p ?o }", "8"),
        ("SELECT (COUNT(*) AS ?n) FROM <graphs/first> FROM g:second { ?s ?p ?o }", "8"),
        ("SELECT (COUNT(*) AS ?n) FROM g:first FROM g:first { ?s ?p ?o }", "5"),
        ("SELECT (COUNT(*) AS ?n) FROM NAMED g:first { ?s ?p ?o }", "0"),
        ("SELECT (COUNT(*) AS ?n) FROM NAMED g:first { GRAPH ?g { ?s ?p ?o } }", "5"),
        (
            """SELECT (COUNT(*) AS ?n) FROM g:first FROM g:second FROM NAMED g:first
            { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }""",
            "13",
        ),
        ("SELECT (COUNT(*) AS ?n) FROM <http://nowhere/> { ?s ?p ?o }", "0"),
    ],
)
def test_a_triple_counts_once_however_many_graphs_state_it(two_graphs, query, expected):
    """The default graph is the RDF merge, by default and with FROM; named graphs are themselves."""
    assert ask(two_graphs, f"PREFIX g: <{GRAPHS}>\n{query}").rows == [(expected,)]


def test_sums_and_groups_count_a_shared_triple_once(two_graphs):
    """Aggregates over the merge see each triple once."""
    query = f"{EX}SELECT ?p (COUNT(*) AS ?n) {{ ?s ?p ?o }} GROUP BY ?p ORDER BY ?p"
    counts = {name.rpartition("/")[2]: n for name, n in ask(two_graphs, query).rows}
    assert counts == {"knows": "1", "label": "2", "p": "1", "q": "2", "size": "2"}


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"default_graph_uri": [FIRST]}, ("5", "0")),
        ({"default_graph_uri": [FIRST, SECOND]}, ("8", "0")),
        ({"default_graph_uri": [FIRST, FIRST]}, ("5", "0")),
        ({"named_graph_uri": [FIRST]}, ("0", "5")),
        ({"default_graph_uri": [FIRST, SECOND], "named_graph_uri": [SECOND]}, ("8", "5")),
        ({"default_graph_uri": ["http://nowhere/"]}, ("0", "0")),
    ],
)
@pytest.mark.parametrize("clause", ["", f"FROM <{SECOND}> FROM NAMED <{SECOND}>"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_request_chooses_the_dataset(two_graphs, parameters, expected, clause, method):
    """default-graph-uri and named-graph-uri make the dataset, merged, whatever FROM says."""
    query = (
        f"SELECT ?default ?named {clause} {{ "
        "{ SELECT (COUNT(*) AS ?default) { ?s ?p ?o } } "
        "{ SELECT (COUNT(*) AS ?named) { GRAPH ?g { ?s ?p ?o } } } }"
    )
    if method == "GET":
        reply = ask(two_graphs, query, **parameters)
    else:
        pairs = "&".join(
            f"{name.replace('_', '-')}={quote(value)}"
            for name, values in parameters.items()
            for value in values
        )
        reply = post(two_graphs, query, DIRECT, f"/sparql?{pairs}")
    assert reply.rows == [expected]


def test_a_blank_node_is_one_node_in_every_graph_that_sees_it(two_graphs):
    """The merge and the named graph show the same blank node."""
    query = f"{EX}ASK {{ ex:a ex:knows ?b . GRAPH <{SECOND}> {{ ?b ex:size 5 }} ?b ex:size 5 }}"
    both = {"default_graph_uri": [FIRST, SECOND], "named_graph_uri": [SECOND]}
    assert ask(two_graphs, query).json["boolean"] is True
    assert ask(two_graphs, query, **both).json["boolean"] is True


def test_the_default_graph_can_stay_on_its_own(tmp_path):
    """With --default-graph own, a query without GRAPH sees what stands in no named graph."""
    (tmp_path / "data.trig").write_text("<a:a> <a:b> 1 . <a:g> { <a:a> <a:b> 1 , 2 }")
    (tmp_path / "more.ttl").write_text("<a:a> <a:b> 3 .")
    flags = ["--default-graph", "own", "--load", tmp_path / "data.trig", tmp_path / "more.ttl"]
    with serving(*flags) as served:
        assert ask(served.url, COUNT).rows == [("2",)]
        named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
        assert ask(served.url, named).rows == [("2",)]
        assert "UnionDefaultGraph" not in ask(served.url).text


def test_blank_nodes_of_two_files_stay_two(tmp_path):
    """The same label in two files names two nodes."""
    for name in ("one.ttl", "two.ttl"):
        (tmp_path / name).write_text("_:x <a:b> 1 .")
    with serving("--load", tmp_path / "one.ttl", tmp_path / "two.ttl") as served:
        assert ask(served.url, COUNT).rows == [("2",)]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("COALESCE (?none, 'a')", "a"),
        ("CONCAT\n('a', 'b')", "ab"),
        ("concat # why not\n ('a', coalesce ('b'))", "ab"),
        ("ISBLANK (BNODE ())", "true"),
        ("'COALESCE ('", "COALESCE ("),
    ],
)
def test_white_space_before_a_parenthesis_means_nothing(two_graphs, expression, expected):
    """A function may stand apart from its arguments, as the grammar allows."""
    assert ask(two_graphs, f"SELECT ({expression} AS ?x) {{}}").rows == [(expected,)]


# --- What is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT * WHERE {\n  ?s ?p ?o ..\n}", 2, 13),
        ("SELECT * WHERE {\n  ?s nope:p ?o\n}", 2, 6),
        ("SELEKT * WHERE { ?s ?p ?o }", 1, 1),
        ("SELECT * WHERE { ?s ?p ?o", 1, 26),
        ("SELECT * WHERE { ?s ?p ?o }}", 1, 28),
        ("SELECT *\n# a comment {\nWHERE { ?s ?p 'é' . FILTER(?s = ) }", 3, 33),
        ("SELECT * WHERE { ?s ?p 'unclosed }", 1, 24),
        ("SELECT * { ?s ?p 'SERVICE' . ?service } #", 1, 39),
        ("SELECT * FROM nope:x FROM nope:y { ?s ?p ?o }", 1, 15),
        ("SELECT (CONCAT('a', COALESCE ('b')) AS ?x) { FILTER(?x = ) }", 1, 58),
        ("SELECT (COALESCE) {}", 1, 9),
        ("", 1, 1),
    ],
)
def test_bad_syntax_is_told_with_its_place(two_graphs, query, line, column):
    """A query that does not parse gets 400 with the line and the column of the word at fault."""
    reply = ask(two_graphs, query)
    assert reply.status == 400
    assert problem_of(reply) == "bad-syntax"
    assert (reply.json["line"], reply.json["column"]) == (line, column)
    assert query == "" or f"Line {line}, column {column}" in reply.json["detail"]


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        (r"ASK { \u0053ERVICE SILENT <http://127.0.0.1:9/> {} }", "SERVICE"),
        ("LOAD <http://127.0.0.1:9/>", "LOAD"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT"),
        ("PREFIX a: <a:> DROP ALL", "DROP"),
    ],
)
def test_federation_and_updates_are_refused_in_words(two_graphs, query, word):
    """SERVICE and updates get 403 and a message that names the word."""
    for reply in (ask(two_graphs, query), post(two_graphs, query, DIRECT)):
        assert reply.status == 403
        assert problem_of(reply) == "forbidden-query"
        assert word in reply.json["detail"]


def test_a_query_that_cannot_be_evaluated_is_an_error_and_not_half_an_answer(two_graphs):
    """A function that nobody knows gets 422 that names it, also when rows came before it."""
    reply = ask(two_graphs, "SELECT (<http://fn/none>(?s) AS ?x) { ?s ?p ?o }")
    assert reply.status == 422
    assert problem_of(reply) == "cannot-evaluate"
    assert "http://fn/none" in reply.json["detail"]


def test_a_monster_does_not_bring_the_server_down(two_graphs):
    """A query nested thousands deep gets 422, and the next one its answer."""
    reply = post(two_graphs, "SELECT * {" + "{" * 9000 + "}" * 9000 + "}", DIRECT)
    assert reply.status == 422
    assert problem_of(reply) == "too-complex"
    assert ask(two_graphs, COUNT).rows == [("8",)]


@pytest.mark.parametrize(
    ("request_", "status", "problem"),
    [
        (("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D"), 400, "bad-request"),
        (("GET", "/sparql?query=ASK%7B%7D&format=xml&format=json"), 400, "bad-request"),
        (("GET", "/sparql?query=%FF"), 400, "bad-request"),
        (("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=here"), 400, "bad-request"),
        (("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=a:%20"), 400, "bad-request"),
        (("GET", "/sparql?default-graph-uri=a:b"), 400, "bad-request"),
        (("GET", "/sparql?update=CLEAR%20ALL"), 403, "forbidden-query"),
        (("GET", "/sparql?query=ASK%7B%7D&using-graph-uri=a:b"), 403, "forbidden-query"),
        (("POST", "/sparql", "update=CLEAR%20ALL", FORM), 403, "forbidden-query"),
        (("POST", "/sparql", "", FORM), 400, "bad-request"),
        (("POST", "/sparql", "format=xml", FORM), 400, "bad-request"),
        (("POST", "/sparql", "query=ASK%7B%7D&query=ASK%7B%7D", FORM), 400, "bad-request"),
        (("POST", "/sparql?query=ASK%7B%7D", "query=ASK%7B%7D", FORM), 400, "bad-request"),
        (("POST", "/sparql?query=ASK%7B%7D", "ASK{}", DIRECT), 400, "bad-request"),
        (("POST", "/sparql", b"ASK { ?s ?p '\xff' }", DIRECT), 400, "bad-request"),
        (("POST", "/sparql", b"query=%C3%28", FORM), 400, "bad-request"),
        (("POST", "/sparql", "ASK{}", "text/plain"), 415, "unsupported-media-type"),
        (("POST", "/sparql", "ASK{}", None), 415, "unsupported-media-type"),
        (("POST", "/sparql", "ASK{}", "nonsense"), 415, "unsupported-media-type"),
        (("POST", "/sparql", "ASK{}", f"{DIRECT}; charset=UTF-16"), 415, "unsupported-media-type"),
        (("POST", "/sparql", "CLEAR ALL", UPDATE), 415, "unsupported-media-type"),
    ],
)
def test_misuse_of_the_protocol_is_named(two_graphs, request_, status, problem):
    """Missing, doubled, contradictory, unreadable requests get their problem, in French too."""
    method, path, *rest = request_
    body, content_type = rest or (None, None)
    headers = {"Content-Type": content_type} if content_type else {}
    reply = send(two_graphs, method, path, body, headers)
    assert (reply.status, problem_of(reply)) == (status, problem)
    french = send(two_graphs, method, path, body, {**headers, "Accept-Language": "fr"})
    assert french.json["detail"] != reply.json["detail"]


def test_a_compressed_body_is_not_read(two_graphs):
    """A body under a content coding gets 415, and is told which coding is read."""
    headers = {"Content-Encoding": "gzip"}
    reply = post(two_graphs, gzip.compress(b"ASK{}"), DIRECT, **headers)
    assert (reply.status, reply.headers["Accept-Encoding"]) == (415, "identity")


def test_parameters_of_other_servers_are_passed_over(two_graphs):
    """What clients add for other endpoints does no harm."""
    reply = ask(two_graphs, "ASK {}", output="json", results="json", timeout="5", debug="on")
    assert reply.json["boolean"] is True


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "PROPFIND"])
def test_other_methods_are_told_which_are_allowed(two_graphs, method):
    """A method that the endpoint does not have gets 405 with Allow."""
    reply = send(two_graphs, method, "/sparql?query=ASK%7B%7D")
    assert (reply.status, problem_of(reply)) == (405, "method-not-allowed")
    assert reply.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.parametrize("chunked", [True, False])
def test_a_body_that_is_too_long_is_refused(two_graphs, chunked):
    """More than a megabyte of query gets 413, whether the length is told before or not."""
    content = [b" " * 100_000] * 12
    body = iter(content) if chunked else b"".join(content)
    reply = send(
        two_graphs,
        "POST",
        "/sparql",
        body,
        {"Content-Type": DIRECT},
    )
    assert (reply.status, problem_of(reply)) == (413, "too-large")


def test_a_body_that_never_ends_is_cut_off(two_graphs):
    """Who announces gigabytes is refused before sending them."""
    where = urlsplit(two_graphs)
    with socket.create_connection((where.hostname, where.port), timeout=10) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: 9999999999\r\n\r\nASK"
        )
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_long_query_can_be_asked_by_post(two_graphs):
    """A query of half a megabyte is answered."""
    terms = " ".join(f"<http://example.org/{number}>" for number in range(15_000))
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {terms} }} }}"
    assert post(two_graphs, query, DIRECT).rows == [("15000",)]


def test_a_browser_sees_its_query_again_beside_what_is_wrong(two_graphs):
    """An error in a browser is a page with the query, in the language of the reader."""
    reply = ask(two_graphs, "SELECT * { ?s ?p <b> . . }", BROWSER, lang="fr")
    assert (reply.status, reply.media_type) == (400, "text/html")
    assert "SELECT * { ?s ?p &lt;b&gt; . . }" in reply.text
    assert 'lang="fr"' in reply.text
    assert "La syntaxe de la requête est incorrecte" in reply.text


def test_titles_of_problems_are_in_the_language_asked_for(two_graphs):
    """Accept-Language chooses the title of a problem."""
    reply = ask(two_graphs, "nope", headers={"Accept-Language": "fr"})
    assert reply.json["title"] == "La syntaxe de la requête est incorrecte"
    assert reply.headers["Content-Language"] == "fr"


# --- Without a query ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "media_type", "name"),
    [
        (None, "text/turtle", "turtle"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/n-triples", "application/n-triples", "nt"),
    ],
)
def test_the_endpoint_describes_itself(server, accept, media_type, name):
    """GET without a query gives the service description in RDF, with the endpoint as asked."""
    reply = ask(server, accept=accept)
    assert (reply.status, reply.media_type) == (200, media_type)
    found = (
        Graph()
        .parse(data=reply.body, format=name)
        .query(
            """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
        PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?endpoint ?n ?name {
          ?service a sd:Service ; sd:endpoint ?endpoint ; sd:feature sd:UnionDefaultGraph ;
            sd:supportedLanguage sd:SPARQL11Query ; sd:defaultDataset ?all .
          ?all sd:defaultGraph/void:triples ?n ; sd:namedGraph/sd:name ?name }"""
        )
    )
    assert f"{server}/sparql" in {str(row.endpoint) for row in found}
    assert {str(row.n) for row in found} == {ask(server, COUNT).rows[0][0]}
    graphs = {row[0] for row in ask(server, "SELECT DISTINCT ?g { GRAPH ?g {} }").rows}
    assert {str(row.name) for row in found} == graphs


def test_a_browser_gets_a_form(server):
    """GET without a query gives a browser a page with a form that works without script."""
    reply = ask(server, accept=BROWSER)
    assert (reply.status, reply.media_type) == (200, "text/html")
    assert '<form action="/sparql" method="get"' in reply.text
    data = '<script type="application/json" id="editor-data">'
    ours = [f'<script src="{each}" defer>' for each in editor.ADDRESSES["js"]]
    assert re.findall(r"<script[^>]*>", reply.text) == ([data, *ours] if ours else [])


def test_an_answer_is_a_page_for_a_browser(server):
    """A SELECT, an ASK and a CONSTRUCT are shown as pages, with what they contain escaped."""
    rows = ask(server, 'SELECT ("<b>&" AS ?x) (1.5 AS ?y) {}', BROWSER)
    assert "&lt;b&gt;&amp;" in rows.text
    assert ask(server, "ASK {}", BROWSER, lang="fr").text.count("Oui") == 1
    iri = "https://w3id.org/dialograph/id/objective/gcm-o9"
    assert "gcm-o9" in ask(server, f"DESCRIBE <{iri}>", BROWSER).text


# --- Headers -----------------------------------------------------------------------------------


def test_head_is_get_without_the_body(two_graphs):
    """HEAD has the status and the headers of GET, and no body."""
    got, headed = ask(two_graphs, COUNT), ask(two_graphs, COUNT, method="HEAD")
    assert headed.body == b""
    assert headed.status == 200
    same = ("Content-Type", "Content-Length", "ETag", "Vary", "Cache-Control")
    assert [headed.headers[name] for name in same] == [got.headers[name] for name in same]


def test_an_answer_that_is_known_is_not_sent_again(two_graphs):
    """If-None-Match with the ETag gives 304 for the same query, format and dataset only."""
    etag = ask(two_graphs, COUNT).headers["ETag"]
    known = {"If-None-Match": f'"other", {etag}'}
    again = ask(two_graphs, COUNT, headers=known)
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", etag)
    assert ask(two_graphs, COUNT + " ", headers=known).status == 200
    assert ask(two_graphs, COUNT, "text/csv", headers=known).status == 200
    assert ask(two_graphs, COUNT, headers=known, default_graph_uri=FIRST).status == 200
    assert ask(two_graphs, "nope", headers={"If-None-Match": "*"}).status == 400


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()"])
def test_what_changes_by_itself_is_never_reused(two_graphs, function):
    """A query that looks at the clock or throws dice has no ETag and may not be stored."""
    reply = ask(two_graphs, f"SELECT ({function} AS ?x) {{}}")
    assert "ETag" not in reply.headers
    assert reply.headers["Cache-Control"] == "no-store"


def test_a_long_answer_is_compressed_for_who_takes_it(server):
    """Accept-Encoding: gzip gets the same answer, compressed."""
    query = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 500"
    plain = ask(server, query)
    packed = ask(server, query, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Content-Encoding" not in plain.headers


def test_pages_of_other_sites_may_ask_without_credentials(two_graphs):
    """CORS: any origin may read, a preflight says so, and credentials are not allowed."""
    headers = {"Origin": "https://example.org"}
    reply = ask(two_graphs, COUNT, headers=headers)
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in reply.headers
    headers |= {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    preflight = send(two_graphs, "OPTIONS", "/sparql", headers=headers)
    assert preflight.status == 200
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert preflight.headers["Access-Control-Allow-Headers"].lower() in {"*", "content-type"}
    failed = ask(two_graphs, "nope", headers={"Origin": "https://example.org"})
    assert failed.headers["Access-Control-Allow-Origin"] == "*"


def test_options_tells_the_methods(two_graphs):
    """OPTIONS answers without a body and lists what is allowed."""
    reply = send(two_graphs, "OPTIONS", "/sparql")
    assert (reply.status, reply.headers["Allow"]) == (204, "GET, HEAD, POST, OPTIONS")


def test_origins_can_be_narrowed_down():
    """With --cors, only the origins named may read."""
    with serving("--load", "none", "--cors", "https://a.example,https://b.example") as served:
        allowed = ask(served.url, "ASK {}", headers={"Origin": "https://b.example"})
        assert allowed.headers["Access-Control-Allow-Origin"] == "https://b.example"
        other = ask(served.url, "ASK {}", headers={"Origin": "https://c.example"})
        assert "Access-Control-Allow-Origin" not in other.headers


@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK%7B%7D", "/nope", "/health"])
def test_every_response_keeps_browsers_safe(server, path):
    """Every response forbids scripts, frames and guessing at media types."""
    headers = send(server, path=path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "script-src" not in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


# --- The process -------------------------------------------------------------------------------


def test_a_slow_query_does_not_hold_up_the_others(server):
    """While queries run for long, the server answers others, and its health, at once."""
    where = urlsplit(server)
    slow = []
    for _ in range(2):
        connection = socket.create_connection((where.hostname, where.port), timeout=30)
        connection.sendall(f"GET /sparql?query={quote(SLOW)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        slow.append(connection)
    time.sleep(0.3)
    started = time.monotonic()
    assert send(server, path="/health").json["status"] == "ok"
    assert ask(server, "ASK {}").json["boolean"] is True
    assert time.monotonic() - started < 2
    for connection in slow:
        connection.close()


def test_answers_on_one_connection_follow_at_once(two_graphs):
    """A client that keeps its connection does not wait for the network between answers."""
    where = urlsplit(two_graphs)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=30)
    waited = []
    for _ in range(15):
        started = time.monotonic()
        connection.request("GET", f"/sparql?query={quote('ASK {}')}")
        connection.getresponse().read()
        waited.append(time.monotonic() - started)
    connection.close()
    assert min(waited[1:]) < 0.03


def test_many_clients_at_once_get_their_own_answers(server):
    """Answers to questions asked at the same time are not mixed up."""
    wrong = []

    def client(number):
        for step in range(10):
            value = f"{number}-{step}"
            if ask(server, f'SELECT ("{value}" AS ?x) {{ }}').rows != [(value,)]:
                wrong.append(value)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.mark.parametrize("kill", [signal.SIGTERM, signal.SIGINT])
def test_the_server_says_where_it_is_and_stops_when_told(kill):
    """One line says the address and the version; a signal ends the process with 0."""
    with serving("--load", "none") as served:
        assert re.fullmatch(
            r"dialograph serves 0 statements in 0 graphs at http://127\.0\.0\.1:\d+/ "
            r"\(version [0-9a-f]{12}\)\n",
            served.line,
        )
        assert send(served.url, path="/health").status == 200
        served.process.send_signal(kill)
        assert served.process.wait(timeout=10) == 0


def test_a_server_stops_although_a_query_is_running(tmp_path):
    """A query without end keeps the process from ending, with 0, no longer than it may run."""
    (tmp_path / "data.nt").write_text(
        "".join(f'<a:{number}> <a:p> "{number}" .\n' for number in range(3000))
    )
    with serving("--load", tmp_path / "data.nt", "--query-timeout", 2) as served:
        where = urlsplit(served.url)
        with socket.create_connection((where.hostname, where.port), timeout=30) as connection:
            asked = f"GET /sparql?query={quote(SLOW)} HTTP/1.1\r\nHost: x\r\n\r\n"
            connection.sendall(asked.encode())
            time.sleep(0.3)
            started = time.monotonic()
            assert served.stop() == 0
            assert time.monotonic() - started < 10


def test_a_port_that_is_taken_is_told_in_one_line(server):
    """Two servers on one port: the second says so and ends with 2."""
    port = str(urlsplit(server).port)
    done = subprocess.run(
        [sys.executable, "-m", "dialograph", "serve", "--load", "none", "--port", port],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert port in done.stderr


def test_a_file_that_does_not_parse_is_told_in_one_line(tmp_path):
    """A file with a fault stops the start with its name and the place."""
    (tmp_path / "bad.ttl").write_text("<a:a> <a:b> .\n")
    done = subprocess.run(
        [sys.executable, "-m", "dialograph", "serve", "--load", str(tmp_path / "bad.ttl")],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "bad.ttl" in done.stderr


def test_the_log_has_a_line_for_each_request_and_no_query(tmp_path):
    """The access log is JSON, knows a query by a hash, and never shows its text."""
    with (tmp_path / "log").open("w+") as log, serving("--load", "none", log=log) as served:
        ask(served.url, "SELECT ('secret' AS ?x) {}")
        ask(served.url, "SELECT ('secret' AS ?x) {")
        served.stop()
        text = (tmp_path / "log").read_text()
    lines = [json.loads(line) for line in io.StringIO(text)]
    assert [(each["method"], each["path"], each["status"]) for each in lines] == [
        ("GET", "/sparql", 200),
        ("GET", "/sparql", 400),
    ]
    assert all(each["query"] and each["ms"] >= 0 for each in lines)
    assert "secret" not in text


def test_the_version_follows_the_data(tmp_path):
    """The same files give the same version, and other content another."""
    path = tmp_path / "data.ttl"

    def version():
        with serving("--load", path) as served:
            return send(served.url, path="/health").json["dataset"]

    path.write_text("<a:a> <a:b> 1 .")
    first = version()
    assert version() == first
    path.write_text("<a:a> <a:b> 2 .")
    assert version() != first
