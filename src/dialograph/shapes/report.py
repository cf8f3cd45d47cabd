"""The findings in words, for a person, and as JSON, for a program."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from dialograph.shapes.context import Context
from dialograph.shapes.results import Report, Result, Severity
from dialograph.shapes.terms import exact, labels_of, path_readable, shorten

_SEVERITIES = {
    "en": {
        Severity.VIOLATION: ("violation", "violations"),
        Severity.WARNING: ("warning", "warnings"),
        Severity.INFO: ("info", "infos"),
    },
    "fr": {
        Severity.VIOLATION: ("violation", "violations"),
        Severity.WARNING: ("avertissement", "avertissements"),
        Severity.INFO: ("conseil", "conseils"),
    },
}
_TEXTS = {
    "en": {
        "value": "Value: {value}",
        "blank": "(no identifier)",
        "place": "{file}, line {line}",
        "refused": "Refused: {counts}, in {size} statements.",
        "accepted": "Accepted: {counts}, in {size} statements.",
        "hidden": "Not shown: {counts}. Add `--severity {least}` to see all.",
        "thousands": ",",
    },
    "fr": {
        "value": "Valeur : {value}",
        "blank": "(sans identifiant)",
        "place": "{file}, ligne {line}",
        "refused": "Refusé : {counts}, dans {size} énoncés.",
        "accepted": "Accepté : {counts}, dans {size} énoncés.",
        "hidden": "Reste à voir : {counts}. Ajoutez `--severity {least}` pour tout voir.",
        "thousands": "\u202f",
    },
}


@dataclass(frozen=True)
class Finding:
    """A result with what a person needs to act on it.

    Args:
        result: the result.
        labels: language tag → what the resource is called.
        file: the file to open, where it can be told.
        line: the line to go to, where it can be told.
    """

    result: Result
    labels: Mapping[str, str]
    file: str | None
    line: int | None


@dataclass(frozen=True)
class Findings:
    """What of a report is shown, and how much is not.

    Args:
        shown: by resource; those that the files describe first, the gravest of them first.
        hidden: how many results of each severity were left out as too light.
        size: how many statements were judged.
    """

    shown: tuple[Finding, ...]
    hidden: Mapping[Severity, int]
    size: int

    @property
    def report(self) -> Report:
        """What is shown, as a report."""
        return Report(tuple(finding.result for finding in self.shown))


def select(report: Report, context: Context, least: Severity) -> Findings:
    """Choose what to show: every Violation, and what is lighter of the resources concerned.

    Args:
        report: the findings about the whole of ``context``.
        context: what was judged; its ``described`` are the resources concerned.
        least: the lightest severity shown.
    """
    concerned = [
        result
        for result in report.results
        if result.severity is Severity.VIOLATION or _concerns(result, context)
    ]
    # Two constraints that say the same of the same value are one finding to a person.
    concerned = list({result.said: result for result in reversed(concerned)}.values())[::-1]
    shown = [result for result in concerned if result.severity.reaches(least)]
    gravest: dict[Node, int] = {}
    for result in shown:  # the gravest come first
        gravest.setdefault(result.focus, result.severity.rank)
    shown.sort(
        key=lambda result: (
            not _concerns(result, context),
            gravest[result.focus],
            str(result.focus),
            result.key,
        )
    )
    return Findings(
        tuple(_finding(result, context) for result in shown),
        {
            severity: sum(result.severity is severity for result in concerned)
            for severity in Severity
            if not severity.reaches(least)
        },
        len(context.graph),
    )


def in_words(report: Report, graph: Graph, language: str) -> str:
    """The Violations and Warnings of a graph that stands in no file, as a person reads them.

    Args:
        report: the findings.
        graph: what was judged; it holds the names of the resources.
        language: as :func:`tell`.
    """
    context = Context(graph, (), frozenset(graph.subjects()))
    return tell(select(report, context, Severity.WARNING), language)


def tell(findings: Findings, language: str) -> str:
    """The findings as a person reads them, by resource; the last line counts.

    Args:
        findings: what to show.
        language: ``fr`` or ``en``; what exists in the other one only says so.
    """
    return "\n".join([*_paragraphs(findings, language), *_summary(findings, language)])


def as_json(findings: Findings) -> dict[str, Any]:
    """The report for a program: both languages, IRIs in full."""
    return {
        "conforms": findings.report.conforms,
        "statements": findings.size,
        "counts": {str(each): number for each, number in findings.report.counts.items()},
        "not_shown": {str(each): number for each, number in findings.hidden.items()},
        "results": [_result_json(finding) for finding in findings.shown],
    }


def _concerns(result: Result, context: Context) -> bool:
    return not context.described.isdisjoint((result.focus, result.node))


def _finding(result: Result, context: Context) -> Finding:
    file, line = _place(result, context)
    return Finding(result, labels_of(context.graph, result.focus), file, line)


def _place(result: Result, context: Context) -> tuple[str | None, int | None]:
    """The file and the line to open: of the statement at fault, else of what is nearest to it."""
    for node in dict.fromkeys((result.node, result.focus)):
        for predicate, value in _nearest_first(result):
            for document in context.documents:
                found = next(document.graph.triples((node, predicate, value)), None)
                if found:
                    whole = value is None and predicate in {RDF.type, None}
                    where = (node, None, None) if whole else found
                    return document.name, document.lines.find(*where)
    return None, None


def _nearest_first(result: Result) -> Iterator[tuple[Node | None, Node | None]]:
    """Patterns of the statements of a resource that a result may be about."""
    path = result.path or ""
    # Of a longer path, the properties that start from the resource itself or its parts.
    forward = [URIRef(iri) for iri in re.findall(r"(?<!\^)<([^>]*)>", path)]
    predicates = forward if "<" in path else [URIRef(path)] if path else []
    if result.value is not None and path:
        yield from ((predicate, result.value) for predicate in predicates)
        yield None, result.value
    yield from ((predicate, None) for predicate in predicates)
    yield RDF.type, None
    yield None, None


def _paragraphs(findings: Findings, language: str) -> Iterator[str]:
    texts = _TEXTS[language]
    previous: Node | None = None
    for finding in findings.shown:
        result = finding.result
        if result.focus != previous:
            if previous is not None:
                yield ""
            label = in_language(finding.labels, language)
            yield " — ".join(filter(None, [identified(result.focus, language), label]))
            previous = result.focus
        severity = _SEVERITIES[language][result.severity][0].capitalize()
        yield "  " + " · ".join(
            filter(None, [severity, _field(result, language), _where(finding, language)])
        )
        if result.value is not None and result.value != result.focus:
            yield "    " + texts["value"].format(value=exact(result.value))
        for line in in_language(result.message, language).splitlines():
            yield f"    {line}"
    if findings.shown:
        yield ""


def _field(result: Result, language: str) -> str:
    if result.path is None:
        return ""
    path = path_readable(result.path)
    name = in_language(result.field, language)
    if not name:
        return path
    return f"{name} {path}" if path.startswith("(") else f"{name} ({path})"


def _where(finding: Finding, language: str) -> str:
    if finding.line is None:
        return finding.file or ""
    return _TEXTS[language]["place"].format(file=finding.file, line=finding.line)


def identified(node: Node, language: str) -> str:
    """By what a person finds a resource; a blank node has nothing, and the words say so.

    Args:
        node: the resource.
        language: ``fr`` or ``en``.
    """
    return _TEXTS[language]["blank"] if isinstance(node, BNode) else shorten(str(node))


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in a language, else in another one with that one's tag; empty if there is none."""
    for tag in (language, ""):
        if tag in texts:
            return texts[tag]
    return next((f"{text} [{tag}]" for tag, text in sorted(texts.items())), "")


