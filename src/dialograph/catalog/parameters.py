"""The parameters of a named query: what each takes, and how a value becomes an RDF term.

The names follow grlc: ``?_objective_iri``, ``?_year_integer``, ``?_since_xsd_date``, ``?_name_en``,
``?_text``. One underscore asks for a value, two make it optional, and so does a default.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pyoxigraph as ox

from dialograph import iris
from dialograph.engine.reaching import endpoint
from dialograph.errors import UsageError
from dialograph.vocab import BASE, XSD

VARIABLE = re.compile(
    r"\?(?P<marks>__?)(?P<name>[A-Za-z0-9]+)"
    r"(?:_(?P<kind>iri|integer|literal|xsd_date|xsd_gYear|en|fr))?"
)
"""A variable that stands for a parameter."""

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")

Term = ox.NamedNode | ox.Literal


@dataclass(frozen=True)
class Parameter:
    """One parameter of a named query.

    Args:
        name: what people call it, such as ``objective``.
        variable: the variable it binds, without its question mark, such as ``_objective_iri``.
        kind: ``iri integer literal xsd_date xsd_gYear en fr``; ``endpoint`` for an IRI that the
            query asks with ``SERVICE``.
        labels: what it means, by language.
        default: the value that stands in when none is given, as a person would write it.
        choices: the only values it takes; empty when any will do.
        kinds: for an IRI of ours, the kinds of resource it may be.
        slugs_of: the kind that a bare slug means; empty when a slug must come with its kind.
        required: whether a value must be given.
    """

    name: str
    variable: str
    kind: str
    labels: Mapping[str, str] = field(default_factory=dict)
    default: str | None = None
    choices: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    slugs_of: str = ""
    required: bool = False

    def label(self, lang: str = "en") -> str:
        """What the parameter means, in a language, or in English, or its name."""
        return self.labels.get(lang) or self.labels.get("en") or self.name

    def takes(self) -> str:
        """What the parameter takes, as the end of an English sentence."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if not self.kinds:
            return _TAKES[self.kind]
        ways = [f"the slug of a resource of kind {self.slugs_of}"] if self.slugs_of else []
        if len(self.kinds) > 1:
            ways.append(f"KIND/SLUG, where KIND is one of {', '.join(self.kinds)}")
        return ", or ".join([*ways, "a full IRI"])

    def example(self) -> str:
        """The parameter with a value that it takes, as a command line would have it."""
        value = self.default or (self.choices[0] if self.choices else "")
        if self.kinds:
            value = iris.shorten(value) if value else f"{self.kinds[0]}/x"
            value = value.removeprefix(f"{self.slugs_of}/")
        return f"{self.name}={value or _EXAMPLES[self.kind]}"

    def term(self, value: str) -> Term:
        """The RDF term that a value means.

        Args:
            value: what a person wrote.

        Raises:
            UsageError: the value is not what the parameter takes.
        """
        text = unicodedata.normalize("NFC", value).strip()
        try:
            if not text or (self.choices and text not in self.choices):
                raise ValueError(text)
            if self.kind == "iri":
                return ox.NamedNode(self._expand(text))
            if self.kind == "endpoint":
                return ox.NamedNode(_address(text))
            return _LITERALS[self.kind](text)
        except ValueError as error:
            raise UsageError(
                f"The parameter {self.name} takes {self.takes()}; “{value}” is not that.",
                f"For example: {self.example()}.",
            ) from error

    def _expand(self, text: str) -> str:
        """The IRI that a slug, ``KIND/SLUG`` or an IRI means; ValueError when it means none."""
        kind, slash, slug = text.removeprefix(BASE + "id/").partition("/")
        if not slash and self.slugs_of:
            kind, slug = self.slugs_of, text
        if iris.is_slug(kind) and iris.is_slug(slug):
            if self.kinds and kind not in self.kinds:
                raise ValueError(text)
            return str(iris.resource(kind, slug))
        if not _IRI.fullmatch(text):
            raise ValueError(text)
        return text


def _address(text: str) -> str:
    """The address of an endpoint in its one spelling; ValueError when it is none."""
    found = endpoint(text)
    if found is None:
        raise ValueError(text)
    return found.iri


def _typed(datatype: str, pattern: str) -> Callable[[str], ox.Literal]:
    def literal(text: str) -> ox.Literal:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise ValueError(text)
        return ox.Literal(text, datatype=ox.NamedNode(str(XSD[datatype])))

    return literal


def _day(text: str) -> ox.Literal:
    date.fromisoformat(text)
    return _typed("date", r"\d{4}-\d\d-\d\d")(text)


_LITERALS: dict[str, Callable[[str], ox.Literal]] = {
    "literal": ox.Literal,
    "integer": _typed("integer", r"[+-]?\d{1,18}"),
    "xsd_date": _day,
    "xsd_gYear": _typed("gYear", r"\d{4}"),
    "en": lambda text: ox.Literal(text, language="en"),
    "fr": lambda text: ox.Literal(text, language="fr"),
}
_TAKES = {
    "iri": "KIND/SLUG or a full IRI",
    "endpoint": "the address of a SPARQL endpoint",
    "literal": "a text",
    "integer": "a whole number",
    "xsd_date": "a day, written YYYY-MM-DD",
    "xsd_gYear": "a year of four digits",
    "en": "an English text",
    "fr": "a French text",
}
_EXAMPLES = {
    "iri": "activity/mc-2018-marrakesh",
    "endpoint": "https://other.example/sparql",
    "literal": "diaspora",
    "integer": "2021",
    "xsd_date": "2021-12-16",
    "xsd_gYear": "2021",
    "en": "diaspora",
    "fr": "diaspora",
}
