"""The Reconciliation Service API, 0.2 and the 1.0 draft, judged by the specification's schemas."""

import csv
import io
import json
import re
from urllib.parse import quote, urlencode

import pytest

from asking import send
from browsing import Outline, get
from conftest import serving
from reconciling import (
    DRAFT,
    FORM,
    JSON,
    OLD,
    draft,
    fetch,
    named,
    old,
    one,
    sure,
    valid,
)
from writing import insert, token_for

BASE = "https://w3id.org/dialograph/"
V1 = "application/reconciliation.v1+json"


def rows(server, query):
    """The rows of a query, each a dictionary of texts."""
    reply = send(
        server, path=f"/sparql?{urlencode({'query': query})}", headers={"Accept": "text/csv"}
    )
    return list(csv.DictReader(io.StringIO(reply.text)))


# --- The manifest --------------------------------------------------------------------------------


def test_the_manifest_is_valid_and_made_from_the_dataset(server):
    """Spaces, versions, types and services stand in it, and every type has resources."""
    told = valid(OLD, "manifest", send(server, path="/reconcile").json)
    assert told["identifierSpace"] == f"{BASE}id/"
    assert told["schemaSpace"] == f"{BASE}ontology#"
    assert told["versions"] == [OLD, DRAFT]
    assert "authentication" not in told
    kinds = {each["id"] for each in told["defaultTypes"]}
    assert {"Activity", "Document", "Country", "Organisation", "Dialogue", "Objective"} <= kinds
    assert told["batchSize"] == 100
    for kind in kinds:
        (entity,) = fetch(server, "/suggest/type", prefix=kind, limit=1)["result"]
        assert entity["id"] == kind


def test_every_address_in_the_manifest_leads_somewhere(server):
    """View, preview, suggestions, flyouts, proposals, logo and documentation answer."""
    told = send(server, path="/reconcile").json
    whole = quote("country/ita", safe="")
    suggest = told["suggest"]
    paths = [
        told["view"]["url"].replace("{{id}}", whole),
        told["preview"]["url"].replace("{{id}}", whole),
        told["feature_view"]["url"].replace("{{id}}", "name"),
        told["logo"],
        told["documentation"],
        *(each["service_url"] + each["service_path"] + "?prefix=i" for each in suggest.values()),
    ]
    settings = told["extend"]["propose_properties"]
    paths.append(settings["service_url"] + settings["service_path"] + "?type=Country")
    for kind, name in (("entity", whole), ("type", "Country"), ("property", "iso2")):
        each = suggest[kind]
        paths.append(
            each["flyout_service_url"] + each["flyout_service_path"].replace("${id}", name)
        )
    for path in paths:
        assert path.startswith(server)
        assert send(server, path=path.removeprefix(server).partition("#")[0]).status in {200, 303}


@pytest.mark.parametrize("how", ["accept", "path"])
def test_the_draft_has_its_own_manifest(server, how):
    """It is had by Accept, or at an address of its own; its template gives the IRI itself."""
    if how == "accept":
        reply = send(server, path="/reconcile", headers={"Accept": V1})
        assert reply.media_type == V1
    else:
        reply = send(server, path="/reconcile/1.0")
        assert reply.media_type == "application/json"
    told = valid(DRAFT, "manifest", reply.json)
    assert told["suggest"] == {"entity": True, "type": True, "property": True}
    assert told["standardizedScore"] is True
    assert told["view"]["url"].replace("{+id}", "country/ita") == f"{BASE}id/country/ita"
    assert "identifierSpace" not in told
    assert "Accept" in reply.headers["Vary"]


@pytest.mark.parametrize(
    ("at", "headers"),
    [("/reconcile/fr", {}), ("/reconcile", {"Accept-Language": "fr"}), ("/reconcile?lang=fr", {})],
)
def test_it_speaks_french(server, at, headers):
    """By address, by header and by parameter; what the manifest leads to is in French too."""
    reply = send(server, path=at, headers=headers)
    assert reply.headers["Content-Language"] == "fr"
    told = reply.json
    assert {"id": "Country", "name": "Pays"} in told["defaultTypes"]
    settings = told["extend"]["property_settings"]
    assert settings[0]["label"] == "Limite"
    if at.endswith("/fr"):
        assert told["suggest"]["entity"]["service_url"].endswith("/reconcile/fr")


