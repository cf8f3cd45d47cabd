"""The graph patterns of a query: what there is to match, and how it nests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from dialograph.engine.scan import Scan

# After ``<`` an engine may go on reading an expression; in these there is none to be read.
_IRI = re.compile(r"<(?:[a-z]+://[^'()]*|[^'()?$&|]*)>", re.IGNORECASE)
_GLUED = ("a", "filter", "optional", "minus", "bind", "values", "union", "exists", "not", "where")


class UnreadableError(Exception):
    """A query, or a part of it, is not read without doubt."""


class Constant(NamedTuple):
    """A term as written."""

    text: str


Node = str | Constant
"""A variable (``?x``; a blank node is one too, ``_:x``), or a term."""


@dataclass(frozen=True)
class Path:
    """A property path.

    Args:
        kind: ``one`` property; ``inverse``, ``sequence``, ``either`` of parts; ``repeated`` for
            ``*``, ``+`` and ``?``.
        parts: what it is made of.
        property: the property of ``one``.
        mark: ``*``, ``+`` or ``?``.
    """

    kind: Literal["one", "inverse", "sequence", "either", "repeated"]
    parts: tuple[Path, ...] = ()
    property: Constant | None = None
    mark: str = ""


class Match(NamedTuple):
    """A triple pattern; its verb is a variable or a path."""

    subject: Node
    verb: str | Path
    value: Node


class Rows(NamedTuple):
    """``VALUES``: what each variable can be; nothing is told of one that can be anything."""

    values: dict[str, tuple[Constant, ...]]


class Bind(NamedTuple):
    """``BIND``: an expression as written, the variables in it, and the one that it gives."""

    variable: str
    expression: str
    variables: tuple[str, ...]


class Nested(NamedTuple):
    """Groups within a group: several are those of ``UNION``."""

    kind: Literal["group", "optional", "minus", "exists", "not exists", "select"]
    groups: tuple[Group, ...]
    selected: frozenset[str] = frozenset()
    """The variables of its own that a query within a query hands on."""


@dataclass
class Group:
    """A group graph pattern.

    Args:
        parts: what stands in it, in order.
        names: its variables, those of groups within it too.
        is_filtered: whether a filter stands in it that is none of the parts.
    """

    parts: list[Match | Rows | Bind | Nested] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    is_filtered: bool = False


class Read(NamedTuple):
    """A query that could be read: its words, and the group of its WHERE clause."""

    words: Scan
    where: Group


def see_names(words: Scan) -> None:
    """See that an engine that takes ``aex:b`` for ``a ex:b`` has no such prefix.

    Args:
        words: of a query.

    Raises:
        UnreadableError: it has, or has an IRI in which another would find an expression.
    """
    for token in words.words:
        if token.kind == "iri" and not _IRI.fullmatch(token.text):
            raise UnreadableError
    used = {token.text.partition(":")[0].lower() for token in words.words if token.kind == "name"}
    for prefix in used:
        if any(prefix.startswith(word) and prefix[len(word) :] in used for word in _GLUED):
            raise UnreadableError
