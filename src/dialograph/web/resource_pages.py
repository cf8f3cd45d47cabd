"""What a page about one resource shows: all that is known of it, in the reader's language."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup
from rdflib import URIRef
from rdflib.term import Identifier

from dialograph.formats import JSONLD, NTRIPLES, RDFXML, TURTLE
from dialograph.languages import LANGUAGES
from dialograph.publish.description import DatasetDescription, GraphDescription
from dialograph.publish.facts import Facts
from dialograph.publish.resources import Description
from dialograph.publish.schema_org import schema_org
from dialograph.vocab import DCTERMS, DG, RDF, SCHEMA, SKOS
from dialograph.web.citing import Citation, cite
from dialograph.web.claims import Claim, Quote, quotes, statement
from dialograph.web.pages import Words
from dialograph.web.resource_facts import ELSEWHERE, KEY, MATCHES, PROSE, WHERE
from dialograph.web.sections import Section, sections
from dialograph.web.unknowns import unknowns
from dialograph.web.wording import Link, Wording

FORMATS = (TURTLE, JSONLD, NTRIPLES, RDFXML)
"""How a description can be had."""


@dataclass(frozen=True)
class Fact:
    """A property with its values.

    Args:
        name: what it is called.
        values: each with where it leads.
    """

    name: Markup
    values: tuple[Link, ...]


@dataclass(frozen=True)
class Title:
    """How a resource is called in one language.

    Args:
        text: its name, marked when it is in another language.
        note: whether that is its official title or our wording; None when neither is told.
    """

    text: Markup
    note: Markup | None


@dataclass(frozen=True)
class ResourcePage:
    """All that a page shows; see ``resource.html``."""

    iri: str
    kind: Markup
    title: Title
    other_title: str
    plain_title: str
    key: tuple[Fact, ...]
    more: tuple[Fact, ...]
    prose: tuple[Markup, ...]
    evidence: tuple[Quote, ...]
    is_quote: bool
    sections: tuple[Section, ...]
    where: tuple[Fact, ...]
    matches: tuple[Fact, ...]
    inferred: tuple[Link, ...]
    conflicts: tuple[Claim, ...]
    notes: tuple[Markup, ...]
    sources: tuple[Link, ...]
    unknowns: tuple[Markup, ...]
    permalink: str
    citation: Citation
    graphs: tuple[GraphDescription, ...]
    query: str
    report: str
    embedded: Markup


class Places(NamedTuple):
    """Where a page stands.

    Args:
        page: its address on the web.
        permanent: the IRI of the resource, in the version of the page where versions are kept.
    """

    page: str
    permanent: str


def resource_page(
    description: Description,
    words: Words,
    id_bases: tuple[str, ...],
    dataset: DatasetDescription,
    places: Places,
) -> tuple[ResourcePage, Wording]:
    """Put a page together.

    Args:
        description: what is known of the resource.
        words: the language and the version of the page.
        id_bases: what the IRIs of our resources begin with.
        dataset: that version.
        places: where it stands.

    Returns:
        What it shows, and who tells it.
    """
    root = description.iri
    wording = Wording(Facts(description.statements), words, id_bases, description.names)
    facts = wording.facts
    labels = facts.labels(root)
    other = next(each for each in LANGUAGES if each != words.language)
    title = labels.get(words.language) or next(iter(labels.values()), wording.short(str(root)))
    other_title = labels.get(other, "")
    pointed = {each.property for each in description.incoming}
    shortcut = {DG.contributesTo} if DG.aligns in pointed else set()
    evidence = [root] if wording.kind(root) == "evidence" else facts.values(root, DG.hasEvidence)
    query = f"SELECT ?property ?value WHERE {{\n  {root.n3()} ?property ?value\n}}"
    shown = ResourcePage(
        iri=str(root),
        kind=_kind(wording, root),
        title=_title(wording, root),
        other_title=other_title if words.language in labels and other_title != title else "",
        plain_title=title,
        key=tuple(_key(wording, root)),
        more=tuple(
            _fact(wording, root, each)
            for each in facts.about(root)
            if each not in ELSEWHERE and each not in KEY and each not in shortcut
        ),
        prose=tuple(text for each in PROSE for text in wording.texts(facts.values(root, each))),
        evidence=quotes(wording, evidence),
        is_quote=evidence == [root],
        sections=tuple(sections(description, wording)),
        where=tuple(_fact(wording, root, each) for each in WHERE if facts.values(root, each))
        + tuple(_files(wording, root)),
        matches=tuple(_fact(wording, root, each) for each in MATCHES if facts.values(root, each)),
        inferred=tuple(wording.link(each) for each in facts.values(root, DG.inferredFrom)),
        conflicts=tuple(statement(wording, each) for each in facts.values(root, DG.conflictsWith)),
        notes=tuple(wording.texts(facts.values(root, SKOS.editorialNote))),
        sources=tuple(wording.link(each) for each in facts.values(root, DCTERMS.source)),
        unknowns=tuple(unknowns(description, wording)),
        permalink=places.permanent,
        citation=cite(
            places.permanent,
            title,
            dataset,
            (
                str(wording.say("cite_medium")),
                str(wording.say("cite_version", version=dataset.version)),
            ),
        ),
        graphs=tuple(each for each in dataset.graphs if each.iri in description.graphs),
        query=words.address("/sparql", query=query),
        report=words.address("/report", dialogue=str(root).rpartition("/")[2])
        if wording.kind(root) == "dialogue" and DG.belongsToDialogue in pointed
        else "",
        embedded=_embedded(description, words.language, places.page),
    )
    return shown, wording


def _kind(wording: Wording, root: URIRef) -> Markup:
    kind = wording.kind(root)
    types = wording.facts.values(root, RDF.type)
    if DG.Meeting in types:
        kind = "meeting"
    elif not wording.knows(f"kind_{kind}"):
        kind = "concept" if SKOS.Concept in types else "other"
    return wording.say(f"kind_{kind}")


def _title(wording: Wording, root: URIRef) -> Title:
    labels = wording.facts.labels(root)
    official = wording.facts.texts(root, DG.officialTitle)
    ours = wording.facts.texts(root, DG.editorialTitle)
    language = wording.language
    text = labels.get(language)
    note = None
    if text and text == official.get(language):
        note = wording.say("title_official")
    elif text and text == ours.get(language):
        note = wording.say("title_ours")
    return Title(wording.name(root), note)


def _key(wording: Wording, root: URIRef) -> list[Fact]:
    period = wording.period(root)
    found = [Fact(wording.say("p_date"), (Link(period),))] if period else []
    found += [_fact(wording, root, each) for each in KEY if wording.facts.values(root, each)]
    return [each for each in found if each.values]


def _fact(wording: Wording, root: URIRef, property_: URIRef) -> Fact:
    values = wording.facts.values(root, property_)
    name = wording.property(property_)
    own = f"p_{wording.key(property_)}_{wording.kind(root)}"
    if wording.knows(own):
        name = wording.say(own)
    if property_ == RDF.predicate:
        return Fact(name, tuple(Link(wording.property(URIRef(each))) for each in values))
    if property_ == DG.statedCount:
        qualifiers = [wording.name(q) for q in wording.facts.values(root, DG.hasCountQualifier)]
        told = [
            Markup("{} ({})").format(wording.value(v), Markup(", ").join(qualifiers))
            if qualifiers
            else wording.value(v)
            for v in values
        ]
        return Fact(name, tuple(Link(each) for each in told))
    texts = [each for each in values if not isinstance(each, URIRef)]
    tagged = [each for each in texts if getattr(each, "language", None)]
    links = [wording.link(each) for each in values if each not in tagged]
    if property_ in {DCTERMS.type, SCHEMA.location}:
        links = [
            _placed(wording, each) if property_ == SCHEMA.location else wording.link(each)
            for each in values
        ]
    return Fact(name, (*links, *(Link(text) for text in wording.texts(tagged))))


def _placed(wording: Wording, place: Identifier) -> Link:
    """A place with what it lies in."""
    link = wording.link(place)
    within = wording.facts.value(place, SCHEMA.containedInPlace)
    if within is None or wording.kind(within) != "country":
        return link
    return Link(Markup("{}, {}").format(link.text, wording.name(within)), link.href, link.outside)


def _files(wording: Wording, root: URIRef) -> list[Fact]:
    names = wording.facts.values(root, DG.fileName)
    if not names:
        return []
    return [Fact(wording.property(DG.fileName), tuple(Link(wording.value(each)) for each in names))]


def _embedded(description: Description, language: str, address: str) -> Markup:
    """The description for search engines; what would end the element is written otherwise."""
    text = json.dumps(schema_org(description, language, address), ensure_ascii=False, indent=1)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704 - nothing in it can be markup
