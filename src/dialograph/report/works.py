"""Activities and documents of a report, out of the rows of its queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from dialograph import iris
from dialograph.catalog.answers import Row
from dialograph.report.model import Document, Name, Work
from dialograph.vocab import BASE, DCAT, DCTERMS, DG, FOAF, SCHEMA, SKOS

T = TypeVar("T")
_ONLINE = f"{BASE}id/attendance-mode/online"
_LISTS = {
    str(DCTERMS.type): "types",
    str(DCTERMS.creator): "creators",
    str(DCTERMS.publisher): "publishers",
    str(DCTERMS.description): "descriptions",
    str(DG.documentsActivity): "activities",
    str(DG.hasAttendanceMode): "attendance",
    str(DG.hasStatus): "statuses",
    str(SKOS.editorialNote): "notes",
}
"""Where the values of a property go, as names."""

_ADDRESSES = {str(FOAF.page): "pages", str(DCAT.downloadURL): "files"}


def name(row: Row, column: str) -> Name:
    """What a row names: an IRI with its label, an IRI without, or a text.

    Args:
        row: the row.
        column: of the IRI; the label stands in the column ``COLUMNLabel``.
    """
    text, language = row[column]
    if f"{column}Label" in row:
        return Name(text, *row[f"{column}Label"])
    is_address = text.startswith(("http://", "https://", "urn:")) and not language
    return Name(text, iris.shorten(text)) if is_address else Name("", text, language)


def works(rows: Mapping[str, Sequence[Row]]) -> dict[str, Work]:
    """The works that claims are about, by IRI, with all that is on record of them.

    Args:
        rows: of the queries of a report, by name.
    """
    found: dict[str, Work] = {}
    for row in rows["report-claims"]:
        is_document = row["kind"][0] == str(DG.Document)
        start, end = (row[each][0] if each in row else "" for each in ("start", "end"))
        found.setdefault(row["work"][0], Work(name(row, "work"), is_document, start, end))
    for row in _of(found, rows["report-works"]):
        _describe(found[row["work"][0]], row)
    for row in _of(found, rows["report-partners"]):
        partners = found[row["work"][0]].partners
        _, have = partners.setdefault(row["role"][0], (name(row, "role"), []))
        _add(have, name(row, "partner"))
    for row in _of(found, rows["report-documents"]):
        _document(found[row["work"][0]].documents, row)
    return found


def _of(found: Mapping[str, Work], rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row["work"][0] in found]


def _describe(work: Work, row: Row) -> None:
    what, told = row["property"][0], name(row, "value")
    if what in _LISTS:
        _add(getattr(work, _LISTS[what]), told)
    elif what in _ADDRESSES:
        _add(getattr(work, _ADDRESSES[what]), row["value"][0])
    elif what == str(SCHEMA.location):
        _add(work.places, (told, row["within"][0] if "within" in row else ""))
    work.is_online |= told.iri == _ONLINE


def _document(documents: dict[str, Document], row: Row) -> None:
    issued = row["issued"][0] if "issued" in row else ""
    one = documents.setdefault(row["document"][0], Document(name(row, "document"), issued))
    for column, values in (("typeLabel", one.types), ("page", one.pages), ("file", one.files)):
        if column in row:
            _add(values, row[column][0])


def _add(values: list[T], value: T) -> None:
    if value not in values:
        values.append(value)
