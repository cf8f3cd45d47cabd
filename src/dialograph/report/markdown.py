"""The document as Markdown (CommonMark, with the tables of GitHub), to be read as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dialograph.report.blocks import (
    Block,
    Facts,
    Heading,
    Items,
    Paragraph,
    Quotation,
    Run,
    Table,
    Text,
)
from dialograph.report.words import Words

_SPECIAL = re.compile(r"[\\`*_\[\]<>|]")
_START = re.compile(r"^(\s*)([#+-]|\d+(?=[.)]))")


def document(blocks: Iterable[Block], language: str) -> str:
    """Blocks as Markdown.

    Args:
        blocks: of the document.
        language: of the document.
    """
    words = Words(language)
    return "\n\n".join(_block(each, words) for each in blocks) + "\n"


def _block(block: Block, words: Words) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_text(block.text)}"
    if isinstance(block, Paragraph):
        told = _begun(_text(block.text))
        return f"> {told}" if block.kind == "notice" else told
    if isinstance(block, Facts):
        return "\n".join(
            line for name, values in block.rows for line in _fact(words.colon(name), values)
        )
    if isinstance(block, Quotation):
        quoted = _text((Run(block.text, language=block.language),))
        return f"> {quoted}\n>\n> — {_text(block.source)}"
    if isinstance(block, Items):
        return "\n".join(f"- {_begun(_text(each))}" for each in block.items)
    return _table(block)


def _fact(name: str, values: tuple[Text, ...]) -> list[str]:
    if len(values) == 1:
        return [f"- **{_escaped(name)}** {_text(values[0])}"]
    return [f"- **{_escaped(name)}**", *(f"  - {_begun(_text(each))}" for each in values)]


def _table(table: Table) -> str:
    rule = ["---:" if place in table.numbers else "---" for place in range(len(table.head))]
    rows = [[_escaped(name) for name in table.head], rule]
    rows += [[_text(cell) for cell in row] for row in table.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _text(text: Text) -> str:
    return "".join(_run(run) for run in text)


def _run(run: Run) -> str:
    # A line end inside a text would end what it stands in.
    words = _escaped(" ".join(run.text.split(" ")).replace("\n", " "))
    if run.href.startswith(("http://", "https://")):
        address = f"<{_address(run.href)}>"
        told = address if run.href == run.text else f"[{words}]({address})"
    else:
        told = f"**{words}**" if run.strong else words
    return f"{told} ({run.language})" if run.language else told


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


def _address(href: str) -> str:
    return href.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")


def _begun(text: str) -> str:
    """A text that begins a line, and is no heading and no list by that."""
    match = _START.match(text)
    if not match:
        return text
    end = match.end()
    return (
        f"{text[:end]}\\{text[end:]}"
        if match[2].isdigit()
        else f"{match[1]}\\{text[len(match[1]) :]}"
    )
