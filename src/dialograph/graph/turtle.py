"""Turtle that a person can read in a diff: stable order, prefixes, one statement a line.

rdflib's serializers group objects and order them by hash of the moment; a data file under version
control needs the same bytes for the same statements.
"""

from __future__ import annotations

import re
from collections import defaultdict

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from dialograph import iris
from dialograph.vocab import BASE, DCTERMS, DG, ORG, PREFIXES, RDF, SCHEMA, SKOS, XSD

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")

_FIRST = (
    RDF.type,
    SKOS.prefLabel,
    DG.officialTitle,
    DG.editorialTitle,
    DG.shortLabel,
    SCHEMA.alternateName,
    DCTERMS.title,
    DCTERMS.type,
    SKOS.inScheme,
    SKOS.notation,
    SKOS.broader,
    SKOS.topConceptOf,
    DG.hasLevel,
    DG.hasStatus,
    SCHEMA.startDate,
    SCHEMA.endDate,
    DCTERMS.issued,
    DG.hasPartner,
    DG.takesPartIn,
    DG.hasRole,
    ORG.member,
    ORG.organization,
    ORG.role,
    RDF.subject,
    RDF.predicate,
    RDF.object,
    DG.aligns,
    DG.alignsWith,
    DG.hasBasis,
)
_LAST = (DCTERMS.source, DG.hasConfidence, SKOS.editorialNote)
_RANK: dict[Node, tuple[int, str]] = {
    predicate: (0, f"{place:02}") for place, predicate in enumerate(_FIRST)
}
_RANK.update({predicate: (2, f"{place:02}") for place, predicate in enumerate(_LAST)})

_KIND_ORDER = {kind: place for place, kind in enumerate((*iris.KINDS, *iris.SCHEMES))}


def write_turtle(graph: Graph) -> str:
    """Serialise a graph without blank nodes.

    Args:
        graph: the statements; the prefixes written are those that are used.

    Returns:
        Turtle text: prefixes, then each subject with its statements, one a line, in an order that
        depends on the statements alone.

    Raises:
        ValueError: the graph holds a blank node, which has no name to order by.
    """
    prefixes = {**PREFIXES, **{kind: f"{BASE}id/{kind}/" for kind in _KIND_ORDER}}
    names = _Names(prefixes)
    by_subject: dict[Node, list[tuple[Node, Node]]] = defaultdict(list)
    for subject, predicate, value in graph:
        if isinstance(subject, BNode) or isinstance(value, BNode):
            raise ValueError("a data file holds no blank nodes: give the resource an IRI")
        by_subject[subject].append((predicate, value))
    blocks = []
    for subject in sorted(by_subject, key=_subject_order):
        ordered = sorted(by_subject[subject], key=_statement_order)
        lines = [f"    {names.verb(p)} {names.term(o)}" for p, o in ordered]
        blocks.append(f"{names.term(subject)}\n" + " ;\n".join(lines) + " .\n")
    header = "".join(f"@prefix {name}: <{prefixes[name]}> .\n" for name in sorted(names.used))
    return header + "\n" + "\n".join(blocks)


class _Names:
    """Terms as Turtle writes them, remembering which prefixes were needed."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self._prefixes = sorted(prefixes.items(), key=lambda item: -len(item[1]))
        self.used: set[str] = set()

    def verb(self, predicate: Node) -> str:
        return "a" if predicate == RDF.type else self.term(predicate)

    def term(self, node: Node) -> str:
        if isinstance(node, URIRef):
            return self._iri(str(node))
        if isinstance(node, Literal):
            return self._literal(node)
        raise ValueError(f"not an IRI or a literal: {node!r}")

    def _iri(self, iri: str) -> str:
        for name, namespace in self._prefixes:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
                self.used.add(name)
                return f"{name}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def _literal(self, literal: Literal) -> str:
        if literal.datatype == XSD.integer:
            return str(literal)
        text = str(literal)
        for raw, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
            text = text.replace(raw, escaped)
        if literal.language:
            return f'"{text}"@{literal.language}'
        if literal.datatype and literal.datatype != XSD.string:
            return f'"{text}"^^{self._iri(str(literal.datatype))}'
        return f'"{text}"'


def _subject_order(subject: Node) -> tuple[int, int, str]:
    iri = str(subject)
    prefix = BASE + "id/"
    if iri.startswith(prefix):
        kind, _, slug = iri.removeprefix(prefix).partition("/")
        # Numbers count by value, so that objective 9 stands before objective 10.
        natural = re.sub(r"\d+", lambda match: match[0].zfill(6), slug)
        return (1, _KIND_ORDER.get(kind, len(_KIND_ORDER)), natural)
    return (0 if iri.startswith(BASE) else 2, 0, iri)


def _statement_order(statement: tuple[Node, Node]) -> tuple[tuple[int, str], str, str, str]:
    predicate, value = statement
    language = (value.language or "") if isinstance(value, Literal) else ""
    return (_RANK.get(predicate, (1, str(predicate))), str(predicate), language, str(value))
