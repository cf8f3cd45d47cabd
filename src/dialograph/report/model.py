"""What an alignment report holds, in one language, before it is laid out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode


@dataclass(frozen=True)
class Name:
    """Something with a name.

    Args:
        iri: what; empty for a bare text.
        text: what it is called, and
        language: the language of that; empty when it is not told.
    """

    iri: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class Quote:
    """Words that support a claim.

    Args:
        iri: the evidence.
        text: the words, and
        language: their language; empty when it is not told.
        document: where they stand, in
        block: which numbered part of it; empty when that is not told.
        pages: where the document can be read.
    """

    iri: str
    text: str
    language: str
    document: Name
    block: str
    pages: tuple[str, ...]


@dataclass
class Document:
    """A document that came out of an activity.

    Args:
        name: its name.
        issued: when it came out, as precise as known; may be empty.
        types: of what type it is.
        pages: its landing pages.
        files: its files.
    """

    name: Name
    issued: str
    types: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


@dataclass
class Work:
    """An activity or a document.

    Args:
        name: its name.
        is_document: which of both.
        start: its first day, month or year; empty when that is not known.
        end: its last one; may be empty.
    """

    name: Name
    is_document: bool
    start: str
    end: str
    types: list[Name] = field(default_factory=list)
    places: list[tuple[Name, str]] = field(default_factory=list)
    """Each with the country that it lies in; that may be empty."""
    attendance: list[Name] = field(default_factory=list)
    is_online: bool = False
    """Whether it took place nowhere else than online."""
    statuses: list[Name] = field(default_factory=list)
    partners: dict[str, tuple[Name, list[Name]]] = field(default_factory=dict)
    """By IRI of a role: the role, and who had it."""
    creators: list[Name] = field(default_factory=list)
    publishers: list[Name] = field(default_factory=list)
    activities: list[Name] = field(default_factory=list)
    """Of a document: what it came out of."""
    documents: dict[str, Document] = field(default_factory=dict)
    """By IRI."""
    pages: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    descriptions: list[Name] = field(default_factory=list)
    notes: list[Name] = field(default_factory=list)

    @property
    def years(self) -> tuple[str, ...]:
        """Its first and its last year; none when it has no date."""
        return tuple(each[:4] for each in (self.start, self.end or self.start) if each)

    @property
    def unknown(self) -> tuple[str, ...]:
        """What is not on record of it, by the names that the texts of the report use."""
        known = {"date": bool(self.start)}
        if self.is_document:
            known |= {
                "link": bool(self.pages or self.files),
                "author": bool(self.creators or self.publishers),
            }
        else:
            known |= {
                "place": bool(self.places) or self.is_online,
                "partners": bool(self.partners),
                "documents": bool(self.documents),
            }
        return tuple(name for name, is_known in known.items() if not is_known)


@dataclass
class Claim:
    """That an activity or a document serves an objective.

    Args:
        iri: the claim.
        work: what serves it.
        basis: on what that rests.
    """

    iri: str
    work: Work
    basis: Name
    quotes: list[Quote] = field(default_factory=list)
    inferred: list[Name] = field(default_factory=list)
    reasons: list[Name] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """What ends its IRI: its mark inside the report."""
        return self.iri.rpartition("/")[2]

    @property
    def basis_slug(self) -> str:
        """What ends the IRI of its basis: ``stated reported inferred``."""
        return self.basis.iri.rpartition("/")[2]

    @property
    def unknown(self) -> tuple[str, ...]:
        """What is not on record of it and its work, by the names that the report's texts use."""
        return (*self.work.unknown, *(() if self.quotes else ("quote",)))


def works_of(claims: Iterable[Claim]) -> Collection[Work]:
    """The works that claims are about, each once."""
    return {claim.work.name.iri: claim.work for claim in claims}.values()


@dataclass
class Line:
    """An objective, or another part of a framework.

    Args:
        iri: which.
        kind: of part: ``objective domain pillar action …``; may be empty.
        level: what that kind is called.
        notation: its number; may be empty.
        title: its official title, or else
        is_official: its name.
    """

    iri: str
    kind: str
    level: str
    notation: str
    title: Name
    is_official: bool
    claims: list[Claim] = field(default_factory=list)


@dataclass(frozen=True)
class Narrowed:
    """What a report leaves out.

    Args:
        basis: only claims on this basis are in it; empty for all.
        first: only what was done from this year on; empty for all.
        last: only what was done up to this year; empty for all.
        undated: so many claims are left out because what they are about has no date.
    """

    basis: str
    first: str
    last: str
    undated: int

    @property
    def anything(self) -> bool:
        """Whether it leaves anything out at all."""
        return bool(self.basis or self.first or self.last)


@dataclass(frozen=True)
class Edition:
    """From which data a report was made, and when.

    Args:
        address: where the same report is made anew.
        permalink: where it is made of the same version; empty where no versions are kept.
        number: of the version; empty where none are kept.
        revision: what stands for the data: it changes with any statement.
        produced: the day on which the report was made.
    """

    address: str
    permalink: str
    number: str
    revision: str
    produced: str

    @classmethod
    def of(cls, base_iri: str, given: Mapping[str, str], number: str, revision: str) -> Edition:
        """The edition of today.

        Args:
            base_iri: what addresses of ours begin with.
            given: the parameters of the report with their values, without the version.
            number: of the version; empty where none are kept.
            revision: what stands for the data.
        """
        address = f"{base_iri}report"
        return cls(
            f"{address}?{urlencode(given)}",
            f"{address}?{urlencode({**given, 'version': number})}" if number else "",
            number,
            revision,
            datetime.now(UTC).date().isoformat(),
        )


@dataclass(frozen=True)
class Report:
    """The whole of it.

    Args:
        language: in which it is written.
        dialogue: whose activities.
        framework: whose objectives.
        lines: these, in the order of the framework.
        narrowed: what is left out.
        edition: from which data.
        modified: the last day on which a graph of the data changed, as they say; may be empty.
        licences: of the data.
    """

    language: str
    dialogue: Name
    framework: Name
    lines: tuple[Line, ...]
    narrowed: Narrowed
    edition: Edition
    modified: str
    licences: tuple[str, ...]

    @property
    def claims(self) -> Iterator[Claim]:
        """All claims, in their order."""
        return (claim for line in self.lines for claim in line.claims)

    @property
    def gaps(self) -> tuple[Line, ...]:
        """The objectives for which there is nothing."""
        return tuple(line for line in self.lines if not line.claims)
