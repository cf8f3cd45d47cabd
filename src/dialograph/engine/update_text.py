"""The operations of a SPARQL Update, taken apart by its words (SPARQL 1.1 Update, section 3).

Nothing here decides whether a text is correct: the engine parses each operation for that. Where
its parser asks for more than the grammar does (it knows a prologue only before the first
operation), taking the text apart makes up for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dialograph.engine.lexer import Token
from dialograph.engine.locate import quoted
from dialograph.errors import QuerySyntaxError

Kind = Literal[
    "INSERT DATA", "DELETE DATA", "MODIFY", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "LOAD"
]
_WHOLE_GRAPHS: dict[str, Kind] = {
    "LOAD": "LOAD",
    "CLEAR": "CLEAR",
    "DROP": "DROP",
    "CREATE": "CREATE",
    "ADD": "ADD",
    "MOVE": "MOVE",
    "COPY": "COPY",
}
_DATA: dict[str, Kind] = {"INSERT": "INSERT DATA", "DELETE": "DELETE DATA"}
_DECLARATIONS = {"BASE": 2, "PREFIX": 3, "VERSION": 2}
_ALL_OF = frozenset({"DEFAULT", "NAMED", "ALL"})


@dataclass(frozen=True)
class Part:
    """What stands between two semicolons.

    Args:
        prologue: the words of all declarations up to here.
        body: the words of the operation; none where a text ends with a semicolon or a prologue.
    """

    prologue: tuple[Token, ...]
    body: tuple[Token, ...]

    @property
    def is_load(self) -> bool:
        """Whether it would fetch a document."""
        return bool(self.body) and self.body[0].word == "LOAD"

    @property
    def is_data(self) -> bool:
        """Whether there is nothing to evaluate in it."""
        return [token.word for token in self.body[:2]] in (["INSERT", "DATA"], ["DELETE", "DATA"])


@dataclass
class Operation:
    """One operation. Names of graphs are as written; blocks keep their braces.

    Args:
        kind: what it does; ``DELETE WHERE`` is a ``MODIFY``.
        silent: whether it may fail without a word.
        graphs: of a ``MODIFY`` the graph after ``WITH``, of a ``LOAD`` the one after ``INTO``; of
            the others those that they are about: names, or ``DEFAULT``, ``NAMED``, ``ALL``.
        delete: the template of what goes.
        insert: the template of what comes, or the data.
        variables: the names of those that stand in the templates.
        where: the pattern.
        using: the graphs after ``USING``, and
        using_named: after ``USING NAMED``.
    """

    kind: Kind
    silent: bool = False
    graphs: list[str] = field(default_factory=list)
    delete: str = ""
    insert: str = ""
    variables: list[str] = field(default_factory=list)
    where: str = ""
    using: list[str] = field(default_factory=list)
    using_named: list[str] = field(default_factory=list)


def split(text: str, words: Sequence[Token]) -> list[Part]:
    """The operations in order, each with the prologue that holds for it.

    Args:
        text: a SPARQL Update.
        words: its words, without comments.

    Raises:
        QuerySyntaxError: a semicolon follows no operation.
    """
    parts: list[Part] = []
    prologue: list[Token] = []
    start = depth = 0
    for position, token in enumerate([*words, None]):
        if token is not None and (token.text != ";" or depth > 0):
            depth += (token.text == "{") - (token.text == "}")
            continue
        body = start
        while body < position and words[body].word in _DECLARATIONS:
            body += _DECLARATIONS[words[body].word]
        body = min(body, position)
        prologue += words[start:body]
        part = Part(tuple(prologue), tuple(words[body:position]))
        if token is not None and not part.body:
            raise unexpected(text, token)
        parts.append(part)
        start = position + 1
    return parts


def text_of(text: str, words: Sequence[Token]) -> str:
    """The text from the first of some words to the last."""
    return text[words[0].start : words[-1].start + len(words[-1].text)] if words else ""


def declarations(text: str, part: Part) -> str:
    """The text of a part's prologue, one declaration to a line."""
    lines, position = [], 0
    while position < len(part.prologue):
        end = position + _DECLARATIONS[part.prologue[position].word]
        lines.append(text_of(text, part.prologue[position:end]))
        position = end
    return "\n".join(lines)


def blanked(text: str, part: Part) -> str:
    """A text of the same length in which nothing but the words of one part stand."""
    pieces, end = [], 0
    for token in (*part.prologue, *part.body):
        pieces += [_blank(text[end : token.start]), token.text]
        end = token.start + len(token.text)
    return "".join([*pieces, _blank(text[end:])])


def _blank(text: str) -> str:
    return "".join(each if each in "\r\n" else " " for each in text)


def unexpected(text: str, token: Token, why: str = "") -> QuerySyntaxError:
    """The error for a word that does not belong where it stands.

    Args:
        text: the update.
        token: one of its words.
        why: what is wrong with it, where that is known.
    """
    before = text[: token.start]
    line, column = before.count("\n") + 1, token.start - before.rfind("\n")
    problem = f"{why}, at {token.text}" if why else f"{token.text} is not expected here"
    told = f"{quoted(why)}, à {token.text}" if why else f"{token.text} n’est pas attendu ici"
    french = f"Ligne {line}, colonne {column} : {told}."
    error = QuerySyntaxError(
        f"Line {line}, column {column}: {problem}.", line, column, french=french
    )
    error.remedy = "Correct the update and send it again."
    return error


