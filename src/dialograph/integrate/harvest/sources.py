"""What ``sources.toml`` says: where graphs come from, what becomes of them, what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dialograph.engine.incoming import Bounds
from dialograph.engine.reaching import Endpoint

SECONDS: Mapping[str, int] = {
    "hourly": 3_600,
    "daily": 86_400,
    "weekly": 7 * 86_400,
    "monthly": 30 * 86_400,
}
"""How long a source is left alone by ``harvest --due``, by its ``schedule``."""

KINDS = ("dialograph", "sparql", "rdf", "description", "ldes", "file")
"""What a source can be."""


@dataclass(frozen=True)
class Limits:
    """What a harvest of one source may take.

    Args:
        bytes: of everything that arrives, unfolded.
        triples: that arrive, and likewise that the mapping makes of them.
        seconds: to fetch everything, and likewise to read and map it.
        depth: how many documents may lead to one another (a catalogue to its distribution).
        tries: how often one request is made before it has failed.
        pause: seconds before the second try; twice as long before each that follows.
    """

    bytes: int = 64_000_000
    triples: int = 500_000
    seconds: float = 300.0
    depth: int = 3
    tries: int = 4
    pause: float = 1.0

    @property
    def bounds(self) -> Bounds:
        """The same for one document."""
        return Bounds(size=self.bytes, statements=self.triples)


@dataclass(frozen=True)
class Trust:
    """What a source may assert.

    Args:
        proposes: whether a person has to accept what it says before it is kept.
        classes: the classes that it may give to resources; empty for any.
        subjects: how the IRIs begin that it may describe; empty for any.
        others: whether it may describe resources that other graphs describe.
    """

    proposes: bool = False
    classes: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    others: bool = False


@dataclass(frozen=True)
class Hosts:
    """The servers that may be asked for a source.

    Args:
        open: names, each with its port where it is not the usual one.
        private: those that may lie on this machine or on a private network.
    """

    open: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()

    def allow(self, to: Endpoint) -> bool:
        """Whether a server may be asked."""
        return _name(to) in self.open or self.may_be_private(to)

    def may_be_private(self, to: Endpoint) -> bool:
        """Whether a server may have a private address."""
        return _name(to) in self.private


@dataclass(frozen=True)
class Words:
    """How the target graph is described, as the shapes want it.

    Args:
        titles: language → title.
        descriptions: language → what it holds.
        license: the address of its licence.
        maintainer: who keeps the data up.
    """

    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    license: str
    maintainer: str


@dataclass(frozen=True)
class Rules:
    """One mapping: a CONSTRUCT.

    Args:
        name: of its file, without the ending.
        text: the query.
    """

    name: str
    text: str


@dataclass(frozen=True)
class Source:
    """Where a graph comes from.

    Args:
        name: a slug.
        kind: one of :data:`KINDS`.
        graph: the graph that it fills.
        address: where it is on the web; for files, where they came from; may be empty for those.
        files: local files.
        form: the name of the syntax, whatever the server says; empty to believe the server.
        graphs: the graphs to take from a dialograph, or that an endpoint is to look at.
        dataset: which dataset of a catalogue; empty where there is one.
        query: the CONSTRUCT that is asked of an endpoint.
        probe: a query whose answer says whether an endpoint has changed; may be empty.
        page: how many keys are asked for at a time.
        mappings: applied one after the other; none leaves the graph as it is.
        values: terms for the variables of the mappings, IRIs or texts.
        resolves: whether what arrives is matched to what is here.
        schedule: how often it is worth asking, one of :data:`SECONDS`; empty for always.
        hosts: the servers that may be asked.
        limits: what it may take.
        trust: what it may assert.
        words: how the target graph is described; None: it describes itself.
        fingerprint: stands for all of this.
    """

    name: str
    kind: str
    graph: str
    address: str = ""
    files: tuple[Path, ...] = ()
    form: str = ""
    graphs: tuple[str, ...] = ()
    dataset: str = ""
    query: str = ""
    probe: str = ""
    page: int = 500
    mappings: tuple[Rules, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    resolves: bool = True
    schedule: str = ""
    hosts: Hosts = field(default_factory=Hosts)
    limits: Limits = field(default_factory=Limits)
    trust: Trust = field(default_factory=Trust)
    words: Words | None = None
    fingerprint: str = ""


def _name(to: Endpoint) -> str:
    """A server as ``hosts`` names it."""
    host = f"[{to.host}]" if ":" in to.host else to.host
    usual = {"http": 80, "https": 443}[to.scheme]
    return host if to.port == usual else f"{host}:{to.port}"
