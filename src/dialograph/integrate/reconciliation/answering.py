"""What a query process does for the service: reads what is asked, finds it, writes the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from dialograph.engine.interface import Engine, StaleError
from dialograph.errors import DialographError
from dialograph.integrate.reconciliation import suggesting
from dialograph.integrate.reconciliation.batches import read_batch, read_extension, read_queries
from dialograph.integrate.reconciliation.extending import Extension
from dialograph.integrate.reconciliation.index import Entity, Index
from dialograph.integrate.reconciliation.likeness import Likeness
from dialograph.integrate.reconciliation.matching import Matcher
from dialograph.integrate.reconciliation.telling import Telling
from dialograph.integrate.reconciliation.values import Values

BATCH, MATCH, EXTEND, EXTEND_DRAFT = "batch", "match", "extend", "extend-draft"
SUGGEST, FLYOUT, PROPOSE, PREVIEW = "suggest", "flyout", "propose", "preview"

KINDS = ("entity", "type", "property")
"""What is suggested."""

SUGGESTED, SUGGESTED_MAX = 20, 200
"""So many suggestions are given when no number is asked for, and at most."""

_FACTS, _SHOWN = 6, 4
"""A preview has so many rows, with so many values in each."""

_NO_ROWS = frozenset({"name", "description", "source", "date", "m49", "page", "sameAs"})
"""What a preview says already, or has no room for."""


class NothingError(DialographError):
    """There is no such resource, type or property."""


class Asked(NamedTuple):
    """A request.

    Args:
        what: for which of the services above.
        language: of names and texts.
        args: what the service is given.
    """

    what: str
    language: str
    args: tuple[str | int, ...]


def answer(engine: Engine, _file: int, packed: bytes, bases: Sequence[str], asked: Asked) -> bytes:
    """Answer one request, in a query process.

    Args:
        engine: the dataset.
        _file: not needed.
        packed: the index.
        bases: what the IRIs of our resources begin with.
        asked: what is asked.

    Returns:
        JSON.

    Raises:
        StaleError: the index is of another version.
        BatchError: it makes no sense.
        TooMuchError: it asks for too much.
        NothingError: what it is about does not exist.
    """
    index = Index.unpack(packed)
    if index.version != engine.version:
        raise StaleError(engine.version)
    told = _Service(engine, index, bases, asked.language).services[asked.what](*asked.args)
    return json.dumps(told, ensure_ascii=False, allow_nan=False).encode()


class _Service:
    def __init__(self, engine: Engine, index: Index, bases: Sequence[str], language: str) -> None:
        self._index = index
        self._bases = bases
        self._values = Values(engine, index)
        self._telling = Telling(index, language)
        self._extension = Extension(index, self._values, bases, language)
        self.services: Mapping[str, Callable[..., Any]] = {
            BATCH: self._batch,
            MATCH: self._match,
            EXTEND: self._extend,
            EXTEND_DRAFT: self._extend_draft,
            SUGGEST: self._suggest,
            FLYOUT: self._flyout,
            PROPOSE: self._extension.proposed,
            PREVIEW: self._preview,
        }

    def _matcher(self) -> Matcher:
        return Matcher(self._index, self._values, self._bases)

    def _batch(self, text: str) -> dict[str, Any]:
        queries, matcher = read_batch(text), self._matcher()
        return self._telling.batch({key: matcher.find(each) for key, each in queries.items()})

    def _match(self, text: str) -> dict[str, Any]:
        queries, matcher = read_queries(text), self._matcher()
        return self._telling.results([matcher.find(each) for each in queries])

    def _extend(self, text: str) -> dict[str, Any]:
        return self._extension.extended(*read_extension(text), is_draft=False)

    def _extend_draft(self, text: str) -> dict[str, Any]:
        return self._extension.extended(*read_extension(text), is_draft=True)

    def _suggest(self, kind: str, prefix: str, skipped: int, limit: int) -> dict[str, Any]:
        found: list[dict[str, Any]]
        if kind == "entity":
            page = suggesting.entities(self._index, prefix, self._bases)[skipped : skipped + limit]
            found = [self._telling.suggested(each) for each in page]
        elif kind == "type":
            types = suggesting.types(self._index, prefix)[skipped : skipped + limit]
            found = [self._telling.type(each) for each in types]
        else:
            properties = suggesting.properties(self._index, prefix)[skipped : skipped + limit]
            found = [self._telling.property(each) for each in properties]
            for each in found:
                each["matchQualifiers"] = self._telling.qualifiers()
        return {"result": found}

    def _flyout(self, kind: str, identifier: str) -> dict[str, str]:
        told: dict[str, Any] | None = None
        if kind == "entity":
            told = self._telling.suggested(self._entity(identifier))
        elif kind == "type" and (type_ := self._index.type_of(identifier)) is not None:
            told = self._telling.type(type_)
        elif kind == "property" and (found := self._index.property_of(identifier)) is not None:
            told = self._telling.property(found)
        if told is None:
            raise _nothing(identifier)
        return self._telling.flyout(identifier, told)

    def _preview(self, identifier: str) -> dict[str, Any]:
        entity = self._entity(identifier)
        types = self._telling.types(entity)
        rows: list[tuple[str, list[str], int]] = []
        for property_ in self._index.properties.values():
            if property_.id in _NO_ROWS or len(rows) == _FACTS:
                continue
            values = self._extension.shown(property_, entity)
            # The type that the data states is often but its class.
            if values and [each.casefold() for each in values] != [
                each.casefold() for each in types
            ]:
                name = self._telling.property(property_)["name"]
                rows.append((name, values[:_SHOWN], max(0, len(values) - _SHOWN)))
        prose = self._telling.prose(entity)
        return {**self._telling.entity(entity), "types": types, "prose": prose, "rows": rows}

    def _entity(self, identifier: str) -> Entity:
        for each in Likeness(self._index, self._bases).identified(identifier):
            return each
        raise _nothing(identifier)


def _nothing(identifier: str) -> NothingError:
    return NothingError(
        f"There is no {identifier[:200]!r} to be reconciled with.",
        french=f"Il n’y a pas de {identifier[:200]!r} avec quoi réconcilier.",
    )
