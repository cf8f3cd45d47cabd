"""Failed quotes in words, for a person, and as JSON, for a program."""

from __future__ import annotations

from typing import Any

from dialograph.graph.evidence import Failure
from dialograph.shapes.terms import shorten

TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "no-quote": "This evidence quotes nothing. Give its selector one oa:exact.",
        "several-quotes": "This evidence quotes {count} texts. Keep one oa:exact; make an evidence "
        "of each of the others.",
        "not-found": "The source does not say this, word for word. Copy the quote from the source "
        "again.",
        "other-context": "The source says this, but not between this prefix and this suffix. Take "
        "those that `dialograph evidence locate` gives.",
        "repeated": "The source says this {times} times. Take the prefix and the suffix that "
        "`dialograph evidence locate` gives.",
        "quote": "quote:   {text}",
        "prefix": "prefix:  {text}",
        "suffix": "suffix:  {text}",
        "nearest": "nearest: {text}",
        "difference": "differs: “{0}”, where the source has “{1}”",
        "good": "All quotes of {document} ({count}) are found exactly once in {source}.",
        "bad": "Of {count} quotes of {document}, not found exactly once in {source}: {failed}.",
        "none": "The data quotes nothing from {document}.",
        "none remedy": "Name the document with --document, or the data with --data.",
    },
    "fr": {
        "no-quote": "Cette preuve ne cite rien. Donnez à son sélecteur un oa:exact.",
        "several-quotes": "Cette preuve cite {count} textes. Gardez un seul oa:exact ; faites une "
        "preuve de chacun des autres.",
        "not-found": "La source ne dit pas cela mot pour mot. Recopiez la citation depuis la "
        "source.",
        "other-context": "La source dit cela, mais pas entre ce préfixe et ce suffixe. Prenez ceux "
        "que donne « dialograph evidence locate ».",
        "repeated": "La source dit cela {times} fois. Prenez le préfixe et le suffixe que donne "
        "« dialograph evidence locate ».",
        "quote": "citation : {text}",
        "prefix": "préfixe :  {text}",
        "suffix": "suffixe :  {text}",
        "nearest": "proche :   {text}",
        "difference": "écart :    « {0} », là où la source porte « {1} »",
        "good": "Toutes les citations de {document} ({count}) se trouvent une seule fois dans "
        "{source}.",
        "bad": "Sur {count} citations de {document}, non trouvées une seule fois dans {source} : "
        "{failed}.",
        "none": "Les données ne citent rien de {document}.",
        "none remedy": "Nommez le document avec --document, ou les données avec --data.",
    },
}


def in_words(failure: Failure, language: str) -> str:
    """A failure for a person: which evidence, what is wrong, what to do.

    Args:
        failure: the failure.
        language: ``fr`` or ``en``.
    """
    texts = TEXTS[language]
    quote = failure.quote
    problem = texts[failure.problem].format(times=failure.times, count=len(quote.exact))
    lines = [shorten(quote.evidence), f"  {problem}"]
    named = [
        *(("quote", exact) for exact in quote.exact),
        ("prefix", quote.prefix),
        ("suffix", quote.suffix),
        ("nearest", failure.nearest),
    ]
    lines += [
        f"    {texts[name].format(text=' '.join(text.split()))}" for name, text in named if text
    ]
    if failure.difference:
        lines.append(f"    {texts['difference'].format(*failure.difference)}")
    return "\n".join(lines)


def as_json(failure: Failure) -> dict[str, Any]:
    """A failure for a program."""
    return {
        "evidence": failure.quote.evidence,
        "problem": str(failure.problem),
        "found": failure.times,
        "exact": list(failure.quote.exact),
        "prefix": failure.quote.prefix,
        "suffix": failure.quote.suffix,
        "nearest": failure.nearest or None,
        "difference": list(failure.difference) if failure.difference else None,
    }
