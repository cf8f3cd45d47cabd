"""The ontology keeps its own style: bilingual, declared, aligned with terms that exist."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from dialograph import iris
from dialograph.vocab import BASE, DG, OA, ONTOLOGY

FOLDER = Path(__file__).resolve().parent.parent / "ontology"
FILES = ("dialograph.ttl", "schemes.ttl", "alignments.ttl")
HEADER = URIRef(ONTOLOGY)
CREATIVE_COMMONS = URIRef("https://creativecommons.org/licenses/by/4.0/")
# rdflib knows no Web Annotation; these were read in the W3C vocabulary.
OA_TERMS = {OA.Annotation, OA.hasBody, OA.hasTarget}
CLOSED = (SDO, PROV, ORG, SKOS, DCTERMS, OWL, RDF, RDFS)
PROPERTY_KINDS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
# OWL 2 knows these without a declaration.
BUILT_IN = (OWL, RDF, RDFS)
SENTENCE = re.compile(r"[A-ZÀ-ÖØ-Þ].*\.", re.DOTALL)
LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
ONE_EACH = Counter({"en": 1, "fr": 1})


def _read(name: str) -> Graph:
    return Graph().parse(FOLDER / name, format="turtle")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    """The classes and properties."""
    return _read("dialograph.ttl")


@pytest.fixture(scope="module")
def schemes() -> Graph:
    """The concept schemes."""
    return _read("schemes.ttl")


@pytest.fixture(scope="module")
def alignments() -> Graph:
    """The relations to other vocabularies."""
    return _read("alignments.ttl")


@pytest.fixture(scope="module")
def everything(ontology: Graph, schemes: Graph, alignments: Graph) -> Graph:
    """The three files, merged as the graph of the ontology merges them."""
    return ontology + schemes + alignments


def _minted(graph: Graph, *kinds: Node) -> set[URIRef]:
    found = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
    return {s for s in found if isinstance(s, URIRef) and s.startswith(DG)}


def _classes(graph: Graph) -> set[URIRef]:
    return _minted(graph, OWL.Class)


def _properties(graph: Graph) -> set[URIRef]:
    return _minted(graph, OWL.ObjectProperty, OWL.DatatypeProperty)


def _languages(graph: Graph, subject: Node, predicate: Node) -> Counter[str | None]:
    values = graph.objects(subject, predicate)
    return Counter(v.language if isinstance(v, Literal) else None for v in values)


def _terms(graph: Graph) -> Iterator[URIRef]:
    for triple in graph:
        yield from (node for node in triple if isinstance(node, URIRef))


def test_header_is_complete(ontology: Graph) -> None:
    """The header gives version, licence, creator, dates and, in both languages, its texts."""
    assert [*ontology.subjects(RDF.type, OWL.Ontology)] == [HEADER]
    version = str(ontology.value(HEADER, OWL.versionInfo))
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert ontology.value(HEADER, OWL.versionIRI) == URIRef(f"{HEADER}/{version}")
    assert ontology.value(HEADER, DCTERMS.license) == CREATIVE_COMMONS
    assert {*ontology.predicates(HEADER)} >= {DCTERMS.creator, DCTERMS.created, DCTERMS.modified}
    for predicate in (DCTERMS.title, DCTERMS.description, SKOS.changeNote):
        assert _languages(ontology, HEADER, predicate) == ONE_EACH, predicate


def test_size_of_the_model(ontology: Graph) -> None:
    """The ontology mints exactly 15 classes, 22 object properties and 13 data properties."""
    assert len(_classes(ontology)) == 15
    assert len(_minted(ontology, OWL.ObjectProperty)) == 22
    assert len(_minted(ontology, OWL.DatatypeProperty)) == 13


def test_terms_are_bilingual(ontology: Graph) -> None:
    """Every minted term has one label, one definition and one example in each of two languages."""
    faults = [
        (str(term), str(predicate))
        for term in _classes(ontology) | _properties(ontology)
        for predicate in (RDFS.label, SKOS.definition, SKOS.example)
        if _languages(ontology, term, predicate) != ONE_EACH
    ]
    assert faults == []


def test_terms_name_their_ontology(ontology: Graph) -> None:
    """Every minted term says that the ontology defines it."""
    terms = _classes(ontology) | _properties(ontology)
    assert {*ontology.subjects(RDFS.isDefinedBy, HEADER)} == terms


def test_names_follow_the_style(ontology: Graph) -> None:
    """Classes are UpperCamel and properties lowerCamel."""
    for term in _classes(ontology):
        assert re.fullmatch(r"([A-Z][a-z]+)+", term.removeprefix(DG)), term
    for term in _properties(ontology):
        assert re.fullmatch(r"[a-z][a-z0-9]*([A-Z][a-z0-9]*)*", term.removeprefix(DG)), term


def test_definitions_are_sentences(everything: Graph) -> None:
    """Every definition and example is a sentence, from its capital to its full stop."""
    definitions = [*everything.objects(None, SKOS.definition)]
    assert [str(d) for d in definitions if not SENTENCE.fullmatch(str(d))] == []
    examples = [str(t) for t in everything.objects(None, SKOS.example) if not str(t).endswith(".")]
    assert examples == []


def test_texts_are_typographic(everything: Graph) -> None:
    """No text in a language uses the typewriter’s apostrophe or doubles or edges its spaces."""
    texts = [o for o in everything.objects() if isinstance(o, Literal) and o.language]
    assert len(texts) > 800
    assert [str(t) for t in texts if "'" in t or "  " in t or str(t) != str(t).strip()] == []


def test_no_inverses(everything: Graph) -> None:
    """No property has an inverse, since SPARQL can read any property backwards."""
    assert (None, OWL.inverseOf, None) not in everything


@pytest.mark.parametrize("name", FILES)
def test_file_declares_its_vocabulary(name: str) -> None:
    """Each file declares every property and class that it uses, each property of one kind only."""
    graph = _read(name)
    named = {*graph.predicates(), *graph.subjects(RDFS.subPropertyOf)}
    properties = {p for p in named if isinstance(p, URIRef) and not any(p in n for n in BUILT_IN)}
    kinds = {p: {*graph.objects(p, RDF.type)} & PROPERTY_KINDS for p in properties}
    assert {p: k for p, k in kinds.items() if len(k) != 1} == {}
    declared = {*graph.subjects(RDF.type, OWL.Class)}
    used = {*graph.objects(None, RDF.type), *graph.objects(None, RDFS.subClassOf)}
    classes = {c for c in used if isinstance(c, URIRef) and c not in OWL}
    assert classes <= declared


def test_our_terms_exist(ontology: Graph, schemes: Graph, alignments: Graph) -> None:
    """Every term of ours that the schemes and the alignments name is declared by the ontology."""
    known = _classes(ontology) | _properties(ontology)
    used = {t for t in [*_terms(schemes), *_terms(alignments)] if t.startswith(DG)}
    assert used <= known
    named = {*alignments.subjects(SKOS.closeMatch), *alignments.subjects(SKOS.exactMatch)}
    concepts = {c for c in named if isinstance(c, URIRef) and c.startswith(BASE + "id/")}
    assert concepts
    assert concepts <= {*schemes.subjects(RDF.type, SKOS.Concept)}


def test_aligned_terms_exist(alignments: Graph) -> None:
    """Every outside term in the alignments stands in its vocabulary’s closed list of terms."""
    outside = {t for t in _terms(alignments) if not t.startswith(BASE)}
    unknown = {t for t in outside if not any(t in n for n in CLOSED) and t not in OA_TERMS}
    assert unknown == set()


def test_alignments_only_relate_like_with_like(everything: Graph) -> None:
    """A subproperty is of the kind of its superproperty, as OWL 2 DL requires."""
    pairs = [*everything.subject_objects(RDFS.subPropertyOf)]
    assert pairs
    for sub, over in pairs:
        kinds = [{*everything.objects(p, RDF.type)} & PROPERTY_KINDS for p in (sub, over)]
        assert kinds[0] == kinds[1], (sub, over)


def test_every_scheme_is_there_and_filled(schemes: Graph) -> None:
    """Each scheme is bilingual, belongs to the ontology, and lists its top concepts both ways."""
    found = {str(s) for s in schemes.subjects(RDF.type, SKOS.ConceptScheme)}
    assert found == {str(iris.scheme(kind)) for kind in iris.SCHEMES}
    for iri in map(URIRef, found):
        for predicate in (SKOS.prefLabel, SKOS.definition):
            assert _languages(schemes, iri, predicate) == ONE_EACH, (iri, predicate)
        assert schemes.value(iri, RDFS.isDefinedBy) == HEADER
        top = {*schemes.objects(iri, SKOS.hasTopConcept)}
        assert top
        assert top == {*schemes.subjects(SKOS.topConceptOf, iri)}


def test_concepts_are_complete(schemes: Graph) -> None:
    """Each concept is bilingual, in its kind’s scheme, noted by its slug, and has a place there."""
    concepts = {*schemes.subjects(RDF.type, SKOS.Concept)}
    assert len(concepts) > 170
    for concept in concepts:
        kind, _, slug = str(concept).removeprefix(BASE + "id/").partition("/")
        for predicate in (SKOS.prefLabel, SKOS.definition):
            assert _languages(schemes, concept, predicate) == ONE_EACH, (concept, predicate)
        assert [*schemes.objects(concept, SKOS.inScheme)] == [iris.scheme(kind)], concept
        assert [*schemes.objects(concept, SKOS.notation)] == [Literal(slug)], concept
        assert schemes.value(concept, RDFS.isDefinedBy) == HEADER, concept
        above = [*schemes.objects(concept, SKOS.topConceptOf | SKOS.broader)]
        assert len(above) == 1, concept


def test_concept_labels_are_unique_in_their_scheme(schemes: Graph) -> None:
    """Within a scheme no two concepts share a preferred label in a language."""
    labels = Counter(
        (scheme, label)
        for concept, scheme in schemes.subject_objects(SKOS.inScheme)
        for label in schemes.objects(concept, SKOS.prefLabel)
    )
    assert [key for key, number in labels.items() if number > 1] == []


def test_values_point_to_a_scheme(ontology: Graph, schemes: Graph) -> None:
    """The scheme that a property takes its values from is one of ours."""
    named = {o for o in ontology.objects(None, RDFS.seeAlso) if str(o).startswith(BASE)}
    assert named
    assert named <= {*schemes.subjects(RDF.type, SKOS.ConceptScheme)}


@pytest.mark.parametrize("name", FILES)
def test_both_parsers_agree(name: str) -> None:
    """Both rdflib and Oxigraph read the same number of statements out of each file."""
    content = (FOLDER / name).read_bytes()
    triples = {*ox.parse(content, format=ox.RdfFormat.TURTLE)}
    assert len(triples) == len(_read(name)) > 0


@pytest.mark.parametrize("name", FILES)
def test_file_reads_in_a_diff(name: str) -> None:
    """Each file has one statement a line, and sorted prefixes that are used wherever they fit."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    prefixes = re.findall(r"^@prefix ([a-z-]+): <([^>]+)> \.$", text, re.MULTILINE)
    assert prefixes == sorted(prefixes)
    statements = [line for line in text.splitlines() if not line.startswith(("@prefix", "#"))]
    lines = [LITERAL.sub("“”", line) for line in statements]
    body = "\n".join(lines)
    for prefix, namespace in prefixes:
        assert re.search(rf"(?<![\w-]){prefix}:", body), prefix
        assert not re.search(rf"<{re.escape(namespace)}[\w-]+>", body), prefix
    for line in lines:
        assert line == line.rstrip()
        assert "," not in line
        assert not re.search(r"[;.]\s", line), line
        assert len(line.split()) <= 4, line


