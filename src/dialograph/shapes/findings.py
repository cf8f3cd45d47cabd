"""From what pyshacl reports to what we say, and what makes two findings the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from dialograph.errors import DialographError
from dialograph.shapes.results import Report, Result, Severity
from dialograph.shapes.terms import by_language, nearest_named, path_text, readable, shorten_ours
from dialograph.vocab import RDFS, SH

_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")
_LANGUAGE_ENDS = "\ue000"  # private use: in no message
_LANGUAGE = re.compile(rf"([A-Za-z0-9-]*){_LANGUAGE_ENDS}")
_FLAGS = {SH.uniqueLang, SH.closed, SH.deactivated, SH.qualifiedValueShapesDisjoint}


class Identity(NamedTuple):
    """What makes a finding the one it is; a message counts where it is the shape's own."""

    severity: Severity
    node: Node
    value: Node | None
    path: str | None
    message: tuple[tuple[str, str], ...]
    component: URIRef
    source: Node


class Finding(NamedTuple):
    """A result, and the shape that speaks even where it has no name.

    Args:
        result: the result.
        source: the shape in the shapes graph.
        own: whether the message is the shape's own; else pyshacl made it, out of whatever it knows.
    """

    result: Result
    source: Node
    own: bool

    @property
    def identity(self) -> Identity:
        """What findings before and after a change are compared by."""
        result = self.result
        message = tuple(sorted(result.message.items())) if self.own else ()
        return Identity(
            result.severity,
            result.node,
            result.value,
            result.path,
            message,
            result.component,
            self.source,
        )

    @property
    def likeness(self) -> Identity:
        """The same, whatever blank nodes are called: a file that is loaded again renames them."""
        same = self.identity
        if isinstance(same.node, BNode):
            same = same._replace(node=self.result.focus)
        return same._replace(value=BNode("")) if isinstance(same.value, BNode) else same


def by_identity(found: Iterable[Finding]) -> dict[Identity, Finding]:
    """The findings, each once."""
    return {finding.identity: finding for finding in found}


def as_report(results: Iterable[Result]) -> Report:
    """The results sorted, those that say the same once."""
    unique = {result.key: result for result in results}
    return Report(tuple(unique[key] for key in sorted(unique)))


def fill(text: str, known: Mapping[str, Any]) -> str:
    """Put values in the place of ``{?name}`` and ``{$name}``; unknown names stay."""

    def value_of(found: re.Match[str]) -> str:
        value = known.get(found[1])
        return found[0] if value is None else readable(value)

    return _PLACEHOLDER.sub(value_of, text)


def mark_languages(shapes: Graph) -> Graph:
    """Copy the shapes, each message with its language in its text: pyshacl drops the tag.

    A flag is set by ``true`` alone (Recommendation, section 4): ``"1"^^xsd:boolean`` is the same
    value to rdflib, and becomes false.
    """
    copy = Graph(store="SimpleMemory")  # without named graphs, twice as fast to read
    for subject, predicate, value in shapes:
        if predicate == SH.message and isinstance(value, Literal):
            tagged = f"{value.language or ''}{_LANGUAGE_ENDS}{value}"
            copy.add((subject, predicate, Literal(tagged)))
        elif predicate in _FLAGS and isinstance(value, Literal) and str(value) == "1":
            copy.add((subject, predicate, Literal(lexical_or_value=False)))
        else:
            copy.add((subject, predicate, value))
    return copy


def findings(report: Graph, data: Graph, shapes: Graph) -> Iterator[Finding]:
    """Read a report of pyshacl.

    Args:
        report: what pyshacl says.
        data: what was judged.
        shapes: what it was judged by, made by :func:`mark_languages`.
    """
    for node in report.objects(predicate=SH.result):
        yield _finding(report, node, data, shapes)


def _finding(report: Graph, node: Node, data: Graph, shapes: Graph) -> Finding:
    focus = _one(report, node, SH.focusNode)
    value = report.value(node, SH.value)
    shape = _one(report, node, SH.sourceShape)
    path_node = report.value(node, SH.resultPath)
    severity = report.value(node, SH.resultSeverity)
    known = next((each for each in Severity if each.iri == severity), None)
    messages = sorted(report.objects(node, SH.resultMessage), key=str)
    result = Result(
        focus=nearest_named(data, focus),
        path=None if path_node is None else path_text(shapes, path_node),
        value=value,
        severity=known or Severity.VIOLATION,
        message=_texts(messages, {"this": focus, "value": value}),
        component=URIRef(str(_one(report, node, SH.sourceConstraintComponent))),
        shape=nearest_named(shapes, shape),
        field=_field(data, shapes, shape, path_node),
        node=focus,
        declared=severity if known is None and isinstance(severity, URIRef) else None,
    )
    return Finding(result, shape, any(_LANGUAGE.match(str(each)) for each in messages))


def _one(graph: Graph, subject: Node, predicate: URIRef) -> Node:
    value = graph.value(subject, predicate)
    if value is None:
        raise DialographError(f"The validation report lacks {predicate}.")
    return value


def _texts(messages: Iterable[Node], known: Mapping[str, Any]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for message in messages:
        own = _LANGUAGE.match(str(message))
        # A constraint without a message of its own: pyshacl speaks English, and may spell out
        # shapes with their messages.
        language = own[1] if own else "en"
        text = _LANGUAGE.sub("", str(message))
        texts.setdefault(language, shorten_ours(fill(text, known)))
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
