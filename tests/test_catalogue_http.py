"""The query catalogue over HTTP: pages, files, what is refused, and its description."""

import html
import json
import re
import tomllib
from importlib import resources
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asking import ask, send
from browsing import Outline, get
from conftest import serving
from dialograph import formats
from dialograph.catalog import answers, binding
from dialograph.catalog.queries import shipped_catalog
from dialograph.catalog.spelling import read_values, spelled
from dialograph.web.answer_tables import heading
from watching import problem

CATALOG = shipped_catalog()
NOWHERE = ox.NamedNode("http://127.0.0.1:9/")
"""An endpoint that nobody asks, as long as no row is read."""

LOCAL = {name: query for name, query in CATALOG.items() if not query.federated}
OTHER = {
    "lang": "fr",
    "framework": "map",
    "objective": "gcm-o9",
    "year": "2019",
    "dialogue": "khartoum-process",
    "minimum": "3",
    "from": "2010",
    "to": "2021",
    "text": "retour",
}
"""Values other than the defaults, for what many queries take."""


def page(server, path, lang="en"):
    """A page, read strictly."""
    mark = "&" if "?" in path else "?"
    response, text = get(f"{server}{path}{mark}lang={lang}")
    return response, text, Outline(text)


@pytest.fixture(scope="module")
def bound(engine):
    """What the catalogue answers in this process, with values that enter as substitutions."""

    def run(query, values, wanted):
        asked = query.bind(values)
        terms = {name.value: term for name, term in asked.substitutions.items()}
        payload = engine(asked.text, terms, wanted)
        return answers.without(payload, wanted, asked.echoes)

    return run


@pytest.fixture(scope="module")
def engine(server):
    """The served graph in this process."""
    store = ox.Store()
    store.bulk_load(
        send(server, path="/download/dialograph.nt").body, format=ox.RdfFormat.N_TRIPLES
    )

    def run(text, terms, wanted):
        result = store.query(
            text, substitutions={ox.Variable(name): term for name, term in terms.items()}
        )
        if isinstance(result, ox.QueryTriples):
            return ox.serialize(sorted(result, key=str), format=ox.RdfFormat.N_TRIPLES)
        return result.serialize(format=ox.QueryResultsFormat.from_extension(wanted.name))

    return run


@pytest.mark.parametrize("values", [{}, OTHER], ids=["defaults", "others"])
def test_every_query_answers_as_in_this_process(server, bound, values):
    """Over HTTP, with values written into its text, each query answers as with substitutions."""
    for query in LOCAL.values():
        known = {each.name for each in query.parameters}
        given_ = {name: value for name, value in values.items() if name in known}
        is_graph = query.form == "CONSTRUCT"
        end = "nt" if is_graph else "json" if query.form == "ASK" else "csv"
        reply = send(server, path=f"/queries/{query.name}.{end}?{urlencode(given_)}")
        assert reply.status == 200, query.name
        wanted = formats.NTRIPLES if is_graph else formats.JSON if end == "json" else formats.CSV
        expected = bound(query, given_, wanted)
        if end == "json":
            assert reply.json["boolean"] == json.loads(expected)["boolean"]
        elif is_graph:
            # What has no name is called differently each time.
            assert blank(reply.body) == blank(expected), query.name
        else:
            assert sorted(reply.text.splitlines()) == sorted(expected.decode().splitlines())


