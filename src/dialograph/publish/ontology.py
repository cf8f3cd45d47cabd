"""The ontology as a document: what its graph says of each term, put together for a reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from dialograph.vocab import DCTERMS, DG, ONTOLOGY, OWL, RDF, RDFS, SKOS

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Texts = Mapping[str, str]
"""A text by language."""

GRAPH = f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  GRAPH ?graph {{ <{ONTOLOGY}> a <{OWL.Ontology}> . ?s ?p ?o }}
}}"""
"""The query for the graph, or the graphs, that hold the ontology."""

_VANN_PREFIX = "http://purl.org/vocab/vann/preferredNamespacePrefix"
_MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
_TRAITS = (OWL.FunctionalProperty, OWL.SymmetricProperty, OWL.IrreflexiveProperty)


@dataclass(frozen=True)
class Entry:
    """A term, a scheme or a concept.

    Args:
        iri: its IRI.
        labels: what it is called.
        definitions: what it means.
        examples: one use of it.
        notes: how far it reaches.
        others: other names, each with its language.
        notation: its notation, if it has one.
        parents: what it is a subclass, a subproperty or a narrower concept of.
        matches: terms elsewhere that come near it, each after the relation.
        domain: the classes of what has the property.
        range: the classes or the datatype of its values.
        scheme: the scheme that the values come from.
        traits: ``functional symmetric irreflexive``, as the case may be.
        key: the properties that tell its instances apart.
    """

    iri: str
    labels: Texts
    definitions: Texts
    examples: Texts
    notes: Texts
    others: Sequence[tuple[str, str]]
    notation: str
    parents: Sequence[str]
    matches: Sequence[tuple[str, str]]
    domain: Sequence[str]
    range: Sequence[str]
    scheme: str
    traits: Sequence[str]
    key: Sequence[str]

    @property
    def name(self) -> str:
        """The end of the IRI, which is the anchor of a term of ours."""
        return self.iri.rpartition("#")[2].rpartition("/")[2]


@dataclass(frozen=True)
class Ontology:
    """All of it.

    Args:
        about: the ontology itself.
        titles: its title.
        descriptions: what it describes.
        changes: what each version changed, the latest first, by language.
        version: its version.
        version_iri: the IRI of this version.
        prior: the IRI of the version before, if there is one.
        modified: when it last changed.
        licence: its licence.
        prefix: the prefix it is known by.
        classes: its classes, and
        properties: its properties, both by name.
        schemes: its concept schemes by name, each with its concepts in the order of the scheme.
    """

    about: Entry
    titles: Texts
    descriptions: Texts
    changes: Mapping[str, Sequence[str]]
    version: str
    version_iri: str
    prior: str
    modified: str
    licence: str
    prefix: str
    classes: Sequence[Entry]
    properties: Sequence[Entry]
    schemes: Sequence[tuple[Entry, Sequence[Entry]]]

    def terms(self) -> Iterable[Entry]:
        """The classes, then the properties."""
        yield from self.classes
        yield from self.properties


def read_ontology(ntriples: bytes) -> Ontology | None:
    """Put the ontology together.

    Args:
        ntriples: its graph, as :data:`GRAPH` gives it.

    Returns:
        The ontology; None when there is none in the graph.
    """
    facts = _Facts(ntriples)
    if str(OWL.Ontology) not in facts.iris(ONTOLOGY, RDF.type):
        return None
    return Ontology(
        about=facts.entry(ONTOLOGY),
        titles=facts.texts(ONTOLOGY, DCTERMS.title),
        descriptions=facts.texts(ONTOLOGY, DCTERMS.description),
        changes=facts.notes(ONTOLOGY, SKOS.changeNote),
        version=facts.one(ONTOLOGY, OWL.versionInfo),
        version_iri=facts.one(ONTOLOGY, OWL.versionIRI),
        prior=facts.one(ONTOLOGY, OWL.priorVersion),
        modified=facts.one(ONTOLOGY, DCTERMS.modified),
        licence=facts.one(ONTOLOGY, DCTERMS.license),
        prefix=facts.one(ONTOLOGY, _VANN_PREFIX),
        classes=facts.ours(OWL.Class),
        properties=sorted(
            (*facts.ours(OWL.ObjectProperty), *facts.ours(OWL.DatatypeProperty)),
            key=lambda each: each.name.casefold(),
        ),
        schemes=facts.schemes(),
    )


