"""The gate: data in, findings out. The one user of pyshacl."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import pyshacl
import pyshacl.rdfutil.stringify as spelling
import pyshacl.shape
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS, CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.constraint_component import ConstraintComponent
from pyshacl.constraints.core.shape_based_constraints import PropertyConstraintComponent
from pyshacl.errors import ConstraintLoadWarning
from pyshacl.graph_abstraction import DataGraph
from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from pyshacl.validator import Validator
from rdflib import Graph, URIRef
from rdflib.term import Node

from dialograph.errors import DialographError
from dialograph.graph.sources import shipped_root
from dialograph.shapes.convert import to_oxigraph
from dialograph.shapes.findings import Finding, as_report, fill, findings, mark_languages
from dialograph.shapes.graphs import Whole, broken_shapes
from dialograph.shapes.results import Report, Result, Severity
from dialograph.shapes.targets import Target

__all__ = ["Prepared", "Report", "Result", "Severity", "find", "shipped_shapes", "validate"]

_LOCK = threading.Lock()
_NOBODY = URIRef("urn:dialograph:nobody")


def validate(data: Graph, shapes: Graph | None = None) -> Report:
    """Judge a graph by shapes; nothing is inferred and neither graph is changed.

    Args:
        data: the whole graph; it must hold the class hierarchy that the shapes rely on.
        shapes: the shapes to judge by; those that travel with the package when None.

    Returns:
        Every finding, sorted.

    Raises:
        DialographError: the shapes themselves cannot be run.
    """
    judge = shipped_shapes() if shapes is None else shapes
    return as_report(finding.result for finding in find(data, judge))


def find(data: Graph, shapes: Graph) -> list[Finding]:
    """The same, without a word for what says the same twice.

    Calls are made one at a time, each on a copy of the shapes: pyshacl writes into the shapes
    graph that it is given and is not safe across threads (design, section 6).
    """
    with _one_at_a_time():
        copy = mark_languages(shapes)
        _, report, _ = pyshacl.validate(
            Whole(data), shacl_graph=copy, inference="none", advanced=False
        )
        if not isinstance(report, Graph):
            raise broken_shapes(str(getattr(report, "message", report)))
        return list(findings(report, data, copy))


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


class Prepared:
    """Shapes that pyshacl has read once, to be run on chosen nodes as often as one likes.

    A run writes nothing into them: what pyshacl writes into a shapes graph, it writes when it
    reads it. One run at a time, as everywhere.

    Args:
        shapes: the shapes; they are copied.

    Raises:
        DialographError: pyshacl cannot read them.
    """

    def __init__(self, shapes: Graph) -> None:
        with _one_at_a_time():
            self.shapes = mark_languages(shapes)
            self._validator = self._look_through(Graph())
            self._known = {each.node: each for each in self._validator.shacl_graph.shapes}
        self.paths: Mapping[Node, Node | None] = {
            node: shape.path() for node, shape in self._known.items()
        }
        """Every shape → its path; None for a node shape."""

    @property
    def runs(self) -> bool:
        """Whether every constraint can be run, and none is of a kind that the shapes define."""
        try:
            for shape in self._known.values():
                terms = set(self.shapes.predicates(shape.node))
                for term in CONSTRAINT_PARAMETERS_MAP.keys() & terms:
                    with suppress(ConstraintLoadWarning):
                        CONSTRAINT_PARAMETERS_MAP[term](shape)
            own = self._validator.shacl_graph.custom_constraints
        except Exception:  # noqa: BLE001 - whatever pyshacl meets, it will meet it again
            return False
        return not own

    def try_out(self) -> None:
        """Run every shape once, on a resource of which nothing is known.

        Raises:
            DialographError: one cannot be run: a query does not parse, for instance.
        """
        self.run(Graph(), {shape: [_NOBODY] for shape in self._known})

    @property
    def targets(self) -> dict[Node, Target]:
        """Shape → whom it judges, for those that judge somebody by themselves.

        Raises:
            ValueError: what should be an IRI is none.
        """
        found = {}
        for node, shape in self._known.items():
            nodes, classes, own, objects, subjects = (
                frozenset(map(to_oxigraph, each)) for each in shape.target()
            )
            if any((nodes, classes, own, objects, subjects)):
                found[node] = Target(nodes, classes | own, subjects, objects)
        return found

    def run(self, data: Graph, focus: Mapping[Node, Collection[Node]]) -> list[Finding]:
        """Judge nodes, each by the shapes that are named for it.

        Args:
            data: the graph; it must hold what those shapes read.
            focus: shape → the nodes to judge by it.

        Raises:
            DialographError: the shapes cannot be run.
        """
        with _one_at_a_time():
            validator = self._validator
            graph = DataGraph.from_rdflib(data)
            executor = validator.make_executor()
            results: list[Any] = []
            for node, nodes in focus.items():
                if nodes:
                    results += self._known[node].validate(executor, graph, focus=list(nodes))[1]
            if not results:
                return []
            report, _ = validator.create_validation_report(validator.shacl_graph, False, results)  # noqa: FBT003
            return list(findings(report, data, self.shapes))

    def _look_through(self, data: Graph) -> Any:
        return Validator(DataGraph.from_rdflib(data), shacl_graph=self.shapes)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Keep pyshacl to one call, and to errors that say what to do."""
    with _LOCK:
        # pyshacl logs to a handler of its own on stderr; what matters is in the report.
        logging.getLogger("pyshacl-validate").disabled = True
        # It remembers blank nodes by the address of their graph, where another one may stand now.
        spelling.stringify_blank_node.dict_cache.clear()
        try:
            yield
        except (DialographError, MemoryError):
            raise
        except Exception as error:  # whatever pyshacl and rdflib meet, they meet it in the shapes
            raise broken_shapes(str(error) or type(error).__name__) from error


