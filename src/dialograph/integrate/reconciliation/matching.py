"""Which resources a query may mean, how well each fits, and whether one is sure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from dialograph.integrate.reconciliation.batches import Condition, Query, Strictness
from dialograph.integrate.reconciliation.checks import BatchError
from dialograph.integrate.reconciliation.index import (
    DATE,
    PART,
    PLACE,
    TITLE,
    Entity,
    Index,
    folded,
)
from dialograph.integrate.reconciliation.likeness import Likeness
from dialograph.integrate.reconciliation.values import Values
from dialograph.integrate.reconciliation.vocabulary import Property

NAME, IDENTIFIER, TYPE, PROPERTY = "name", "identifier", "type", "property"
"""The features that tell how a score has come about; the last has the property's name behind it."""

_NAME_WEIGHT, _PROPERTY_WEIGHT = 1.0, 0.5
_OTHER_TYPE = 0.7
"""What is left of the score of a candidate that has none of the types that it better had."""

_COMPARED = 500
"""So many candidates, those whose names fit best, have their values compared."""

_SURE = 100
_TITLE_WORDS, _LONG_TITLE_WORDS = 4, 8
_MET = 0.5
"""A condition is met by what is more than half like it."""


class Candidate(NamedTuple):
    """A resource that may be meant.

    Args:
        entity: which.
        score: 0 to 100.
        match: whether it is surely the one.
        features: how the score has come about: 0 to 100, or yes and no.
    """

    entity: Entity
    score: float
    match: bool
    features: tuple[tuple[str, float | bool], ...]


class Matcher:
    """Finds candidates.

    Args:
        index: what can be reconciled with.
        values: of properties.
        bases: what the IRIs of our resources begin with.
    """

    def __init__(self, index: Index, values: Values, bases: Iterable[str]) -> None:
        self._index = index
        self._values = values
        self._likeness = Likeness(index, bases)

    def find(self, query: Query) -> list[Candidate]:
        """The candidates, the best first.

        Args:
            query: what is asked.

        Raises:
            BatchError: it names a type or a property that there is not.
            TooMuchError: a property has too many values.
        """
        types = [self._type(each) for each in query.types]
        asked = [
            (each, self._property(each.property)) for each in query.conditions if each.property
        ]
        named = [each for each in query.conditions if not each.property]
        identified: set[int] = set()
        if named:
            names = self._named(named, identified)
        else:
            names = dict.fromkeys(self._holders(asked), 1.0)
        fitting = {place: self._fits(types, place, query.strictness) for place in names}
        kept = sorted(
            (place for place in names if fitting[place] or query.strictness == "should"),
            key=lambda place: (-names[place], place),
        )[:_COMPARED]
        likes = [self._likes(condition, property_, kept) for condition, property_ in asked]
        found = []
        for place in kept:
            features: list[tuple[str, float | bool]] = []
            if named:
                features.append((NAME, round(100 * names[place], 2)))
                features.append((IDENTIFIER, place in identified))
            if types:
                features.append((TYPE, fitting[place]))
            own = [each[place] for each in likes]
            features += [
                (f"{PROPERTY}:{property_.id}", round(100 * like, 2))
                for (_, property_), like in zip(asked, own, strict=True)
            ]
            score = _score(names[place] if named else None, own)
            score *= 1 if fitting[place] else _OTHER_TYPE
            if score > 0 and all(
                like > _MET or not condition.required
                for (condition, _), like in zip(asked, own, strict=True)
            ):
                entity = self._index.entities[place]
                found.append(
                    Candidate(
                        entity, round(100 * score, 2), match=False, features=_unique(features)
                    )
                )
        found.sort(key=lambda each: (-each.score, each.entity.id))
        return _decided(found, query, asked)[: query.limit]

    # --- Where candidates come from ------------------------------------------------------------

    def _named(self, conditions: Sequence[Condition], identified: set[int]) -> dict[int, float]:
        """How well the names and identifiers of resources fit, by place.

        Args:
            conditions: about names and identifiers.
            identified: takes the places of those that are meant by identifier.
        """
        found: dict[int, float] = {}
        everywhere = set(range(len(self._index.entities)))
        allowed = everywhere
        for condition in conditions:
            likes = [
                self._called(condition, text, identified) for text in map(_text, condition.values)
            ]
            places = {place for each in likes for place in each}
            if condition.quantifier != "any":
                places = everywhere
            own = {
                place: _quantified(condition, [each.get(place, 0.0) for each in likes])
                for place in places
            }
            for place, like in own.items():
                found[place] = found.get(place, 0.0) + like / len(conditions)
            if condition.required:
                allowed = allowed & {place for place, like in own.items() if like > _MET}
        return {place: like for place, like in found.items() if like > 0 and place in allowed}

    def _called(self, condition: Condition, text: str, identified: set[int]) -> dict[int, float]:
        found: dict[int, float] = {}
        if condition.kind == "name":
            found |= self._likeness.names(text)
            if condition.is_exact:
                found = {place: like for place, like in found.items() if like == 1}
        # Who gives an identifier or a code for a name is understood too.
        for entity in self._likeness.identified(text):
            place = self._index.places[entity.id]
            identified.add(place)
            found[place] = 1.0
        return found

    def _holders(self, asked: Sequence[tuple[Condition, Property]]) -> list[int]:
        """The resources that have any of the properties, or need not have them."""
        if all(condition.quantifier == "none" for condition, _ in asked):
            return list(range(len(self._index.entities)))
        places = set()
        for condition, property_ in asked:
            if condition.quantifier == "none":
                continue
            for iri, values in self._values.column(property_).items():
                if any(
                    self._likeness.value(given, value) > _MET
                    for given in condition.values
                    for value in values
                ):
                    places.add(self._index.places[self._index.by_id[iri].id])
        return sorted(places)

    # --- How they fit --------------------------------------------------------------------------

    def _likes(
        self, condition: Condition, property_: Property, places: Sequence[int]
    ) -> Mapping[int, float]:
        entities = [self._index.entities[place] for place in places]
        values = self._values.of(property_, entities)
        found = {}
        for place, entity in zip(places, entities, strict=True):
            own = values.get(entity.iri, ())
            given = [
                max((self._likeness.value(each, value) for value in own), default=0.0)
                for each in condition.values
            ]
            found[place] = _quantified(condition, given)
        return found

    def _fits(self, types: Sequence[str], place: int, strictness: Strictness) -> bool:
        """Whether a resource has the types that are asked for: one of them, or all."""
        own = self._index.ancestors(self._index.entities[place].types)
        how = all if strictness == "all" else any
        return not types or how(each in own for each in types)

    def _type(self, name: str) -> str:
        found = self._index.type_of(name)
        if found is None:
            raise BatchError(
                f"There is no type {name[:80]!r}; /reconcile/suggest/type lists those that there "
                "are.",
                f"Il n’y a pas de type {name[:80]!r} ; /reconcile/suggest/type donne ceux qui "
                "existent.",
            )
        return found.id

    def _property(self, name: str) -> Property:
        found = self._index.property_of(name)
        if found is None:
            raise no_property(name)
        return found


