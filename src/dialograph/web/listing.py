"""Lists for a page: things grouped by kind or role, dated ones the latest first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup
from rdflib import Literal, URIRef
from rdflib.term import Identifier

from dialograph.vocab import DCTERMS, DG, SCHEMA, SKOS
from dialograph.web.claims import details
from dialograph.web.wording import Link, Wording

_FEW = 6
"""From so many on, short names stand in columns."""

_LEVELS = ("pillar", "domain", "objective", "action")


@dataclass(frozen=True)
class Item:
    """One line of a list.

    Args:
        link: what.
        details: more about it.
        when: its date, in a list that has dates.
        entry: the page of the record that says so.
        number: its number in the framework that the page is about.
    """

    link: Link
    details: tuple[Markup, ...] = ()
    when: Markup | None = None
    entry: str = ""
    number: str = ""


@dataclass(frozen=True)
class Group:
    """Some lines under one heading.

    Args:
        title: the heading; None for none.
        items: the lines.
        is_dated: whether they have dates.
    """

    title: Markup | None
    items: tuple[Item, ...]
    is_dated: bool = False

    @property
    def is_long(self) -> bool:
        """Whether columns help."""
        return not self.is_dated and len(self.items) >= _FEW


def natural(text: str) -> list[tuple[int, int, str]]:
    """A key by which 9 comes before 10."""
    parts = re.findall(r"\d+|\D+", text)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


def _item(wording: Wording, thing: Identifier, *, entry: Identifier | None = None) -> Item:
    told = details(wording, thing)
    when = wording.period(thing)
    issued = wording.facts.value(thing, DCTERMS.issued)
    if when is None and issued is not None:
        when = wording.date(issued)
    return Item(
        wording.link(thing),
        tuple(told[:-1] if when and told else told),
        when,
        wording.path(str(entry)) if entry is not None else "",
    )


def start(wording: Wording, thing: Identifier) -> str:
    """When something began, or was issued; empty when that is not known."""
    return str(wording.facts.value(thing, SCHEMA.startDate, DCTERMS.issued) or "")


def by_kind(wording: Wording, things: list[Identifier], root: Identifier) -> Iterator[Group]:
    """Things grouped by what they are; by level where they are parts of a framework.

    Args:
        wording: tells them.
        things: what to list.
        root: what the page is about.
    """
    grouped: dict[str, list[Identifier]] = {}
    for each in things:
        grouped.setdefault(_kind(wording, each), []).append(each)
    for kind, members in sorted(grouped.items(), key=lambda pair: _level(wording, pair[1][0])):
        title = wording.say(kind) if wording.knows(kind) else Markup("{}").format(kind)
        yield _group(wording, title if len(grouped) > 1 else None, members, root)


def _level(wording: Wording, thing: Identifier) -> int:
    """Where a part of a framework stands among the others: its aims come first."""
    level = str(wording.facts.value(thing, DG.hasLevel)).rpartition("/")[2]
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)


def _kind(wording: Wording, thing: Identifier) -> str:
    level = wording.facts.value(thing, DG.hasLevel)
    if level is not None:
        return str(wording.name(level))
    kind = wording.kind(thing)
    plural = {
        "activity": "activities",
        "document": "documents",
        "framework": "frameworks",
        "milestone": "milestones",
        "country": "countries",
        "place": "places",
        "organisation": "partners",
        "project": "partners",
        "dialogue": "partners",
        "membership": "members",
        "participation": "participants",
    }
    return plural.get(kind, "others")


def _group(
    wording: Wording, title: Markup | None, things: list[Identifier], root: Identifier
) -> Group:
    if any(start(wording, each) for each in things):
        things.sort(key=lambda each: (start(wording, each), str(each)), reverse=True)
        return Group(title, tuple(_item(wording, each) for each in things), is_dated=True)
    things.sort(key=lambda each: (natural(_number(wording, each)), _plain(wording, each)))
    return Group(title, tuple(_part(wording, each, root) for each in things))


def _part(wording: Wording, thing: Identifier, root: Identifier) -> Item:
    """A line; of the framework that the page is about, each element with its number."""
    if root in wording.facts.values(thing, SKOS.inScheme, SKOS.broader):
        level = wording.facts.value(thing, DG.hasLevel)
        number = _number(wording, thing) if level is not None else ""
        return Item(wording.link(thing), number=number)
    return _item(wording, thing)


def _number(wording: Wording, thing: Identifier) -> str:
    return str(wording.facts.value(thing, SKOS.notation) or "")


def _plain(wording: Wording, thing: Identifier) -> str:
    """The name of a thing to sort by: without accents."""
    labels = wording.facts.labels(thing)
    text = labels.get(wording.language) or next(iter(labels.values()), str(thing))
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def by_role(
    wording: Wording, records: list[Identifier], role: URIRef, other: URIRef
) -> tuple[Group, ...]:
    """Participations or memberships by role: the largest groups last."""
    grouped: dict[Identifier, list[tuple[Identifier, Identifier]]] = {}
    for record in records:
        thing = wording.facts.value(record, other)
        if thing is None:
            continue
        for each in wording.facts.values(record, role) or [Literal("")]:
            grouped.setdefault(each, []).append((record, thing))
    made = []
    for each, members in grouped.items():
        title = wording.name(each) if isinstance(each, URIRef) else wording.say("role_none")
        is_dated = any(start(wording, thing) for _, thing in members)
        if is_dated:
            members.sort(key=lambda pair: (start(wording, pair[1]), str(pair[1])), reverse=True)
        else:
            members.sort(key=lambda pair: _plain(wording, pair[1]))
        items = tuple(_record(wording, record, thing) for record, thing in members)
        made.append(Group(title, items, is_dated))
    return tuple(sorted(made, key=lambda group: (len(group.items), str(group.title))))


def _record(wording: Wording, record: Identifier, thing: Identifier) -> Item:
    facts = wording.facts
    item = _item(wording, thing, entry=record)
    told = list(item.details) if item.when else []
    start, end = facts.value(record, SCHEMA.startDate), facts.value(record, SCHEMA.endDate)
    if start is not None and end is not None:
        told.append(Markup("{} – {}").format(wording.date(start), wording.date(end)))
    elif start is not None:
        told.append(wording.say("present", date=wording.date(start)))
    elif end is not None:
        told.append(wording.say("until", date=wording.date(end)))
    else:
        dates = facts.values(record, DCTERMS.date)
        told += [wording.say("as_of", date=wording.date(each)) for each in dates]
    told += [wording.name(each) for each in facts.values(record, SCHEMA.about)]
    return Item(item.link, tuple(told), item.when, item.entry)
