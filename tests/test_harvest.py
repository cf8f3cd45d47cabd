"""Graphs of others: fetched, mapped, judged, kept, put aside."""

import gzip
import json
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from asking import send
from conftest import serving
from dialograph.cli.main import main
from harvesting import BASE, EX, GRAPH, Place, Web, canonical, meetings, parsed
from writing import insert, token_for

ROOT = Path(__file__).parent.parent
PAGED = f"""PREFIX ex: <{EX}>
CONSTRUCT {{ ?key a ex:Meeting ; ex:title ?title ; ex:place ?place . ?place ex:name ?name }}
WHERE {{
  ?key a ex:Meeting ; ex:title ?title . OPTIONAL {{ ?key ex:place ?place . ?place ex:name ?name }}
}}
"""


@pytest.fixture
def place(tmp_path, capsys):
    """A data directory with one version."""
    return Place(tmp_path / "here", capsys.readouterr)


@pytest.fixture
def web():
    """A server."""
    with Web().running() as running:
        yield running


# --- RDF at an address ---

FORMS = {
    "turtle": (ox.RdfFormat.TURTLE, "text/turtle; charset=utf-8"),
    "ntriples": (ox.RdfFormat.N_TRIPLES, "application/n-triples"),
    "rdfxml": (ox.RdfFormat.RDF_XML, "application/rdf+xml"),
    "jsonld": (ox.RdfFormat.JSON_LD, "application/ld+json"),
    "trig": (ox.RdfFormat.TRIG, "application/trig"),
    "nquads": (ox.RdfFormat.N_QUADS, "application/n-quads"),
}


@pytest.mark.parametrize("name", FORMS)
def test_rdf_in_any_syntax_becomes_the_graph(place, web, name):
    """A document in any syntax, packed or not, becomes the graph, named graphs and all."""
    form, media_type = FORMS[name]
    graph = ox.NamedNode("http://elsewhere.example/g") if name in {"trig", "nquads"} else None
    quads = [
        ox.Quad(q.subject, q.predicate, q.object, graph or ox.DefaultGraph())
        for q in ox.parse(meetings(1, 2), ox.RdfFormat.TURTLE)
    ]
    body = gzip.compress(ox.serialize(quads, format=form))
    web.paths["/data"] = lambda r: r.send(body, media_type, Content_Encoding="gzip")
    place.source(f"{web.url}/data")
    told = place.one()
    assert (told["state"], told["triples"], told["documents"]) == ("changed", 8, 1)
    assert canonical(place.quads()) == parsed(meetings(1, 2))


def test_the_same_again_changes_nothing(place, web):
    """Harvesting twice makes no version, blank nodes and all; what has changed makes one."""
    tags = []

    def answer(request):
        tags.append(request.headers.get("If-None-Match"))
        if request.headers.get("If-None-Match") == f'"{text[0]}"'.replace("\n", " ")[:20]:
            request.send(b"", status=304)
        else:
            request.send(text[0], ETag=f'"{text[0]}"'.replace("\n", " ")[:20])

    text = [meetings(1, 2)]
    web.paths["/data"] = answer
    place.source(f"{web.url}/data")
    assert place.one()["state"] == "changed"
    assert (place.one()["state"], place.version) == ("unchanged", 2)
    assert tags[0] is None
    assert tags[1] is not None
    web.paths["/data"] = meetings(2, 1).replace("ex:m2", "<http://example.org/m2>")
    assert (place.one()["state"], place.version) == ("unchanged", 2)
    web.paths["/data"] = meetings(1, 3)
    told = place.one()
    assert (told["state"], told["version"]) == ("changed", 3)
    assert canonical(place.quads()) == parsed(meetings(1, 3))