def _table(heading: str) -> dict[str, list[str]]:
    section = (FOLDER / "README.md").read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2]
    rows = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in section.partition("\n## ")[0].splitlines()
        if line.startswith("| `")
    ]
    return {row[0].strip("` "): row for row in rows}


@pytest.mark.parametrize("heading", ["Classes", "Properties"])
def test_readme_lists_the_terms(heading: str, ontology: Graph) -> None:
    """The guide lists exactly the minted terms, with their definitions and French labels."""
    table = _table(heading)
    terms = _classes(ontology) if heading == "Classes" else _properties(ontology)
    assert {*table} == {"dg:" + term.removeprefix(DG) for term in terms}
    for term in terms:
        row = table["dg:" + term.removeprefix(DG)]
        definitions = [str(d) for d in ontology.objects(term, SKOS.definition)]
        labels = [o for o in ontology.objects(term, RDFS.label) if isinstance(o, Literal)]
        assert row[-2] in definitions, term
        assert row[-1] in [str(label) for label in labels if label.language == "fr"], term


def test_readme_lists_the_schemes(schemes: Graph) -> None:
    """The guide lists every scheme with the number of its concepts."""
    table = {name: int(row[2]) for name, row in _table("Concept schemes").items()}
    counts = Counter(str(o).rpartition("/")[2] for o in schemes.objects(None, SKOS.inScheme))
    assert table == {f"scheme:{slug}": number for slug, number in counts.items()}
