"""Which line of a file states what."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import MutableSequence
from dataclasses import dataclass, field
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.plugins.parsers.notation3 import RDFSink, SinkParser
from rdflib.plugins.parsers.trig import TrigSinkParser
from rdflib.term import Node

from dialograph.vocab import XSD

Statement = tuple[Node, Node, Node]


@dataclass
class Lines:
    """Statement → the line on which its object starts; the first one where it is repeated."""

    statements: dict[Statement, int] = field(default_factory=dict)
    properties: dict[tuple[Node, Node], int] = field(default_factory=dict)
    subjects: dict[Node, int] = field(default_factory=dict)

    def add(self, statement: Statement, line: int) -> None:
        """Note where a statement stands."""
        self.statements.setdefault(statement, line)
        self.properties.setdefault(statement[:2], line)
        self.subjects.setdefault(statement[0], line)

    def find(self, subject: Node, predicate: Node | None, value: Node | None) -> int | None:
        """The line to look at: of the statement, else of the property, else of the subject."""
        if predicate is not None:
            if value is not None and (subject, predicate, value) in self.statements:
                return self.statements[subject, predicate, value]
            if (subject, predicate) in self.properties:
                return self.properties[subject, predicate]
        return self.subjects.get(subject)


def read_turtle(text: str, *, trig: bool = False) -> Lines:
    """Read Turtle or TriG into statements with their lines.

    Literals keep the spelling of the file, which rdflib's own reading would normalise: a date
    that is not one must reach the gate as it was written. Graph names are dropped.

    Args:
        text: the document; well-formed, without relative IRIs.
        trig: whether the document may hold named graphs.

    Raises:
        SyntaxError: rdflib does not understand the document.
    """
    sink = _Sink(text)
    parser = _Trig(sink) if trig else _Turtle(sink)
    parser.loadBuf(text)
    return sink.lines


class _Sink(RDFSink):
    """Where the parser puts statements: it notes their lines and stores nothing."""

    def __init__(self, text: str) -> None:
        super().__init__(Graph())
        self.lines = Lines()
        # rdflib's own line counter counts a line break twice where it looks ahead and returns.
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self.position = 0

    def line_of(self, position: int) -> int:
        return bisect_left(self._breaks, position) + 1

    def newLiteral(  # noqa: N802
        self, s: str, dt: URIRef | None = None, lang: str | None = None
    ) -> Literal:
        if dt == XSD.string:
            dt = None
        return Literal(s, lang=lang, datatype=dt, normalize=False)

    def makeStatement(self, quadruple: Any, why: Any = None) -> None:  # noqa: ARG002, N802
        graph, predicate, subject, value = quadruple
        self.lines.add(
            (
                self.normalise(graph, subject),
                self.normalise(graph, predicate),
                self.normalise(graph, value),
            ),
            self.line_of(self.position),
        )


class _Positions(SinkParser):
    """rdflib's parser, telling its sink where the object of each statement starts."""

    def __init__(self, sink: _Sink) -> None:
        super().__init__(sink, turtle=True)
        self._sink = sink
        self._starts: deque[int] = deque()

    def property_list(self, argstr: str, i: int, subj: Any) -> int:
        # Here the subject has just been read; it ends before position i.
        self._sink.lines.subjects.setdefault(subj, self._sink.line_of(max(i - 1, 0)))
        return super().property_list(argstr, i, subj)

    def objectList(self, argstr: str, i: int, res: MutableSequence[Any]) -> int:  # noqa: N802
        starts: deque[int] = deque()
        while True:
            start = self.skipSpace(argstr, i)
            if start < 0:
                return -1
            self._sink.position = start  # for the statements of a list, made on the way
            i = self.object(argstr, start, res)
            if i < 0:
                return -1
            starts.append(start)
            end = self.skipSpace(argstr, i)
            if end < 0:
                self.BadSyntax(argstr, i, "end of file after an object")
            if argstr[end] != ",":
                # Set last: blank nodes among the objects came through here too.
                self._starts = starts
                return end
            i = end + 1

    def makeStatement(self, quadruple: Any) -> None:  # noqa: N802
        if self._starts:
            self._sink.position = self._starts.popleft()
        super().makeStatement(quadruple)


class _Turtle(_Positions):
    pass


class _Trig(_Positions, TrigSinkParser):
    pass
