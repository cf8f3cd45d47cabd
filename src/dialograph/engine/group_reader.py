"""Reads the graph patterns of a query from its words.

Only what can be read without doubt is: a query with anything else in it is not read at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Literal

from dialograph.engine.groups import (
    Bind,
    Constant,
    Group,
    Match,
    Nested,
    Node,
    Path,
    Read,
    Rows,
    UnreadableError,
    see_names,
)
from dialograph.engine.lexer import Token
from dialograph.engine.scan import Scan, scan

_END = Token("mark", "", 0)
_CONSTANTS = frozenset({"iri", "name", "number"})
_BOOLEANS = frozenset({"TRUE", "FALSE"})
_NESTED = frozenset({"(", "[", "{"})
_CLOSED = frozenset({")", "]", "}"})
_UNSURE = frozenset({"FROM", "GRAPH", "SERVICE", "LATERAL", "DESCRIBE"})


def read_groups(text: str) -> Read:
    """Read a query.

    Args:
        text: a query that the engine has answered.

    Raises:
        UnreadableError: it is not read without doubt: it names graphs, describes, uses escapes,
            RDF 1.2 triple terms or collections, or asks whether something exists in a place where
            that is hard to follow.
    """
    words = scan(text)
    if "\\u" in text.lower() or any(token.word in _UNSURE for token in words.words):
        raise UnreadableError
    see_names(words)
    return Read(words, _Reader(text, words).query())


class _Reader:
    def __init__(self, text: str, words: Scan) -> None:
        start = len(words.prologue)
        self._text = text
        self._opening = words.opening
        self._words = [token for token in words.words if token.start >= start]
        self._place = 0
        self._names = count()
        self._group = Group()

    # --- Words ---------------------------------------------------------------------------------

    @property
    def _now(self) -> Token:
        return self._words[self._place] if self._place < len(self._words) else _END

    def _take(self, *texts: str) -> Token:
        token = self._now
        if token is _END or (texts and token.text not in texts):
            raise UnreadableError
        self._place += 1
        return token

    def _has(self, text: str) -> bool:
        is_here = self._now.text == text and self._now.kind == "mark"
        self._place += is_here
        return is_here

    def _skip_brackets(self, *, is_filter: bool = False) -> Sequence[Token]:
        """Pass over what stands in brackets; in a filter it may ask whether something exists."""
        first, depth = self._place, 0
        while True:
            token = self._take()
            if token.text == "{":
                raise UnreadableError
            if token.word == "EXISTS":
                if not is_filter:
                    raise UnreadableError
                self._group.parts.append(Nested("exists", (self._read_group(),)))
            depth += (token.text in _NESTED) - (token.text in _CLOSED)
            if depth == 0:
                return self._words[first : self._place]

    def _fresh(self) -> str:
        return f"_:{next(self._names)} "  # no label of a query has a space

    # --- Clauses -------------------------------------------------------------------------------

    def query(self) -> Group:
        """The WHERE clause; what stands before and after it asks for nothing."""
        if self._opening == "CONSTRUCT" and self._words[1:2] and self._words[1].text == "{":
            self._place, depth = 1, 0
            while depth or self._now.text == "{":
                token = self._take()
                depth += (token.text == "{") - (token.text == "}")
        where, _ = self._after_head()
        if any(token.word in {"EXISTS", "SELECT"} for token in self._words[self._place :]):
            raise UnreadableError
        return where

    def _after_head(self) -> tuple[Group, frozenset[str]]:
        """The group after the words that say what is selected, and what is, by its own name."""
        selected = set()
        while self._now.text != "{":
            if self._now.text == "(":
                self._skip_brackets()
            elif self._now.kind == "variable":
                selected.add(variable(self._take()))
            else:
                self._take()
        return self._read_group(), frozenset(selected)

    def _read_group(self) -> Group:
        outer, self._group = self._group, Group()
        self._take("{")
        if self._now.word == "SELECT":
            inner, selected = self._after_head()
            while self._now.text != "}":
                self._skip_brackets() if self._now.text in _NESTED else self._take()
            self._group.parts.append(Nested("select", (inner,), selected))
        else:
            while self._now.text != "}":
                self._part()
        self._take("}")
        group, self._group = self._group, outer
        outer.names |= group.names
        return group

    def _part(self) -> None:
        word = self._now.word
        if self._has("."):
            return
        if self._now.text == "{":
            groups = [self._read_group()]
            while self._now.word == "UNION":
                self._take()
                groups.append(self._read_group())
            self._group.parts.append(Nested("group", tuple(groups)))
        elif word in {"OPTIONAL", "MINUS"}:
            self._take()
            kind: Literal["optional", "minus"] = "optional" if word == "OPTIONAL" else "minus"
            self._group.parts.append(Nested(kind, (self._read_group(),)))
        elif word == "FILTER":
            self._take()
            self._filter()
        elif word == "BIND":
            self._take()
            self._bind()
        elif word == "VALUES":
            self._take()
            self._values()
        else:
            self._triples()

    def _filter(self) -> None:
        is_not = self._now.word == "NOT"
        if is_not:
            self._take()
        if self._now.word == "EXISTS":
            self._take()
            self._group.parts.append(
                Nested("not exists" if is_not else "exists", (self._read_group(),))
            )
        elif is_not:
            raise UnreadableError
        else:
            if self._now.text != "(":
                self._take()
            if self._now.text != "(":
                raise UnreadableError
            self._group.is_filtered = True
            self._skip_brackets(is_filter=True)

    def _bind(self) -> None:
        *inner, name = self._skip_brackets()[1:-1]
        if not inner or inner[-1].word != "AS" or name.kind != "variable":
            raise UnreadableError
        expression = self._text[inner[0].start : inner[-1].start]
        within = tuple(variable(token) for token in inner if token.kind == "variable")
        self._group.names.update(within, [variable(name)])
        self._group.parts.append(Bind(variable(name), expression, within))

    def _values(self) -> None:
        single = self._now.kind == "variable"
        names = [self._take()] if single else []
        if not single:
            self._take("(")
            while not self._has(")"):
                names.append(self._take())
        self._take("{")
        told: dict[str, list[Constant]] = {variable(name): [] for name in names}
        free: set[str] = set()
        while not self._has("}"):
            if not single:
                self._take("(")
            for name, terms in told.items():
                if self._now.word == "UNDEF":
                    self._take()
                    free.add(name)
                else:
                    terms.append(self._constant())
            if not single:
                self._take(")")
        self._group.names.update(told)
        self._group.parts.append(
            Rows({name: tuple(told[name]) for name in told if name not in free})
        )

    # --- Triples -------------------------------------------------------------------------------

    def _triples(self) -> None:
        is_blank = self._now.text == "["
        subject = self._node()
        if not is_blank or self._now.text not in {".", "}"}:
            self._properties(subject)

    def _properties(self, subject: Node) -> None:
        while True:
            verb = self._verb()
            while True:
                value = self._node()
                self._group.parts.append(Match(subject, verb, value))
                if not self._has(","):
                    break
            if not self._has(";"):
                return
            while self._has(";"):
                pass
            if self._now.text in {".", "}", "]"}:
                return

    def _node(self) -> Node:
        token = self._now
        if token.kind in {"variable", "blank"}:
            self._take()
            name = variable(token) if token.kind == "variable" else token.text
            self._group.names.add(name)
            return name
        if self._has("["):
            name = self._fresh()
            self._group.names.add(name)
            if not self._has("]"):
                self._properties(name)
                self._take("]")
            return name
        return self._constant()

    def _constant(self) -> Constant:
        token = self._take()
        if token.kind in _CONSTANTS or token.word in _BOOLEANS:
            return Constant(token.text)
        if token.kind != "string":
            raise UnreadableError
        if self._now.kind == "language":
            return Constant(token.text + self._take().text)
        if self._has("^^"):
            return Constant(f"{token.text}^^{self._constant().text}")
        return Constant(token.text)

    def _verb(self) -> str | Path:
        if self._now.kind != "variable":
            return self._either()
        name = variable(self._take())
        self._group.names.add(name)
        return name

    def _either(self) -> Path:
        parts = [self._sequence()]
        while self._has("|"):
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Path("either", tuple(parts))

    def _sequence(self) -> Path:
        parts = [self._step()]
        while self._has("/"):
            parts.append(self._step())
        return parts[0] if len(parts) == 1 else Path("sequence", tuple(parts))

    def _step(self) -> Path:
        if self._has("^"):
            return Path("inverse", (self._step(),))
        if self._has("("):
            step = self._either()
            self._take(")")
        elif self._now.text == "a" or self._now.kind in {"iri", "name"}:
            step = Path("one", property=Constant(self._take().text))
        else:
            raise UnreadableError
        for mark in ("*", "+", "?"):
            if self._has(mark):
                return Path("repeated", (step,), mark=mark)
        return step


def variable(token: Token) -> str:
    """The name of a variable, however it is marked."""
    return f"?{token.text[1:]}"
