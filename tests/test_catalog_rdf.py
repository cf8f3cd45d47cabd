"""``/.well-known/void`` and ``/catalog``: the same facts as the download page and the endpoint."""

import hashlib

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, VOID, XSD

from asking import ask, send
from conftest import serving
from dialograph import formats
from dialograph.engine.writing import to_term
from dialograph.publish.catalogue import catalogue
from dialograph.publish.description import DatasetDescription, Figures, GraphDescription
from dialograph.publish.dumps import Dump, dump_names
from dialograph.publish.published import date_of, write_graph
from dialograph.publish.void import void_description

BASE = "https://w3id.org/dialograph/"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
WHOLE = URIRef(f"{BASE}catalog#dialograph")
TYPES = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
}


def read(server, path):
    """A description in Turtle."""
    reply = send(server, path=path, headers={"Accept": "text/turtle"})
    assert (reply.status, reply.media_type) == (200, "text/turtle")
    return Graph().parse(data=reply.body, format="turtle")


def triples(reply, ending):
    """The triples of an answer, which has the media type that goes with the end of a name."""
    assert (reply.status, reply.media_type) == (200, TYPES[ending][0])
    return {quad.triple for quad in ox.parse(reply.body, TYPES[ending][1])}


@pytest.fixture(scope="module")
def catalog(server):
    """The catalogue."""
    return read(server, "/catalog")


@pytest.fixture(scope="module")
def void(server):
    """The VoID file."""
    return read(server, "/.well-known/void")


@pytest.mark.parametrize("path", ["/catalog", "/.well-known/void"])
def test_formats_hold_the_same(server, path):
    """Every format that Accept asks for holds the same triples; Turtle comes without Accept."""
    turtle = triples(send(server, path=path), "ttl")
    assert len(turtle) > 100
    for ending, (media_type, _) in TYPES.items():
        assert triples(send(server, path=path, headers={"Accept": media_type}), ending) == turtle
    refused = send(server, path=path, headers={"Accept": "image/png"})
    assert (refused.status, refused.media_type) == (406, "application/problem+json")


def test_the_catalogue_has_files(server):
    """Each format has an address of its own, which the catalogue links; another end is a 404."""
    links = send(server, path="/catalog").headers["Link"]
    turtle = triples(send(server, path="/catalog"), "ttl")
    for ending, (media_type, _) in TYPES.items():
        reply = send(server, path=f"/catalog.{ending}", headers={"Accept": "text/html"})
        assert triples(reply, ending) == turtle
        assert f'</catalog.{ending}>; rel="alternate"; type="{media_type}"' in links
    assert send(server, path="/catalog.csv").status == 404


@pytest.mark.parametrize("path", ["/catalog", "/.well-known/void"])
def test_a_browser_is_led_to_the_page(server, path):
    """A browser gets the download page in its language, which names the descriptions."""
    accept = "text/html,application/xhtml+xml,*/*;q=0.8"
    reply = send(server, path=path, headers={"Accept": accept})
    assert (reply.status, reply.headers["Location"]) == (303, "/download/")
    assert "Accept" in reply.headers["Vary"]
    asked = send(server, path=f"{path}?lang=fr", headers={"Accept": accept})
    assert asked.headers["Location"] == "/download/?lang=fr"
    shown = send(server, path="/download/?lang=en").text
    assert 'href="/catalog.ttl"' in shown
    assert 'href="/.well-known/void?lang=en"' in shown


@pytest.mark.parametrize("path", ["/catalog", "/.well-known/void"])
def test_a_description_is_validated(server, path):
    """What the client has is not sent again."""
    etag = send(server, path=path).headers["ETag"]
    assert send(server, path=path, headers={"If-None-Match": etag}).status == 304


