"""Which facts about a resource stand where on its page."""

from __future__ import annotations

from dialograph.vocab import DCAT, DCTERMS, DG, FOAF, OA, ORG, RDF, RDFS, SCHEMA, SKOS

KEY = (
    DCTERMS.type,
    DG.hasStatus,
    DCTERMS.issued,
    SCHEMA.foundingDate,
    SCHEMA.foundingLocation,
    SCHEMA.location,
    SCHEMA.locationCreated,
    SCHEMA.containedInPlace,
    DG.hasAttendanceMode,
    DG.belongsToDialogue,
    DCTERMS.isPartOf,
    DG.follows,
    DCTERMS.isReplacedBy,
    DG.statedCount,
    DG.representation,
    DCTERMS.publisher,
    DCTERMS.creator,
    DCTERMS.language,
    DG.documentsActivity,
    DG.hasLevel,
    SKOS.notation,
    SKOS.inScheme,
    SKOS.broader,
    DG.takesPartIn,
    DG.hasPartner,
    DG.hasRole,
    ORG.member,
    ORG.role,
    ORG.organization,
    DG.aligns,
    DG.alignsWith,
    RDF.subject,
    RDF.predicate,
    RDF.object,
    DG.hasBasis,
    DG.hasRank,
    OA.hasSource,
    DG.blockNumber,
    SCHEMA.mentions,
    SCHEMA.about,
    DCTERMS.date,
    DCTERMS.identifier,
    DCTERMS.subject,
    DCTERMS.spatial,
    DG.usesMethod,
    DG.usesDataOf,
    DG.isSetOutIn,
    DG.secretariatName,
    SCHEMA.areaServed,
    SCHEMA.alternateName,
    SKOS.altLabel,
    FOAF.homepage,
    DG.hasConfidence,
)
"""The facts that stand in a row, in this order."""

PROSE = (DCTERMS.description, SKOS.definition, SKOS.scopeNote, DG.finding, DG.rationale, SKOS.note)
"""Texts to be read."""

WHERE = (FOAF.page, DCAT.downloadURL)
"""Where the thing itself is."""

MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.relatedMatch)
"""The same, or nearly, elsewhere."""

ELSEWHERE = {
    *PROSE,
    *WHERE,
    *MATCHES,
    RDF.type,
    RDFS.label,
    SKOS.prefLabel,
    SKOS.editorialNote,
    SCHEMA.startDate,
    SCHEMA.endDate,
    DCTERMS.source,
    DG.officialTitle,
    DG.editorialTitle,
    DG.fileName,
    DG.hasCountQualifier,
    DG.hasEvidence,
    DG.conflictsWith,
    DG.inferredFrom,
    OA.hasSelector,
    SKOS.topConceptOf,
    SKOS.hasTopConcept,
}
"""Told in other places of the page."""