def blank(ntriples):
    """The lines of N-Triples, in order, without the names of blank nodes."""
    return sorted(re.sub(r"_:\S+", "_:", line) for line in ntriples.decode().splitlines())


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_a_text_stays_a_text(value):
    """Whatever a person writes comes out of the query as the same text, and nothing else."""
    query = CATALOG["search-labels"]
    terms, faults = read_values(query, {"text": value})
    assert not faults
    text = spelled(query, terms)
    (variable,) = [each.variable for each in query.parameters if each.name == "text"]
    begin = text.index("{") + 1
    row = text[begin : len(text) - len(query.text) + begin]
    rows = list(ox.Store().query(f"SELECT * WHERE {{ {row} }}"))
    assert [each[variable] for each in rows] == [terms["text"]]
    assert ox.Store().query(text) is not None


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_page_is_whole(server, lang):
    """Each query has a well-formed page in each language, with its files and words for columns."""
    assert len(LOCAL) > 80
    for query in LOCAL.values():
        response, text, outline = page(server, f"/queries/{query.name}", lang)
        assert response.status == 200, query.name
        assert f'<html lang="{lang}">' in text
        assert len(outline.ids) == len(set(outline.ids))
        assert not outline.names & {"style", "onclick"}
        ends = {urlsplit(each).path.rpartition(".")[2] for each in outline.links}
        assert ends >= ({"ttl", "jsonld"} if query.form == "CONSTRUCT" else {"csv", "json", "tsv"})


def test_every_column_has_words():
    """No answer of the catalogue shows a person the name of a variable."""
    file = resources.files("dialograph.web") / "templates/columns.toml"
    words = tomllib.loads(file.read_text(encoding="utf-8"))
    for query in CATALOG.values():
        if query.form == "SELECT":
            text = binding.placed(query.text, dict.fromkeys(binding.endpoints(query.text), NOWHERE))
            for variable in ox.Store().query(text).variables:
                said = words[variable.value.removesuffix("Label")]
                assert heading(variable.value, "fr") == said["fr"]
                assert heading(variable.value, "en") == said["en"]


def test_the_index_lists_all_by_theme(server):
    """Every query stands under each of its themes, in each language, as a link that works."""
    for lang in ("en", "fr"):
        _, text, outline = page(server, "/queries", lang)
        for query in CATALOG.values():
            links = [each for each in outline.links if each == f"/queries/{query.name}?lang={lang}"]
            assert len(links) == len(set(query.tags))
            assert query.tags[0] in outline.ids
        assert "theme_" not in text
    listed = send(server, path="/queries", headers={"Accept": "application/json"})
    assert [each["name"] for each in listed.json["queries"]] == list(CATALOG)
    assert listed.body == send(server, path="/queries.json").body


def test_things_are_chosen_by_name(server):
    """An objective, a country and a framework are chosen from lists that show their names."""
    _, text, _ = page(server, "/queries/quotes-of-objective?objective=gcm-o9", "fr")
    chosen = re.findall(r'<option value="([^"]+)" selected>([^<]+)<', text)
    assert [each[0] for each in chosen] == ["gcm-o9"]
    assert html.unescape(chosen[0][1]).startswith("9. Renforcer")
    assert len(re.findall(r'<option value="gcm-o\d+"', text)) == 23
    assert text.count("<optgroup") >= 5
    _, text, _ = page(server, "/queries/activities-by-partner?partner=country/sen", "fr")
    assert '<option value="country/sen" selected>Sénégal</option>' in text
    iri = quote("https://w3id.org/dialograph/id/country/sen")
    assert (
        '"country/sen" selected' in page(server, f"/queries/activities-by-partner?partner={iri}")[1]
    )


def test_a_language_is_chosen_by_name(server):
    """The languages of documents are on a list, under their names."""
    text = page(server, "/queries/documents-by-language", "fr")[1]
    chosen = re.search(r'<option value="[^"]+/language/FRA" selected>([^<]+)<', text)
    assert chosen[1] == "français"


def test_a_label_leads_to_its_resource(server):
    """A resource and its label are one cell, which leads to the resource in the same language."""
    _, text, outline = page(server, "/queries/activities-by-objective?objective=gcm-o9")
    rows = send(server, path="/queries/activities-by-objective.json?objective=gcm-o9&lang=en").json
    for row in rows["results"]["bindings"]:
        path = urlsplit(row["activity"]["value"]).path.removeprefix("/dialograph")
        assert f"{path}?lang=en" in outline.links
        assert html.escape(row["activityLabel"]["value"]) in text