def test_any_origin_may_read_every_answer(server):
    """CORS stands on every kind of answer, refusals included, and a preflight is answered."""
    origin = {"Origin": "https://example.org"}
    for path in (
        "/reconcile",
        "/reconcile/suggest/type",
        "/reconcile/preview?id=country/ita",
        "/reconcile/flyout/type?id=Country",
        "/reconcile/suggest/type?limit=x",
    ):
        reply = send(server, path=path, headers=origin)
        assert reply.headers["Access-Control-Allow-Origin"] == "*"
    asked = {
        **origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    reply = send(server, "OPTIONS", "/reconcile/match", headers=asked)
    assert reply.status == 200
    assert "POST" in reply.headers["Access-Control-Allow-Methods"]


# --- Queries -------------------------------------------------------------------------------------


def test_every_name_of_every_country_finds_it(server):
    """In both languages, one batch after the other: the resource is the first, with 100."""
    found = rows(
        server,
        """
        PREFIX dg: <https://w3id.org/dialograph/ontology#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?c ?name { ?c a dg:Country ; skos:prefLabel ?name } ORDER BY ?c ?name""",
    )
    assert len(found) >= 500
    for start in range(0, len(found), 100):
        part = found[start : start + 100]
        queries = {
            str(number): {"query": each["name"], "type": "Country"}
            for number, each in enumerate(part)
        }
        for number, candidates in old(server, queries).items():
            best = candidates[0]
            assert best["score"] == 100
            assert f"{BASE}id/{best['id']}" == part[int(number)]["c"]
            assert best["match"]


@pytest.mark.parametrize(
    "text",
    [
        "Côte d’Ivoire",
        "cote d ivoire",
        "COTE D'IVOIRE",
        "CIV",
        "country/civ",
        f"{BASE}id/country/civ",
        "http://www.wikidata.org/entity/Q1008",
    ],
)
def test_a_country_is_known_by_whatever_stands_for_it(server, text):
    """Accents, case, code, identifier, IRI here and elsewhere: surely the same."""
    assert sure(one(server, query=text)) == "country/civ"
    assert sure(draft(server, named(text))[0]) == "country/civ"


def test_what_is_only_like_is_never_sure(server):
    """Typing errors, parts of names and names of nothing get candidates, and no match."""
    for text in ("Sengal", "Guin", "Republic", "Burkina", "Ruritania"):
        assert sure(one(server, query=text)) is None, text
    best = one(server, query="Sengal")[0]
    assert best["id"] == "country/sen"
    assert 50 < best["score"] < 100


def test_what_two_things_are_called_is_not_sure(namesakes):
    """Of two with the same name none is matched, until a type or a property tells them apart."""

    def found(**more):
        return one(namesakes, query="forum on fair recruitment", **more)

    assert len(found()) == 3
    assert sure(found()) is None
    assert sure(found(type="Meeting")) is None
    assert sure(found(type="Organisation")) == "organisation/c"
    dated = found(type="Meeting", properties=[{"pid": "startDate", "v": "2021"}])
    assert sure(dated) == "activity/b"
    assert [each["score"] for each in dated] == [100, pytest.approx(66.67)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kingdom of Morocco", "country/mar"),
        ("Marruecos", "country/mar"),
        ("Ägypten", "country/egy"),
        ("السنغال", "country/sen"),
        ("Nigeria (la)", "country/nga"),
        ("International Organisation for Migration (IOM)", "organisation/iom"),
        ("OIM", None),  # an abbreviation may be anybody's
        ("Rabat", None),  # a city is one of its name in its country
        ("Republic of Korea", "country/kor"),  # what the United Nations call it
    ],
)
def test_names_elsewhere_are_known(server, text, expected):
    """In other languages, with the form of state, as lists write them; what is short is unsure."""
    assert sure(one(server, query=text)) == expected
    if text == "Rabat":
        country = [{"pid": "country", "v": "Maroc"}]
        found = one(server, query=text, type="https://schema.org/Place", properties=country)
        assert sure(found) == "place/mar-rabat"


