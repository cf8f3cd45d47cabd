"""What can be reconciled with, as it is read out of the graph in a query process."""

from __future__ import annotations

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dialograph import formats
from dialograph.engine.interface import Engine
from dialograph.integrate import identifiers, naming
from dialograph.integrate.naming import Spelling
from dialograph.integrate.reconciliation.index import (
    DATE,
    PART,
    PLACE,
    TITLE,
    Entity,
    Index,
)
from dialograph.integrate.reconciliation.questions import (
    CLASSES,
    CODES,
    DATES,
    FACTS,
    NAMES,
    TYPES,
    USED,
)
from dialograph.integrate.reconciliation.vocabulary import (
    COVERED,
    KNOWN,
    LANGUAGES,
    PROLOGUE,
    Property,
    Type,
    in_language,
    short,
    spellings,
)
from dialograph.vocab import DCTERMS, DG, OWL, RDF, RDFS, SCHEMA, SKOS

_RELATIONS = frozenset({"alignment", "evidence", "membership", "participation", "statement"})
"""How things stand to one another: nobody has a table with names of that."""

_LONGEST, _ABOUT = 500, 200
"""So many characters of a name are compared, and of a description shown."""

_COUNTED = 20_000
"""So many uses of a property are looked at to say how common it is."""

_SHOWN_CODES = (DG.iso3166Alpha2, DG.iso3166Alpha3, SKOS.notation)
_UNTOLD = frozenset(
    map(
        str,
        (
            *(RDF.type, RDFS.isDefinedBy, DG.hasConfidence, DG.hasCountQualifier),
            *(SKOS.editorialNote, SKOS.note, SKOS.scopeNote, SKOS.hasTopConcept, SKOS.topConceptOf),
        ),
    )
)
"""What is said of a resource and is of no use in a table."""

# What the ontology takes from elsewhere is called as our pages call it.
_CALLED: Mapping[str, Mapping[str, str]] = {
    str(SCHEMA.Place): {"en": "Place", "fr": "Lieu"},
    str(SKOS.Concept): {"en": "Term or element", "fr": "Terme ou élément"},
    str(SKOS.ConceptScheme): {"en": "List of terms", "fr": "Liste de termes"},
}

_NEEDS = {"activity": DATE, "document": TITLE, "objective": PART, "element": PART}

_Term = tuple[str, str]
"""An IRI or the text of a literal, and the language of that."""

_Facts = defaultdict[str, defaultdict[str, list[_Term]]]


class Reader:
    """Reads what there is, in a query process.

    Args:
        engine: the dataset.
        bases: what the IRIs of our resources begin with, each once.
    """

    def __init__(self, engine: Engine, bases: tuple[str, ...]) -> None:
        self._engine = engine
        self._bases = bases
        self._schema = self._facts(CLASSES)

    def entities(self) -> tuple[list[Entity], list[list[Spelling]]]:
        """The resources by IRI, and how the names of each are spelt."""
        names, facts = self._facts(NAMES), self._facts(FACTS)
        types: defaultdict[str, list[str]] = defaultdict(list)
        for row in self._rows(TYPES):
            types[row["entity"][0]].append(row["value"][0])
        found: dict[str, tuple[Entity, list[Spelling]]] = {}
        for iri in sorted(names, key=lambda each: (not each.startswith(self._bases[0]), each)):
            called = _texts(names[iri].get(str(SKOS.prefLabel), ()))
            identifier = short(iri, self._bases)
            # The same slug under our base and in the shipped data is the same resource.
            if not called or not self._is_named(iri) or identifier in found:
                continue
            entity = Entity(
                id=identifier,
                iri=iri,
                types=tuple(short(each, self._bases) for each in _own(types[iri])),
                names=called,
                facts=_told(facts[iri], names),
                prose=_prose(facts[iri]),
                codes=tuple(dict.fromkeys(_codes(facts[iri], identifier))),
                needs=_needs(identifier, facts[iri]),
            )
            found[identifier] = entity, _spelt(names[iri], entity.kind)
        return [each for each, _ in found.values()], [names for _, names in found.values()]

    def types(self, entities: Iterable[Entity]) -> dict[str, Type]:
        """The types of the resources, and all classes of the ontology."""
        sizes: Counter[str] = Counter()
        classes = {
            iri
            for iri, facts in self._schema.items()
            if iri.startswith(str(DG)) and (str(OWL.Class), "") in facts[str(RDF.type)]
        }
        known = {short(iri, self._bases): iri for iri in classes}
        terms = {each.id: each for each in entities}
        for entity in terms.values():
            for each in entity.types:
                known.setdefault(each, terms[each].iri if each in terms else self._whole(each))
        found = {}
        for identifier, iri in known.items():
            facts = self._schema[iri]
            parents = tuple(
                short(parent, self._bases)
                for parent, _ in facts[str(RDFS.subClassOf)]
                if short(parent, self._bases) in known
            )
            own, names = terms.get(identifier), _texts(facts[str(RDFS.label)])
            if own is not None:
                names, parents = dict(own.names), (str(SKOS.Concept),)
            names = dict(_CALLED.get(iri, names)) or {"": identifier.rpartition("/")[2]}
            about = _texts(facts[str(SKOS.definition)])
            found[identifier] = Type(identifier, iri, names, about, parents, 0)
        index = _hierarchy(found)
        for entity in terms.values():
            sizes.update(index.ancestors(entity.types))
        return {
            name: each._replace(size=sizes[name])
            for name, each in sorted(found.items(), key=lambda each: (-sizes[each[0]], each[0]))
        }

    def properties(
        self, entities: Iterable[Entity], types: Mapping[str, Type]
    ) -> tuple[dict[str, Property], dict[str, dict[str, int]]]:
        """What is said of resources, and how many of each type it is said of."""
        by_iri = {each.iri: each for each in entities}
        others = [
            row["property"][0]
            for row in self._rows(USED)
            if row["property"][0] not in COVERED | _UNTOLD
        ]
        index = _hierarchy(types)
        usage: defaultdict[str, Counter[str]] = defaultdict(Counter)
        found = {}
        for each in (*KNOWN, *map(self._other, sorted(others))):
            query = f"{PROLOGUE}SELECT DISTINCT ?entity WHERE {{ {each.pattern} }} LIMIT {_COUNTED}"
            having = [
                by_iri[row["entity"][0]] for row in self._rows(query) if row["entity"][0] in by_iri
            ]
            for entity in having:
                for name in index.ancestors(entity.types):
                    usage[name][each.id] += 1
            if having:
                found[each.id] = each
                usage[""][each.id] = len(having)
        return found, {name: dict(counts) for name, counts in usage.items()}

    def _other(self, iri: str) -> Property:
        """A property that has no name of its own in our list."""
        facts = self._schema[iri]
        curie = next((each for each in spellings(iri) if each != iri), iri)
        return Property(
            id=iri,
            also=tuple(spellings(iri)),
            pattern=f"?entity <{iri}> ?value",
            names=_texts(facts[str(RDFS.label)]) or {"": curie},
            abouts=_texts(facts[str(SKOS.definition)]),
            range="",
            is_key=False,
        )

    def _is_named(self, iri: str) -> bool:
        """Whether a resource is one of ours that a table may name."""
        kind, _, slug = short(iri, self._bases).partition("/")
        return iri.startswith(self._bases) and bool(slug) and kind not in _RELATIONS

    def _whole(self, identifier: str) -> str:
        is_iri = ":" in identifier
        return (
            identifier
            if is_iri
            else f"{DG if '/' not in identifier else self._bases[0]}{identifier}"
        )

    def _facts(self, query: str) -> _Facts:
        found: _Facts = defaultdict(lambda: defaultdict(list))
        for row in self._rows(query):
            found[row["entity"][0]][row["property"][0]].append(row["value"])
        return found

    def _rows(self, query: str) -> Iterator[dict[str, _Term]]:
        answer = json.loads(self._engine.query(query).serialize(formats.JSON))
        for row in answer["results"]["bindings"]:
            yield {
                name: (cell["value"], cell.get("xml:lang", "").lower().partition("-")[0])
                for name, cell in row.items()
            }


