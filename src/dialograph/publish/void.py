"""The dataset in VoID: what it holds, where its files and its endpoint are."""

from __future__ import annotations

from rdflib import Graph, Literal, URIRef

from dialograph import formats
from dialograph.publish.description import FIGURES, DatasetDescription
from dialograph.publish.published import (
    Published,
    add_licence,
    add_publisher,
    add_texts,
    date_of,
    published,
)
from dialograph.vocab import DCTERMS, FOAF, RDF, VOID, XSD

_READ_AT_IRIS = (formats.TURTLE, formats.JSONLD, formats.RDFXML, formats.NTRIPLES)


def void_description(dataset: DatasetDescription) -> Graph:
    """Describe the dataset and its graphs (W3C Note "Describing Linked Datasets with VoID").

    Args:
        dataset: what is served.

    Returns:
        A graph without blank nodes: the document ``/.well-known/void``, the whole dataset, each
        graph as a part of it (section 4.4), how large they are (4.1), where they are had (3.3 to
        3.5), and how many resources there are of each class that is counted (4.5).
    """
    graph = Graph()
    base = dataset.base_iri
    document = URIRef(f"{base}.well-known/void")
    whole, parts = published(dataset)
    graph.add((document, RDF.type, VOID.DatasetDescription))
    graph.add((document, FOAF.primaryTopic, whole.iri))
    graph.add((document, FOAF.topic, whole.iri))
    titles = {"en": "What dialograph holds", "fr": "Ce que contient dialograph"}
    add_texts(graph, document, DCTERMS.title, titles)
    _add(graph, whole, base)
    graph.add((whole.iri, FOAF.homepage, URIRef(base)))
    graph.add((whole.iri, VOID.uriSpace, Literal(f"{base}id/")))
    for written in _READ_AT_IRIS:
        graph.add((whole.iri, VOID.feature, URIRef(written.iri)))
    for name, kind in FIGURES.items():
        part = URIRef(f"{whole.iri}-{name}")
        many = Literal(getattr(dataset.figures, name), datatype=XSD.integer)
        graph.add((whole.iri, VOID.classPartition, part))
        graph.add((part, RDF.type, VOID.Dataset))
        graph.add((part, VOID["class"], kind))
        graph.add((part, VOID.entities, many))
    for each in parts:
        _add(graph, each, base)
        graph.add((whole.iri, VOID.subset, each.iri))
        graph.add((document, FOAF.topic, each.iri))
    return graph


def _add(graph: Graph, told: Published, base: str) -> None:
    graph.add((told.iri, RDF.type, VOID.Dataset))
    add_texts(graph, told.iri, DCTERMS.title, told.titles)
    add_texts(graph, told.iri, DCTERMS.description, told.descriptions)
    graph.add((told.iri, VOID.triples, Literal(told.statements, datatype=XSD.integer)))
    graph.add((told.iri, VOID.sparqlEndpoint, URIRef(f"{base}sparql")))
    for name in told.files:
        graph.add((told.iri, VOID.dataDump, URIRef(f"{base}download/{name}")))
    for licence in told.licences:
        graph.add((told.iri, DCTERMS.license, add_licence(graph, base, licence)))
    modified = date_of(told.modified)
    if modified is not None:
        graph.add((told.iri, DCTERMS.modified, modified))
    if told.publisher:
        graph.add((told.iri, DCTERMS.publisher, add_publisher(graph, base, told.publisher)))
