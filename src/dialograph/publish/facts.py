"""Statements by what they are about: how a description is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rdflib import BNode, Literal, URIRef
from rdflib.term import Identifier

from dialograph.vocab import DCTERMS, RDFS, SCHEMA, SKOS


class Statement(NamedTuple):
    """One RDF statement.

    Args:
        subject: an IRI or a blank node.
        predicate: an IRI.
        value: an IRI, a blank node or a literal.
    """

    subject: URIRef | BNode
    predicate: URIRef
    value: Identifier


_LABELS = (SKOS.prefLabel, DCTERMS.title, RDFS.label, SCHEMA.name)


class Facts:
    """Statements, found by subject or by value.

    Args:
        statements: any, each once; values keep their order.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._out: dict[Identifier, dict[URIRef, list[Identifier]]] = {}
        self._in: dict[Identifier, dict[URIRef, list[URIRef | BNode]]] = {}
        for subject, predicate, value in statements:
            self._out.setdefault(subject, {}).setdefault(predicate, []).append(value)
            self._in.setdefault(value, {}).setdefault(predicate, []).append(subject)

    def __contains__(self, subject: object) -> bool:
        """Whether anything is said of a subject."""
        return subject in self._out

    def about(self, subject: Identifier) -> Mapping[URIRef, list[Identifier]]:
        """All that is said of a subject: predicate to values."""
        return self._out.get(subject, {})

    def values(self, subject: Identifier, *predicates: URIRef) -> list[Identifier]:
        """The values of predicates, those of the first predicate first."""
        told = self.about(subject)
        return [value for each in predicates for value in told.get(each, ())]

    def value(self, subject: Identifier, *predicates: URIRef) -> Identifier | None:
        """The first of :meth:`values`; None without one."""
        return next(iter(self.values(subject, *predicates)), None)

    def subjects(self, predicate: URIRef, value: Identifier) -> list[URIRef | BNode]:
        """What has a value."""
        return self._in.get(value, {}).get(predicate, [])

    def texts(self, subject: Identifier, *predicates: URIRef) -> dict[str, str]:
        """The first text in each language of the first predicate that has any.

        Returns:
            Language, without a region, to text; ``""`` stands for a text that says none.
        """
        for predicate in predicates:
            found = texts_of(self.values(subject, predicate))
            if found:
                return found
        return {}

    def labels(self, subject: Identifier) -> dict[str, str]:
        """How a subject is called, by language; empty when nothing says it."""
        return self.texts(subject, *_LABELS)


def texts_of(values: Iterable[Identifier]) -> dict[str, str]:
    """The first text in each language; see :meth:`Facts.texts`."""
    found: dict[str, str] = {}
    for value in values:
        if isinstance(value, Literal):
            language = (value.language or "").lower().partition("-")[0]
            found.setdefault(language, str(value))
    return found
