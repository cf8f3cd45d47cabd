"""The document as a Word file: headings, links and languages are those that Word knows."""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

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

_LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "pt": "pt-PT", "ar": "ar-SA"}
_LINK = RGBColor(0x0B, 0x55, 0x66)
_SOFT = RGBColor(0x56, 0x62, 0x6D)
_WIDTHS = (8.0, 1.9, 2.1, 2.2, 2.8)
"""Of the columns of the summary, in centimetres."""


def document(report: Report) -> bytes:
    """A report as the bytes of a ``.docx`` file.

    Args:
        report: what it says.
    """
    writer = _Writer(report)
    writer.write(telling.blocks(report))
    return writer.saved()


class _Writer:
    def __init__(self, report: Report) -> None:
        self._file: Any = Document()
        self._words = Words(report.language)
        told = self._file.core_properties
        told.title, told.author = telling.title(report), "dialograph"
        told.language = _LOCALES.get(report.language, report.language)
        told.created = told.modified = datetime.fromisoformat(report.edition.produced)
        told.comments = report.edition.permalink or report.edition.address
        page = self._file.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
        self._style(told.language)
        self._number_pages()

    def write(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._block(block)

    def saved(self) -> bytes:
        out = io.BytesIO()
        self._file.save(out)
        return out.getvalue()

    def _style(self, language: str) -> None:
        styles = self._file.styles
        styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(10.5)
        properties = styles["Normal"].element.get_or_add_rPr()
        told = OxmlElement("w:lang")
        told.set(qn("w:val"), language)
        properties.append(told)
        for name in ("Title", "Heading 1", "Heading 2"):
            styles[name].font.color.rgb = _LINK
        styles["Title"].font.size = Pt(22)
        styles["Quote"].paragraph_format.left_indent = Cm(1)

    def _number_pages(self) -> None:
        paragraph = self._file.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)  # noqa: SLF001 - there is no other way to a field

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._text(self._file.add_heading(level=block.level - 1), block.text)
        elif isinstance(block, Paragraph):
            style = "Intense Quote" if block.kind == "notice" else None
            self._text(self._file.add_paragraph(style=style), block.text)
        elif isinstance(block, Facts):
            self._facts(block)
        elif isinstance(block, Quotation):
            paragraph = self._file.add_paragraph(style="Quote")
            self._run(paragraph, Run(block.text, language=block.language))
            self._text(self._file.add_paragraph(style="Caption"), (Run("— "), *block.source))
        elif isinstance(block, Items):
            for item in block.items:
                self._text(self._file.add_paragraph(style="List Bullet"), item)
        else:
            self._table(block)

    def _facts(self, facts: Facts) -> None:
        for name, values in facts.rows:
            several = len(values) > 1
            for place, value in enumerate(values):
                if place == 0:
                    paragraph = self._file.add_paragraph()
                    paragraph.paragraph_format.space_after = Pt(2)
                    paragraph.add_run(f"{self._words.colon(name)} ").bold = True
                if several:
                    paragraph = self._file.add_paragraph(style="List Bullet")
                    paragraph.paragraph_format.space_after = Pt(0)
                self._text(paragraph, value)

    def _table(self, table: Table) -> None:
        made = self._file.add_table(rows=1, cols=len(table.head), style="Light Grid Accent 1")
        made.autofit = False
        for cell, name in zip(made.rows[0].cells, table.head, strict=True):
            cell.text = name
        repeat = OxmlElement("w:tblHeader")
        repeat.set(qn("w:val"), "true")
        made.rows[0]._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001 - nor to this
        for row in table.rows:
            for place, (cell, text) in enumerate(zip(made.add_row().cells, row, strict=True)):
                self._text(cell.paragraphs[0], text)
                if place in table.numbers:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for row in made.rows:
            for cell, width in zip(row.cells, _WIDTHS, strict=False):
                cell.width = Cm(width)
        self._file.add_paragraph()

    def _text(self, paragraph: Any, text: Text) -> None:
        for run in text:
            self._run(paragraph, run)

    def _run(self, paragraph: Any, run: Run) -> None:
        made = paragraph.add_run(_legal(run.text))
        made.bold = True if run.strong else None
        if run.language:
            told = OxmlElement("w:lang")
            told.set(qn("w:val"), _LOCALES.get(run.language, run.language))
            made._r.get_or_add_rPr().append(told)  # noqa: SLF001
        if run.href.startswith(("http://", "https://")):
            made.font.color.rgb, made.font.underline = _LINK, True
            link = OxmlElement("w:hyperlink")
            link.set(
                qn("r:id"),
                paragraph.part.relate_to(run.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True),
            )
            paragraph._p.append(link)  # noqa: SLF001
            link.append(made._r)  # noqa: SLF001
        if run.language:
            tag = paragraph.add_run(f" ({run.language})")
            tag.font.size, tag.font.color.rgb = Pt(8), _SOFT


def _legal(text: str) -> str:
    """A text without the characters that XML does not take."""
    return "".join(each for each in text if each >= " " or each in "\t\n")


if __name__ == "__main__":  # see report/writing
    sys.stdout.buffer.write(document(pickle.load(sys.stdin.buffer)))  # noqa: S301 - from ourselves
