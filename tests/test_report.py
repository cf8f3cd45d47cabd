"""The alignment report: each claim once with its words, in every format, by HTTP and without."""

import io
import json
import re
from functools import cache
from html import unescape

import docx
import pytest

from asking import ask, send
from browsing import Outline, get
from conftest import serving
from dialograph.cli.main import main
from dialograph.graph.sources import shipped_root

BASE = "https://w3id.org/dialograph/"
ID = f"{BASE}id/"
GAPS = ["3", "4", "6", "12", "13", "14", "15", "17", "22"]
STRANGE = f"""
@prefix dg: <https://w3id.org/dialograph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix schema: <https://schema.org/> .
<{ID}dialogue/a> a dg:Dialogue ; skos:prefLabel "A <script>alert(1)</script>"@en .
<{ID}framework/f> a dg:Framework ; skos:prefLabel "F | *b*"@fr .
<{ID}objective/o> skos:inScheme <{ID}framework/f> .
<{ID}alignment/c> dg:aligns <urn:w> ; dg:alignsWith <{ID}objective/o> ; dg:hasEvidence <urn:e> ;
  dg:hasBasis <{ID}alignment-basis/guessed> .
<urn:w> dg:belongsToDialogue <{ID}dialogue/a> ; schema:startDate "soon" ;
  <http://xmlns.com/foaf/0.1/page> <javascript:alert(1)> ; skos:editorialNote "a \\u0007 b" .
<urn:e> oa:hasSelector [ oa:exact "1. q <b> [x](y)\\n\\n# no" ] ; oa:hasSource <urn:d> .
"""
CLAIMS = f"""
PREFIX dg: <https://w3id.org/dialograph/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX schema: <https://schema.org/>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?claim ?objective ?basis ?quote ?date WHERE {{
  ?claim dg:alignsWith ?o ; dg:aligns ?work ; dg:hasBasis ?b .
  ?o skos:inScheme <{ID}framework/%s> ; skos:notation ?objective .
  ?work dg:belongsToDialogue <{ID}dialogue/%s> .
  BIND (STRAFTER(STR(?b), "alignment-basis/") AS ?basis)
  OPTIONAL {{ ?claim dg:hasEvidence/oa:hasSelector/oa:exact ?quote }}
  OPTIONAL {{ ?work schema:startDate|dcterms:issued ?date }}
}}"""
KINDS = {
    "html": "text/html",
    "md": "text/markdown",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@cache
def claims(server, dialogue="rabat-process", framework="gcm"):
    """What the graph says, by a query of this test's own: objective, basis, quotes, date."""
    found = {}
    rows = ask(server, CLAIMS % (framework, dialogue), "application/sparql-results+json").rows
    for claim, objective, basis, quote, date in rows:
        told = found.setdefault(claim, (objective, basis, [], date))
        told[2].extend([quote] if quote else [])
    return found


def report(server, end, **asked):
    """A report as a file."""
    query = "&".join(f"{name.rstrip('_')}={value}" for name, value in asked.items())
    reply = send(server, path=f"/report.{end}?{query}")
    assert reply.status == 200, reply.text
    assert reply.media_type == KINDS[end]
    return reply


def told_in(reply):
    """What a JSON report says: objective, basis, quotes, date by claim."""
    return {
        claim["iri"]: (
            line["notation"],
            claim["basis"]["iri"].rpartition("/")[2],
            [each["text"] for each in claim["quotes"]],
            claim["work"]["start"],
        )
        for line in reply.json["objectives"]
        for claim in line["claims"]
    }


def plain(text):
    """A text without marks of any format, and with plain spaces."""
    bare = unescape(re.sub(r"<[^>]+>", "", text)).replace("\\", "")
    return " ".join(re.sub("[\u00a0\u202f]", " ", bare).split())


@pytest.mark.parametrize(
    ("dialogue", "framework"),
    [("rabat-process", "gcm"), ("rabat-process", "map"), ("budapest-process", "gcm")],
)
def test_each_claim_of_the_graph_stands_once_with_its_words(server, dialogue, framework):
    """A report holds just the claims of the graph, each under its objective, with all quotes."""
    expected = claims(server, dialogue, framework)
    assert len(expected) >= 30
    asked = {"dialogue": dialogue, "framework": framework, "lang": "fr"}
    reply = report(server, "json", **asked)
    assert sum(len(each["claims"]) for each in reply.json["objectives"]) == len(expected)
    found = told_in(reply)
    assert {iri: (*each[:2], sorted(each[2]), each[3]) for iri, each in found.items()} == {
        iri: (*each[:2], sorted(each[2]), each[3]) for iri, each in expected.items()
    }
    page = report(server, "html", **asked).text
    articles = dict(re.findall(r'<article id="([^"]+)">(.*?)</article>', page, re.DOTALL))
    for iri, (_, basis, quotes, _) in expected.items():
        assert page.count(f'"{iri}"') == 1
        article = articles[iri.rpartition("/")[2]]
        assert f'"{iri}"' in article
        assert {"stated": "énoncé", "reported": "rapporté", "inferred": "déduit"}[basis] in article
        assert all(plain(quote) in plain(article) for quote in quotes)
        assert article.count("<blockquote>") == len(quotes)
    assert len(articles) == len(expected)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_format_says_the_same(server, lang):
    """HTML, Markdown, Word and JSON name the same claims in the same order, and the same gaps."""
    data = report(server, "json", lang=lang).json
    order = [claim["iri"] for line in data["objectives"] for claim in line["claims"]]
    titles = [
        plain(claim["work"]["label"]["text"])
        for line in data["objectives"]
        for claim in line["claims"]
    ]
    page = report(server, "html", lang=lang).text
    text = report(server, "md", lang=lang).text
    word = docx.Document(io.BytesIO(report(server, "docx", lang=lang).body))
    Outline(page)
    assert not re.search(r'src=|<link|<script|href="/', page)  # it stands alone
    assert re.findall(r'href="([^"]+/id/alignment/[^"]+)"', page) == order
    assert re.findall(r"\(<([^>]+/id/alignment/[^>]+)>\)", text) == order
    parts = {key: each.target_ref for key, each in word.part.rels.items() if each.is_external}
    links = re.findall(r'<w:hyperlink r:id="([^"]+)"', word.element.xml)
    assert [parts[each] for each in links if "/id/alignment/" in parts[each]] == order
    heads = [plain(each.text) for each in word.paragraphs if each.style.name == "Heading 2"]
    assert len(heads) == len(titles)
    assert all(title in head for title, head in zip(titles, heads, strict=True))
    quotes = [each for line in data["objectives"] for c in line["claims"] for each in c["quotes"]]
    in_word = [plain(each.text) for each in word.paragraphs if each.style.name == "Quote"]
    assert len(in_word) == len(quotes) == len(re.findall("^> [«“]", text, re.MULTILINE))
    for quote, words in zip(quotes, in_word, strict=True):
        assert plain(quote["text"]) in words
        assert plain(quote["text"]) in plain(text)
        assert words.endswith("(fr)") is (lang == "en")  # words in another language say so
    assert word.core_properties.title == data["title"]
    (table,) = word.tables
    assert len(table.rows) == 1 + len(data["objectives"]) == 24
    for line, row in zip(data["objectives"], table.rows[1:], strict=True):
        cells = [each.text for each in row.cells]
        assert plain(cells[0]) == plain(f"{line['notation']}. {line['title']['text']}")
        works = [claim["work"]["kind"] for claim in line["claims"]]
        assert cells[1:3] == [str(works.count("activity")), str(works.count("document"))]
        assert f"| {' | '.join(cells[1:])} |" in text
    gaps = [line["notation"] for line in data["objectives"] if not line["claims"]]
    assert re.findall(r"^- (\d+)\\?\. ", text, re.MULTILINE) == gaps == GAPS
    for content in (page, text, "\n".join(each.text for each in word.paragraphs)):
        assert "dialograph (20" in content
        assert data["produced"][:4] in content
        assert data["address"].replace("&", "&amp;") in content or data["address"] in content


@pytest.mark.parametrize(
    "asked",
    [
        {"basis": "stated"},
        {"basis": "inferred", "lang": "fr"},
        {"from_": "2020"},
        {"to_": "2019"},
        {"from_": "2019", "to_": "2021", "basis": "stated"},
    ],
    ids=str,
)
def test_filters_leave_out_what_they_say(server, asked):
    """A basis and a period keep just their claims; what has no date is counted as left out."""
    reply = report(server, "json", **asked)
    first, last = int(asked.get("from_", 0)), int(asked.get("to_", 9999))
    is_dated = "from_" in asked or "to_" in asked
    kept = {
        iri: each
        for iri, each in claims(server).items()
        if asked.get("basis", each[1]) == each[1]
        and (not is_dated or (each[3] and first <= int(each[3][:4]) <= last))
    }
    assert 0 < len(kept) < len(claims(server))
    assert set(told_in(reply)) == set(kept)
    undated = [
        each
        for each in claims(server).values()
        if not each[3] and asked.get("basis", each[1]) == each[1]
    ]
    assert reply.json["undatedLeftOut"] == (len(undated) if is_dated else 0)
    gaps = [each["notation"] for each in reply.json["objectives"] if not each["claims"]]
    if asked == {"basis": "stated"}:
        assert gaps == GAPS
    assert reply.json["nothingRecorded"] == [f"{ID}objective/gcm-o{each}" for each in gaps]


@pytest.mark.parametrize(
    ("asked", "status", "kind", "name"),
    [
        ("dialogue=nobody", 422, "bad-parameters", "dialogue"),
        ("framework=none", 422, "bad-parameters", "framework"),
        ("framework=activity/x", 422, "bad-parameters", "framework"),
        ("basis=guessed", 422, "bad-parameters", "basis"),
        ("from=soon", 422, "bad-parameters", "from"),
        ("from=2021&to=2019", 422, "bad-parameters", "to"),
        ("colour=red", 422, "bad-parameters", "colour"),
        ("from=2019&from=2020", 422, "bad-parameters", "from"),
        ("version=x", 400, "bad-request", None),
        ("version=7", 404, "not-found", None),
    ],
)
def test_bad_parameters_are_problems(server, asked, status, kind, name):
    """What is wrong is told by name in both languages, on the page and in files."""
    reply = send(server, path=f"/report.json?{asked}")
    assert (reply.status, reply.media_type) == (status, "application/problem+json")
    assert reply.json["type"].endswith(f"/{kind}")
    if name:
        assert reply.json["parameters"][0]["name"] == name
        assert reply.json["parameters"][0]["fr"]
    response, text = get(f"{server}/report?{asked}")
    assert response.status == status
    Outline(text)


def test_the_page_leads_on(server):
    """The page holds the report with a form and files; a dialogue and the footer lead to it."""
    response, text = get(f"{server}/report?lang=fr&basis=inferred")
    assert response.status == 200
    outline = Outline(text)
    assert len(outline.ids) == len(set(outline.ids))
    files = [each for each in outline.links if each.startswith("/report.")]
    assert len(files) == 4
    for each in files:
        assert send(server, path=unescape(each)).status == 200
    assert {each[1:] for each in outline.links if each.startswith("#")} <= set(outline.ids)
    assert "/page/objective/gcm-o1?lang=fr" in outline.links
    assert '<span lang="en">' in text  # a title that there is in English only
    _, dialogue = get(f"{server}/page/dialogue/rabat-process?lang=fr")
    assert "/report?dialogue=rabat-process&lang=fr" in Outline(dialogue).links
    assert "/report?lang=fr" in outline.links
    assert send(server, path="/report.pdf").status == 404
    _, nothing = get(f"{server}/report?dialogue=pafom&lang=fr")
    assert "Rien n’est enregistré" in plain(nothing)


def test_a_file_is_not_sent_twice(server):
    """Who holds the same report already is told so, in every format."""
    for end in KINDS:
        tag = report(server, end).headers["ETag"]
        again = send(server, path=f"/report.{end}", headers={"If-None-Match": tag})
        assert again.status == 304


def test_data_of_others_is_told_as_it_is(tmp_path):
    """Markup and addresses of strange data stay text; without our dialogues there is a form."""
    (tmp_path / "strange.ttl").write_text(STRANGE)
    with serving("--load", tmp_path / "strange.ttl") as served:
        for end in ("html", "md"):
            body = report(served.url, end, dialogue="a", framework="f").text
            assert not re.search(r"(?<!\\)<script", body)
            assert not re.search(r"(href=.|\]\(<?|(?<!\\)<)javascript", body)
        for end in ("docx", "json"):
            assert report(served.url, end, dialogue="a", framework="f").body
        text = report(served.url, "md", dialogue="a", framework="f").text
        assert "one claim: 1 guessed" in text
        assert "\n# no" not in text
        response, page = get(f"{served.url}/report")
        assert (response.status, 'name="dialogue"' in page) == (200, True)


def test_a_data_directory_gives_the_report_of_a_version(tmp_path, capsys):
    """Without a server and with one the same report names its version, whose address stays."""
    data, file = tmp_path / "data", tmp_path / "report.json"
    graphs = sorted((shipped_root() / "data").glob("*.ttl"))
    schemes = shipped_root() / "ontology" / "schemes.ttl"
    load = ("load", *map(str, [*graphs, schemes]), "--data-dir", str(data), "--shapes", "none")
    assert main(load) == 0
    assert main(("report", "--data-dir", str(data), "--lang", "fr", "--output", str(file))) == 0
    own = json.loads(file.read_text(encoding="utf-8"))
    assert (own["version"], len(own["nothingRecorded"])) == (1, 9)
    capsys.readouterr()
    with serving("--data-dir", data, "--shapes", "none") as served:
        theirs = report(served.url, "json", lang="fr").json
        path = theirs["permalink"].removeprefix(BASE)
        assert path.endswith("&version=1")
        page = send(served.url, path=f"/{path}", headers={"Accept": "text/html"})
        assert page.status == 200
        assert theirs["permalink"].replace("&", "&amp;") in page.text
    assert theirs == own


def test_the_command_writes_what_it_is_asked_for(server, tmp_path, capfdbinary):
    """The shipped graph gives the report of the server; a bad word is one line and exit code 2."""
    assert main(("report", "--lang", "en")) == 0
    written = capfdbinary.readouterr()
    same = re.compile(r"(?m)^- \*\*(Data|Address|To cite):.*$")
    served = report(server, "md", lang="en").text
    assert same.sub("", written.out.decode()) == same.sub("", served)
    for words, told in [
        (("--dialogue", "rabat"), "rabat-process"),
        (("--framework", "nothing", "--lang", "fr"), "Il n’y a pas de cadre nothing"),
        (("--from", "2021", "--to", "2019"), "2019"),
        (("--basis", "heard"), "heard"),
        (("--output", str(tmp_path / "report.pdf")), "report.pdf"),
        (("--data-dir", str(tmp_path / "nowhere")), "data directory"),
    ]:
        assert main(("report", *words)) == 2
        done = capfdbinary.readouterr()
        lines = done.err.decode().splitlines()
        assert (len(lines), done.out) == (1, b""), lines
        assert told in lines[0]
    assert not list(tmp_path.iterdir())
