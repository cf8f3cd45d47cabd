"""A correspondence between parts of two frameworks, and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dialograph import iris

SKOS_PREFIX = "http://www.w3.org/2004/02/skos/core#"
SEMAPV = "https://w3id.org/semapv/vocab/"
SSSOM = "https://w3id.org/sssom/"
SDG = "http://metadata.un.org/sdg/"
AGENDA = str(iris.resource("framework", "agenda-2030"))
"""The framework that goals and targets of the Sustainable Development Goals are parts of."""

PREDICATES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
"""The mapping properties of SKOS, the narrowest claim first."""

INVERSE = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}
CURATED, CHAINED, SHARED = "ManualMappingCuration", "MappingChaining", "InstanceBasedMatching"
DERIVED = "derived"
"""The rank of what nobody states: it follows from what is on record."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a framework, or a framework.

    Args:
        iri: which.
        framework: the framework; its own IRI for a framework, empty for what stands elsewhere.
        notation: its number; may be empty.
        labels: its names, by language.
    """

    iri: str
    framework: str = ""
    notation: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    def label(self, language: str) -> tuple[str, str]:
        """What to call it, and the language of that; its short IRI when it has no name."""
        for wanted in (language, "en", "fr", *sorted(self.labels)):
            if wanted in self.labels:
                return self.labels[wanted], wanted
        return iris.shorten(self.iri), ""


@dataclass(frozen=True, slots=True)
class Correspondence:
    """That a part of one framework corresponds to a part of another.

    Args:
        subject: IRI of the one, and
        object: of the other.
        predicate: the local name of the mapping property of SKOS.
        justification: how it came about: the local name of a term of the Semantic Mapping
            Vocabulary.
        basis: ``stated``, ``reported`` or ``inferred``.
        rank: ``preferred``, ``unconfirmed``, ``refused``, or :data:`DERIVED`.
        sources: addresses of what says so, or of what it follows from.
        graph: the graph that says so; empty for what is derived.
        through: the part that both are mapped with, where it is chained; may be empty.
        works: how many activities and documents are aligned with both, where it rests on that.
        similarity: the share of those among all that are aligned with either, 0 to 1.
        confidence: how sure whoever made it was, 0 to 1; None where nobody gave a figure.
        notes: remarks, by language.
    """

    subject: str
    object: str
    predicate: str
    justification: str = CURATED
    basis: str = "inferred"
    rank: str = "preferred"
    sources: tuple[str, ...] = ()
    graph: str = ""
    through: str = ""
    works: int = 0
    similarity: float | None = None
    confidence: float | None = None
    notes: Mapping[str, str] = field(default_factory=dict)

    def inverted(self) -> Correspondence:
        """The same, said from the other side."""
        return replace(
            self,
            subject=self.object,
            object=self.subject,
            predicate=INVERSE.get(self.predicate, self.predicate),
        )


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """All correspondences, and what they are between.

    Args:
        parts: every part of a framework and every framework, by IRI.
        stated: what is on record.
        shared: pairs of parts and how many works are aligned with both.
        works: how many works are aligned with each part.
        graphs: the titles of graphs, by IRI and language.
    """

    parts: Mapping[str, Part]
    stated: Sequence[Correspondence]
    shared: Mapping[tuple[str, str], int]
    works: Mapping[str, int]
    graphs: Mapping[str, Mapping[str, str]]

    def part(self, iri: str) -> Part:
        """What is known of an end of a correspondence."""
        if iri in self.parts:
            return self.parts[iri]
        if iri.startswith(SDG):
            number = iri.removeprefix(SDG)
            name = {"en": f"SDG {number}", "fr": f"ODD {number}"}
            return Part(iri, AGENDA, number, name)
        return Part(iri)

    def parts_of(self, framework: str) -> list[Part]:
        """The parts of a framework that are on record, in the order of their IRIs."""
        return [
            part
            for iri, part in sorted(self.parts.items())
            if part.framework == framework and iri != framework
        ]
