"""What the rest of dialograph asks of an engine; the web and the command line know nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from rdflib.term import Identifier

from dialograph.engine.preview import Preview
from dialograph.engine.scan import Kind
from dialograph.errors import DialographError
from dialograph.formats import Format


class EvaluationError(DialographError):
    """A query that parses and cannot be answered: an unknown function, for example."""


class TooComplexError(DialographError):
    """A query longer or deeper than an engine takes in without risk."""


class ResultTooLargeError(DialographError):
    """An answer longer than this endpoint gives in one piece."""


class UnwritableError(DialographError):
    """An answer that cannot be written in the format that is wanted."""


class UnacceptableError(DialographError):
    """An answer of a kind for which the request accepts no format.

    Args:
        kind: what the answer is.
    """

    def __init__(self, kind: Kind) -> None:
        super().__init__(f"The answer is of the kind {kind}.")
        self.kind = kind


class UnavailableError(DialographError):
    """A query that was stopped, or never begun: there is no answer, and that is no fault of it.

    Args:
        message: what happened.
        remedy: what to do.
        retry: after how many seconds it makes sense to ask again.
        french: the message in French.
    """

    def __init__(self, message: str, remedy: str, retry: int = 1, *, french: str = "") -> None:
        super().__init__(message, remedy, french=french)
        self.retry = retry


class StaleError(UnavailableError):
    """The dataset has changed since the question was made up.

    Args:
        version: what it is now.
    """

    def __init__(self, version: str) -> None:
        super().__init__(
            f"The dataset has changed meanwhile; it is at version {version} now.",
            "Ask again.",
            french=f"Les données ont changé entre-temps : version {version}.",
        )


class TimedOutError(UnavailableError):
    """The query took longer than it may; its evaluation is over."""


class OutOfMemoryError(UnavailableError):
    """The query took more memory than it may; its evaluation is over."""


class BusyError(UnavailableError):
    """Too many queries are waiting, or this one waited until its time was up."""


class OverBudgetError(UnavailableError):
    """The client has used up its query-seconds for now; short queries are still answered."""


@dataclass(frozen=True)
class GraphSize:
    """One graph of the dataset.

    Args:
        iri: its name; None for the default graph.
        statements: how many triples stand in it.
    """

    iri: str | None
    statements: int


class Answer(Protocol):
    """What a query yields: rows, a yes or no, or a graph.

    An answer is read once, in the thread that asked.
    """

    @property
    def kind(self) -> Kind:
        """``solutions``, ``boolean`` or ``graph``."""

    @property
    def volatile(self) -> bool:
        """Whether asking again may answer otherwise, although the dataset has not changed."""

    def serialize(self, wanted: Format) -> bytes:
        """The whole answer, written in a format.

        Args:
            wanted: one of ``formats.GRAPH_FORMATS`` for a graph, of ``formats.RESULT_FORMATS``
                otherwise.

        Raises:
            EvaluationError: the evaluation failed on the way.
            ValueError: the format does not fit the kind.
        """

    def write(self, wanted: Format, output: BinaryIO) -> None:
        """The same, a piece at a time: an answer of any length takes little memory.

        Args:
            wanted: as for :meth:`serialize`.
            output: where the bytes go; what it raises comes out as it is.

        Raises:
            EvaluationError: the evaluation failed on the way.
            ValueError: the format does not fit the kind.
        """

    def preview(self, rows: int, octets: int) -> Preview:
        """The beginning of the answer, for a page.

        Args:
            rows: how many rows, or lines of a graph, at most.
            octets: how many bytes they may hold together.

        Raises:
            EvaluationError: the evaluation failed on the way.
        """


class Engine(Protocol):
    """A dataset that answers SPARQL queries. Any thread may ask."""

    @property
    def version(self) -> str:
        """A short text that changes when the dataset does, or how it is presented."""

    @property
    def union(self) -> bool:
        """Whether the default graph is the merge of the named graphs."""

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        substitutions: Mapping[str, Identifier] | None = None,
        base_iri: str | None = None,
    ) -> Answer:
        """Answer a SPARQL query.

        Args:
            text: the query.
            default_graphs: the graphs whose RDF merge is the default graph, and
            named_graphs: the graphs that ``GRAPH`` sees; when either is given, both replace what
                the query says with ``FROM`` (SPARQL 1.1 Protocol, section 2.1.4).
            substitutions: variable name, without its mark, to the term it stands for.
            base_iri: what relative IRIs are resolved against.

        Raises:
            QuerySyntaxError: the text does not parse; with line and column where they are known.
            ForbiddenQueryError: it would reach another server or change something.
            TooComplexError: it is nested too deeply, or holds too many operators and keywords.
            UsageError: a graph's name is no absolute IRI.
            EvaluationError: it cannot be evaluated.
        """

    def graphs(self) -> Sequence[GraphSize]:
        """The default graph, then every named graph by name, with their sizes."""

    def dump(self, graph: str | None, wanted: Format, output: BinaryIO) -> None:
        """Write a graph, or everything, in the same order every time.

        Args:
            graph: the name of a graph; None for the whole dataset: with its graphs where the
                format can say them, the RDF merge where it cannot.
            wanted: one of ``formats.GRAPH_FORMATS``.
            output: where the bytes go.
        """
