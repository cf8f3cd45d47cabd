"""Data that is checked and not kept: for programs in RDF, JSON and words, for people on a page."""

import contextlib
import http.client
import select
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
import pytest

from asking import Reply, ask, send
from browsing import Outline, get
from conftest import serving
from watching import eventually, problem
from writing import token_for

TURTLE, JSON, FORM = "text/turtle", "application/json", "application/x-www-form-urlencoded"
SH = "http://www.w3.org/ns/shacl#"
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:shape> a sh:NodeShape ; sh:targetClass <urn:Thing> ;
  sh:property <urn:named>, <urn:part>, <urn:short> .
<urn:named> sh:path skos:prefLabel ; sh:minCount 1 ; sh:name "name"@en , "nom"@fr ;
  sh:message "Give it a name."@en , "Donnez-lui un nom."@fr .
<urn:part> sh:path <urn:partOf> ; sh:class <urn:Thing> ;
  sh:message "Say what it is part of."@en , "Dites de quoi cela fait partie."@fr .
<urn:short> sh:path skos:prefLabel ; sh:maxLength 9 ; sh:severity sh:Warning ;
  sh:message "Make it shorter."@en , "Raccourcissez-le."@fr .
"""
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
KNOWN = f'<urn:known> a <urn:Thing> ; {LABEL} "Known" .'
GOOD = f'<urn:t> a <urn:Thing> ; <urn:partOf> <urn:known> ; {LABEL} "Good"@en .'
BAD = "<urn:t> a <urn:Thing> ; <urn:partOf> <urn:nothing> ."
MANY = "\n".join(f"<urn:many{n}> a <urn:Thing> ." for n in range(1_200))


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    """A server with a few shapes and one thing; yields its address."""
    folder = tmp_path_factory.mktemp("judge")
    _, flags = token_for(folder)
    (folder / "shapes.ttl").write_text(SHAPES)
    (folder / "known.ttl").write_text(KNOWN)
    kept = ("--load", folder / "known.ttl", "--data-dir", folder / "data")
    with serving(*kept, "--shapes", folder / "shapes.ttl", *flags) as served:
        yield served.url


def check(url, body, accept=None, content_type=TURTLE, path="/validate", **headers):
    """Have data checked; ``Accept_Language`` is the header Accept-Language."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    told |= {"Content-Type": content_type} if content_type else {}
    told |= {"Accept": accept} if accept else {}
    return send(url, "POST", path, body.encode() if isinstance(body, str) else body, told)


def conforms(reply):
    """What a report in RDF says first of all."""
    quads = list(ox.parse(reply.body, ox.RdfFormat.from_media_type(reply.media_type)))
    (said,) = [q.object.value for q in quads if q.predicate.value == f"{SH}conforms"]
    return said == "true"


@pytest.mark.parametrize(
    "media_type",
    ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"],
)
def test_the_report_as_rdf(judge, media_type):
    """The answer is a SHACL report, 200 whatever it says, in the format that Accept names."""
    good, bad = (check(judge, text, media_type) for text in (GOOD, BAD))
    for reply in (good, bad):
        assert (reply.status, reply.media_type) == (200, media_type)
    assert (conforms(good), conforms(bad)) == (True, False)
    assert "Give it a name." in bad.text


def test_what_no_accept_gets(judge):
    """Who does not say what they read gets Turtle; what nobody writes is 406."""
    assert check(judge, GOOD).media_type == TURTLE
    assert problem(check(judge, GOOD, "image/png")) == (406, "not-acceptable")


def test_data_is_judged_as_a_part_of_the_graph_and_not_kept(judge):
    """What the graph holds already counts; the graph holds nothing more afterwards."""
    before = ask(judge, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert check(judge, GOOD, JSON).json["conforms"] is True
    told = check(judge, BAD, JSON).json
    assert (told["conforms"], told["counts"]["violation"]) == (False, 2)
    after = ask(judge, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert after.rows == before.rows
    assert after.headers["Dialograph-Version"] == before.headers["Dialograph-Version"]


def test_json_tells_each_finding_in_both_languages(judge):
    """Resource, its name, field, message and severity, the gravest first."""
    text = f'<urn:t> a <urn:Thing> ; <urn:partOf> <urn:known> ; {LABEL} "Much too long"@en .'
    (finding,) = check(judge, text, JSON).json["findings"]
    assert (finding["severity"], finding["focus"]) == ("warning", "urn:t")
    assert finding["label"] == {"en": "Much too long"}
    assert finding["message"] == {"en": "Make it shorter.", "fr": "Raccourcissez-le."}
    severities = [each["severity"] for each in check(judge, f"{BAD} {text}", JSON).json["findings"]]
    assert severities == sorted(severities, key=["violation", "warning", "info"].index)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Give it a name."), ("fr", "Donnez-lui un nom.")]
)
def test_the_findings_in_words(judge, language, said):
    """Plain text for a terminal, and a page for a browser, in the language of the reader."""
    told = {"Accept_Language": language}
    text = check(judge, BAD, "text/plain", **told)
    page = check(judge, BAD, "text/html", **told)
    for reply in (text, page):
        assert (reply.status, reply.headers["Content-Language"]) == (200, language)
    words = "".join(Outline(page.text).words)
    for each in (text.text, words):
        assert said in each
        assert "urn:t" in each


def test_long_reports_are_cut_and_say_so(judge):
    """A thousand findings are told, the gravest, and how many more there are."""
    told = check(judge, MANY, JSON).json
    assert told["counts"]["violation"] == 1_200
    assert (len(told["findings"]), told["not_told"]) == (1_000, 200)
    report = check(judge, MANY, "application/n-triples").text
    assert report.count(f"<{SH}ValidationResult>") == 1_000
    assert "The 1000 gravest of 1200 results." in report


def test_every_format_can_be_checked(judge):
    """A dataset too: what stands in named graphs is judged with the rest."""
    graph = list(ox.parse(BAD, ox.RdfFormat.TURTLE))
    for form in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD):
        body = ox.serialize(graph, format=form)
        assert check(judge, body, JSON, form.media_type).json["counts"]["violation"] == 2
    trig = check(judge, f"<urn:g> {{ {BAD} }}", JSON, "application/trig")
    assert trig.json["counts"]["violation"] == 2