def _hierarchy(types: Mapping[str, Type]) -> Index:
    """An index that knows nothing but types."""
    return Index("", (), (), array("I"), b"", {}, {}, {}, {}, types, {}, {})


def _texts(values: Iterable[_Term]) -> dict[str, str]:
    """The first text in each language."""
    found: dict[str, str] = {}
    for text, language in values:
        found.setdefault(language, text)
    return found


def _own(classes: Sequence[str]) -> list[str]:
    """The classes that say what a resource is: ours where it has one of ours."""
    ours = [each for each in classes if each.startswith(str(DG))]
    others = [each for each in classes if each != str(SKOS.ConceptScheme)]
    return ours or others or list(classes)


def _spelt(names: Mapping[str, Sequence[_Term]], kind: str) -> list[Spelling]:
    """The names of a resource in every spelling, each once."""
    found: dict[str, bool] = {}
    for property_, values in names.items():
        for text, _ in values:
            is_short = property_ == str(DG.shortLabel)
            for each in naming.spellings(text[:_LONGEST], kind, is_short=is_short):
                found[each.folded] = found.get(each.folded, False) or each.is_full
    return [Spelling(folded, is_full) for folded, is_full in sorted(found.items())]


def _codes(facts: Mapping[str, Sequence[_Term]], identifier: str) -> Iterator[str]:
    """What stands for a resource, in the spellings that identifiers have."""
    for each in CODES:
        for text, _ in facts[str(each)]:
            if each == SKOS.exactMatch:
                yield f"iri:{text}"
                code = identifiers.of_iri(text)
            else:
                code = identifiers.of_code(text, identifier.partition("/")[0])
            if code:
                yield code


def _needs(identifier: str, facts: Mapping[str, Sequence[_Term]]) -> str:
    """What has to agree beside the name of a resource; empty for nothing."""
    kind = identifier.partition("/")[0]
    if kind == "place":
        within = (text for text, _ in facts[str(SCHEMA.containedInPlace)])
        return PLACE if any("/country/" in each for each in within) else ""
    return _NEEDS.get(kind, "")


def _told(facts: Mapping[str, Sequence[_Term]], names: _Facts) -> dict[str, str]:
    """What tells a resource from others: when, under which code, in what."""
    dates = [facts[str(each)][0][0] for each in DATES if facts[str(each)]]
    # The number of a term is often but its slug.
    codes = [text for each in _SHOWN_CODES for text, _ in facts[str(each)] if text.upper() == text]
    within = [
        _texts(names[parent][str(SKOS.prefLabel)])
        for each in (SCHEMA.containedInPlace, SKOS.inScheme)
        for parent, _ in facts[str(each)]
        if parent in names
    ]
    found = {}
    for language in LANGUAGES:
        told = [*dates[:1], *codes, *(in_language(each, language)[0] for each in within)]
        if told:
            found[language] = " · ".join(told)
    return found


def _prose(facts: Mapping[str, Sequence[_Term]]) -> dict[str, str]:
    """What a resource is, in few words."""
    texts = _texts([*facts[str(DCTERMS.description)], *facts[str(SKOS.definition)]])
    return {
        language: text if len(text) <= _ABOUT else f"{text[: _ABOUT - 1].rstrip()}…"
        for language, text in texts.items()
    }
