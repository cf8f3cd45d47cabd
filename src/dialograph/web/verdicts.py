"""What the gate says, in every form that a client may want: RDF, JSON, words, a page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rdflib import Literal
from rdflib.term import Node

from dialograph import formats
from dialograph.formats import Format
from dialograph.repository.interface import Verdict
from dialograph.repository.words import why_full
from dialograph.shapes.reasons import explained
from dialograph.shapes.report import Finding, Findings, identified, in_language
from dialograph.shapes.report import as_json as findings_json
from dialograph.shapes.results import Report, Result, Severity
from dialograph.shapes.terms import exact, path_readable
from dialograph.vocab import RDF, RDFS, SH
from dialograph.web.answer_tables import place_of
from dialograph.web.pages import Words

TOLD_MAX = 1_000
"""Findings that one answer holds, the gravest; their number is told whole."""

_SERIALIZERS = {
    formats.TURTLE: "turtle",
    formats.JSONLD: "json-ld",
    formats.NTRIPLES: "nt",
    formats.RDFXML: "pretty-xml",
}
_XML = "http://www.w3.org/XML/1998/namespace"
REPORT_FORMATS = tuple(_SERIALIZERS)
"""How the report can be written as RDF."""


@dataclass(frozen=True)
class Told:
    """One finding in the language of a reader.

    Args:
        severity: how much it weighs.
        field: the property as a person calls it, and
        path: as the data does; either may be empty.
        value: the value at fault; empty where there is none.
        message: what is wrong and what to do.
    """

    severity: Severity
    field: str
    path: str
    value: str
    message: str


@dataclass(frozen=True)
class Concerned:
    """A resource with the findings about it, the gravest first.

    Args:
        short: its IRI as a person reads it.
        name: what it is called; may be empty.
        href: where its page is; empty for nowhere.
        findings: about it.
    """

    short: str
    name: str
    href: str
    findings: tuple[Told, ...]


def resources(verdict: Verdict, language: str, id_bases: Collection[str]) -> list[Concerned]:
    """The findings by resource, those with the gravest first; no more than :data:`TOLD_MAX`.

    Args:
        verdict: of the gate.
        language: ``fr`` or ``en``; what exists in the other one only says so.
        id_bases: what the IRIs of our resources begin with.
    """
    first: dict[Node, int] = {}
    told = verdict.new.results[:TOLD_MAX]
    for place, result in enumerate(told):
        first.setdefault(result.focus, place)
    grouped = sorted(told, key=lambda result: first[result.focus])
    return [
        Concerned(
            identified(focus, language),
            in_language(verdict.labels.get(str(focus), {}), language),
            place_of(str(focus), id_bases, Words(language)),
            tuple(_told(each, language) for each in group),
        )
        for focus, group in groupby(grouped, key=lambda result: result.focus)
    ]


def _told(result: Result, language: str) -> Told:
    shows_value = result.value is not None and result.value != result.focus
    return Told(
        result.severity,
        in_language(result.field, language),
        path_readable(result.path) if result.path else "",
        exact(result.value) if shows_value and result.value is not None else "",
        in_language(result.message, language),
    )


def as_text(verdict: Verdict, language: str) -> str:
    """The findings in words, by resource; the first line counts them.

    Args:
        verdict: of the gate.
        language: as :func:`resources`.
    """
    words = Words(language)
    lines = [str(words("gate_refused" if not verdict.new.conforms else "gate_accepted"))]
    lines.append(in_figures(verdict, words))
    for each in resources(verdict, language, ()):
        lines += ["", " — ".join(filter(None, [each.short, each.name]))]
        for told in each.findings:
            severity = str(words(f"gate_{told.severity}"))
            lines.append("  " + " · ".join(filter(None, [severity, told.field, told.path])))
            if told.value:
                lines.append(f"    {words('gate_value')} {told.value}")
            lines += [f"    {line}" for line in told.message.splitlines()]
    if (more := len(verdict.new.results) - TOLD_MAX) > 0:
        lines += ["", str(words("gate_more", n=words.number(more)))]
    return "\n".join(lines) + "\n"


def in_figures(verdict: Verdict, words: Words) -> str:
    """How many findings there are of each severity, and whether the whole graph was judged."""
    counted = " · ".join(
        str(words(f"gate_count_{each}", n=words.number(number)))
        for each, number in verdict.new.counts.items()
    )
    return f"{counted}.{why}" if (why := why_full(verdict, words.language)) else counted


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict for a program: both languages, IRIs in full, the gravest findings first."""
    found = [
        Finding(result, verdict.labels.get(str(result.focus), {}), None, None)
        for result in verdict.new.results[:TOLD_MAX]
    ]
    results = findings_json(Findings(tuple(found), {}, 0))["results"]
    for each in results:  # what was sent has neither a file name nor lines of ours
        del each["file"], each["line"]
    return {
        "conforms": verdict.new.conforms,
        "counts": {str(each): number for each, number in verdict.new.counts.items()},
        "kept_violations": verdict.kept,
        "mended_violations": verdict.mended,
        "concerned": verdict.concerned,
        "full": _why_full(verdict),
        "findings": results,
        "not_told": max(0, len(verdict.new.results) - TOLD_MAX),
    }


def _why_full(verdict: Verdict) -> dict[str, str] | None:
    if not verdict.full:
        return None
    return {language: explained(verdict.full, language) for language in ("en", "fr")}


def as_rdf(report: Report, written: Format) -> bytes:
    """The report as SHACL describes it (Recommendation, section 3.6).

    Args:
        report: the findings; when there are more than :data:`TOLD_MAX`, it says that it is cut.
        written: one of :data:`REPORT_FORMATS`.
    """
    graph = Report(report.results[:TOLD_MAX]).graph
    graph.bind("rdf", RDF)
    graph.bind("xml", _XML)  # or else RDF/XML gives languages with a prefix that nobody knows
    if len(report.results) > TOLD_MAX:
        node = graph.value(predicate=RDF.type, object=SH.ValidationReport)
        assert node is not None
        for language, text in _CUT.items():
            told = text.format(told=TOLD_MAX, all=len(report.results))
            graph.add((node, RDFS.comment, Literal(told, lang=language)))
    return graph.serialize(format=_SERIALIZERS[written], encoding="utf-8")


_CUT: Mapping[str, str] = {
    "en": "The {told} gravest of {all} results.",
    "fr": "Les {told} résultats les plus graves sur {all}.",
}
