"""The JSON-LD in the script elements of a page (JSON-LD 1.1, section 7.3)."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin

from dialograph.engine.document_errors import DocumentError

_JSONLD = "application/ld+json"


def scripts_of(page: bytes, address: str) -> tuple[list[bytes], str]:
    """The blocks of JSON-LD in a page, and what their relative IRIs are resolved against.

    Args:
        page: HTML, in UTF-8; what is not UTF-8 stands for itself as U+FFFD.
        address: where the page is.

    Raises:
        DocumentError: there are none.
    """
    reader = _Reader()
    reader.feed(page.decode(errors="replace"))
    reader.close()
    if not reader.blocks:
        raise DocumentError(
            "The page holds no JSON-LD: there is no script element of the type "
            "application/ld+json in it.",
            "La page ne contient pas de JSON-LD : aucun élément script du type "
            "application/ld+json n’y figure.",
        )
    return [each.encode() for each in reader.blocks], urljoin(address, reader.base)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.base = ""
        self._pieces: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(reversed(attrs))
        if tag == "base" and not self.base:
            self.base = told.get("href") or ""
        elif tag == "script":
            kind = (told.get("type") or "").partition(";")[0].strip().lower()
            self._pieces = [] if kind == _JSONLD else None

    def handle_data(self, data: str) -> None:
        if self._pieces is not None:
            self._pieces.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._pieces is not None:
            block = "".join(self._pieces).strip()
            if block:
                self.blocks.append(block)
            self._pieces = None
