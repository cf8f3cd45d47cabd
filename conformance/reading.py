"""Results in JSON, XML, TSV and CSV, and graphs, read by other code than wrote them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax import SAXException

import pyoxigraph as ox
import rdflib

from conformance import turtle_terms
from conformance.answers import Answer, Boolean, Table, Triples, from_graph, literal, table, triples
from conformance.rdf import Graph, Term

_SRX = "{http://www.w3.org/2005/sparql-results#}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ITS = "{http://www.w3.org/2005/11/its}"

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
TSV = "text/tab-separated-values"
CSV = "text/csv"

GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/n-quads": "nt",  # of statements that are all in one graph, the same
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}
"""The formats of graphs that are read here, and what rdflib calls them."""
# rdflib would mend what the engine writes.
rdflib.NORMALIZE_LITERALS = False


def read(body: bytes, media_type: str) -> Answer:
    """An answer in a result format or in a graph format.

    Raises:
        ValueError: the body is not what the media type says.
    """
    try:
        if media_type in _READERS:
            return _READERS[media_type](body)
        return _read_graph(body, GRAPHS[media_type])
    except (ValueError, LookupError, TypeError, SyntaxError, ET.ParseError, SAXException) as error:
        raise ValueError(f"{media_type} that does not read: {error!r}") from error


def read_expected(path: Path, base: str) -> Answer:
    """The expected result in a file of the suites; relative IRIs are resolved against ``base``."""
    media_type = {".srj": JSON, ".srx": XML, ".tsv": TSV, ".csv": CSV}.get(path.suffix)
    if media_type is not None:
        return read(path.read_bytes(), media_type)
    return from_graph(Graph.read(path, base))


def _read_graph(body: bytes, syntax: str) -> Triples:
    if b"<<(" in body:  # rdflib 7 does not know triple terms
        return triples(ox.parse(body, ox.RdfFormat.TURTLE, base_iri="urn:base:"))
    graph = rdflib.Graph().parse(data=body, format=syntax, publicID="urn:base:")
    return Triples(frozenset(tuple(map(_from_rdflib, triple)) for triple in graph))


def _from_rdflib(node: rdflib.term.Node) -> Term:
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    if isinstance(node, rdflib.Literal):
        return literal(str(node), node.language, datatype=str(node.datatype or ""))
    raise ValueError(f"no term of a graph: {node!r}")


def _read_json(body: bytes) -> Answer:
    found = json.loads(body)
    if "boolean" in found:
        return Boolean(found["boolean"])
    rows = [
        {name: _from_json(term) for name, term in row.items()}
        for row in found["results"]["bindings"]
    ]
    return table(found["head"]["vars"], rows)


def _from_json(term: Mapping[str, Any]) -> Term:
    value = term["value"]
    match term["type"]:
        case "uri":
            return ox.NamedNode(value)
        case "bnode":
            return ox.BlankNode(value)
        case "literal" | "typed-literal":
            return literal(
                value, term.get("xml:lang"), term.get("its:dir"), term.get("datatype", "")
            )
        case "triple":
            parts = (_from_json(value[part]) for part in ("subject", "predicate", "object"))
            return turtle_terms.triple(*parts)
    raise ValueError(f"no type of term: {term['type']}")


def _read_xml(body: bytes) -> Answer:
    root = ET.fromstring(body)  # noqa: S314 - our own server's, or the suite's
    yes = root.find(f"{_SRX}boolean")
    if yes is not None:
        return Boolean((yes.text or "").strip() == "true")
    names = [each.attrib["name"] for each in root.iterfind(f"{_SRX}head/{_SRX}variable")]
    results = root.find(f"{_SRX}results")
    if results is None:
        raise ValueError("there are no results")
    rows = [
        {each.attrib["name"]: _from_xml(each[0]) for each in row.iterfind(f"{_SRX}binding")}
        for row in results.iterfind(f"{_SRX}result")
    ]
    return table(names, rows)


def _from_xml(term: ET.Element) -> Term:
    value = term.text or ""
    match term.tag.removeprefix(_SRX):
        case "uri":
            return ox.NamedNode(value)
        case "bnode":
            return ox.BlankNode(value)
        case "literal":
            return literal(
                value,
                term.get(f"{_XML}lang"),
                term.get(f"{_ITS}dir"),
                term.get("datatype", ""),
            )
        case "triple":
            parts = (_from_xml(term.findall(_SRX + part)[0][0]) for part in _PARTS)
            return turtle_terms.triple(*parts)
    raise ValueError(f"no term: {term.tag}")


_PARTS = ("subject", "predicate", "object")


def _read_tsv(body: bytes) -> Answer:
    lines = body.decode().replace("\r\n", "\n").removesuffix("\n").split("\n")
    names = [name.removeprefix("?") for name in lines[0].split("\t") if name]
    rows = []
    for line in lines[1:]:
        cells = line.split("\t") if names else []
        if len(cells) != len(names):
            raise ValueError(f"a row of {len(cells)} cells under {len(names)} variables")
        pairs = zip(names, cells, strict=True)
        rows.append({name: turtle_terms.term(cell) for name, cell in pairs if cell})
    return table(names, rows)


def _read_csv(body: bytes) -> Answer:
    """CSV says neither kinds nor types: every cell is a text, except blank nodes."""
    lines = list(csv.reader(io.StringIO(body.decode(), newline="")))
    names = lines[0] if lines else []
    rows: list[dict[str, Term]] = []
    for line in lines[1:]:
        pairs = zip(names, line or [""] * len(names), strict=True)
        rows.append({name: _from_csv(cell) for name, cell in pairs})
    return table(names, rows)


def _from_csv(cell: str) -> Term:
    return ox.BlankNode(cell[2:]) if cell.startswith("_:") else ox.Literal(cell)


def as_csv(found: Table) -> Table:
    """What is left of a table in CSV."""

    def cell(term: Term | None) -> Term:
        if term is None:
            return ox.Literal("")
        if isinstance(term, ox.Triple):
            return ox.Literal(str(term))
        return term if isinstance(term, ox.BlankNode) else ox.Literal(term.value)

    rows = tuple(tuple(cell(term) for term in row) for row in found.rows)
    return Table(found.variables, rows, found.ordered)


_READERS: Mapping[str, Callable[[bytes], Answer]] = {
    JSON: _read_json,
    XML: _read_xml,
    TSV: _read_tsv,
    CSV: _read_csv,
}
