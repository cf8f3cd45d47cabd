"""What the gate says of a change, in sentences for a person, in French and in English."""

from __future__ import annotations

from collections.abc import Mapping

from dialograph.repository.interface import Verdict
from dialograph.shapes.reasons import explained
from dialograph.shapes.report import in_language
from dialograph.shapes.results import Result, Severity
from dialograph.shapes.terms import path_readable, shorten

_TOLD_MAX = 20
_MORE = {"en": "And {n} more.", "fr": "Et {n} de plus."}
_COLON = {"en": ": ", "fr": " : "}
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
    lines = [_line(each, verdict.labels, language) for each in grave[:_TOLD_MAX]]
    if len(grave) > _TOLD_MAX:
        lines.append(_MORE[language].format(n=len(grave) - _TOLD_MAX))
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
    name, short = (
        in_language(labels.get(str(result.focus), {}), language),
        shorten(str(result.focus)),
    )
    whom = f"{name} ({short})" if name else short
    field = in_language(result.field, language)
    if not field and result.path is not None:
        field = path_readable(result.path)
    message = " ".join(in_language(result.message, language).split())
    return f"{', '.join(filter(None, [whom, field]))}{_COLON[language]}{message}"
