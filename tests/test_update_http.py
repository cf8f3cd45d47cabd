"""SPARQL Update over HTTP: all or nothing, through the gate, by who may."""

from urllib.parse import quote, urlencode

import pytest

from asking import ask, send
from browsing import Outline, get
from conftest import serving
from watching import eventually, problem
from writing import insert, token_for

BASE = "https://w3id.org/dialograph/"
UPDATE, FORM = "application/sparql-update", "application/x-www-form-urlencoded"
INSERT = "INSERT DATA {{ GRAPH <{graph}> {{ <urn:a> <urn:p> {value} }} }}"


class Endpoint:
    """A server, and a token for it."""

    def __init__(self, url, token):
        self.url, self.token = url, token

    def __call__(self, body, content_type=UPDATE, query="", method="POST", **headers):
        """Send an update; ``Accept_Language`` is the header Accept-Language."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        told.setdefault("Authorization", f"Bearer {self.token}")
        if content_type:
            told["Content-Type"] = content_type
        data = body.encode() if isinstance(body, str) else body
        return send(self.url, method, f"/update{query}", data, told)

    def values(self, graph):
        """The values in a graph."""
        query = f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} ORDER BY ?o"
        return [value for (value,) in ask(self.url, query).rows]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """An empty store without a gate, whose default graph is its own."""
    folder = tmp_path_factory.mktemp("update")
    token, flags = token_for(folder)
    narrow, _ = token_for(folder, "urn:mine", name="narrow")
    bare = ("--load", "none", "--shapes", "none", "--default-graph", "own")
    log, data = folder / "log", ("--data-dir", folder / "data")
    with log.open("w") as file, serving(*bare, *data, *flags, log=file) as served:
        found = Endpoint(served.url, token)
        found.narrow = Endpoint(served.url, narrow)
        found.log = log
        yield found


def test_an_update_is_sent_as_it_is_or_as_a_form(store):
    """Both forms of the protocol change the data, are answered 204, and are seen at once."""
    first = store(INSERT.format(graph="urn:direct", value=1))
    assert (first.status, first.body) == (204, b"")
    assert store.values("urn:direct") == ["1"]
    form = urlencode({"update": INSERT.format(graph="urn:form", value='"é +"')})
    second = store(form, FORM)
    assert second.status == 204
    assert store.values("urn:form") == ["é +"]
    before, after = (
        int(each.headers["Dialograph-Version"].split("-")[0]) for each in (first, second)
    )
    assert after == before + 1


def test_an_update_with_several_steps_is_all_or_nothing(store):
    """When the second step cannot be done, the first has not been done either."""
    reply = store(f"{INSERT.format(graph='urn:half', value=1)} ; CREATE GRAPH <urn:direct>")
    assert reply.status == 422
    assert store.values("urn:half") == []


@pytest.mark.parametrize("form", [True, False])
def test_the_dataset_of_the_request(store, form):
    """using-graph-uri and using-named-graph-uri say what WHERE sees, in the form or the address."""
    graph = f"urn:out{form}"
    store(
        f"INSERT DATA {{ GRAPH <{graph}/1> {{ <urn:a> <urn:p> 1 }} "
        f"GRAPH <{graph}/2> {{ <urn:a> <urn:p> 2 }} GRAPH <{graph}/3> {{ <urn:a> <urn:p> 3 }} }}"
    )
    text = (
        f"INSERT {{ GRAPH <{graph}> {{ ?s ?p ?o , ?n }} }} WHERE "
        "{ ?s ?p ?o . GRAPH ?g { ?s ?p ?n } }"
    )
    using = [("using-graph-uri", f"{graph}/1"), ("using-named-graph-uri", f"{graph}/2")]
    if form:
        reply = store(urlencode([("update", text), *using]), FORM)
    else:
        reply = store(text, query=f"?{urlencode(using)}")
    assert reply.status == 204
    assert store.values(graph) == ["1", "2"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
def test_only_post_changes_anything(store, method):
    """An update in an address is not carried out: 405, and which method is."""
    query = f"?update={quote(INSERT.format(graph='urn:got', value=1))}"
    reply = store(None, "", query, method)
    assert reply.status == 405
    assert reply.headers["Allow"] == "POST, OPTIONS"
    assert store.values("urn:got") == []


def test_what_can_be_sent(store):
    """OPTIONS tells the methods and the types of an update."""
    reply = store(None, "", "", "OPTIONS")
    assert (reply.status, reply.headers["Allow"]) == (204, "POST, OPTIONS")
    assert reply.headers["Accept-Post"] == f"{UPDATE}, {FORM}"


CLEAR = "CLEAR ALL"


@pytest.mark.parametrize(
    ("body", "content_type", "query", "expected"),
    [
        (f"update={CLEAR}&update={CLEAR}", FORM, "", (400, "bad-update-request")),
        ("", FORM, "", (400, "bad-update-request")),
        ("query=ASK{}", FORM, "", (400, "bad-update-request")),
        (f"update={CLEAR}&query=ASK{{}}", FORM, "", (400, "bad-update-request")),
        (CLEAR, UPDATE, f"?update={quote(CLEAR)}", (400, "bad-update-request")),
        ("", FORM, f"?update={quote(CLEAR)}", (400, "bad-update-request")),
        (CLEAR, UPDATE, "?default-graph-uri=urn:g", (400, "bad-update-request")),
        (CLEAR, UPDATE, "?using-graph-uri=relative", (400, "bad-update-request")),
        (CLEAR, UPDATE, "?using-graph-uri=%ff", (400, "bad-update-request")),
        (CLEAR, UPDATE, "?dry-run=perhaps", (400, "bad-update-request")),
        (b"update=%ff", FORM, "", (400, "bad-update-request")),
        (CLEAR, "application/sparql-query", "", (415, "unsupported-change-type")),
        (CLEAR, "text/plain", "", (415, "unsupported-change-type")),
        (CLEAR, "", "", (415, "unsupported-change-type")),
        (f"update={CLEAR}", "", "", (415, "unsupported-change-type")),
        (CLEAR.encode("utf-16"), f"{UPDATE}; charset=utf-16", "", (415, "unsupported-change-type")),
        ("CLEAR ALL ; oops", UPDATE, "", (400, "bad-update")),
        ("ASK { ?s ?p ?o }", UPDATE, "", (403, "forbidden-update")),
        ("LOAD <http://example.org/>", UPDATE, "", (403, "forbidden-update")),
        (f"update={'x' * 1_100_000}", FORM, "", (413, "change-too-large")),
    ],
)
def test_what_makes_no_sense_changes_nothing(store, body, content_type, query, expected):
    """A bad request is refused in words, and everything is still there."""
    store(INSERT.format(graph="urn:kept", value=1))
    assert problem(store(body, content_type, query)) == expected
    assert store.values("urn:kept") == ["1"]


def test_a_dataset_in_the_request_and_in_the_update_contradict_each_other(store):
    """using-graph-uri beside USING or WITH is 400 (protocol, section 2.2.3)."""
    for text in (
        "WITH <urn:kept> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "INSERT { GRAPH <urn:x> { ?s ?p ?o } } USING <urn:kept> WHERE { ?s ?p ?o }",
    ):
        for name in ("using-graph-uri", "using-named-graph-uri"):
            assert store(text, query=f"?{name}=urn:kept").status == 400


def test_an_update_that_does_not_parse_is_told_where(store):
    """Line and column of what is wrong, in the problem."""
    reply = store("INSERT DATA {\n  <urn:a> <urn:p> }")
    assert problem(reply) == (400, "bad-update")
    assert reply.json["line"] == 2


def test_without_a_token_nobody_reads_what_is_sent(store):
    """No token, an unknown one, or one in the address: 401 or 400, whatever the update says."""
    nobody = store("oops", Authorization="Basic eA==")
    assert problem(nobody) == (401, "unauthorized")
    assert nobody.headers["WWW-Authenticate"].startswith("Bearer")
    assert problem(store("oops", Authorization=f"Bearer {store.token}x")) == (401, "unauthorized")
    reply = send(
        store.url, "POST", f"/update?access_token={store.token}", b"x", {"Content-Type": UPDATE}
    )
    assert reply.status == 400


def test_a_browser_is_told_in_its_language(store):
    """Who comes to /update with a browser reads a page, not JSON."""
    for language, word in (("en", "method"), ("fr", "méthode")):
        response, page = get(f"{store.url}/update", **{"Accept-Language": language})
        assert response.status == 405
        assert word in "".join(Outline(page).words)
    reply = store("update=x", FORM, Accept="text/html", Authorization="", Accept_Language="fr")
    assert (reply.status, reply.media_type) == (401, "text/html")
    assert "Il faut un jeton pour écrire" in reply.text.replace("\u202f", " ")


def test_an_update_stays_within_the_scope_of_its_token(store):
    """One graph out of scope among those that it writes refuses the whole."""
    narrow = store.narrow
    assert narrow(INSERT.format(graph="urn:mine", value=1)).status == 204
    both = (
        f"{INSERT.format(graph='urn:mine', value=2)} ; {INSERT.format(graph='urn:yours', value=2)}"
    )
    for text in (
        both,
        "INSERT DATA { <urn:a> <urn:p> 1 }",
        "CLEAR ALL",
        "DROP GRAPH <urn:kept>",
        "MOVE <urn:kept> TO <urn:mine>",
        "COPY <urn:mine> TO <urn:yours>",
    ):
        reply = narrow(text)
        assert problem(reply) == (403, "insufficient-scope")
        assert 'error="insufficient_scope"' in reply.headers["WWW-Authenticate"]
    assert (store.values("urn:mine"), store.values("urn:yours")) == (["1"], [])


def test_a_dry_run_changes_nothing(store):
    """?dry-run=true, in the address or the form, tells what would come of an update."""
    text = INSERT.format(graph="urn:dry", value=1)
    for reply in (
        store(text, query="?dry-run=true"),
        store(urlencode({"update": text, "dry-run": "true"}), FORM),
    ):
        told = reply.json
        assert (reply.status, told["dry_run"], told["added"], told["removed"]) == (200, True, 1, 0)
        assert told["created"] == ["urn:dry"]
    assert store.values("urn:dry") == []


def test_what_was_done_is_told_to_who_asks(store):
    """With Accept: application/json the answer is 200 and tells what came and went."""
    text = INSERT.format(graph="urn:json", value="1, 2")
    reply = store(text, Accept="application/json")
    assert (reply.status, reply.json["added"], reply.json["gate"]) == (200, 2, None)
    assert reply.json["revision"] == reply.headers["Dialograph-Version"]
    again = store(text, Accept="application/json").json
    assert (again["added"], again["version"]) == (0, reply.json["version"])


def test_a_condition_cannot_be_kept_by_an_update(store):
    """If-Match on an update is refused (412): nobody may believe that it protects them."""
    reply = store(INSERT.format(graph="urn:if", value=1), If_Match='"1"')
    assert problem(reply) == (412, "precondition-failed")
    assert store.values("urn:if") == []


def test_neither_token_nor_update_is_logged(store):
    """The log tells that something was sent, and nothing of what."""
    insert(store.url, store.token, "INSERT DATA { <urn:a> <urn:p> 'unheard of' }")
    last = store("oops unheard of", query="?using-graph-uri=urn:unheardof")
    name = last.headers["X-Request-Id"]
    log = eventually(lambda: store.log.read_text() if name in store.log.read_text() else "")
    assert '"path": "/update", "status": 204' in log
    assert "unheard" not in log
    assert store.token not in log


# --- Through the gate --------------------------------------------------------------------------

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:shape> a sh:NodeShape ; sh:targetClass <urn:Thing> ; sh:property <urn:named>, <urn:short> .
<urn:named> sh:path skos:prefLabel ; sh:minCount 1 ; sh:name "name"@en , "nom"@fr ;
  sh:message "Give it a name."@en , "Donnez-lui un nom."@fr .
<urn:short> sh:path skos:prefLabel ; sh:maxLength 5 ; sh:severity sh:Warning ;
  sh:message "Make it shorter."@en , "Raccourcissez-le."@fr .
"""
BAD = "INSERT DATA { GRAPH <urn:g> { <urn:t> a <urn:Thing> ; <urn:p> 'x' } }"
GOOD = (
    "INSERT DATA { GRAPH <urn:g> { <urn:good> a <urn:Thing> ; "
    "<http://www.w3.org/2004/02/skos/core#prefLabel> 'too long'@en } }"
)