def _summary(findings: Findings, language: str) -> Iterator[str]:
    texts = _TEXTS[language]
    report = findings.report
    counts = {each: number for each, number in report.counts.items() if each not in findings.hidden}
    verdict = texts["accepted" if report.conforms else "refused"]
    size = f"{findings.size:,}".replace(",", texts["thousands"])
    yield verdict.format(counts=_counts(counts, language), size=size)
    hidden = {each: number for each, number in findings.hidden.items() if number}
    if hidden:
        least = max(hidden, key=lambda each: each.rank)
        yield texts["hidden"].format(counts=_counts(hidden, language), least=least)


def _counts(counts: Mapping[Severity, int], language: str) -> str:
    return ", ".join(
        f"{number} {_SEVERITIES[language][each][number > 1 or (number == 0 and language == 'en')]}"
        for each, number in counts.items()
    )


def _result_json(finding: Finding) -> dict[str, Any]:
    result = finding.result
    return {
        "severity": str(result.severity),
        "focus": str(result.focus),
        "label": dict(finding.labels),
        "path": result.path,
        "field": dict(result.field),
        "value": None if result.value is None else _term_json(result.value),
        "message": dict(result.message),
        "constraint": str(result.component),
        "shape": str(result.shape),
        "file": finding.file,
        "line": finding.line,
    }


def _term_json(term: Node) -> dict[str, str]:
    """A term as the SPARQL results format writes it."""
    if isinstance(term, Literal):
        written = {"type": "literal", "value": str(term)}
        if term.language:
            written["xml:lang"] = term.language
        elif term.datatype is not None:
            written["datatype"] = str(term.datatype)
        return written
    return {"type": "bnode" if isinstance(term, BNode) else "uri", "value": str(term)}