def test_what_was_changed_here_meanwhile_is_put_right(place, web):
    """A graph that was rolled back is filled again, even when its source has not changed."""
    web.paths["/data"] = lambda r: (
        r.send(b"", status=304)
        if r.headers.get("If-None-Match")
        else r.send(meetings(1), ETag='"a"')
    )
    place.source(f"{web.url}/data")
    place.one()
    assert main(["rollback", "1", "--data-dir", str(place.data), "--shapes", "none"]) == 0
    assert not place.quads()
    place.said()
    assert place.one()["state"] == "changed"
    assert canonical(place.quads()) == parsed(meetings(1))


def test_where_it_came_from_and_when_is_told(place, web):
    """The graph says from where and when it was derived, by which mapping, at each change."""
    web.paths["/data"] = meetings(1)
    place.file("mine.rq", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    place.source(f"{web.url}/data", 'mapping = "mine.rq"')
    place.one()
    web.paths["/data"] = meetings(1, 2)
    place.one()
    rows = list(
        place.store().query(
            f"""PREFIX prov: <http://www.w3.org/ns/prov#>
            PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
            SELECT ?source ?time ?mapping {{ GRAPH <{GRAPH}> {{
              ?content prov:specializationOf <{GRAPH}> ; prov:wasDerivedFrom ?source ;
                prov:generatedAtTime ?time ; prov:wasGeneratedBy ?harvest .
              ?harvest a prov:Activity ; prov:used ?used .
              ?used rdfs:label ?mapping }} }} ORDER BY ?time"""
        )
    )
    assert [row["source"].value for row in rows] == [f"{web.url}/data"] * 2
    assert [row["mapping"].value for row in rows] == ["mine"] * 2
    assert rows[0]["time"].value < rows[1]["time"].value
    history = f"SELECT ?l {{ GRAPH <{BASE}graphs/history> {{ <{BASE}versions/3#change> ?p ?l }} }}"
    labels = [row["l"].value for row in place.store().query(history)]
    assert f"The source one was harvested: {web.url}/data." in labels


# --- Pages, mappings ---

EVENTS = """<!doctype html><html><head><title>Events</title>
<script>var x = "<script type='application/ld+json'>no</script>";</script>
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "Event", "name": "Third workshop", "inLanguage": "en", "url": "/events/3",
  "startDate": "2026-05-04T09:00:00+02:00", "endDate": "2026-05-05",
  "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode"},
 {"@type": "BusinessEvent", "name": "Atelier", "inLanguage": "fr-FR", "startDate": "2026-06",
  "location": {"@type": "Place", "name": "La Valette"}},
 {"@type": "Event", "name": "Off", "inLanguage": "en", "startDate": "2026-07",
  "eventStatus": "https://schema.org/EventCancelled"}]}</script>
<script type="application/ld+json">{"@context": {"@vocab": "https://schema.org/"},
 "@type": "Event", "name": {"@value": "Postponed", "@language": "en"}, "startDate": "2026",
 "eventStatus": "https://schema.org/EventPostponed"}</script></head></html>"""
VALUES = (
    f'values = {{ type = "{BASE}id/activity-type/workshop", '
    f'dialogue = "{BASE}id/dialogue/rabat-process" }}'
)
DESCRIBED = """[source.one.describe]
title_en = "Events"
title_fr = "Événements"
description_en = "What the page announces."
description_fr = "Ce qu’annonce la page."
license = "https://creativecommons.org/licenses/by/4.0/"
maintainer = "Example"
[source.one.trust]
classes = ["dg:Meeting"]
"""


def test_events_of_a_page_become_valid_meetings(tmp_path, capsys, web):
    """schema.org events in the script elements of a page become meetings that our shapes accept."""
    dialogues = (ROOT / "data/dialogues.ttl").read_text()
    schemes = (ROOT / "ontology/schemes.ttl").read_text()
    place = Place(tmp_path / "here", capsys.readouterr, first=dialogues + schemes)
    web.paths["/events"] = lambda r: r.send(EVENTS, "text/html; charset=utf-8")
    place.source(f"{web.url}/events", 'mapping = "schema-events"', VALUES, more=DESCRIBED)
    told = place.one(shapes="shipped")
    assert told["state"] == "changed", told["english"]
    prefixes = f"""PREFIX dg: <{BASE}ontology#> PREFIX schema: <https://schema.org/>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX foaf: <http://xmlns.com/foaf/0.1/>"""
    rows = place.store().query(
        prefixes
        + f"""SELECT ?title ?start ?end ?status ?mode ?page {{ GRAPH <{GRAPH}> {{
          ?m a dg:Meeting ; skos:prefLabel ?title ; schema:startDate ?start ; dg:hasStatus ?status ;
            dg:belongsToDialogue <{BASE}id/dialogue/rabat-process>
          OPTIONAL {{ ?m schema:endDate ?end }} OPTIONAL {{ ?m dg:hasAttendanceMode ?mode }}
          OPTIONAL {{ ?m foaf:page ?page }} }} }} ORDER BY ?start"""
    )
    shown = [[str(each) if each else None for each in row] for row in rows]
    status, xsd = f"<{BASE}id/status/", "^^<http://www.w3.org/2001/XMLSchema#"
    assert sorted(shown) == [
        ['"Atelier"@fr', f'"2026-06"{xsd}gYearMonth>', None, f"{status}announced>", None, None],
        ['"Postponed"@en', f'"2026"{xsd}gYear>', None, f"{status}postponed>", None, None],
        [
            '"Third workshop"@en',
            f'"2026-05-04"{xsd}date>',
            f'"2026-05-05"{xsd}date>',
            f"{status}announced>",
            f"<{BASE}id/attendance-mode/online>",
            f"<{web.url}/events/3>",
        ],
    ]
    assert place.one(shapes="shipped")["state"] == "unchanged"


def test_a_mapping_reaches_nothing_but_what_arrived(place, web):
    """A mapping that asks another server, or is no CONSTRUCT, or matches nothing, is told so."""
    web.paths["/data"] = meetings(1)
    for text, wanted in (
        (f"CONSTRUCT {{?s ?p ?o}} WHERE {{ SERVICE <{web.url}/sparql> {{?s ?p ?o}} }}", "SERVICE"),
        ("SELECT * WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p", "mine"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s <urn:x:none> ?o . ?s ?p ?o }", "No statement comes"),
    ):
        place.file("mine.rq", text)
        place.source(f"{web.url}/data", 'mapping = "mine.rq"')
        told = place.one()
        assert (told["state"], place.code, wanted in told["english"]) == ("quarantined", 1, True)
    assert [path for _, path, _ in web.seen if "sparql" in path] == []
    assert place.version == 1


# --- Endpoints ---


def test_an_endpoint_is_read_by_key(place, web):
    """Pages of an endpoint together are what its whole CONSTRUCT gives; none uses OFFSET."""
    text = (
        meetings(*range(23))
        + '[] a <http://example.org/Meeting> ; <http://example.org/title> "x" .'
    )
    endpoint = web.endpoint(text)
    place.file("paged.rq", PAGED)
    place.source(f"{web.url}/sparql", 'query = "paged.rq"', "page = 5", kind="sparql")
    told = place.one()
    assert (told["state"], told["documents"]) == ("changed", 5)
    assert canonical(place.quads()) == parsed(meetings(*range(23)))
    assert not any("OFFSET" in query for query in endpoint.queries)
    agents = {headers["User-Agent"] for _, _, headers in web.seen}
    assert {agent.partition("/")[0] for agent in agents} == {"dialograph"}
    assert place.one()["state"] == "unchanged"


@pytest.mark.parametrize("tells", ["probe", "version"])
def test_an_endpoint_that_changes_meanwhile_is_read_again(place, web, tells):
    """What changes under the reader between pages is noticed: one state is kept, or none."""
    endpoint = web.endpoint(meetings(*range(8)), version="1" if tells == "version" else "")
    changes = [1]

    def change(query):
        if "SELECT DISTINCT ?key" in query and "> " in query and changes[0] > 0:
            changes[0] -= 1
            endpoint.load(meetings(*range(8), note=f" of {changes[0]}"))
            endpoint.version = endpoint.version and f"{2 + changes[0]}"

    endpoint.before = change
    place.file("paged.rq", PAGED)
    place.file("probe.rq", f"SELECT ?t WHERE {{ ?s <{EX}title> ?t }}")
    lines = ['query = "paged.rq"', "page = 3", 'probe = "probe.rq"' if tells == "probe" else ""]
    place.source(f"{web.url}/sparql", *lines, kind="sparql")
    assert place.one()["state"] == "changed"
    assert canonical(place.quads()) == parsed(meetings(*range(8), note=" of 0"))
    if tells == "probe":
        asked = len(endpoint.queries)
        assert place.one()["state"] == "unchanged"
        assert len(endpoint.queries) == asked + 1
    endpoint.load(meetings(*range(8)))
    changes[0] = 1000
    told = place.one()
    assert (told["state"], place.version) == ("failed", 2)
    assert "changes while it is being read" in told["english"]


@pytest.mark.parametrize("is_told", [True, False])
def test_a_harvest_that_was_broken_off_goes_on_where_it_was(place, web, is_told):
    """Pages that arrived are not asked for again if the endpoint tells that it has not changed."""
    endpoint = web.endpoint(meetings(*range(9)))
    place.file("paged.rq", PAGED)
    place.file("probe.rq", f"SELECT ?t WHERE {{ ?s <{EX}title> ?t }}")
    lines = ['query = "paged.rq"', "page = 3", 'probe = "probe.rq"' if is_told else ""]
    place.source(f"{web.url}/sparql", *lines, kind="sparql")
    web.paths["/sparql"] = lambda request: (
        request.send(b"", status=500) if "m5" in request.body.decode() else endpoint(request)
    )
    assert place.one()["state"] == "failed"
    web.paths["/sparql"] = endpoint
    endpoint.queries.clear()
    assert place.one()["state"] == "changed"
    pages = [query for query in endpoint.queries if "VALUES" in query]
    assert len(pages) == (2 if is_told else 3)
    assert canonical(place.quads()) == parsed(meetings(*range(9)))


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("b c a", "order"),
        ("a a b", "order"),
        ("a b c d", "more keys"),
        ("'a'", "no rows of keys"),
        (None, "no rows of keys"),
    ],
)
def test_an_endpoint_that_lies_about_keys_is_not_believed(place, web, rows, wanted):
    """Keys out of order, twice, too many, or none at all: nothing is lost or doubled silently."""

    def answer(request):
        bindings = [
            {"key": {"type": "literal" if "'" in each else "uri", "value": f"urn:x:{each}"}}
            for each in (rows or "").split()
        ]
        body = {"head": {"vars": ["key"]}, "results": {"bindings": bindings}}
        text = json.dumps(body if rows else {"head": {}, "boolean": True})
        request.send(text, "application/sparql-results+json")

    web.paths["/sparql"] = answer
    place.file("paged.rq", PAGED)
    place.source(f"{web.url}/sparql", 'query = "paged.rq"', "page = 3", kind="sparql")
    told = place.one()
    assert (told["state"], wanted in told["english"]) == ("failed", True), told["english"]


