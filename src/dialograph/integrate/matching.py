"""The index of what is ours, and what in it is meant by an identifier or a name.

Built once for a version (in a query process, or offline) and then read only::

    index = Index.read(engine.dataset.quads())
    index.search("Ivory Coast", kinds={"country"})      # candidates, best first
    index.identified("iso3:CIV")                         # keys, by a shared identifier
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from dialograph.integrate import naming
from dialograph.integrate.describing import COMPATIBLE, MATCHED, Entity, describe, kind_of_iri
from dialograph.vocab import BASE

LIKELY = 0.86
"""Names at least so similar are shown to a person. Chosen on the tuning pairs."""

_WEAK, _SIMILAR = 0.95, 0.94
_NUMBERS_DIFFER = 0.8
_LISTED = 5
_QUERY_MAX = 500
"""So many characters of a name are compared."""


class Candidate(NamedTuple):
    """Something of ours that may be meant.

    Args:
        entity: which.
        score: 0 to 1; 1 for the same full name or identifier.
        name: the name of ours, folded, or the identifier, that was met.
        reason: ``identifier``, ``name`` (the same full name), ``short`` (the same abbreviation,
            short label or name without its qualifier) or ``similar``.
    """

    entity: Entity
    score: float
    name: str
    reason: str


class Index:
    """What is ours, by identifier and by name.

    Args:
        entities: what is ours.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.entities: Mapping[str, Entity] = {each.key: each for each in entities}
        """By IRI."""
        codes: defaultdict[str, set[str]] = defaultdict(set)
        names: dict[bool, defaultdict[str, set[str]]] = {
            True: defaultdict(set),
            False: defaultdict(set),
        }
        texts: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        words: defaultdict[str, set[str]] = defaultdict(set)
        cores: defaultdict[frozenset[str], set[str]] = defaultdict(set)
        for key, entity in self.entities.items():
            for code in entity.codes:
                codes[code].add(key)
            for spelling in entity.spellings:
                names[spelling.is_full][spelling.folded].add(key)
                texts[entity.kind][spelling.folded].add(key)
                if entity.kind == "country" and spelling.is_full:
                    core = naming.core(spelling.folded)
                    cores[core].add(key)
                    for word in core:
                        words[word].add(key)
        self._codes = {code: tuple(sorted(keys)) for code, keys in codes.items()}
        self._full, self._weak = dict(names[True]), dict(names[False])
        self._texts = {kind: dict(each) for kind, each in texts.items()}
        self._words, self._cores = dict(words), dict(cores)

    @classmethod
    def read(
        cls,
        quads: Iterable[ox.Quad | ox.Triple],
        *,
        without: Collection[str] = (),
        base: str = BASE,
    ) -> Index:
        """Make the index of some statements.

        Args:
            quads: what is ours, of all graphs.
            without: graphs to leave out: the one that is being harvested into, so that the same
                harvest comes to the same end twice.
            base: what our IRIs begin with.
        """
        left_out = {ox.NamedNode(each) for each in without}
        found = describe(
            (
                each
                for each in quads
                if not isinstance(each, ox.Quad) or each.graph_name not in left_out
            ),
            base,
        )
        return cls(
            _with_names(each)
            for key, each in sorted(found.items())
            if kind_of_iri(key, base) in MATCHED
        )

    def identified(self, code: str, kinds: Collection[str] = MATCHED) -> tuple[str, ...]:
        """What has an identifier.

        Args:
            code: as :mod:`dialograph.integrate.identifiers` spells it, or ``iri:`` and an IRI.
            kinds: which kinds count.

        Returns:
            Keys of entities; more than one where something is shared, as a page of news is.
        """
        return tuple(key for key in self._codes.get(code, ()) if self.entities[key].kind in kinds)

    def named(self, text: str, kinds: Collection[str]) -> dict[str, bool]:
        """What bears a name, in any of its spellings.

        Args:
            text: the name, as it stands.
            kinds: which kinds count.

        Returns:
            Key → whether a full name of the one is a full name of the other.
        """
        found: dict[str, bool] = {}
        for kind in kinds:
            for spelling in naming.spellings(text[:_QUERY_MAX], kind):
                for key in self._full.get(spelling.folded, ()):
                    if self.entities[key].kind == kind:
                        found[key] = found.get(key, False) or spelling.is_full
                for key in self._weak.get(spelling.folded, ()):
                    if self.entities[key].kind == kind:
                        found.setdefault(key, False)
        return found

    def search(
        self,
        text: str,
        kinds: Collection[str] = MATCHED,
        *,
        limit: int = _LISTED,
        least: float = 0.6,
    ) -> list[Candidate]:
        """What a name may mean, best first.

        Args:
            text: the name, in any language and spelling.
            kinds: kinds of resource to look among, as in our IRIs.
            limit: how many candidates at most.
            least: the lowest score that counts, 0 to 1.
        """
        best: dict[str, Candidate] = {}
        wanted = naming.fold(text[:_QUERY_MAX])
        for key, is_full in self.named(text, kinds).items():
            score, reason = (1.0, "name") if is_full else (_WEAK, "short")
            best[key] = Candidate(self.entities[key], score, wanted, reason)
        if len(best) < limit and wanted:
            for kind in kinds:
                for found in self._alike(wanted, kind, least, limit):
                    if found.entity.key not in best or best[found.entity.key].score < found.score:
                        best[found.entity.key] = found
        return sorted(best.values(), key=lambda each: (-each.score, each.entity.key))[:limit]

    def _alike(self, wanted: str, kind: str, least: float, limit: int) -> Iterator[Candidate]:
        """What bears a name that is spelt much like a folded one."""
        texts = self._texts.get(kind, {})
        for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
            for name, percent, _ in process.extract(
                wanted, texts.keys(), scorer=scorer, score_cutoff=least * 100, limit=limit * 4
            ):
                score = similarity(wanted, name, percent / 100)
                if score >= least:
                    for key in texts[name]:
                        yield Candidate(self.entities[key], score, name, "similar")

    def by_core(self, text: str) -> str:
        """The country whose name, without the form of state, is that of no other.

        ``Kingdom of Morocco`` is Morocco; ``Republic of Guinea`` might be another Guinea.

        Args:
            text: the name, as it stands.

        Returns:
            Its key; empty when there is none, or more than one.
        """
        core = naming.core(naming.fold(text[:_QUERY_MAX]))
        keys = self._cores.get(core, set())
        if not core or len(keys) != 1:
            return ""
        others = set.intersection(*(self._words[word] for word in core))
        return next(iter(keys)) if others == keys else ""


def similarity(first: str, second: str, score: float) -> float:
    """How alike two folded names are, where numbers that differ tell them apart.

    Args:
        first: a name, and
        second: another.
        score: how alike their letters are, 0 to 1.
    """
    numbers = [{word for word in each.split() if word.isdigit()} for each in (first, second)]
    return score * (_NUMBERS_DIFFER if numbers[0] != numbers[1] else _SIMILAR)


def compatible(kind: str) -> Collection[str]:
    """The kinds of ours that something of a kind may turn out to be."""
    return COMPATIBLE.get(kind, ())


def _with_names(entity: Entity) -> Entity:
    """A country with what it is called in other languages, by its two-letter code."""
    if entity.kind != "country":
        return entity
    code = next((each[5:] for each in entity.codes if each.startswith("iso2:")), "")
    spelt = {each.folded: each for each in entity.spellings}
    for name in naming.names_of_countries().get(code, ()):
        for each in naming.spellings(name, "country"):
            if each.is_full or each.folded not in spelt:
                spelt.setdefault(each.folded, each)
    return Entity(
        entity.key,
        entity.kind,
        entity.names,
        tuple(spelt.values()),
        entity.codes,
        entity.within,
        entity.schemes,
        entity.notation,
        entity.years,
    )
