"""The JSON-LD context: plain words for the terms of our data (JSON-LD 1.1, section 4.1)."""

from __future__ import annotations

from typing import Any

from rdflib import URIRef

from dialograph.vocab import (
    DCAT,
    DCTERMS,
    DG,
    FOAF,
    OA,
    ORG,
    PREFIXES,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
)

PATH = "context.jsonld"
"""Where the context stands, below the base IRI."""

TEXTS: dict[URIRef, str] = {
    SKOS.prefLabel: "label",
    SKOS.altLabel: "otherLabel",
    SCHEMA.alternateName: "alternateName",
    DCTERMS.title: "title",
    DCTERMS.description: "description",
    SKOS.definition: "definition",
    SKOS.note: "note",
    SKOS.editorialNote: "editorialNote",
    SKOS.scopeNote: "scopeNote",
    SKOS.example: "example",
    SCHEMA.areaServed: "areaServed",
    RDFS.label: "termLabel",
    **{
        DG[name]: name
        for name in (
            "officialTitle",
            "editorialTitle",
            "shortLabel",
            "representation",
            "finding",
            "secretariatName",
            "rationale",
        )
    },
}
"""Properties whose values are texts: ``{"en": …, "fr": …}``."""

DATES: dict[URIRef, str] = {
    SCHEMA.startDate: "startDate",
    SCHEMA.endDate: "endDate",
    SCHEMA.foundingDate: "foundingDate",
    DCTERMS.issued: "issued",
    DCTERMS.date: "statedOn",
    DCTERMS.modified: "modified",
}
"""Properties whose values are dates: a whole day is a string, less than that says its type."""

ADDRESSES: dict[URIRef, str] = {
    DCTERMS.source: "source",
    DCTERMS.license: "license",
    DCTERMS.language: "language",
    FOAF.homepage: "homepage",
    FOAF.page: "page",
    DCAT.downloadURL: "downloadURL",
    SKOS.exactMatch: "exactMatch",
    SKOS.closeMatch: "closeMatch",
    RDFS.isDefinedBy: "isDefinedBy",
    RDFS.seeAlso: "seeAlso",
    RDF.predicate: "statedProperty",
    DG.inferredFrom: "inferredFrom",
}
"""Properties whose values are mostly names of things elsewhere: their IRIs are strings."""

LINKS: dict[URIRef, str] = {
    DCTERMS.type: "category",
    DCTERMS.subject: "theme",
    DCTERMS.spatial: "coverage",
    DCTERMS.publisher: "publisher",
    DCTERMS.creator: "creator",
    DCTERMS.isPartOf: "isPartOf",
    DCTERMS.isReplacedBy: "isReplacedBy",
    DCTERMS.identifier: "identifier",
    SCHEMA.location: "location",
    SCHEMA.locationCreated: "locationCreated",
    SCHEMA.containedInPlace: "containedInPlace",
    SCHEMA.foundingLocation: "foundingLocation",
    SCHEMA.about: "about",
    SCHEMA.mentions: "mentions",
    SCHEMA.maintainer: "maintainer",
    SKOS.notation: "notation",
    SKOS.broader: "broader",
    SKOS.inScheme: "inScheme",
    SKOS.topConceptOf: "topConceptOf",
    SKOS.hasTopConcept: "hasTopConcept",
    SKOS.relatedMatch: "relatedMatch",
    ORG.member: "member",
    ORG.organization: "organization",
    ORG.role: "role",
    ORG.subOrganizationOf: "subOrganizationOf",
    OA.exact: "quote",
    OA.prefix: "textBefore",
    OA.suffix: "textAfter",
    OA.hasSelector: "selector",
    OA.hasSource: "sourceDocument",
    RDF.subject: "statedSubject",
    RDF.object: "statedValue",
}
"""Other properties of vocabularies that are not ours."""

REVERSED: dict[URIRef, str] = {
    DG.aligns: "alignments",
    DG.alignsWith: "alignedWorks",
    DG.hasEvidence: "evidenceFor",
    RDF.subject: "statements",
    DG.takesPartIn: "participants",
    DG.hasPartner: "participations",
    ORG.organization: "members",
    ORG.member: "memberships",
    DG.documentsActivity: "documents",
    DG.belongsToDialogue: "belongings",
    DG.follows: "followedBy",
    DG.contributesTo: "contributions",
    SKOS.inScheme: "concepts",
    SKOS.broader: "narrower",
    SCHEMA.about: "aboutThis",
    SCHEMA.location: "hosted",
    SCHEMA.containedInPlace: "contains",
    OA.hasSource: "quotes",
    SCHEMA.mentions: "mentionedIn",
}
"""Properties read backwards: what points to a resource, the most telling first."""

CLASSES: dict[URIRef, str] = {
    SKOS.Concept: "Concept",
    SKOS.ConceptScheme: "ConceptScheme",
    SCHEMA.Place: "Place",
    ORG.Membership: "Membership",
    OA.SpecificResource: "SpecificResource",
    OA.TextQuoteSelector: "TextQuoteSelector",
    FOAF.Document: "WebDocument",
    DCAT.Dataset: "Dataset",
}
"""Classes of vocabularies that are not ours."""

DATATYPES: dict[URIRef, str] = {
    XSD[name]: name for name in ("date", "gYear", "gYearMonth", "dateTime", "anyURI", "decimal")
}
"""How a literal says what it is."""

WORDS: dict[URIRef, str] = {**TEXTS, **DATES, **ADDRESSES, **LINKS}
"""Every property that has a word; those of our ontology go by their own names."""


def context() -> dict[str, Any]:
    """The context as a document: what every word stands for.

    Words that are not listed are terms of our ontology.
    """
    return {
        "@context": {
            "@version": 1.1,
            "@vocab": str(DG),
            **{name: space for name, space in PREFIXES.items() if name not in WORDS.values()},
            "id": "@id",
            "type": "@type",
            "value": "@value",
            **{word: str(iri) for iri, word in (*CLASSES.items(), *DATATYPES.items())},
            **{word: {"@id": str(iri), "@container": "@language"} for iri, word in TEXTS.items()},
            **{word: {"@id": str(iri), "@type": str(XSD.date)} for iri, word in DATES.items()},
            **{word: {"@id": str(iri), "@type": "@id"} for iri, word in ADDRESSES.items()},
            **{word: str(iri) for iri, word in LINKS.items()},
            **{word: {"@reverse": str(iri)} for iri, word in REVERSED.items()},
        }
    }
