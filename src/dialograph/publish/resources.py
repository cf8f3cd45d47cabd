"""What is known of one resource: the statements that a page, or a file, about it is made from.

A description is bounded whatever the resource: of what points to it, so many are described and all
are counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.term import Identifier

from dialograph import formats
from dialograph.engine.interface import Engine
from dialograph.publish.facts import Statement
from dialograph.vocab import DCTERMS, DG, OA, ORG, RDF, RDFS, SCHEMA, SKOS

SHOWN = 200
"""So many of what points to a resource by one property are described; all are counted."""

COUNTED = 20_000
"""So many statements that point to a resource are looked at."""

_TOLD = 2_000
"""So many statements of one resource are taken."""

_DEPTH = 3
"""So deep are parts of parts followed."""

_RELATIONS = {
    DG.takesPartIn,
    DG.hasPartner,
    DG.aligns,
    DG.alignsWith,
    DG.hasEvidence,
    ORG.member,
    ORG.organization,
    OA.hasSource,
    RDF.subject,
    SCHEMA.mentions,
}
"""What points by these is no thing of its own but says how others stand to one another: a
participation, a claim, a quote. Only the whole of it makes sense."""

_CARD = (
    RDF.type,
    SKOS.prefLabel,
    RDFS.label,
    DCTERMS.title,
    DG.shortLabel,
    SKOS.notation,
    SKOS.inScheme,
    SKOS.broader,
    DG.hasLevel,
    DG.hasStatus,
    DCTERMS.type,
    DCTERMS.issued,
    SCHEMA.startDate,
    SCHEMA.endDate,
    SCHEMA.alternateName,
    SCHEMA.containedInPlace,
)
"""What is said of a neighbour: how it is called, what it is, when it was."""

_NAMED = (DCTERMS.type, SKOS.inScheme, DG.hasLevel, DG.hasStatus, SCHEMA.containedInPlace)
"""What a neighbour is said to be has a name too."""

_OUT = f"""
SELECT ?resource ?property ?value WHERE {{ ?resource ?property ?value }} LIMIT {_TOLD}"""

_CARDS = f"""
SELECT ?resource ?property ?value WHERE {{
  VALUES ?property {{ {" ".join(f"<{each}>" for each in _CARD)} }}
  ?resource ?property ?value
}}"""

_LABELS = f"""
SELECT ?resource ?property ?value WHERE {{
  VALUES ?property {{ <{SKOS.prefLabel}> <{RDFS.label}> }}
  ?resource ?property ?value
}}"""

_COUNTS = f"""
SELECT ?resource ?property (COUNT(*) AS ?n) WHERE {{
  {{ SELECT ?resource ?property ?other WHERE {{ ?other ?property ?resource }} LIMIT {COUNTED} }}
}} GROUP BY ?resource ?property"""

_IN = f"""
SELECT ?resource ?property ?other WHERE {{
  {{ SELECT ?resource ?property ?other WHERE {{ ?other ?property ?resource }} LIMIT {COUNTED} }}
}} ORDER BY STR(?other) LIMIT {SHOWN}"""

_GRAPHS = """
SELECT DISTINCT ?resource ?graph WHERE { GRAPH ?graph { ?resource ?property ?value } }"""


@dataclass(frozen=True)
class Incoming:
    """What points to a resource by one property.

    Args:
        property: by which.
        total: how many do.
        is_more: whether there may be even more.
    """

    property: URIRef
    total: int
    is_more: bool


@dataclass(frozen=True)
class Description:
    """What is known of one resource.

    Args:
        iri: the resource.
        statements: all that it says, with its parts (blank nodes, and names that continue its own
            with ``#``); what points to it; whole where that is a participation, a membership, an
            alignment, a statement or a quote; the quotes on which claims rest; and of everything
            else that is named, classes apart, what it is, how it is called and when
            it was. Each once, in an order that depends on them alone.
        incoming: how much points to it.
        names: labels of the properties in use, where the dataset has them, by language.
        graphs: the named graphs that speak of it.
    """

    iri: URIRef
    statements: tuple[Statement, ...]
    incoming: tuple[Incoming, ...]
    names: dict[URIRef, dict[str, str]]
    graphs: tuple[str, ...]


def describe_all(
    engine: Engine, _file: int, wanted: Sequence[Sequence[str]]
) -> list[Description | None]:
    """Describe several resources, in a query process.

    Args:
        engine: the dataset.
        _file: not needed.
        wanted: for each resource the IRIs that it may go by; the first that is known counts, and
            what is no IRI is not.

    Returns:
        A description for each, or None where none of its IRIs is known.
    """
    return [
        next(filter(None, (describe(engine, iri) for iri in candidates if is_iri(iri))), None)
        for candidates in wanted
    ]


def is_iri(text: str) -> bool:
    """Whether a text may stand for a resource."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def describe(engine: Engine, iri: str) -> Description | None:
    """Describe a resource as a query that names no graph sees it.

    Args:
        engine: the dataset.
        iri: a valid IRI.

    Returns:
        The description; None when nothing is said of the resource.

    Raises:
        EvaluationError: the engine cannot answer.
    """
    root = URIRef(iri)
    reader = _Reader(engine)
    if not reader.whole(root):
        return None
    incoming = tuple(reader.incoming(root))
    reader.follow(root)
    reader.introduce()
    statements = sorted(reader.statements, key=lambda each: [term.n3() for term in each])
    properties = {each.predicate for each in statements if each.predicate.startswith(str(DG))}
    graphs = (row["graph"] for row in reader.rows(_GRAPHS, root))
    return Description(
        iri=root,
        statements=tuple(statements),
        incoming=incoming,
        names={each: reader.label(each) for each in sorted(properties)},
        graphs=tuple(sorted(str(graph) for graph in graphs)),
    )


class _Reader:
    """Collects statements, a resource at a time; values enter the queries as terms."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.statements: dict[Statement, None] = {}
        self._whole: dict[Identifier, None] = {}
        self._cards: set[Identifier] = set()

    def rows(
        self, query: str, resource: Identifier, **more: Identifier
    ) -> list[dict[str, Identifier]]:
        """The rows of a query about a resource, without values that are statements themselves."""
        answer = self._engine.query(query, substitutions={"resource": resource, **more})
        results = json.loads(answer.serialize(formats.JSON))["results"]["bindings"]
        return [
            {name: _term(cell) for name, cell in row.items()}
            for row in results
            if all(cell["type"] != "triple" for cell in row.values())
        ]

    def whole(self, resource: Identifier, depth: int = 0) -> bool:
        """Take all that is said of a resource and its parts; whether that is anything."""
        if resource in self._whole:
            return True
        rows = self.rows(_OUT, resource)
        if rows:
            self._whole[resource] = None
        self._take(rows)
        for row in rows:
            part = row["value"]
            if depth < _DEPTH and _is_part(part, resource):
                self.whole(part, depth + 1)
        return bool(rows)

    def incoming(self, root: URIRef) -> Iterator[Incoming]:
        """Take what points to a resource, and tell how much does."""
        counts = [(URIRef(row["property"]), int(row["n"])) for row in self.rows(_COUNTS, root)]
        is_more = sum(n for _, n in counts) >= COUNTED
        for property_, total in sorted(counts):
            for row in self.rows(_IN, root, property=property_):
                other = row["other"]
                assert isinstance(other, URIRef | BNode)
                self.statements[Statement(other, property_, root)] = None
                if property_ in _RELATIONS or isinstance(other, BNode):
                    self.whole(other)
                else:
                    self.card(other)
            yield Incoming(property_, total, is_more)

    def follow(self, root: URIRef) -> None:
        """Take the quotes on which claims rest, and the statements that contradict this one."""
        claims = set(self._whole)
        for subject, predicate, value in list(self.statements):
            is_evidence = predicate == DG.hasEvidence and subject in claims
            if is_evidence or (predicate == DG.conflictsWith and subject == root):
                self.whole(value)

    def introduce(self) -> None:
        """Say of everything named by what was taken whole what it is, then what those are."""
        for subject, predicate, value in list(self.statements):
            is_class = predicate == RDF.type
            if subject in self._whole and isinstance(value, URIRef) and not is_class:
                self.card(value)
        for _, predicate, value in list(self.statements):
            if predicate in _NAMED and value not in self._cards and value not in self._whole:
                self._cards.add(value)
                self._take(self.rows(_LABELS, value))

    def card(self, resource: Identifier) -> None:
        """Take what is said of a neighbour."""
        if resource not in self._cards and resource not in self._whole:
            self._cards.add(resource)
            self._take(self.rows(_CARDS, resource))

    def label(self, resource: URIRef) -> dict[str, str]:
        """The labels of a resource, which are no part of the description."""
        values = [row["value"] for row in self.rows(_LABELS, resource)]
        return {str(v.language or ""): str(v) for v in values if isinstance(v, Literal)}

    def _take(self, rows: Iterable[dict[str, Identifier]]) -> None:
        for row in rows:
            subject, property_ = row["resource"], row["property"]
            assert isinstance(subject, URIRef | BNode)
            self.statements[Statement(subject, URIRef(property_), row["value"])] = None


def _is_part(value: Identifier, resource: Identifier) -> bool:
    return isinstance(value, BNode) or (
        isinstance(value, URIRef) and value.startswith(f"{resource}#")
    )


def _term(cell: dict[str, str]) -> Identifier:
    """A value of SPARQL results in JSON, with its lexical form untouched."""
    if cell["type"] == "uri":
        return URIRef(cell["value"])
    if cell["type"] == "bnode":
        return BNode(cell["value"])
    language = cell.get("xml:lang")
    datatype = URIRef(cell["datatype"]) if "datatype" in cell else None
    return Literal(cell["value"], lang=language, datatype=datatype, normalize=False)