def test_a_title_is_sure_with_its_date_only(server):
    """Meetings bear the same title year after year: every one of ours needs its date to be sure."""
    found = rows(
        server,
        """PREFIX dg: <https://w3id.org/dialograph/ontology#> PREFIX schema: <https://schema.org/>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?m ?start (MIN(?label) AS ?name) { ?m a dg:Meeting ; schema:startDate ?start ;
        skos:prefLabel ?label FILTER (LANG(?label) = "en") } GROUP BY ?m ?start ORDER BY ?m""",
    )[:90]
    names = {each["m"]: {"query": each["name"], "type": "Meeting"} for each in found}
    assert not any(map(sure, old(server, names).values()))
    for each in found:
        names[each["m"]]["properties"] = [{"pid": "date", "v": each["start"]}]
    dated = {key: sure(candidates) for key, candidates in old(server, names).items()}
    assert {each.removeprefix(f"{BASE}id/") for each in dated} >= set(filter(None, dated.values()))
    for iri, matched in dated.items():
        assert matched in {None, iri.removeprefix(f"{BASE}id/")}
    assert sum(each is not None for each in dated.values()) > 0.8 * len(dated)


def test_types_narrow_the_candidates(server):
    """With any and all others are left out; with should they come after, with less."""
    for strict in ("any", "all"):
        found = one(server, query="migrant smuggling", type="Objective", type_strict=strict)
        assert found
        for each in found:
            assert "Objective" in {kind["id"] for kind in each["type"]}
    found = one(server, query="migrant smuggling", type="Objective", type_strict="should")
    theme = next(each for each in found if each["id"].startswith("theme/"))
    assert theme["score"] == 70
    assert not theme["match"]
    assert {"id": "type", "value": False} in theme["features"]
    both = one(server, query="Senegal", type=["Country", "Activity"], type_strict="all")
    assert both == []
    assert sure(one(server, query="Senegal", type=["Country", "Activity"])) == "country/sen"


@pytest.mark.parametrize("name", ["Country", "dg:Country", f"{BASE}ontology#Country"])
def test_a_type_goes_by_its_identifier_and_its_iri(server, name):
    """The short name, the prefixed name and the IRI mean the same type."""
    assert sure(one(server, query="Italie", type=name)) == "country/ita"


@pytest.mark.parametrize(
    "name", ["iso3", "dg:iso3166Alpha3", "iso3166Alpha3", f"{BASE}ontology#iso3166Alpha3"]
)
def test_a_property_goes_by_its_identifier_and_its_iri(server, name):
    """Likewise for properties; a code alone is enough to be sure."""
    assert sure(one(server, properties=[{"pid": name, "v": "MAR"}])) == "country/mar"


def test_properties_narrow_and_rank(server):
    """Host, date, dialogue and type by name, identifier or year bring the right meeting first."""
    host = {"pid": "host", "v": {"id": "country/mar", "name": "Morocco"}}
    date, dialogue = {"pid": "date", "v": "2006"}, {"pid": "dialogue", "v": "Rabat Process"}
    kind = {"pid": "type", "v": "conférence ministérielle"}
    properties = [host, date, dialogue, kind]
    best = one(server, type="Meeting", properties=properties)[0]
    assert best["id"] == "activity/mc-2006-rabat"
    assert best["score"] == 100
    assert not best["match"]  # nothing that was asked belongs to one meeting only
    features = {each["id"]: each["value"] for each in best["features"]}
    assert features == {
        "type": True,
        **{f"property:{each['pid']}": 100 for each in properties},
    }
    found = one(server, query="ministerial conference", type="Meeting", properties=properties)
    assert found[0]["id"] == "activity/mc-2006-rabat"
    assert found[0]["score"] > found[1]["score"]


