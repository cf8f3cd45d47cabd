"""The namespaces, prefixes and terms that the code names; nothing else spells an IRI out."""

from __future__ import annotations

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, VOID, XSD, Namespace
from rdflib.namespace import FOAF, ORG

BASE = "https://w3id.org/dialograph/"
DG = Namespace(BASE + "ontology#")
OA = Namespace("http://www.w3.org/ns/oa#")
SCHEMA = Namespace("https://schema.org/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
AS = Namespace("https://www.w3.org/ns/activitystreams#")
LDES = Namespace("https://w3id.org/ldes#")
TREE = Namespace("https://w3id.org/tree#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SH = Namespace("http://www.w3.org/ns/shacl#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
EU_LANGUAGE = Namespace("http://publications.europa.eu/resource/authority/language/")
EU_FILE_TYPE = Namespace("http://publications.europa.eu/resource/authority/file-type/")
IANA_MEDIA_TYPE = Namespace("https://www.iana.org/assignments/media-types/")

EU_CODES = {"ar": "ARA", "en": "ENG", "es": "SPA", "fr": "FRA", "pt": "POR", "ru": "RUS"}
"""How the EU Publications Office calls the languages that our data names, by their tags."""

_TAGS = {str(EU_LANGUAGE[code]): tag for tag, code in EU_CODES.items()}


def language_tag(iri: str) -> str:
    """The tag of a language of that table (BCP 47); empty for one that it does not hold.

    Args:
        iri: the language.
    """
    return _TAGS.get(iri, "")


ONTOLOGY = BASE + "ontology"

BASES = ("stated", "reported", "inferred")
"""On what an alignment may rest, the strongest first: how the concepts of that scheme end."""

PREFIXES: dict[str, str] = {
    "dcat": str(DCAT),
    "dcterms": str(DCTERMS),
    "dg": str(DG),
    "foaf": str(FOAF),
    "lang": str(EU_LANGUAGE),
    "oa": str(OA),
    "org": str(ORG),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SCHEMA),
    "skos": str(SKOS),
    "void": str(VOID),
    "xsd": str(XSD),
}
"""The prefixes of vocabularies, as every file, page and error message of ours writes them."""

__all__ = [
    "AS",
    "BASE",
    "BASES",
    "DCAT",
    "DCTERMS",
    "DG",
    "EU_CODES",
    "EU_FILE_TYPE",
    "EU_LANGUAGE",
    "FOAF",
    "IANA_MEDIA_TYPE",
    "LDES",
    "OA",
    "ONTOLOGY",
    "ORG",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SD",
    "SH",
    "SKOS",
    "SPDX",
    "TREE",
    "VOID",
    "XSD",
    "language_tag",
]
