"""Syntax tests: a query parses, or is refused for what it is, over HTTP."""

from __future__ import annotations

import http.client

from conformance import bare
from conformance.manifests import Clone, Test
from conformance.outcomes import Outcome, passed
from conformance.serving import WAYS, Server

_OK = 200
_BAD_SYNTAX = (400, "bad-syntax")
# The server reads what is refused by its policy only as far as the word that is refused.
_REFUSED = (403, "forbidden-query")
# The query parses, and calls a function of somebody else's.
_UNKNOWN_FUNCTION = (422, "cannot-evaluate")


def run(test: Test, server: Server, clone: Clone, turn: int) -> Outcome:
    """Run one test against a server that holds nothing.

    A positive test passes when the query is answered. It passes as well when the server says that
    the query cannot be evaluated (some call functions that nobody has) or, for ``SERVICE``, that
    its policy forbids it, provided that the bare engine parses it. A negative test passes when the
    server says that the syntax is bad.

    Args:
        test: a positive or negative syntax test.
        server: an empty one.
        clone: where the files are.
        turn: in which way the query is sent.
    """
    assert test.query is not None
    query = test.query.read_bytes()
    text, base = query.decode(errors="replace"), clone.iri(test.query)
    way = WAYS[turn % len(WAYS)]
    parsed = bare.parses(text, base)
    try:
        reply = server.ask(query, way, "")
    except (OSError, http.client.HTTPException) as error:
        return Outcome(test, "failed", "ours", f"no answer: {error!r}", text)
    told = (reply.status, reply.problem)
    if test.kind == "positive":
        forbidden = told == _REFUSED and "SERVICE" in text.upper()
        if reply.status == _OK or (parsed and (forbidden or told == _UNKNOWN_FUNCTION)):
            return passed(test)
        message = f"refused: {reply.status} {reply.problem}"
        shared = told == _BAD_SYNTAX and not parsed
    else:
        if told == _BAD_SYNTAX:
            return passed(test)
        message = f"not refused for its syntax: {reply.status} {reply.problem}".strip()
        shared = reply.status == _OK and parsed
    alone = f"the bare engine {'parses' if parsed else 'does not parse'} it"
    detail = f"query, sent by {way}: {text.strip()}\n\n{reply}\n\n{alone}"
    if shared:
        return Outcome(test, "failed", "engine", message, detail)
    return Outcome(test, "failed", "ours", f"{message}; {alone}", detail)