def test_the_draft_has_conditions(server):
    """required, any, all, none and ExactMatch do what the draft says."""
    code = {"matchType": "property", "propertyId": "iso3", "propertyValue": ["SEN", "MLI"]}

    def ids(*conditions, **more):
        (found,) = draft(server, {"conditions": list(conditions), "limit": 100, **more})
        return {each["id"] for each in found}

    assert ids(code) == {"country/sen", "country/mli"}
    assert ids({**code, "matchQuantifier": "all"}) == set()
    rest = ids({**code, "matchQuantifier": "none", "required": True}, type="Country")
    assert len(rest) == 100
    assert not rest & {"country/sen", "country/mli"}
    like = {"matchType": "name", "propertyValue": "Republic of the Congo"}
    assert len(ids(like)) > 1
    assert ids({**like, "matchQualifier": "ExactMatch"}) <= ids(like)
    assert ids(
        {"matchType": "name", "propertyValue": "Guinea", "matchQualifier": "ExactMatch"}
    ) == {"country/gin"}
    name = {"matchType": "name", "propertyValue": "Senegal"}
    wrong = {"matchType": "property", "propertyId": "iso3", "propertyValue": "MLI"}
    assert ids(name, wrong) >= {"country/sen"}
    assert ids(name, {**wrong, "required": True}) == set()
    assert ids({"matchType": "id", "propertyValue": "country/ita"}) == {"country/ita"}
    assert ids({"matchType": "id", "propertyValue": "Italy"}) == set()


def test_scores_are_sorted_and_bounded(server):
    """From 0 to 100, the best first, no more than the limit; the same each time."""
    for query in ({"query": "réunion thématique"}, {"query": "migration", "limit": 3}):
        found = one(server, **query)
        scores = [each["score"] for each in found]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < each <= 100 for each in scores)
        assert len(found) == query.get("limit", 10)
        assert one(server, **query) == found


def test_queries_stand_for_themselves(server):
    """What one query of a batch asks changes nothing for another."""
    queries = {
        "a": {"query": "Rabat"},
        "b": {"query": "Dakar", "type": "Framework"},
        "c": {"properties": [{"pid": "iso2", "v": "ES"}]},
    }
    together = old(server, queries)
    for key, query in queries.items():
        assert together[key] == one(server, **query)


def test_get_answers_as_post(server):
    """A batch in the address gets the same (0.2); the draft says the same of the same name."""
    queries = {"q0": {"query": "OIM"}}
    reply = send(server, path=f"/reconcile?{urlencode({'queries': json.dumps(queries)})}")
    assert reply.json == {"q0": {"result": old(server, queries)["q0"]}}
    ours, (theirs,) = one(server, query="OIM"), draft(server, named("OIM"))
    assert [each["id"] for each in theirs] == [each["id"] for each in ours]
    assert all(each["name"] for one in theirs for each in one["features"])


def test_names_come_in_the_language_of_the_client(server):
    """Whatever language the query is in."""
    for text in ("Germany", "Allemagne"):
        assert one(server, query=text)[0]["name"] == "Germany"
        assert one(server, "/reconcile/fr", query=text)[0]["name"] == "Allemagne"
        (found,) = draft(server, named(text, lang="de"), **{"Accept-Language": "fr"})
        assert found[0]["name"] == "Allemagne"
        assert found[0]["lang"] == "fr"


def test_a_new_version_is_reconciled_with_at_once(tmp_path):
    """What has been written is found by the next query, and its values with it."""
    token, flags = token_for(tmp_path)
    folder = ("--data-dir", tmp_path / "data", "--shapes", "none")
    with serving(*folder, "--load", "none", *flags) as served:
        assert one(served.url, query="Forum of Testing") == []
        update = """INSERT DATA { GRAPH <https://w3id.org/dialograph/graphs/t> {
            <https://w3id.org/dialograph/id/place/t> a <https://schema.org/Place> ;
            <http://www.w3.org/2004/02/skos/core#prefLabel> "Forum of Testing"@en } }"""
        assert insert(served.url, token, update).status == 204
        assert sure(one(served.url, query="forum of testing")) == "place/t"