def no_property(name: str) -> BatchError:
    """What is said to who names a property that there is not."""
    return BatchError(
        f"There is no property {name[:80]!r}; /reconcile/suggest/property lists those that there "
        "are.",
        f"Il n’y a pas de propriété {name[:80]!r} ; /reconcile/suggest/property donne celles qui "
        "existent.",
    )


def _text(given: object) -> str:
    """What a name is compared with."""
    if isinstance(given, tuple):
        return str(given[0])
    return str(given)


def _quantified(condition: Condition, likes: Sequence[float]) -> float:
    """How well a condition is met by what its values are like."""
    if condition.is_exact:
        likes = [float(each == 1) for each in likes]
    if not likes:
        return float(condition.quantifier != "any")
    if condition.quantifier == "none":
        return float(max(likes) <= _MET)
    return min(likes) if condition.quantifier == "all" else max(likes)


def _score(name: float | None, likes: Sequence[float]) -> float:
    """The name counts twice as much as each property."""
    parts = [(_PROPERTY_WEIGHT, each) for each in likes]
    if name is not None:
        parts.append((_NAME_WEIGHT, name))
    return sum(weight * like for weight, like in parts) / sum(weight for weight, _ in parts)


def _unique(features: Iterable[tuple[str, float | bool]]) -> tuple[tuple[str, float | bool], ...]:
    """The features under names that differ: a property may be asked for twice."""
    found: dict[str, float | bool] = {}
    for name, value in features:
        key, number = name, 2
        while key in found:
            key, number = f"{name}:{number}", number + 1
        found[key] = value
    return tuple(found.items())


def _decided(
    found: list[Candidate], query: Query, asked: Sequence[tuple[Condition, Property]]
) -> list[Candidate]:
    """The same with the one that is sure: all that was asked fits it, and nothing else as well.

    Of properties alone only one whose value belongs to one resource tells it; a name tells it
    where that is enough for its kind, or a property tells the rest.
    """
    if not found or found[0].score < _SURE or (len(found) > 1 and found[1].score == _SURE):
        return found
    told = [property_ for condition, property_ in asked if condition.quantifier != "none"]
    named = [
        _text(value)
        for each in query.conditions
        if not each.property and each.quantifier != "none"
        for value in each.values
    ]
    is_sure = (
        any(each.is_key for each in told)
        or (IDENTIFIER, True) in found[0].features
        or (bool(named) and _is_enough(found[0].entity, named, {each.id for each in told}))
    )
    return [found[0]._replace(match=is_sure), *found[1:]]


def _is_enough(entity: Entity, named: Sequence[str], told: Collection[str]) -> bool:
    """Whether the same name, with some properties that agree, says which resource is meant."""
    words = max(len(folded(each).split()) for each in named)
    if entity.needs == PLACE:
        return bool({"country", "partOf"} & set(told))
    if entity.needs in {DATE, TITLE}:
        is_dated = bool({"date", "startDate", "endDate", "issued"} & set(told))
        is_long = entity.needs == TITLE and words >= _LONG_TITLE_WORDS
        return words >= _TITLE_WORDS and (is_dated or is_long)
    if entity.needs == PART:
        return words >= _TITLE_WORDS or bool({"framework", "partOf"} & set(told))
    return True
