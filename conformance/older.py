"""The older suite of the Graph Store HTTP Protocol: 18 steps, written in its manifest as text.

The suite is deprecated in favour of the newer one and included by no manifest. Its steps follow
each other: what one leaves is what the next one finds. A step is run after all those before it,
so that each can be run alone.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping

from conformance.exchanges import Exchange
from conformance.manifests import Test
from conformance.rdf import MF, RDFS, Graph

_LOCATION = "$NEWPATH$"
_STATUS = re.compile(r"(?P<status>\d{3}) ")
_DONE = frozenset({"200", "204"})

# Where the text of a step is wrong, and what it has to say. Two bodies are not Turtle; one answer
# leaves out what the step before it has added, and has a name that an earlier step has replaced.
_ERRATA: Mapping[str, tuple[tuple[str, str], ...]] = {
    "post__existing_graph": (('foaf:name "Jane Doe"', 'foaf:name "Jane Doe" .'),),
    "post__multipart_formdata": (
        ('foaf:familyName "Doe"', 'foaf:familyName "Doe" .'),
        ('foaf:givenName "Jane"', 'foaf:givenName "Jane" .'),
    ),
    "get_of_post__existing_graph": (
        ("a foaf:Person;", 'a foaf:Person; foaf:name "Jane Doe";'),
        ('v:fn "John Doe"', 'v:fn "Jane Doe"'),
    ),
}
# The graph that this step deletes has been put there by none before it.
_DELETES = "delete__existing_graph"
_TURTLE = {"content-type": "text/turtle"}
# The default graph is always there, so that no PUT creates it: the newer suite lets all three be.
_MAY_BE_THERE = "put__default_graph"


def exchanges(test: Test, host: str, store: str) -> tuple[list[Exchange], list[Exchange]]:
    """What leads to a step, and the step.

    Args:
        test: one of the older suite.
        host: name and port of the server: what ``$HOST$`` stands for.
        store: the path of its graph store, which ``$GRAPHSTORE$`` stands for.

    Raises:
        ValueError: the manifest says otherwise than it did when this was written.
    """
    first: list[Exchange] = []
    for entry in _entries(test.manifest):
        name = entry.rpartition("#")[2]
        text = _text(test.manifest, entry, name).replace("$HOST$", host)
        # In a request it begins with the slash that an address has before it.
        text = text.replace("/$GRAPHSTORE$", store).replace("$GRAPHSTORE$", store)
        step = _step(text, name)
        if name == _DELETES:
            first.append(Exchange("PUT", step.target, _TURTLE, b"<x:s> <x:p> <x:o> ."))
        if entry == test.iri:
            return first, [step]
        first.append(step)
    raise ValueError(f"{test.iri} is no entry of its manifest")


def _entries(manifest: Graph) -> list[str]:
    return [
        str(entry).strip("<>")
        for found in manifest.instances(f"{MF}Manifest")
        for head in manifest.all(found, f"{MF}entries")
        for entry in manifest.list(head)
    ]


def _text(manifest: Graph, entry: str, name: str) -> str:
    for subject, predicate, value in manifest.triples:
        text = str(getattr(value, "value", ""))
        about = (str(subject).strip("<>"), predicate.value)
        if about == (entry, f"{RDFS}comment") and "#### Request" in text:
            for wrong, right in _ERRATA.get(name, ()):
                if wrong not in text:
                    raise ValueError(f"{name} does not say {wrong!r} any more")
                text = text.replace(wrong, right)
            return text
    raise ValueError(f"{name} has no request")


def _step(text: str, name: str) -> Exchange:
    asked, _, answered = text.partition("#### Response")
    line, headers, body = _message(asked.partition("#### Request")[2])
    method, target, _ = line.split(" ")
    status, told, content = _message(answered)
    match = _STATUS.match(status + " ")
    if match is None:
        raise ValueError(f"{name} expects no status but {status!r}")
    headers.pop("host")
    is_multipart = headers.get("content-type", "").startswith("multipart/")
    media_type = told.get("content-type", "").partition(";")[0]
    return Exchange(
        method,
        target,
        headers,
        body.replace("\n", "\r\n" if is_multipart else "\n").encode() if body else None,
        _statuses(match["status"], name, method),
        # Who does not say what he accepts may be given any format.
        media_type=media_type if "accept" in headers or not media_type else "*",
        content=content or None,
        variable=_LOCATION if told.get("location") == _LOCATION else "",
    )


def _message(text: str) -> tuple[str, dict[str, str], str]:
    """The first line of a message, its headers and its body."""
    head, _, body = textwrap.dedent(text).strip().partition("\n\n")
    first, *lines = head.splitlines()
    pairs = (line.partition(":") for line in lines)
    return first, {name.lower(): value.strip() for name, _, value in pairs}, body


def _statuses(status: str, name: str, method: str) -> frozenset[str]:
    """What will do: the newer suite leaves it to the server whether an answer has content."""
    if name == _MAY_BE_THERE:
        return _DONE | {status}
    return _DONE if status in _DONE and method not in {"GET", "HEAD"} else frozenset({status})
