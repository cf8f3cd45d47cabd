"""A resource in the words of schema.org, for search engines."""

from __future__ import annotations

from typing import Any

from rdflib import Literal, URIRef
from rdflib.term import Identifier

from dialograph.publish.facts import Facts
from dialograph.publish.resources import Description
from dialograph.vocab import DCTERMS, DG, FOAF, OA, ORG, RDF, SCHEMA, SKOS

_TYPES: dict[URIRef, str] = {
    DG.Meeting: "Event",
    DG.Activity: "Event",
    DG.Document: "CreativeWork",
    DG.Country: "Country",
    DG.Dialogue: "Organization",
    DG.Organisation: "Organization",
    DG.Project: "Project",
    DG.Partner: "Organization",
    DG.Framework: "DefinedTermSet",
    DG.Objective: "DefinedTerm",
    DG.Evidence: "Quotation",
    SCHEMA.Place: "Place",
    SKOS.Concept: "DefinedTerm",
    SKOS.ConceptScheme: "DefinedTermSet",
}
_MODES = {
    "online": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
    "in-person": "OfflineEventAttendanceMode",
}
_STATUSES = {
    "held": "EventScheduled",
    "announced": "EventScheduled",
    "postponed": "EventPostponed",
}


def schema_org(description: Description, language: str, page: str) -> dict[str, Any]:
    """Describe a resource with the types and properties that search engines know.

    Args:
        description: what is known of it.
        language: which texts to take where there are several.
        page: the address of the page about it.
    """
    facts, root = Facts(description.statements), description.iri
    types = facts.values(root, RDF.type)
    kind = next((name for each, name in _TYPES.items() if each in types), "Thing")
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": str(root),
        "url": page,
        "name": _text(facts.labels(root), language),
        "alternateName": [str(each) for each in facts.values(root, SCHEMA.alternateName)],
        "description": _text(facts.texts(root, DCTERMS.description, SKOS.definition), language),
        "sameAs": _addresses(facts.values(root, SKOS.exactMatch, FOAF.homepage)),
    }
    make = _MORE.get(kind)
    if make is not None:
        told |= make(facts, root, language)
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}


def _event(facts: Facts, root: URIRef, language: str) -> dict[str, Any]:
    partners = [
        value
        for each in facts.subjects(DG.takesPartIn, root)
        for value in facts.values(each, DG.hasPartner)
    ]
    mode, status = (
        str(facts.value(root, each)).rpartition("/")[2]
        for each in (DG.hasAttendanceMode, DG.hasStatus)
    )
    dialogue = facts.value(root, DG.belongsToDialogue)
    return {
        "startDate": _plain(facts.value(root, SCHEMA.startDate)),
        "endDate": _plain(facts.value(root, SCHEMA.endDate)),
        "location": [
            _node("Place", facts, each, language) for each in facts.values(root, SCHEMA.location)
        ],
        "organizer": _node("Organization", facts, dialogue, language) if dialogue else None,
        "contributor": [
            _node("Organization", facts, each, language) for each in dict.fromkeys(partners)
        ],
        "eventAttendanceMode": f"https://schema.org/{_MODES[mode]}" if mode in _MODES else None,
        "eventStatus": f"https://schema.org/{_STATUSES[status]}" if status in _STATUSES else None,
    }


def _work(facts: Facts, root: URIRef, language: str) -> dict[str, Any]:
    return {
        "datePublished": _plain(facts.value(root, DCTERMS.issued)),
        "inLanguage": [
            {"ENG": "en", "FRA": "fr"}.get(code, code)
            for each in facts.values(root, DCTERMS.language)
            if (code := str(each).rpartition("/")[2])
        ],
        "publisher": [
            _node("Organization", facts, each, language)
            for each in facts.values(root, DCTERMS.publisher)
        ],
        "author": [
            _node("Organization", facts, each, language)
            for each in facts.values(root, DCTERMS.creator)
        ],
        "about": [
            _node("DefinedTerm", facts, each, language)
            for each in facts.values(root, DCTERMS.subject)
        ],
    }


def _term(facts: Facts, root: URIRef, language: str) -> dict[str, Any]:
    scheme = facts.value(root, SKOS.inScheme)
    return {
        "termCode": _plain(facts.value(root, SKOS.notation)),
        "inDefinedTermSet": _node("DefinedTermSet", facts, scheme, language) if scheme else None,
    }


def _quotation(facts: Facts, root: URIRef, language: str) -> dict[str, Any]:
    selector, source = facts.value(root, OA.hasSelector), facts.value(root, OA.hasSource)
    return {
        "text": _plain(facts.value(selector, OA.exact)) if selector else None,
        "isPartOf": _node("CreativeWork", facts, source, language) if source else None,
    }


def _organization(facts: Facts, root: URIRef, language: str) -> dict[str, Any]:
    members = [
        value
        for each in facts.subjects(ORG.organization, root)
        for value in facts.values(each, ORG.member)
    ]
    place = facts.value(root, SCHEMA.foundingLocation)
    return {
        "foundingDate": _plain(facts.value(root, SCHEMA.foundingDate)),
        "foundingLocation": _node("Place", facts, place, language) if place else None,
        "member": [_node("Organization", facts, each, language) for each in dict.fromkeys(members)],
    }


def _place(facts: Facts, root: URIRef, language: str) -> dict[str, Any]:
    within = facts.value(root, SCHEMA.containedInPlace)
    return {"containedInPlace": _node("Place", facts, within, language) if within else None}


_MORE = {
    "Event": _event,
    "CreativeWork": _work,
    "DefinedTerm": _term,
    "Quotation": _quotation,
    "Organization": _organization,
    "Place": _place,
    "Country": _place,
}


def _node(kind: str, facts: Facts, resource: Identifier, language: str) -> dict[str, str]:
    found = {"@type": kind, "name": _text(facts.labels(resource), language) or str(resource)}
    return found if isinstance(resource, Literal) else {"@id": str(resource), **found}


def _text(texts: dict[str, str], language: str) -> str | None:
    return texts.get(language) or next(iter(texts.values()), None)


def _plain(value: Identifier | None) -> str | None:
    return None if value is None else str(value)


def _addresses(values: list[Identifier]) -> list[str]:
    return [str(each) for each in values if str(each).startswith(("http://", "https://"))]
