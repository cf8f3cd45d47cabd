"""What no client of the reconciliation service should send, and somebody will."""

import json
import re
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asking import send
from reconciling import EVIL, FORM, JSON, draft, named, old, one, sure
from watching import problem


def posted(server, text, name="queries", at="/reconcile", **headers):
    """The reply to a form with any text in it."""
    return send(server, "POST", at, urlencode({name: text}), {**FORM, **headers})


def told(reply):
    """The kind of a problem; its detail is in words, and names nothing of the machine."""
    status, kind = problem(reply)
    assert reply.json["detail"].strip()
    assert not re.search(r"Traceback|/(home|work|usr|tmp)/|\.py\b|Error\b", reply.json["detail"])
    return status, kind


BAD = (400, "bad-reconciliation")
NONSENSE = [
    "",
    "{",
    "[]",
    "null",
    "3",
    '"text"',
    '{"q0": null}',
    '{"q0": []}',
    '{"q0": {}}',
    '{"q0": {"query": ""}}',
    '{"q0": {"query": 3}}',
    '{"q0": {"query": {"a": 1}}}',
    '{"q0": {"query": "a", "limit": 0}}',
    '{"q0": {"query": "a", "limit": -1}}',
    '{"q0": {"query": "a", "limit": 1.5}}',
    '{"q0": {"query": "a", "limit": "5"}}',
    '{"q0": {"query": "a", "limit": true}}',
    '{"q0": {"query": "a", "limit": 1e999}}',
    '{"q0": {"query": "a", "limit": NaN}}',
    '{"q0": {"query": "a", "type": 3}}',
    '{"q0": {"query": "a", "type": [[]]}}',
    '{"q0": {"query": "a", "type": "NoSuchType"}}',
    '{"q0": {"query": "a", "type_strict": "maybe"}}',
    '{"q0": {"query": "a", "type_strict": []}}',
    '{"q0": {"query": "a", "properties": {}, "x": 1, "properties": {"pid": "iso2"}}}',
    '{"q0": {"query": "a", "properties": [3]}}',
    '{"q0": {"query": "a", "properties": [{"v": "x"}]}}',
    '{"q0": {"query": "a", "properties": [{"pid": "iso2"}]}}',
    '{"q0": {"query": "a", "properties": [{"pid": "iso2", "v": null}]}}',
    '{"q0": {"query": "a", "properties": [{"pid": "iso2", "v": [["x"]]}]}}',
    '{"q0": {"query": "a", "properties": [{"pid": "iso2", "v": {"name": "x"}}]}}',
    '{"q0": {"query": "a", "properties": [{"pid": "no such property", "v": "x"}]}}',
    '{"q0": {"query": "a", "properties": [{"pid": "> . ?s ?p ?o } #", "v": "x"}]}}',
    '{"q0": {"query": "\\ud800"}}',
    '{"\\ud800": {"query": "a"}}',
    '{"q0": {"query": "a", "limit": ' + "9" * 5000 + "}}",
]


@pytest.mark.parametrize("text", NONSENSE, ids=range(len(NONSENSE)))
def test_what_makes_no_sense_is_refused_in_words(server, text):
    """400, with what is wrong and where, in both languages."""
    assert told(posted(server, text)) == BAD
    french = posted(server, text, at="/reconcile?lang=fr")
    assert told(french) == BAD
    assert french.headers["Content-Language"] == "fr"
    assert french.json["detail"] != posted(server, text).json["detail"]
    # Where the address is of one language, so is what it says, whatever the client reads.
    english = {"Accept-Language": "en"}
    assert posted(server, text, at="/reconcile/fr", **english).json == french.json


CONDITIONS = [
    [],
    {},
    [3],
    [{"matchType": "name"}],
    [{"propertyValue": "a"}],
    [{"matchType": "no", "propertyValue": "a"}],
    [{"matchType": "property", "propertyValue": "a"}],
    [{"matchType": "property", "propertyId": "none", "propertyValue": "a"}],
    [{"matchType": "name", "propertyValue": None}],
    [{"matchType": "name", "propertyValue": "a", "required": "yes"}],
    [{"matchType": "name", "propertyValue": "a", "matchQuantifier": "some"}],
    [{"matchType": "name", "propertyValue": "a", "matchQualifier": "WildcardMatch"}],
]


@pytest.mark.parametrize("conditions", CONDITIONS, ids=range(len(CONDITIONS)))
def test_the_draft_refuses_likewise(server, conditions):
    """Conditions of a wrong kind, and qualifiers and properties that there are not."""
    body = json.dumps({"queries": [{"conditions": conditions}]})
    assert told(send(server, "POST", "/reconcile/match", body, JSON)) == BAD
    assert told(send(server, "POST", "/reconcile/match", '{"q0": {"query": "a"}}', JSON)) == BAD


