"""A description as a file: Turtle, N-Triples or RDF/XML, with prefixes that people read."""

from __future__ import annotations

import io

import pyoxigraph as ox
from rdflib import URIRef

from dialograph import iris
from dialograph.engine.writing import prefixes_of, to_term, write
from dialograph.formats import Format
from dialograph.publish.facts import Statement
from dialograph.publish.resources import Description
from dialograph.vocab import BASE


def write_description(description: Description, wanted: Format) -> bytes:
    """A description in Turtle, N-Triples or RDF/XML; the same statements give the same bytes.

    Raises:
        UnwritableError: a statement cannot stand in this format.
        ValueError: the format cannot hold a graph.
    """
    triples = sorted(map(_triple, description.statements), key=str)
    used = {
        term.removeprefix(f"{BASE}id/").partition("/")[0]
        for each in description.statements
        for term in each
        if isinstance(term, URIRef) and term.startswith(f"{BASE}id/")
    }
    kinds = {
        kind: f"{BASE}id/{kind}/" for kind in (*iris.KINDS, *iris.SCHEMES, "scheme") if kind in used
    }
    output = io.BytesIO()
    write(triples, wanted, output, {**prefixes_of(triples), **kinds})
    return output.getvalue()


def _triple(statement: Statement) -> ox.Triple:
    subject, predicate, value = (to_term(term) for term in statement)
    assert isinstance(subject, ox.NamedNode | ox.BlankNode)
    assert isinstance(predicate, ox.NamedNode)
    return ox.Triple(subject, predicate, value)
