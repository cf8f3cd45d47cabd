"""The graphs that pyshacl looks through: a whole one, or a window onto a large one."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from typing import Any

import pyoxigraph as ox
from rdflib import Graph, Literal, Variable
from rdflib.paths import Path
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result as QueryResult
from rdflib.term import Node

from dialograph.errors import DialographError
from dialograph.shapes.convert import from_oxigraph, to_oxigraph
from dialograph.shapes.views import Triples


def broken_shapes(message: str) -> DialographError:
    """The error for shapes that pyshacl cannot run."""
    first_line = message.strip().split("\n")[0].rstrip(".")
    return DialographError(
        f"The shapes cannot be run: {first_line}.",
        "Correct the shapes, not the data: `dialograph validate shapes/` finds misspelt terms.",
    )


class _Queried(Graph):
    """A graph whose SPARQL runs in pyoxigraph.

    pyshacl runs a constraint's query once per focus node; rdflib's engine takes milliseconds for
    each, pyoxigraph's a twentieth of that.
    """

    @property
    def _copy(self) -> ox.Store | None:
        """The statements in pyoxigraph; None where that is not possible."""
        raise NotImplementedError

    def query(  # noqa: PLR0917
        self,
        query_object: str | Query,
        processor: Any = "sparql",
        result: Any = "sparql",
        initNs: Any = None,  # noqa: N803
        initBindings: Any = None,  # noqa: N803
        use_store_provided: bool = True,  # noqa: FBT001, FBT002
        **kwargs: Any,
    ) -> QueryResult:
        found: Any = None
        given = initBindings or {}
        if not _takes_for_unbound(str(query_object), given) and self._copy is not None:
            bound = {ox.Variable(n): to_oxigraph(term) for n, term in given.items()}
            # RuntimeError: a variable is bound that is not selected, which pyoxigraph cannot do.
            with contextlib.suppress(SyntaxError, RuntimeError):
                found = self._copy.query(str(query_object), substitutions=bound)
        if found is None:
            return super().query(
                query_object, processor, result, initNs, initBindings, use_store_provided, **kwargs
            )
        if not isinstance(found, ox.QuerySolutions):
            raise broken_shapes("a constraint holds a query that is no SELECT")
        rows = QueryResult("SELECT")
        rows.vars = [Variable(each.value) for each in found.variables]
        rows.bindings = [
            {name: from_oxigraph(term) for name, term in zip(rows.vars, row, strict=True) if term}
            for row in found
        ]
        return rows


def _takes_for_unbound(query: str, given: Iterable[str]) -> bool:
    """Whether pyoxigraph would take for unbound, when it plans a query, what is bound before it.

    It does where nothing is done with a variable but to ask whether it is bound, or to give it
    another name.
    """
    names = "|".join(map(re.escape, map(str, given)))
    pattern = rf"BOUND\s*\(\s*[?$](?:{names})\s*\)|\(\s*[?$](?:{names})\s+AS\b"
    return bool(names) and re.search(pattern, query, re.IGNORECASE) is not None


class Whole(_Queried):
    """A graph that is judged as a whole.

    Args:
        data: the graph; it is shared, not copied.
    """

    def __init__(self, data: Graph) -> None:
        super().__init__(store=data.store, identifier=data.identifier)

    @cached_property
    def _copy(self) -> ox.Store | None:
        store = ox.Store()
        try:
            store.bulk_extend(ox.Quad(*map(to_oxigraph, statement)) for statement in self)
        except ValueError:  # rdflib lets an IRI pass that is none
            return None
        return store


class Window(_Queried):
    """A graph of which only what pyshacl asks for is looked up, once.

    Args:
        triples: the graph.
    """

    def __init__(self, triples: Triples) -> None:
        super().__init__()
        self._triples = triples
        self._collect: Callable[[], Iterable[ox.Triple]] = tuple
        self._queried: ox.Store | None = None
        self._seen: dict[Any, Collection[Any]] = {}
        self._terms: dict[Any, Node] = {}

    def offer(self, collect: Callable[[], Iterable[ox.Triple]]) -> None:
        """Say what the next queries may read; it is collected when there is one."""
        self._collect, self._queried = collect, None

    @property
    def _copy(self) -> ox.Store:
        if self._queried is None:
            self._queried = ox.Store()
            self._queried.extend(
                ox.Quad(each.subject, each.predicate, each.object) for each in self._collect()
            )
        return self._queried

    def __len__(self) -> int:
        """Not 0: nobody asks for more, and to count would be to read it all."""
        return 1

    def triples(self, triple: Any) -> Iterator[Any]:  # type: ignore[override]
        """The statements of a pattern, as rdflib terms; None stands for any term."""
        if isinstance(triple[1], Path):
            return super().triples(triple)
        found = self._seen.get(triple)
        if found is None:
            found = self._seen[triple] = self._find(*triple)
        return iter(found)

    def __contains__(self, triple: Any) -> bool:
        return next(self.triples(triple), None) is not None

    def _find(self, subject: Any, predicate: Any, value: Any) -> Collection[Any]:
        if isinstance(subject, Literal):
            return ()
        try:
            pattern = [
                None if term is None else to_oxigraph(term) for term in (subject, predicate, value)
            ]
        except ValueError:  # no IRI: it stands nowhere
            return ()
        return [
            (
                self._term(each.subject) if subject is None else subject,
                self._term(each.predicate) if predicate is None else predicate,
                self._term(each.object) if value is None else value,
            )
            for each in self._triples.find(*pattern)
        ]

    def _term(self, term: Any) -> Node:
        known = self._terms.get(term)
        if known is None:
            known = self._terms[term] = from_oxigraph(term)
        return known


def whole(triples: Triples) -> Graph:
    """All of a graph, as rdflib holds it."""
    graph = Graph()
    for each in triples.find(None, None, None):
        graph.add(
            (from_oxigraph(each.subject), from_oxigraph(each.predicate), from_oxigraph(each.object))
        )
    return graph
