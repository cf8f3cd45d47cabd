"""The formats in which a report is written, each in one place."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialograph.report import data, hypertext, markdown, telling
from dialograph.report.model import Report

_SECONDS = 60


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
    # In a process of its own: what the library takes of memory it keeps, and a server has little.
    return subprocess.run(
        [sys.executable, "-m", "dialograph.report.word"],
        input=pickle.dumps(report),
        stdout=subprocess.PIPE,
        check=True,
        timeout=_SECONDS,
    ).stdout


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