def _fill_safely(_self: object, text: str, bound: Any) -> str:
    """Stand in for pyshacl's own filling, which takes values for patterns of ``re.sub``.

    A backslash in a value ends pyshacl 0.40 with ``re.error``: data must not be able to do that.
    """
    if isinstance(bound, tuple):
        names = dict(zip(("this", "path", "value"), bound, strict=False))
        return fill(text, {**names, **(bound[3] if len(bound) > 3 else {})})  # noqa: PLR2004
    return fill(text, bound or {})


_judge_each: Any = PropertyConstraintComponent._evaluate_property_shape  # noqa: SLF001


def _judge_all_at_once(  # noqa: PLR0917
    self: PropertyConstraintComponent,
    executor: Any,
    shape: Node,
    graph: DataGraph,
    found: Mapping[Node, Collection[Node]],
    recursive: Any,
    path: list[Any],
) -> Any:
    """Judge all nodes by a property shape in one go.

    pyshacl judges one after the other, and reads the shape anew for each: a fifth of its time.
    """
    rounds: list[list[Node]] = []  # what two nodes lead to is told of twice (W3C: property-001)
    times: Counter[Node] = Counter()
    for node in chain.from_iterable(found.values()):
        if times[node] == len(rounds):
            rounds.append([])
        rounds[times[node]].append(node)
        times[node] += 1
    return _judge_each(self, executor, shape, graph, {None: rounds}, recursive, path)


_look_through: Any = SPARQLQueryHelper.check_invalid_sparql


@lru_cache(maxsize=1024)
def _is_allowed(text: str, names: frozenset[str], *, has_value: bool) -> bool:
    """Look a query through for what SHACL forbids.

    pyshacl does so for each node, with patterns that cost as much as the query itself.
    """
    value = _NOBODY if has_value else None
    return bool(_look_through(SPARQLQueryHelper, text, valuenode=value, extravars=names))


def _look_through_once(
    _self: object, text: str, valuenode: Any = None, extravars: Collection[str] | None = None
) -> bool:
    return _is_allowed(text, frozenset(extravars or ()), has_value=valuenode is not None)


# A set in the place of a list that pyshacl searches for each shape and node: a quarter of its time.
pyshacl.shape.CONSTRAINT_PARAMS = (  # type: ignore[attr-defined]
    frozenset(ALL_CONSTRAINT_PARAMETERS),
    CONSTRAINT_PARAMETERS_MAP,
)
# The text of its report, which we never read, takes a fifth of its time.
ConstraintComponent.make_v_result_description = lambda *_, **__: ""  # type: ignore[method-assign]
# A blank node is spelt out of the graph that is judged; pyshacl asks which graph of its store.
spelling.find_node_named_graph = lambda dataset, _: dataset.impl  # type: ignore[assignment,attr-defined]
ConstraintComponent._format_sparql_based_result_message = _fill_safely  # type: ignore[method-assign]  # noqa: SLF001
PropertyConstraintComponent._evaluate_property_shape = _judge_all_at_once  # type: ignore[method-assign]  # noqa: SLF001
SPARQLQueryHelper.check_invalid_sparql = _look_through_once  # type: ignore[method-assign]
