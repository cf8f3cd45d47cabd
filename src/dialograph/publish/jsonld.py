"""A description as JSON that a person reads: one object, and what it is about inside it.

The resource is the object itself; what it points to stands in it, and so does what points to it,
under words that are read backwards. A thing is told in full where it comes first, and by its name
afterwards (JSON-LD 1.1, sections 4.1 to 4.8).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from rdflib import BNode, Literal, URIRef
from rdflib.term import Identifier

from dialograph.publish import context as terms
from dialograph.publish.facts import Facts
from dialograph.publish.resources import Description
from dialograph.vocab import DG, PREFIXES, RDF, XSD

_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_FIRST = ("label", "title", "officialTitle", "editorialTitle", "description", "definition", "quote")
_TAKEN = frozenset(terms.context()["@context"])


def write_jsonld(description: Description, context: str) -> bytes:
    """Write a description as JSON-LD.

    Args:
        description: what is known of a resource.
        context: the address of the context.
    """
    document = {"@context": context, **framed(description)}
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def framed(description: Description) -> dict[str, Any]:
    """A description as one object, without its context.

    Args:
        description: what is known of a resource.

    Returns:
        The resource with all that is connected with it, which is everything: a description holds
        only what a resource names, what names it, and what those name.
    """
    frame = _Frame(Facts(description.statements))
    whole: dict[str, Any] = frame.node(description.iri)
    backwards: dict[str, Any] = {}
    for property_ in sorted((each.property for each in description.incoming), key=_backwards):
        others = frame.pointing(property_, description.iri)
        word = terms.REVERSED.get(property_)
        if word is not None:
            whole[word] = others
        elif others:
            backwards[_word(property_)] = others
    if backwards:
        whole["@reverse"] = backwards
    return whole


class _Frame:
    """Makes objects of what facts say.

    Args:
        facts: of one description.
    """

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._told: set[Identifier] = set()

    def node(self, subject: Identifier, *, but: tuple[URIRef, Identifier] | None = None) -> Any:
        """An object for a subject: in full the first time.

        Args:
            subject: an IRI or a blank node.
            but: a property and a value that the place of the object tells already.
        """
        name = f"_:{subject}" if isinstance(subject, BNode) else str(subject)
        if subject in self._told:
            return {"id": name}
        self._told.add(subject)
        found: dict[str, Any] = {}
        for property_, values in self._facts.about(subject).items():
            left = [value for value in values if (property_, value) != but]
            if left and property_ != RDF.type:
                found[_word(property_)] = self._values(property_, left)
        types = [_class(each) for each in self._facts.values(subject, RDF.type)]
        ordered = sorted(found, key=lambda word: (_rank(word), word))
        return {
            "id": name,
            **({"type": _one(types)} if types else {}),
            **{word: found[word] for word in ordered},
        }

    def pointing(self, property_: URIRef, resource: URIRef) -> list[Any]:
        """Objects for what points to a resource, in the order in which they are described."""
        subjects = self._facts.subjects(property_, resource)
        return [self.node(each, but=(property_, resource)) for each in subjects]

    def _values(self, property_: URIRef, values: Iterable[Identifier]) -> Any:
        listed = list(values)
        if property_ in terms.TEXTS:
            return _texts(listed, self._value)
        is_address = property_ in terms.ADDRESSES
        is_date = property_ in terms.DATES
        return _one([self._value(v, address=is_address, date=is_date) for v in listed])

    def _value(self, value: Identifier, *, address: bool = False, date: bool = False) -> Any:
        if not isinstance(value, Literal):
            is_known = value in self._facts and value not in self._told
            if address and not is_known and isinstance(value, URIRef):
                return str(value)
            return self.node(value)
        if value.language:
            return {"value": str(value), "@language": value.language}
        return _literal(str(value), value.datatype, is_bare=not (address or date), date=date)


def _literal(text: str, datatype: URIRef | None, *, is_bare: bool, date: bool) -> Any:
    """A value without a language.

    Args:
        text: its lexical form.
        datatype: its datatype; None for a plain string.
        is_bare: whether a JSON string is a string here, not something else.
        date: whether a JSON string is a date here.
    """
    if datatype is None or datatype == XSD.string:
        return text if is_bare else {"value": text}
    if date and datatype == XSD.date:
        return text
    if is_bare and datatype == XSD.integer and _INTEGER.fullmatch(text):
        return int(text)
    return {"type": terms.DATATYPES.get(datatype) or str(datatype), "value": text}


def _texts(values: list[Identifier], write: Any) -> Any:
    """Texts by language where each says its own; else as they are."""
    by_language: dict[str, list[str]] = {}
    for value in values:
        if not isinstance(value, Literal) or not value.language:
            return [write(each) for each in values]
        by_language.setdefault(str(value.language), []).append(str(value))
    return {language: _one(texts) for language, texts in sorted(by_language.items())}


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _rank(word: str) -> int:
    return _FIRST.index(word) if word in _FIRST else len(_FIRST)


def _backwards(property_: URIRef) -> tuple[int, str]:
    """What makes most sense of a thing comes first, so that it is told in full there."""
    listed = list(terms.REVERSED)
    return (listed.index(property_) if property_ in listed else len(listed)), str(property_)


def _word(property_: URIRef) -> str:
    return terms.WORDS.get(property_) or _named(property_)


def _class(iri: Identifier) -> str:
    if isinstance(iri, BNode):
        return f"_:{iri}"
    return terms.CLASSES.get(URIRef(iri)) or _named(URIRef(iri))


def _named(iri: URIRef) -> str:
    """The shortest name that the context understands."""
    own = iri.removeprefix(str(DG))
    if own != iri and _LOCAL.fullmatch(own) and own not in _TAKEN:
        return own
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if prefix in _TAKEN and local != iri and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return str(iri)