@pytest.fixture(scope="module")
def gated(tmp_path_factory):
    """A store that asks for names."""
    folder = tmp_path_factory.mktemp("gated")
    token, flags = token_for(folder)
    (folder / "shapes.ttl").write_text(SHAPES)
    shapes = ("--load", "none", "--shapes", folder / "shapes.ttl", "--data-dir", folder / "data")
    with serving(*shapes, *flags) as served:
        yield Endpoint(served.url, token)


def test_a_refusal_names_resource_field_and_problem_in_both_languages(gated):
    """422, with a summary in French and English, and the findings one by one; nothing is stored."""
    reply = gated(BAD)
    assert problem(reply) == (422, "refused-by-gate")
    told = reply.json
    assert "Give it a name." in told["summary"]["en"]
    assert "Donnez-lui un nom." in told["summary"]["fr"]
    (finding,) = told["gate"]["findings"]
    assert (finding["severity"], finding["focus"]) == ("violation", "urn:t")
    assert finding["field"] == {"en": "name", "fr": "nom"}
    assert finding["message"] == {"en": "Give it a name.", "fr": "Donnez-lui un nom."}
    assert gated.values("urn:g") == []
    french = gated(BAD, Accept_Language="fr")
    assert "Donnez-lui un nom." in french.json["detail"]
    assert french.headers["Content-Language"] == "fr"


