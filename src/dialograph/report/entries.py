"""One claim of a report: what was done, when, where, by whom, and which words say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dialograph.report.blocks import Block, Facts, Heading, Quotation, Run, Text
from dialograph.report.model import Claim, Document, Name, Quote, Work
from dialograph.report.words import Words, commas

_HELD = "/held"


def blocks(claim: Claim, words: Words) -> Iterator[Block]:
    """What the document says of a claim.

    Args:
        claim: the claim.
        words: of the document.
    """
    work = claim.work
    date = words.when(work.start, work.end) if work.start else words("no_date")
    yield Heading(3, (Run(f"{date}. "), words.link(work.name)), claim.slug)
    rows = [row for row in _rows(claim, words) if row[1]]
    yield Facts(tuple((words(key), values) for key, values in rows))
    for quote in claim.quotes:
        yield _quotation(quote, words)


def _rows(claim: Claim, words: Words) -> Iterator[tuple[str, tuple[Text, ...]]]:
    work = claim.work
    yield "what", _one(words.text(each) for each in work.types)
    yield "about", tuple((words.text(each),) for each in work.descriptions)
    yield "where", _one([*_places(work, words), *(words.text(each) for each in work.attendance)])
    yield (
        "status",
        _one(words.text(each) for each in work.statuses if not each.iri.endswith(_HELD)),
    )
    yield "partners", tuple(_roles(work, words))
    yield "authors", _one(words.link(each) for each in work.creators)
    yield "publishers", _one(words.link(each) for each in work.publishers)
    yield "origin", tuple((words.link(each),) for each in work.activities)
    yield (
        "documents",
        tuple(text for each in work.documents.values() for text in _document(each, words)),
    )
    yield "pages", tuple((Run(each, each),) for each in dict.fromkeys((*work.pages, *work.files)))
    yield "basis", (_basis(claim, words),)
    yield "inferred", tuple((words.link(each),) for each in claim.inferred)
    yield "reasons", tuple((words.text(each),) for each in claim.reasons)
    yield "sources", () if claim.quotes else tuple((Run(each, each),) for each in _sources(claim))
    yield "notes", tuple((words.text(each),) for each in work.notes)
    unknown = [words(f"unknown_{each}") for each in claim.unknown]
    yield "unknown", ((Run(", ".join(unknown)),),) if unknown else ()


def _one(runs: Iterable[Run]) -> tuple[Text, ...]:
    """One value that says several things; none where there is nothing to say."""
    told = tuple(runs)
    return (commas(told),) if told else ()


def _places(work: Work, words: Words) -> Iterator[Run]:
    for place, country in work.places:
        run = words.link(place)
        inside = words.text(Name("", country, words.language)).text if country else ""
        is_country = "/country/" in place.iri
        yield Run(
            f"{run.text} ({inside})" if inside and not is_country else run.text,
            run.href,
            run.language,
        )


def _roles(work: Work, words: Words) -> Iterator[Text]:
    for role, partners in work.partners.values():
        yield words.pair(role.text, *(words.link(each) for each in partners))


def _document(document: Document, words: Words) -> Iterator[Text]:
    about = [*document.types, *([words.when(document.issued)] if document.issued else [])]
    told = (Run(f" ({', '.join(about)})"),) if about else ()
    addresses = dict.fromkeys((*document.pages, *document.files))
    yield (words.link(document.name), *told)
    for href in addresses:
        yield (Run(href, href),)


def _basis(claim: Claim, words: Words) -> Text:
    return (
        Run(claim.basis.text, strong=True),
        Run(" ("),
        Run(words("claim"), claim.iri),
        Run(")"),
    )


def _sources(claim: Claim) -> list[str]:
    inferred = {each.iri for each in claim.inferred}
    return [each for each in claim.sources if each not in inferred]


def _quotation(quote: Quote, words: Words) -> Quotation:
    block = (Run(f", {words('block', number=quote.block)}"),) if quote.block else ()
    pages = [each for href in quote.pages for each in (Run(" · "), Run(href, href))]
    foreign = quote.language if quote.language != words.language else ""
    marks = "«\u00a0{}\u00a0»" if (quote.language or words.language) == "fr" else "“{}”"
    return Quotation(
        marks.format(quote.text), foreign, (words.link(quote.document), *block, *pages)
    )
