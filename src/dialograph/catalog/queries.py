"""Named queries: read from ``queries/*.rq``, found by name, bound to values."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from dialograph.catalog import binding, front_matter
from dialograph.catalog.parameters import Parameter, Term
from dialograph.errors import UsageError
from dialograph.graph.sources import shipped_root


@dataclass(frozen=True)
class Bound:
    """A query with the values of its parameters, ready for the engine.

    Args:
        text: the query; no value is in it but the address of an endpoint.
        substitutions: the values, as terms.
        echoes: the columns of a SELECT that only repeat the values; ``answers.without`` drops them.
    """

    text: str
    substitutions: Mapping[ox.Variable, Term]
    echoes: tuple[str, ...] = ()


@dataclass(frozen=True)
class NamedQuery:
    """A query of the catalogue.

    Args:
        name: its file name without ``.rq``.
        text: its SPARQL as written: it runs anywhere, with the defaults of its parameters.
        form: ``SELECT ASK CONSTRUCT DESCRIBE``.
        about: its front matter.
    """

    name: str
    text: str
    form: str
    about: front_matter.FrontMatter

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters, in the order of the text."""
        return self.about.parameters

    @property
    def defaults(self) -> Mapping[str, str]:
        """The defaults of its parameters, for those that have one."""
        return {each.name: each.default for each in self.parameters if each.default is not None}

    @property
    def federated(self) -> bool:
        """Whether it asks another endpoint, which one of its parameters names."""
        return any(each.kind == "endpoint" for each in self.parameters)

    @property
    def tags(self) -> tuple[str, ...]:
        """Its themes."""
        return self.about.tags

    def summary(self, lang: str = "en") -> str:
        """The question that it answers, in a language we speak, else in English."""
        return self.about.summary.get(lang, self.about.summary["en"])

    def description(self, lang: str = "en") -> str:
        """What its answer holds, in a language we speak, else in English."""
        return self.about.description.get(lang, self.about.description["en"])

    def bind(self, values: Mapping[str, str]) -> Bound:
        """Give the parameters their values; the others take their defaults.

        Args:
            values: value by name of parameter, as a person wrote them.

        Returns:
            What the engine runs.

        Raises:
            UsageError: a name is not one of the query's, a required value is missing, or a value
                is not what its parameter takes.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                names = ", ".join(known)
                raise UsageError(
                    f"The query {self.name} has no parameter {name}.",
                    f"Its parameters are: {names}." if names else "It has none.",
                )
        substitutions: dict[ox.Variable, Term] = {}
        addresses: dict[str, ox.NamedNode] = {}
        for name, parameter in known.items():
            value = values.get(name, parameter.default)
            if value is not None:
                term = parameter.term(value)
                if parameter.kind == "endpoint" and isinstance(term, ox.NamedNode):
                    addresses[parameter.variable] = term
                else:
                    substitutions[ox.Variable(parameter.variable)] = term
            elif parameter.required:
                raise UsageError(
                    f"The query {self.name} needs the parameter {name}: {parameter.takes()}.",
                    f"For example: {parameter.example()}.",
                )
        variables = [variable.value for variable in substitutions]
        echoes = tuple(variables) if self.form == "SELECT" else ()
        text = binding.placed(self.text, addresses)
        return Bound(binding.reachable(text, variables), substitutions, echoes)


class Catalog(Mapping[str, NamedQuery]):
    """The named queries of a folder, by name, in alphabetical order."""

    def __init__(self, queries: Mapping[str, NamedQuery]) -> None:
        self._queries = dict(sorted(queries.items()))

    def __getitem__(self, name: str) -> NamedQuery:
        return self._queries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._queries)

    def __len__(self) -> int:
        return len(self._queries)

    def find(self, name: str) -> NamedQuery:
        """The query of that name.

        Raises:
            UsageError: there is none; the message proposes the nearest names.
        """
        if name in self._queries:
            return self._queries[name]
        near = difflib.get_close_matches(name, self._queries, n=3, cutoff=0.5)
        raise UsageError(
            f"There is no query called {name}.",
            f"Did you mean {' or '.join(near)}?" if near else "List the queries to choose one.",
        )

    def by_tag(self) -> dict[str, list[NamedQuery]]:
        """The queries under each of their tags, both in alphabetical order."""
        tags = sorted({tag for query in self.values() for tag in query.tags})
        return {tag: [query for query in self.values() if tag in query.tags] for tag in tags}


def load_catalog(folder: Path) -> Catalog:
    """Read every ``.rq`` file of a folder.

    Args:
        folder: the folder.

    Raises:
        UsageError: the folder holds no query, or a file does not follow the convention.
    """
    queries = {path.stem: _read(path) for path in sorted(folder.glob("*.rq"))}
    if not queries:
        raise UsageError(f"The folder {folder.name} holds no query.", "Name a folder of .rq files.")
    return Catalog(queries)


@cache
def shipped_catalog() -> Catalog:
    """The catalogue that travels with the package."""
    return load_catalog(shipped_root() / "queries")


def _read(path: Path) -> NamedQuery:
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name} cannot be read.", "Save it as UTF-8 text.") from error
    head, text = front_matter.split(source)
    about = front_matter.read(path.stem, head, text)
    query = NamedQuery(path.stem, text, binding.form(text), about)
    try:
        binding.reachable(text, [parameter.variable for parameter in about.parameters])
    except ValueError as error:
        raise UsageError(
            f"The query {path.name} cannot take parameters.", f"Mind that {error}."
        ) from error
    return query