@pytest.mark.parametrize(
    "media_type",
    ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"],
)
def test_a_refusal_as_rdf(gated, media_type):
    """Who accepts RDF gets the report that SHACL describes, under the same status."""
    reply = gated(BAD, Accept=media_type)
    assert (reply.status, reply.media_type) == (422, media_type)
    for part in ("ValidationReport", "Give it a name.", "urn:t"):
        assert part in reply.text


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Give it a name."), ("fr", "Donnez-lui un nom.")]
)
def test_a_refusal_as_a_page(gated, language, said):
    """A browser gets a page in its language."""
    reply = gated(BAD, Accept="text/html", Accept_Language=language)
    assert (reply.status, reply.media_type) == (422, "text/html")
    words = "".join(Outline(reply.text).words)
    assert said in words
    assert "urn:t" in words


def test_a_warning_does_not_refuse_and_is_told(gated):
    """What is accepted with a Warning says so to who asks."""
    dry = gated(GOOD, query="?dry-run=true").json
    assert (dry["gate"]["conforms"], dry["gate"]["counts"]["warning"]) == (True, 1)
    assert gated(BAD, query="?dry-run=true").status == 422
    reply = gated(GOOD, Accept="application/json")
    assert reply.status == 200
    assert [each["severity"] for each in reply.json["gate"]["findings"]] == ["warning"]


def test_what_the_name_is_taken_from_is_refused(gated):
    """Removing what a shape asks for is refused too."""
    gated(GOOD)
    reply = gated(
        "DELETE WHERE { GRAPH <urn:g> { <urn:good> "
        "<http://www.w3.org/2004/02/skos/core#prefLabel> ?name } }"
    )
    assert problem(reply) == (422, "refused-by-gate")


def test_an_update_needs_a_data_directory(two_graphs):
    """A server that keeps nothing refuses updates, and says what it would take."""
    reply = send(two_graphs, "POST", "/update", b"CLEAR ALL", {"Content-Type": UPDATE})
    assert problem(reply) == (403, "read-only")
    assert "--data-dir" in reply.json["detail"]
