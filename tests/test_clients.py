import csv
import io
from urllib.parse import urlencode

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from asking import ask, post

# Both libraries warn of what they do themselves.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:rdflib.*", "ignore::DeprecationWarning:SPARQLWrapper.*"
)

DG = "https://w3id.org/dialograph/ontology#"
GCM = "https://w3id.org/dialograph/graphs/gcm"
OBJECTIVES = f"""
PREFIX dg: <{DG}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?objective ?title WHERE {{
  ?objective a dg:Objective ;
    skos:inScheme <https://w3id.org/dialograph/id/framework/gcm> ;
    skos:prefLabel ?title .
  FILTER (LANG(?title) = "fr")
}}
"""
NINTH = URIRef("https://w3id.org/dialograph/id/objective/gcm-o9")


@pytest.fixture
def wrapper(server):
    """SPARQLWrapper, set on the shipped graph."""
    return SPARQLWrapper(f"{server}/sparql")


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("way", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper_reads_rows(wrapper, method, way):
    """SPARQLWrapper asks by GET and by POST, in both forms, and reads JSON."""
    wrapper.setMethod(method)
    wrapper.setRequestMethod(way)
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(OBJECTIVES)
    rows = wrapper.queryAndConvert()["results"]["bindings"]
    assert len(rows) == 23
    assert {row["title"]["xml:lang"] for row in rows} == {"fr"}


def test_sparqlwrapper_reads_its_other_formats(wrapper):
    """SPARQLWrapper gets XML, which it asks for by default, CSV and TSV."""
    wrapper.setQuery(OBJECTIVES)
    assert len(wrapper.queryAndConvert().getElementsByTagName("result")) == 23
    wrapper.setReturnFormat(XML)
    assert len(wrapper.queryAndConvert().getElementsByTagName("result")) == 23
    wrapper.setReturnFormat(CSV)
    assert len(list(csv.reader(io.StringIO(wrapper.queryAndConvert().decode())))) == 24
    wrapper.setReturnFormat(TSV)
    assert wrapper.queryAndConvert().decode().startswith("?objective\t?title\n")


@pytest.mark.parametrize("written", [TURTLE, RDFXML, JSONLD, XML])
def test_sparqlwrapper_reads_graphs(wrapper, written):
    """SPARQLWrapper gets a graph in the formats that it knows."""
    wrapper.setQuery(f"DESCRIBE <{NINTH}>")
    wrapper.setReturnFormat(written)
    answer = wrapper.queryAndConvert()
    graph = answer if isinstance(answer, Graph) else Graph().parse(data=answer, format="turtle")
    assert (NINTH, URIRef(f"{DG}hasLevel"), None) in graph


def test_sparqlwrapper_asks_and_chooses_graphs(wrapper):
    """SPARQLWrapper gets a boolean, and its default graphs are those that it names."""
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(f"ASK {{ <{NINTH}> ?p ?o }}")
    wrapper.addDefaultGraph(GCM)
    assert wrapper.queryAndConvert()["boolean"] is True
    wrapper.resetQuery()
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(f"ASK {{ <{NINTH}> ?p ?o }}")
    wrapper.addDefaultGraph("https://w3id.org/dialograph/graphs/places")
    assert wrapper.queryAndConvert()["boolean"] is False


def test_sparqlwrapper_hears_of_bad_syntax(wrapper):
    """SPARQLWrapper takes our 400 for what it is, and shows the line and column."""
    wrapper.setQuery("SELECT * { ?s ?p }")
    with pytest.raises(QueryBadFormed, match="Line 1, column 18"):
        wrapper.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("written", ["xml", "json", "csv", "tsv"])
def test_rdflib_reads_rows(server, method, written):
    """SPARQLStore of rdflib reads every result format by every method."""
    store = SPARQLStore(f"{server}/sparql", method=method, returnFormat=written)
    rows = list(Graph(store).query(OBJECTIVES))
    assert len(rows) == 23
    assert NINTH in {row.objective for row in rows}


def test_rdflib_sees_a_graph_of_ours_as_its_own(server):
    """Through SPARQLStore, rdflib looks up triples, counts them, and gets graphs."""
    graph = Graph(SPARQLStore(f"{server}/sparql"))
    label = URIRef("http://www.w3.org/2004/02/skos/core#prefLabel")
    assert {title.language for title in graph.objects(NINTH, label)} == {"en", "fr"}
    assert (NINTH, label, Literal("nothing of the kind", lang="en")) not in graph
    assert len(graph) == int(next(iter(graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))).n)
    assert bool(graph.query("ASK { ?s ?p ?o }"))


def test_rdflib_sees_one_graph_when_it_names_one(server):
    """A graph with a name of ours is that graph, and not the merge."""
    gcm = Graph(SPARQLStore(f"{server}/sparql"), identifier=URIRef(GCM))
    everything = Graph(SPARQLStore(f"{server}/sparql"))
    assert 0 < len(gcm) < len(everything)


def test_rdflib_asks_us_with_service(server):
    """A query that rdflib evaluates itself reaches our endpoint with SERVICE, and joins."""
    own = Graph()
    own.add((NINTH, URIRef("urn:seen"), Literal("oui")))
    query = f"""
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT ?title WHERE {{
      ?objective <urn:seen> "oui" .
      SERVICE <{server}/sparql> {{ ?objective skos:prefLabel ?title FILTER (LANG(?title) = "fr") }}
    }}"""
    (row,) = own.query(query)
    assert row.title.language == "fr"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        # What RDF4J and GraphDB send, the part of what they know that we do not included.
        (
            (
                "application/x-sparqlstar-results+json;q=0.8, "
                "application/sparql-results+json;q=0.8, application/json;q=0.8, "
                "application/sparql-results+xml;q=0.8, application/xml;q=0.8, "
                "application/x-binary-rdf-results-table;q=0.8"
            ),
            "application/sparql-results+json",
        ),
        # Jena
        (
            (
                "application/sparql-results+json, application/sparql-results+xml;q=0.9, "
                "text/tab-separated-values;q=0.7, text/csv;q=0.5, application/json;q=0.2, "
                "application/xml;q=0.2, */*;q=0.1"
            ),
            "application/sparql-results+json",
        ),
        # Comunica's SPARQL source
        (
            "application/sparql-results+json;q=1.0,application/sparql-results+xml;q=0.7",
            "application/sparql-results+json",
        ),
        # Virtuoso, as the one that asks
        ("application/sparql-results+xml, text/rdf+n3", "application/sparql-results+xml"),
    ],
)
@pytest.mark.parametrize("way", ["form", "direct", "get"])
def test_what_other_servers_send_is_understood(server, accept, media_type, way):
    """The headers of endpoints that federate get results they can read, in each way of asking."""
    query = f"SELECT ?p WHERE {{ <{NINTH}> ?p ?o }} VALUES ?p {{ <urn:none> <{RDF.type}> }}"
    if way == "get":
        reply = ask(server, query, accept)
    elif way == "form":
        told = {"Accept": accept}
        kind = "application/x-www-form-urlencoded; charset=utf-8"
        reply = post(server, urlencode({"query": query, "infer": "true"}), kind, **told)
    else:
        reply = post(server, query.encode(), "application/sparql-query", Accept=accept)
    assert (reply.status, reply.media_type) == (200, media_type), reply.text
    assert str(RDF.type) in reply.text
