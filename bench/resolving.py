"""How often resolution is right: precision and recall on the labelled set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from bench.pairs import OTHER_FRAMEWORK, Pair, pairs
from dialograph import iris
from dialograph.integrate.describing import describe
from dialograph.integrate.matching import Index
from dialograph.integrate.scoring import Judge, Match
from dialograph.vocab import DCTERMS, DG, FOAF, RDF, SCHEMA, SKOS

Results = dict[str, Any]
_DATA = Path(__file__).resolve().parent.parent / "data"
_X = "https://elsewhere.example/"
_CLASSES = {
    "country": DG.Country,
    "organisation": DG.Organisation,
    "dialogue": DG.Dialogue,
    "project": DG.Project,
    "place": SCHEMA.Place,
    "objective": DG.Objective,
    "element": SKOS.Concept,
    "document": DG.Document,
}
_Answer = tuple[Pair, str, Match]
"""A question, what would have been right, and what was said."""


def measure(*, aside: bool) -> Results:
    """Ask all questions of one side.

    Each thing is asked for twice: of all that is ours, and of what is ours without it, where the
    only right answer is that it is not known. So whatever looks like it is a trap.

    Args:
        aside: whether of the side that is kept aside; else of that for tuning.

    Returns:
        Figures, by group of questions and in all, and what was linked wrongly.
    """
    quads = _shipped()
    asked = [each for each in pairs() if each.is_aside == aside]
    whole = Index.read(quads)
    absent = {each.expected for each in asked if each.expected}
    partial = Index(each for each in whole.entities.values() if each.key not in absent)
    answers = [
        *((pair, pair.expected, match) for pair, match in _judged(asked, whole)),
        *((pair, "", match) for pair, match in _judged(asked, partial) if pair.expected),
    ]
    groups: defaultdict[str, list[_Answer]] = defaultdict(list)
    for answer in answers:
        groups[answer[0].group].append(answer)
    return {
        "things": len({each.subject for each in asked}),
        "all": _figures(answers),
        "kinds": {
            kind: _figures([each for each in answers if each[0].kind == kind]) for kind in _CLASSES
        },
        "groups": {group: _figures(groups[group]) for group in sorted(groups)},
        "wrong": sorted({line for answer in answers for line in _wrong(answer)}),
    }


def both() -> Results:
    """What :func:`measure` gives, for both sides."""
    return {"aside": measure(aside=True), "tuning": measure(aside=False)}


def _figures(answers: Sequence[_Answer]) -> Results:
    """Counts: questions, those with an answer, links, right ones, proposals, right ones."""
    linked = [(right, match.sure) for _, right, match in answers if match.sure is not None]
    proposed = [(right, _proposals(match)) for _, right, match in answers if _proposals(match)]
    return {
        "asked": len(answers),
        "known": sum(bool(right) for _, right, _ in answers),
        "linked": len(linked),
        "linked_right": sum(right == sure.entity.key for right, sure in linked),
        "proposed": len(proposed),
        "proposed_right": sum(right in found for right, found in proposed),
    }


def _proposals(match: Match) -> list[str]:
    """What a link or a list for a person names."""
    found = [match.sure] if match.sure is not None else list(match.likely)
    return [each.entity.key for each in found]


def _wrong(answer: _Answer) -> Iterator[str]:
    pair, right, match = answer
    if match.sure is not None and match.sure.entity.key != right:
        told = iris.shorten(match.sure.entity.key)
        yield f"{pair.kind} “{pair.name or pair.code}” → {told}, not {iris.shorten(right) or 'any'}"


def _judged(asked: Iterable[Pair], index: Index) -> Iterator[tuple[Pair, Match]]:
    for pair in asked:
        judge = Judge(index, describe(_triples(pair)))
        yield pair, judge.judge(f"{_X}x")


def _triples(pair: Pair) -> list[ox.Triple]:
    """A question as statements from elsewhere."""
    x, node = ox.NamedNode(f"{_X}x"), ox.NamedNode
    told: list[tuple[ox.NamedNode, object, ox.NamedNode | ox.Literal]] = [
        (x, RDF.type, node(str(_CLASSES[pair.kind])))
    ]
    if pair.name:
        told.append((x, SKOS.prefLabel, ox.Literal(pair.name)))
    if pair.code.startswith("http"):
        link = FOAF.page if pair.kind == "document" else SKOS.exactMatch
        told.append((x, link, node(pair.code)))
    elif pair.code:
        told.append((x, SKOS.notation, ox.Literal(pair.code)))
    if pair.country:
        told.append((x, SCHEMA.containedInPlace, node(f"{_X}country")))
        told.append((node(f"{_X}country"), RDF.type, node(str(DG.Country))))
        told.append((node(f"{_X}country"), DG.iso3166Alpha3, ox.Literal(pair.country)))
    if pair.framework:
        scheme = f"{_X}framework"
        if pair.framework != OTHER_FRAMEWORK:
            scheme = str(iris.resource("framework", pair.framework))
        told.append((x, SKOS.inScheme, node(scheme)))
    if pair.date:
        told.append((x, DCTERMS.issued, ox.Literal(pair.date)))
    return [ox.Triple(subject, node(str(name)), value) for subject, name, value in told]


def _shipped() -> list[ox.Quad]:
    store = ox.Store()
    for file in sorted(_DATA.glob("*.ttl")):
        store.bulk_load(path=file, to_graph=ox.NamedNode(str(iris.graph(file.stem))))
    return list(store)
