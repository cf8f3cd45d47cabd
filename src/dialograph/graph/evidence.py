"""Quotes against the text they are taken from: is it there, word for word, and only once?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from dialograph.errors import RefusedError
from dialograph.vocab import OA

CONTEXT_LENGTH = 30
"""How many characters of prefix and of suffix are taken at least, where the text has them."""

_ALIKE = 0.6  # below this ratio, a passage of the text is no hint at what was meant


class Problem(StrEnum):
    """What is wrong with a quote."""

    NO_QUOTE = "no-quote"
    SEVERAL_QUOTES = "several-quotes"
    NOT_FOUND = "not-found"
    OTHER_CONTEXT = "other-context"
    REPEATED = "repeated"


@dataclass(frozen=True)
class Quote:
    """What an evidence quotes.

    Args:
        evidence: the IRI of the evidence.
        exact: the quotes that it gives; a good one gives one.
        prefix: the text just before, or nothing.
        suffix: the text just after, or nothing.
    """

    evidence: str
    exact: tuple[str, ...]
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Failure:
    """A quote that is not found exactly once.

    Args:
        quote: the quote.
        problem: why.
        times: how often it is found, prefix and suffix included.
        nearest: the passage of the text that resembles it most, where one does.
        difference: of the quote and of that passage, the words at which they part.
    """

    quote: Quote
    problem: Problem
    times: int = 0
    nearest: str = ""
    difference: tuple[str, str] | None = None


def fold(text: str) -> str:
    """Text as it is compared: NFC, every run of white space one space, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def quotes_from(graph: Graph, document: URIRef) -> list[Quote]:
    """The quotes of one document, by the IRI of their evidence.

    Args:
        graph: the data that holds the evidences.
        document: the document quoted (``oa:hasSource``).
    """
    quotes = []
    for evidence in sorted(graph.subjects(OA.hasSource, document), key=str):
        selectors = list(graph.objects(evidence, OA.hasSelector))
        quotes.append(
            Quote(
                str(evidence),
                _texts(graph, selectors, OA.exact),
                "".join(_texts(graph, selectors, OA.prefix)[:1]),
                "".join(_texts(graph, selectors, OA.suffix)[:1]),
            )
        )
    return quotes


def check(quotes: Iterable[Quote], text: str) -> list[Failure]:
    """Look every quote up in the text that it is taken from.

    White space is folded first. Prefix, quote and suffix must follow one another without a gap,
    and must do so in one place only.

    Args:
        quotes: what to look up.
        text: the whole text of the source.

    Returns:
        What is wrong, in the order of the quotes; empty if all is well.
    """
    folded = fold(text)
    return [failure for quote in quotes if (failure := _failure(quote, folded))]


def locate(text: str, quote: str, occurrence: int = 1) -> tuple[str, str]:
    """Find the prefix and the suffix that tell where in a text a quote stands.

    Args:
        text: the whole text of the source.
        quote: words of it, white space as you like.
        occurrence: which one is meant, from 1, where the text says it more than once.

    Returns:
        The shortest prefix and suffix of whole words, of about thirty characters each, with
        which the quote is found once; either is empty at an end of the text.

    Raises:
        RefusedError: the text does not say this, or not that often.
    """
    folded, exact = fold(text), fold(quote)
    found = positions(folded, exact)
    if not found:
        passage = _nearest(folded, exact)
        hint = f"The nearest passage is: {passage[0]}" if passage else "Nothing resembles it."
        raise RefusedError("The source does not say this, word for word.", hint)
    if not 1 <= occurrence <= len(found):
        raise RefusedError(
            f"The source says this {len(found)} time(s), so there is no number {occurrence}.",
            f"Choose a number from 1 to {len(found)}.",
        )
    start = found[occurrence - 1]
    before = _without_local_files(folded[:start].split(" ")[::-1])
    after = _without_local_files(folded[start + len(exact) :].split(" "))
    for length in range(CONTEXT_LENGTH, len(folded) + CONTEXT_LENGTH):
        left, right = _words_of(before, length), _words_of(after, length)
        prefix, suffix = " ".join(left[::-1]).strip(), " ".join(right).strip()
        if _count(folded, prefix, exact, suffix) == 1:
            return prefix, suffix
        if (len(left), len(right)) == (len(before), len(after)):
            break
    raise RefusedError(
        "Nothing around this quote tells it from its other occurrences.", "Quote more of the text."
    )


def _without_local_files(words: list[str]) -> list[str]:
    """The words up to the first link into a folder of somebody's computer."""
    for number, word in enumerate(words):
        if "file:" in word:
            return words[:number]
    return words


def _words_of(words: list[str], length: int) -> list[str]:
    """The fewest words that make a text of this length."""
    total = -1
    for number, word in enumerate(words, 1):
        total += len(word) + 1
        if total >= length:
            return words[:number]
    return words


def positions(folded: str, exact: str) -> list[int]:
    """Where a folded text says something, overlaps included."""
    if not exact:
        return []
    return [found.start() for found in re.finditer(f"(?={re.escape(exact)})", folded)]


def _texts(graph: Graph, selectors: Iterable[Node], predicate: URIRef) -> tuple[str, ...]:
    found = {value for selector in selectors for value in graph.objects(selector, predicate)}
    return tuple(sorted(str(value) for value in found if isinstance(value, Literal)))


def _failure(quote: Quote, folded: str) -> Failure | None:
    if len(quote.exact) > 1:
        return Failure(quote, Problem.SEVERAL_QUOTES)
    exact = fold("".join(quote.exact))
    if not exact:
        return Failure(quote, Problem.NO_QUOTE)
    times = _count(folded, fold(quote.prefix), exact, fold(quote.suffix))
    if times == 1:
        return None
    if times > 1:
        return Failure(quote, Problem.REPEATED, times)
    if positions(folded, exact):
        whole = fold(f"{quote.prefix} {exact} {quote.suffix}")
        return Failure(quote, Problem.OTHER_CONTEXT, 0, *_nearest(folded, whole))
    return Failure(quote, Problem.NOT_FOUND, 0, *_nearest(folded, exact))


def _count(folded: str, prefix: str, exact: str, suffix: str) -> int:
    # A prefix is written with or without the space that parts it from the quote.
    parts = [re.escape(part) for part in (prefix, exact, suffix) if part]
    return sum(1 for _ in re.finditer(f"(?={' ?'.join(parts)})", folded))


def _nearest(folded: str, wanted: str) -> tuple[str, tuple[str, str]] | tuple[()]:
    """The passage most like what is wanted, and the first words at which the two part."""
    words, text = wanted.split(" "), folded.split(" ")
    blocks = SequenceMatcher(None, words, text, autojunk=False).get_matching_blocks()
    starts = {max(0, block.b - block.a) for block in blocks if block.size}
    passages = [text[start : start + len(words)] for start in sorted(starts)]
    if not passages:
        return ()
    ratios = [
        SequenceMatcher(None, wanted, " ".join(each), autojunk=False).ratio() for each in passages
    ]
    best = max(ratios)
    if best < _ALIKE:
        return ()
    passage = passages[ratios.index(best)]
    return " ".join(passage), _first_difference(words, passage)


def _first_difference(words: list[str], passage: list[str]) -> tuple[str, str]:
    for tag, a, b, c, d in SequenceMatcher(None, words, passage, autojunk=False).get_opcodes():
        if tag != "equal":
            return " ".join(words[a:b]), " ".join(passage[c:d])
    return "", ""
