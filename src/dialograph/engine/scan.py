"""What can be read off a query's words, without parsing or evaluating it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dialograph.engine.lexer import Token, tokens

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
Kind = Literal["solutions", "boolean", "graph"]

_KINDS: dict[str, tuple[Form, Kind]] = {
    "SELECT": ("SELECT", "solutions"),
    "ASK": ("ASK", "boolean"),
    "CONSTRUCT": ("CONSTRUCT", "graph"),
    "DESCRIBE": ("DESCRIBE", "graph"),
}
UPDATES = frozenset(
    "INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH".split()  # noqa: SIM905
)
_VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID"})


@dataclass(frozen=True)
class Scan:
    """What the words of one text say.

    Args:
        words: its terminals, without comments.
        opening: the first keyword after the prologue, in capitals; empty when there is none.
        prologue: the text of the prologue: its ``BASE`` and ``PREFIX`` declarations.
        default_graphs: the IRIs after ``FROM``, as written.
        named_graphs: the IRIs after ``FROM NAMED``, as written.
    """

    words: tuple[Token, ...]
    opening: str
    prologue: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]

    @property
    def kind(self) -> Kind | None:
        """What an answer will be; None when this is no query."""
        return _KINDS[self.opening][1] if self.opening in _KINDS else None

    @property
    def volatile(self) -> bool:
        """Whether asking twice may answer twice: the query looks at a clock or throws dice."""
        return any(token.word in _VOLATILE for token in self.words)


def scan(text: str) -> Scan:
    """Read the words of a SPARQL query or update; never fails."""
    words = tuple(token for token in tokens(text) if token.kind != "comment")
    body = _skip_prologue(words)
    start = words[body].start if body < len(words) else len(text)
    default_graphs, named_graphs = _dataset(words[body:])
    return Scan(
        words,
        words[body].word if body < len(words) else "",
        text[:start],
        default_graphs,
        named_graphs,
    )


def _skip_prologue(words: Sequence[Token]) -> int:
    lengths = {"BASE": 2, "PREFIX": 3, "VERSION": 2}
    position = 0
    while position < len(words) and words[position].word in lengths:
        position += lengths[words[position].word]
    return position


def _dataset(words: Sequence[Token]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The dataset clauses: ``FROM`` stands nowhere else in a query (section 13.2)."""
    default_graphs: list[str] = []
    named_graphs: list[str] = []
    for position, token in enumerate(words):
        if token.word != "FROM":
            continue
        named = words[position + 1 : position + 2]
        is_named = bool(named) and named[0].word == "NAMED"
        for graph in words[position + 1 + is_named : position + 2 + is_named]:
            if graph.kind in {"iri", "name"}:
                (named_graphs if is_named else default_graphs).append(graph.text)
    return tuple(dict.fromkeys(default_graphs)), tuple(dict.fromkeys(named_graphs))