# --- Suggestions ---------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [OLD, DRAFT])
@pytest.mark.parametrize("kind", ["entity", "type", "property"])
def test_suggestions_are_valid(server, version, kind):
    """With and without a prefix, in either version's schema; properties say their qualifiers."""
    plural = {"entity": "entities", "type": "types", "property": "properties"}[kind]
    for prefix in ("", "c", "pays"):
        told = fetch(server, f"/suggest/{kind}", prefix=prefix)
        valid(version, f"suggest-{plural}-response", told)
        assert told["result"]
        if kind == "property":
            assert all(each["matchQualifiers"] for each in told["result"])


def test_whole_names_and_identifiers_are_suggested_first(server):
    """By name in either language, by identifier, by IRI, by code."""
    for prefix in ("Ghana", "ghana", "country/gha", f"{BASE}id/country/gha", "GHA"):
        assert fetch(server, "/suggest/entity", prefix=prefix)["result"][0]["id"] == "country/gha"
    assert fetch(server, "/suggest/entity", prefix="sene")["result"][0]["id"] == "country/sen"
    assert fetch(server, "/suggest/type", prefix="réun")["result"][0]["id"] == "Meeting"
    assert fetch(server, "/suggest/property", prefix="iso2")["result"][0]["id"] == "iso2"


@pytest.mark.parametrize("skip", ["cursor", "offset"])
def test_suggestions_go_on_where_they_stopped(server, skip):
    """The cursor of 0.2 and the offset of the draft: page after page, each once, in one order."""
    whole = fetch(server, "/suggest/entity", prefix="ma", limit=30)["result"]
    assert len(whole) > 12
    pages = [
        each
        for start in range(0, 30, 4)
        for each in fetch(server, "/suggest/entity", prefix="ma", limit=4, **{skip: start})[
            "result"
        ]
    ][: len(whole)]
    assert pages == whole


def test_every_property_that_is_suggested_can_be_asked_and_fetched(server):
    """By its identifier, in a query and as a column, for whatever has it."""
    names = [each["id"] for each in fetch(server, "/suggest/property", limit=200)["result"]]
    assert len(names) > 40
    properties = [{"pid": name, "v": "2019"} for name in names]
    old(server, {str(place): {"properties": [each]} for place, each in enumerate(properties)})
    for start in range(0, len(names), 50):
        part = [{"id": name} for name in names[start : start + 50]]
        columns(server, ["country/sen", "activity/mc-2006-rabat"], part)


# --- Previews ------------------------------------------------------------------------------------


def test_a_preview_is_a_small_page_that_any_site_may_frame(server):
    """It has the name, the kind and facts, links to the page, runs nothing, and may be framed."""
    for lang, kind in (("en", "Meeting"), ("fr", "Réunion")):
        path = f"{server}/reconcile/{lang}/preview?id=activity%2Fmc-2006-rabat"
        reply, text = get(path)
        outline = Outline(text)
        assert kind in outline.words
        assert {"en": "10\xa0July 2006", "fr": "10\xa0juillet 2006"}[lang] in outline.words
        assert outline.links == [f"{server}/page/activity/mc-2006-rabat?lang={lang}"]
        assert get(outline.links[0])[0].status == 200
        assert reply.headers.get_all("Content-Security-Policy") == [
            reply.headers["Content-Security-Policy"]
        ]
        policy = dict(
            each.strip().partition(" ")[::2]
            for each in reply.headers["Content-Security-Policy"].split(";")
        )
        assert policy["frame-ancestors"] == "*"
        assert policy["default-src"] == "'none'"
        assert "allow-scripts" not in policy["sandbox"]
    assert (
        "frame-ancestors 'none'" in get(f"{server}/reconcile")[0].headers["Content-Security-Policy"]
    )


