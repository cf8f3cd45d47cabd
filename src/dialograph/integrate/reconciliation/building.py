"""How the index is made in a query process, once for each version."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from dialograph.engine.interface import Engine
from dialograph.integrate import naming
from dialograph.integrate.naming import Spelling
from dialograph.integrate.reconciliation.abroad import Names
from dialograph.integrate.reconciliation.index import Entity, Index, core_of, grams_of
from dialograph.integrate.reconciliation.reading import Reader
from dialograph.integrate.reconciliation.vocabulary import Property, Type


def read_index(
    engine: Engine, _file: int, bases: Sequence[str], abroad: Names
) -> tuple[bytes, list[Type], list[Property]]:
    """Read what can be reconciled with, in a query process.

    Args:
        engine: the dataset.
        _file: not needed.
        bases: what the IRIs of our resources begin with.
        abroad: names of countries in other languages, by two-letter code.

    Returns:
        The index, packed, its types and its properties.
    """
    index = build(engine, bases, abroad)
    return index.pack(), list(index.types.values()), list(index.properties.values())


def build(engine: Engine, bases: Sequence[str], abroad: Names) -> Index:
    """The same, as it is."""
    reader = Reader(engine, tuple(dict.fromkeys(bases)))
    entities, spelt = reader.entities()
    types = reader.types(entities)
    properties, usage = reader.properties(entities, types)
    texts = [
        (f" {each.folded} ", place, each.is_full)
        for place, names in enumerate(spelt)
        for each in names
    ]
    grams: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    for place, (text, _, _) in enumerate(texts):
        for gram in grams_of(text):
            grams[gram].append(place)
    countries = {
        place: names for place, names in enumerate(spelt) if entities[place].kind == "country"
    }
    return Index(
        version=engine.version,
        entities=entities,
        texts=[text for text, _, _ in texts],
        owners=array("I", [owner for _, owner, _ in texts]),
        fulls=bytes(is_full for _, _, is_full in texts),
        abroad=_abroad(entities, abroad),
        cores=_cores(countries),
        grams=dict(grams),
        words=Counter(word for text, _, _ in texts for word in set(text.split())),
        types=types,
        properties=properties,
        usage=usage,
    )


def _abroad(entities: Sequence[Entity], names: Names) -> dict[str, tuple[int, ...]]:
    """Which countries other languages call what, by the place of the country."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for place, entity in enumerate(entities):
        codes = (each.removeprefix("iso2:") for each in entity.codes if each.startswith("iso2:"))
        for name in (name for code in codes for name in names.get(code, ())):
            for each in naming.spellings(name, "country"):
                if each.is_full:
                    found[each.folded].add(place)
    return {text: tuple(sorted(places)) for text, places in found.items()}


def _cores(countries: Mapping[int, Sequence[Spelling]]) -> dict[str, int]:
    """The names of countries without the form of state, where no other has all their words."""
    having: defaultdict[str, set[int]] = defaultdict(set)
    cores: defaultdict[str, set[int]] = defaultdict(set)
    for place, names in countries.items():
        for core in (core_of(each.folded) for each in names if each.is_full):
            cores[core].add(place)
            for word in core.split():
                having[word].add(place)
    return {
        core: min(places)
        for core, places in cores.items()
        if core and len(set.intersection(*(having[word] for word in core.split()))) == 1
    }
