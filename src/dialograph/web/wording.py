"""How the values of a resource are told to a reader: names, dates, texts, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup
from rdflib import Literal, URIRef
from rdflib.term import Identifier

from dialograph.languages import LANGUAGES, texts_of, typographic
from dialograph.publish.facts import Facts
from dialograph.vocab import EU_LANGUAGE, PREFIXES, SCHEMA, XSD
from dialograph.web.pages import Words, is_web

_TEXTS = {
    # The files are ours, so their markup is meant.
    language: {key: Markup(text) for key, text in texts.items()}  # noqa: S704
    for language, texts in texts_of("resources").items()
}
_LOCAL = re.compile(r"([^/?#]+)/([^/?#]+)(#[^#]*)?")
_DAY = len("2006-07-11")
_DATES = {XSD.date, XSD.gYear, XSD.gYearMonth, XSD.dateTime}
_EU_LANGUAGES = {"ENG": "en", "FRA": "fr"}


@dataclass(frozen=True)
class Link:
    """A thing with its name.

    Args:
        text: its name, or its address where it has none.
        href: where it leads; empty for nowhere.
        outside: whether that is another site.
    """

    text: Markup
    href: str = ""
    outside: bool = False


class Wording:
    """Tells what facts say.

    Args:
        facts: of one description.
        words: the language of the page.
        id_bases: what the IRIs of our resources begin with.
        names: labels of properties, by language.
    """

    def __init__(
        self,
        facts: Facts,
        words: Words,
        id_bases: tuple[str, ...],
        names: Mapping[URIRef, Mapping[str, str]],
    ) -> None:
        self.facts = facts
        self.words = words
        self.language = words.language
        self._bases = id_bases
        self._names = names

    def say(self, key: str, **values: object) -> Markup:
        """A text of these pages, with values in it, escaped."""
        text = _TEXTS[self.language][key]
        return text.format(**values) if values else text

    def knows(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in _TEXTS[self.language]

    def shown(self, texts: Mapping[str, str]) -> Markup:
        """A text in the reader's language, or else in another, which a small mark tells."""
        language = next((each for each in (self.language, "", *LANGUAGES) if each in texts), None)
        if language is None:
            language = min(texts)
        text = texts[language]
        if language == self.language:
            return Markup("{}").format(typographic(text, language))
        if not language:
            return Markup("{}").format(text)
        return Markup('<span lang="{}">{}</span> {}').format(language, text, self.mark(language))

    def mark(self, language: str) -> Markup:
        """A small mark that tells the language of a text; nothing where it is the reader's."""
        if language in ("", self.language):
            return Markup()
        key = f"in_language_{language}"
        key = key if self.knows(key) else "in_language_other"
        return Markup('<span class="lang" title="{}">{}</span>').format(
            self.say(key, code=language), language
        )

    def texts(self, values: Iterable[Identifier]) -> list[Markup]:
        """Texts in the reader's language; others too where that language has fewer of them."""
        by_language: dict[str, list[str]] = {}
        for value in values:
            if isinstance(value, Literal):
                language = (value.language or "").lower().partition("-")[0]
                by_language.setdefault(language, []).append(str(value))
        own = by_language.pop(self.language, [])
        bare = by_language.pop("", [])
        told = [self.shown({self.language: text}) for text in own]
        for language, texts in by_language.items():
            if len(texts) > len(own):
                told += [self.shown({language: text}) for text in texts]
        return told + [self.shown({"": text}) for text in bare]

    def name(self, resource: Identifier) -> Markup:
        """How a resource is called."""
        labels = self.facts.labels(resource)
        if labels:
            return self.shown(labels)
        language = _EU_LANGUAGES.get(str(resource).removeprefix(str(EU_LANGUAGE)))
        if language:
            return Markup("{}").format(self.words.language_name(language))
        return Markup('<span class="iri">{}</span>').format(self.short(str(resource)))

    def link(self, resource: Identifier) -> Link:
        """A resource with its name, and where it leads."""
        if isinstance(resource, Literal):
            return Link(self.value(resource))
        path = self.path(str(resource))
        if path:
            return Link(self.name(resource), path)
        is_outside = is_web(str(resource))
        return Link(self.name(resource), str(resource) if is_outside else "", is_outside)

    def path(self, iri: str) -> str:
        """The page of a resource of ours, kept at what words speak; empty for others."""
        for base in self._bases:
            match = _LOCAL.fullmatch(iri.removeprefix(base)) if iri.startswith(base) else None
            if match:
                path = "/".join(quote(each, safe="") for each in match.groups()[:2])
                return self.words.address(f"/page/{path}")
        return ""

    def kind(self, resource: Identifier) -> str:
        """The kind of a resource of ours, as its IRI tells; empty for others."""
        for base in self._bases:
            if str(resource).startswith(base):
                return str(resource).removeprefix(base).partition("/")[0]
        return ""

    def short(self, iri: str) -> str:
        """An IRI as a person reads it."""
        for base in self._bases:
            if iri.startswith(base):
                return iri.removeprefix(base)
        for prefix, namespace in PREFIXES.items():
            if iri.startswith(namespace) and iri != namespace:
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri.removeprefix("https://").removeprefix("http://").removeprefix("www.")

    def key(self, property_: URIRef) -> str:
        """How the texts call a property: ``dcterms_type``."""
        return self.short(str(property_)).replace(":", "_")

    def property(self, property_: URIRef) -> Markup:
        """What a property is called."""
        key = f"p_{self.key(property_)}"
        if self.knows(key):
            return self.say(key)
        names = self._names.get(property_)
        return self.shown(names) if names else Markup("{}").format(self.short(str(property_)))

    def value(self, value: Identifier) -> Markup:
        """A literal as this language writes it."""
        if not isinstance(value, Literal):
            return self.name(value)
        if value.datatype in _DATES:
            return self.date(value)
        if value.datatype == XSD.integer and str(value).lstrip("-").isdigit():
            return Markup("{}").format(self.words.number(int(str(value))))
        return self.shown({(value.language or "").lower().partition("-")[0]: str(value)})

    def date(self, value: Identifier) -> Markup:
        """A date, no more precise than it is known."""
        iso = str(value)[:_DAY]
        return Markup('<time datetime="{}">{}</time>').format(iso, self.words.date(iso))

    def period(self, resource: Identifier) -> Markup | None:
        """From when to when something was: one date where both are the same."""
        start = self.facts.value(resource, SCHEMA.startDate)
        end = self.facts.value(resource, SCHEMA.endDate)
        if start is None or end is None or str(start) == str(end):
            only = start if start is not None else end
            return None if only is None else self.date(only)
        first, last = str(start)[:_DAY], str(end)[:_DAY]
        told = self.words.period(first, last)
        return Markup('<time datetime="{}">{}</time>').format(first, told)
