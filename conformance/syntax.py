"""Syntax tests: a query or update parses, or is refused for what it is, over HTTP."""

from __future__ import annotations

import http.client
import re

from conformance import bare
from conformance.manifests import Clone, Test
from conformance.outcomes import Outcome, passed
from conformance.serving import UPDATE_WAYS, WAYS, Server

_SUCCESS = 2
_BAD_SYNTAX = {(400, "bad-syntax"), (400, "bad-update")}
# The server reads what is refused by its policy only as far as the word that is refused.
_REFUSED = 403
_POLICY = re.compile(r"\b(?:SERVICE|LOAD)\b", re.IGNORECASE)
# The text parses, and calls a function of somebody else's or works on a graph that is not there.
_UNABLE = {"cannot-evaluate", "cannot-update"}


def run(test: Test, server: Server, clone: Clone, turn: int) -> Outcome:
    """Run one test.

    A positive test passes when the text is answered. It passes as well when the server says that
    it cannot be evaluated (some queries call functions that nobody has, some updates drop graphs
    that are not there) or, for ``SERVICE`` and ``LOAD``, that its policy forbids it, provided that
    the bare engine parses it. A negative test passes when the server says that the syntax is bad.

    Args:
        test: a positive or negative syntax test.
        server: one that holds nothing, or nothing that counts.
        clone: where the files are.
        turn: in which way the text is sent.
    """
    assert test.query is not None
    content = test.query.read_bytes()
    text, base = content.decode(errors="replace"), clone.iri(test.query)
    updates = test.kind.endswith("update")
    ways = UPDATE_WAYS if updates else WAYS
    way = ways[turn % len(ways)]
    parsed = bare.parses_update(text, base) if updates else bare.parses(text, base)
    try:
        reply = server.update(content, way) if updates else server.ask(content, way, "")
    except (OSError, http.client.HTTPException) as error:
        return Outcome(test, "failed", "ours", f"no answer: {error!r}", text)
    told = (reply.status, reply.problem)
    if test.kind.startswith("positive"):
        forbidden = reply.status == _REFUSED and reply.problem and _POLICY.search(text)
        unable = reply.problem in _UNABLE
        if reply.status // 100 == _SUCCESS or (parsed and (forbidden or unable)):
            return passed(test)
        message = f"refused: {reply.status} {reply.problem}".strip()
        shared = told in _BAD_SYNTAX and not parsed
    else:
        if told in _BAD_SYNTAX:
            return passed(test)
        message = f"not refused for its syntax: {reply.status} {reply.problem}".strip()
        shared = reply.status // 100 == _SUCCESS and parsed
    alone = f"the bare engine {'parses' if parsed else 'does not parse'} it"
    detail = f"sent by {way}: {text.strip()}\n\n{reply}\n\n{alone}"
    if shared:
        return Outcome(test, "failed", "engine", message, detail)
    return Outcome(test, "failed", "ours", f"{message}; {alone}", detail)
