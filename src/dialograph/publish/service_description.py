"""What the endpoint can do, in RDF (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from rdflib import Graph, Literal, URIRef

from dialograph import formats
from dialograph.publish.description import DatasetDescription
from dialograph.values import DefaultGraph
from dialograph.vocab import DCTERMS, RDF, SD, VOID, XSD


def service_description(
    dataset: DatasetDescription,
    *,
    endpoint: str,
    default_graph: DefaultGraph,
    asked_at: str | None = None,
    federates: bool = False,
) -> Graph:
    """Describe the endpoint and the dataset behind it.

    Args:
        dataset: what is served.
        endpoint: the address of the endpoint under the base IRI; the parts are named after it,
            so that the description is the same each time.
        default_graph: ``union`` when the default graph is the merge of the named graphs.
        asked_at: the address at which the endpoint was asked, which is one of its addresses too.
        federates: whether a query may name other endpoints.

    Returns:
        A graph without blank nodes; update is not in it, since there is none.
    """
    graph = Graph()
    graph.bind("sd", SD)
    service = URIRef(f"{endpoint}#service")
    everything = URIRef(f"{endpoint}#dataset")
    default = URIRef(f"{endpoint}#default-graph")

    graph.add((service, RDF.type, SD.Service))
    for address in {endpoint, asked_at or endpoint}:
        graph.add((service, SD.endpoint, URIRef(address)))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    for written in (*formats.RESULT_FORMATS, *formats.GRAPH_FORMATS):
        graph.add((service, SD.resultFormat, URIRef(written.iri)))
    if default_graph == "union":
        graph.add((service, SD.feature, SD.UnionDefaultGraph))
    if federates:
        graph.add((service, SD.feature, SD.BasicFederatedQuery))
    graph.add((service, SD.defaultDataset, everything))

    graph.add((everything, RDF.type, SD.Dataset))
    graph.add((everything, SD.defaultGraph, default))
    for licence in dataset.licences:
        graph.add((everything, DCTERMS.license, _term(licence)))
    _add_graph(graph, default, dataset.default_statements)
    for each in dataset.graphs:
        named = URIRef(f"{endpoint}#named-graph-{each.name}")
        content = URIRef(f"{endpoint}#graph-{each.name}")
        graph.add((everything, SD.namedGraph, named))
        graph.add((named, RDF.type, SD.NamedGraph))
        graph.add((named, SD.name, URIRef(each.iri)))
        graph.add((named, SD.graph, content))
        _add_graph(graph, content, each.statements)
        for language, title in each.titles.items():
            graph.add((content, DCTERMS.title, Literal(title, lang=language or None)))
    return graph


def _add_graph(graph: Graph, node: URIRef, statements: int) -> None:
    graph.add((node, RDF.type, SD.Graph))
    graph.add((node, VOID.triples, Literal(statements, datatype=XSD.integer)))


def _term(value: str) -> URIRef | Literal:
    return URIRef(value) if value.startswith(("http://", "https://")) else Literal(value)
