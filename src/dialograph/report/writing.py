"""The formats in which a report is written, each in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialograph.report import data, hypertext, markdown, telling
from dialograph.report.model import Report


@dataclass(frozen=True)
class Form:
    """A format.

    Args:
        media_type: its type.
        name: what people call it.
        write: a report → its bytes.
    """

    media_type: str
    name: str
    write: Callable[[Report], bytes]


def _word(report: Report) -> bytes:
    # Only who asks for it waits for the library to load.
    from dialograph.report import word  # noqa: PLC0415

    return word.document(report)


FORMS: Mapping[str, Form] = {
    "html": Form("text/html", "HTML", lambda report: hypertext.whole(report).encode()),
    "md": Form(
        "text/markdown",
        "Markdown",
        lambda report: markdown.document(telling.blocks(report), report.language).encode(),
    ),
    "docx": Form(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word", _word
    ),
    "json": Form("application/json", "JSON", data.document),
}
"""By the end of the file's name."""
