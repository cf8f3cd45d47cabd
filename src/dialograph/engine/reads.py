"""What a query reads of a graph: its triple patterns, each with what else has to hold beside it.

A statement that comes or goes makes a difference to the answer only if it matches one of the
patterns, and if then everything that has to hold beside that pattern can hold too: the patterns
that are joined with it, in its group and in those around it. What is left out here (filters, what
is bound, patterns of ``OPTIONAL``) only makes more statements count than do. Where a group joins
with what stands elsewhere in a way that is not plain (``MINUS``, a query within a query, a name in
``OPTIONAL`` that is used again outside), nothing of elsewhere is taken for granted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count
from typing import Any

import pyoxigraph as ox

from dialograph.engine.group_reader import read_groups, variable
from dialograph.engine.groups import (
    Bind,
    Constant,
    Group,
    Match,
    Nested,
    Node,
    Path,
    Rows,
    UnreadableError,
)
from dialograph.engine.patterns import Chain, Context, Known, Pattern, Place, Probe
from dialograph.engine.scan import Scan
from dialograph.vocab import RDF

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_TYPE = ox.NamedNode(str(RDF.type))


def reads_of(text: str, base_iri: str | None) -> tuple[Probe, ...] | None:
    """What a query reads of the default graph.

    Args:
        text: a query that the engine has answered, without graphs that the request named.
        base_iri: what relative IRIs are resolved against.

    Returns:
        The patterns; None where the text is not read without doubt.
    """
    try:
        read = read_groups(text)
        terms = _Terms(read.words, base_iri)
        return tuple(_Builder(terms).probes(read.where, Context()))
    except UnreadableError:
        return None


class _Terms:
    """Terms as the engine reads them.

    Args:
        words: of the query.
        base_iri: what relative IRIs are resolved against.
    """

    def __init__(self, words: Scan, base_iri: str | None) -> None:
        self._prologue = words.prologue
        self._base_iri = base_iri
        self._times = Counter(variable(token) for token in words.words if token.kind == "variable")
        start = len(words.prologue)
        named = dict.fromkeys(
            token.text
            for token in words.words
            if token.kind in {"iri", "name"} and token.start >= start
        )
        names = [f"?t{number}" for number in range(len(named))]
        found = self._ask(f"VALUES ({' '.join(names)}) {{ ({' '.join(named)}) }}", names)
        self._known: dict[str, Known | None] = {"a": _TYPE, **dict(zip(named, found, strict=True))}

    def term(self, constant: Constant) -> Known | None:
        """The term; None where there are several ways to write it."""
        if constant.text not in self._known:
            found = self._ask(f"VALUES ?t {{ {constant.text} }}", ["?t"])
            self._known[constant.text] = found[0]
        return self._known[constant.text]

    def value(self, bind: Bind) -> Known | None:
        """What an expression always gives; None where that is not known."""
        if any(bind.variables.count(name) != self._times[name] for name in bind.variables):
            return None
        return self._ask(f"BIND ({bind.expression} AS ?t)", ["?t"])[0]

    def _ask(self, pattern: str, names: Sequence[str]) -> list[Known | None]:
        if not names:
            return []
        question = f"{self._prologue}\nSELECT {' '.join(names)} {{ {pattern} }}"
        try:
            rows = _nothing().query(question, base_iri=self._base_iri)
            assert isinstance(rows, ox.QuerySolutions)
            return [_known(term) for term in next(rows)]
        except (SyntaxError, RuntimeError, OSError, StopIteration) as error:
            raise UnreadableError from error


@cache
def _nothing() -> ox.Store:
    return ox.Store()


def _known(term: Any) -> Known | None:
    if isinstance(term, ox.NamedNode):
        return term
    is_text = isinstance(term, ox.Literal) and term.datatype.value == _STRING
    return term if is_text else None


class _Builder:
    def __init__(self, terms: _Terms) -> None:
        self._terms = terms
        self._fresh = count()

    def probes(self, group: Group, around: Context) -> Iterator[Probe]:
        """The patterns of a group and of those within it.

        Args:
            group: the group.
            around: what has to hold in the groups around it.
        """
        before: list[Context] = []
        own, lent = Context(), Context()
        for part in group.parts:
            before.append(own + lent)
            own += self._said(part)
            lent += self._lent(part)
        absent = Context(absent=tuple(self._absent(group, own)))
        beside = own + lent + absent
        for pattern in own.patterns:
            yield Probe(pattern, beside.without(Context(patterns=(pattern,))), around)
        for chain in own.chains:
            yield Probe(chain, beside.without(Context(chains=(chain,))), around)
        for part, earlier in zip(group.parts, before, strict=True):
            if not isinstance(part, Nested):
                continue
            for inner in part.groups:
                if part.kind in {"minus", "select"}:
                    outside = Context()
                elif part.kind == "group":
                    outside = around + own + absent
                elif part.kind == "optional":
                    others = (around + beside).without(earlier)
                    outside = earlier + others.apart(inner.names - earlier.names, self._mark())
                else:
                    sure = own + lent
                    outside = sure + around.apart(inner.names - sure.names, self._mark())
                yield from self.probes(inner, outside)

    def _lent(self, part: Match | Rows | Bind | Nested) -> Context:
        """What holds in a group because it does in one within it."""
        lent = Context()
        if isinstance(part, Nested) and len(part.groups) == 1:
            inner = part.groups[0]
            is_joined = part.kind == "group" or (part.kind == "select" and part.selected)
            for each in inner.parts if is_joined else ():
                lent += self._said(each) + self._lent(each)
            if part.kind == "select":
                lent = lent.apart(lent.names - part.selected, self._mark())
        return lent

    def _said(self, part: Match | Rows | Bind | Nested) -> Context:
        if isinstance(part, Match):
            found = list(self._patterns(part))
            return Context(
                tuple(each for each in found if isinstance(each, Pattern)),
                tuple(each for each in found if isinstance(each, Chain)),
            )
        if isinstance(part, Bind):
            value = self._terms.value(part)
            return Context(values=((part.variable, (value,)),)) if value is not None else Context()
        if isinstance(part, Rows):
            told = [
                (name, [self._terms.term(each) for each in row])
                for name, row in part.values.items()
            ]
            return Context(
                values=tuple(
                    (name, tuple(each for each in row if each is not None))
                    for name, row in told
                    if None not in row
                )
            )
        return Context()

    def _absent(self, group: Group, own: Context) -> Iterator[tuple[Pattern, ...]]:
        """What a group's ``FILTER NOT EXISTS`` say, where they are plain patterns."""
        bound = set[str]().union(*(each.names for each in own.patterns))
        for part in group.parts:
            if not isinstance(part, Nested) or part.kind != "not exists":
                continue
            inner = part.groups[0]
            if inner.is_filtered or not all(isinstance(each, Match) for each in inner.parts):
                continue
            context = Context()
            for each in inner.parts:
                context += self._said(each)
            elsewhere = set().union(*(_names(each) for each in group.parts if each is not part))
            local = inner.names - bound
            if (
                not context.chains
                and local.isdisjoint(elsewhere)
                and None
                not in {place for each in context.patterns for place in (each.subject, each.value)}
            ):
                yield context.apart(context.names - bound, self._mark()).patterns

    def _mark(self) -> str:
        return f" {next(self._fresh)}"

    # --- Paths -----------------------------------------------------------------------------------

    def _patterns(self, match: Match) -> Iterator[Pattern | Chain]:
        subject, value = self._place(match.subject), self._place(match.value)
        if isinstance(match.verb, str):
            yield Pattern(subject, match.verb, value)
        else:
            yield from self._path(subject, match.verb, value)

    def _place(self, node: Node) -> Place:
        return self._terms.term(node) if isinstance(node, Constant) else node

    def _path(self, subject: Place, path: Path, value: Place) -> Iterator[Pattern | Chain]:
        if path.kind == "one":
            yield Pattern(subject, (self._property(path),), value)
        elif path.kind == "inverse":
            yield from self._path(value, path.parts[0], subject)
        elif path.kind == "sequence":
            *first, last = path.parts
            for part in first:
                step = f"_:step{self._mark()}"
                yield from self._path(subject, part, step)
                subject = step
            yield from self._path(subject, last, value)
        elif path.kind == "either" and all(each.kind == "one" for each in path.parts):
            yield Pattern(subject, tuple(map(self._property, path.parts)), value)
        else:
            inner = path.parts[0] if path.kind == "repeated" else path
            plain = inner.kind == "one" or (
                inner.kind == "either" and all(each.kind == "one" for each in inner.parts)
            )
            yield Chain(
                subject,
                value,
                tuple(dict.fromkeys(self._properties(path))),
                is_plain=path.kind == "repeated" and plain,
                can_be_empty=_can_be_empty(path),
            )

    def _properties(self, path: Path) -> Iterator[ox.NamedNode]:
        if path.kind == "one":
            yield self._property(path)
        for part in path.parts:
            yield from self._properties(part)

    def _property(self, path: Path) -> ox.NamedNode:
        found = self._terms.term(path.property or Constant("a"))
        if not isinstance(found, ox.NamedNode):
            raise UnreadableError
        return found


def _can_be_empty(path: Path) -> bool:
    if path.kind == "repeated":
        return path.mark != "+" or _can_be_empty(path.parts[0])
    tell = any if path.kind == "either" else all
    return path.kind != "one" and tell(map(_can_be_empty, path.parts))


def _names(part: Match | Rows | Bind | Nested) -> set[str]:
    if isinstance(part, Match):
        return {each for each in part if isinstance(each, str)}
    if isinstance(part, Rows):
        return set(part.values)
    if isinstance(part, Bind):
        return {part.variable, *part.variables}
    return set().union(*(each.names for each in part.groups))
