"""A crosswalk as files: SSSOM as TSV, JSON and RDF, and a plain table.

SSSOM 1.0: https://mapping-commons.github.io/sssom/spec/. What it has no slot for (basis, rank, the
part in the middle, the graph) stands in extension slots, which the head of the file defines.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import yaml
from rdflib import BNode, Graph, Literal, URIRef

from dialograph import iris
from dialograph.integrate.crosswalk.model import (
    DERIVED,
    SDG,
    SEMAPV,
    SKOS_PREFIX,
    SSSOM,
    Correspondence,
    Crosswalk,
)
from dialograph.vocab import BASE, DG, OWL, RDF, XSD

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?")
_PREFIXES: Mapping[str, str] = {
    **{kind: f"{BASE}id/{kind}/" for kind in ("framework", "element", "objective")},
    "dg": str(DG),
    "linkml": "https://w3id.org/linkml/",
    "sdg": SDG,
    "semapv": SEMAPV,
    "skos": SKOS_PREFIX,
    "sssom": SSSOM,
    "xsd": str(XSD),
}
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_JACCARD = "Jaccard index of the activities and documents aligned with either"
_SLOTS = (
    *("subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id"),
    *("object_label", "mapping_justification", "subject_source", "object_source"),
    *("mapping_provider", "confidence", "similarity_score", "similarity_measure"),
    *("see_also", "comment"),
)
_EXTENSIONS: Mapping[str, tuple[str, str]] = {
    "ext_basis": (str(DG.hasBasis), "http://www.w3.org/2001/XMLSchema#string"),
    "ext_rank": (str(DG.hasRank), "http://www.w3.org/2001/XMLSchema#string"),
    "ext_through": (str(DG.inferredFrom), "https://w3id.org/linkml/Uriorcurie"),
}
_CONCEPTS = {"ext_basis": "alignment-basis", "ext_rank": "rank"}
_COLUMNS = (
    *("first_framework", "first_number", "first", "first_label_en", "first_label_fr"),
    *("predicate", "second_framework", "second_number", "second", "second_label_en"),
    *("second_label_fr", "justification", "basis", "rank", "through", "works", "similarity"),
    *("confidence", "said_by", "sources", "note_en", "note_fr"),
)
_COMMENT = (
    "Mappings between frameworks of migration dialogues. ext_rank: preferred (a source states it), "
    "unconfirmed (a reading that no source confirms, or what follows from one), derived (computed "
    "from the record: nobody states it), refused. A row without a confidence says nothing about "
    "how sure it is."
)


class About(NamedTuple):
    """What a file says of itself.

    Args:
        address: where it can be had.
        version: of the dataset that it is from.
        title: what it is called.
    """

    address: str
    version: str
    title: str


def as_tsv(walk: Crosswalk, found: Sequence[Correspondence], about: About) -> bytes:
    """SSSOM/TSV: the metadata as YAML in comment lines, then a row for each mapping.

    Args:
        walk: has the labels.
        found: the mappings.
        about: what the file says of itself.
    """
    curies = _Curies()
    rows = [_slots(walk, each, curies) for each in found]
    used = [name for name in (*_SLOTS, *_EXTENSIONS) if any(name in row for row in rows)]
    head = yaml.safe_dump(
        _metadata(about, curies, used), allow_unicode=True, sort_keys=False, width=10_000
    )
    out = io.StringIO(newline="")
    out.writelines(f"#{line}\n" for line in head.splitlines())
    writer = csv.DictWriter(
        out, used or list(_SLOTS), restval="", delimiter="\t", lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode()


def as_json(walk: Crosswalk, found: Sequence[Correspondence], about: About) -> bytes:
    """SSSOM/JSON: the same as an object, which is JSON-LD.

    What has no slot stands in ``other``: readers of SSSOM/JSON know of no extension slots.
    """
    curies = _Curies()
    rows = [_with_other(_slots(walk, each, curies)) for each in found]
    told = _metadata(about, curies, ())
    context = {**told.pop("curie_map"), "@vocab": SSSOM}
    whole = {**told, "mappings": rows, "@type": "MappingSet", "@context": context}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def _with_other(slots: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in slots.items() if name not in _EXTENSIONS}
    told["other"] = "|".join(
        f"{name.removeprefix('ext_')}={slots[name]}" for name in _EXTENSIONS if name in slots
    )
    return told


def as_turtle(walk: Crosswalk, found: Sequence[Correspondence], about: About) -> bytes:
    """SSSOM/RDF: each mapping as an annotated axiom, and the SKOS triple of those recorded."""
    graph, curies = Graph(), _Curies()
    whole = URIRef(about.address)
    graph.bind("owl", OWL)
    for prefix, iri in _PREFIXES.items():
        graph.bind(prefix, iri)
    graph.add((whole, RDF.type, URIRef(f"{SSSOM}MappingSet")))
    for name, value in _metadata(about, curies, ()).items():
        if isinstance(value, str):
            is_iri = name in {"license", "mapping_set_id"}
            node = URIRef(value) if is_iri else Literal(value)
            graph.add((whole, URIRef(SSSOM + name), node))
    for each in found:
        axiom, predicate = BNode(), URIRef(SKOS_PREFIX + each.predicate)
        subject, target = URIRef(each.subject), URIRef(each.object)
        graph.add((whole, URIRef(f"{SSSOM}mappings"), axiom))
        graph.add((axiom, RDF.type, OWL.Axiom))
        graph.add((axiom, OWL.annotatedSource, subject))
        graph.add((axiom, OWL.annotatedProperty, predicate))
        graph.add((axiom, OWL.annotatedTarget, target))
        if each.rank == "preferred":
            graph.add((subject, predicate, target))
        for name, value in _slots(walk, each, curies).items():
            if not name.endswith("_id"):
                _annotate(graph, axiom, name, value, curies)
    return graph.serialize(format="turtle", encoding="utf-8")


def as_csv(walk: Crosswalk, found: Iterable[Correspondence]) -> bytes:
    """A plain table, for a spreadsheet: full IRIs, and labels in both languages."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for each in found:
        first, second = walk.part(each.subject), walk.part(each.object)
        writer.writerow(
            [
                *(first.framework, first.notation, each.subject),
                *(first.labels.get("en", ""), first.labels.get("fr", "")),
                f"skos:{each.predicate}",
                *(second.framework, second.notation, each.object),
                *(second.labels.get("en", ""), second.labels.get("fr", "")),
                *(f"semapv:{each.justification}", each.basis, each.rank, each.through),
                each.works or "",
                "" if each.similarity is None else each.similarity,
                "" if each.confidence is None else each.confidence,
                each.graph,
                " ".join(each.sources),
                *(each.notes.get("en", ""), each.notes.get("fr", "")),
            ]
        )
    return out.getvalue().encode()


