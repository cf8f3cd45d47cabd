"""Suggestions while somebody types: resources, types and properties by what their names hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from dialograph.integrate.reconciliation.index import Entity, Index, folded
from dialograph.integrate.reconciliation.likeness import Likeness
from dialograph.integrate.reconciliation.vocabulary import Property, Type, spellings

_ASKED, _WORDS = 200, 12
T = TypeVar("T")


def entities(index: Index, prefix: str, bases: Iterable[str]) -> Sequence[Entity]:
    """The resources that a prefix may mean, the best first; all by name for an empty one.

    Args:
        index: what can be reconciled with.
        prefix: the beginning of a name or of words in it, or of an identifier.
        bases: what the IRIs of our resources begin with.
    """
    asked = prefix[:_ASKED].strip()
    if not asked:
        return sorted(index.entities, key=lambda each: (min(each.names.values()), each.id))
    found: dict[int, tuple[float, int]] = {}
    words = folded(asked).split()[:_WORDS]
    for place, text in enumerate(index.texts if words else ()):
        rank = _rank(words, text)
        owner = index.owners[place]
        if rank is not None and (owner not in found or rank < found[owner]):
            found[owner] = rank
    exact = Likeness(index, bases).identified(asked)
    begin = [
        each for each in index.entities if each.id.startswith(asked) or each.iri.startswith(asked)
    ]
    named = [index.entities[place] for place in sorted(found, key=lambda each: (found[each], each))]
    return _once((*exact, *named, *begin))


def types(index: Index, prefix: str) -> Sequence[Type]:
    """The types that resources have, likewise, the most common first."""
    having = [each for each in index.types.values() if each.size]
    return [
        each
        for each in sorted(having, key=lambda each: (-each.size, each.id))
        if _fits(prefix, (each.id, *spellings(each.iri)), each.names.values())
    ] or [each for each in [index.type_of(prefix.strip())] if each is not None]


def properties(index: Index, prefix: str) -> Sequence[Property]:
    """The properties that resources have, likewise, in the order in which they are proposed."""
    return [
        each
        for each in index.properties.values()
        if _fits(prefix, (each.id, *each.also), each.names.values())
    ]


def _fits(prefix: str, names: Iterable[str], texts: Iterable[str]) -> bool:
    asked = prefix[:_ASKED].strip()
    words = folded(asked).split()[:_WORDS]
    return (
        not asked
        or any(each.casefold().startswith(asked.casefold()) for each in names)
        or bool(words and any(_rank(words, folded(text)) is not None for text in texts))
    )


def _rank(words: Sequence[str], name: str) -> tuple[float, int] | None:
    """How well a name fits words that are being typed; None when one of them is not in it.

    A name that is no longer comes first, then those that begin so, then the shortest.
    """
    if not all(f" {word}" in name for word in words):
        return None
    whole = f" {' '.join(words)}"
    if name == f"{whole} ":
        return 0, 0
    return (1 if name.startswith(whole) else 2), len(name)


def _once(found: Iterable[Entity]) -> list[Entity]:
    return list({each.id: each for each in found}.values())
