"""What is claimed, on what basis, in whose words: claims, quotes and statements for a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup
from rdflib import URIRef
from rdflib.term import Identifier

from dialograph.vocab import DCTERMS, DG, OA, RDF, SCHEMA, SKOS, language_tag
from dialograph.web.wording import Link, Wording


@dataclass(frozen=True)
class Quote:
    """Words of a source document.

    Args:
        text: the words.
        before: what stands before them, and
        after: after them.
        language: their language; empty when it is not told.
        mark: tells it, where it is not the reader's.
        source: the document.
        block: where in it.
        href: the page of the quote.
        mentions: what the words name.
    """

    text: str
    before: str
    after: str
    language: str
    mark: Markup
    source: Link | None
    block: Markup | None
    href: str
    mentions: tuple[Link, ...]

    @property
    def is_closed(self) -> bool:
        """Whether what follows closes up to the words, without a space."""
        return self.after.startswith((".", ",", ")", "…"))


@dataclass(frozen=True)
class Claim:
    """That something serves an objective, or that something is so.

    Args:
        about: the things that it ties together, as far as the page is not about them.
        details: when, in which framework, of what type.
        basis: on what it rests, in a word, and
        is_stated: whether that is a quote.
        quotes: the words that say so.
        inferred: what it is inferred from.
        notes: why, and with what reserve.
        sources: where it was found.
        href: its own page.
        rank: whether it is retained, for a statement.
        is_retained: whether it is.
    """

    about: tuple[Link, ...]
    details: tuple[Markup, ...]
    basis: Markup | None
    is_stated: bool
    quotes: tuple[Quote, ...]
    inferred: tuple[Link, ...]
    notes: tuple[Markup, ...]
    sources: tuple[Link, ...]
    href: str
    rank: Markup | None = None
    is_retained: bool = False


def quote(wording: Wording, evidence: Identifier, *, mentions: bool = False) -> Quote | None:
    """A quote as a page shows it; None when its words are not known.

    Args:
        wording: tells it.
        evidence: the quote.
        mentions: whether to list what it names.
    """
    facts = wording.facts
    selector = facts.value(evidence, OA.hasSelector)
    words = facts.value(selector, OA.exact) if selector is not None else None
    if selector is None or words is None:
        return None
    source = facts.value(evidence, OA.hasSource)
    block = facts.value(evidence, DG.blockNumber)
    language = language_tag(str(facts.value(evidence, DCTERMS.language) or ""))
    return Quote(
        text=str(words),
        before=str(facts.value(selector, OA.prefix) or ""),
        after=str(facts.value(selector, OA.suffix) or ""),
        language=language,
        mark=wording.mark(language),
        source=wording.link(source) if source is not None else None,
        block=wording.say("quote_block", n=wording.value(block)) if block is not None else None,
        href=wording.path(str(evidence)),
        mentions=tuple(
            wording.link(each) for each in facts.values(evidence, SCHEMA.mentions) if mentions
        ),
    )


def quotes(
    wording: Wording, evidence: Iterable[Identifier], *, mentions: bool = False
) -> tuple[Quote, ...]:
    """Several, in the order of the document."""
    ordered = sorted(evidence, key=lambda each: (block_of(wording, each), str(each)))
    found = (quote(wording, each, mentions=mentions) for each in ordered)
    return tuple(each for each in found if each is not None)


def block_of(wording: Wording, evidence: Identifier) -> int:
    """The block in which a quote stands; 0 when that is not told."""
    block = str(wording.facts.value(evidence, DG.blockNumber) or "")
    return int(block) if block.isdigit() else 0


def claim(wording: Wording, alignment: Identifier, *ends: URIRef) -> Claim:
    """An alignment as a page shows it.

    Args:
        wording: tells it.
        alignment: the claim.
        ends: the properties whose values are shown: what is aligned, with what, or both.
    """
    others = wording.facts.values(alignment, *ends)
    return _claim(
        wording,
        alignment,
        tuple(wording.link(each) for each in others),
        tuple(detail for each in others for detail in details(wording, each)),
    )


def statement(wording: Wording, resource: Identifier, *, subject: bool = False) -> Claim:
    """A statement as a page shows it: which property has which value.

    Args:
        wording: tells it.
        resource: the statement.
        subject: whether to say what it is about.
    """
    facts = wording.facts
    property_ = facts.value(resource, RDF.predicate)
    about = facts.values(resource, RDF.subject) if subject else []
    value = facts.value(resource, RDF.object)
    told = wording.property(URIRef(property_)) if property_ is not None else Markup()
    links = [wording.link(each) for each in about]
    return _claim(
        wording,
        resource,
        (*links, *((wording.link(value),) if value is not None else ())),
        (told,),
    )


def details(wording: Wording, resource: Identifier) -> list[Markup]:
    """What kind of thing a neighbour is, when it was, of which framework it is."""
    facts = wording.facts
    told = [wording.name(each) for each in facts.values(resource, DG.hasLevel, DCTERMS.type)]
    notation = facts.value(resource, SKOS.notation)
    if notation is not None and facts.value(resource, DG.hasLevel) is not None:
        told[:1] = [Markup("{} {}").format(told[0], notation)]
        told += [wording.name(each) for each in facts.values(resource, SKOS.inScheme)]
    when = wording.period(resource) or _issued(wording, resource)
    return [*told, *([when] if when else [])]


def _issued(wording: Wording, resource: Identifier) -> Markup | None:
    issued = wording.facts.value(resource, DCTERMS.issued)
    return wording.date(issued) if issued is not None else None


def _claim(
    wording: Wording, resource: Identifier, about: tuple[Link, ...], told: tuple[Markup, ...]
) -> Claim:
    facts = wording.facts
    basis = facts.value(resource, DG.hasBasis)
    rank = facts.value(resource, DG.hasRank)
    return Claim(
        about=about,
        details=told,
        basis=wording.name(basis) if basis is not None else None,
        is_stated=str(basis).endswith("/stated"),
        quotes=quotes(wording, facts.values(resource, DG.hasEvidence)),
        inferred=tuple(wording.link(each) for each in facts.values(resource, DG.inferredFrom)),
        notes=tuple(
            text
            for each in (DG.rationale, SKOS.editorialNote)
            for text in wording.texts(facts.values(resource, each))
        ),
        sources=tuple(wording.link(each) for each in facts.values(resource, DCTERMS.source)),
        href=wording.path(str(resource)),
        rank=wording.name(rank) if rank is not None else None,
        is_retained=str(rank).endswith("/preferred"),
    )
