"""The dataset as a catalogue that data portals harvest: DCAT-AP 3."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rdflib import Graph, Literal, URIRef

from dialograph import formats
from dialograph.publish.description import DatasetDescription
from dialograph.publish.dumps import Dump, DumpName
from dialograph.publish.published import (
    Published,
    add_licence,
    add_publisher,
    add_texts,
    date_of,
    published,
)
from dialograph.vocab import (
    DCAT,
    DCTERMS,
    EU_FILE_TYPE,
    EU_LANGUAGE,
    FOAF,
    IANA_MEDIA_TYPE,
    RDF,
    SPDX,
    XSD,
)

_FILE_TYPES = {
    formats.TURTLE: EU_FILE_TYPE.RDF_TURTLE,
    formats.NTRIPLES: EU_FILE_TYPE.RDF_N_TRIPLES,
    formats.JSONLD: EU_FILE_TYPE.JSON_LD,
    formats.RDFXML: EU_FILE_TYPE.RDF_XML,
    formats.TRIG: EU_FILE_TYPE.RDF_TRIG,
    formats.NQUADS: EU_FILE_TYPE.RDF_N_QUADS,
}
_GZIP = IANA_MEDIA_TYPE["application/gzip"]

_TITLES = {"en": "The dialograph catalogue", "fr": "Le catalogue de dialograph"}
_Service = tuple[str, URIRef, Mapping[str, str], Mapping[str, str]]

# Where each answers, what its interface is, its title and what it does.
_SERVICES: tuple[_Service, ...] = (
    (
        "sparql",
        URIRef("https://www.w3.org/TR/sparql11-protocol/"),
        {"en": "SPARQL endpoint", "fr": "Point d’accès SPARQL"},
        {
            "en": "Answers SPARQL 1.1 queries over all graphs.",
            "fr": "Répond aux requêtes SPARQL 1.1 sur tous les graphes.",
        },
    ),
    (
        "reconcile",
        URIRef("https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/"),
        {"en": "Reconciliation service", "fr": "Service de réconciliation"},
        {
            "en": "Finds which resource a name in a table means, and what is known of it.",
            "fr": "Trouve à quelle ressource correspond un nom d’un tableau, et ce qu’on en sait.",
        },
    ),
)


def catalogue(dataset: DatasetDescription, dumps: Iterable[Dump] = ()) -> Graph:
    """Describe the dataset, its graphs, their files and the endpoint as DCAT-AP 3 does.

    What no graph states is left out: a catalogue has a publisher when the graphs name one, and
    only one.

    Args:
        dataset: what is served.
        dumps: the files that have been made so far: these have a size and a checksum.

    Returns:
        A graph without blank nodes.
    """
    return _Writer(dataset).write(dumps)


class _Writer:
    def __init__(self, dataset: DatasetDescription) -> None:
        self._dataset = dataset
        self._base = dataset.base_iri
        self._graph = Graph()
        self._catalogue = URIRef(f"{self._base}catalog")
        self._page = self._typed(URIRef(f"{self._base}download/"), FOAF.Document)

    def write(self, dumps: Iterable[Dump]) -> Graph:
        whole, parts = published(self._dataset, dumps)
        catalogue = self._typed(self._catalogue, DCAT.Catalog)
        add_texts(self._graph, catalogue, DCTERMS.title, _TITLES)
        add_texts(self._graph, catalogue, DCTERMS.description, whole.descriptions)
        self._add(catalogue, FOAF.homepage, self._typed(URIRef(self._base), FOAF.Document))
        for code in ("ENG", "FRA"):
            language = self._typed(EU_LANGUAGE[code], DCTERMS.LinguisticSystem)
            self._add(catalogue, DCTERMS.language, language)
        self._add_terms(catalogue, whole)
        self._add_publisher(catalogue, whole)
        for each in (whole, *parts):
            self._add(catalogue, DCAT.dataset, each.iri)
            self._add_dataset(each)
        for each in parts:
            self._add(whole.iri, DCTERMS.hasPart, each.iri)
        for service in _SERVICES:
            self._add(catalogue, DCAT.service, self._add_service(service, whole, parts))
        return self._graph

    def _add_dataset(self, told: Published) -> None:
        node = self._typed(told.iri, DCAT.Dataset)
        add_texts(self._graph, node, DCTERMS.title, told.titles)
        add_texts(self._graph, node, DCTERMS.description, told.descriptions)
        self._add(node, DCTERMS.identifier, Literal(str(told.iri), datatype=XSD.anyURI))
        self._add(node, DCAT.landingPage, self._page)
        if told.version:
            self._add(node, DCAT.version, Literal(told.version))
        self._add_modified(node, told)
        self._add_publisher(node, told)
        for name in told.files:
            self._add(node, DCAT.distribution, self._add_distribution(told, name))

    def _add_distribution(self, told: Published, name: DumpName) -> URIRef:
        node = self._typed(URIRef(f"{self._catalogue}#file-{name}"), DCAT.Distribution)
        title = f"{name.format.label}, gzip" if name.compressed else name.format.label
        self._add(node, DCTERMS.title, Literal(title))
        self._add(node, DCAT.accessURL, self._page)
        self._add(node, DCAT.downloadURL, URIRef(f"{self._base}download/{name}"))
        media_type = self._typed(IANA_MEDIA_TYPE[name.format.media_type], DCTERMS.MediaType)
        self._add(node, DCAT.mediaType, media_type)
        file_type = self._typed(_FILE_TYPES[name.format], DCTERMS.MediaTypeOrExtent)
        self._add(node, DCTERMS.format, file_type)
        if name.compressed:
            self._add(node, DCAT.compressFormat, self._typed(_GZIP, DCTERMS.MediaType))
        self._add_terms(node, told)
        made = told.made.get(str(name))
        if made is not None:
            size = Literal(made.size, datatype=XSD.nonNegativeInteger)
            self._add(node, DCAT.byteSize, size)
            checksum = URIRef(f"{self._catalogue}#sha256-{name}")
            self._add(node, SPDX.checksum, self._typed(checksum, SPDX.Checksum))
            algorithm = self._typed(SPDX.checksumAlgorithm_sha256, SPDX.ChecksumAlgorithm)
            self._add(checksum, SPDX.algorithm, algorithm)
            digest = Literal(made.sha256, datatype=XSD.hexBinary, normalize=False)
            self._add(checksum, SPDX.checksumValue, digest)
        return node

    def _add_service(
        self, service: _Service, whole: Published, parts: tuple[Published, ...]
    ) -> URIRef:
        path, interface, titles, texts = service
        endpoint = URIRef(f"{self._base}{path}")
        # The SPARQL endpoint is the same thing as the service description speaks of.
        node = self._typed(URIRef(f"{endpoint}#service"), DCAT.DataService)
        add_texts(self._graph, node, DCTERMS.title, titles)
        add_texts(self._graph, node, DCTERMS.description, texts)
        self._add(node, DCAT.endpointURL, endpoint)
        self._add(node, DCAT.endpointDescription, endpoint)
        self._add(node, DCTERMS.conformsTo, self._typed(interface, DCTERMS.Standard))
        for each in (whole, *parts):
            self._add(node, DCAT.servesDataset, each.iri)
        self._add_publisher(node, whole)
        return node

    def _add_terms(self, node: URIRef, told: Published) -> None:
        """The date, and the licence where there is one alone: DCAT-AP allows no second."""
        self._add_modified(node, told)
        if len(told.licences) == 1:
            licence = add_licence(self._graph, self._base, told.licences[0])
            self._add(node, DCTERMS.license, licence)

    def _add_modified(self, node: URIRef, told: Published) -> None:
        modified = date_of(told.modified)
        if modified is not None:
            self._add(node, DCTERMS.modified, modified)

    def _add_publisher(self, node: URIRef, told: Published) -> None:
        if told.publisher:
            publisher = add_publisher(self._graph, self._base, told.publisher)
            self._add(node, DCTERMS.publisher, publisher)

    def _typed(self, node: URIRef, kind: URIRef) -> URIRef:
        self._add(node, RDF.type, kind)
        return node

    def _add(self, subject: URIRef, predicate: URIRef, value: URIRef | Literal) -> None:
        self._graph.add((subject, predicate, value))