class _Curies:
    """Shortens IRIs, and remembers the prefixes that it took."""

    def __init__(self) -> None:
        self.used: dict[str, str] = {}
        self._more: dict[str, str] = {}

    def short(self, iri: str) -> str:
        for prefix, start in _PREFIXES.items():
            if iri.startswith(start) and _LOCAL.fullmatch(iri.removeprefix(start)):
                self.used[prefix] = start
                return f"{prefix}:{iri.removeprefix(start)}"
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        if not _LOCAL.fullmatch(iri[cut:]):
            return iri
        prefix = self._more.setdefault(iri[:cut], f"ns{len(self._more) + 1}")
        self.used[prefix] = iri[:cut]
        return f"{prefix}:{iri[cut:]}"


def _metadata(about: About, curies: _Curies, used: Iterable[str]) -> dict[str, Any]:
    extensions = [
        {"slot_name": name, "property": curies.short(_EXTENSIONS[name][0])}
        | {"type_hint": curies.short(_EXTENSIONS[name][1])}
        for name in used
        if name in _EXTENSIONS
    ]
    return {
        "curie_map": dict(sorted(curies.used.items())),
        "mapping_set_id": about.address,
        "mapping_set_version": about.version,
        "mapping_set_title": about.title,
        "license": _LICENCE,
        "comment": _COMMENT,
        **({"extension_definitions": extensions} if extensions else {}),
    }


def _slots(walk: Crosswalk, each: Correspondence, curies: _Curies) -> dict[str, Any]:
    """A mapping as SSSOM has it: the slots that have a value."""
    first, second = walk.part(each.subject), walk.part(each.object)
    told: dict[str, Any] = {
        "subject_id": curies.short(each.subject),
        "subject_label": first.label("en")[0] if first.labels else None,
        "predicate_id": curies.short(SKOS_PREFIX + each.predicate),
        "predicate_modifier": "Not" if each.rank == "refused" else None,
        "object_id": curies.short(each.object),
        "object_label": second.label("en")[0] if second.labels else None,
        "mapping_justification": curies.short(SEMAPV + each.justification),
        "subject_source": curies.short(first.framework) if first.framework else None,
        "object_source": curies.short(second.framework) if second.framework else None,
        "mapping_provider": each.graph or None,
        "confidence": each.confidence,
        "similarity_score": each.similarity,
        "similarity_measure": _JACCARD if each.similarity is not None else None,
        "see_also": list(each.sources) or None,
        "comment": _remark(each),
        "ext_basis": each.basis,
        "ext_rank": each.rank,
        "ext_through": curies.short(each.through) if each.through else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _remark(each: Correspondence) -> str | None:
    if each.works:
        return f"Activities and documents aligned with both: {each.works}"
    return each.notes.get("en") or next(iter(each.notes.values()), None)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(each.replace("|", r"\|") for each in value)
    return " ".join(str(value).split())


def _annotate(graph: Graph, axiom: BNode, name: str, value: Any, curies: _Curies) -> None:
    property_ = URIRef(_EXTENSIONS[name][0] if name in _EXTENSIONS else SSSOM + name)
    for each in value if isinstance(value, list) else [value]:
        text = str(each)
        prefix, colon, local = text.partition(":")
        if name in {"see_also", "mapping_provider"}:
            graph.add((axiom, property_, URIRef(text)))
        elif name in {"mapping_justification", "subject_source", "object_source", "ext_through"}:
            iri = curies.used[prefix] + local if colon and prefix in curies.used else text
            graph.add((axiom, property_, URIRef(iri)))
        elif name in _CONCEPTS and text != DERIVED:
            graph.add((axiom, property_, iris.resource(_CONCEPTS[name], text)))
        else:
            graph.add((axiom, property_, Literal(each)))