def test_counts_are_drawn(server):
    """An answer that counts is drawn too: one bar for each row, a title, the numbers as text."""
    _, text, _ = page(server, "/queries/activity-types-by-count", "fr")
    rows = send(server, path="/queries/activity-types-by-count.csv?lang=fr").text.splitlines()[1:]
    assert text.count('<rect class="bar"') == len(rows) > 5
    assert re.search(r'<svg [^>]*role="img" aria-label="Nombre', text)
    assert "<svg viewBox" not in page(server, "/queries/quotes-of-objective")[1].split("<main")[1]


def test_resources_without_a_label_column_get_their_names(server):
    """A query that gives bare IRIs is shown with the names of what they stand for."""
    text = page(server, "/queries/class-counts", "fr")[1]
    assert re.search(r'<a href="/ontology\?lang=fr#Meeting"[^>]*>Réunion</a>', text)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_query_shown_is_the_query_run(server, lang):
    """The query that the page opens gives byte for byte what the file holds, and its validator."""
    _, _, outline = page(server, "/queries/quotes-of-objective?objective=gcm-o9", lang)
    (opened,) = [each for each in outline.links if each.startswith("/sparql?query=")]
    query = parse_qs(urlsplit(opened).query)["query"][0]
    assert "objective/gcm-o9>" in query
    (file,) = [each for each in outline.links if ".csv" in each]
    one, other = send(server, path=file), ask(server, query, format="csv")
    assert one.body == other.body
    assert one.headers["ETag"] == other.headers["ETag"]
    assert one.headers["Content-Disposition"] == 'inline; filename="quotes-of-objective.csv"'
    page_address = re.search(r"<(.*)>", one.headers["Link"])[1]
    assert get(server + page_address)[0].status == 200


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/html,*/*;q=0.8", "text/html"),
        ("text/csv", "text/csv"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("*/*", "text/html"),
    ],
)
def test_one_address_in_the_form_that_is_wanted(server, accept, media_type):
    """The address without an ending gives a page or results as Accept says."""
    reply = send(server, path="/queries/coverage-matrix", headers={"Accept": accept})
    assert (reply.status, reply.media_type) == (200, media_type)
    assert "Accept" in reply.headers["Vary"]


def test_what_cannot_be_written_is_said(server):
    """A table is no graph: 406 by Accept, 404 with the right endings by address."""
    reply = send(server, path="/queries/coverage-matrix", headers={"Accept": "text/turtle"})
    assert problem(reply) == (406, "not-acceptable")
    reply = send(server, path="/queries/coverage-matrix.ttl")
    assert problem(reply) == (404, "not-found")
    assert ".csv" in reply.json["detail"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_file_that_the_client_has_is_not_sent_again(server, method):
    """An answer has a validator: the same question gets 304 while the data stays the same."""
    path = "/queries/coverage-matrix.csv"
    first = send(server, method, path)
    assert first.status == 200
    assert (first.body == b"") == (method == "HEAD")
    again = send(server, method, path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("coverage-matrix.csv?framework=nope%20x", ["framework"]),
        ("coverage-matrix.json?nope=1&framework=a%20b", ["nope", "framework"]),
        ("activities-by-year.csv?year=two&lang=de", ["year", "lang"]),
        ("changed-since.csv?since=2026-02-30", ["since"]),
        ("activities-by-year.csv?year=2020&year=2021", ["year"]),
        ("activities-by-year.csv?year=2020%20%7D%20%23", ["year"]),
        ("activities-by-objective.csv?objective=framework/gcm", ["objective"]),
    ],
)
def test_bad_parameters_are_named(server, path, names):
    """422 names every parameter that is wrong, in both languages, for a program and on a page."""
    reply = send(server, path=f"/queries/{path}")
    assert problem(reply) == (422, "bad-parameters")
    told = reply.json["parameters"]
    assert [each["name"] for each in told] == names
    for each in told:
        assert each["name"] in each["en"]
        assert each["name"] in each["fr"]
        assert each["en"] != each["fr"]
    french = send(server, path=f"/queries/{path}", headers={"Accept-Language": "fr"}).json
    assert french["detail"] == " ".join(each["fr"] for each in told)
    end = path.partition(".")[2].partition("?")[0]
    response, text = get(f"{server}/queries/{path.replace('.' + end, '')}")
    assert response.status == 422
    assert 'role="alert"' in text
    known = {each.name for each in CATALOG[path.partition(".")[0]].parameters} - {"lang"}
    assert text.count('aria-invalid="true"') == len(known & set(names))
    Outline(text)