# --- Descriptions ---


def test_a_description_leads_to_the_best_file(place, web):
    """DCAT: of the files that hold RDF, on allowed hosts and not too long, the fastest is read."""
    web.paths["/catalog"] = f"""
        @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        <#d> a dcat:Dataset ; dcat:distribution <#1>, <#2>, <#3>, <#4>, <#5> .
        <#1> dcat:downloadURL <{web.url}/d.rdf> ; dcat:mediaType
          <https://www.iana.org/assignments/media-types/application/rdf+xml> .
        <#2> dcat:accessURL <{web.url}/a.page> ; dcat:downloadURL <{web.url}/d.ttl> ; dcterms:format
          <http://publications.europa.eu/resource/authority/file-type/RDF_TURTLE> .
        <#3> dcat:downloadURL <http://elsewhere.example/d.nt> ;
          dcat:mediaType "application/n-triples" .
        <#4> dcat:downloadURL <{web.url}/big.nt> ; dcat:byteSize 99999999999 .
        <#5> dcat:downloadURL <{web.url}/d.csv> ; dcat:mediaType "text/csv" .
    """
    web.paths["/d.ttl"] = meetings(1)
    place.source(f"{web.url}/catalog", kind="description")
    assert place.one()["state"] == "changed"
    assert canonical(place.quads()) == parsed(meetings(1))
    assert [path for _, path, _ in web.seen] == ["/catalog", "/d.ttl"]


