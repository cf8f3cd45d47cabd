"""What is told of a resource that helps to recognise it: names, identifiers, where, when."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox
from rdflib import DCTERMS, FOAF, ORG, OWL, RDF, RDFS, SKOS

from dialograph.integrate import identifiers
from dialograph.integrate.naming import Spelling, spellings
from dialograph.iris import KINDS
from dialograph.vocab import BASE, DCAT, DG, SCHEMA

_SCHEMA_HTTP = "http://schema.org/"
_KIND_OF_CLASS = {
    str(DG.Country): "country",
    str(SCHEMA.Country): "country",
    str(DG.Project): "project",
    str(SCHEMA.Project): "project",
    str(DG.Dialogue): "dialogue",
    str(DG.Framework): "framework",
    str(SKOS.ConceptScheme): "framework",
    str(DG.Objective): "objective",
    str(SKOS.Concept): "element",
    str(DG.Document): "document",
    str(SCHEMA.Report): "document",
    str(SCHEMA.CreativeWork): "document",
    str(SCHEMA.ScholarlyArticle): "document",
    str(SCHEMA.DigitalDocument): "document",
    str(DG.Meeting): "activity",
    str(DG.Activity): "activity",
    str(SCHEMA.Event): "activity",
    str(DG.Milestone): "milestone",
    str(DG.Organisation): "organisation",
    str(SCHEMA.Organization): "organisation",
    str(SCHEMA.GovernmentOrganization): "organisation",
    str(SCHEMA.NGO): "organisation",
    str(ORG.Organization): "organisation",
    str(ORG.FormalOrganization): "organisation",
    str(FOAF.Organization): "organisation",
    str(DG.Partner): "partner",
    str(SCHEMA.Place): "place",
    str(SCHEMA.City): "place",
    str(SCHEMA.AdministrativeArea): "place",
    str(DCTERMS.Location): "place",
}
"""Class → kind; the first that fits counts."""

COMPATIBLE: Mapping[str, Collection[str]] = {
    "country": {"country"},
    "place": {"place", "country"},
    "organisation": {"organisation", "dialogue", "project"},
    "dialogue": {"dialogue", "organisation"},
    "project": {"project", "organisation"},
    "partner": {"partner", "country", "organisation", "dialogue", "project"},
    "framework": {"framework"},
    "objective": {"objective", "element"},
    "element": {"objective", "element"},
    "document": {"document"},
    "activity": {"activity"},
    "milestone": {"milestone"},
    "": {"country", "place", "organisation", "objective", "element", "framework"},
}
"""Kind of what comes in → kinds of ours that it may turn out to be."""

MATCHED = frozenset().union(*COMPATIBLE.values())
"""The kinds of ours that something can be matched with."""

_NAMES = (
    SKOS.prefLabel,
    SKOS.altLabel,
    SKOS.hiddenLabel,
    DG.officialTitle,
    DG.editorialTitle,
    SCHEMA.name,
    SCHEMA.alternateName,
    SCHEMA.legalName,
    SCHEMA.headline,
    RDFS.label,
    DCTERMS.title,
    DCTERMS.alternative,
    FOAF.name,
)
_SHORT = (DG.shortLabel,)
_EQUAL = (SKOS.exactMatch, OWL.sameAs, SCHEMA.sameAs)
_CODES = (
    DG.iso3166Alpha2,
    DG.iso3166Alpha3,
    DG.m49Code,
    SKOS.notation,
    DCTERMS.identifier,
    SCHEMA.identifier,
)
_PAGES = (
    FOAF.page,
    FOAF.isPrimaryTopicOf,
    SCHEMA.url,
    SCHEMA.contentUrl,
    SCHEMA.mainEntityOfPage,
    DCAT.landingPage,
    DCAT.downloadURL,
    DCAT.accessURL,
)
_SITES = (FOAF.homepage, SCHEMA.url)
_YEARS = (SCHEMA.startDate, DCTERMS.issued, SCHEMA.datePublished, DCTERMS.date)
_WITHIN = (SCHEMA.containedInPlace, SCHEMA.location, SCHEMA.addressCountry, SCHEMA.address)
_SCHEMES = (SKOS.inScheme, SKOS.topConceptOf)

LINKS = frozenset(str(each) for each in _EQUAL)
"""Properties that say of two IRIs that they stand for the same."""

PAGES = frozenset(str(each) for each in _PAGES)
"""Properties that say where something can be read."""

_PAGED = {"document", "activity"}
_SITED = {"organisation", "dialogue", "project"}
_DEPTH = 4

Node = ox.NamedNode | ox.BlankNode


@dataclass(frozen=True, slots=True)
class Entity:
    """A resource as it is recognised.

    Args:
        key: its IRI, or ``_:`` and the label of a blank node.
        kind: what it is, as in our IRIs; ``partner`` for any partner, empty when nobody says.
        names: how it is called: language (may be empty) and text.
        spellings: the same, folded, in every spelling.
        codes: what identifies it, as :mod:`dialograph.integrate.identifiers` spells it.
        within: keys of the places or addresses that it lies in, nearest first, and two-letter
            codes and names where no node is given.
        schemes: keys of the frameworks that it is a part of.
        notation: its number in there; may be empty.
        years: in which it was issued or began; dates as they stand.
    """

    key: str
    kind: str
    names: tuple[tuple[str, str], ...] = ()
    spellings: tuple[Spelling, ...] = ()
    codes: frozenset[str] = frozenset()
    within: tuple[str, ...] = ()
    schemes: frozenset[str] = frozenset()
    notation: str = ""
    years: frozenset[str] = frozenset()

    def label(self, language: str = "en") -> str:
        """What to call it for a person who reads ``language``; its key when it has no name."""
        for wanted in (language, "en", "fr", ""):
            for tag, text in self.names:
                if tag.partition("-")[0] == wanted:
                    return text
        return self.names[0][1] if self.names else self.key


@dataclass(slots=True)
class _Told:
    """What the triples say of one subject, by property."""

    values: dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]] = field(default_factory=dict)

    def of(
        self, properties: Iterable[object]
    ) -> Iterator[ox.NamedNode | ox.BlankNode | ox.Literal]:
        for each in properties:
            name = str(each)
            yield from self.values.get(name, ())
            if name.startswith(str(SCHEMA)):
                yield from self.values.get(_SCHEMA_HTTP + name.removeprefix(str(SCHEMA)), ())

    def texts(self, properties: Iterable[object]) -> Iterator[tuple[str, str]]:
        for each in self.of(properties):
            if isinstance(each, ox.Literal):
                yield each.language or "", each.value


def key_of(node: Node) -> str:
    """What stands for a node: its IRI, or ``_:`` and the label of a blank node."""
    return node.value if isinstance(node, ox.NamedNode) else f"_:{node.value}"


def kind_of_iri(iri: str, base: str = BASE) -> str:
    """What one of our IRIs is about, as it says itself; empty for an IRI that is not ours."""
    kind, slash, slug = iri.removeprefix(f"{base}id/").partition("/")
    return kind if iri.startswith(f"{base}id/") and slash and slug and kind in KINDS else ""


def describe(triples: Iterable[ox.Triple | ox.Quad], base: str = BASE) -> dict[str, Entity]:
    """What triples tell of each of their subjects that can be recognised.

    Args:
        triples: any; nobody has to have put them in order.
        base: what our IRIs begin with.

    Returns:
        Key → what is told of it; subjects of no kind that is matched are left out.
    """
    told: dict[str, _Told] = {}
    for each in triples:
        if isinstance(each.subject, ox.Triple) or isinstance(each.object, ox.Triple):
            continue
        values = told.setdefault(key_of(each.subject), _Told()).values
        values.setdefault(each.predicate.value, []).append(each.object)
    return {key: entity for key in told if (entity := _entity(key, told, base)) is not None}


def _entity(key: str, told: Mapping[str, _Told], base: str) -> Entity | None:
    mine = told[key]
    kind = kind_of_iri(key, base) or _kind(mine)
    if kind not in COMPATIBLE or not kind:
        return None
    names = tuple(dict.fromkeys(mine.texts(_NAMES)))
    found: dict[str, bool] = {}
    for properties, is_short in ((_NAMES, False), (_SHORT, True)):
        for _, text in mine.texts(properties):
            for spelling in spellings(text, kind, is_short=is_short):
                found[spelling.folded] = found.get(spelling.folded, False) or spelling.is_full
    notation = next((text for _, text in mine.texts((SKOS.notation,))), "")
    return Entity(
        key,
        kind,
        names,
        tuple(Spelling(folded, is_full) for folded, is_full in found.items()),
        frozenset(code for code in _codes(key, kind, mine, told) if code),
        tuple(_within(key, told)),
        frozenset(key_of(each) for each in mine.of(_SCHEMES) if not isinstance(each, ox.Literal)),
        notation,
        frozenset(text for _, text in mine.texts(_YEARS)),
    )


def _kind(mine: _Told) -> str:
    classes = {
        each.value.replace(_SCHEMA_HTTP, str(SCHEMA))
        for each in mine.of((RDF.type,))
        if isinstance(each, ox.NamedNode)
    }
    return next((kind for name, kind in _KIND_OF_CLASS.items() if name in classes), "")


def _codes(key: str, kind: str, mine: _Told, told: Mapping[str, _Told]) -> Iterator[str]:
    iris = [key, *(each.value for each in mine.of(_EQUAL) if isinstance(each, ox.NamedNode))]
    for iri in iris:
        if not iri.startswith("_:"):
            yield f"iri:{iri}"
            yield identifiers.of_iri(iri)
    for each in mine.of(_CODES):
        if isinstance(each, ox.Literal):
            yield identifiers.of_code(each.value, kind)
        else:  # schema:identifier may lead to a schema:PropertyValue
            yield identifiers.of_iri(each.value)
            for _, text in told.get(key_of(each), _Told()).texts((SCHEMA.value,)):
                yield identifiers.of_code(text, kind)
    if kind in _PAGED:
        yield from _addresses(mine, _PAGES, identifiers.of_page)
    if kind in _SITED:
        yield from _addresses(mine, _SITES, identifiers.of_site)


def _addresses(
    mine: _Told, properties: Sequence[object], spell: Callable[[str], str]
) -> Iterator[str]:
    for each in mine.of(properties):
        if not isinstance(each, ox.BlankNode):
            yield spell(each.value)


def _within(key: str, told: Mapping[str, _Told]) -> Iterator[str]:
    """Where something lies: the places around it, and what addresses say the country is."""
    seen, edge = {key}, [key]
    for _ in range(_DEPTH):
        further = []
        for node in edge:
            for each in told.get(node, _Told()).of(_WITHIN):
                if isinstance(each, ox.Literal):
                    yield each.value
                elif (found := key_of(each)) not in seen:
                    seen.add(found)
                    further.append(found)
                    yield found
        edge = further