class _Facts:
    """The statements by subject and predicate."""

    def __init__(self, ntriples: bytes) -> None:
        self._values: defaultdict[tuple[str, str], list[Term]] = defaultdict(list)
        self._typed: defaultdict[str, list[str]] = defaultdict(list)
        for quad in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES):
            subject = _key(quad.subject)
            self._values[subject, quad.predicate.value].append(quad.object)
            if quad.predicate.value == str(RDF.type):
                self._typed[_key(quad.object)].append(subject)

    def texts(self, subject: str, predicate: str) -> Texts:
        """The text in each language; of several the first in alphabetical order."""
        values = [each for each in self._of(subject, predicate) if isinstance(each, ox.Literal)]
        return {each.language or "": each.value for each in sorted(values, key=str, reverse=True)}

    def notes(self, subject: str, predicate: str) -> Mapping[str, Sequence[str]]:
        """All texts in each language, in reverse order."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for each in self._of(subject, predicate):
            if isinstance(each, ox.Literal):
                found[each.language or ""].append(each.value)
        return {language: sorted(texts, reverse=True) for language, texts in found.items()}

    def one(self, subject: str, predicate: str) -> str:
        """One value, or nothing."""
        return min((_key(each) for each in self._of(subject, predicate)), default="")

    def iris(self, subject: str, predicate: str) -> list[str]:
        """The IRIs, those that a union lists among them; restrictions are left to the RDF."""
        found: list[str] = []
        for each in self._of(subject, predicate):
            if isinstance(each, ox.NamedNode):
                found.append(each.value)
            else:
                for union in self._of(_key(each), OWL.unionOf):
                    found += self._list(_key(union))
        return sorted(found)

    def entry(self, iri: str) -> Entry:
        """What is said of a term."""
        alternatives = self._of(iri, SKOS.altLabel)
        kinds = set(self.iris(iri, RDF.type))
        return Entry(
            iri=iri,
            labels=self.texts(iri, RDFS.label) or self.texts(iri, SKOS.prefLabel),
            definitions=self.texts(iri, SKOS.definition),
            examples=self.texts(iri, SKOS.example),
            notes=self.texts(iri, SKOS.scopeNote),
            others=sorted(
                (each.value, each.language or "")
                for each in alternatives
                if isinstance(each, ox.Literal)
            ),
            notation=self.one(iri, SKOS.notation),
            parents=[
                parent
                for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader)
                for parent in self.iris(iri, predicate)
            ],
            matches=[
                (str(relation).rpartition("#")[2], other)
                for relation in _MATCHES
                for other in self.iris(iri, relation)
            ],
            domain=self.iris(iri, RDFS.domain),
            range=self.iris(iri, RDFS.range),
            scheme=next(
                (each for each in self.iris(iri, RDFS.seeAlso) if "/id/scheme/" in each), ""
            ),
            traits=[
                str(each).rpartition("#")[2].removesuffix("Property").lower()
                for each in _TRAITS
                if str(each) in kinds
            ],
            key=[each for node in self._of(iri, OWL.hasKey) for each in self._list(_key(node))],
        )

    def ours(self, kind: str) -> list[Entry]:
        """The terms of our namespace that are of a kind, by name."""
        iris = {each for each in self._typed[str(kind)] if each.startswith(str(DG))}
        return sorted((self.entry(each) for each in iris), key=lambda each: each.name.casefold())

    def schemes(self) -> list[tuple[Entry, list[Entry]]]:
        """The schemes, each with its concepts."""
        members: defaultdict[str, list[Entry]] = defaultdict(list)
        for iri in self._typed[str(SKOS.Concept)]:
            for scheme in self.iris(iri, SKOS.inScheme):
                members[scheme].append(self.entry(iri))
        return [
            (self.entry(iri), sorted(members[iri], key=lambda each: each.name))
            for iri in sorted(self._typed[str(SKOS.ConceptScheme)])
        ]

    def _of(self, subject: str, predicate: str) -> Sequence[Term]:
        return self._values.get((subject, str(predicate)), ())

    def _list(self, node: str) -> list[str]:
        found: list[str] = []
        seen: set[str] = set()
        while node and node != str(RDF.nil) and node not in seen:
            seen.add(node)
            found += [_key(each) for each in self._of(node, RDF.first)]
            node = self.one(node, RDF.rest)
        return found


def _key(term: Term) -> str:
    if isinstance(term, ox.NamedNode | ox.Literal):
        return term.value
    return str(term)