def test_too_much_is_refused_whole(server):
    """A batch, a body, rows, columns and values beyond the bounds: 413, and nothing is answered."""
    much = (413, "reconciliation-too-large")
    batch = {str(number): {"query": "a"} for number in range(101)}
    assert told(posted(server, json.dumps(batch))) == much
    body = json.dumps({"queries": [named("a")] * 101})
    assert told(send(server, "POST", "/reconcile/match", body, JSON)) == much
    many = {"q0": {"properties": [{"pid": "iso2", "v": ["x"] * 101}]}}
    assert told(posted(server, json.dumps(many))) == much
    conditions = {"q0": {"properties": [{"pid": "iso2", "v": "x"}] * 51}}
    assert told(posted(server, json.dumps(conditions))) == much
    for ids, columns in ((1001, 1), (1, 51)):
        extend = {"ids": ["country/ita"] * ids, "properties": [{"id": "iso2"}] * columns}
        assert told(posted(server, json.dumps(extend), "extend")) == much
    huge = '{"q0": {"query": "' + "a" * 1_000_000 + '"}}'
    assert problem(posted(server, huge)) == (413, "too-large")


def test_json_that_is_nested_deeply_is_refused(server):
    """Ten thousand brackets are no answer and no crash."""
    for text in ("[" * 100_000, '{"a":' * 10_000 + "1" + "}" * 10_000):
        assert told(posted(server, text)) == BAD
        assert told(posted(server, text, "extend")) == BAD
        assert told(send(server, "POST", "/reconcile/match", text, JSON)) == BAD


def test_long_and_strange_texts_are_answered(server):
    """Ten thousand characters, NUL, controls, scripts of the world: candidates, or none."""
    texts = ["x" * 10_000, "Italy " * 2_000, "\0", "a\0b", "\u202e\u0000\uffff", "'", '"; DROP',
             "} UNION { ?s ?p ?o", "<script>alert(1)</script>", "السنغال", "塞内加尔", "🇸🇳",
             " ", "...", "Se\u0301ne\u0301gal"]  # fmt: skip
    batch = {str(place): {"query": text} for place, text in enumerate(texts)}
    found = old(server, batch)
    assert {sure(each) for each in found.values()} == {None, "country/sen"}
    assert sure(found[str(len(texts) - 1)]) == "country/sen"
    assert draft(server, *(named(text) for text in texts))[-1][0]["id"] == "country/sen"
    values = [{"properties": [{"pid": "name", "v": text}]} for text in texts]
    old(server, {str(place): each for place, each in enumerate(values)})
    for text in texts[:3] + texts[6:9]:
        path = f"/reconcile/suggest/entity?{urlencode({'prefix': text})}"
        assert isinstance(send(server, path=path).json["result"], list)


@pytest.mark.parametrize(
    "name",
    ["alert(1)", "a;b", "<script>", "a b", "a[0]", "1a", ".a", "a.", "a..b", "é", "a\n", "a" * 200,
     "a//", "*/alert(1)/*", "a\u2028"],
)  # fmt: skip
def test_no_script_is_made_of_what_is_no_name(server, name):
    """A callback that is anything but the name of a function is refused, everywhere."""
    query = urlencode({"callback": name})
    batch = urlencode({"queries": '{"q0": {"query": "a"}}'})
    for path in (
        "?",
        f"?{batch}&",
        "/suggest/type?",
        "/flyout/type?id=Country&",
        "/extend/propose?",
    ):
        reply = send(server, path=f"/reconcile{path}{query}", headers={"Accept": "*/*"})
        assert told(reply) == BAD
    # The draft has no scripts: there the name is nothing.
    reply = send(server, path=f"/reconcile/preview?id=country/ita&{query}")
    assert reply.media_type == "text/html"


def test_what_stands_in_data_is_no_markup(namesakes):
    """Names of resources are shown in previews, flyouts and scripts as they are, never run."""
    assert one(namesakes, query="script alert")[0]["name"] == EVIL
    reply = send(namesakes, path="/reconcile/preview?id=place/evil")
    assert "<script" not in reply.text
    assert "&lt;script" in reply.text
    html = send(namesakes, path="/reconcile/flyout/entity?id=place/evil").json["html"]
    assert "<script" not in html
    path = "/reconcile/suggest/entity?prefix=script&callback=f"
    text = send(namesakes, path=path).text
    assert "\u2028" not in text
    assert json.loads(text[len("/**/f(") : -2])["result"][0]["name"] == EVIL


