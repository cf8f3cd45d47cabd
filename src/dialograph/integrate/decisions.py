"""What a person has accepted or refused, and what waits for one: statements in a graph of its own.

Each candidate is a ``dg:Statement``: that something of ours is ``skos:exactMatch`` (``owl:sameAs``
for documents and activities) with what came in. ``unconfirmed`` waits, ``preferred`` is accepted
and asserted beside it, ``refused`` stays on record, so that nobody is asked again. It is a graph
like any other: versioned, backed up, queried, and judged by the shapes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import URIRef

from dialograph import iris
from dialograph.integrate.matching import Candidate
from dialograph.vocab import BASE, DCAT, DCTERMS, DG, OWL, RDF, SCHEMA, SKOS, VOID

Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]

NAME = "resolution"
"""The graph is ``BASE_IRI`` + ``graphs/resolution``."""

_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
_DIGEST = 12
_TEXT_MAX = 500
_DATED = ("document", "activity")
"""Kinds whose being the same is said with ``owl:sameAs``."""

_RANKS = {
    str(iris.resource("rank", "unconfirmed")): "waiting",
    str(iris.resource("rank", "preferred")): "accepted",
    str(iris.resource("rank", "refused")): "refused",
}
_TITLES = {
    "en": "Decisions about what is the same",
    "fr": "Décisions sur ce qui est la même chose",
}
_DESCRIPTIONS = {
    "en": "What came from elsewhere and may be something of ours: what waits for somebody to "
    "decide, what was accepted and what was refused.",
    "fr": "Ce qui est venu d’ailleurs et pourrait être une ressource d’ici : ce qui attend une "
    "décision, ce qui a été accepté et ce qui a été refusé.",
}
_WHY = {
    "identifier": {
        "en": "An identifier is shared, and another one points elsewhere: {name}.",
        "fr": "Un identifiant est commun, un autre désigne autre chose : {name}.",
    },
    "name": {
        "en": "The name is the same, and that alone is not certain: “{name}”.",
        "fr": "Le nom est le même, ce qui ne suffit pas : « {name} ».",
    },
    "short": {
        "en": "Only an abbreviation or a short name is shared: “{name}”.",
        "fr": "Seul un sigle ou un nom abrégé est commun : « {name} ».",
    },
    "similar": {
        "en": "The names are alike ({percent} %): “{theirs}” and “{name}”.",
        "fr": "Les noms se ressemblent ({percent} %) : « {theirs} » et « {name} ».",
    },
}


@dataclass(frozen=True)
class Decisions:
    """What was decided.

    Args:
        accepted: incoming IRI → the IRI of ours that it is.
        refused: incoming IRI → IRIs of ours that it is not.
    """

    accepted: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, frozenset[str]] = field(default_factory=dict)


NONE = Decisions()
"""Nothing was decided."""


class Doubt(NamedTuple):
    """Something that came in and may be something of ours.

    Args:
        incoming: its IRI there, or the IRI of its own that a blank node has.
        own: the IRI of its own that it has until somebody decides.
        kind: what it is.
        label: what it is called there.
        candidates: what it may be, best first.
    """

    incoming: str
    own: str
    kind: str
    label: str
    candidates: tuple[Candidate, ...]


class Case(NamedTuple):
    """One candidate on record.

    Args:
        slug: by which a person names it on the command line.
        state: ``waiting``, ``accepted`` or ``refused``.
        ours: the IRI of ours.
        incoming: what came in.
        labels: what the two are called, ours first, by language.
        reasons: why it is likely, by language.
        property: what says that the two are the same.
    """

    slug: str
    state: str
    ours: str
    incoming: str
    labels: Mapping[str, str]
    reasons: Mapping[str, str]
    property: str


def graph_of(base: str = BASE) -> str:
    """The name of the graph of decisions."""
    return str(iris.graph(NAME, base))


def read(cases: Iterable[Case]) -> Decisions:
    """What was decided, for the next time that the same comes in."""
    accepted: dict[str, str] = {}
    refused: defaultdict[str, set[str]] = defaultdict(set)
    for each in cases:
        if each.state == "accepted":
            accepted[each.incoming] = each.ours
        elif each.state == "refused":
            refused[each.incoming].add(each.ours)
    return Decisions(accepted, {key: frozenset(ours) for key, ours in refused.items()})


def cases(quads: Iterable[ox.Quad]) -> list[Case]:
    """What is on record.

    Args:
        quads: of the graph of decisions.

    Returns:
        Each candidate, by what came in; those that lack a part are left out.
    """
    told: defaultdict[str, defaultdict[str, list[ox.NamedNode | ox.Literal]]]
    told = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(
            quad.object, ox.BlankNode | ox.Triple
        ):
            told[quad.subject.value][quad.predicate.value].append(quad.object)
    found = [case for iri in told if (case := _case(iri, told[iri])) is not None]
    return sorted(found, key=lambda each: (each.incoming, each.slug))


def _case(iri: str, told: Mapping[str, list[ox.NamedNode | ox.Literal]]) -> Case | None:
    needed = (RDF.subject, RDF.predicate, RDF.object, DG.hasRank)
    values = [told.get(str(each), []) for each in needed]
    if not all(values):
        return None
    ours, same, incoming, rank = (each[0].value for each in values)
    if rank not in _RANKS:
        return None
    return Case(
        iri.rpartition("/")[2],
        _RANKS[rank],
        ours,
        incoming,
        _by_language(told.get(str(SKOS.prefLabel), ())),
        _by_language(told.get(str(DG.rationale), ())),
        same,
    )


def _by_language(values: Iterable[ox.NamedNode | ox.Literal]) -> dict[str, str]:
    return {
        each.language: each.value
        for each in values
        if isinstance(each, ox.Literal) and each.language
    }


def remember(
    doubts: Iterable[Doubt], known: Iterable[Case], source: str, base: str = BASE
) -> list[ox.Quad]:
    """What is to be added to the graph of decisions, so that a person sees it.

    Args:
        doubts: what is likely, as a resolution tells it.
        known: what is on record already: it is not asked again.
        source: the address that it came from.
        base: what the names of our graphs begin with.

    Returns:
        Statements, with the description of the graph; none where nothing is new.
    """
    graph = ox.NamedNode(graph_of(base))
    on_record = {(each.incoming, each.ours) for each in known}
    new = [
        _statement(doubt, each, source)
        for doubt in doubts
        for each in doubt.candidates
        if (doubt.incoming, each.entity.key) not in on_record
    ]
    about = [_about(graph.value, source)] if new else []
    return [ox.Quad(*triple, graph) for triples in about + new for triple in triples]


def accept(case: Case, base: str = BASE) -> str:
    """The SPARQL update that says that two things are the same, and acts on it.

    What stands in other graphs under the IRI that the incoming thing had meanwhile stands under
    ours from then on; its own description goes, as it would have had it been certain.

    Args:
        case: not accepted yet.
        base: what the names of our graphs begin with.
    """
    graph, history = ox.NamedNode(graph_of(base)), iris.graph("history", base)
    ours, same, incoming = map(ox.NamedNode, (case.ours, case.property, case.incoming))
    own = f"{{ GRAPH ?held {{ ?own {same} {incoming} }} }} UNION {{ BIND ({incoming} AS ?own) }}"
    others = f"FILTER (?own != {ours} && ?g != {graph} && ?g != <{history}>)"
    return f"""{_ranked(case, "accepted", graph, f"{ours} {same} {incoming} .")} ;
