"""Whether something that comes in is something of ours: sure, likely, or not known.

A sure match is acted on without anybody looking, so it needs a reason that does not fail: the same
identifier, or the same full name where nothing speaks against it. What is only alike, short, or
shared by several of ours is shown to a person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from dialograph.integrate import identifiers, naming
from dialograph.integrate.describing import Entity
from dialograph.integrate.matching import LIKELY, Candidate, Index, compatible

_SHOWN = 3
"""So many candidates are shown to a person."""

_TITLE_WORDS, _LONG_TITLE_WORDS = 4, 8
_ABBREVIATION_LETTERS = 4
_PARTS = frozenset({"objective", "element"})
_DATED = frozenset({"document", "activity"})
_LOCATED = frozenset({"place", "organisation"})
_WEAK_SCHEMES = ("url:", "site:")
"""Addresses: they tell things of one kind from each other, and nothing of what kind they are."""


class Match(NamedTuple):
    """What something that comes in turns out to be.

    Args:
        entity: what came in.
        sure: what of ours it is; None when that is not certain.
        likely: what it may be, best first, when it is not certain.
    """

    entity: Entity
    sure: Candidate | None = None
    likely: tuple[Candidate, ...] = ()


class Judge:
    """Judges what comes in together.

    Args:
        index: what is ours.
        told: what comes in, by key; places and frameworks are looked up in it.
    """

    def __init__(self, index: Index, told: Mapping[str, Entity]) -> None:
        self._index = index
        self._told = told
        self._judged: dict[str, Match] = {}
        shared: dict[str, int] = {}
        for each in told.values():
            for code in each.codes:
                shared[code] = shared.get(code, 0) + 1
        self._shared = {code for code, number in shared.items() if number > 1}

    def judge(self, key: str) -> Match:
        """What one of those that come in turns out to be.

        Args:
            key: of which; one that nothing is told of is known by its IRI alone.
        """
        if key not in self._judged:
            entity = self._told.get(key) or bare(key)
            # What refers to itself in a circle is not known by where it lies.
            self._judged[key] = Match(entity)
            self._judged[key] = self._match(entity)
        return self._judged[key]

    def _match(self, entity: Entity) -> Match:
        kinds = compatible(entity.kind)
        by_code = self._by_code(entity, kinds)
        if len(by_code) == 1:
            return Match(entity, by_code[0])
        if by_code:  # identifiers that disagree
            return Match(entity, None, tuple(by_code[:_SHOWN]))
        if not entity.kind:
            return Match(entity)
        same = self._same_name(entity, kinds)
        sure = [each for each in same if self._is_sure(entity, each)]
        if len(sure) == 1:
            return Match(entity, sure[0])
        likely = [each for each in self._alike(entity, kinds, same) if each.score >= LIKELY]
        return Match(entity, None, tuple(likely[:_SHOWN]))

    def _by_code(self, entity: Entity, kinds: Collection[str]) -> list[Candidate]:
        """What has an identifier of it, each once; addresses that several share are none."""
        found: dict[str, Candidate] = {}
        weak: dict[str, Candidate] = {}
        for code in sorted(entity.codes):
            keys = self._index.identified(code, kinds)
            is_address = code.startswith(_WEAK_SCHEMES)
            if is_address and (len(keys) > 1 or code in self._shared):
                continue
            for key in keys:
                into = weak if is_address else found
                into.setdefault(key, Candidate(self._index.entities[key], 1.0, code, "identifier"))
        if found:
            return list(found.values())
        return [each for each in weak.values() if not self._is_contradicted(entity, each.entity)]

    def _same_name(self, entity: Entity, kinds: Collection[str]) -> list[Candidate]:
        """What bears a full name of it, and nothing speaks against it."""
        found: dict[str, Candidate] = {}
        for text in _texts(entity):
            keys = {key for key, is_full in self._index.named(text, kinds).items() if is_full}
            if entity.kind == "country" and not keys:
                keys = {key for key in (self._index.by_core(text),) if key}
            for key in sorted(keys):
                ours = self._index.entities[key]
                if not self._is_contradicted(entity, ours):
                    found.setdefault(key, Candidate(ours, 1.0, naming.fold(text), "name"))
        return list(found.values())

    def _alike(
        self, entity: Entity, kinds: Collection[str], same: Collection[Candidate]
    ) -> list[Candidate]:
        """What bears a name like its own, best first."""
        found = {each.entity.key: each for each in same}
        for text in _texts(entity):
            for each in self._index.search(text, kinds, limit=_SHOWN + 2, least=LIKELY):
                known = found.get(each.entity.key)
                if known is None or known.score < each.score:
                    found[each.entity.key] = each
        return sorted(
            (each for each in found.values() if not self._is_contradicted(entity, each.entity)),
            key=lambda each: (-each.score, each.entity.key),
        )

    def _is_sure(self, entity: Entity, candidate: Candidate) -> bool:
        """Whether the same full name is enough."""
        ours = candidate.entity
        words = len(candidate.name.split())
        if entity.kind == "country":
            return True
        if entity.kind == "place":
            # A city is one of its name in its country; a region has no country.
            here, there = self._country(entity), country_of(ours, self._index)
            return ours.kind == "place" and here == there and (bool(here) or not entity.within)
        if entity.kind in _PARTS:
            schemes = self._schemes(entity)
            return bool(schemes & ours.schemes) or (not entity.schemes and words >= _TITLE_WORDS)
        if entity.kind in _DATED:
            is_dated = _same_date(entity.years, ours.years)
            return words >= _TITLE_WORDS and (
                is_dated or (entity.kind == "document" and words >= _LONG_TITLE_WORDS)
            )
        if entity.kind in {"framework", "milestone"}:
            return words >= _TITLE_WORDS
        return words > 1 or len(candidate.name) >= _ABBREVIATION_LETTERS

    def _is_contradicted(self, entity: Entity, ours: Entity) -> bool:
        """Whether something speaks against the two being the same."""
        if entity.kind in _LOCATED:
            here, there = self._country(entity), country_of(ours, self._index)
            return bool(here and there and here != there)
        if entity.kind in _PARTS and entity.schemes and ours.schemes:
            return not self._schemes(entity) & ours.schemes
        if entity.kind in _DATED and entity.years and ours.years:
            return not _same_date(entity.years, ours.years)
        ours_iso = {each for each in ours.codes if each.startswith(("iso2:", "iso3:", "m49:"))}
        theirs = {each for each in entity.codes if each.startswith(("iso2:", "iso3:", "m49:"))}
        return entity.kind == "country" and bool(theirs and ours_iso and not theirs & ours_iso)

    def _country(self, entity: Entity) -> str:
        """The key of the country of ours that something lies in; empty when that is not known."""
        for each in entity.within:
            if each in self._told or each.startswith(("http://", "https://")):
                if each in self._told and self._told[each].kind not in {"country", "place"}:
                    continue
                sure = self.judge(each).sure
                if sure is not None:
                    return country_of(sure.entity, self._index)
            elif not each.startswith("_:"):
                found = self._named_country(each)
                if found:
                    return found
        return ""

    def _named_country(self, text: str) -> str:
        code = identifiers.of_code(text, "country")
        keys = self._index.identified(code, {"country"}) if code else ()
        if not keys:
            named = self._index.named(text, {"country"})
            keys = tuple(key for key, is_full in named.items() if is_full)
        return keys[0] if len(keys) == 1 else ""

    def _schemes(self, entity: Entity) -> set[str]:
        """The frameworks of ours that something is a part of."""
        found = set()
        for each in entity.schemes:
            sure = self.judge(each).sure
            if sure is not None:
                found.add(sure.entity.key)
        return found


def country_of(ours: Entity, index: Index) -> str:
    """The key of the country that something of ours is, or lies in; empty when none is told."""
    if ours.kind == "country":
        return ours.key
    for each in ours.within:
        if each in index.entities and index.entities[each].kind == "country":
            return each
    return ""


def bare(key: str) -> Entity:
    """Something of which nothing but its IRI is known.

    Args:
        key: the IRI, or ``_:`` and a label, which says nothing at all.
    """
    if key.startswith("_:"):
        return Entity(key, "")
    codes = {code for code in (f"iri:{key}", identifiers.of_iri(key)) if code}
    return Entity(key, "", codes=frozenset(codes))


def _texts(entity: Entity) -> list[str]:
    return list(dict.fromkeys(text for _, text in entity.names))


def _same_date(first: Collection[str], second: Collection[str]) -> bool:
    """Whether dates agree as far as both tell: ``2019`` and ``2019-10-24`` do."""
    return any(one.startswith(other) or other.startswith(one) for one in first for other in second)