def test_a_flyout_is_a_piece_of_html(server):
    """For each kind: the identifier as it was asked for, and markup that closes."""
    for kind, name in (("entity", "country/ita"), ("type", "Country"), ("property", "iso2")):
        told = fetch(server, f"/flyout/{kind}", id=name)
        assert set(told) == {"id", "html"}
        assert told["id"] == name
        Outline(told["html"])


# --- Data extension ------------------------------------------------------------------------------


def columns(server, ids, properties, at="/reconcile"):
    """The rows of a data extension, the same in both versions."""
    asked = valid(OLD, "data-extension-query", {"ids": ids, "properties": properties})
    body = urlencode({"extend": json.dumps(asked)})
    reply = send(server, "POST", at, body, FORM)
    assert reply.status == 200, reply.text
    told = valid(OLD, "data-extension-response", reply.json)
    assert [each["id"] for each in told["meta"]] == [each["id"] for each in properties]
    assert list(told["rows"]) == ids
    reply = send(server, "POST", f"{at}/extend", json.dumps(asked), JSON)
    theirs = valid(DRAFT, "data-extension-response", reply.json)
    assert [
        {each["id"]: [bare(value) for value in each["values"]] for each in row["properties"]}
        for row in theirs["rows"]
    ] == [told["rows"][name] for name in ids]
    return told["rows"]


def bare(value):
    """A value without its language, which only the draft has."""
    return {name: text for name, text in value.items() if name != "lang"}


def test_values_are_what_the_graph_says(server):
    """Codes, dates, dialogues: each column of each country and meeting as SPARQL has it."""
    found = rows(
        server,
        """PREFIX dg: <https://w3id.org/dialograph/ontology#> PREFIX schema: <https://schema.org/>
        PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        SELECT ?m ?start ?dialogue { ?m a dg:Meeting ; dg:belongsToDialogue ?dialogue ;
        schema:startDate ?start FILTER (DATATYPE(?start) = xsd:date) }""",
    )
    assert len(found) > 60
    ids = list(dict.fromkeys(each["m"].removeprefix(f"{BASE}id/") for each in found))
    told = columns(server, ids, [{"id": "startDate"}, {"id": "dialogue"}])
    of = {name: {f"{BASE}id/{each['id']}" for each in told[name]["dialogue"]} for name in ids}
    assert any(len(each) > 1 for each in of.values())  # joint meetings
    for each in found:
        name = each["m"].removeprefix(f"{BASE}id/")
        assert told[name]["startDate"] == [{"date": f"{each['start']}T00:00:00Z"}]
    assert {(f"{BASE}id/{name}", each) for name in of for each in of[name]} == {
        (each["m"], each["dialogue"]) for each in found
    }


def test_a_date_is_no_more_precise_than_it_is_known(server):
    """A year or a month stays a text: a moment would be invented."""
    found = rows(
        server,
        """SELECT ?d ?date { ?d <http://purl.org/dc/terms/issued> ?date
        FILTER (DATATYPE(?date) != <http://www.w3.org/2001/XMLSchema#date>) }""",
    )
    ids = [each["d"].removeprefix(f"{BASE}id/") for each in found]
    assert ids
    told = columns(server, ids, [{"id": "issued"}])
    for name, each in zip(ids, found, strict=True):
        assert told[name]["issued"] == [{"str": each["date"]}]


def test_settings_change_what_a_column_holds(server):
    """How many, in which language, as what; an unknown row is empty."""
    ids = ["country/ita", "no/such"]

    def cell(name, **settings):
        given = {"id": name, "settings": settings} if settings else {"id": name}
        told = columns(server, ids, [given])
        assert told["no/such"] == {name: []}
        return told["country/ita"][name]

    whole = cell("memberOf")
    assert len(whole) > 2
    assert all(set(each) == {"id", "name"} for each in whole)
    assert cell("memberOf", limit="2") == whole[:2]
    assert cell("memberOf", limit=0) == whole
    assert cell("memberOf", content="iri")[0] == {"str": f"{BASE}id/{whole[0]['id']}"}
    assert cell("memberOf", content="name")[0] == {"str": whole[0]["name"]}
    assert cell("name", language="fr") == [{"str": "Italie"}]
    assert cell("name") == [{"str": "Italy"}]
    assert {"str": "Italie"} in cell("name", language="all")
    assert cell("iso2") == [{"str": "IT"}]