DELETE {{ GRAPH ?g {{ ?s ?p ?own }} }} INSERT {{ GRAPH ?g {{ ?s ?p {ours} }} }}
WHERE {{ {own} GRAPH ?g {{ ?s ?p ?own }} {others} FILTER (?p != {same}) }} ;
DELETE {{ GRAPH ?g {{ ?own ?p ?o }} }} WHERE {{ {own} GRAPH ?g {{ ?own ?p ?o }} {others} }}"""


def refuse(case: Case, base: str = BASE) -> str:
    """The SPARQL update that says that two things are not the same.

    Args:
        case: waiting, or refused already.
        base: what the names of our graphs begin with.
    """
    return _ranked(case, "refused", ox.NamedNode(graph_of(base)), "")


def _ranked(case: Case, state: str, graph: ox.NamedNode, more: str) -> str:
    rank = next(ox.NamedNode(iri) for iri, name in _RANKS.items() if name == state)
    subject = ox.NamedNode(str(iris.resource("statement", case.slug)))
    has_rank = ox.NamedNode(str(DG.hasRank))
    return f"""DELETE {{ GRAPH {graph} {{ {subject} {has_rank} ?rank }} }}
INSERT {{ GRAPH {graph} {{ {subject} {has_rank} {rank} . {more} }} }}
WHERE {{ GRAPH {graph} {{ {subject} {has_rank} ?rank }} }}"""


def _statement(doubt: Doubt, candidate: Candidate, source: str) -> list[Triple]:
    ours = candidate.entity
    digest = sha256(f"{doubt.incoming} {ours.key}".encode()).hexdigest()[:_DIGEST]
    subject = ox.NamedNode(str(iris.resource("statement", f"same-{digest}")))
    told = {"theirs": doubt.label, "name": candidate.name, "percent": round(candidate.score * 100)}
    values: list[tuple[URIRef, str | URIRef, str]] = [
        (RDF.type, DG.Statement, ""),
        *(
            (SKOS.prefLabel, _typeset(f"{ours.label(each)} · {doubt.label}", each), each)
            for each in ("en", "fr")
        ),
        (RDF.subject, URIRef(ours.key), ""),
        (RDF.predicate, property_of(ours.kind), ""),
        (RDF.object, URIRef(doubt.incoming), ""),
        (DG.hasBasis, iris.resource("alignment-basis", "inferred"), ""),
        (DG.inferredFrom, URIRef(source), ""),
        (DG.hasRank, iris.resource("rank", "unconfirmed"), ""),
        (DCTERMS.source, URIRef(source), ""),
        (DG.hasConfidence, iris.resource("confidence", "page"), ""),
        *(
            (DG.rationale, _typeset(text.format(**told), language), language)
            for language, text in _WHY[candidate.reason].items()
        ),
    ]
    return [(subject, *_written(*each)) for each in values]


def _about(graph: str, source: str) -> list[Triple]:
    values: list[tuple[URIRef, str | URIRef, str]] = [
        (RDF.type, VOID.Dataset, ""),
        (RDF.type, DCAT.Dataset, ""),
        *((DCTERMS.title, text, language) for language, text in _TITLES.items()),
        *((DCTERMS.description, text, language) for language, text in _DESCRIPTIONS.items()),
        (DCTERMS.license, URIRef(_LICENCE), ""),
        (SCHEMA.maintainer, "dialograph", ""),
        (DCTERMS.source, URIRef(source), ""),
    ]
    return [(ox.NamedNode(graph), *_written(*each)) for each in values]


def property_of(kind: str) -> URIRef:
    """What says that something of a kind is the same as something elsewhere."""
    return OWL.sameAs if kind in _DATED else SKOS.exactMatch


def _written(
    name: URIRef, value: str | URIRef, language: str
) -> tuple[ox.NamedNode, ox.NamedNode | ox.Literal]:
    if isinstance(value, URIRef):
        return ox.NamedNode(str(name)), ox.NamedNode(str(value))
    return ox.NamedNode(str(name)), ox.Literal(value, language=language or None)


def _typeset(text: str, language: str) -> str:
    """A text with single spaces, and in French with the apostrophe of French."""
    shown = " ".join(text[:_TEXT_MAX].split())
    return shown.replace("'", "’") if language == "fr" else shown
