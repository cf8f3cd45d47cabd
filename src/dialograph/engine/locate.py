"""Where a query stops making sense: the line and column a person has to look at.

The engine's parser reads keywords by their length, so it reports a place that lies up to a dozen
characters past the fault, or at the end of the text. Laid out with one word to a line, far apart,
the same text makes it name the line, and so the word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from dialograph.engine.lexer import Token, tokens
from dialograph.errors import QuerySyntaxError

_REPORTED = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
# Wider than the longest keyword: the parser never reads into the next line by mistake.
_MARGIN = " " * 40
_SHOWN = 60


def syntax_error(
    text: str, parsed: str, reported: SyntaxError, parse: Callable[[str], object]
) -> QuerySyntaxError:
    """Turn the engine's complaint into one that names the place and the word.

    Args:
        text: the query as received.
        parsed: the query as the engine got it: the same words, some written otherwise.
        reported: what the engine raised for it.
        parse: parses a text, or raises SyntaxError; evaluates nothing.

    Returns:
        The error to raise, with line and column where they can be told.
    """
    words = _words(text)
    if not words:
        return QuerySyntaxError("The query is empty.", 1, 1, french="La requête est vide.")
    lines, starts = _lay_out(_words(parsed))
    try:
        parse(lines)
    except SyntaxError as error:
        match = _REPORTED.search(str(error))
        if match is not None:
            place = bisect_right(starts, int(match[1])) - 1
            return _at(text, words, starts.index(starts[place]), _explanation(match[3]))
    match = _REPORTED.search(str(reported))
    if match is None:
        return QuerySyntaxError(
            "The query does not parse.", french="La requête n’est pas du SPARQL valable."
        )
    line, column = int(match[1]), int(match[2])
    why = _explanation(match[3])
    return QuerySyntaxError(
        f"Line {line}, column {column} or a little before: {why or 'not expected here'}.",
        line,
        column,
        french=f"Ligne {line}, colonne {column} ou un peu avant : {quoted(why)}."
        if why
        else f"Ligne {line}, colonne {column} ou un peu avant : inattendu ici.",
    )


def quoted(why: str) -> str:
    """What a parser says in English, in a French sentence."""
    return f"l’analyseur dit, en anglais : « {why} »"


def _words(text: str) -> list[Token]:
    return [token for token in tokens(text) if token.kind != "comment"]


def _lay_out(words: list[Token]) -> tuple[str, list[int]]:
    """One word to a line, and the line on which each starts; one line more for the end."""
    lines: list[str] = []
    starts: list[int] = []
    line = 1
    end = -1
    for token in words:
        if token.text == "(" and token.start == end:  # some functions the engine knows by both
            lines[-1] = lines[-1].rstrip() + token.text + _MARGIN
            starts.append(starts[-1])
        else:
            lines.append(token.text + _MARGIN)
            starts.append(line)
            line += token.text.count("\n") + 1
        end = token.start + len(token.text) if token.kind == "word" else -1
    starts.append(line)
    return "\n".join([*lines, _MARGIN]), starts


def _at(text: str, words: list[Token], position: int, why: str) -> QuerySyntaxError:
    told = quoted(why) if why else ""
    if position >= len(words):  # also where the engine read other words than we do
        offset = words[-1].start + len(words[-1].text)
        problem = why or "the query ends too soon"
        french = told or "la requête s’arrête trop tôt"
    else:
        offset = words[position].start
        word = " ".join(words[position].text.split())
        shown = word if len(word) <= _SHOWN else word[:_SHOWN] + "…"
        if word in {'"', "'"}:
            why, told = "this string is not closed", "ce texte n’est pas fermé"
        problem = f"{why}, at {shown}" if why else f"{shown} is not expected here"
        french = f"{told}, à {shown}" if told else f"{shown} n’est pas attendu ici"
    before = text[:offset]
    line = before.count("\n") + 1
    column = offset - (before.rfind("\n") + 1) + 1
    return QuerySyntaxError(
        f"Line {line}, column {column}: {problem}.",
        line,
        column,
        french=f"Ligne {line}, colonne {column} : {french}.",
    )


def _explanation(expected: str) -> str:
    """What the engine says in words, such as ``Prefix not found``; empty without any."""
    outside = re.sub(r"\[[^\]]*\](?:[^,]*\])?|\"(?:[^\"\\]|\\.)*\"", "", expected)
    for item in outside.split(","):
        said = item.strip()
        if re.fullmatch(r"[A-Za-z][\w'’()?:-]*(?: [\w'’()?:-]+)+", said) and not said.isupper():
            return said[0].lower() + said[1:] if not said[1:2].isupper() else said
    return ""