def test_several_files_are_judged_together(judge):
    """Files of a form, by the end of their names: what one says completes the other."""
    parts = {"a.ttl": f'<urn:t> {LABEL} "Name" .', "b.nt": "<urn:t> <urn:partOf> <urn:known> ."}
    parts["c.ttl"] = "<urn:t> a <urn:Thing> ."
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        f"Content-Type: application/octet-stream\r\n\r\n{text}\r\n"
        for name, text in parts.items()
    )
    kind = "multipart/form-data; boundary=x"
    told = check(judge, f"{body}--x--\r\n", JSON, kind).json
    assert (told["conforms"], told["findings"]) == (True, [])


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        ("<urn:t> a", TURTLE, (400, "bad-data")),
        ("text=&syntax=turtle", FORM, (400, "bad-data")),
        ("text=x&syntax=pdf", FORM, (400, "bad-data")),
        (b"text=%ff&syntax=turtle", FORM, (400, "bad-data")),
        (GOOD, "text/html", (415, "unsupported-change-type")),
        (GOOD, "", (415, "unsupported-change-type")),
        ("#" * 4_100_000, TURTLE, (413, "change-too-large")),
        (f"text={'x' * 1_100_000}", FORM, (413, "change-too-large")),
    ],
)
def test_what_cannot_be_checked(judge, body, content_type, expected):
    """What does not parse, or is no RDF, or too much, is refused in words."""
    assert problem(check(judge, body, JSON, content_type)) == expected


def test_the_page_works_in_both_languages(judge):
    """Two forms, to paste and to choose files, with a label for each field; no script."""
    for language, title in (("en", "Check data"), ("fr", "Vérifier des données")):
        response, page = get(f"{judge}/validate", **{"Accept-Language": language})
        assert (response.status, response.headers["Content-Language"]) == (200, language)
        outline = Outline(page)
        assert title in outline.words
        assert 'enctype="multipart/form-data"' in page
        assert "<script" not in page
        for field in ("text", "syntax", "file"):
            assert f'id="{field}" name="{field}"' in page
            assert f'<label for="{field}">' in page


def test_what_was_pasted_stays_on_the_page(judge):
    """After the check, and after a mistake, the data stands in its field again, to be mended."""
    tricky = f"{BAD}\n<urn:t> <urn:says> '</textarea>é' ."
    for text, status, said in (
        (tricky, 200, "Donnez-lui un nom."),
        (f"{tricky}\n<urn:t> <urn:p>", 400, "Ligne 3"),
    ):
        body = urlencode({"text": text.replace("\n", "\r\n"), "syntax": "trig"})
        reply = check(judge, body, "text/html", FORM, "/validate?lang=fr")
        assert (reply.status, reply.media_type) == (status, "text/html")
        words = "".join(Outline(reply.text).words)
        assert text in words
        assert said in words
        assert '<option value="trig" selected>' in reply.text


def test_who_goes_away_makes_room(judge):
    """A client has two places; when it hangs up, the work stops and the places are free again."""
    where = urlsplit(judge)
    heavy = "\n".join(f"<urn:heavy{n}> a <urn:Thing> ." for n in range(100_000))
    with contextlib.ExitStack() as stack:
        asking = [http.client.HTTPConnection(where.hostname, where.port) for _ in "123"]
        for each in asking:
            stack.enter_context(contextlib.closing(each))
            each.request("POST", "/validate", heavy, {"Content-Type": TURTLE})
        answered, _, _ = select.select([each.sock for each in asking], [], [], 20)
        (third,) = [Reply(each.getresponse()) for each in asking if each.sock in answered]
        for refused in (third, check(judge, GOOD)):
            assert problem(refused) == (503, "busy")
            assert refused.headers["Retry-After"] == "1"
    assert eventually(lambda: check(judge, GOOD).status == 200)


def test_other_methods(judge):
    """Only GET and POST; OPTIONS tells which types are read."""
    assert problem(send(judge, "PUT", "/validate", GOOD)) == (405, "method-not-allowed")
    reply = send(judge, "OPTIONS", "/validate")
    assert (reply.status, reply.headers["Allow"]) == (204, "GET, POST, HEAD, OPTIONS")
    assert "text/turtle" in reply.headers["Accept-Post"]


def test_it_needs_no_data_directory(two_graphs):
    """A server that keeps nothing judges all the same."""
    assert get(f"{two_graphs}/validate")[0].status == 200
    reply = check(two_graphs, GOOD)
    assert reply.status == 200
    assert "sh:conforms" in reply.text
