"""What the web and the command line ask of the writing side, and what they get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import BinaryIO, Literal, NamedTuple, Protocol

from dialograph.engine.records import GraphState, Version
from dialograph.engine.tasks import Recall
from dialograph.engine.withdrawn import Withdrawal
from dialograph.errors import DialographError, RefusedError
from dialograph.shapes.results import Report

Method = Literal["put", "post", "delete"]


class UpdateRequest(NamedTuple):
    """A SPARQL Update; its text is the body of the request.

    Args:
        base_iri: what relative IRIs are resolved against.
        using: the graphs of ``using-graph-uri``, and
        using_named: of ``using-named-graph-uri`` (SPARQL 1.1 Protocol, section 2.2.3).
    """

    base_iri: str | None = None
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()


class Part(NamedTuple):
    """One RDF document in the body of a request.

    Args:
        format: the name of its format, one of ``formats.GRAPH_FORMATS``.
        size: how many bytes of the body it takes; parts follow each other without a gap.
        base_iri: what its relative IRIs are resolved against.
    """

    format: str
    size: int
    base_iri: str | None = None


class GraphRequest(NamedTuple):
    """A change of one graph (SPARQL 1.1 Graph Store HTTP Protocol, section 5).

    Args:
        method: ``put`` replaces the graph, ``post`` adds to it, ``delete`` removes it.
        graph: its name; None for the default graph.
        parts: the documents in the body.
        whole: whether ``graph`` is not looked at: quads go to the graphs that they name, and
            ``put`` replaces those.
    """

    method: Method
    graph: str | None
    parts: tuple[Part, ...] = ()
    whole: bool = False


class RollbackRequest(NamedTuple):
    """A return to an older version, as a new one.

    Args:
        version: the number of the older one.
    """

    version: int


ChangeRequest = UpdateRequest | GraphRequest | RollbackRequest


class Condition(NamedTuple):
    """What has to be so for a change to be made (RFC 9110, section 13.1).

    Args:
        changed: the graph exists and was last changed by one of these versions; None when it
            does not matter.
        exists: whether the graph has to exist (True), or must not (False); None when it does not
            matter.
    """

    changed: frozenset[int] | None = None
    exists: bool | None = None


class Author(NamedTuple):
    """Who asks for a change.

    Args:
        name: what the token, or the command line, calls them.
        graphs: the graphs that they may write; None for all, the default graph included.
    """

    name: str
    graphs: frozenset[str] | None = None

    def may_write(self, graph: str | None) -> bool:
        """Whether a graph is in scope; None is the default graph."""
        return self.graphs is None or (graph is not None and graph in self.graphs)


class Verdict(NamedTuple):
    """What the gate says of a change.

    Args:
        new: the findings that the change adds, gravest first: a Violation refuses it.
        kept: how many Violations of the resources concerned were there before and still are.
        mended: how many Violations were there before and are no more.
        concerned: how many resources were judged.
        full: why the whole graph was judged; empty when the change told what to look at.
        labels: resource → language tag → its name, for those in ``new``.
    """

    new: Report
    kept: int = 0
    mended: int = 0
    concerned: int = 0
    full: str = ""
    labels: Mapping[str, Mapping[str, str]] = {}


class Outcome(NamedTuple):
    """What became of a change, or would become of it.

    Args:
        version: the number of the version that holds it: a new one, or the current one where
            nothing changes or nothing was to be.
        revision: the text that stands for that version.
        added: how many statements came.
        removed: how many went.
        created: the graphs that came to exist, and
        dropped: those that are no more.
        verdict: what the gate said; None where there is no gate.
    """

    version: int
    revision: str
    added: int
    removed: int
    created: tuple[str, ...]
    dropped: tuple[str, ...]
    verdict: Verdict | None


class GateError(RefusedError):
    """A change that adds a Violation; nothing of it was made.

    Args:
        outcome: what would have come of it.
        english: what is wrong and what to do about it, and
        french: the same in French, for a person.
    """

    def __init__(self, outcome: Outcome, english: str, french: str) -> None:
        super().__init__(english, french=french)
        self.outcome = outcome


class PreconditionError(DialographError):
    """A condition of the request does not hold (412)."""


class ScopeError(DialographError):
    """The author may not write a graph that the change writes (403)."""


class ReadOnlyError(DialographError):
    """Nothing can be written here, and why (403)."""


class AbsentError(DialographError):
    """The graph, or the version, that the request is about does not exist (404)."""


class Turning(NamedTuple):
    """The way to where a version began, and what it changed: two RDF Patches in one file.

    Args:
        since: the version that the first patch starts from.
        start: where the second patch begins; where the file ends when there is none.
        patches: the file.
        removed: things of which statements were removed up to then, where the version is the
            oldest one that is kept: nobody else tells that they went.
    """

    since: str
    start: int
    patches: BinaryIO
    removed: Sequence[str] = ()


class History(Protocol):
    """The versions that there have been."""

    def kept(self) -> range:
        """The numbers of the versions that can be read, up to the one that is served."""

    def version_of(self, number: int) -> Version:
        """What is known of a version.

        Raises:
            AbsentError: there is none of that number, or no more.
        """

    async def turning(self, number: int) -> Turning:
        """The way from the current version to the one before another, and what that changed.

        Of the oldest version that is kept it is the way there, and nothing more.

        Raises:
            AbsentError: there is none of that number, or no more.
            UnavailableError: it cannot be read.
        """

    def revision(self, number: int) -> str:
        """What stands for a version.

        Raises:
            AbsentError: there is none of that number, or no more.
        """

    async def recall(self, number: int) -> Recall:
        """The way from the current version to another one.

        Raises:
            AbsentError: as :meth:`revision`.
            UnavailableError: it cannot be read.
        """

    async def withdrawn(self, iris: Sequence[str]) -> Withdrawal | None:
        """When a thing went of which the current version says nothing.

        Args:
            iris: what it may be called.

        Returns:
            When; None where it is not known that it ever was.

        Raises:
            UnavailableError: it cannot be looked up.
        """


class Repository(Protocol):
    """Takes changes, one after the other. All of it is called in the thread of the event loop."""

    @property
    def version(self) -> int:
        """The number of the current version; 0 while there is none on disk."""

    @property
    def graphs(self) -> Mapping[str | None, GraphState]:
        """The graphs of the current version by name; None is the default graph."""

    def named(self, number: int) -> str:
        """What stands for a version that has been, such as ``42-1a2b3c4d5e6f``.

        Another data directory has other versions of the same numbers, but for those that both have
        from one backup. The id of one that is not kept any more is all zeros.
        """

    async def change(
        self,
        request: ChangeRequest,
        author: Author,
        body: BinaryIO | None = None,
        *,
        condition: Condition | None = None,
        dry_run: bool = False,
        seconds: float | None = None,
    ) -> Outcome:
        """Make a change, or say what would come of it. All of it is made, or nothing.

        When it returns, the version is on disk and the next query sees it.

        Args:
            request: what is asked.
            author: who asks.
            body: a file at its beginning, with a descriptor: the text of an update, or the parts
                of a graph request.
            condition: what has to be so; looked at when its turn has come.
            dry_run: whether to change nothing.
            seconds: how long it may take to work out, where that is less than the server allows.

        Raises:
            GateError: it would add a Violation.
            QuerySyntaxError, ForbiddenQueryError, TooComplexError, EvaluationError: the update.
            UsageError: the body does not parse, or the default graph is none to write to.
            PreconditionError, ScopeError, ReadOnlyError, AbsentError: as they say.
            UnavailableError: too many changes are waiting, it took too long, or too much memory,
                or the disk is full.
        """
