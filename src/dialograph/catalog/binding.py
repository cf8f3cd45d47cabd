"""Making a query's parameters reachable for the engine, without a value ever entering its text.

The engine substitutes a variable only where the query shows it: in the projection of a SELECT, in
the pattern of an ASK or a CONSTRUCT. People should not have to write that, so it is added here,
once, when the catalogue is read. What a SELECT shows for it is taken out again by ``answers``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from dialograph.engine.lexer import Token, tokens

_OPEN, _CLOSE = {"{", "("}, {"}", ")"}


def form(text: str) -> str:
    """The form of a query: ``SELECT ASK CONSTRUCT DESCRIBE``, or nothing when it is none."""
    forms = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
    return next((token.word for token in tokens(text) if token.word in forms), "")


def reachable(text: str, variables: Sequence[str]) -> str:
    """The text with its parameters where the engine substitutes them.

    Args:
        text: a SELECT, an ASK or a CONSTRUCT.
        variables: the variables of its parameters, without question marks.

    Returns:
        The same text for the same variables, whatever their values will be: a SELECT shows them
        after its own columns and groups by them; an ASK or a CONSTRUCT begins its pattern with a
        row of unknown values.

    Raises:
        ValueError: the text is of another form, or its pattern does not open with a brace.
    """
    if not variables:
        return text
    names = " ".join(f"?{variable}" for variable in variables)
    outer = list(_outermost(text))
    kind = form(text)
    braces = [token.start for token in outer if token.text == "{"]
    if kind == "SELECT" and braces:
        where = [token.start for token in outer if token.word == "WHERE"]
        group = [token.start for token in outer if token.word == "GROUP"]
        edits = [(where[0] if where else braces[0], f"{names} ")]
        if group:
            by = next(token for token in outer if token.start > group[0] and token.word == "BY")
            edits.append((by.start + len(by.text), f" {names}"))
    elif kind in {"ASK", "CONSTRUCT"} and len(braces) > (kind == "CONSTRUCT"):
        unknown = " ".join("UNDEF" for _ in variables)
        row = f"\n  VALUES ({names}) {{ ({unknown}) }}"
        edits = [(braces[kind == "CONSTRUCT"] + 1, row)]
    else:
        raise ValueError("parameters need a SELECT, an ASK or a CONSTRUCT { … } WHERE { … }")
    for place, addition in reversed(edits):
        text = text[:place] + addition + text[place:]
    return text


def endpoints(text: str) -> frozenset[str]:
    """The variables, without question marks, that stand where ``SERVICE`` names an endpoint."""
    found, before = set(), ""
    for token in tokens(text):
        if token.kind == "variable" and before == "SERVICE":
            found.add(token.text[1:])
        if token.word != "SILENT":
            before = token.word
    return frozenset(found)


def placed(text: str, addresses: Mapping[str, ox.NamedNode]) -> str:
    """The text with addresses in the place of variables that ``SERVICE`` names.

    The engine substitutes no variable there, and the guard lets nothing but an IRI stand there:
    so here, and here only, a term is written into the text, as the grammar writes an IRI.

    Args:
        text: the query.
        addresses: the endpoint by variable, without question marks.
    """
    variables = [token for token in tokens(text) if token.kind == "variable"]
    for token in reversed(variables):
        if (address := addresses.get(token.text[1:])) is not None:
            text = f"{text[: token.start]}{address}{text[token.start + len(token.text) :]}"
    return text


def _outermost(text: str) -> Iterator[Token]:
    """The tokens outside all braces and brackets, and those that open or close the outermost."""
    depth = 0
    for token in tokens(text):
        if token.text in _CLOSE:
            depth -= 1
        if depth == 0:
            yield token
        if token.text in _OPEN:
            depth += 1
