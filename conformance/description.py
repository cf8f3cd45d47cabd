"""The SPARQL 1.1 Service Description suite: three tests that its manifest gives only a name."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Mapping

import pyoxigraph as ox

from conformance.manifests import Test
from conformance.outcomes import Outcome, ours, passed
from conformance.rdf import RDF, Graph, Term
from conformance.serving import Reply, Server

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
_OK = 200

# Section 3.2 of the recommendation: what stands on the left of each property, and on its right;
# nothing where that is any IRI, or one of another vocabulary.
_PROPERTIES: Mapping[str, tuple[str, str]] = {
    "endpoint": ("Service", ""),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "defaultSupportedEntailmentProfile": ("Service", "EntailmentProfile"),
    "entailmentRegime": ("NamedGraph", "EntailmentRegime"),
    "supportedEntailmentProfile": ("NamedGraph", "EntailmentProfile"),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "languageExtension": ("Service", "Feature"),
    "supportedLanguage": ("Service", "Language"),
    "propertyFeature": ("Service", "Feature"),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "resultFormat": ("Service", ""),
    "inputFormat": ("Service", ""),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", ""),
    "graph": ("NamedGraph", "Graph"),
}
_INSTANCES: Mapping[str, str] = {
    "SPARQL10Query": "Language",
    "SPARQL11Query": "Language",
    "SPARQL11Update": "Language",
    "DereferencesURIs": "Feature",
    "UnionDefaultGraph": "Feature",
    "RequiresDataset": "Feature",
    "EmptyGraphs": "Feature",
    "BasicFederatedQuery": "Feature",
}
_BROADER = {"Dataset": "GraphCollection"}
_CLASSES = {
    "Function",
    *_INSTANCES.values(),
    *(each for pair in _PROPERTIES.values() for each in pair),
}


def run(test: Test, server: Server) -> Outcome:
    """Run one test.

    Args:
        test: a service description test.
        server: any; it should hold a named graph, so that there is something to describe.
    """
    check = _CHECKS.get(test.iri.rpartition("#")[2])
    if check is None:
        return ours(test, "the runner has no check of this name")
    try:
        complaint = check(server)
    except (OSError, http.client.HTTPException, SyntaxError, KeyError) as error:
        complaint = repr(error)
    return ours(test, complaint) if complaint else passed(test)


def _get(server: Server, accept: str = "") -> Reply:
    return server.send("GET", "/sparql", {"Accept": accept} if accept else {})


def _read(reply: Reply) -> Graph:
    return Graph(ox.parse(reply.body, _FORMATS[reply.media_type], base_iri="urn:base:"))


def _returns_rdf(server: Server) -> str:
    for accept in ("", *_FORMATS):
        reply = _get(server, accept)
        if reply.status != _OK:
            return f"{reply.status} with Accept: {accept}"
        if reply.media_type not in ({accept} if accept else set(_FORMATS)):
            return f"{reply.media_type} with Accept: {accept}"
        if not _read(reply).instances(f"{SD}Service"):
            return f"no sd:Service with Accept: {accept}"
    return ""


def _has_endpoint(server: Server) -> str:
    graph = _read(_get(server))
    wanted = ox.NamedNode(f"{server.url}/sparql")
    found = {o for _, p, o in graph.triples if p.value == f"{SD}endpoint"}
    return "" if wanted in found else f"no sd:endpoint {wanted}, only {sorted(map(str, found))}"


def _conforms(server: Server) -> str:
    graph = _read(_get(server))
    for subject, predicate, value in graph.triples:
        complaint = _misfit(graph, subject, predicate.value, value)
        if complaint:
            return f"{complaint}: {subject} {predicate} {value}"
    for service in graph.instances(f"{SD}Service"):
        if not graph.all(service, f"{SD}endpoint"):
            return f"{service} is a service without an endpoint"
    for named in graph.instances(f"{SD}NamedGraph"):
        if len(graph.all(named, f"{SD}name")) != 1:
            return f"{named} is a named graph without exactly one name"
    return ""


def _misfit(graph: Graph, subject: Term, predicate: str, value: Term) -> str:
    """What the vocabulary has against a triple; nothing when it allows it."""
    if predicate == f"{RDF}type":
        class_ = str(value).strip("<>")
        known = not class_.startswith(SD) or class_.removeprefix(SD) in _CLASSES
        return "" if known else "there is no such class"
    name = predicate.removeprefix(SD)
    if name not in _PROPERTIES:
        return "there is no such property" if predicate.startswith(SD) else ""
    domain, range_ = _PROPERTIES[name]
    if not _is_a(graph, subject, domain):
        return f"its subject is not said to be a {domain}"
    if range_:
        return "" if _is_a(graph, value, range_) else f"its object is not said to be a {range_}"
    return "" if isinstance(value, ox.NamedNode) else "its object is no IRI"


def _is_a(graph: Graph, term: Term, class_: str) -> bool:
    if isinstance(term, ox.NamedNode) and term.value.startswith(SD):
        return _INSTANCES.get(term.value.removeprefix(SD)) == class_
    types = {str(each).strip("<>").removeprefix(SD) for each in graph.all(term, f"{RDF}type")}
    return class_ in types | {_BROADER.get(each, "") for each in types}


_CHECKS: Mapping[str, Callable[[Server], str]] = {
    "returns-rdf": _returns_rdf,
    "has-endpoint-triple": _has_endpoint,
    "conforms-to-schema": _conforms,
}
