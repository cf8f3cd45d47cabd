"""IRIs of their own for what is new: the same each time that it comes in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox

from dialograph import iris
from dialograph.integrate.describing import Entity, key_of
from dialograph.vocab import DG, ORG, RDF

_DEPTH = 8
_SLUG_MAX = 60
_DIGEST = 10
_KIND_OF_CLASS = {
    str(DG.Participation): "participation",
    str(DG.Alignment): "alignment",
    str(DG.Evidence): "evidence",
    str(DG.Statement): "statement",
    str(ORG.Membership): "membership",
}
"""What is matched with nothing of ours and has a place among our IRIs all the same."""


class Minter:
    """Gives what comes in together its own IRIs.

    Args:
        quads: what comes in.
        told: what is told of it, by key.
        base: what our IRIs begin with.
    """

    def __init__(self, quads: Iterable[ox.Quad], told: Mapping[str, Entity], base: str) -> None:
        self._told, self._base = told, base
        self._kinds: dict[str, str] = {}
        self._values: defaultdict[str, list[ox.Quad]] = defaultdict(list)
        for quad in quads:
            if isinstance(quad.subject, ox.Triple):
                continue
            key = key_of(quad.subject)
            if key.startswith("_:"):
                self._values[key].append(quad)
            if quad.predicate.value == str(RDF.type) and isinstance(quad.object, ox.NamedNode):
                kind = _KIND_OF_CLASS.get(quad.object.value)
                if kind is not None:
                    self._kinds[key] = kind

    def own(self, key: str) -> str:
        """The IRI of its own for something.

        A country keeps its three letters, as every country of ours has them. Anything else is
        called by the end of its IRI there and by a digest of all of it.

        Args:
            key: its IRI there, or ``_:`` and the label of a blank node.

        Returns:
            Empty where nobody says what it is, or it is of no kind that has a place with us.
        """
        entity = self._told.get(key)
        kind = entity.kind if entity is not None else self._kinds.get(key, "")
        if not kind:
            return ""
        letters = [] if entity is None else [each for each in entity.codes if each[:5] == "iso3:"]
        if kind == "country" and len(letters) == 1:
            return f"{self._base}id/country/{letters[0][5:].lower()}"
        told = self._content(key) if key.startswith("_:") else key
        digest = sha256(told.encode()).hexdigest()[:_DIGEST]
        return f"{self._base}id/{kind}/{_slug(key, entity)}{digest}"

    def name(self, key: str) -> str:
        """What something is remembered by: its IRI, or the IRI that a blank node would have."""
        return (self.own(key) or key) if key.startswith("_:") else key

    def _content(self, key: str, depth: int = _DEPTH) -> str:
        """What is said of a blank node, the same whatever its label and whatever the order."""
        if not depth:
            return ""
        lines = []
        for quad in self._values.get(key, ()):
            value = quad.object
            told = (
                f"[{self._content(key_of(value), depth - 1)}]"
                if isinstance(value, ox.BlankNode)
                else str(value)
            )
            lines.append(f"{quad.predicate} {told}")
        return "\n".join(sorted(set(lines)))


def _slug(key: str, entity: Entity | None) -> str:
    """The readable beginning of a slug, with its hyphen; empty when nothing can be read."""
    if key.startswith("_:"):
        words = entity.label() if entity is not None and entity.names else ""
    else:
        try:
            parts = urlsplit(key)
        except ValueError:
            return ""
        tail = [part for part in re.split(r"[/#?]", unquote(key)) if part]
        words = f"{parts.hostname or ''} {tail[-1] if len(tail) > 1 else ''}"
    try:
        slug = iris.slugify(words)
    except ValueError:
        return ""
    return f"{slug[:_SLUG_MAX].strip('-')}-"
