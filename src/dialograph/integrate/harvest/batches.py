"""What arrives from a source, on disk: a harvest that is stopped goes on where it was.

::

    NAME/
        work/    what has arrived of the harvest under way
        last/    what arrived the last time that all went well

A page is written first, then ``state.json`` names it; a batch that is done takes the place of the
last by renames. Whatever is killed in between is found whole, or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import time
from typing import Any, NamedTuple

from dialograph.engine.durable import (
    discard,
    failures_in_words,
    make_folder,
    replace_file,
    sync_folder,
)
from dialograph.integrate.harvest.confined import Document

_STATE = "state.json"
_FRESH_SECONDS = 3_600
"""How long what has arrived of an interrupted harvest is still taken for what the source says."""


class Page(NamedTuple):
    """One document that arrived.

    Args:
        address: where it came from: what its relative IRIs are resolved against.
        form: the name of its syntax, or ``html``.
        etag: what its server calls it, and
        modified: when that says that it was changed; both may be empty.
        source: the address that was asked, before any redirect.
        retrieved: when it arrived, in UTC; empty for now.
        file: its name in the folder of the batch, which gives it.
        until: up to when it does not change, as its server promises, in seconds since 1970; 0
            where nothing is promised.
    """

    address: str
    form: str
    etag: str = ""
    modified: str = ""
    source: str = ""
    retrieved: str = ""
    file: str = ""
    until: float = 0.0


class Batch:
    """What arrives in one harvest of one source.

    Args:
        folder: where; it need not exist.
        fingerprint: stands for how the source is configured.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.folder = folder
        self.fingerprint = fingerprint
        self.began = time()
        self.pages: list[Page] = []
        self.cursor: dict[str, Any] = {}
        """Where a reader is; kept with every page. What is in it is the reader's."""
        self._written = 0

    @classmethod
    def found(cls, folder: Path, fingerprint: str | None) -> Batch | None:
        """The batch that a folder holds; None when there is none that is still of use.

        Args:
            folder: where.
            fingerprint: of the source as it is configured now; None when that does not matter.
        """
        try:
            told = json.loads((folder / _STATE).read_bytes())
            batch = cls(folder, told["fingerprint"])
            batch.began, batch.cursor = told["began"], told["cursor"]
            batch.pages = [Page(**page) for page in told["pages"]]
            batch._written = told["written"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if fingerprint is not None and batch.fingerprint != fingerprint:
            return None
        return batch

    def add(
        self,
        page: Page,
        content: bytes,
        *,
        place: int | None = None,
        cursor: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep a page; it counts, with the cursor, once this returns.

        Args:
            page: what it is.
            content: what arrived.
            place: the number of the page that it replaces; None for a new one.
            cursor: where the reader is then; None when that does not change.

        Raises:
            StorageError: the disk did not take it.
        """
        self._written += 1
        moment = page.retrieved or f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
        kept = page._replace(retrieved=moment, file=f"{self._written:06d}")
        with failures_in_words("what arrives", "ce qui arrive"):
            make_folder(self.folder)
            replace_file(self.folder / kept.file, content, self.folder)
        if place is None:
            self.pages.append(kept)
        else:
            self.pages[place] = kept
        if cursor is not None:
            self.cursor = dict(cursor)
        self._write()

    def finish(self, cursor: Mapping[str, Any]) -> None:
        """Keep where the reader is, without a page.

        Args:
            cursor: that.

        Raises:
            StorageError: as :meth:`add`.
        """
        self.cursor = dict(cursor)
        self._write()

    def copy(self, last: Batch, number: int) -> None:
        """Keep a page of the last batch, which has not changed since.

        Args:
            last: that batch.
            number: which of its pages.
        """
        self.add(last.pages[number], last.content(number))

    def content(self, number: int) -> bytes:
        """What a page holds.

        Raises:
            StorageError: it cannot be read.
        """
        with failures_in_words("what arrived", "ce qui est arrivé"):
            return (self.folder / self.pages[number].file).read_bytes()

    def clear(self) -> None:
        """Begin again: what has arrived does not belong together."""
        self.pages, self.cursor, self.began = [], {}, time()
        discard(self.folder)

    @property
    def documents(self) -> Sequence[Document]:
        """The pages, as they are read."""
        return [Document(self.folder / each.file, each.form, each.address) for each in self.pages]

    @property
    def is_fresh(self) -> bool:
        """Whether it began so lately that a source still says the same."""
        return 0 <= time() - self.began < _FRESH_SECONDS

    def _write(self) -> None:
        told = {
            "fingerprint": self.fingerprint,
            "began": self.began,
            "cursor": self.cursor,
            "pages": [each._asdict() for each in self.pages],
            "written": self._written,
        }
        with failures_in_words("what arrives", "ce qui arrive"):
            replace_file(self.folder / _STATE, json.dumps(told).encode(), self.folder)


class Shelf:
    """The batches of one source.

    Args:
        folder: where; it need not exist.
        fingerprint: of the source as it is configured now.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._work, self._last, self._old = folder / "work", folder / "last", folder / "old"

    @property
    def last(self) -> Batch | None:
        """What arrived the last time that all went well, if the source was configured so then."""
        return Batch.found(self._last, self._fingerprint)

    def work(self, *, anew: bool = False) -> Batch:
        """What has arrived of a harvest that was interrupted, or an empty batch.

        Args:
            anew: whether to forget what has arrived.
        """
        found = None if anew else Batch.found(self._work, self._fingerprint)
        if found is not None and found.is_fresh:
            return found
        discard(self._work)
        return Batch(self._work, self._fingerprint)

    def keep(self) -> None:
        """Make what has arrived what arrived last.

        Raises:
            StorageError: the disk did not take it.
        """
        with failures_in_words("what arrived", "ce qui est arrivé"):
            discard(self._old)
            if self._last.exists():
                self._last.rename(self._old)
            self._work.rename(self._last)
            sync_folder(self._folder)
            discard(self._old)

    def drop(self) -> None:
        """Forget what has arrived."""
        discard(self._work)
