"""Parts of a file: what a client asks for to go on where it was cut off (RFC 9110, section 14)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.requests import Request

from dialograph.web.problems import ALL, Problem, ProblemType
from dialograph.web.responses import joined

OUT_OF_RANGE = ProblemType(
    "out-of-range",
    416,
    "The file ends before the part that is asked for",
    "Le fichier se termine avant la partie demandée",
    "Ask for a part that begins within the file, or for the whole file.",
    "Demandez une partie qui commence dans le fichier, ou le fichier entier.",
)
ALL.setdefault(OUT_OF_RANGE.slug, OUT_OF_RANGE)

_DIGITS_MAX = 18
_ONE = re.compile(r"bytes\s*=\s*(?:(\d+)-(\d*)|-(\d+))\s*", re.IGNORECASE)
_LISTED = re.compile(r'(W/)?("[^"]*")')


@dataclass(frozen=True)
class Part:
    """Some of the bytes of a file.

    Args:
        start: the place of the first.
        size: how many there are.
        whole: how many the file has.
    """

    start: int
    size: int
    whole: int

    @property
    def content_range(self) -> str:
        """The part as ``Content-Range`` says it (section 14.4)."""
        return f"bytes {self.start}-{self.start + self.size - 1}/{self.whole}"


def part_of(request: Request, size: int, etag: str) -> Part | None:
    """The part of a file that a request asks for; None when it gets the whole file.

    Several parts at once, other units and what makes no sense are passed over, as a server may
    (section 14.2). ``If-Range`` has a part sent only of the very bytes that the client began with:
    a date is no proof of that (sections 13.1.5 and 8.8.2.2).

    Args:
        request: a ``GET``; a range means nothing to other methods.
        size: the length of the file.
        etag: its strong validator, in quotes.

    Raises:
        Problem: 416, the part begins after the end of the file.
    """
    if request.method != "GET":
        return None
    asked = _ONE.fullmatch((joined(request.headers, "range") or "").strip())
    if asked is None or request.headers.get("if-range", etag).strip() != etag:
        return None
    first, last, final = asked.groups()
    if any(len(each or "") > _DIGITS_MAX for each in (first, last, final)):
        return None
    if final is not None:
        start, end = max(size - int(final), 0), size
        is_there = int(final) > 0 and size > 0
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        is_there = start < size
        if last and int(last) < start:
            return None
    if not is_there:
        detail = f"The file has {size} bytes."
        headers = {"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"}
        raise Problem(OUT_OF_RANGE, detail, headers, french=f"Le fichier compte {size} octets.")
    return Part(start, end - start, size)


def is_other(request: Request, etag: str) -> bool:
    """Whether the client wants the file only as it knew it, and it is another (section 13.1.1).

    Args:
        request: for its ``If-Match``, which compares strongly.
        etag: the strong validator of the file, in quotes.
    """
    given = joined(request.headers, "if-match")
    if given is None or given.strip() == "*":
        return False
    return ("", etag) not in _LISTED.findall(given)
