"""What has to match in a graph: triple patterns, and what has to hold beside each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import pyoxigraph as ox

Known = ox.NamedNode | ox.Literal
Place = str | Known | None
"""The name of a variable, a term, or None for what is not told apart (numbers are written in
several ways)."""


class Pattern(NamedTuple):
    """A triple pattern; its property is one of some, or a variable."""

    subject: Place
    predicate: str | tuple[ox.NamedNode, ...]
    value: Place

    @property
    def names(self) -> set[str]:
        """Its variables."""
        return {each for each in self if isinstance(each, str)}

    def renamed(self, names: Mapping[str, str]) -> Pattern:
        """The same with other names for some variables."""
        subject, predicate, value = (
            names.get(each, each) if isinstance(each, str) else each for each in self
        )
        return Pattern(subject, predicate, value)  # type: ignore[arg-type]


class Chain(NamedTuple):
    """A path that is not followed step by step.

    Args:
        subject: where it begins, and
        value: where it ends.
        predicates: all properties in it.
        is_plain: whether it is a chain of any of these, all followed forwards; else it is
            something else made of them.
        can_be_empty: whether it ends where it begins too.
    """

    subject: Place
    value: Place
    predicates: tuple[ox.NamedNode, ...]
    is_plain: bool
    can_be_empty: bool

    @property
    def names(self) -> set[str]:
        """Its variables."""
        return {each for each in self[:2] if isinstance(each, str)}


@dataclass(frozen=True)
class Context:
    """What has to hold beside a pattern.

    Args:
        patterns: each of these matches something.
        chains: and so does each of these.
        values: what variables can be, where that is told.
        absent: these do not match, all of one together.
    """

    patterns: tuple[Pattern, ...] = ()
    chains: tuple[Chain, ...] = ()
    values: tuple[tuple[str, tuple[Known, ...]], ...] = ()
    absent: tuple[tuple[Pattern, ...], ...] = ()

    def __add__(self, other: Context) -> Context:
        return Context(
            self.patterns + other.patterns,
            self.chains + other.chains,
            self.values + other.values,
            self.absent + other.absent,
        )

    @property
    def names(self) -> set[str]:
        """The variables that it binds."""
        found = {name for name, _ in self.values}
        return found.union(*(each.names for each in self.parts))

    @property
    def parts(self) -> tuple[Pattern | Chain, ...]:
        """Its patterns and chains."""
        return (*self.patterns, *self.chains)

    def without(self, less: Context) -> Context:
        """The same but for what another one says too; what is absent stays."""
        return replace(
            self,
            patterns=tuple(each for each in self.patterns if each not in less.patterns),
            chains=tuple(each for each in self.chains if each not in less.chains),
            values=tuple(each for each in self.values if each not in less.values),
        )

    def apart(self, names: set[str], mark: str) -> Context:
        """The same where some variables are others than those of the same name elsewhere.

        Args:
            names: of those variables.
            mark: what they are called has this at its end, as nothing else has.
        """
        if not names:
            return self
        other = {name: f"{name}{mark}" for name in names}

        def place(each: Place) -> Place:
            return other.get(each, each) if isinstance(each, str) else each

        return Context(
            tuple(each.renamed(other) for each in self.patterns),
            tuple(
                each._replace(subject=place(each.subject), value=place(each.value))
                for each in self.chains
            ),
            tuple((other.get(name, name), known) for name, known in self.values),
            tuple(
                each
                for each in self.absent
                if names.isdisjoint(set().union(*(one.names for one in each)))
            ),
        )


class Probe(NamedTuple):
    """A pattern, or a chain, and what has to hold for a match to count.

    Args:
        what: the pattern.
        beside: what has to hold in its group.
        around: what has to hold in the groups around, by statements that have not changed: one
            that has is a match of theirs.
    """

    what: Pattern | Chain
    beside: Context
    around: Context
