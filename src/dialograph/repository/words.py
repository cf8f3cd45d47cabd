"""What the gate says of a change, in sentences for a person, in French and in English."""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import BNode, Literal
from rdflib.term import Node

from dialograph.repository.interface import Verdict
from dialograph.shapes.reasons import explained
from dialograph.shapes.report import identified, in_language
from dialograph.shapes.results import Result, Severity
from dialograph.shapes.terms import path_readable

_TOLD_MAX = 20
_MORE = {"en": "And {n} more.", "fr": "Et {n} de plus."}
_COLON = {"en": ": ", "fr": " : "}
_QUOTED = {"en": "“{}”", "fr": "«\u00a0{}\u00a0»"}
_VALUE_MAX = 80
"""Characters of a value in a sentence; the findings hold it whole."""
_COUNTS = {
    "en": "{new} new violations, {warnings} new warnings, {kept} violations kept, {mended} mended.",
    "fr": "{new} violations nouvelles, {warnings} avertissements nouveaux, {kept} violations "
    "maintenues, {mended} corrigées.",
}
_FULL = {
    "en": " The whole graph was judged: {why}.",
    "fr": " Le graphe entier a été examiné : {why}.",
}


def refusal(verdict: Verdict, language: str) -> str:
    """What is wrong with a change, resource by resource, and what to do.

    Args:
        verdict: of the gate; it holds a Violation.
        language: ``fr`` or ``en``.
    """
    grave = [each for each in verdict.new.results if each.severity is Severity.VIOLATION]
    # Two constraints that say the same of the same value are one finding to a person.
    told = list({each.said: each for each in reversed(grave)}.values())[::-1]
    lines = [_line(each, verdict.labels, language) for each in told[:_TOLD_MAX]]
    if len(told) > _TOLD_MAX:
        lines.append(_MORE[language].format(n=len(told) - _TOLD_MAX))
    return "\n".join(lines)


def in_figures(verdict: Verdict, language: str) -> str:
    """What the gate said of a change, in numbers.

    Args:
        verdict: of the gate.
        language: ``fr`` or ``en``.
    """
    counts = verdict.new.counts
    counted = _COUNTS[language].format(
        new=counts[Severity.VIOLATION],
        warnings=counts[Severity.WARNING],
        kept=verdict.kept,
        mended=verdict.mended,
    )
    return counted + why_full(verdict, language)


def why_full(verdict: Verdict, language: str) -> str:
    """That the whole graph was judged, and why; a blank before it, or nothing where it was not.

    Args:
        verdict: of the gate.
        language: ``fr`` or ``en``.
    """
    return _FULL[language].format(why=explained(verdict.full, language)) if verdict.full else ""


def _line(result: Result, labels: Mapping[str, Mapping[str, str]], language: str) -> str:
    whom = _called(result.focus, labels, language)
    field = in_language(result.field, language)
    if not field and result.path is not None:
        field = path_readable(result.path)
    message = " ".join(in_language(result.message, language).split())
    value = ""
    if result.value is not None and result.value != result.focus:
        value = _QUOTED[language].format(_value(result.value, labels, language))
    what = " ".join(filter(None, [field, value]))
    return f"{', '.join(filter(None, [whom, what]))}{_COLON[language]}{message}"


def _called(node: Node, labels: Mapping[str, Mapping[str, str]], language: str) -> str:
    name = in_language(labels.get(str(node), {}), language)
    short = identified(node, language)
    if isinstance(node, BNode):
        return f"{name} {short}" if name else short
    return f"{name} ({short})" if name else short


def _value(value: Node, labels: Mapping[str, Mapping[str, str]], language: str) -> str:
    if not isinstance(value, Literal):
        return _called(value, labels, language)
    text = " ".join(value.split())
    return text if len(text) <= _VALUE_MAX else f"{text[:_VALUE_MAX]}…"
