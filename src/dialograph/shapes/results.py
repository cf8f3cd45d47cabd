"""What a validation says, as typed values: no pyshacl, no words of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from dialograph.vocab import PREFIXES, RDF, SH


class Severity(StrEnum):
    """How much a result weighs: a Violation refuses, a Warning is shown, an Info advises."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)

    @property
    def iri(self) -> URIRef:
        """The SHACL term, such as ``sh:Violation``."""
        return SH[self.value.capitalize()]

    def reaches(self, least: Severity) -> bool:
        """Whether this severity is at least as grave as ``least``."""
        return self.rank <= least.rank


@dataclass(frozen=True)
class Result:
    """One finding of the gate.

    Args:
        focus: the resource concerned; for a blank node, the nearest named resource that leads
            to it.
        path: the property concerned: its IRI, or the path in SPARQL syntax; None when the
            finding is about the resource as a whole.
        value: the value that is wrong, where there is one.
        severity: what the finding does.
        message: language tag → what is wrong and what to do.
        component: the SHACL constraint component, such as ``sh:MinCountConstraintComponent``.
        shape: the shape that speaks, or the nearest named shape that contains it.
        field: language tag → the property as a person calls it; may be empty.
        node: the focus node itself, which is ``focus`` unless that is a blank node.
        declared: the severity that the shape declares, where it is one of its own: it weighs as
            much as a Violation.
    """

    focus: Node
    path: str | None
    value: Node | None
    severity: Severity
    message: Mapping[str, str]
    component: URIRef
    shape: Node
    field: Mapping[str, str]
    node: Node
    declared: URIRef | None = None

    @property
    def said(self) -> tuple[str, ...]:
        """What a person is told, gravest first when sorted: of what, of which value, and why."""
        return (
            str(self.severity.rank),
            str(self.focus),
            self.path or "",
            "" if self.value is None else self.value.n3(),
            "\n".join(text for _, text in sorted(self.message.items())),
        )

    @property
    def key(self) -> tuple[str, ...]:
        """What results are sorted and told apart by."""
        return (*self.said, str(self.component), str(self.shape))


@dataclass(frozen=True)
class Report:
    """Every finding of one validation, gravest first, in the same order at every run."""

    results: tuple[Result, ...]

    @cached_property
    def counts(self) -> dict[Severity, int]:
        """How many results of each severity, zeros included."""
        found = Counter(result.severity for result in self.results)
        return {severity: found[severity] for severity in Severity}

    @property
    def conforms(self) -> bool:
        """Whether the data is accepted: it has no Violation."""
        return self.counts[Severity.VIOLATION] == 0

    @cached_property
    def graph(self) -> Graph:
        """The report as SHACL describes it (Recommendation, section 3.6).

        ``sh:conforms`` follows :attr:`conforms`: Warnings and Infos do not make it false.
        ``sh:sourceShape`` names the nearest shape that has an IRI.
        """
        graph = Graph(bind_namespaces="none")
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace)
        graph.bind("sh", SH)
        report = BNode("report")
        graph.add((report, RDF.type, SH.ValidationReport))
        graph.add((report, SH.conforms, Literal(self.conforms)))
        for number, result in enumerate(self.results, 1):
            node = BNode(f"result{number:06}")
            graph.add((report, SH.result, node))
            graph.add((node, RDF.type, SH.ValidationResult))
            graph.add((node, SH.focusNode, result.focus))
            graph.add((node, SH.resultSeverity, result.declared or result.severity.iri))
            graph.add((node, SH.sourceConstraintComponent, result.component))
            graph.add((node, SH.sourceShape, result.shape))
            if result.path is not None and "<" not in result.path:
                graph.add((node, SH.resultPath, URIRef(result.path)))
            if result.value is not None:
                graph.add((node, SH.value, result.value))
            for language, text in result.message.items():
                graph.add((node, SH.resultMessage, Literal(text, lang=language or None)))
        return graph
