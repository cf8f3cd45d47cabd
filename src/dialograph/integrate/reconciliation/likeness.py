"""How like a name or a value is to what a client gives: 0 to 1, and 1 for the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from heapq import nlargest
from math import log
from typing import NamedTuple

from dialograph.integrate import identifiers, naming
from dialograph.integrate.matching import similarity
from dialograph.integrate.reconciliation.batches import TEXT_MAX, Given, Reference
from dialograph.integrate.reconciliation.index import (
    Entity,
    Index,
    core_of,
    folded,
    grams_of,
)
from dialograph.integrate.reconciliation.values import Value

_LOOKED_AT = 40
"""So many names are looked at: of those that share most letters with a text, and as many of those
that are most of letters it has."""

_ALMOST, _SHORT = 0.94, 0.95
"""As like as what is not the same can be, and the same abbreviation or part of a name."""

TITLED = frozenset({"activity", "document", "milestone", "objective", "element"})
"""Kinds whose names are titles: those are not taken apart."""

_APART, _TITLE = "organisation", "document"
"""A kind whose names are taken apart, and one whose are not."""

_FAINT = 0.3
"""What is less like is not like at all."""

_PRECISER = 0.5
"""A date that is right as far as ours goes, which is less far."""

_DATES = {"date", "gYear", "gYearMonth", "dateTime"}
_NUMBER = re.compile(r"[+-]?[0-9]+([.][0-9]+)?")
_DATE = re.compile(r"-?[0-9]{4,}(-[0-9]{2}(-[0-9]{2})?)?")


class _Parts(NamedTuple):
    """What a text consists of."""

    grams: frozenset[str]
    words: frozenset[str]
    weight: float


class Likeness:
    """Compares with what is in an index.

    Args:
        index: what can be reconciled with.
        bases: what the IRIs of our resources begin with.
    """

    def __init__(self, index: Index, bases: Iterable[str]) -> None:
        self._index = index
        self._bases = tuple(bases)
        self._folds: dict[str, str] = {}
        self._parted: dict[str, _Parts] = {}
        self._known: dict[tuple[type, Given, Value], float] = {}

    def names(self, text: str) -> Mapping[int, float]:
        """The resources whose names are like a text, by their place in the index.

        Args:
            text: any.
        """
        found = self._alike(text)
        for kind, is_title in ((_APART, False), (_TITLE, True)):
            for spelling in naming.spellings(text[:TEXT_MAX], kind):
                for place in self._index.by_text.get(f" {spelling.folded} ", ()):
                    owner = self._index.owners[place]
                    if is_title == (self._index.entities[owner].kind in TITLED):
                        is_full = spelling.is_full and self._index.fulls[place]
                        found[owner] = max(found.get(owner, 0.0), 1.0 if is_full else _SHORT)
                if spelling.is_full and not is_title:
                    found |= dict.fromkeys(self._index.abroad.get(spelling.folded, ()), 1.0)
        core = self._index.cores.get(core_of(text[:TEXT_MAX]))
        return found if core is None else {**found, core: 1.0}

    def _alike(self, text: str) -> dict[int, float]:
        """The resources whose names share letters and words with a text."""
        asked = self._folded(text)
        grams = grams_of(asked)
        shared: Counter[int] = Counter()
        for gram in sorted(grams):  # so that the same is found each time
            shared.update(self._index.grams.get(gram, ()))
        texts, owners, number = self._index.texts, self._index.owners, len(grams)
        near = nlargest(
            _LOOKED_AT, shared, key=lambda place: shared[place] / (number + len(texts[place]))
        )
        most = nlargest(_LOOKED_AT, shared, key=shared.__getitem__)
        found: dict[int, float] = {}
        for place in dict.fromkeys((*near, *most)):
            like = min(self.text(asked, texts[place]), _ALMOST)
            if like > found.get(owners[place], _FAINT):
                found[owners[place]] = like
        return found

    def identified(self, text: str) -> list[Entity]:
        """The resources that a text stands for: an identifier, an IRI, a code.

        Args:
            text: any; upper and lower case count.
        """
        stripped = text.strip()
        names = (stripped, *(stripped.removeprefix(each) for each in self._bases))
        found = [self._index.by_id[each] for each in names if each in self._index.by_id]
        codes = [f"iri:{stripped}", identifiers.of_iri(stripped)]
        if not stripped.isdigit():  # a number is no code of a country, unless that is asked for
            codes += [identifiers.of_code(stripped, kind) for kind in ("country", "document")]
        for code in codes:
            found += self._index.by_code.get(code, ()) if code else ()
        return list({each.id: each for each in found}.values())

    def text(self, one: str, other: str) -> float:
        """Two folded texts: the letters that they share, or the words if those are more.

        Rare words count more than common ones, and numbers that differ tell texts apart.
        """
        if one == other:
            return 1.0
        mine, theirs = self._parts(one), self._parts(other)
        letters = 2 * len(mine.grams & theirs.grams) / (len(mine.grams) + len(theirs.grams) or 1)
        shared = mine.words & theirs.words
        weight = mine.weight + theirs.weight
        common = 2 * self._weight(shared) / weight if shared and weight else 0.0
        return similarity(one, other, max(letters, common))

    def _parts(self, text: str) -> _Parts:
        if text not in self._parted:
            words = frozenset(text.split())
            self._parted[text] = _Parts(grams_of(text), words, self._weight(words))
        return self._parted[text]

    def value(self, given: Given, value: Value) -> float:
        """A value of a property, and what a client gives.

        Args:
            given: by the client.
            value: in the graph.
        """
        key = type(given), given, value
        if key not in self._known:
            self._known[key] = self._value(given, value)
        return self._known[key]

    def _value(self, given: Given, value: Value) -> float:
        if isinstance(given, Reference):
            return max(self._entity(given.id, value, exactly=True), float(given.id == value.text))
        if isinstance(given, str):
            return self._written(given, value)
        if isinstance(given, bool):
            return float(value.datatype == "boolean" and (value.text in {"true", "1"}) == given)
        return float(_NUMBER.fullmatch(value.text) is not None and float(value.text) == given)

    def _written(self, given: str, value: Value) -> float:
        """A value, and a text that may mean it."""
        if value.datatype in _DATES:
            return _date(given.strip(), value.text)
        if value.datatype == "iri":
            return self._entity(given, value, exactly=False)
        if _NUMBER.fullmatch(value.text) and _NUMBER.fullmatch(given.strip()):
            return float(float(value.text) == float(given))
        like = self.text(self._folded(given), self._folded(value.text))
        return like if like > _FAINT else 0.0

    def _entity(self, given: str, value: Value, *, exactly: bool) -> float:
        """A resource, and what a client calls it."""
        entity = self._index.by_id.get(value.text)
        if entity is None:
            return float(given.strip() == value.text)
        if entity in self.identified(given):
            return 1.0
        if exactly:
            return 0.0
        asked = self._folded(given)
        texts = self._index.texts_of[self._index.places[entity.id]]
        return max((self.text(asked, each) for each in texts), default=0.0)

    def _folded(self, text: str) -> str:
        if text not in self._folds:
            self._folds[text] = folded(text[:TEXT_MAX])
        return self._folds[text]

    def _weight(self, words: Iterable[str]) -> float:
        number, known = len(self._index.texts), self._index.words
        return sum(log(1 + number / known.get(word, 1)) for word in words)


def _date(given: str, value: str) -> float:
    """Two dates of any precision: the same as far as what is given goes."""
    if not _DATE.fullmatch(given):
        return 0.0
    day = value[: len("2006-07-11")]
    if day == given or day.startswith(f"{given}-"):
        return 1.0
    return _PRECISER if given.startswith(f"{day}-") else 0.0
