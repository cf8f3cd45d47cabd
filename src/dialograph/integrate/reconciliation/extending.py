"""Data extension: the values of properties, for tables that have been reconciled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from dialograph.integrate.reconciliation.batches import Column
from dialograph.integrate.reconciliation.checks import BatchError, TooMuchError
from dialograph.integrate.reconciliation.index import Entity, Index
from dialograph.integrate.reconciliation.likeness import Likeness
from dialograph.integrate.reconciliation.matching import no_property
from dialograph.integrate.reconciliation.telling import Telling
from dialograph.integrate.reconciliation.values import Value, Values
from dialograph.integrate.reconciliation.vocabulary import Property

ENTITY, NAMES, IRIS = "entity", "name", "iri"
CONTENTS = (ENTITY, NAMES, IRIS)
"""What stands for a value that is a resource: its identifier and name, its name, or its IRI."""

AUTO, ALL = "auto", "all"
TONGUES = (AUTO, "en", "fr", ALL)
"""In which language texts come: that of the request, one of ours, or all that there are."""

_VALUES_MAX = 100_000
"""So many values stand in an answer."""

_NUMBERS = {"integer", "int", "long", "nonNegativeInteger", "positiveInteger"}
_DECIMALS = {"decimal", "double", "float"}
_INTEGER, _DAY = re.compile(r"[+-]?[0-9]{1,4000}"), re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Extension:
    """Makes columns.

    Args:
        index: what can be reconciled with.
        values: of properties.
        bases: what the IRIs of our resources begin with.
        language: of names and texts, where they have it.
    """

    def __init__(self, index: Index, values: Values, bases: Sequence[str], language: str) -> None:
        self._index = index
        self._values = values
        self._likeness = Likeness(index, bases)
        self._language = language
        self._telling = Telling(index, language)

    def proposed(self, type_: str, limit: int) -> dict[str, Any]:
        """The properties of a type (0.2, section 7.2), those that are said of most first.

        Args:
            type_: its name; empty for everything.
            limit: how many at most; 0 for all.

        Raises:
            BatchError: there is no such type.
        """
        found = self._index.type_of(type_)
        if type_ and found is None:
            raise BatchError(
                f"There is no type {type_[:80]!r}.", f"Il n’y a pas de type {type_[:80]!r}."
            )
        counts = self._index.usage.get(found.id if found is not None else "", {})
        names = sorted(counts, key=lambda name: -counts[name])
        told: dict[str, Any] = {
            "properties": [
                self._telling.property(self._index.properties[name])
                for name in (names[:limit] if limit else names)
            ],
            "type": type_,
        }
        return {**told, "limit": limit} if limit else told

    def extended(
        self, ids: Sequence[str], columns: Sequence[Column], *, is_draft: bool
    ) -> dict[str, Any]:
        """The values of properties (0.2, section 7.4).

        Args:
            ids: of which resources; one that is none has no values.
            columns: which properties.
            is_draft: whether it is written as the 1.0 draft does.

        Raises:
            BatchError: there is no such property or setting.
            TooMuchError: there would be too many values.
        """
        asked = [(each, self._property(each.property), _settings(each)) for each in columns]
        rows = {each: next(iter(self._likeness.identified(each)), None) for each in ids}
        entities = [each for each in rows.values() if each is not None]
        total, cells = 0, {}
        for column, property_, settings in asked:
            values = self._values.of(property_, entities)
            for name, entity in rows.items():
                own = values.get(entity.iri, ()) if entity is not None else ()
                told = self._cell(own, settings, is_draft=is_draft)
                cells[name, column.property] = told
                total += len(told)
                if total > _VALUES_MAX:
                    raise TooMuchError(
                        f"There are more than {_VALUES_MAX} values; ask for fewer rows or columns.",
                        f"Il y a plus de {_VALUES_MAX} valeurs ; demandez moins de lignes ou de "
                        "colonnes.",
                    )
        meta = [self._meta(column, property_) for column, property_, _ in asked]
        if not is_draft:
            return {
                "meta": meta,
                "rows": {
                    name: {each.property: cells[name, each.property] for each in columns}
                    for name in rows
                },
            }
        return {
            "meta": meta,
            "rows": [
                {
                    "id": name,
                    "properties": [
                        {"id": each.property, "values": cells[name, each.property]}
                        for each in columns
                    ],
                }
                for name in rows
            ],
        }

    def shown(self, property_: Property, entity: Entity) -> list[str]:
        """The values of a property as a person reads them.

        Args:
            property_: which.
            entity: of which resource.
        """
        values = self._values.of(property_, [entity]).get(entity.iri, ())
        found = []
        for each in self._spoken(values, AUTO):
            own = self._index.by_id.get(each.text) if each.datatype == "iri" else None
            found.append(str(self._telling.entity(own)["name"]) if own is not None else each.text)
        return found

    def _property(self, name: str) -> Property:
        found = self._index.property_of(name)
        if found is None:
            raise no_property(name)
        return found

    def _meta(self, column: Column, property_: Property) -> dict[str, Any]:
        told = {**self._telling.property(property_), "id": column.property}
        told.pop("description", None)
        range_ = self._index.types.get(property_.range)
        if range_ is not None:
            brief = self._telling.type(range_)
            told["type"] = {"id": brief["id"], "name": brief["name"]}
        return told

    def _cell(
        self, values: Sequence[Value], settings: Mapping[str, Any], *, is_draft: bool
    ) -> list[dict[str, Any]]:
        texts = self._spoken(values, settings["language"])
        limit = settings["limit"]
        return [
            self._value(each, settings["content"], is_draft=is_draft)
            for each in (texts[:limit] if limit else texts)
        ]

    def _spoken(self, values: Sequence[Value], wanted: str) -> list[Value]:
        """The values without the texts in other languages, where there is one in the wanted."""
        if wanted == ALL:
            return list(values)
        language = self._language if wanted == AUTO else wanted
        spoken = {each.language for each in values}
        kept = {language, ""} if language in spoken else spoken
        return [each for each in values if each.language in kept]

    def _value(self, value: Value, content: str, *, is_draft: bool) -> dict[str, Any]:
        entity = self._index.by_id.get(value.text) if value.datatype == "iri" else None
        if entity is not None and content != IRIS:
            return self._resource(entity, content, is_draft=is_draft)
        if value.datatype in _NUMBERS and _INTEGER.fullmatch(value.text):
            return {"int": int(value.text)}
        if value.datatype in _DECIMALS and isfinite(float(value.text)):
            return {"float": float(value.text)}
        # The specification has moments only; a year or a month would become one that is wrong.
        if value.datatype == "date" and _DAY.fullmatch(value.text[:10]):
            return {"date": f"{value.text[:10]}T00:00:00Z"}
        told = {"str": value.text}
        return {**told, "lang": value.language} if is_draft and value.language else told

    def _resource(self, entity: Entity, content: str, *, is_draft: bool) -> dict[str, Any]:
        told = self._telling.entity(entity)
        language = told.pop("lang", "")
        if content == NAMES:
            told = {"str": told["name"]}
        return {**told, "lang": language} if is_draft and language else told


def _settings(column: Column) -> dict[str, Any]:
    """The settings of a column, with what is not said as the manifest has it."""
    given = column.settings
    limit = given.get("limit")
    try:
        # Forms send numbers as text, and nothing as an empty one.
        number = 0 if limit in {None, ""} else int(limit)
    except (TypeError, ValueError, OverflowError):
        number = -1
    content, language = given.get("content", ENTITY), given.get("language", AUTO)
    if number < 0 or content not in CONTENTS or language not in TONGUES:
        raise BatchError(
            f"{column.property[:80]}: limit is a number from 0 on, content one of "
            f"{', '.join(CONTENTS)}, language one of {', '.join(TONGUES)}.",
            f"{column.property[:80]} : limit est un nombre à partir de 0, content l’un de "
            f"{', '.join(CONTENTS)}, language l’un de {', '.join(TONGUES)}.",
        )
    return {"limit": number, "content": content, "language": language}