REFUSED = [
    ("POST", "/reconcile", "", {}, (415, "reconciliation-media-type")),
    ("POST", "/reconcile", "{}", JSON, (415, "reconciliation-media-type")),
    ("POST", "/reconcile/match", "queries={}", FORM, (415, "reconciliation-media-type")),
    (
        "POST",
        "/reconcile/match",
        "{}",
        {"Content-Type": "application/json; charset=utf-16"},
        (415, "reconciliation-media-type"),
    ),
    ("POST", "/reconcile/match", b"\xff\xfe", JSON, BAD),
    ("POST", "/reconcile", b"queries=%FF", FORM, BAD),
    ("POST", "/reconcile", "a=b", FORM, BAD),
    ("POST", "/reconcile", "queries={}&queries={}", FORM, BAD),
    ("POST", "/reconcile", "queries={}&extend={}", FORM, BAD),
    ("POST", "/reconcile", "&" * 900_000, FORM, BAD),
    ("GET", "/reconcile?queries=%FF", None, {}, BAD),
    ("GET", "/reconcile/suggest/entity?limit=-1", None, {}, BAD),
    ("GET", "/reconcile/suggest/entity?cursor=x", None, {}, BAD),
    ("GET", "/reconcile/suggest/entity?offset=99999999999999", None, {}, BAD),
    ("GET", "/reconcile/extend/propose?type=None", None, {}, BAD),
    ("GET", "/reconcile/preview", None, {}, BAD),
    ("GET", "/reconcile/flyout/entity", None, {}, BAD),
    ("GET", "/reconcile/preview?id=no/such", None, {}, (404, "not-found")),
    ("GET", "/reconcile/flyout/type?id=no", None, {}, (404, "not-found")),
    ("GET", "/reconcile/suggest/other", None, {}, (404, "not-found")),
    ("GET", "/reconcile/de", None, {}, (404, "not-found")),
    ("GET", "/reconcile/fr/en", None, {}, (404, "not-found")),
    ("GET", "/reconcile/match", None, {}, (405, "method-not-allowed")),
    ("POST", "/reconcile/suggest/type", "", {}, (405, "method-not-allowed")),
    ("PUT", "/reconcile", "", {}, (405, "method-not-allowed")),
]


@pytest.mark.parametrize("request_", REFUSED, ids=range(len(REFUSED)))
def test_every_refusal_is_a_problem(server, request_):
    """Whatever the address, the method and the body: JSON with a stable type."""
    *sent, expected = request_
    assert problem(send(server, *sent)) == expected


def test_settings_that_there_are_not_are_refused(server):
    """A limit below zero, a choice that is none, settings that are no object."""
    for given_ in ({"limit": -1}, {"limit": "x"}, {"limit": []}, {"content": "x"}, {"language": 3}):
        extend = {"ids": ["country/ita"], "properties": [{"id": "iso2", "settings": given_}]}
        assert told(posted(server, json.dumps(extend), "extend")) == BAD
    for extend in ({}, {"ids": []}, {"ids": "x", "properties": []}, {"ids": [3], "properties": []},
                   {"ids": [], "properties": [{}]}, {"ids": [], "properties": [{"id": "none"}]},
                   {"ids": [], "properties": [{"id": "iso2", "settings": 3}]}):  # fmt: skip
        assert told(posted(server, json.dumps(extend), "extend")) == BAD


def test_an_empty_dataset_is_served(two_graphs):
    """Where there is nothing of ours, the manifest and all services say so."""
    manifest = send(two_graphs, path="/reconcile").json
    assert manifest["defaultTypes"] == []
    assert one(two_graphs, query="one") == []
    for kind in ("entity", "type", "property"):
        assert send(two_graphs, path=f"/reconcile/suggest/{kind}").json == {"result": []}
    assert send(two_graphs, path="/reconcile/extend/propose").json["properties"] == []
    assert send(two_graphs, path="/reconcile", headers={"Accept": "text/html"}).status == 200


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner),
    max_leaves=12,
)


@settings(max_examples=30, deadline=None)
@given(told_=_json, name=st.sampled_from(["queries", "extend"]))
def test_any_json_gets_an_answer_or_a_problem(server, told_, name):
    """Whatever is sent: 200, 400 or 413, never a fault of ours."""
    reply = posted(server, json.dumps(told_), name)
    assert reply.status == 200 or problem(reply)[0] in {400, 413}
    body = json.dumps({"queries": told_})
    reply = send(server, "POST", "/reconcile/match", body, JSON)
    assert reply.status == 200 or problem(reply)[0] in {400, 413}
