"""What comes in, in our terms: links, doubts, new IRIs, and what a person decides about them."""

import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from conftest import serving
from dialograph.cli.main import main
from dialograph.engine.filling import fill
from dialograph.engine.versions import Versions
from dialograph.integrate.decisions import Decisions
from dialograph.integrate.matching import Index
from dialograph.integrate.resolution import resolve

ROOT = Path(__file__).parent.parent
BASE = "https://w3id.org/dialograph/"
ID = f"{BASE}id/"
SOURCE = "https://elsewhere.example/export.ttl"
INCOMING = """
@prefix dg: <https://w3id.org/dialograph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://elsewhere.example/id/> .
x:tr a dg:Country ; skos:prefLabel "Turkey"@en ; dg:iso3166Alpha2 "TR" ; schema:containedInPlace
  x:asia .
x:iom a dg:Organisation ; skos:prefLabel "IOM"@en .
x:league a dg:Organisation ; skos:prefLabel "Arab League Observatory"@en .
x:rabat a schema:Place ; skos:prefLabel "Rabat" ;
  schema:containedInPlace [ a dg:Country ; skos:prefLabel "Marokko"@de ] .
x:meet a dg:Meeting ; skos:prefLabel "Workshop on data"@en ; schema:location x:rabat ;
  dcterms:source <http://publications.europa.eu/resource/authority/country/TUR> .
x:part a dg:Participation ; dg:takesPartIn x:meet ; dg:hasPartner x:iom , x:tr .
[] a dg:Participation ; dg:takesPartIn x:meet ; dg:hasPartner x:league .
"""
UNREAL = "https://w3id.org/dialograph/graphs/elsewhere"


def quads_of(text, graph=UNREAL):
    """The statements of a Turtle text, in a graph."""
    for triple in ox.parse(text.encode(), ox.RdfFormat.TURTLE):
        yield ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph))


@pytest.fixture(scope="module")
def ours():
    """The statements that are shipped."""
    store = ox.Store()
    for file in sorted((ROOT / "data").glob("*.ttl")):
        store.bulk_load(path=file, to_graph=ox.NamedNode(f"{BASE}graphs/{file.stem}"))
    return list(store)


@pytest.fixture(scope="module")
def index(ours):
    """The index of what is shipped."""
    return Index.read(ours)


def links(resolution):
    """Incoming IRI → the end of our IRI, of the links."""
    return {each.incoming: each.ours.removeprefix(ID) for each in resolution.links}


def test_what_is_certain_is_said_by_our_iris(index):
    """A participant, a place and its country are ours in every statement; the links are kept."""
    found = resolve(quads_of(INCOMING), index)
    told = {str(quad.triple) for quad in found.quads}
    x = "https://elsewhere.example/id/"
    assert links(found)[f"{x}tr"] == "country/tur"
    assert links(found)[f"{x}rabat"] == "place/mar-rabat"
    same = "<http://www.w3.org/2004/02/skos/core#exactMatch>"
    assert f"<{ID}country/tur> {same} <{x}tr>" in told
    assert any("hasPartner> <" + ID + "country/tur>" in each for each in told)
    assert any("location> <" + ID + "place/mar-rabat>" in each for each in told)


def test_what_is_ours_is_not_described_by_others(index):
    """Another graph’s name and region of Turkey stay out: the country has one description."""
    found = resolve(quads_of(INCOMING), index)
    turkey = ox.NamedNode(f"{ID}country/tur")
    told = {quad.predicate.value for quad in found.quads if quad.subject == turkey}
    assert told == {"http://www.w3.org/2004/02/skos/core#exactMatch"}
    assert len(found.withheld) >= 4


def test_where_something_stands_is_left_as_it_is_told(index):
    """The address of a source is no mention of a country, even where it is the country’s."""
    found = resolve(quads_of(INCOMING), index)
    sources = [
        quad.object.value for quad in found.quads if quad.predicate.value.endswith("/terms/source")
    ]
    assert sources == ["http://publications.europa.eu/resource/authority/country/TUR"]


def test_the_same_comes_to_the_same_whatever_its_order_and_its_blank_nodes(index):
    """Twice the same harvest, shuffled and with other blank nodes, gives the same statements."""
    quads = list(quads_of(INCOMING))
    first = resolve(quads, index)
    names = {}

    def renamed(term):
        if isinstance(term, ox.BlankNode):
            return names.setdefault(term, ox.BlankNode())
        return term

    again = [
        ox.Quad(renamed(quad.subject), quad.predicate, renamed(quad.object), quad.graph_name)
        for quad in quads
    ]
    again.sort(key=lambda quad: (str(quad.object)[::-1], str(quad.subject)))
    second = resolve(again, index)
    assert set(first.quads) == set(second.quads)
    assert first.unknown == second.unknown
    assert first.likely == second.likely
    assert not any(isinstance(quad.subject, ox.BlankNode) for quad in first.quads)


def test_a_second_harvest_into_the_same_graph_changes_nothing(ours, index):
    """What the first one brought is not taken for something else the second time."""
    first = resolve(quads_of(INCOMING), index)
    grown = [*ours, *first.quads]
    second = resolve(quads_of(INCOMING), Index.read(grown, without={UNREAL}))
    assert set(second.quads) == set(first.quads)


