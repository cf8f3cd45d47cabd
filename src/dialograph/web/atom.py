"""Changes as an Atom feed (RFC 4287), paged as RFC 5005 says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from dialograph.engine.records import Version
from dialograph.publish.changed import Entry, Moment, Told
from dialograph.web.saying import Saying

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = "1970-01-01T00:00:00Z"

register_namespace("", _ATOM)


class Shown(NamedTuple):
    """A version as people are told of it.

    Args:
        version: what is known of it.
        moment: where its members stand.
        told: what it changed; None for the first that is kept, which is all that there was.
    """

    version: Version
    moment: Moment
    told: Told | None

    @property
    def added(self) -> int:
        """How many statements came."""
        return self.version.added if self.told is None else self.told.added

    @property
    def removed(self) -> int:
        """How many went."""
        return self.version.removed if self.told is None else self.told.removed

    @property
    def more(self) -> int:
        """How many changes are not told one by one."""
        return sum(self.told.counts.values()) - len(self.told.entries) if self.told else 0


def write_atom(
    versions: Sequence[Shown], origin: str, base_iri: str, say: Saying, older: int | None
) -> bytes:
    """Write the feed.

    Args:
        versions: the last one first.
        origin: the server as its client sees it, with a slash at the end.
        base_iri: where the dataset lives on the web: what things are called begins with it.
        say: the language.
        older: the version before which the next page goes on; None where this is the last.
    """
    language = say.words.language
    feed = Element(f"{{{_ATOM}}}feed", {"xml:lang": language})
    _text(feed, "title", say("feed_title").unescape())
    _text(feed, "subtitle", say("feed_lead").unescape())
    _text(feed, "id", f"{base_iri}feed")
    _text(feed, "updated", versions[0].moment.time if versions else _NEVER)
    _link(feed, "self", f"{origin}feed.atom?{urlencode({'lang': language})}", MEDIA_TYPE)
    _link(feed, "alternate", f"{origin}feed?{urlencode({'lang': language})}", "text/html")
    if older is not None:
        address = f"{origin}feed.atom?{urlencode({'lang': language, 'before': older})}"
        _link(feed, "next", address, MEDIA_TYPE)
    for shown in versions:
        for entry in shown.told.entries if shown.told else ():
            _change(feed, shown, entry, origin, say)
        if shown.told is None or shown.more or not shown.told.entries:
            _version(feed, shown, origin, base_iri, say)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + bytes(tostring(feed, "utf-8"))


def _change(feed: Element, shown: Shown, change: Entry, origin: str, say: Saying) -> None:
    what = say(f"feed_a_{change.resource}")
    title = say(f"feed_{change.kind}", what=what, name=_name(change, say)).unescape()
    entry = _entry(feed, shown, say, f"{change.iri}#{shown.version.revision}", title)
    if change.kind != "Delete":
        _link(entry, "alternate", f"{origin}id/{change.iri.partition('/id/')[2]}", "text/html")
    _text(entry, "summary", _what(shown, say))


def _version(feed: Element, shown: Shown, origin: str, base_iri: str, say: Saying) -> None:
    """One entry for what is not told one by one."""
    number = shown.version.number
    if shown.told is None:
        title = say("feed_whole", n=number)
    elif shown.more:
        title = say("feed_more", n=say.words.number(shown.more))
    else:
        title = say("feed_other", n=number)
    name = f"{base_iri}versions/{number}#{shown.version.revision}"
    entry = _entry(feed, shown, say, name, title.unescape())
    _link(entry, "alternate", f"{origin}feed?before={number + 1}", "text/html")
    _text(entry, "summary", _what(shown, say))


def _what(shown: Shown, say: Saying) -> str:
    return say(
        "feed_version",
        n=shown.version.number,
        added=say.words.number(shown.added),
        removed=say.words.number(shown.removed),
    ).unescape()


def _name(change: Entry, say: Saying) -> str:
    names, language = change.names, say.words.language
    tag = next((each for each in (language, "en", "fr", "") if each in names), "")
    return names.get(tag, change.iri)


def _entry(feed: Element, shown: Shown, say: Saying, name: str, title: str) -> Element:
    entry = SubElement(feed, f"{{{_ATOM}}}entry")
    _text(entry, "title", title)
    _text(entry, "id", name)
    _text(entry, "updated", shown.moment.time)
    author = SubElement(entry, f"{{{_ATOM}}}author")
    _text(author, "name", str(say.author(shown.version.author)))
    return entry


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{_ATOM}}}{name}").text = _NO_XML.sub("\ufffd", text)


def _link(parent: Element, relation: str, address: str, media_type: str) -> None:
    SubElement(parent, f"{{{_ATOM}}}link", {"rel": relation, "href": address, "type": media_type})
