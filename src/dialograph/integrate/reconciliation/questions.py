"""What is asked of the graph to make the index."""

from __future__ import annotations

from dialograph.publish.search import TEXTS_MAX
from dialograph.vocab import DCTERMS, DG, OWL, RDF, RDFS, SCHEMA, SKOS

CODES = (DG.iso3166Alpha2, DG.iso3166Alpha3, DG.m49Code, SKOS.exactMatch, DCTERMS.identifier)
"""What stands for a resource and nothing else."""

DATES = (SCHEMA.startDate, DCTERMS.issued, SCHEMA.foundingDate)
"""When something was, the first that is known."""

PROPERTIES_MAX = 200
"""So many properties are looked at, those that are used most."""

NAMES = f"""
SELECT ?entity ?property ?value WHERE {{
  VALUES ?property {{
    <{SKOS.prefLabel}> <{SKOS.altLabel}> <{SCHEMA.alternateName}> <{DG.shortLabel}>
    <{DG.officialTitle}> <{DG.editorialTitle}>
  }}
  ?entity ?property ?value FILTER (isLiteral(?value))
}} ORDER BY STR(?entity) ?property ?value LIMIT {TEXTS_MAX}"""

FACTS = f"""
SELECT ?entity ?property ?value WHERE {{
  VALUES ?property {{
    <{DCTERMS.description}> <{SKOS.definition}> <{SKOS.notation}> <{SCHEMA.containedInPlace}>
    <{SKOS.inScheme}> {" ".join(f"<{each}>" for each in (*CODES, *DATES))}
  }}
  ?entity ?property ?value
}} ORDER BY STR(?entity) ?property ?value LIMIT {4 * TEXTS_MAX}"""

TYPES = f"""
SELECT ?entity ?value WHERE {{
  {{ ?entity a ?value }}
  UNION {{ ?entity <{DG.hasLevel}> ?value }}
  UNION {{ ?entity <{SKOS.inScheme}> ?value FILTER NOT EXISTS {{ ?value a <{DG.Framework}> }} }}
  FILTER (isIRI(?value))
}} ORDER BY STR(?entity) ?value LIMIT {4 * TEXTS_MAX}"""

CLASSES = f"""
SELECT ?entity ?property ?value WHERE {{
  {{ ?entity a <{OWL.Class}> }} UNION {{ ?entity a <{OWL.ObjectProperty}> }}
  UNION {{ ?entity a <{OWL.DatatypeProperty}> }}
  VALUES ?property {{ <{RDFS.label}> <{SKOS.definition}> <{RDFS.subClassOf}> <{RDF.type}> }}
  ?entity ?property ?value FILTER (!isBlank(?value))
}} ORDER BY STR(?entity) ?property ?value LIMIT {TEXTS_MAX}"""

USED = f"""
SELECT ?property (COUNT(*) AS ?n) WHERE {{ ?entity ?property ?value }}
GROUP BY ?property ORDER BY DESC(?n) LIMIT {PROPERTIES_MAX}"""
