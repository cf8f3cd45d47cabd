"""Terms of rdflib as terms of pyoxigraph, and back."""

from __future__ import annotations

import logging
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.term import Identifier, Node

from dialograph.errors import UsageError
from dialograph.vocab import XSD

# A literal that is none of its datatype is what the gate is there to tell: rdflib need not log it,
# least of all with a traceback.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)


def from_oxigraph(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Identifier:
    """The rdflib term; a literal keeps its spelling.

    Raises:
        UsageError: the term is a triple, which rdflib 7 does not know.
    """
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        datatype = URIRef(term.datatype.value)
        plain = term.language is not None or datatype == XSD.string
        return Literal(
            term.value,
            lang=term.language,
            datatype=None if plain else datatype,
            normalize=False,
        )
    raise UsageError("RDF 1.2 statements about statements are not supported.")


def to_oxigraph(term: Node) -> Any:
    """The pyoxigraph term: a NamedNode, a BlankNode or a Literal.

    Raises:
        ValueError: rdflib let something pass that is no IRI.
    """
    if isinstance(term, URIRef):
        return ox.NamedNode(term)
    if isinstance(term, BNode):
        return ox.BlankNode(term)
    if not isinstance(term, Literal):
        raise ValueError(f"not a term of RDF: {term!r}")
    if term.language:
        return ox.Literal(term, language=term.language)
    if term.datatype is None:
        return ox.Literal(term)
    return ox.Literal(term, datatype=ox.NamedNode(term.datatype))
