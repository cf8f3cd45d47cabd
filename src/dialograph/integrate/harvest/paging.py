"""A CONSTRUCT of ours taken apart, so that an endpoint can be asked for it key by key.

OFFSET costs an endpoint the rows before it, and loses or doubles some when anything changes
meanwhile. So the keys are asked for first, in order, from the last one on; then what is said of
them. A resource is on one page, as it was when that page was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pyoxigraph as ox

from dialograph.engine.lexer import tokens

KEY = "key"
"""The variable that names what the pages are made of, without its question mark."""


class Paged(NamedTuple):
    """A CONSTRUCT, in the pieces that pages are asked for with.

    Args:
        text: all of it.
        prologue: its prefixes.
        clauses: what stands between its template and its pattern: ``FROM``, ``WHERE``.
        pattern: its pattern, without the outer braces.
    """

    text: str
    prologue: str
    clauses: str
    pattern: str

    def keys(self, after: str, most: int) -> str:
        """The query for the next keys.

        Args:
            after: the last key of the page before; empty for the first page.
            most: how many to ask for.
        """
        known = f" && STR(?{KEY}) > {ox.Literal(after)}" if after else ""
        return (
            f"{self.prologue}SELECT DISTINCT ?{KEY} {self.clauses}{{ {{{self.pattern}\n}} "
            f"FILTER (isIRI(?{KEY}){known}) }} ORDER BY STR(?{KEY}) LIMIT {most}"
        )

    def page(self, keys: Sequence[str]) -> str:
        """The query for what is said of some keys."""
        values = " ".join(str(ox.NamedNode(key)) for key in keys)
        return f"{self.text}\nVALUES ?{KEY} {{ {values} }}"


def paged(text: str) -> Paged:
    """Take a query apart.

    Args:
        text: a CONSTRUCT whose pattern binds ``?key``, with nothing after the pattern.

    Raises:
        ValueError: it is none; says what is in the way.
    """
    words = [each for each in tokens(text) if each.kind != "comment"]
    start = next((each for each in words if each.word == "CONSTRUCT"), None)
    if start is None or any(each.word in {"SELECT", "ASK", "DESCRIBE"} for each in words[:1]):
        raise ValueError("no CONSTRUCT")
    depth, braces = 0, []
    for each in words:
        if each.text == "{":
            depth += 1
            if depth == 1:
                braces.append((each.start, 0))
        elif each.text == "}":
            depth -= 1
            if depth == 0 and braces:
                braces[-1] = (braces[-1][0], each.start)
    if depth or not 1 <= len(braces) <= len(("template", "pattern")):
        raise ValueError("braces that do not match")
    opening, closing = braces[-1]
    if words[-1].start != closing:
        raise ValueError("something after the pattern, such as ORDER BY or LIMIT")
    variables = {each.text[1:] for each in words if each.kind == "variable"}
    if KEY not in variables:
        raise ValueError("no ?key")
    after = braces[0][1] + 1 if len(braces) > 1 else start.start + len(start.text)
    return Paged(text, text[: start.start], text[after:opening], text[opening + 1 : closing])
