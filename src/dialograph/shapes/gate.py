"""The gate: data in, findings out. The one user of pyshacl."""

from __future__ import annotations

import contextlib
import logging
import re
import threading
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

import pyoxigraph as ox
import pyshacl
import pyshacl.shape
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS, CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.constraint_component import ConstraintComponent
from pyshacl.errors import ReportableRuntimeError
from rdflib import Graph, Literal, URIRef, Variable
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result as QueryResult
from rdflib.term import Node

from dialograph.errors import DialographError
from dialograph.graph.sources import shipped_root
from dialograph.shapes.convert import from_oxigraph, to_oxigraph
from dialograph.shapes.results import Report, Result, Severity
from dialograph.shapes.terms import by_language, nearest_named, path_text, readable, shorten_ours
from dialograph.vocab import RDFS, SH

__all__ = ["Report", "Result", "Severity", "shipped_shapes", "validate"]

_LOCK = threading.Lock()
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")
_LANGUAGE_ENDS = "\ue000"  # private use: in no message


def validate(data: Graph, shapes: Graph | None = None) -> Report:
    """Judge a graph by shapes; nothing is inferred and neither graph is changed.

    Calls are made one at a time, each on a copy of the shapes: pyshacl writes into the shapes
    graph that it is given and is not safe across threads (design, section 6).

    Args:
        data: the whole graph; it must hold the class hierarchy that the shapes rely on.
        shapes: the shapes to judge by; those that travel with the package when None.

    Returns:
        Every finding, sorted.

    Raises:
        DialographError: the shapes themselves cannot be run.
    """
    judge = shipped_shapes() if shapes is None else shapes
    with _LOCK:
        return _run(data, judge)


@cache
def shipped_shapes() -> Graph:
    """The shapes that travel with the package, all files together.

    Raises:
        DialographError: the installation has none, or one does not parse.
    """
    files = sorted((shipped_root() / "shapes").glob("*.ttl"))
    if not files:
        raise DialographError(
            "The shapes are missing from this installation.", "Install dialograph again."
        )
    graph = Graph()
    for path in files:
        try:
            graph.parse(path, format="turtle")
        except SyntaxError as error:
            raise DialographError(
                f"The shapes file {path.name} is not valid Turtle.", "Correct the file."
            ) from error
    return graph


class _OxigraphQueries(Graph):
    """A view of a graph whose SPARQL runs in pyoxigraph.

    pyshacl runs a constraint's query once per focus node; rdflib's engine takes milliseconds for
    each, pyoxigraph's a twentieth of that.
    """

    def __init__(self, data: Graph) -> None:
        super().__init__(store=data.store, identifier=data.identifier)

    @cached_property
    def _copy(self) -> ox.Store | None:
        """The statements in pyoxigraph; None where rdflib lets an IRI pass that is none."""
        store = ox.Store()
        try:
            store.bulk_extend(ox.Quad(*map(to_oxigraph, statement)) for statement in self)
        except ValueError:
            return None
        return store

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
        if self._copy is not None:
            bound = {ox.Variable(n): to_oxigraph(term) for n, term in (initBindings or {}).items()}
            # RuntimeError: a variable is bound that is not selected, which pyoxigraph cannot do.
            with contextlib.suppress(SyntaxError, RuntimeError):
                found = self._copy.query(str(query_object), substitutions=bound)
        if found is None:
            return super().query(
                query_object, processor, result, initNs, initBindings, use_store_provided, **kwargs
            )
        if not isinstance(found, ox.QuerySolutions):
            raise _broken_shapes("a constraint holds a query that is no SELECT")
        rows = QueryResult("SELECT")
        rows.vars = [Variable(each.value) for each in found.variables]
        rows.bindings = [
            {name: from_oxigraph(term) for name, term in zip(rows.vars, row, strict=True) if term}
            for row in found
        ]
        return rows


def _fill(text: str, known: Mapping[str, Any]) -> str:
    """Put values in the place of ``{?name}`` and ``{$name}``; unknown names stay."""

    def value_of(found: re.Match[str]) -> str:
        value = known.get(found[1])
        return found[0] if value is None else readable(value)

    return _PLACEHOLDER.sub(value_of, text)


