"""Where the engine's parser asks for more than the grammar does."""

from __future__ import annotations

import re

from dialograph.engine.lexer import tokens

# White space between these and their parenthesis is a syntax error to pyoxigraph 0.5.
_GLUED = frozenset({"BNODE", "COALESCE", "CONCAT"})
_PERHAPS = re.compile(r"(?:bnode|coalesce|concat)[\s#]", re.IGNORECASE | re.ASCII)


def mend(text: str) -> str:
    """Move the white space between such a function and its parenthesis behind the parenthesis.

    Args:
        text: a query.

    Returns:
        The same words in a text of the same length.
    """
    if not _PERHAPS.search(text):
        return text
    parts, done, end = [], 0, None
    for token in tokens(text):
        if token.text == "(" and end is not None:
            parts += [text[done:end], "(", text[end : token.start]]
            done = token.start + 1
        if token.kind != "comment":
            end = token.start + len(token.text) if token.word in _GLUED else None
    return "".join([*parts, text[done:]])
