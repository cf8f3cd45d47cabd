"""Candidates, suggestions and previews as either version of the specification writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from dialograph.integrate.reconciliation.batches import EXACT
from dialograph.integrate.reconciliation.index import Entity, Index
from dialograph.integrate.reconciliation.matching import (
    IDENTIFIER,
    NAME,
    PROPERTY,
    TYPE,
    Candidate,
)
from dialograph.integrate.reconciliation.vocabulary import Property, Type, in_language

_FEATURES: Mapping[str, Mapping[str, str]] = {
    NAME: {"en": "How like the name is", "fr": "Ressemblance du nom"},
    IDENTIFIER: {
        "en": "Whether an identifier or a code was given",
        "fr": "Identifiant ou code donné",
    },
    TYPE: {"en": "Whether it is of the type", "fr": "Du type demandé"},
    PROPERTY: {"en": "How like the value is: {name}", "fr": "Ressemblance de la valeur : {name}"},
}


_EXACTLY = {"en": "The same value", "fr": "La même valeur"}


class Telling:
    """Writes what was found in one language.

    Args:
        index: what can be reconciled with.
        language: of names and descriptions, where they have it.
    """

    def __init__(self, index: Index, language: str) -> None:
        self._index = index
        self._language = language

    def batch(self, results: Mapping[str, Sequence[Candidate]]) -> dict[str, Any]:
        """The result batch of 0.2."""
        return {
            key: {"result": [self._candidate(each, is_draft=False) for each in candidates]}
            for key, candidates in results.items()
        }

    def results(self, results: Iterable[Sequence[Candidate]]) -> dict[str, Any]:
        """The result batch of the 1.0 draft."""
        return {
            "results": [
                {"candidates": [self._candidate(each, is_draft=True) for each in candidates]}
                for candidates in results
            ]
        }

    def entity(self, entity: Entity) -> dict[str, Any]:
        """A resource: its identifier and its name."""
        return {"id": entity.id, **self._named(entity.names, entity.id)}

    def suggested(self, entity: Entity) -> dict[str, Any]:
        """A resource that is suggested."""
        notable = [self._brief(each) for each in entity.types]
        return {**self.entity(entity), **self._described(entity), "notable": notable}

    def type(self, type_: Type) -> dict[str, Any]:
        """A type, with those that are broader."""
        told: dict[str, Any] = {
            "id": type_.id,
            **self._named(type_.names, type_.id),
            **self._about(type_.abouts),
        }
        if type_.parents:
            told["broader"] = [self._brief(each) for each in type_.parents]
        return told

    def property(self, property_: Property) -> dict[str, Any]:
        """A property."""
        return {
            "id": property_.id,
            **self._named(property_.names, property_.id),
            **self._about(property_.abouts),
        }

    def qualifiers(self) -> list[dict[str, str]]:
        """How values may be compared with those of any property (1.0 draft, section 6.4)."""
        return [{"id": EXACT, "name": _EXACTLY[self._language]}]

    def types(self, entity: Entity) -> list[str]:
        """What the types of a resource are called."""
        return [str(self._brief(each)["name"]) for each in entity.types]

    def flyout(self, identifier: str, told: Mapping[str, Any]) -> dict[str, str]:
        """A small preview beside a suggestion (0.2, section 6.5).

        Args:
            identifier: as the client gives it.
            told: what :meth:`suggested`, :meth:`type` or :meth:`property` gave.
        """
        kinds = ", ".join(each["name"] for each in told.get("notable", ()))
        html = Markup('<div lang="{}"><p><strong>{}</strong>{}</p>{}</div>').format(
            told.get("lang", self._language),
            told["name"],
            Markup(" <em>{}</em>").format(kinds) if kinds else "",
            Markup("<p>{}</p>").format(told["description"]) if "description" in told else "",
        )
        return {"id": identifier, "html": str(html)}

    def _candidate(self, candidate: Candidate, *, is_draft: bool) -> dict[str, Any]:
        entity = candidate.entity
        features: list[dict[str, Any]] = [
            {"id": name, "value": value} for name, value in candidate.features
        ]
        if is_draft:  # which has names for them
            for each in features:
                each["name"] = self._feature(each["id"])
        return {
            **self.entity(entity),
            **self._described(entity),
            # The broader ones too: clients look for the one that was asked for.
            "type": [self._brief(each) for each in self._index.lineage(entity.types)],
            "score": candidate.score,
            "match": candidate.match,
            "features": features,
        }

    def _feature(self, identifier: str) -> str:
        kind, _, name = identifier.partition(":")
        property_ = self._index.properties.get(name)
        names = property_.names if property_ is not None else {}
        called = in_language(names, self._language)[0] or name
        return _FEATURES[kind][self._language].format(name=called)

    def _brief(self, name: str) -> dict[str, Any]:
        type_ = self._index.types.get(name)
        return {"id": name, **self._named(type_.names if type_ is not None else {}, name)}

    def _named(self, names: Mapping[str, str], otherwise: str) -> dict[str, str]:
        name, language = in_language(names, self._language)
        told = {"name": name or otherwise}
        return {**told, "lang": language} if language else told

    def _described(self, entity: Entity) -> dict[str, str]:
        told = [
            entity.facts.get(self._language, ""),
            # A text in another language than the name would be read as if it were in that.
            self.prose(entity),
        ]
        about = " · ".join(filter(None, told))
        return {"description": about} if about else {}

    def prose(self, entity: Entity) -> str:
        """What a resource is; empty where nothing is said of it in the language."""
        return entity.prose.get(self._language, entity.prose.get("", ""))

    def _about(self, abouts: Mapping[str, str]) -> dict[str, str]:
        about = in_language(abouts, self._language)[0]
        return {"description": about} if about else {}