def test_a_description_is_followed_so_far_and_asked_which(place, web):
    """VoID: subsets lead on, up to the depth; of several datasets, the source has to name one."""
    void = "@prefix void: <http://rdfs.org/ns/void#> ."
    web.paths["/void"] = f"{void} <#all> void:subset <{web.url}/part>, <http://127.0.0.1:9/no> ."
    web.paths["/part"] = f"{void} <#a> void:dataDump <a.nt.gz> . <#b> void:dataDump <b.nt> ."
    nt = ox.serialize(ox.parse(meetings(1), ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES)
    web.paths["/a.nt.gz"] = lambda r: r.send(gzip.compress(nt), "application/gzip")
    place.source(f"{web.url}/void", kind="description")
    told = place.one()
    assert (told["state"], "describes 2 datasets" in told["english"]) == ("failed", True)
    place.source(f"{web.url}/void", f'dataset = "{web.url}/part#a"', kind="description")
    assert place.one()["state"] == "changed"
    assert canonical(place.quads()) == parsed(meetings(1))
    place.source(
        f"{web.url}/void", f'dataset = "{web.url}/part#a"', kind="description", more="depth = 2"
    )
    assert "leads to no file" in place.one()["english"]


# --- Files ---


def test_files_are_read_and_their_place_is_not_told(place):
    """Local files, packed ones too, become the graph; no path of the machine stands in it."""
    place.file("in/one.ttl", meetings(1))
    (place.folder / "in/two.ttl.gz").write_bytes(gzip.compress(meetings(2).encode()))
    lines = '[source.one]\nkind = "file"\nfiles = ["in/one.ttl", "in/two.ttl.gz"]\n'
    place.sources(lines + 'graph = "graphs/taken"\n')
    assert place.one()["state"] == "changed"
    assert canonical(place.quads()) == parsed(meetings(1, 2))
    dump = "\n".join(map(str, place.store()))
    assert f"{GRAPH}#file-one.ttl" in dump
    assert str(place.folder) not in dump


# --- What is refused, and what becomes of it ---


def test_what_the_shapes_refuse_is_put_aside_and_can_be_retried(place, web):
    """A refusal of the gate leaves the graph alone, is told in words, and can be retried."""
    web.paths["/good"] = meetings(1)
    web.paths["/bad"] = f"<{EX}m2> a <{EX}Meeting> ."
    lines = "".join(
        f'[source.{name}]\nkind = "rdf"\naddress = "{web.url}/{name}"\ngraph = "graphs/{name}"\n'
        f'private_hosts = ["{web.host}"]\n'
        for name in ("bad", "good")
    )
    place.sources(lines)
    assert place.run("--lang", "fr") == 1
    assert "bad : en quarantaine ; son graphe reste tel qu’il était." in place.out
    assert "Donnez un titre à la réunion." in place.out
    assert "2 sources : 1 avec du nouveau, 1 en quarantaine." in place.out
    assert canonical(place.quads(f"{BASE}graphs/good")) == parsed(meetings(1))
    assert not place.quads(f"{BASE}graphs/bad")
    assert place.run("--only", "bad") == 1
    assert place.run("--quarantine", "--json") == 0
    (item,) = json.loads(place.out)
    assert (item["source"], item["stage"]) == ("bad", "gate")
    assert place.run("--quarantine", item["id"]) == 0
    for each in ("Give the meeting a title.", f"<{EX}m2>", f"{web.url}/bad", "--retry"):
        assert each in place.out
    assert place.run("--retry", item["id"]) == 1
    assert place.run("--retry", item["id"], "--dry-run", shapes="none") == 0
    assert place.run("--retry", item["id"], shapes="none") == 0
    assert len(place.quads(f"{BASE}graphs/bad")) == 1
    assert place.run("--quarantine") == 0
    assert place.out == "Nothing is in quarantine.\n"
    assert place.run("--remove", item["id"]) == 2


def test_one_that_is_refused_each_time_fills_no_disk(place, web):
    """Of a source the last twenty refusals are kept, and what waits for a person all the same."""
    place.source(f"{web.url}/data", 'trust = { mode = "propose" }')
    web.paths["/data"] = meetings(1)
    waits = place.one()["item"]
    items = []
    for number in range(21):
        web.paths["/data"] = f"no turtle {number}"
        items.append(place.one()["item"])
    assert place.run("--quarantine", "--json") == 0
    kept = {each["id"] for each in json.loads(place.out)}
    assert len(kept) == 20
    assert {waits, items[-1]} <= kept


def test_what_was_put_aside_does_not_undo_what_came_later(place, web):
    """What is older than what the source has given since is not taken; it can be removed."""
    place.source(f"{web.url}/data")
    web.paths["/data"] = f"<{EX}m2> a <{EX}Meeting> ."
    item = place.one()["item"]
    web.paths["/data"] = meetings(1)
    assert place.one()["state"] == "changed"
    assert place.run("--retry", item, shapes="none") == 1
    assert "something newer since" in place.err
    assert place.run("--remove", item) == 0
    assert canonical(place.quads()) == parsed(meetings(1))


def test_a_proposal_waits_for_a_person(place, web):
    """A source that only proposes changes nothing until somebody accepts it."""
    web.paths["/data"] = meetings(1)
    place.source(f"{web.url}/data", more='[source.one.trust]\nmode = "propose"')
    told = place.one()
    assert (told["state"], place.code, place.version) == ("proposed", 0, 1)
    web.paths["/data"] = meetings(1, 2)
    item = place.one()["item"]
    assert place.run("--quarantine", "--json") == 0
    assert [each["id"] for each in json.loads(place.out)] == [item]
    assert place.one("--retry", item)["state"] == "proposed"
    assert place.one("--accept", item[:6])["state"] == "changed"
    assert canonical(place.quads()) == parsed(meetings(1, 2))
    assert place.one()["state"] == "unchanged"


def test_a_backup_holds_what_waits_for_a_person(place, web):
    """What was put aside comes back with a backup, and can be accepted where its source is gone."""
    web.paths["/data"] = meetings(1, 2)
    place.source(f"{web.url}/data", 'trust = { mode = "propose" }')
    item = place.one()["item"]
    assert place.run("--quarantine", item) == 0
    shown, file, first = place.out, place.folder / "b.tar.zst", place.data
    assert main(["backup", str(file), "--data-dir", str(first)]) == 0
    place.data = place.folder / "second"
    assert main(["restore", str(file), "--data-dir", str(place.data)]) == 0
    place.said()
    assert place.run("--quarantine", item) == 0
    assert place.out == shown
    del web.paths["/data"]
    assert place.one("--accept", item)["state"] == "changed"
    assert canonical(place.quads()) == parsed(meetings(1, 2))


@pytest.mark.parametrize(
    ("trust", "wanted"),
    [
        ('classes = ["http://example.org/Other"]', "types that it may not"),
        (f'subjects = ["{EX}x"]', "resources that it may not"),
        ("", "resources that other graphs describe"),
    ],
)
def test_a_source_asserts_what_it_may(place, web, trust, wanted):
    """Classes, subjects and resources of other graphs are out of bounds unless trusted."""
    web.paths["/data"] = meetings(1) + f'<{EX}here> <{EX}title> "There" .'
    place.source(f"{web.url}/data", more=f"[source.one.trust]\n{trust}")
    told = place.one()
    assert (told["state"], wanted in told["english"]) == ("quarantined", True), told["english"]
    place.source(f"{web.url}/data", more="[source.one.trust]\nothers = true")
    assert place.one()["state"] == "changed"


def test_a_source_cannot_tell_its_own_provenance(place, web):
    """What a source says in the place of our own telling of retrievals is left out."""
    forged = f"<{GRAPH}#retrieved-9999-x> <http://www.w3.org/ns/prov#specializationOf> <{GRAPH}> ."
    web.paths["/data"] = meetings(1) + forged
    place.source(f"{web.url}/data")
    place.one()
    assert "9999" not in "\n".join(map(str, place.store()))
    web.paths["/data"] = meetings(2) + forged
    assert place.one()["state"] == "changed"


def test_a_dry_run_changes_nothing_at_all(place, web):
    """A dry run says what would come, and leaves no trace, in the quarantine neither."""
    web.paths["/data"] = meetings(1)
    place.source(f"{web.url}/data")
    before = sorted(place.data.iterdir())
    assert place.run("--dry-run") == 0
    assert "statements would come" in place.out
    assert "Nothing was changed." in place.out
    web.paths["/data"] = f"<{EX}m2> a <{EX}Meeting> ."
    assert place.run("--dry-run") == 1
    assert (sorted(place.data.iterdir()), place.version) == (before, 1)


def test_a_schedule_is_a_hint(place, web):
    """--due leaves a source alone until its time has come, and asks it otherwise."""
    web.paths["/data"] = meetings(1)
    place.source(f"{web.url}/data", 'schedule = "daily"')
    assert place.one("--due")["state"] == "changed"
    assert place.run("--due", "--lang", "fr") == 0
    assert place.out == "Pas encore à refaire : one.\n"
    state = place.data / "harvest/one/last/state.json"
    told = json.loads(state.read_text())
    state.write_text(json.dumps({**told, "began": time.time() - 86_401}))
    assert place.one("--due")["state"] == "unchanged"


# --- What is the same ---


def test_what_arrives_is_matched_to_what_is_here(tmp_path, capsys, web):
    """A country that is ours for certain gets our IRI; one that may be waits for a person."""
    place = Place(
        tmp_path / "here", capsys.readouterr, first=(ROOT / "data/places.ttl").read_text()
    )
    web.paths["/data"] = f"""
        @prefix dg: <{BASE}ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix o: <http://other.example/> . @prefix schema: <https://schema.org/> .
        o:m1 a dg:Meeting ; skos:prefLabel "First"@en ; schema:location o:morocco .
        o:morocco a dg:Country ; skos:prefLabel "Morocco"@en ;
          skos:exactMatch <http://publications.europa.eu/resource/authority/country/MAR> .
        o:cote a dg:Country ; skos:prefLabel "Cote dIvoire"@en .
    """
    place.source(f"{web.url}/data")
    told = place.one(shapes="none")
    assert (told["state"], told["links"], told["likely"]) == ("changed", 1, 1), told
    found = {(str(each.predicate), str(each.object)) for each in place.quads()}
    assert ("<https://schema.org/location>", f"<{BASE}id/country/mar>") in found
    assert main(["resolve", "list", "--json", "--data-dir", str(place.data)]) == 0
    (case,) = json.loads(place.said().out)
    assert case["state"] == "waiting"
    assert place.one(shapes="none")["state"] == "unchanged"
    assert place.version == 3
    place.source(f"{web.url}/data", "resolve = false")
    assert place.one(shapes="none")["links"] == 0


# --- Between servers ---


def test_one_dialograph_harvests_another(tmp_path, capsys, monkeypatch):
    """A live dialograph is harvested, by graph and by endpoint, into another live one."""
    there = Place(tmp_path / "there", capsys.readouterr, first=meetings(*range(7)))
    there.file("more.ttl", meetings(8))
    load = ("load", there.folder / "more.ttl", "--data-dir", there.data, "--shapes", "none")
    assert main(list(map(str, load))) == 0
    here = Place(tmp_path / "here", capsys.readouterr)
    token, flags = token_for(here.folder, "graphs/taken", "graphs/asked")
    monkeypatch.setenv("DIALOGRAPH_TOKEN", token)
    here.file("paged.rq", PAGED)
    whole = parsed(meetings(*range(7)) + meetings(8))
    plain = ("--shapes", "none", "--workers", 1)
    with (
        serving("--data-dir", there.data, *plain) as other,
        serving("--data-dir", here.data, *plain, *flags) as ours,
    ):
        host = other.url.removeprefix("http://")
        here.sources(f"""
            [source.taken]
            kind = "dialograph"
            address = "{other.url}"
            graphs = ["{BASE}graphs/here", "{BASE}graphs/more"]
            graph = "graphs/taken"
            private_hosts = ["{host}"]
            [source.asked]
            kind = "sparql"
            address = "{other.url}/sparql"
            query = "paged.rq"
            page = 3
            graph = "graphs/asked"
            private_hosts = ["{host}"]
            trust = {{ others = true }}
        """)

        def run(*words):
            told = ("--sources", here.folder / "sources.toml", "--server", ours.url, "--json")
            code = main(list(map(str, ("harvest", *words, *told))))
            here.out, here.err = here.said()
            return code, [
                each["state"] for each in json.loads(here.out or '{"sources":[]}')["sources"]
            ]

        assert run("--dry-run") == (0, ["changed", "changed"]), here.err
        assert run() == (0, ["changed", "changed"]), here.err
        assert run() == (0, ["unchanged", "unchanged"])
    for name in ("taken", "asked"):
        found = here.quads(f"{BASE}graphs/{name}")
        assert canonical(found) == whole
    assert here.version == 3


def test_who_is_overtaken_stops_no_other(tmp_path, capsys, monkeypatch, web):
    """A graph that somebody changes meanwhile on the server is left, and the next one harvested."""
    here = Place(tmp_path / "here", capsys.readouterr)
    token, flags = token_for(here.folder, "graphs/taken", "graphs/asked")
    monkeypatch.setenv("DIALOGRAPH_TOKEN", token)
    web.paths["/data"] = meetings(1)
    here.sources(
        "".join(
            f'[source.{name}]\nkind = "rdf"\naddress = "{web.url}/data"\n'
            f'graph = "graphs/{name}"\nprivate_hosts = ["{web.host}"]\n'
            "trust = { others = true }\n"
            for name in ("taken", "asked")
        )
    )
    with serving("--data-dir", here.data, "--shapes", "none", *flags) as ours:
        others = iter([f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <{EX}a> <{EX}b> 1 }} }}"])

        def through(request):
            if request.command == "PUT":
                for change in others:
                    assert insert(ours.url, token, change).status == 204
            told = {key: value for key, value in request.headers.items() if key != "Host"}
            reply = send(ours.url, request.command, request.path, request.body, told)
            tag = reply.headers.get("ETag")
            request.send(reply.body, reply.headers["Content-Type"], reply.status, ETag=tag)

        web.paths["/graphs"] = web.paths["/sparql"] = through
        told = ("--sources", here.folder / "sources.toml", "--server", web.url)
        assert main(list(map(str, ("harvest", *told)))) == 1
        here.out, here.err = here.said()
        assert "was changed by somebody else meanwhile" in here.out
        assert main(list(map(str, ("harvest", *told)))) == 0, here.said()
    for name in ("taken", "asked"):
        assert canonical(here.quads(f"{BASE}graphs/{name}")) == parsed(meetings(1))
