"""Reading tables: CSV files to rows whose cells are checked as they are read."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rdflib import Literal, URIRef

from dialograph import iris
from dialograph.errors import RefusedError, UsageError
from dialograph.vocab import XSD

_URL = re.compile(r"https?://[^\s<>\"{}|\\^`/]+(/[^\s<>\"{}|\\^`]*)?")
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, and what to do, in both languages.

    Args:
        table: file name of the table.
        row: row number as a spreadsheet shows it; the header is row 1.
        column: header of the column, empty when the whole row or file is meant.
        en: the problem and the remedy, in English.
        fr: the same in French.
    """

    table: str
    row: int
    column: str
    en: str
    fr: str

    def sentence(self, lang: str = "en") -> str:
        """The problem in one line, place first."""
        row, column = ("ligne", "colonne") if lang == "fr" else ("row", "column")
        where = self.table
        where += f", {row} {self.row}" if self.row else ""
        where += f", {column} {self.column}" if self.column else ""
        return f"{where}{' : ' if lang == 'fr' else ': '}{self.fr if lang == 'fr' else self.en}"


class TablesRefusedError(RefusedError):
    """The tables were read and nothing was made of them: every problem is listed."""

    def __init__(self, problems: list[Problem]) -> None:
        count = len(problems)
        noun = "problem" if count == 1 else "problems"
        super().__init__(f"{count} {noun} in the tables; nothing was written.")
        self.problems = problems


@dataclass
class Row:
    """One row: cells by column, normalised to NFC and stripped, and where problems are told."""

    table: str
    number: int
    cells: Mapping[str, str]
    problems: list[Problem]

    def report(self, column: str, en: str, fr: str) -> None:
        """Note a problem of this row."""
        self.problems.append(Problem(self.table, self.number, column, en, fr))

    def text(self, column: str) -> str:
        """The cell, or an empty string where the table has no such column."""
        return self.cells.get(column, "")

    def many(self, column: str) -> list[str]:
        """The parts of a cell that lists several values, separated by semicolons."""
        return [part.strip() for part in self.text(column).split(";") if part.strip()]

    def flag(self, column: str) -> bool:
        """Whether the cell says ``yes``."""
        value = self.text(column)
        if value not in {"", "yes", "no"}:
            self.report(
                column,
                f"“{value}” is neither yes nor no. Write yes, no, or leave the cell empty.",
                f"« {value} » n’est ni yes ni no. Écrivez yes, no, ou laissez la cellule vide.",
            )
        return value == "yes"

    def slug(self, column: str = "id") -> str:
        """The identifier of the row; reported when it cannot end an IRI."""
        value = self.text(column)
        if not iris.is_slug(value):
            self.report(
                column,
                f"“{value}” cannot be an identifier. Use lower-case letters, digits and single "
                "hyphens, such as ws-2019-abuja.",
                f"« {value} » ne peut pas être un identifiant. Utilisez des minuscules, des "
                "chiffres et des traits d’union simples, comme ws-2019-abuja.",
            )
            return ""
        return value

    def url(self, column: str) -> URIRef | None:
        """A web address; reported when it is anything else, a local file above all."""
        value = self.text(column)
        return self._address(column, value) if value else None

    def urls(self, column: str) -> list[URIRef]:
        """The web addresses of a cell that lists several."""
        addresses = (self._address(column, value) for value in self.many(column))
        return [address for address in addresses if address is not None]

    def _address(self, column: str, value: str) -> URIRef | None:
        if _URL.fullmatch(value):
            return URIRef(value)
        self.report(
            column,
            f"“{value}” is not a web address. Give the full address, starting with https://.",
            f"« {value} » n’est pas une adresse web. Donnez l’adresse complète, commençant "
            "par https://.",
        )
        return None

    def date(self, column: str) -> Literal | None:
        """A date with the precision of its text: day, month or year."""
        value = self.text(column)
        if not value:
            return None
        match = _DATE.fullmatch(value)
        try:
            if match is None:
                raise ValueError(value)
            year, month, day = match.groups()
            date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            self.report(
                column,
                f"“{value}” is not a date. Write a year, a month or a day: 2019, 2019-10 or "
                "2019-10-24.",
                f"« {value} » n’est pas une date. Écrivez une année, un mois ou un jour : 2019, "
                "2019-10 ou 2019-10-24.",
            )
            return None
        datatype = XSD.date if day else XSD.gYearMonth if month else XSD.gYear
        return Literal(value, datatype=datatype)

    def whole_number(self, column: str) -> Literal | None:
        """A whole number above zero."""
        value = self.text(column)
        if not value:
            return None
        if not re.fullmatch(r"[1-9]\d{0,8}", value):
            self.report(
                column,
                f"“{value}” is not a whole number. Write digits only, such as 120.",
                f"« {value} » n’est pas un nombre entier. Écrivez seulement des chiffres, "
                "comme 120.",
            )
            return None
        return Literal(int(value))


@dataclass
class Table:
    """A table that was read.

    Args:
        kind: what it holds, told by its file name: ``activities``, ``documents``…
        name: its file name.
        rows: its rows in order.
    """

    kind: str
    name: str
    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


def csv_files(paths: list[Path]) -> list[Path]:
    """The CSV files named, and those of the folders named, in order.

    Raises:
        UsageError: a path does not exist, or holds no CSV file.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted(path.glob("*.csv"))
            if not found:
                raise UsageError(
                    f"The folder {path} holds no CSV file.", "Name the tables to import."
                )
            files.extend(found)
        elif path.is_file():
            files.append(path)
        else:
            raise UsageError(f"There is no table at {path}.", "Check the name of the file.")
    return files


def read_table(path: Path, kind: str, problems: list[Problem]) -> Table:
    """Read one CSV file (UTF-8, RFC 4180, header row).

    Args:
        path: the file.
        kind: what the table holds.
        problems: where malformed rows are noted.

    Raises:
        UsageError: the file cannot be read, is not UTF-8 or has no header.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"{path.name} cannot be read: {error.strerror}.", "Check the file and its rights."
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UsageError(
            f"{path.name} is not UTF-8 text (line {line}).", "Save the table as CSV UTF-8."
        ) from error
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise UsageError(
            f"{path.name} is not a CSV table: {error}.", "Save the spreadsheet as CSV UTF-8."
        ) from error
    if not records or not any(cell.strip() for cell in records[0]):
        raise UsageError(f"{path.name} has no header row.", "Put the column names in row 1.")
    columns = tuple(name.strip() for name in records[0])
    table = Table(kind, path.name, columns)
    for number, record in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in record):
            continue
        if len(record) != len(columns):
            problems.append(_wrong_width(path.name, number, len(record), len(columns)))
            continue
        cells = {
            column: unicodedata.normalize("NFC", cell.strip())
            for column, cell in zip(columns, record, strict=True)
        }
        table.rows.append(Row(path.name, number, cells, problems))
    return table


def _wrong_width(name: str, row: int, found: int, expected: int) -> Problem:
    return Problem(
        name,
        row,
        "",
        f"the row has {found} cells where the header has {expected}. Put cells that contain a "
        "comma in double quotes, and fill the row up.",
        f"la ligne compte {found} cellules alors que l’en-tête en compte {expected}. Mettez entre "
        "guillemets droits les cellules qui contiennent une virgule et complétez la ligne.",
    )
