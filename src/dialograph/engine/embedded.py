"""The engine in this process: the dataset in memory, queries answered by pyoxigraph."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, islice
from threading import get_ident
from typing import BinaryIO, TypeVar

import pyoxigraph as ox
from rdflib.term import Identifier

from dialograph import formats
from dialograph.engine import guard
from dialograph.engine.changes import Delta
from dialograph.engine.checking import Services, check_names, clauses, parser, redirected
from dialograph.engine.dataset import Dataset, MergeChange
from dialograph.engine.datasets import Datasets
from dialograph.engine.interface import EvaluationError, GraphSize
from dialograph.engine.locate import syntax_error
from dialograph.engine.mending import mend
from dialograph.engine.preview import FirstLines, Preview, first_rows
from dialograph.engine.scan import Kind
from dialograph.engine.writing import Xml, prefixes_of, result_format, to_term, write
from dialograph.formats import Format, names_graphs
from dialograph.values import DefaultGraph
from dialograph.vocab import PREFIXES

T = TypeVar("T")
_Terms = dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]
_Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_SORTED_MAX = 10_000
"""Triples of an answer that are put in order; a longer one is written as it is found."""


class EmbeddedEngine:
    """An :class:`~dialograph.engine.interface.Engine` over statements held in memory.

    Args:
        store: the quads, or what holds them; nobody else changes it any more.
        version: see :attr:`Engine.version`.
        default_graph: ``union`` makes the default graph the RDF merge of all graphs: a triple
            that several graphs state counts once (the engine's own union counts it again for each
            graph); ``own`` leaves it what the quads say.
    """

    def __init__(
        self, store: ox.Store | Dataset, version: str, default_graph: DefaultGraph = "union"
    ) -> None:
        self.dataset = (
            store if isinstance(store, Dataset) else Dataset(store, union=default_graph == "union")
        )
        """The statements."""
        self._version = version
        self._choose()

    def _choose(self) -> None:
        """Begin anew with the datasets that requests put together."""
        self._datasets = Datasets(
            self.dataset.store,
            [each.iri for each in self.graphs() if each.iri] if self.union else (),
        )

    def change(self, delta: Delta, version: str) -> MergeChange:
        """Go on to another version; not while an answer is being read.

        Args:
            delta: what differs.
            version: what :attr:`version` is from now on.
        """
        changed = self.dataset.change(delta)
        self._version = version
        self._choose()
        return changed

    files = 0
    """Nothing of it is in files."""

    def at_work(self) -> EmbeddedEngine:
        """Itself: it can be asked in every process that is forked from this one."""
        return self

    @property
    def version(self) -> str:
        """See :class:`~dialograph.engine.interface.Engine`."""
        return self._version

    @property
    def union(self) -> bool:
        """Whether the default graph is the merge of the named graphs."""
        return self.dataset.union

    def graphs(self) -> Sequence[GraphSize]:
        """See :class:`~dialograph.engine.interface.Engine`."""
        return self.dataset.graphs()

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        substitutions: Mapping[str, Identifier] | None = None,
        base_iri: str | None = None,
        services: Services | None = None,
    ) -> EmbeddedAnswer:
        """See :class:`~dialograph.engine.interface.Engine`.

        Args:
            text: the query, and the other arguments as the interface says.
            default_graphs: as the interface says.
            named_graphs: as the interface says.
            substitutions: as the interface says.
            base_iri: as the interface says.
            services: gives, for the IRI of a ``SERVICE``, the address to ask instead, or raises
                ForbiddenQueryError; None refuses every ``SERVICE``.
        """
        try:
            return self._query(
                text,
                (default_graphs, named_graphs),
                values=substitutions or {},
                base_iri=base_iri,
                services=services,
            )
        except SyntaxError as error:
            # An update is refused in words, not for its syntax.
            guard.refuse(text, services=services is not None)
            safe = guard.unserved(mend(guard.disarm(text)))
            safe = guard.decoy(safe) or safe
            raise syntax_error(text, safe, error, parser(base_iri)) from error

    def _query(
        self,
        text: str,
        graphs: tuple[Sequence[str], Sequence[str]],
        *,
        values: Mapping[str, Identifier],
        base_iri: str | None,
        services: Services | None,
    ) -> EmbeddedAnswer:
        safe, volatile = text, False
        if not guard.is_plain(text):
            federated = services is not None and guard.uses_service(text)
            read = guard.refuse(text, services=federated)
            if federated:
                assert services is not None
                safe = redirected(text, services, base_iri)
            else:
                safe = mend(guard.disarm(text))
                check_names(text, safe, base_iri)
            volatile = read.volatile or federated
            if not any(graphs):
                graphs = clauses(read, base_iri)
        terms: _Terms = {ox.Variable(name): to_term(term) for name, term in values.items()}

        def ask() -> _Result:
            if not any(graphs):
                named = guard.may_name_graphs(safe)
                whole = self.dataset.store if named else self.dataset.merge
                return whole.query(safe, base_iri=base_iri, substitutions=terms)
            store, default, visible = self._datasets.choose(*graphs)
            return store.query(
                safe,
                base_iri=base_iri,
                substitutions=terms,
                default_graph=default,
                named_graphs=visible,
            )

        return EmbeddedAnswer(_evaluated(ask), volatile=volatile)

    def dump(self, graph: str | None, wanted: Format, output: BinaryIO) -> None:
        """See :class:`~dialograph.engine.interface.Engine`."""
        quads = self.dataset.quads(None if graph is None else ox.NamedNode(graph))
        if names_graphs(wanted, whole=graph is None):
            write(sorted(quads, key=_order), wanted, output)
        else:
            write(sorted({quad.triple for quad in quads}, key=str), wanted, output)


class EmbeddedAnswer:
    """An :class:`~dialograph.engine.interface.Answer`; the engine's result may not change thread.

    Args:
        result: what the engine gave.
        volatile: see :attr:`Answer.volatile`.
    """

    def __init__(self, result: _Result, *, volatile: bool = False) -> None:
        self._result = result
        self.volatile = volatile
        self._thread = get_ident()

    @property
    def kind(self) -> Kind:
        """See :class:`~dialograph.engine.interface.Answer`."""
        if isinstance(self._result, ox.QuerySolutions):
            return "solutions"
        return "graph" if isinstance(self._result, ox.QueryTriples) else "boolean"

    def serialize(self, wanted: Format) -> bytes:
        """See :class:`~dialograph.engine.interface.Answer`."""
        output = io.BytesIO()
        self.write(wanted, output)
        return output.getvalue()

    def write(self, wanted: Format, output: BinaryIO) -> None:
        """See :class:`~dialograph.engine.interface.Answer`."""
        result = self._taken()
        if isinstance(result, ox.QueryTriples):
            first = _evaluated(lambda: list(islice(result, _SORTED_MAX)))
            if len(first) < _SORTED_MAX:
                first.sort(key=str)
                _evaluated(lambda: write(first, wanted, output, prefixes_of(first)))
            else:
                every = chain(first, result)
                _evaluated(lambda: write(every, wanted, output, PREFIXES))
        else:
            format_ = result_format(wanted)
            target = Xml(output) if wanted == formats.XML else output
            _evaluated(lambda: result.serialize(target, format_))

    def preview(self, rows: int, octets: int) -> Preview:
        """See :class:`~dialograph.engine.interface.Answer`."""
        result = self._taken()
        if isinstance(result, ox.QuerySolutions):
            return _evaluated(lambda: first_rows(result, rows, octets))
        if isinstance(result, ox.QueryBoolean):
            return Preview(verdict=bool(result))
        listing = FirstLines(rows, octets)
        self.write(formats.TURTLE, listing)
        return listing.preview()

    def _taken(self) -> _Result:
        if get_ident() != self._thread:
            # The engine's library would end the whole process.
            raise RuntimeError("an answer is read in the thread that asked")
        return self._result


def _evaluated(work: Callable[[], T]) -> T:
    """Do ``work``, and tell a failed evaluation from a fault of ours."""
    try:
        return work()
    except SyntaxError:
        raise
    except (RuntimeError, OSError) as error:
        raise EvaluationError(
            f"The query cannot be evaluated: {error}.",
            french=f"La requête ne peut pas être évaluée : {error}.",
        ) from error


def _order(quad: ox.Quad) -> tuple[str, str]:
    return str(quad.graph_name), str(quad.triple)