def test_another_source_finds_what_the_first_one_brought(ours, index):
    """What one source brought is known to the next, by its IRI there or by its name."""
    first = resolve(quads_of(INCOMING), index)
    text = """@prefix org: <http://www.w3.org/ns/org#> . @prefix schema: <https://schema.org/> .
    <https://third.example/a> a org:Organization ; schema:name "Arab League observatory" .
    <https://third.example/b> a org:Organization ;
      schema:sameAs <https://elsewhere.example/id/league> ."""
    second = resolve(
        quads_of(text, "https://third.example/graph"), Index.read([*ours, *first.quads])
    )
    assert len(set(links(second).values())) == 1
    assert set(links(second)) == {"https://third.example/a", "https://third.example/b"}


def test_decisions_are_obeyed(index):
    """What was accepted is linked, and what was refused is never linked, even when it is sure."""
    x = "https://elsewhere.example/id/"
    accepted = resolve(
        quads_of(INCOMING), index, Decisions(accepted={f"{x}iom": f"{ID}organisation/iom"})
    )
    assert links(accepted)[f"{x}iom"] == "organisation/iom"
    assert not accepted.likely
    refused = resolve(
        quads_of(INCOMING),
        index,
        Decisions(
            refused={
                f"{x}iom": frozenset({f"{ID}organisation/iom"}),
                f"{x}tr": frozenset({f"{ID}country/tur"}),
            }
        ),
    )
    assert f"{x}tr" not in links(refused)
    assert not refused.likely


class Desk:
    """A data directory with the shipped graph, and somebody who decides."""

    def __init__(self, folder, capsys):
        self.data, self.file = folder / "data", folder / "in.ttl"
        self._said = capsys.readouterr

    def run(self, *words, code=0):
        """Run ``dialograph resolve`` and give what it says."""
        self._said()
        assert main(["resolve", *words]) == code
        said = self._said()
        return said.out + said.err

    def at(self, *words, code=0):
        """The same, of the data directory."""
        return self.run(*words, "--data-dir", str(self.data), code=code)

    def cases(self, *more):
        """What is listed."""
        return json.loads(self.at("list", "--json", *more))

    def quads(self):
        """What the directory holds."""
        history = Versions.read_only(self.data)
        return set(fill(history.load(history.current.number), union=False).quads())


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory):
    """A data directory with a doubt on record, and its meeting in the graph."""
    folder = tmp_path_factory.mktemp("doubtful")
    file, out, data = folder / "in.ttl", folder / "out.nq", str(folder / "data")
    file.write_text(INCOMING)
    assert main(["load", "--shipped", "--shapes", "none", "--data-dir", data]) == 0
    trying = ["resolve", "try", str(file), "--remember", SOURCE, "--output", str(out)]
    assert main([*trying, "--data-dir", data]) == 0
    load = ["load", str(out), "--graph", UNREAL, "--shapes", "none", "--data-dir", data]
    assert main(load) == 0
    return folder


@pytest.fixture
def desk(doubtful, tmp_path, capsys):
    """Somebody who decides about a copy of it."""
    shutil.copytree(doubtful, tmp_path, dirs_exist_ok=True)
    return Desk(tmp_path, capsys)


def test_a_person_accepts_and_it_holds_everywhere(desk):
    """After a yes the participation is ours, the doubt is gone, and the next time it is certain."""
    (case,) = desk.cases()
    assert "IOM" in desk.at("list", "--lang", "fr")
    own = next(
        quad.object
        for quad in desk.quads()
        if quad.predicate.value.endswith("hasPartner") and "elsewhere-example-iom" in str(quad)
    )
    desk.at("accept", case["slug"])
    quads = desk.quads()
    assert not [quad for quad in quads if own in (quad.subject, quad.object)]
    iom = ox.NamedNode(f"{ID}organisation/iom")
    assert [
        quad
        for quad in quads
        if quad.object == iom and "elsewhere-example-part" in quad.subject.value
    ]
    assert desk.cases() == []
    assert [each["state"] for each in desk.cases("--all")] == ["accepted"]
    again = json.loads(desk.at("try", str(desk.file), "--json"))
    assert again["likely"] == []
    reasons = {each["incoming"]: each["reason"] for each in again["links"]}
    assert reasons["https://elsewhere.example/id/iom"] == "decision"
    assert "rollback" in desk.at("refuse", case["slug"], code=2)


def test_a_person_refuses_and_is_not_asked_again(desk):
    """After a no it stays apart, and a second harvest does not bring the question back."""
    (case,) = desk.cases()
    desk.at("refuse", case["slug"])
    before = desk.quads()
    desk.at("try", str(desk.file), "--remember", SOURCE)
    assert desk.quads() == before
    assert desk.cases() == []
    assert "same-nothing" in desk.at("accept", "same-nothing", code=2)


def test_decisions_through_a_running_server(desk, tmp_path, monkeypatch, capsys):
    """The same decision, read from and written to a server that has the directory open."""
    (case,) = desk.cases()
    capsys.readouterr()
    tokens = tmp_path / "tokens.json"
    assert main(["token", "new", "--tokens-file", str(tokens), "--graph", "*", "--json"]) == 0
    monkeypatch.setenv("DIALOGRAPH_TOKEN", json.loads(capsys.readouterr().out)["token"])
    with serving("--data-dir", str(desk.data), "--tokens-file", str(tokens)) as server:
        url = server.url
        assert "Version" in desk.run("accept", case["slug"], "--server", url)
        assert "same-x" in desk.run("accept", "same-x", "--server", url, code=2)
    assert [each["state"] for each in desk.cases("--all")] == ["accepted"]
