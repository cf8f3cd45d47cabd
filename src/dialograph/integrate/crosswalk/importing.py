"""A mapping set of somebody as a graph of ours: a statement for each of its mappings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from dialograph import iris
from dialograph.errors import UsageError
from dialograph.integrate.crosswalk.model import (
    CURATED,
    DERIVED,
    INVERSE,
    PREDICATES,
    SEMAPV,
    SKOS_PREFIX,
    SSSOM,
)
from dialograph.integrate.crosswalk.sssom_reading import MappingSet, Row
from dialograph.vocab import BASE, DCAT, DCTERMS, DG, OWL, RDF, SCHEMA, SKOS, VOID, XSD

_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+\.[^\s<>\"{}|\\^`]+")
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_PREFIX = "crosswalk"
_DIGEST = 12
_LABEL_MAX = 300
_RANKS = ("preferred", "unconfirmed", "alternative")
_REFUSED = "refused"


class Imported(NamedTuple):
    """A mapping set as a graph.

    Args:
        name: the end of the IRI of the graph.
        graph: its statements.
        taken: how many mappings it holds.
        skipped: how many rows only say what is computed from others.
    """

    name: str
    graph: Graph
    taken: int
    skipped: int


def to_graph(told: MappingSet, name: str | None = None, base: str = BASE) -> Imported:
    """Make a graph of a mapping set: its own, with its licence, its source and who maintains it.

    Args:
        told: the file, read.
        name: the end of the IRI of the graph, after ``crosswalk-``: no other graph is replaced;
            None for one after the identifier of the set.
        base: what the names of our graphs begin with.

    Raises:
        UsageError: the set says no licence or no address, or has no mapping, or a mapping is none
            that a crosswalk of ours can hold; the message says on which line.
    """
    slug = _slug(told) if name is None else f"{_PREFIX}-{name.removeprefix(f'{_PREFIX}-')}"
    if not iris.is_slug(slug):
        raise UsageError(
            f"{slug!r} cannot end the name of a graph.",
            "Use lower-case letters, digits and single hyphens.",
            french=f"{slug!r} ne peut pas terminer le nom d’un graphe. Employez des minuscules, "
            "des chiffres et des traits d’union simples.",
        )
    graph = Graph()
    source = _source(told)
    _describe(graph, iris.graph(slug, base), told, source)
    taken = 0
    for row in told.rows:
        if row.slots.get("ext_rank") != DERIVED:
            _state(graph, row, source)
            taken += 1
    if not taken:
        raise UsageError(
            "The file holds no mapping to be taken: what its graph holds stays.",
            "Look whether it is whole.",
            french="Le fichier ne contient aucune correspondance à reprendre : ce que contient son "
            "graphe y reste. Voyez s’il est complet.",
        )
    return Imported(slug, graph, taken, len(told.rows) - taken)


def _slug(told: MappingSet) -> str:
    end = told.about.get("mapping_set_id", "").rstrip("/").rpartition("/")[2]
    try:
        return f"{_PREFIX}-{iris.slugify(end.removesuffix('.sssom.tsv'))}"
    except ValueError:
        return _PREFIX


def _source(told: MappingSet) -> URIRef:
    for name in ("mapping_set_id", "mapping_provider", "mapping_set_source"):
        if _WEB.fullmatch(told.about.get(name, "")):
            return URIRef(told.about[name])
    raise UsageError(
        "The file does not say where it comes from.",
        "Give it a mapping_set_id that is a web address.",
        french="Le fichier ne dit pas d’où il vient. Donnez-lui un mapping_set_id qui soit une "
        "adresse web.",
    )


def _describe(graph: Graph, name: URIRef, told: MappingSet, source: URIRef) -> None:
    licence = told.about.get("license", "")
    if not _WEB.fullmatch(licence):
        raise UsageError(
            "The file does not say under which licence it may be used.",
            "Give it a license that is a web address.",
            french="Le fichier ne dit pas sous quelle licence il peut être utilisé. Donnez-lui une "
            "license qui soit une adresse web.",
        )
    title = told.about.get("mapping_set_title", str(source))
    words = told.about.get("mapping_set_description", "") or title
    values: list[tuple[URIRef, Node]] = [
        (RDF.type, DCAT.Dataset),
        (RDF.type, VOID.Dataset),
        *((DCTERMS.title, Literal(title[:_LABEL_MAX], each)) for each in ("en", "fr")),
        *((DCTERMS.description, Literal(words, each)) for each in ("en", "fr")),
        (DCTERMS.license, URIRef(licence)),
        (DCTERMS.source, source),
        (SCHEMA.maintainer, Literal(told.about.get("mapping_provider", str(source)))),
    ]
    if "mapping_set_version" in told.about:
        values.append((OWL.versionInfo, Literal(told.about["mapping_set_version"])))
    for predicate, value in values:
        graph.add((name, predicate, value))


def _state(graph: Graph, row: Row, source: URIRef) -> None:
    subject, predicate, target = _ends(row)
    rank = _rank(row)
    digest = sha256(f"{subject} {predicate} {target} {source}".encode()).hexdigest()[:_DIGEST]
    statement = iris.resource("statement", f"mapping-{digest}")
    if rank == "preferred":
        graph.add((subject, predicate, target))
    for name, value in _told(row, (subject, predicate, target), rank, source):
        graph.add((statement, name, value))


def _told(
    row: Row, triple: tuple[URIRef, URIRef, URIRef], rank: str, source: URIRef
) -> Iterator[tuple[URIRef, Node]]:
    justification = row.slots["mapping_justification"]
    pages = [URIRef(each) for each in row.slots.get("see_also", "").split("|") if _web(each)]
    is_curated = justification == SEMAPV + CURATED
    basis = row.slots.get("ext_basis", "reported" if is_curated else "inferred")
    # What a source states word for word needs its quote, which no SSSOM file has.
    basis = basis if basis in {"reported", "inferred"} else "reported"
    yield RDF.type, DG.Statement
    for language in ("en", "fr"):
        yield SKOS.prefLabel, Literal(_label(row, triple), language)
    yield from zip((RDF.subject, RDF.predicate, RDF.object), triple, strict=True)
    yield DG.hasBasis, iris.resource("alignment-basis", basis)
    yield DG.hasRank, iris.resource("rank", rank)
    yield DG.hasConfidence, iris.resource("confidence", "page")
    yield URIRef(f"{SSSOM}mapping_justification"), URIRef(justification)
    for page in pages or [source]:
        yield DCTERMS.source, page
    if basis == "inferred":
        yield DG.inferredFrom, URIRef(row.slots.get("ext_through", str(source)))
    if "comment" in row.slots:
        yield SKOS.editorialNote, Literal(row.slots["comment"], "en")
    if "confidence" in row.slots:
        yield URIRef(f"{SSSOM}confidence"), _confidence(row)


def _ends(row: Row) -> tuple[URIRef, URIRef, URIRef]:
    """The two ends, ours first, and what ties them."""
    subject, target = row.slots["subject_id"], row.slots["object_id"]
    local = row.slots["predicate_id"].removeprefix(SKOS_PREFIX)
    if local not in PREDICATES:
        raise _wrong(
            row,
            f"{row.slots['predicate_id']} is no mapping property of SKOS",
            f"{row.slots['predicate_id']} n’est pas une propriété de correspondance de SKOS",
        )
    if not subject.startswith(BASE) and target.startswith(BASE):
        subject, target, local = target, subject, INVERSE.get(local, local)
    if not subject.startswith(BASE):
        raise _wrong(
            row, "neither end is in the graph", "aucun des deux côtés n’est dans le graphe"
        )
    if not (_IRI.fullmatch(subject) and _IRI.fullmatch(target)):
        raise _wrong(row, "an end is no IRI", "l’un des côtés n’est pas un IRI")
    return URIRef(subject), URIRef(SKOS_PREFIX + local), URIRef(target)


def _rank(row: Row) -> str:
    modifier = row.slots.get("predicate_modifier", "")
    if modifier:
        if modifier != "Not":
            raise _wrong(
                row,
                f"predicate_modifier is {modifier!r}, and may only be Not",
                f"predicate_modifier vaut {modifier!r} et ne peut être que Not",
            )
        return _REFUSED
    rank = row.slots.get("ext_rank", "preferred")
    return rank if rank in _RANKS else "preferred"


def _confidence(row: Row) -> Literal:
    try:
        figure = float(row.slots["confidence"])
    except ValueError:
        figure = -1
    if not 0 <= figure <= 1:
        raise _wrong(
            row, "confidence is no number from 0 to 1", "confidence n’est pas un nombre de 0 à 1"
        )
    return Literal(row.slots["confidence"], datatype=XSD.decimal)


def _label(row: Row, triple: tuple[URIRef, URIRef, URIRef]) -> str:
    names = [row.slots.get(f"{end}_label", "") for end in ("subject", "object")]
    ends = [row.slots[f"{end}_id"] for end in ("subject", "object")]
    shown = [name or iris.shorten(end) for name, end in zip(names, ends, strict=True)]
    if str(triple[0]) != ends[0]:
        shown.reverse()
    return f"{shown[0][:_LABEL_MAX]} · {shown[1][:_LABEL_MAX]}"


def _web(text: str) -> bool:
    return _WEB.fullmatch(text) is not None


def _wrong(row: Row, english: str, french: str) -> UsageError:
    return UsageError(
        f"Line {row.line}: {english}.",
        "Correct the SSSOM file.",
        french=f"Ligne {row.line} : {french}. Corrigez le fichier SSSOM.",
    )
