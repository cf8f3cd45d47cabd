"""How our IRIs are made: the one place that knows their pattern."""

from __future__ import annotations

import re
import unicodedata

from rdflib import URIRef

from dialograph.vocab import BASE

KINDS = (
    "dialogue",
    "activity",
    "document",
    "country",
    "organisation",
    "project",
    "partner",
    "place",
    "framework",
    "objective",
    "element",
    "milestone",
    "participation",
    "membership",
    "alignment",
    "evidence",
    "statement",
)
"""The kinds of resource under ``/id/``, in the order in which files list them."""

SCHEMES: dict[str, str] = {
    "activity-type": "activity-types",
    "alignment-basis": "alignment-bases",
    "attendance-mode": "attendance-modes",
    "confidence": "confidence-levels",
    "count-qualifier": "count-qualifiers",
    "dialogue-type": "dialogue-types",
    "document-type": "document-types",
    "element-level": "element-levels",
    "method": "methods",
    "milestone-type": "milestone-types",
    "partner-type": "partner-types",
    "rank": "ranks",
    "role": "roles",
    "status": "statuses",
    "theme": "themes",
}
"""Kind of concept → slug of its scheme."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_slug(text: str) -> bool:
    """Whether ``text`` can end one of our IRIs: lower-case letters, digits, single hyphens."""
    return _SLUG.fullmatch(text) is not None


def slugify(text: str) -> str:
    """Make a slug out of any text: accents folded, everything else a single hyphen.

    Raises:
        ValueError: nothing of the text can stand in a slug.
    """
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", folded))
    if not slug:
        raise ValueError(f"no slug can be made of {text!r}")
    return slug


def resource(kind: str, slug: str) -> URIRef:
    """The IRI ``BASE/id/KIND/SLUG``.

    Raises:
        ValueError: the kind is not one of ours, or the slug is malformed.
    """
    if kind not in KINDS and kind not in SCHEMES:
        raise ValueError(f"unknown kind of resource: {kind!r}")
    if not is_slug(slug):
        raise ValueError(f"not a slug: {slug!r}")
    return URIRef(f"{BASE}id/{kind}/{slug}")


def scheme(kind: str) -> URIRef:
    """The IRI of the concept scheme that the concepts of ``kind`` belong to."""
    return URIRef(f"{BASE}id/scheme/{SCHEMES[kind]}")


def graph(name: str, base: str = BASE) -> URIRef:
    """The IRI of the named graph that the file ``NAME.ttl`` fills."""
    return URIRef(f"{base}graphs/{name}")


def shorten(iri: str) -> str:
    """An IRI as a person reads it: ``activity/x`` for ours, unchanged otherwise."""
    prefix = BASE + "id/"
    return iri.removeprefix(prefix) if iri.startswith(prefix) else iri
