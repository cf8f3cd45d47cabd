"""The engine in this process: the dataset in memory, queries answered by pyoxigraph."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import get_ident
from typing import BinaryIO, TypeVar

import pyoxigraph as ox
from rdflib.term import Identifier

from dialograph.engine import guard
from dialograph.engine.datasets import Datasets
from dialograph.engine.interface import EvaluationError, GraphSize
from dialograph.engine.locate import syntax_error
from dialograph.engine.mending import mend
from dialograph.engine.scan import Kind, Scan
from dialograph.engine.writing import prefixes_of, result_format, to_term, write
from dialograph.formats import Format, names_graphs
from dialograph.settings import DefaultGraph

T = TypeVar("T")
_Terms = dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]
_Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


class EmbeddedEngine:
    """An :class:`~dialograph.engine.interface.Engine` over statements held in memory.

    Args:
        quads: the dataset.
        version: see :attr:`Engine.version`.
        default_graph: ``union`` makes the default graph the RDF merge of all graphs: a triple
            that several graphs state counts once (the engine's own union counts it again for each
            graph); ``own`` leaves it what the quads say.
    """

    def __init__(
        self, quads: Iterable[ox.Quad], version: str, default_graph: DefaultGraph = "union"
    ) -> None:
        self._store = ox.Store()
        self._store.bulk_extend(quads)
        self._union = default_graph == "union"
        if self._union:
            self._store.update(_MERGE)
        self._version = version
        self._datasets = Datasets(self._store)
        self._graphs = tuple(self._sizes())

    @property
    def version(self) -> str:
        """See :class:`~dialograph.engine.interface.Engine`."""
        return self._version

    def graphs(self) -> Sequence[GraphSize]:
        """See :class:`~dialograph.engine.interface.Engine`."""
        return self._graphs

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        substitutions: Mapping[str, Identifier] | None = None,
        base_iri: str | None = None,
    ) -> EmbeddedAnswer:
        """See :class:`~dialograph.engine.interface.Engine`."""
        read = guard.refuse(text)
        safe = mend(guard.disarm(text))
        self._check_names(text, safe, base_iri)
        if not default_graphs and not named_graphs:
            default_graphs, named_graphs = self._clauses(read, base_iri)
        values: _Terms = {
            ox.Variable(name): to_term(term) for name, term in (substitutions or {}).items()
        }

        def ask() -> _Result:
            if not default_graphs and not named_graphs:
                return self._store.query(safe, base_iri=base_iri, substitutions=values)
            store, default, named = self._datasets.choose(default_graphs, named_graphs)
            return store.query(
                safe,
                base_iri=base_iri,
                substitutions=values,
                default_graph=default,
                named_graphs=named,
            )

        try:
            return EmbeddedAnswer(_evaluated(ask))
        except SyntaxError as error:
            raise syntax_error(text, safe, error, _parser(base_iri)) from error

    def dump(self, graph: str | None, wanted: Format, output: BinaryIO) -> None:
        """See :class:`~dialograph.engine.interface.Engine`."""
        if graph is not None:
            quads = self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        elif self._union:
            # The default graph holds the merge: it is no graph of its own to write out.
            quads = (q for q in self._store if q.graph_name != ox.DefaultGraph())
        else:
            quads = iter(self._store)
        if names_graphs(wanted, whole=graph is None):
            write(sorted(quads, key=_order), wanted, output)
        else:
            write(sorted({quad.triple for quad in quads}, key=str), wanted, output)

    def _sizes(self) -> Iterable[GraphSize]:
        yield GraphSize(None, self._count(ox.DefaultGraph()))
        for graph in sorted(self._store.named_graphs(), key=str):
            if isinstance(graph, ox.NamedNode):
                yield GraphSize(graph.value, self._count(graph))

    def _count(self, graph: ox.NamedNode | ox.DefaultGraph) -> int:
        return sum(1 for _ in self._store.quads_for_pattern(None, None, None, graph))

    @staticmethod
    def _check_names(text: str, safe: str, base_iri: str | None) -> None:
        """Make sure that the engine takes for a name what the guard took for one.

        Raises:
            QuerySyntaxError: it does not.
        """
        disguised = guard.decoy(safe)
        if disguised is None:
            return
        try:
            _parser(base_iri)(disguised)
        except SyntaxError as error:
            raise syntax_error(text, disguised, error, _parser(base_iri)) from error

    def _clauses(self, read: Scan, base_iri: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The graphs that the query names itself, as absolute IRIs."""
        if not read.default_graphs and not read.named_graphs:
            return (), ()
        resolve = _resolver(read.prologue, base_iri)
        try:
            return (
                tuple(resolve(each) for each in read.default_graphs),
                tuple(resolve(each) for each in read.named_graphs),
            )
        except SyntaxError:
            return (), ()  # the query does not parse either, and that tells where


class EmbeddedAnswer:
    """An :class:`~dialograph.engine.interface.Answer`; the engine's result may not change thread.

    Args:
        result: what the engine gave.
    """

    def __init__(self, result: _Result) -> None:
        self._result = result
        self._thread = get_ident()

    @property
    def kind(self) -> Kind:
        """See :class:`~dialograph.engine.interface.Answer`."""
        if isinstance(self._result, ox.QueryBoolean):
            return "boolean"
        return "graph" if isinstance(self._result, ox.QueryTriples) else "solutions"

    def serialize(self, wanted: Format) -> bytes:
        """See :class:`~dialograph.engine.interface.Answer`."""
        if get_ident() != self._thread:
            # The engine's library would end the whole process.
            raise RuntimeError("an answer is read in the thread that asked")
        result, output = self._result, io.BytesIO()
        if isinstance(result, ox.QueryTriples):
            triples = _evaluated(lambda: sorted(result, key=str))
            write(triples, wanted, output, prefixes_of(triples))
        else:
            format_ = result_format(wanted)
            _evaluated(lambda: result.serialize(output, format_))
        return output.getvalue()


def _evaluated(work: Callable[[], T]) -> T:
    """Do ``work``, and tell a failed evaluation from a fault of ours."""
    try:
        return work()
    except SyntaxError:
        raise
    except (RuntimeError, OSError) as error:
        raise EvaluationError(f"The query cannot be evaluated: {error}.") from error


def _parser(base_iri: str | None) -> Callable[[str], object]:
    return lambda text: ox.Store().query(text, base_iri=base_iri)


def _resolver(prologue: str, base_iri: str | None) -> Callable[[str], str]:
    """Resolve a graph's name as the engine does, by its own reading of the prologue."""

    def resolve(name: str) -> str:
        question = f"{guard.disarm(prologue)}\nSELECT ?graph {{ VALUES ?graph {{ {name} }} }}"
        answer = ox.Store().query(question, base_iri=base_iri)
        assert isinstance(answer, ox.QuerySolutions)
        return str(next(answer)["graph"].value)

    return resolve


def _order(quad: ox.Quad) -> tuple[str, str]:
    return str(quad.graph_name), str(quad.triple)