def test_what_the_manifest_says_of_settings_is_taken(server):
    """Every choice of every setting, and every default, in either version."""
    extend = send(server, path="/reconcile").json["extend"]
    for setting in extend["property_settings"]:
        choices = [each["value"] for each in setting.get("choices", ())] or [3]
        for value in (*choices, setting["default"]):
            given = [{"id": "memberOf", "settings": {setting["name"]: value}}]
            columns(server, ["country/sen"], given)


@pytest.mark.parametrize("version", [OLD, DRAFT])
def test_properties_are_proposed_for_a_type(server, version):
    """The most common first, no more than the limit; for no type all of them."""
    name = "data-extension-property-proposal"
    told = valid(version, name, fetch(server, "/extend/propose", type="Country", limit=6))
    assert told["type"] == "Country"
    assert told["limit"] == 6
    names = [each["id"] for each in told["properties"]]
    assert len(names) == 6
    assert {"iso2", "iso3", "name"} <= set(names)
    assert "startDate" not in names
    assert len(valid(version, name, fetch(server, "/extend/propose"))["properties"]) > 40


# --- For people, and for other programs ----------------------------------------------------------


@pytest.mark.parametrize(("lang", "title"), [("en", "Reconciliation"), ("fr", "Réconciliation")])
def test_a_browser_gets_a_page(server, lang, title):
    """It says the address to paste, which speaks the language of the page."""
    reply, text = get(f"{server}/reconcile?lang={lang}")
    outline = Outline(text)
    assert reply.headers["Content-Language"] == lang
    assert title in outline.words
    assert f"{server}/reconcile/{lang}" in outline.words
    assert {"name", "identifier", "type", "property"} <= set(outline.ids)
    assert send(server, path=f"/reconcile/{lang}").json["versions"]


def test_commands_on_the_page_work(server):
    """What the page tells a program to send is answered with what it is for."""
    text = get(f"{server}/reconcile")[1].replace("&#34;", '"')
    found = re.findall(r"(?:--data-urlencode|--json) '(.*)'", text)
    assert len(found) == 3
    batch, extend = (each.partition("=")[2] for each in found[:2])
    assert sure(old(server, json.loads(batch))["q0"]) == "country/civ"
    told = columns(server, **json.loads(extend))
    assert told["country/civ"]["iso3"] == [{"str": "CIV"}]
    (found,) = draft(server, *json.loads(found[2])["queries"], at="/reconcile/1.0")
    assert sure(found) == "organisation/iom"


def test_old_clients_get_a_script(server):
    """JSONP (0.2, section 3.3): the same answer, in a call of the function that is named."""
    plain = send(server, path="/reconcile").json
    for path in ("/reconcile?callback=jQuery123_4", "/reconcile?callback=a.b.c"):
        reply = send(server, path=path, headers={"Accept": "*/*"})
        assert reply.media_type == "application/javascript"
        name = path.rpartition("=")[2]
        begin, end = f"/**/{name}(", ");"
        assert reply.text.startswith(begin)
        assert reply.text.endswith(end)
        assert json.loads(reply.text.removeprefix(begin).removesuffix(end)) == plain


def test_it_stands_in_the_description_of_the_interface(server):
    """OpenAPI has its addresses."""
    paths = send(server, path="/openapi.json").json["paths"]
    assert {"/reconcile", "/reconcile/match", "/reconcile/extend/propose"} <= set(paths)


def test_the_same_is_not_sent_twice(server):
    """Who has an answer gets 304, until the data changes."""
    for path in ("/reconcile", "/reconcile/suggest/type?prefix=c"):
        etag = send(server, path=path).headers["ETag"]
        assert send(server, path=path, headers={"If-None-Match": etag}).status == 304