def misplaced(part: Part) -> tuple[Token, str] | None:
    """A word that may not stand in this kind of operation, and why; None where there is none.

    Args:
        part: a part that the engine's parser refuses.
    """
    opening = [token.word for token in part.body[:2]]
    for token in part.body:
        if part.is_data and token.kind == "variable":
            return token, "data hold no variables"
        if opening in (["DELETE", "DATA"], ["DELETE", "WHERE"]) and (
            token.kind == "blank" or token.text in {"[", "("}
        ):
            return token, "what is deleted here has no blank nodes; match them in DELETE … WHERE"
    return None


class _Words:
    """Reads the words of one operation from left to right."""

    def __init__(self, text: str, words: Sequence[Token]) -> None:
        self._text = text
        self._words = words
        self._next = 0
        self.variables: dict[str, None] = {}
        """The names of those in the blocks so far."""

    @property
    def over(self) -> bool:
        return self._next >= len(self._words)

    def peek(self, ahead: int = 0) -> str:
        """A keyword in capitals; empty when another kind of word is next."""
        place = self._next + ahead
        return self._words[place].word if place < len(self._words) else ""

    def accept(self, *keywords: str) -> str:
        """Take the next word when it is one of these; gives it, or nothing."""
        found = self.peek()
        if found not in keywords:
            return ""
        self._next += 1
        return found

    def expect(self, *keywords: str) -> str:
        """Take the next word, which has to be one of these."""
        return self.accept(*keywords) or self._refuse()

    def name(self) -> str:
        """Take the name of a graph."""
        if self.over or self._words[self._next].kind not in {"iri", "name"}:
            self._refuse()
        self._next += 1
        return self._words[self._next - 1].text

    def block(self) -> str:
        """Take everything from a brace to the one that closes it."""
        first, depth = self._next, 0
        for position in range(first, len(self._words)):
            written = self._words[position].text
            if self._words[position].kind == "variable":
                self.variables[written[1:]] = None
            depth += (written == "{") - (written == "}")
            if depth == 0 and written == "}":
                self._next = position + 1
                return text_of(self._text, self._words[first : self._next])
            if depth == 0:
                break
        return self._refuse()

    def end(self) -> None:
        """See that nothing is left."""
        if not self.over:
            self._refuse()

    def _refuse(self) -> str:
        place = min(self._next, len(self._words) - 1)
        raise unexpected(self._text, self._words[place])


def read(text: str, part: Part) -> Operation:
    """What an operation says.

    Args:
        text: the update.
        part: a part of it, with a body that the engine takes for one operation.

    Raises:
        QuerySyntaxError: it is none that we know.
    """
    words = _Words(text, part.body)
    keyword = words.peek()
    if keyword in _WHOLE_GRAPHS:
        words.expect(keyword)
        operation = Operation(_WHOLE_GRAPHS[keyword], silent=bool(words.accept("SILENT")))
        operation.graphs = list(_targets(keyword, words))
    elif keyword in _DATA and words.peek(1) == "DATA":
        words.expect(keyword)
        words.expect("DATA")
        operation = Operation(_DATA[keyword])
        if keyword == "INSERT":
            operation.insert = words.block()
        else:
            operation.delete = words.block()
    elif keyword == "DELETE" and words.peek(1) == "WHERE":
        words.expect("DELETE")
        words.expect("WHERE")
        pattern = words.block()
        operation = Operation("MODIFY", delete=pattern, where=pattern)
        operation.variables = list(words.variables)
    else:
        operation = _modify(words)
    words.end()
    return operation


def _targets(keyword: str, words: _Words) -> Iterator[str]:
    if keyword == "LOAD":
        words.name()
        if words.accept("INTO"):
            words.expect("GRAPH")
            yield words.name()
    elif keyword == "CREATE":
        words.expect("GRAPH")
        yield words.name()
    elif keyword in {"CLEAR", "DROP"}:
        yield words.name() if words.accept("GRAPH") else words.expect(*_ALL_OF)
    else:
        for then in ("TO", ""):
            words.accept("GRAPH")
            yield words.accept("DEFAULT") or words.name()
            if then:
                words.expect(then)


def _modify(words: _Words) -> Operation:
    operation = Operation("MODIFY")
    if words.accept("WITH"):
        operation.graphs.append(words.name())
    if words.accept("DELETE"):
        operation.delete = words.block()
    if not operation.delete or words.peek() == "INSERT":
        words.expect("INSERT")
        operation.insert = words.block()
    operation.variables = list(words.variables)
    while words.accept("USING"):
        named = words.accept("NAMED")
        (operation.using_named if named else operation.using).append(words.name())
    words.expect("WHERE")
    operation.where = words.block()
    return operation
