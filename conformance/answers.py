"""What a query answers, whatever it is written in: a yes or no, a table, or a graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from conformance.rdf import RDF, RS, XSD, Graph, Term

Row = tuple[Term | None, ...]


@dataclass(frozen=True)
class Boolean:
    """The answer of an ASK."""

    value: bool

    def __str__(self) -> str:
        return str(self.value).lower()


@dataclass(frozen=True)
class Table:
    """The answer of a SELECT.

    Args:
        variables: their names, sorted: a column has no place of its own in the suites.
        rows: the terms under those names, None where a variable is unbound.
        ordered: whether the order of the rows counts.
    """

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    ordered: bool = False

    def __str__(self) -> str:
        lines = [" ".join(map(show, row)) for row in self.rows]
        head = " ".join("?" + name for name in self.variables) or "(no variables)"
        return "\n".join([head, *(lines if self.ordered else sorted(lines))])


@dataclass(frozen=True)
class Triples:
    """The answer of a CONSTRUCT or DESCRIBE."""

    rows: frozenset[Row]

    def __str__(self) -> str:
        return "\n".join(sorted(" ".join(map(show, row)) for row in self.rows)) or "(no triples)"


Answer = Boolean | Table | Triples


def show(term: Term | None) -> str:
    """A term as SPARQL writes it; ``UNDEF`` for none."""
    if isinstance(term, ox.Triple):
        return f"<<( {' '.join(map(show, term))} )>>"
    return "UNDEF" if term is None else str(term)


def table(
    variables: Iterable[str], rows: Iterable[Mapping[str, Term]], *, ordered: bool = False
) -> Table:
    """A table from rows that map a name to a term."""
    names = tuple(sorted(variables))
    return Table(names, tuple(tuple(row.get(name) for name in names) for row in rows), ordered)


def triples(quads: Iterable[ox.Quad] | Iterable[ox.Triple]) -> Triples:
    """A graph from statements."""
    return Triples(frozenset((each.subject, each.predicate, each.object) for each in quads))


def from_graph(graph: Graph) -> Answer:
    """The answer that a graph holds: itself, or the result in the DAWG vocabulary that it states.

    A table in that vocabulary is ordered when its solutions are numbered.
    """
    sets = graph.instances(f"{RS}ResultSet")
    if not sets:
        return Triples(frozenset(graph.triples))
    found = sets[0]
    yes = graph.text(found, f"{RS}boolean")
    if yes:
        return Boolean(yes in {"true", "1"})
    numbered: list[tuple[int, dict[str, Term]]] = []
    indexed = False
    for solution in graph.all(found, f"{RS}solution"):
        index = graph.text(solution, f"{RS}index")
        indexed |= bool(index)
        row = {}
        for binding in graph.all(solution, f"{RS}binding"):
            row[graph.text(binding, f"{RS}variable")] = graph.all(binding, f"{RS}value")[0]
        numbered.append((int(index or 0), row))
    names = [
        each.value
        for each in graph.all(found, f"{RS}resultVariable")
        if isinstance(each, ox.Literal)
    ]
    rows = [row for _, row in sorted(numbered, key=lambda pair: pair[0])]
    return table(names, rows, ordered=indexed)


def literal(
    value: str, language: str | None = None, direction: str | None = None, datatype: str = ""
) -> ox.Literal:
    """A literal, as result formats spell its parts."""
    if language and direction:
        sense = ox.BaseDirection.LTR if direction == "ltr" else ox.BaseDirection.RTL
        return ox.Literal(value, language=language, direction=sense)
    if language:
        return ox.Literal(value, language=language)
    if datatype in {"", f"{XSD}string", f"{RDF}langString"}:
        return ox.Literal(value)
    return ox.Literal(value, datatype=ox.NamedNode(datatype))
