"""The labelled set for resolution: what names, codes and addresses stand for, if for anything.

Made from the tables in ``data/tables``: what they say and the graph does not (the names of the
United Nations in Spanish and Arabic, objectives in Portuguese and Spanish), what the graph says in
the spellings of others, and, in ``look_alikes.csv``, names that look like ours and stand for
something else. Half of the things are for tuning, half are kept aside;
a digest of the IRI decides, so that no two spellings of a thing are on both sides.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

_HERE = Path(__file__).resolve().parent
_TABLES = _HERE.parent / "data" / "tables"
_ID = "https://w3id.org/dialograph/id/"
_TYPO_LETTERS = 7
OTHER_FRAMEWORK = "other"


class Pair(NamedTuple):
    """One question, with its answer.

    Args:
        kind: what the incoming thing says that it is.
        name: what it is called; may be empty.
        expected: the IRI of ours that it stands for; empty for none.
        group: how the question was made, for the report.
        country: ISO alpha-3 code of the country that it says it lies in; may be empty.
        framework: the slug of the framework that it says it is a part of, ``other`` for one that
            is not ours; may be empty.
        date: when it says it was issued; may be empty.
        code: an identifier or an address that it has; may be empty.
    """

    kind: str
    name: str
    expected: str
    group: str
    country: str = ""
    framework: str = ""
    date: str = ""
    code: str = ""

    @property
    def subject(self) -> str:
        """What decides on which side it is."""
        return self.expected or f"{self.kind} {self.name} {self.country}{self.framework}{self.date}"

    @property
    def is_aside(self) -> bool:
        """Whether it is kept aside: nothing was tuned on it."""
        return is_aside(self.subject)


def is_aside(subject: str) -> bool:
    """Whether a thing is on the side that is kept aside."""
    return sha256(f"resolution {subject}".encode()).digest()[0] % 2 == 1


def pairs() -> list[Pair]:
    """All questions, each once."""
    made = (*_countries(), *_partners(), *_members(), *_objectives())
    made += (*_elements(), *_places(), *_documents(), *_look_alikes())
    return list(dict.fromkeys(each for each in made if each.name or each.code))


def _countries() -> Iterator[Pair]:
    named = {"un_name_es": "UN, Spanish", "un_name_ar": "UN, Arabic"}
    for row in _rows("places/countries"):
        expected = f"{_ID}country/{row['iso3'].lower()}"
        for column, group in named.items():
            yield Pair("country", row[column], expected, f"country: {group}")
        for name in (row["name_en"], row["name_fr"]):
            yield from _spelt("country", name, expected)
        for column in ("iso2", "iso3", "m49", "geonames_iri", "eu_authority_iri", "wikidata_iri"):
            if row[column]:
                yield Pair("country", "", expected, "country: code or IRI", code=row[column])


def _partners() -> Iterator[Pair]:
    for row in _rows("rabat/partners"):
        if row["type"] not in {"organisation", "dialogue", "project"}:
            continue
        kind = row["type"]
        expected = f"{_ID}{kind}/{row['id']}"
        short = [each.strip() for each in row["abbreviation"].split("/") if each.strip()]
        for name in (row["name_en"], row["name_fr"]):
            yield from _spelt(kind, name, expected)
            for each in short:
                yield Pair(kind, f"{name} ({each})", expected, f"{kind}: with abbreviation")
        for each in short:
            yield Pair(kind, each, expected, f"{kind}: abbreviation alone")


def _members() -> Iterator[Pair]:
    for row in _rows("dialogues/members"):
        if row["organisation"]:
            expected = f"{_ID}organisation/{row['organisation_id']}"
            yield Pair(
                "organisation", row["organisation"], expected, "organisation: lists of members"
            )


def _objectives() -> Iterator[Pair]:
    for row in _rows("gcm/objectives"):
        expected = f"{_ID}objective/gcm-o{row['number']}"
        for framework in ("gcm", ""):
            told = "framework told" if framework else "no framework"
            for column in ("title_en", "title_fr", "title_es"):
                if row[column]:
                    group = f"objective: title, {told}"
                    yield Pair("objective", row[column], expected, group, framework=framework)
                    for spelt in _spelt("objective", row[column], expected):
                        yield spelt._replace(group=f"{spelt.group}, {told}", framework=framework)
            for column in ("title_pt", "label_es"):
                group = f"objective: a language not held, {told}"
                yield Pair("objective", row[column], expected, group, framework=framework)
        for column in ("title_en", "title_fr"):
            yield Pair(
                "objective",
                row[column],
                "",
                "objective: of another framework",
                framework=OTHER_FRAMEWORK,
            )


def _elements() -> Iterator[Pair]:
    rows = _rows("rabat/frameworks")
    parents = {row["id"]: row["parent_id"] for row in rows}
    kinds = {"objective": "objective"}
    for row in rows:
        root = row["id"]
        while parents.get(root):
            root = parents[root]
        if root == row["id"] or row["level"] == "framework":
            continue
        kind = kinds.get(row["level"], "element")
        if root == "gcm":
            continue
        for name in (row["name_en"], row["name_fr"]):
            if name:
                expected = f"{_ID}{kind}/{row['id']}"
                yield Pair(kind, name, expected, "element: framework told", framework=root)
                for spelt in _spelt(kind, name, expected):
                    yield spelt._replace(group="element: spelt otherwise", framework=root)
                group = "element: of another framework"
                yield Pair(kind, name, "", group, framework=OTHER_FRAMEWORK)


def _places() -> Iterator[Pair]:
    for row in _rows("places/cities"):
        expected = f"{_ID}place/{row['id']}"
        names = [row["name_en"], row["name_fr"], *row["alternate_names"].split(";")]
        for name in filter(None, map(str.strip, names)):
            yield Pair("place", name, expected, "place: country told", row["country_iso3"])
            for spelt in _spelt("place", name, expected):
                yield spelt._replace(country=row["country_iso3"])
            yield Pair("place", name, expected, "place: no country")
            wrong = "NZL" if row["country_iso3"] != "NZL" else "CHL"
            yield Pair("place", name, "", "place: in another country", wrong)


def _documents() -> Iterator[Pair]:
    shared: dict[str, int] = {}
    rows = _rows("rabat/documents")
    for row in rows:
        for column in ("page_url_en", "page_url_fr"):
            shared[row[column]] = shared.get(row[column], 0) + 1
    for row in rows:
        expected = f"{_ID}document/{row['id']}"
        for title in filter(None, (row["title_en"], row["title_fr"])):
            for spelt in _spelt("document", title, expected):
                told = "date told" if row["date"] else "no date"
                yield spelt._replace(group=f"{spelt.group}, {told}", date=row["date"][:4])
            if row["date"]:
                yield Pair("document", title, "", "document: of another year", date="1987")
        for column in ("page_url_en", "page_url_fr"):
            address = row[column]
            if address and shared[address] == 1:
                other = address.replace("https://www.", "http://").rstrip("/") + "/#content"
                yield Pair("document", "", expected, "document: address", code=other)


def _look_alikes() -> Iterator[Pair]:
    with (_HERE / "look_alikes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            context = row["context"]
            place = {"country": context} if row["kind"] in {"place", "organisation"} else {}
            part = {"framework": context} if row["kind"] == "objective" else {}
            date = {"date": context} if row["kind"] == "document" else {}
            yield Pair(
                row["kind"], row["name"], "", f"{row['kind']}: looks alike", **place, **part, **date
            )


def _spelt(kind: str, name: str, expected: str) -> Iterator[Pair]:
    """A name of the graph as others may write it."""
    if not name:
        return
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name.replace("’", "'"))
        if not unicodedata.combining(letter)
    )
    yield Pair(kind, bare.upper(), expected, f"{kind}: capitals without accents")
    if len(bare) >= _TYPO_LETTERS:
        place = 2 + sha256(bare.encode()).digest()[0] % (len(bare) - 4)
        wrong = bare[:place] + bare[place + 1 :]
        yield Pair(kind, wrong, expected, f"{kind}: a letter missing")


def _rows(table: str) -> list[dict[str, str]]:
    with (_TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
