"""What candidates are compared by and described with: types and properties, and their names.

An identifier is what follows the identifier space or the schema space; anything else is called by
its whole IRI. Other names of the same thing are understood.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import NamedTuple

from dialograph.vocab import DG, PREFIXES

LANGUAGES = ("en", "fr")

PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
"""The prefixes that the paths of properties are written with."""

_CURIE = re.compile(r"([a-z]+):([A-Za-z][A-Za-z0-9]*)")
_LOCAL = re.compile(r"[^#/:]+$")


class Type(NamedTuple):
    """A category of resources.

    Args:
        id: what the service calls it.
        iri: its IRI.
        names: its name, by language.
        abouts: what it means, by language.
        parents: the identifiers of those it is a part of.
        size: how many resources are of it, those of narrower types included.
    """

    id: str
    iri: str
    names: Mapping[str, str]
    abouts: Mapping[str, str]
    parents: tuple[str, ...]
    size: int


class Property(NamedTuple):
    """An attribute of resources.

    Args:
        id: what the service calls it.
        also: other names that are understood.
        pattern: the graph pattern between ``?entity`` and ``?value``.
        names: its name, by language.
        abouts: what it means, by language.
        range: the identifier of the type of its values, where they have one; else empty.
        is_key: whether one value belongs to one resource.
    """

    id: str
    also: tuple[str, ...]
    pattern: str
    names: Mapping[str, str]
    abouts: Mapping[str, str]
    range: str
    is_key: bool


def short(iri: str, bases: Iterable[str]) -> str:
    """What the service calls a thing.

    Args:
        iri: its IRI.
        bases: what the IRIs of our resources begin with.
    """
    for space in (*bases, str(DG)):
        if iri.startswith(space) and len(iri) > len(space):
            return iri.removeprefix(space)
    return iri


def spellings(iri: str) -> Iterable[str]:
    """Other ways to name what has an IRI: whole, with a prefix, by its last part."""
    yield iri
    for prefix, space in PREFIXES.items():
        if iri.startswith(space) and len(iri) > len(space):
            yield f"{prefix}:{iri.removeprefix(space)}"
    match = _LOCAL.search(iri)
    if match:
        yield match[0]


def in_language(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """A text in a language, or else in another, and which that is; empty where there is none."""
    for each in (language, *LANGUAGES, *sorted(texts)):
        if each in texts:
            return texts[each], each
    return "", ""


def _expanded(curie: str) -> str:
    prefix, _, name = curie.partition(":")
    return f"{PREFIXES[prefix]}{name}"


def _read() -> tuple[tuple[Property, ...], frozenset[str]]:
    path = files("dialograph.integrate.reconciliation") / "properties.toml"
    found, direct = [], set()
    for name, told in tomllib.loads(path.read_text(encoding="utf-8")).items():
        kind = told.get("range", told.get("only", ""))
        pattern = told.get("pattern") or f"?entity {told['path']} ?value"
        if "only" in told:
            pattern += f" . ?value a/rdfs:subClassOf* {told['only']}"
        # A path of one step, or of alternatives, is as good as the properties that it names.
        steps = told.get("path", "^").split("|")
        iris = [_expanded(each) for each in steps if _CURIE.fullmatch(each)]
        direct.update(iris)
        also = [*told["also"]]
        if len(steps) == 1:
            also += [each for iri in iris for each in spellings(iri)]
        found.append(
            Property(
                id=name,
                also=tuple(dict.fromkeys(also)),
                pattern=pattern,
                names={language: told[language] for language in LANGUAGES},
                abouts={},
                range=short(_expanded(kind), ()) if kind else "",
                is_key=told.get("key", False),
            )
        )
    return tuple(found), frozenset(direct)


KNOWN, COVERED = _read()
"""The properties that have names of their own, and the IRIs that they stand for."""