def test_the_kind_of_problem_is_explained(server):
    """The type of the problem leads to a page in both languages."""
    for lang, word in (("en", "parameter"), ("fr", "paramètre")):
        response, text = get(f"{server}/problems/bad-parameters?lang={lang}")
        assert (response.status, word in text) == (200, True)


def test_an_unknown_query_proposes_others(server):
    """A name that is nearly right gets 404 with the names that were meant."""
    for lang in ("en", "fr"):
        reply = send(server, path=f"/queries/coverage-matrx?lang={lang}", headers={"Accept": "*/*"})
        assert problem(reply) == (404, "not-found")
        assert "coverage-matrix" in reply.json["detail"]
    assert problem(send(server, path="/queries/zzzzz"))[0] == 404


def test_openapi_describes_what_is_there(server):
    """Each operation of the description answers in each of its formats, with its own examples."""
    api = send(server, path="/openapi.json").json
    assert api["openapi"] == "3.1.0"
    others = {f"/{each}.{{format}}" for each in ("coverage", "coverage/cell", "timeline")}
    described = {f"/queries/{name}.{{format}}" for name in CATALOG} | others
    assert described <= set(api["paths"])
    operations = [each for methods in api["paths"].values() for each in methods.values()]
    ids = [each["operationId"] for each in operations]
    assert len(ids) == len(set(ids))
    for path in described:
        operation = api["paths"][path]["get"]
        parameters = operation["parameters"]
        (form,) = [each for each in parameters if each["in"] == "path"]
        values = {each["name"]: each["example"] for each in parameters if "example" in each}
        if any(each["name"] == "objective" and each["required"] for each in parameters):
            values["objective"] = "gcm-o9"
        if "server" in [each["name"] for each in parameters]:
            values["server"] = "https://other.example/sparql"
        query = CATALOG.get(operation["operationId"])
        if query is not None and "dialogue" in [each["name"] for each in parameters]:
            values.setdefault("dialogue", "khartoum-process")  # optional ones have no example
        without = {"basis", "from", "to"}  # optional too
        assert query is None or set(values) | without == {
            *(each.name for each in query.parameters),
            *without,
        }
        if query is not None and query.federated:
            continue  # its example is no server
        for end in (form["schema"]["enum"][0], form["schema"]["enum"][-1]):
            reply = send(server, path=f"{path.format(format=end)}?{urlencode(values)}")
            assert reply.status == 200, (path, values)
            assert reply.media_type in operation["responses"]["200"]["content"]
    assert "Problem" in api["components"]["schemas"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_docs_list_every_operation(server, lang):
    """The page of the description names every operation and loads nothing from elsewhere."""
    _, text, outline = page(server, "/docs", lang)
    assert set(CATALOG) <= set(outline.ids)
    assert "<script" not in text
    for link in outline.links:
        assert link.startswith(("/", "#", "?")) or "creativecommons.org" in link


def test_large_numbers_are_written_as_the_language_does(tmp_path):
    """Thousands stand apart in a table; the file keeps the bare number."""
    meeting = "https://w3id.org/dialograph/ontology#Meeting"
    data = tmp_path / "meetings.nt"
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    data.write_text("".join(f"<urn:x:/id/x/{n}> <{kind}> <{meeting}> .\n" for n in range(1234)))
    with serving("--load", data) as served:
        assert "1234" in send(served.url, path="/queries/class-counts.csv").text
        for lang, told in (("en", "1,234"), ("fr", "1\u202f234")):
            assert f">{told}<" in page(served.url, "/queries/class-counts", lang)[1]
