"""Whether a source keeps to what it may assert."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import pyoxigraph as ox

from dialograph.integrate.harvest.sources import Trust
from dialograph.vocab import PREFIXES, RDF

_TYPE = ox.NamedNode(RDF.type)
_SHOWN = 20


class Breach(NamedTuple):
    """What a source asserts and may not.

    Args:
        english: in one sentence, and
        french: the same in French.
        resources: the IRIs that it is about.
    """

    english: str
    french: str
    resources: tuple[str, ...]


def breaches(
    triples: Sequence[ox.Triple],
    trust: Trust,
    others: Callable[[Iterable[str]], AbstractSet[str]],
) -> list[Breach]:
    """What a source asserts and may not.

    Args:
        triples: what it asserts, mapped and resolved.
        trust: what it may.
        others: says which of some IRIs are described in other graphs.
    """
    subjects = {
        each.subject.value: None for each in triples if isinstance(each.subject, ox.NamedNode)
    }
    found = []
    if trust.subjects:
        strange = [each for each in subjects if not each.startswith(trust.subjects)]
        if strange:
            found.append(
                Breach(
                    f"It describes resources that it may not: {_listed(strange)}.",
                    "Elle décrit des ressources que son profil de confiance n’autorise pas : "
                    f"{_listed(strange)}.",
                    tuple(strange),
                )
            )
    if trust.classes:
        wrong = {
            each.object.value: None
            for each in triples
            if each.predicate == _TYPE
            and isinstance(each.object, ox.NamedNode)
            and each.object.value not in trust.classes
        }
        if wrong:
            found.append(
                Breach(
                    f"It gives resources types that it may not: {_listed(wrong)}.",
                    "Elle donne à des ressources des types que son profil de confiance n’autorise "
                    f"pas : {_listed(wrong)}.",
                    tuple(wrong),
                )
            )
    if not trust.others:
        shared = others(subjects)
        if shared:
            listed = sorted(shared)
            found.append(
                Breach(
                    f"It describes resources that other graphs describe: {_listed(listed)}.",
                    "Elle décrit des ressources que d’autres graphes décrivent : "
                    f"{_listed(listed)}.",
                    tuple(listed),
                )
            )
    return found


def _listed(iris: Iterable[str]) -> str:
    every = list(iris)
    shown = ", ".join(map(_short, every[:_SHOWN]))
    return shown + (f" (+ {len(every) - _SHOWN})" if len(every) > _SHOWN else "")


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
