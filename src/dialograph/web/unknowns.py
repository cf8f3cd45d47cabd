"""What is not recorded of a resource, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup
from rdflib import URIRef

from dialograph.publish.facts import Facts
from dialograph.publish.published import LANGUAGES
from dialograph.publish.resources import Description
from dialograph.vocab import DCAT, DCTERMS, DG, FOAF, ORG, SCHEMA, SKOS
from dialograph.web.wording import Wording

_WANTED: dict[str, tuple[tuple[str, tuple[URIRef, ...]], ...]] = {
    "activity": (
        ("unknown_date", (SCHEMA.startDate,)),
        ("unknown_count", (DG.statedCount,)),
        ("unknown_page", (FOAF.page,)),
    ),
    "document": (
        ("unknown_issued", (DCTERMS.issued,)),
        ("unknown_language", (DCTERMS.language,)),
        ("unknown_publisher", (DCTERMS.publisher, DCTERMS.creator)),
        ("unknown_page", (FOAF.page, DCAT.downloadURL)),
    ),
    "dialogue": (
        ("unknown_founding", (SCHEMA.foundingDate,)),
        ("unknown_homepage", (FOAF.homepage,)),
        ("unknown_member_count", (DG.statedCount,)),
    ),
    "framework": (
        ("unknown_start", (SCHEMA.startDate,)),
        ("unknown_text", (DG.isSetOutIn,)),
    ),
    "milestone": (("unknown_place", (SCHEMA.location,)),),
}
"""What one would like to know of each kind: a text, and the properties any of which tells it."""

_WANTED_LINKS: dict[str, tuple[tuple[str, tuple[URIRef, ...]], ...]] = {
    "activity": (
        ("unknown_participants", (DG.takesPartIn,)),
        ("unknown_documents", (DG.documentsActivity,)),
        ("unknown_objective", (DG.aligns,)),
    ),
    "document": (("unknown_objective", (DG.aligns,)),),
    "objective": (("unknown_works", (DG.alignsWith,)),),
    "element": (("unknown_works", (DG.alignsWith,)),),
    "dialogue": (("unknown_members", (ORG.organization,)),),
    "framework": (("unknown_elements", (SKOS.inScheme,)),),
    **dict.fromkeys(
        ("country", "organisation", "project", "partner"), (("unknown_part", (DG.hasPartner,)),)
    ),
}
"""The same for what would point to it."""

_ONLINE = "/attendance-mode/online"
_TITLED = {
    "activity": "unknown_title",
    "document": "unknown_title",
    "objective": "unknown_wording",
    "element": "unknown_wording",
}
"""How it is said that a name is our wording only."""


def unknowns(description: Description, wording: Wording) -> list[Markup]:
    """What is not recorded, each in a few words.

    Args:
        description: what is known of a resource.
        wording: tells it.
    """
    return [wording.say(key, **values) for key, values in _missing(description, wording)]


def _missing(description: Description, wording: Wording) -> Iterator[tuple[str, dict[str, str]]]:
    root, facts = description.iri, wording.facts
    kind = wording.kind(root)
    pointing = {each.property for each in description.incoming}
    for key, properties in _WANTED.get(kind, ()):
        if not facts.values(root, *properties):
            yield key, {}
    if kind == "activity" and _is_nowhere(facts, root):
        yield "unknown_place", {}
    for key, properties in _WANTED_LINKS.get(kind, ()):
        if not pointing.intersection(properties):
            yield key, {}
    for key, language in _unsaid(facts, root, _TITLED.get(kind)):
        yield key, {"language": wording.words.language_name(language)}
    if kind in {"alignment", "statement"} and not facts.values(root, DG.hasEvidence):
        yield "unknown_quote", {}
    if not facts.values(root, DCTERMS.source) and facts.values(root, DG.hasConfidence):
        yield "unknown_source", {}


def _is_nowhere(facts: Facts, root: URIRef) -> bool:
    """Whether an activity has no place, and did not take place online only."""
    modes = facts.values(root, DG.hasAttendanceMode)
    is_online = any(str(mode).endswith(_ONLINE) for mode in modes)
    return not is_online and not facts.values(root, SCHEMA.location)


def _unsaid(facts: Facts, root: URIRef, official: str | None) -> Iterator[tuple[str, str]]:
    """The languages in which a resource has no name, or none that a source gives it."""
    for language in LANGUAGES:
        if language not in facts.labels(root):
            yield "unknown_label", language
        elif official and language not in facts.texts(root, DG.officialTitle):
            yield official, language
