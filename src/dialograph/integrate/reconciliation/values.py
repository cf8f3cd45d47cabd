"""What the graph says of resources, property by property, in a query process."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rdflib import URIRef

from dialograph import formats
from dialograph.engine.interface import Engine
from dialograph.integrate.reconciliation.checks import TooMuchError
from dialograph.integrate.reconciliation.index import Entity, Index
from dialograph.integrate.reconciliation.vocabulary import PROLOGUE, Property

_ONE_BY_ONE = 40
"""The values of more resources than these are asked for all at once."""

_ROWS_MAX = 200_000


class Value(NamedTuple):
    """A value of a property.

    Args:
        text: an IRI, or the text of a literal.
        datatype: the end of the literal's datatype; ``iri`` for an IRI.
        language: of the text; empty when none is said.
    """

    text: str
    datatype: str
    language: str


class Values:
    """The values of properties, each read once.

    Args:
        engine: the dataset.
        index: what can be reconciled with.
    """

    def __init__(self, engine: Engine, index: Index) -> None:
        self._engine = engine
        self._index = index
        self._columns: dict[str, Mapping[str, Sequence[Value]]] = {}
        self._cells: dict[tuple[str, str], Sequence[Value]] = {}

    def of(self, property_: Property, entities: Sequence[Entity]) -> Mapping[str, Sequence[Value]]:
        """The values of a property, by the IRI of the resource; those without any may be missing.

        Args:
            property_: which.
            entities: of which resources.

        Raises:
            TooMuchError: there are more than anybody can do something with.
        """
        if property_.id not in self._columns and len(entities) > _ONE_BY_ONE:
            return self.column(property_)
        if property_.id in self._columns:
            return self._columns[property_.id]
        found = {}
        for each in entities:
            key = property_.id, each.iri
            if key not in self._cells:
                rows = self._rows(property_, each)
                self._cells[key] = _sorted(_value(row["value"]) for row in rows)
            found[each.iri] = self._cells[key]
        return found

    def column(self, property_: Property) -> Mapping[str, Sequence[Value]]:
        """The same of all resources that have one.

        Raises:
            TooMuchError: as :meth:`of`.
        """
        if property_.id not in self._columns:
            found: dict[str, list[Value]] = {}
            for row in self._rows(property_):
                iri = row["entity"]["value"]
                if iri in self._index.by_id:
                    found.setdefault(iri, []).append(_value(row["value"]))
            self._columns[property_.id] = {iri: _sorted(each) for iri, each in found.items()}
        return self._columns[property_.id]

    def _rows(
        self, property_: Property, entity: Entity | None = None
    ) -> Sequence[Mapping[str, Mapping[str, str]]]:
        answer = self._engine.query(
            f"{PROLOGUE}SELECT DISTINCT ?entity ?value WHERE {{ {property_.pattern} }} "
            f"LIMIT {_ROWS_MAX + 1}",
            substitutions={} if entity is None else {"entity": URIRef(entity.iri)},
        )
        rows: Sequence[Mapping[str, Mapping[str, str]]] = json.loads(
            answer.serialize(formats.JSON)
        )["results"]["bindings"]
        if len(rows) > _ROWS_MAX:
            raise TooMuchError(
                "The property has too many values to be read at once.",
                "La propriété a trop de valeurs pour être lue en une fois.",
            )
        return rows


def _value(cell: Mapping[str, str]) -> Value:
    if cell["type"] != "literal":
        return Value(cell["value"], "iri", "")
    datatype = cell.get("datatype", "").rpartition("#")[2] or "string"
    return Value(cell["value"], datatype, cell.get("xml:lang", "").lower().partition("-")[0])


def _sorted(values: Iterable[Value]) -> Sequence[Value]:
    return sorted(values)