def test_what_is_told_of_files_is_so(server, catalog):
    """Every file of the catalogue is there, with the size, checksum and licence that it gives."""
    lines = send(server, path="/download/SHA256SUMS").text.splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = list(catalog.subjects(RDF.type, DCAT.Distribution))
    assert len(files) == len(sums)
    for node in files:
        address = str(catalog.value(node, DCAT.downloadURL))
        name = address.removeprefix(f"{BASE}download/")
        checksum = catalog.value(node, SPDX.checksum)
        assert str(catalog.value(checksum, SPDX.checksumValue)) == sums[name]
        head = send(server, "HEAD", f"/download/{name}")
        assert int(catalog.value(node, DCAT.byteSize)) == int(head.headers["Content-Length"])
        told = str(catalog.value(node, DCAT.compressFormat) or catalog.value(node, DCAT.mediaType))
        assert told.endswith(f"/media-types/{head.media_type}")
        assert str(catalog.value(node, DCTERMS.license)).startswith("https://creativecommons.org/")


def test_descriptions_agree(server, catalog, void):
    """VoID, the catalogue, the service description and the endpoint tell of the same graphs."""
    service = Graph().parse(data=ask(server, accept="text/turtle").body, format="turtle")
    sizes = {
        str(service.value(node, SD.name)): int(
            service.value(service.value(node, SD.graph), VOID.triples)
        )
        for node in service.subjects(RDF.type, SD.NamedGraph)
    }
    parts = set(void.objects(WHOLE, VOID.subset))
    assert {str(part): int(void.value(part, VOID.triples)) for part in parts} == sizes
    asked = ask(server, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "application/sparql-results+json")
    assert int(void.value(WHOLE, VOID.triples)) == int(asked.rows[0][0])
    datasets = set(catalog.objects(URIRef(f"{BASE}catalog"), DCAT.dataset))
    assert datasets == {WHOLE, *map(URIRef, sizes)}
    for each in datasets:
        dumps = {
            catalog.value(file, DCAT.downloadURL)
            for file in catalog.objects(each, DCAT.distribution)
        }
        assert dumps == set(void.objects(each, VOID.dataDump))
        for told in (DCTERMS.title, DCTERMS.description, DCTERMS.modified, DCTERMS.publisher):
            assert set(catalog.objects(each, told)) == set(void.objects(each, told))
    (endpoint,) = set(void.objects(WHOLE, VOID.sparqlEndpoint))
    assert (None, DCAT.endpointURL, endpoint) in catalog
    nodes = set(catalog.subjects(RDF.type, DCAT.DataService))
    assert sum((each, RDF.type, SD.Service) in service for each in nodes) == 1
    assert nodes == set(catalog.objects(None, DCAT.service))
    assert URIRef(f"{BASE}reconcile#service") in nodes


def test_counts_are_those_of_the_endpoint(server, void):
    """How many resources VoID counts in each class is what a query counts, subclasses included."""
    parts = list(void.objects(WHOLE, VOID.classPartition))
    assert len(parts) == 5
    for part in parts:
        kind = void.value(part, VOID["class"])
        query = f"""
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a/rdfs:subClassOf* <{kind}> }}"""
        asked = ask(server, query, "application/sparql-results+json")
        assert int(void.value(part, VOID.entities)) == int(asked.rows[0][0])


def test_what_dcat_ap_demands_is_there(catalog):
    """The mandatory properties of DCAT-AP 3.0 stand on every resource of its classes."""
    mandatory = {
        DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher),
        DCAT.Dataset: (DCTERMS.title, DCTERMS.description),
        DCAT.Distribution: (DCAT.accessURL,),
        DCAT.DataService: (DCTERMS.title, DCAT.endpointURL),
        FOAF.Agent: (FOAF.name,),
        SPDX.Checksum: (SPDX.algorithm, SPDX.checksumValue),
    }
    for kind, properties in mandatory.items():
        nodes = list(catalog.subjects(RDF.type, kind))
        assert nodes
        for node in nodes:
            for each in properties:
                assert (node, each, None) in catalog, (node, each)
    for node in catalog.subjects(RDF.type, DCAT.Distribution):
        assert catalog.value(node, DCAT.byteSize).datatype == XSD.nonNegativeInteger
    ranges = {
        DCTERMS.license: DCTERMS.LicenseDocument,
        DCTERMS.language: DCTERMS.LinguisticSystem,
        DCAT.mediaType: DCTERMS.MediaType,
        DCAT.landingPage: FOAF.Document,
        DCTERMS.publisher: FOAF.Agent,
    }
    for property_, kind in ranges.items():
        for value in catalog.objects(None, property_):
            assert (value, RDF.type, kind) in catalog


