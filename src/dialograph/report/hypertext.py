"""The document as HTML: the body for a page, or one file that holds all it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from dialograph.report import telling
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
from dialograph.report.model import Report
from dialograph.report.words import Words

Link = Callable[[str], str]
"""Where a reader of the document finds what an IRI names."""

_ENTRY = 3


@cache
def style() -> str:
    """The style sheet of the document: for a screen, for a phone, and for A4."""
    return (files("dialograph.web") / "static" / "report.css").read_text(encoding="utf-8")


def body(blocks: Iterable[Block], language: str, link: Link = str) -> Markup:
    """Blocks as HTML.

    Args:
        blocks: of the document; each entry becomes an article of its own.
        language: of the document.
        link: changes where links lead.
    """
    return _Writer(Words(language), link).blocks(blocks)


def whole(report: Report) -> str:
    """The document as one file: it asks for nothing else, on screen and in print."""
    language = report.language
    return str(
        Markup(
            "<!doctype html>\n"
            '<html lang="{}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light">\n'
            "<title>{}</title>\n<style>{}</style>\n</head>\n"
            '<body>\n<main class="report alone">\n{}</main>\n</body>\n</html>\n'
        ).format(
            language,
            telling.title(report),
            Markup(style()),  # noqa: S704 - a file of ours
            body(telling.blocks(report), language),
        )
    )


class _Writer:
    def __init__(self, words: Words, link: Link) -> None:
        self._words = words
        self._link = link

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        told, is_open = [], False
        for block in blocks:
            if isinstance(block, Heading):
                told += [Markup("</article>\n")] if is_open else []
                is_open = block.level == _ENTRY
                told += [Markup('<article id="{}">\n').format(block.anchor)] if is_open else []
            told.append(self._block(block))
        told += [Markup("</article>\n")] if is_open else []
        return Markup("").join(told)

    def _block(self, block: Block) -> Markup:
        if isinstance(block, Heading):
            mark = Markup(' id="{}"').format(block.anchor)
            is_own = bool(block.anchor) and block.level != _ENTRY
            return Markup("<h{}{}>{}</h{}>\n").format(
                block.level, mark if is_own else "", self._text(block.text), block.level
            )
        if isinstance(block, Paragraph):
            kind = Markup(' class="{}"').format(block.kind) if block.kind else ""
            return Markup("<p{}>{}</p>\n").format(kind, self._text(block.text))
        if isinstance(block, Facts):
            return self._facts(block)
        if isinstance(block, Quotation):
            return self._quotation(block)
        if isinstance(block, Items):
            return self._list(block.items, "")
        return self._table(block)

    def _facts(self, facts: Facts) -> Markup:
        rows = [
            Markup("<div><dt>{}</dt><dd>{}</dd></div>\n").format(
                name,
                self._text(values[0])
                if len(values) == 1
                else self._list(values, Markup(' class="values"')),
            )
            for name, values in facts.rows
        ]
        return Markup('<dl class="facts">\n{}</dl>\n').format(Markup("").join(rows))

    def _list(self, items: Sequence[Text], kind: str) -> Markup:
        told = [Markup("<li>{}</li>\n").format(self._text(each)) for each in items]
        return Markup("<ul{}>\n{}</ul>\n").format(kind, Markup("").join(told))

    def _quotation(self, quotation: Quotation) -> Markup:
        words = self._run(Run(quotation.text, language=quotation.language))
        return Markup(
            '<figure class="quote"><blockquote><p>{}</p></blockquote>'
            "<figcaption>{}</figcaption></figure>\n"
        ).format(words, self._text(quotation.source))

    def _table(self, table: Table) -> Markup:
        head = [
            Markup('<th scope="col"{}>{}</th>').format(_kind(place, table), name)
            for place, name in enumerate(table.head)
        ]
        rows = [
            Markup('<tr><th scope="row">{}</th>{}</tr>\n').format(
                self._text(row[0]),
                Markup("").join(
                    Markup('<td{} data-label="{}">{}</td>').format(
                        _kind(place, table), table.head[place], self._text(cell)
                    )
                    for place, cell in enumerate(row[1:], start=1)
                ),
            )
            for row in table.rows
        ]
        return Markup(
            '<table class="stack">\n<caption>{}</caption>\n<thead><tr>{}</tr></thead>\n'
            "<tbody>\n{}</tbody>\n</table>\n"
        ).format(table.caption, Markup("").join(head), Markup("").join(rows))

    def _text(self, text: Text) -> Markup:
        return Markup("").join(self._run(run) for run in text)

    def _run(self, run: Run) -> Markup:
        told = Markup("{}").format(run.text)
        if run.strong:
            told = Markup("<strong>{}</strong>").format(told)
        if run.language:
            told = Markup('<span lang="{}">{}</span>').format(run.language, told)
        href = self._link(run.href) if run.href else ""
        if href.startswith(("http://", "https://")):
            told = Markup('<a href="{}" rel="external">{}</a>').format(href, told)
        elif href.startswith(("/", "#")):
            told = Markup('<a href="{}">{}</a>').format(href, told)
        if run.language:
            meaning = self._words("in_language", language=self._words.language_name(run.language))
            told += Markup(' <span class="lang" title="{}">{}</span>').format(meaning, run.language)
        return told


def _kind(place: int, table: Table) -> str:
    return Markup(' class="n"') if place in table.numbers else ""