def _fill_safely(_self: object, text: str, bound: Any) -> str:
    """Stand in for pyshacl's own filling, which takes values for patterns of ``re.sub``.

    A backslash in a value ends pyshacl 0.40 with ``re.error``: data must not be able to do that.
    """
    if isinstance(bound, tuple):
        names = dict(zip(("this", "path", "value"), bound, strict=False))
        return _fill(text, {**names, **(bound[3] if len(bound) > 3 else {})})  # noqa: PLR2004
    return _fill(text, bound or {})


# A set in the place of a list that pyshacl searches for each shape and node: a quarter of its time.
pyshacl.shape.CONSTRAINT_PARAMS = (  # type: ignore[attr-defined]
    frozenset(ALL_CONSTRAINT_PARAMETERS),
    CONSTRAINT_PARAMETERS_MAP,
)
# The text of its report, which we never read, takes a fifth of its time.
ConstraintComponent.make_v_result_description = lambda *_, **__: ""  # type: ignore[method-assign]
ConstraintComponent._format_sparql_based_result_message = _fill_safely  # type: ignore[method-assign]  # noqa: SLF001


def _run(data: Graph, shapes: Graph) -> Report:
    # pyshacl logs to a handler of its own on stderr; what matters is in the report.
    logging.getLogger("pyshacl-validate").disabled = True
    copy = _copy_for_pyshacl(shapes)
    try:
        _, found, _ = pyshacl.validate(
            _OxigraphQueries(data), shacl_graph=copy, inference="none", advanced=False
        )
    except ReportableRuntimeError as error:
        raise _broken_shapes(str(error)) from error
    if not isinstance(found, Graph):
        raise _broken_shapes(str(getattr(found, "message", found)))
    results = [_result(found, node, data, copy) for node in found.objects(predicate=SH.result)]
    unique = {result.key: result for result in results}
    return Report(tuple(unique[key] for key in sorted(unique)))


def _broken_shapes(message: str) -> DialographError:
    first_line = message.strip().split("\n")[0].rstrip(".")
    return DialographError(
        f"The shapes cannot be run: {first_line}.",
        "Correct the shapes, not the data: `dialograph validate shapes/` finds misspelt terms.",
    )


def _copy_for_pyshacl(shapes: Graph) -> Graph:
    """Copy the shapes, each message with its language in its text: pyshacl drops the tag."""
    copy = Graph(store="SimpleMemory")  # without named graphs, twice as fast to read
    for subject, predicate, value in shapes:
        if predicate == SH.message and isinstance(value, Literal):
            tagged = f"{value.language or ''}{_LANGUAGE_ENDS}{value}"
            copy.add((subject, predicate, Literal(tagged)))
        else:
            copy.add((subject, predicate, value))
    return copy


def _result(found: Graph, node: Node, data: Graph, shapes: Graph) -> Result:
    focus = _one(found, node, SH.focusNode)
    value = found.value(node, SH.value)
    shape = _one(found, node, SH.sourceShape)
    path_node = found.value(node, SH.resultPath)
    path = None if path_node is None else path_text(shapes, path_node)
    severity = found.value(node, SH.resultSeverity)
    component = _one(found, node, SH.sourceConstraintComponent)
    return Result(
        focus=nearest_named(data, focus),
        path=path,
        value=value,
        severity=next((each for each in Severity if each.iri == severity), Severity.VIOLATION),
        message=_messages(found, node, {"this": focus, "value": value}),
        component=URIRef(str(component)),
        shape=nearest_named(shapes, shape),
        field=_field(data, shapes, shape, path_node),
        node=focus,
    )


def _one(graph: Graph, subject: Node, predicate: URIRef) -> Node:
    value = graph.value(subject, predicate)
    if value is None:
        raise DialographError(f"The validation report lacks {predicate}.")
    return value


def _messages(found: Graph, node: Node, known: Mapping[str, Any]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for message in sorted(found.objects(node, SH.resultMessage), key=str):
        language, mark, text = str(message).rpartition(_LANGUAGE_ENDS)
        if not mark:  # a constraint without a message of its own: pyshacl speaks English
            language = "en"
        texts.setdefault(language, shorten_ours(_fill(text, known)))
    return dict(sorted(texts.items()))


def _field(data: Graph, shapes: Graph, shape: Node, path: Node | None) -> dict[str, str]:
    own = by_language(shapes, shape, SH.name)
    if own or path is None:
        return own
    for sibling in sorted(shapes.subjects(SH.path, path), key=str):
        named = by_language(shapes, sibling, SH.name)
        if named:
            return named
    return by_language(data, path, RDFS.label)
