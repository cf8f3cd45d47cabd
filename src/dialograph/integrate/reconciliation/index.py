"""What can be reconciled with in one version: names and codes, looked up by what they are like.

A query process reads it once for each version. It is kept in bytes and handed to the processes that
answer, so that none has to read the graph for it.
"""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from dialograph.integrate import naming
from dialograph.integrate.reconciliation.vocabulary import Property, Type, spellings

PLACE, DATE, TITLE, PART = "place", "date", "title", "part"
"""What the name alone does not tell: a city is one of its name in its country, a meeting one of its
title in its year, a document too unless the title is long, a part of a framework one of its heading
in its framework unless that is a sentence."""


class Entity(NamedTuple):
    """A resource that can be reconciled with.

    Args:
        id: what the service calls it: what follows the identifier space.
        iri: its IRI.
        types: the identifiers of its own types.
        names: how it is called, by language.
        facts: what tells it from others, by language: when, under which code, in what.
        prose: what it is, by language.
        codes: what else stands for it and nothing else, as
            :mod:`dialograph.integrate.identifiers` spells it, or ``iri:`` and an IRI elsewhere.
        needs: what has to agree beside the name; see :data:`PLACE` and those that follow.
    """

    id: str
    iri: str
    types: tuple[str, ...]
    names: Mapping[str, str]
    facts: Mapping[str, str]
    prose: Mapping[str, str]
    codes: tuple[str, ...]
    needs: str

    @property
    def kind(self) -> str:
        """What it is, as its identifier says."""
        return self.id.partition("/")[0]


@dataclass(frozen=True)
class Index:
    """All that can be reconciled with.

    Args:
        version: of the dataset that it was read from.
        entities: by identifier.
        texts: the names of all of them in every spelling, folded;
        owners: the place in ``entities`` of the one that has each; and
        fulls: 1 where it says who is meant, 0 for an abbreviation or a part of a name.
        abroad: names of countries in other languages, folded: the places of those that have them.
        cores: the words of the names of countries without the form of state, where they are those
            of one only: its place.
        grams: for each run of three letters, the places in ``texts`` where it stands.
        words: for each word, in how many texts it stands.
        types: by identifier, and
        properties: likewise.
        usage: for each type, how many of its resources have each property, by identifier.
    """

    version: str
    entities: Sequence[Entity]
    texts: Sequence[str]
    owners: array[int]
    fulls: bytes
    abroad: Mapping[str, tuple[int, ...]]
    cores: Mapping[str, int]
    grams: Mapping[str, array[int]]
    words: Mapping[str, int]
    types: Mapping[str, Type]
    properties: Mapping[str, Property]
    usage: Mapping[str, Mapping[str, int]]

    def pack(self) -> bytes:
        """It, in bytes."""
        return pickle.dumps(self, pickle.HIGHEST_PROTOCOL)

    @staticmethod
    def unpack(packed: bytes) -> Index:
        """It again.

        Args:
            packed: what :meth:`pack` has made in a process of ours.
        """
        index = pickle.loads(packed)  # noqa: S301 - see above
        assert isinstance(index, Index)
        return index

    @cached_property
    def by_id(self) -> Mapping[str, Entity]:
        """The resources by identifier, and by IRI."""
        return {key: each for each in self.entities for key in (each.iri, each.id)}

    @cached_property
    def by_code(self) -> Mapping[str, Sequence[Entity]]:
        """The resources by code."""
        found: dict[str, list[Entity]] = {}
        for each in self.entities:
            for code in each.codes:
                found.setdefault(code, []).append(each)
        return found

    @cached_property
    def texts_of(self) -> Sequence[Sequence[str]]:
        """The names of each resource, folded, in the order of the resources."""
        found: list[list[str]] = [[] for _ in self.entities]
        for text, owner in zip(self.texts, self.owners, strict=True):
            found[owner].append(text)
        return found

    @cached_property
    def by_text(self) -> Mapping[str, Sequence[int]]:
        """The places in ``texts`` of each."""
        found: dict[str, list[int]] = {}
        for place, text in enumerate(self.texts):
            found.setdefault(text, []).append(place)
        return found

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where in ``entities`` each stands, by identifier."""
        return {each.id: place for place, each in enumerate(self.entities)}

    def type_of(self, name: str) -> Type | None:
        """A type by any of its names; None where there is none."""
        return self.types.get(name) or self._types_also.get(name)

    @cached_property
    def _types_also(self) -> Mapping[str, Type]:
        return {name: each for each in self.types.values() for name in spellings(each.iri)}

    def property_of(self, name: str) -> Property | None:
        """A property by any of its names; None where there is none."""
        return self.properties.get(name) or self._properties_also.get(name)

    @cached_property
    def _properties_also(self) -> Mapping[str, Property]:
        found: dict[str, Property] = {}
        for each in self.properties.values():
            for name in each.also:
                found.setdefault(name, each)
        return found

    def lineage(self, types: Sequence[str]) -> list[str]:
        """Types with all that are broader, the narrowest first."""
        found: dict[str, None] = {}
        waiting = list(types)
        while waiting:
            each = waiting.pop(0)
            if each not in found:
                found[each] = None
                waiting += self.types[each].parents if each in self.types else ()
        return list(found)

    def ancestors(self, types: tuple[str, ...]) -> frozenset[str]:
        """The same, to look one up in."""
        if types not in self._ancestors:
            self._ancestors[types] = frozenset(self.lineage(types))
        return self._ancestors[types]

    @cached_property
    def _ancestors(self) -> dict[tuple[str, ...], frozenset[str]]:
        return {}


def folded(text: str) -> str:
    """A text as texts are compared, a space around each word."""
    return f" {naming.fold(text)} "


def core_of(text: str) -> str:
    """The words of the name of a country without its form of state, in one order."""
    return " ".join(sorted(naming.core(naming.fold(text))))


def grams_of(text: str) -> frozenset[str]:
    """The runs of three letters in a text that :func:`folded` has made."""
    return frozenset(text[place : place + 3] for place in range(max(len(text) - 2, 0)))
