"""Entity-tags of graphs, and the conditions that a change states with them (RFC 9110, section 13).

A tag names the version that last changed the graph, the graph, and how it is written. What a
client has read is what stands there as long as no later version has changed the graph. A version is
named by its number and its id: after a backup was restored, another one may have the same number.
"""

from __future__ import annotations

import hashlib
import re

from starlette.requests import Request

from dialograph.repository.interface import Condition, PreconditionError
from dialograph.web.responses import joined

CODINGS = ("gzip", "zstd")

_OURS = re.compile(r'"([0-9]{1,12}-[0-9a-f]{12})-([0-9a-f]{12})-[^"]*"')
_LISTED = re.compile(r'(W/)?("[^"]*")')


def tag_of(graph: str | None, changed: str | None, revision: str, media_type: str) -> str:
    """What stands for a graph in a format, without the quotes and the coding of an entity-tag.

    Args:
        graph: its name; None for the default graph.
        changed: what stands for the version that last changed it; None where that is not known.
        revision: what stands for the version of the dataset, which does instead.
        media_type: how it is written.
    """
    return f"{changed or f'v{revision}'}-{_hashed(graph)}-{media_type}"


def entity_tag(tag: str, coding: str) -> str:
    """The entity-tag of an answer.

    Args:
        tag: of the graph.
        coding: how the answer is compressed; empty for not at all.
    """
    return f'"{tag}-{coding}"' if coding else f'"{tag}"'


def matches(request: Request, tag: str) -> str | None:
    """The entity-tag with which the client says that it holds a graph as it is (section 13.1.2).

    Args:
        request: for its ``If-None-Match``.
        tag: of the graph.
    """
    given = joined(request.headers, "if-none-match")
    if given is None:
        return None
    known = [entity_tag(tag, coding) for coding in ("", *CODINGS)]
    if given.strip() == "*":
        return known[0]
    named = {found[1] for found in _LISTED.findall(given)}
    return next((each for each in known if each in named), None)


def condition_of(
    request: Request, graph: str | None, changed: int | None, revision: str | None
) -> Condition | None:
    """What has to be so for a graph to be changed; None when it does not matter.

    ``If-Match`` compares strongly: a weak tag, or one of another graph, matches nothing.

    Args:
        request: for its ``If-Match`` and ``If-None-Match``.
        graph: the name of the graph; None for the default graph.
        changed: the number of the version that last changed it; None when it does not exist.
        revision: what stands for that version.

    Raises:
        PreconditionError: the client asks for the graph not to be what it is. A version that has
            passed does not come back, so this can be told at once.
    """
    match, none_match = (joined(request.headers, each) for each in ("if-match", "if-none-match"))

    def read(header: str, *, weak: bool) -> frozenset[int]:
        is_named = revision in _versions(header, graph, weak=weak)
        return frozenset() if changed is None or not is_named else frozenset((changed,))

    versions: frozenset[int] | None = None
    exists: bool | None = None
    if match is not None:
        if match.strip() == "*":
            exists = True
        else:
            versions = read(match, weak=False)
    if none_match is not None:
        if none_match.strip() == "*":
            exists = False
        elif changed is not None and changed in read(none_match, weak=True):
            raise PreconditionError(
                "The graph is still what If-None-Match names; nothing was changed.",
                french="Le graphe est toujours celui que désigne If-None-Match ; rien n’a été "
                "modifié.",
            )
    if match is not None and exists is False:  # both cannot be so
        return Condition(frozenset(), exists=True)
    return None if versions is None and exists is None else Condition(versions, exists)


def _versions(header: str, graph: str | None, *, weak: bool) -> set[str]:
    """The versions that the tags of a header name, of those that are of a graph."""
    found: set[str] = set()
    if _LISTED.sub("", header).strip(", \t"):  # it is no list of tags
        return found
    for is_weak, tag in _LISTED.findall(header):
        ours = _OURS.fullmatch(tag)
        if ours is not None and ours[2] == _hashed(graph) and (weak or not is_weak):
            found.add(ours[1])
    return found


def _hashed(graph: str | None) -> str:
    return hashlib.sha256(f"{graph is None} {graph or ''}".encode()).hexdigest()[:12]
