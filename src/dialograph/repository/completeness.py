"""What is missing from the record, and who could fill it: the Warnings of the shapes, in groups."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph

from dialograph import formats
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.errors import DialographError
from dialograph.repository import judging
from dialograph.shapes.reading import read_all
from dialograph.shapes.results import Result, Severity
from dialograph.values import NONE, SHIPPED
from dialograph.vocab import DCTERMS, DG, ORG, SKOS

STATEMENTS_MAX = 300_000
"""A larger graph is not judged as a whole while it is served: that would take minutes."""

_OURS = {str(each) for each in (SKOS.prefLabel, SKOS.altLabel, SKOS.exactMatch, DG.shortLabel)}
"""What is missing by these is a matter of wording or of links: who keeps the record can add it."""

_ROLE = "https://w3id.org/dialograph/id/role/"
_HELD_BY = " ".join(
    f"<{_ROLE}{each}>"
    for each in ("host", "co-host", "organiser", "co-organiser", "chair", "co-chair")
)

_HOLDERS = f"""
PREFIX dcterms: <{DCTERMS}>
PREFIX dg: <{DG}>
PREFIX org: <{ORG}>
SELECT DISTINCT ?resource ?holder ?rank WHERE {{
  {{
    ?resource dcterms:publisher|dcterms:creator ?holder
    BIND (1 AS ?rank)
  }} UNION {{
    VALUES ?role {{ {_HELD_BY} }}
    ?participation dg:takesPartIn ?resource ; dg:hasRole ?role ; dg:hasPartner ?holder .
    BIND (1 AS ?rank)
  }} UNION {{
    ?membership org:role <{_ROLE}secretariat> ; org:organization ?dialogue ; org:member ?holder .
    {{ ?resource dg:belongsToDialogue ?dialogue }}
    UNION {{ ?membership org:organization ?resource . FILTER (?resource = ?dialogue) }}
    BIND (2 AS ?rank)
  }} UNION {{
    ?resource a dg:Dialogue
    BIND (?resource AS ?holder)
    BIND (3 AS ?rank)
  }}
}}"""

_LABELS = f"""
SELECT ?resource ?label WHERE {{ ?resource <{SKOS.prefLabel}> ?label }}"""


@dataclass(frozen=True)
class Kind:
    """One thing that may be missing.

    Args:
        message: what, and what to do, by language.
        field: the property as people call it, by language; may be empty.
        resources: the resources that lack it.
    """

    message: Mapping[str, str]
    field: Mapping[str, str]
    resources: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """What one partner, or whoever keeps the record, could fill.

    Args:
        holder: the IRI of the partner; empty for those who keep the record.
        kinds: what, the most frequent first.
    """

    holder: str
    kinds: tuple[Kind, ...]

    @property
    def number(self) -> int:
        """How many gaps there are."""
        return sum(len(each.resources) for each in self.kinds)


@dataclass(frozen=True)
class Board:
    """All that is missing in one version.

    Args:
        revision: which.
        groups: by who could fill it, those with the most first. A gap that several could fill
            stands with each of them.
        number: how many gaps there are, each counted once.
        labels: how resources and holders are called, by language.
    """

    revision: str
    groups: tuple[Group, ...]
    number: int
    labels: Mapping[str, Mapping[str, str]]


_READY: dict[str, Graph | DialographError] = {}
"""Setting → the shapes, or what is wrong with them: a query process can read no file any more."""


def make_ready(shapes: str) -> None:
    """Prepare the shapes once, for all processes that are forked from this one.

    Shapes that cannot be read are told of when they are needed: queries are answered without.

    Args:
        shapes: the setting: ``shipped``, ``none`` or a path.
    """
    try:
        judging.make_ready(shapes)
        if shapes != NONE:
            _READY[shapes] = _read(shapes)
    except DialographError as error:
        _READY[shapes] = error


def board(engine: EmbeddedEngine, _file: int, shapes: str, *, source: int) -> Board | None:  # noqa: ARG001
    """Judge everything, in a query process.

    Args:
        engine: the dataset.
        _file: not needed.
        shapes: the setting, as in :func:`make_ready`.
        source: not needed; a process that is given a file has the shapes ready.

    Returns:
        The board; None when the graph is too large for that.

    Raises:
        DialographError: the shapes cannot be read, or not be run.
    """
    if engine.dataset.statements > STATEMENTS_MAX:
        return None
    judge = _READY[shapes]
    if isinstance(judge, DialographError):
        raise judge
    # make_ready has loaded them: the server itself, which imports this module, has no need of them.
    from dialograph.shapes.gate import find  # noqa: PLC0415
    from dialograph.shapes.graphs import whole  # noqa: PLC0415

    found = [each.result for each in find(whole(engine.dataset), judge)]
    missing = {
        (str(each.focus), *sorted(each.message.items())): each
        for each in sorted(found, key=lambda each: each.key)
        if each.severity is Severity.WARNING
    }
    holders = _holders(engine)
    by_holder: defaultdict[str, list[Result]] = defaultdict(list)
    for each in missing.values():
        for holder in _who(each, holders):
            by_holder[holder].append(each)
    groups = [Group(holder, _kinds(results)) for holder, results in by_holder.items()]
    groups.sort(key=lambda each: (-each.number, each.holder))
    named = {str(each.focus) for each in missing.values()} | set(by_holder)
    labels = {iri: texts for iri, texts in _labels(engine).items() if iri in named}
    return Board(engine.version, tuple(groups), len(missing), labels)


def _who(result: Result, holders: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Who could fill a gap; nobody but those who keep the record where nobody is known to."""
    if result.path in _OURS:
        return ("",)
    return holders.get(str(result.focus), ("",))


def _kinds(results: Iterable[Result]) -> tuple[Kind, ...]:
    found: defaultdict[tuple[tuple[str, str], ...], list[Result]] = defaultdict(list)
    for each in results:
        found[tuple(sorted(each.message.items()))].append(each)
    kinds = [
        Kind(dict(message), each[0].field, tuple(sorted({str(one.focus) for one in each})))
        for message, each in found.items()
    ]
    return tuple(sorted(kinds, key=lambda each: (-len(each.resources), str(each.message))))


def _holders(engine: EmbeddedEngine) -> dict[str, tuple[str, ...]]:
    """Resource → who made, hosted or publishes it, else the secretariat, else the dialogue."""
    ranked: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in _rows(engine, _HOLDERS):
        known, rank = ranked[row["resource"]], int(row["rank"])
        known[row["holder"]] = min(rank, known.get(row["holder"], rank))
    return {
        resource: tuple(sorted(each for each in known if known[each] == min(known.values())))
        for resource, known in ranked.items()
    }


def _labels(engine: EmbeddedEngine) -> dict[str, dict[str, str]]:
    labels: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in _rows(engine, _LABELS):
        labels[row["resource"]].setdefault(row["label@lang"].partition("-")[0], row["label"])
    return labels


def _rows(engine: EmbeddedEngine, query: str) -> Iterator[dict[str, str]]:
    results = json.loads(engine.query(query).serialize(formats.JSON))["results"]["bindings"]
    for row in results:
        texts = {name: cell["value"] for name, cell in row.items()}
        yield texts | {f"{name}@lang": cell.get("xml:lang", "") for name, cell in row.items()}


def _read(shapes: str) -> Graph:
    if shapes == SHIPPED:
        from dialograph.shapes.gate import shipped_shapes  # noqa: PLC0415 - as above

        return shipped_shapes()
    graph = Graph()
    for document in read_all([Path(shapes)], "en"):
        graph += document.graph
    return graph