def test_nothing_is_made_up(two_graphs):
    """Graphs that say nothing of themselves get no publisher, licence or date."""
    told = read(two_graphs, "/catalog")
    for each in (DCTERMS.publisher, DCTERMS.license, DCTERMS.modified, DCAT.version):
        assert (None, each, None) not in told
    first = URIRef(f"{BASE}graphs/first")
    assert told.value(first, DCTERMS.title) == Literal(str(first))
    assert Literal("A named graph of 5 statements.", lang="en") in told.objects(
        first, DCTERMS.description
    )


def test_an_empty_server_describes_itself():
    """Without data there is a catalogue of one empty dataset, and no graph."""
    with serving("--load", "none", "--base-iri", "https://data.example/") as served:
        told = read(served.url, "/catalog")
        assert set(told.subjects(RDF.type, DCAT.Dataset)) == {
            URIRef("https://data.example/catalog#dialograph")
        }
        (size,) = read(served.url, "/.well-known/void").objects(None, VOID.triples)
        assert int(size) == 0


@pytest.mark.parametrize(
    ("stated", "kind"),
    [
        ("2026", XSD.gYear),
        ("2026-11", XSD.gYearMonth),
        ("2026-11-24", XSD.date),
        ("2026-11-24T10:00:00Z", XSD.dateTime),
        ("2026-13-99", None),
        ("last week", None),
        (None, None),
    ],
)
def test_dates_keep_their_precision(stated, kind):
    """A date has the type of what is stated; what is no date is left out."""
    found = date_of(stated)
    assert found is None if kind is None else (str(found), found.datatype) == (stated, kind)


texts = st.dictionaries(
    st.sampled_from(["en", "fr", ""]), st.text('abé "\\<>', min_size=1), max_size=2
)
graphs = st.builds(
    GraphDescription,
    name=st.from_regex(r"[a-z]{1,8}", fullmatch=True),
    iri=st.from_regex(r"(https?://|urn:)[a-z]{1,8}", fullmatch=True),
    statements=st.integers(0, 10**9),
    titles=texts,
    descriptions=texts,
    licence=st.none() | st.sampled_from(["https://creativecommons.org/licenses/by/4.0/", "Ask us"]),
    version=st.none() | st.just("1.0"),
    modified=st.none() | st.sampled_from(["2026-11-24", "soon"]),
    publisher=st.none() | st.sampled_from(["Somebody", "https://example.org/us"]),
)


@settings(max_examples=12, deadline=None)
@given(
    st.lists(graphs, max_size=3, unique_by=(lambda each: each.name, lambda each: each.iri)),
    st.data(),
)
def test_whatever_graphs_say_is_written(described, data):
    """Any description gives graphs that every format can hold, the same bytes each time."""
    dataset = DatasetDescription(BASE, "1", 7, 7, tuple(described), Figures(1, 2, 3, 4, 5, 6))
    some = data.draw(st.lists(st.sampled_from(list(dump_names(dataset).values())), max_size=4))
    made = [Dump(name, 0, 12, hashlib.sha256(str(name).encode()).hexdigest()) for name in some]
    for graph in (void_description(dataset), catalogue(dataset, made)):
        for form in (formats.TURTLE, formats.JSONLD, formats.RDFXML, formats.NTRIPLES):
            written = write_graph(graph, form)
            found = {quad.triple for quad in ox.parse(written, TYPES[form.extension][1])}
            assert found == {ox.Triple(*map(to_term, each)) for each in graph}
            assert write_graph(graph, form) == written
    sizes = set(catalogue(dataset, made).subject_objects(DCAT.byteSize))
    assert len(sizes) == len({str(dump.name) for dump in made})
