"""The tables that a new dialogue starts from: their headers, and what is known already."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from dialograph.graph.tables.columns import FORMATS

TABLES: Mapping[str, Sequence[str]] = {
    "graphs": (
        *("name", "title_en", "title_fr", "description_en", "description_fr", "licence"),
        *("maintainer", "version", "modified", "sources"),
    ),
    "dialogues": (
        *("id", "name_en", "name_fr", "acronym", "kind", "founded_year", "founded_place"),
        *("founded_country_iso3", "secretariat", "secretariat_fr", "website", "region_covered"),
        *("region_covered_fr", "status", "source_url", "note"),
    ),
    "members": ("dialogue_id", "country_iso3", "role", "as_of", "source_url", "note"),
    "activities": (
        *("id", "title_en", "title_en_official", "title_fr", "title_fr_official", "kind"),
        *("start_date", "end_date", "mode", "city", "country", "host_countries", "co_chairs"),
        *("document_ids", "page_url_en", "page_url_fr", "summary_en", "summary_fr"),
        *("source_url", "note"),
    ),
    "documents": (
        *("id", "title_en", "title_en_official", "title_fr", "title_fr_official", "kind", "date"),
        *("languages", "activity_id", "page_url_en", "page_url_fr", "file_url_en", "file_url_fr"),
        *("source_url", "note"),
    ),
    "alignments": (
        *("id", "subject_type", "subject_id", "gcm_objective_id", "basis", "inferred_from"),
        *("source_url", "note"),
    ),
    "participations": ("partner_id", "activity_id", "role", "source_url", "note"),
    "partners": (
        *("id", "type", "name_en", "name_fr", "abbreviation", "iso3", "source_url", "note"),
    ),
    "cities": ("id", "name_en", "name_fr", "country_iso3", "geonames_id", "source_url"),
}
"""The tables, and the columns that most will fill; there are others (data/tables/README.md)."""

assert all(set(columns) <= FORMATS[name].known for name, columns in TABLES.items())
assert all(set(FORMATS[name].required) <= set(columns) for name, columns in TABLES.items())


def table(name: str, *rows: Mapping[str, str]) -> str:
    """A table as CSV.

    Args:
        name: which, one of :data:`TABLES`.
        rows: what is known already, by column.
    """
    output = io.StringIO(newline="")
    writer = csv.DictWriter(output, TABLES[name], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return output.getvalue()
