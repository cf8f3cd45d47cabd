"""A SPARQL Update into the exact difference that it makes (SPARQL 1.1 Update).

The engine's own update tells neither what it changed nor what it would. So each operation is
taken apart: its templates are read by the engine (:mod:`~dialograph.engine.templates`), its
pattern is asked as a query, and the difference is what the templates come to with each solution.
What is written is that difference and nothing else, whatever the text says; whoever reads the
text otherwise gets no say. The cost is that of the pattern and of the difference.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pyoxigraph as ox

from dialograph.engine import guard, whole_graphs
from dialograph.engine.changes import Delta, compose
from dialograph.engine.confine import STACK_BYTES
from dialograph.engine.dataset import Dataset
from dialograph.engine.effects import DEFAULT, Derived, see_writable
from dialograph.engine.interface import EvaluationError
from dialograph.engine.lexer import tokens
from dialograph.engine.locate import syntax_error
from dialograph.engine.mending import mend
from dialograph.engine.modifying import Pattern, modify
from dialograph.engine.replacing import derive_graph
from dialograph.engine.templates import Labels, Row, Template
from dialograph.engine.update_text import (
    Operation,
    Part,
    blanked,
    declarations,
    misplaced,
    read,
    split,
    text_of,
    unexpected,
)
from dialograph.errors import UsageError

__all__ = ["Derived", "derive_graph", "derive_update"]

_Step = Callable[[Dataset], Derived]
_ONCE: tuple[Row, ...] = ((),)
# Functions that throw dice.
_DICE = ("rand", "uuid", "bnode", "\\u")


def derive_update(
    dataset: Dataset,
    text: str,
    *,
    base_iri: str | None = None,
    using: Sequence[str] = (),
    using_named: Sequence[str] = (),
    keep: frozenset[str] = frozenset(),
    apply: Callable[[Delta], object] | None = None,
) -> Derived:
    """Work out what an update changes; the whole text is read before anything is worked out.

    Args:
        dataset: the state before; it is in the state after when this returns.
        text: the update.
        base_iri: what relative IRIs are resolved against.
        using: the graphs of ``using-graph-uri``, and
        using_named: of ``using-named-graph-uri`` (SPARQL 1.1 Protocol, section 2.2.3).
        keep: the graphs that are not meant by ``ALL`` and ``NAMED``.
        apply: changes the dataset by what one operation comes to.

    Returns:
        The difference that all operations make together, and the graphs that they write.

    Raises:
        QuerySyntaxError: the text does not parse; with line and column.
        ForbiddenQueryError: it would reach another server, or is a query.
        TooComplexError: an operation is nested too deeply, or holds too much.
        UsageError: it writes the default graph, and that is the merge of the others; or both it
            and the request say which graphs its patterns see; or a graph's name is no IRI.
        EvaluationError: it cannot be evaluated, or a graph is not there, or is there already.
    """
    reader = _Reader(text, base_iri, (using, using_named), keep)
    steps = reader.steps(dataset)
    change = apply or dataset.change
    made: list[Derived] = []
    for step in steps:
        derived = _run(step, dataset)
        if derived.delta:
            change(derived.delta)
        made.append(derived)
    deltas = [each.delta for each in made if each.delta]
    return Derived(
        deltas[0] if len(deltas) == 1 else compose(deltas),
        frozenset().union(*(each.writes for each in made)),
        everything=any(each.everything for each in made),
    )


def _run(step: _Step, dataset: Dataset) -> Derived:
    try:
        return step(dataset)
    except (RuntimeError, OSError) as error:
        raise EvaluationError(
            f"The update cannot be evaluated: {error}.",
            french="La mise à jour ne peut pas être évaluée.",
        ) from error


def _in_a_thread(work: Callable[[], Derived]) -> Derived:
    """Do ``work`` in a thread of its own.

    The engine's dice are loaded once for each thread, and processes that are forked from one throw
    the same; a new thread loads its own.
    """
    before = threading.stack_size(STACK_BYTES)
    try:
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(work).result()
    finally:
        threading.stack_size(before)


class _Reader:
    """Makes steps of the operations of one update.

    Args:
        text: as received.
        base_iri: what relative IRIs are resolved against.
        using: the graphs that the request says patterns see: by default, and by name.
        keep: the graphs that are not meant by ``ALL`` and ``NAMED``.
    """

    def __init__(
        self,
        text: str,
        base_iri: str | None,
        using: tuple[Sequence[str], Sequence[str]],
        keep: frozenset[str],
    ) -> None:
        self._text = text
        self._base_iri = base_iri
        self._using = using if any(using) else None
        self._keep = keep
        self._words = guard.refuse_in_update(text).words
        # The same words, some written otherwise.
        self._safe = mend(guard.disarm(text))
        self._labels = Labels()
        self._fetches = False

    def steps(self, dataset: Dataset) -> list[_Step]:
        """What there is to do, operation by operation."""
        parts = split(self._text, self._words)
        safe = parts
        if self._safe != self._text:
            words = [token for token in tokens(self._safe) if token.kind != "comment"]
            safe = split(self._safe, words)
        steps: list[_Step] = []
        seen: dict[str, int] = {}
        for number, (written, part) in enumerate(zip(parts, safe, strict=True)):
            guard.measure(written.body, is_data=written.is_data)
            self._check(written, part)
            if part.body:
                if part.is_data:
                    self._see_apart(written, number, seen)
                try:
                    steps.append(self._step(dataset, part))
                except SyntaxError as error:
                    raise unexpected(
                        self._text, written.body[0], "this can be read in two ways"
                    ) from error
        if self._fetches:  # told last: what does not parse is told as that
            raise guard.no_load()
        return steps

    def _check(self, written: Part, part: Part) -> None:
        """See that the engine's parser takes an operation."""
        prologue, body = declarations(self._safe, part), text_of(self._safe, part.body)
        plain = f"{prologue}\n{body}"
        # A graph that nobody has made cannot be dropped, so that nothing after it is evaluated.
        stop = f"DROP GRAPH <urn:uuid:{secrets.token_hex(16)}> ;" if body else ""
        stopped = f"{prologue}\n{stop}\n{body}"
        try:
            self._parse(guard.decoy(stopped) or stopped)
        except SyntaxError as error:
            if part.is_load:  # parsed in another way, it would be evaluated
                why = "LOAD takes an IRI, and INTO GRAPH another one"
                raise unexpected(self._text, written.body[0], why) from error
            if (found := misplaced(written)) is not None:
                raise unexpected(self._text, *found) from error
            harmless = guard.decoy(plain) or plain
            told = syntax_error(blanked(self._text, written), harmless, error, self._parse)
            told.remedy = "Correct the update and send it again."
            raise told from error

    def _parse(self, text: str) -> None:
        with suppress(RuntimeError, OSError):
            ox.Store().update(text, base_iri=self._base_iri)

    def _see_apart(self, part: Part, number: int, seen: dict[str, int]) -> None:
        """See that no two sets of data share a label of a blank node (section 19.6)."""
        for token in part.body:
            if token.kind == "blank" and seen.setdefault(token.text, number) != number:
                raise unexpected(self._text, token, "another operation has this blank node")

    def _step(self, dataset: Dataset, part: Part) -> _Step:
        operation = read(self._safe, part)
        prologue = declarations(self._safe, part)
        if operation.kind in {"MODIFY", "INSERT DATA", "DELETE DATA"}:
            return self._modification(dataset, operation, prologue)
        silent = operation.silent
        if operation.kind in {"CLEAR", "DROP"}:
            drop, which = operation.kind == "DROP", operation.graphs[0]
            if which in {"ALL", "NAMED"}:
                return lambda state: whole_graphs.clear_all(
                    state, self._keep, named=which == "NAMED", drop=drop
                )
            graph = self._place(prologue, which)
            see_writable(dataset, graph)
            return lambda state: whole_graphs.clear(state, graph, silent=silent, drop=drop)
        if operation.kind == "LOAD" and not silent:
            self._fetches = True
        if operation.kind == "LOAD":
            writes = frozenset(graph.value for graph in self._named(prologue, operation.graphs))
            return lambda _state: Derived(Delta(), writes)
        if operation.kind == "CREATE":
            created = self._named(prologue, operation.graphs)[0]
            return lambda state: whole_graphs.create(state, created, silent=silent)
        source, target = (self._place(prologue, name) for name in operation.graphs)
        add, move = operation.kind == "ADD", operation.kind == "MOVE"
        for place in [source, target] if move else [target]:
            see_writable(dataset, place)
        return lambda state: whole_graphs.transfer(
            state, source, target, add=add, move=move, silent=silent
        )

    def _modification(self, dataset: Dataset, operation: Operation, prologue: str) -> _Step:
        graph = next(iter(self._named(prologue, operation.graphs)), None)
        delete, insert = (
            Template(
                text,
                prologue=prologue,
                base_iri=self._base_iri,
                variables=operation.variables,
                default=graph or DEFAULT,
            )
            for text in (operation.delete, operation.insert)
        )
        for place in delete.graphs | insert.graphs:
            see_writable(dataset, place)
        if not operation.where:
            return lambda state: modify(state, delete, insert, _ONCE, self._labels)
        pattern = self._pattern(operation, prologue, graph)
        # A solution without any value is one as well: then something is asked for that has none.
        variables = operation.variables or [f"v{secrets.token_hex(8)}"]
        question = pattern.question(variables, distinct=not insert.has_blanks)
        with suppress(RuntimeError, OSError):  # an unknown function is told when it is asked
            ox.Store().query(guard.decoy(question) or question, base_iri=self._base_iri)

        def work(state: Dataset) -> Derived:
            rows = pattern.solutions(state, question)
            return modify(state, delete, insert, rows, self._labels)

        if any(map(operation.where.lower().__contains__, _DICE)):
            return lambda state: _in_a_thread(lambda: work(state))
        return work

    def _pattern(self, operation: Operation, prologue: str, graph: ox.NamedNode | None) -> Pattern:
        told = (operation.using, operation.using_named)
        if self._using is not None and (any(told) or graph is not None):
            raise UsageError(
                "The request says with using-graph-uri or using-named-graph-uri which graphs are "
                "seen, and the update says it with USING or WITH.",
                "Say it in one place.",
                french="La requête dit par using-graph-uri ou using-named-graph-uri quels graphes "
                "sont vus, et la mise à jour le dit par USING ou WITH. Dites-le à un seul endroit.",
            )
        using = self._using
        if any(told):
            default, named = (
                [each.value for each in self._named(prologue, names)] for names in told
            )
            using = (default, named)
        return Pattern(operation.where, prologue, self._base_iri, graph, *(using or (None, None)))

    def _place(self, prologue: str, name: str) -> ox.NamedNode | ox.DefaultGraph:
        return DEFAULT if name == "DEFAULT" else self._named(prologue, [name])[0]

    def _named(self, prologue: str, names: Sequence[str]) -> list[ox.NamedNode]:
        """Names of graphs as the engine reads them."""
        if not names:
            return []
        variables = " ".join(f"?g{number}" for number in range(len(names)))
        rows = ox.Store().query(
            f"{prologue}\nSELECT {variables} {{ VALUES ({variables}) {{ ({' '.join(names)}) }} }}",
            base_iri=self._base_iri,
        )
        assert isinstance(rows, ox.QuerySolutions)
        found = list(next(rows))
        return [each for each in found if isinstance(each, ox.NamedNode)]
