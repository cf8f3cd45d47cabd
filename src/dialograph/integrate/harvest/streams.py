"""An event stream of somebody else, page by page: pages that never change are asked for once."""

from __future__ import annotations

from collections.abc import Mapping
from time import time
from typing import Any

import pyoxigraph as ox

from dialograph.integrate.harvest import confined
from dialograph.integrate.harvest.batches import Batch, Page
from dialograph.integrate.harvest.documents import read_document
from dialograph.integrate.harvest.fetching import Fetcher
from dialograph.integrate.harvest.replies import FetchError, GoneError
from dialograph.integrate.harvest.sources import Source
from dialograph.vocab import LDES, TREE

_PAGES_MAX = 20_000
_LINKS, _IMMUTABLE = "links", "immutable"


def read_stream(source: Source, fetcher: Fetcher, batch: Batch, last: Batch | None) -> None:
    """All pages of a Linked Data Event Stream (its section "Synchronization algorithm").

    A page that says that it never changes, or whose server says so for now, is taken over from the
    last time without a question; any other is asked for on condition. A page that is gone (410) is
    an empty one.

    Raises:
        FetchError: a page cannot be had or read, or there is no end of them.
    """
    known = _Known(batch.cursor)
    before = _Known(last.cursor if last is not None else {})
    here = {page.source: number for number, page in enumerate(batch.pages)}
    there = {page.source: number for number, page in enumerate(last.pages)} if last else {}
    waiting, seen = [source.address], set[str]()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        if len(seen) > _PAGES_MAX:
            raise FetchError(
                f"{source.address} leads to more than {_PAGES_MAX:,} pages.",
                "Harvest a part of it that has an address of its own.",
                french=f"{source.address} mène à plus de {_PAGES_MAX} pages. Moissonnez-en une "
                "partie qui a sa propre adresse.",
            )
        if address in here and known.stays(address, batch.pages[here[address]]):
            pass
        elif (
            last is not None
            and address in there
            and before.stays(address, last.pages[there[address]])
        ):
            batch.copy(last, there[address])
            known.take(address, before)
        else:
            try:
                place = here.get(address)
                is_new = read_document(
                    *(address, source.form, fetcher, batch),
                    last if place is None else batch,
                    place=place,
                )
            except GoneError:
                known.note(address, [], never_changes=False)
                continue
            if is_new or not (known.has(address) or before.has(address)):
                number = len(batch.pages) - 1 if place is None else place
                known.note(address, *_look(batch, number, source))
            elif not known.has(address):
                known.take(address, before)
        waiting += reversed(known.links(address))
        batch.finish(known.told)


def _look(batch: Batch, number: int, source: Source) -> tuple[list[str], bool]:
    """Where a page leads, and whether it says itself that it never changes."""
    store = ox.Store()
    store.bulk_extend(confined.read([batch.documents[number]], source.limits))
    here = ox.NamedNode(batch.pages[number].address)
    leads = [
        target.object.value
        for relation in store.quads_for_pattern(here, ox.NamedNode(TREE.relation), None)
        if isinstance(relation.object, ox.NamedNode | ox.BlankNode)
        for target in store.quads_for_pattern(relation.object, ox.NamedNode(TREE.node), None)
        if isinstance(target.object, ox.NamedNode)
    ]
    if not leads:
        # The name of the stream, where that is no page: it has one that it begins with.
        views = store.quads_for_pattern(None, ox.NamedNode(TREE.view), None)
        found = [each.object.value for each in views if isinstance(each.object, ox.NamedNode)]
        leads = [each for each in found if each != here.value]
    says = store.quads_for_pattern(here, ox.NamedNode(LDES.immutable), None)
    is_so = any(
        isinstance(each.object, ox.Literal) and each.object.value == "true" for each in says
    )
    return list(dict.fromkeys(leads)), is_so


class _Known:
    """What is known of pages, as a cursor keeps it.

    Args:
        cursor: that.
    """

    def __init__(self, cursor: Mapping[str, Any]) -> None:
        self._links: dict[str, list[str]] = dict(cursor.get(_LINKS, {}))
        self._immutable = set(cursor.get(_IMMUTABLE, ()))

    @property
    def told(self) -> dict[str, Any]:
        """The cursor."""
        return {_LINKS: self._links, _IMMUTABLE: sorted(self._immutable)}

    def has(self, address: str) -> bool:
        """Whether it is known where a page leads."""
        return address in self._links

    def links(self, address: str) -> list[str]:
        """Where a page leads."""
        return self._links.get(address, [])

    def never_changes(self, address: str) -> bool:
        """Whether a page has said so."""
        return address in self._immutable

    def stays(self, address: str, page: Page) -> bool:
        """Whether a page is now as it was: it has said so, or its server has for so long."""
        return address in self._immutable or (self.has(address) and page.until > time())

    def note(self, address: str, links: list[str], never_changes: bool) -> None:  # noqa: FBT001
        """Remember what a page says."""
        self._links[address] = links
        if never_changes:
            self._immutable.add(address)

    def take(self, address: str, other: _Known) -> None:
        """Remember what another knows of a page."""
        self.note(address, other.links(address), other.never_changes(address))
