"""One document asked for, on condition that it has changed."""

from __future__ import annotations

from email.message import Message
from time import time

from dialograph.integrate.harvest.batches import Batch, Page
from dialograph.integrate.harvest.fetching import Fetcher
from dialograph.integrate.harvest.forms import ACCEPT, form_of

_DIGITS = 10


def read_document(
    address: str,
    form: str,
    fetcher: Fetcher,
    batch: Batch,
    last: Batch | None,
    *,
    place: int | None = None,
) -> bool:
    """Get a document into a batch.

    Args:
        address: where it is.
        form: the name of its syntax, whatever its server says; empty to believe that.
        fetcher: asks.
        batch: where it is kept.
        last: holds it as it was, perhaps.
        place: the page of ``batch`` that holds it already and is replaced when it has changed;
            None to add it.

    Returns:
        Whether it has changed.

    Raises:
        FetchError: it cannot be had, or nobody knows its syntax.
    """
    known = None
    if last is not None:
        pages = range(len(last.pages)) if place is None else [place]
        known = next((each for each in pages if last.pages[each].source == address), None)
    before = last.pages[known] if last is not None and known is not None else Page("", "")
    reply = fetcher.get(address, ACCEPT, etag=before.etag, modified=before.modified)
    if reply.is_unchanged:
        if place is None:
            assert last is not None
            assert known is not None
            batch.copy(last, known)
        return False
    page = Page(
        reply.address,
        form_of(reply, form),
        _plain(reply.headers.get("ETag", "")),
        _plain(reply.headers.get("Last-Modified", "")),
        source=address,
        # What a redirect leads to may be another document tomorrow.
        until=_promised(reply.headers) if reply.address == address else 0.0,
    )
    batch.add(page, reply.body, place=place)
    return True


def _promised(headers: Message) -> float:
    """Up to when a document does not change (RFC 8246): as long as it is fresh."""
    told = ",".join(headers.get_all("Cache-Control", ())).lower().split(",")
    directives = dict(each.strip().partition("=")[::2] for each in told)
    age = str(headers.get("Age", "0")).strip()
    most = directives.get("max-age", "").strip('"')
    is_so = "immutable" in directives and not {"no-cache", "no-store"} & directives.keys()
    if not (is_so and most.isdecimal() and age.isdecimal()):
        return 0.0
    return max(0.0, time() + int(most[:_DIGITS]) - int(age[:_DIGITS]))


def _plain(value: str) -> str:
    """What a server may be sent back in a header; nothing where it is more than a line of ASCII."""
    return value if value.isascii() and value.isprintable() else ""
