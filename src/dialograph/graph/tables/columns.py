"""Which tables there are and which columns they have; data/tables/README.md tells their meaning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TableFormat:
    """What a table must and may hold.

    Args:
        required: columns without which the table means nothing.
        optional: columns that are read where they stand.
        key: columns that together name a row once; empty where rows may repeat.
        unread: columns of the reference tables that the graph does not carry over.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    key: tuple[str, ...] = ("id",)
    unread: tuple[str, ...] = ()

    @property
    def known(self) -> frozenset[str]:
        """Every column that is no surprise."""
        return frozenset((*self.required, *self.optional, *self.unread))


_END = ("note", "confidence", "other_sources")
_TITLES = ("title_en", "title_en_official", "title_fr", "title_fr_official")
_PLAN = ("domain_id", "objective_id")
_CONTENT = ("summary_en", "summary_fr", "themes", "methods", "data_partners")
_PAGES = ("page_url_en", "page_url_fr", "page_url")

FORMATS: dict[str, TableFormat] = {
    "activities": TableFormat(
        ("id", "kind", "start_date", "source_url"),
        (
            *_TITLES,
            *("status", "replaced_by", "end_date", "mode", "city", "country", "host_countries"),
            *("co_chairs", "co_organisers", "labelled", "dialogue_id", "parent_id", "follows"),
            *_PLAN,
            *("action_id", "cross_cutting_id", "domain_basis", "objective_basis"),
            *("participants", "participants_qualifier"),
            *("countries_represented", "countries_represented_fr", "document_ids"),
            *_PAGES,
            *_CONTENT,
            *_END,
        ),
        unread=("in_seed",),
    ),
    "alignments": TableFormat(
        ("id", "subject_type", "subject_id", "gcm_objective_id", "source_url"),
        ("relation", "seed_block", "seed_quote", "basis", "inferred_from", *_END),
        unread=("gcm_objective", "seed_objective_title"),
    ),
    "cities": TableFormat(
        ("id", "name_en", "country_iso3", "source_url"),
        ("name_fr", "alternate_names", "geonames_id", *_END),
    ),
    "countries": TableFormat(
        ("iso3", "iso2", "name_en", "name_fr", "source_url"),
        (
            *("iso_name_fr", "un_name_en", "un_name_fr", "alternate_names"),
            *("m49", "m49_region", "m49_subregion"),
            *("geonames_iri", "eu_authority_iri", "wikidata_iri", *_END),
        ),
        ("iso3",),
        unread=("un_name_es", "un_name_ar"),
    ),
    "dialogues": TableFormat(
        ("id", "name_en", "kind", "source_url"),
        (
            *("name_fr", "acronym", "alternate_names", "founded_year", "founded_date"),
            *("founded_place", "founded_country_iso3", "secretariat", "secretariat_fr"),
            *("chair_latest_on_page", "website", "region_covered", "region_covered_fr"),
            *("member_states", "status", *_END),
        ),
    ),
    "documents": TableFormat(
        ("id", "kind", "source_url"),
        (
            *_TITLES,
            *("date", "date_basis", "languages", "publisher_ids", "creator_ids", "activity_id"),
            *_PLAN,
            *_PAGES,
            *("file_url_en", "file_url_fr", "seed_file_name", "places"),
            *("finding_en", "finding_fr"),
            *_CONTENT,
            *_END,
        ),
        unread=("authors", "in_seed"),
    ),
    "evidence": TableFormat(
        ("id", "quote", "source_url"),
        ("document_id", "block", "language", "prefix", "suffix", "mentions", *_END),
    ),
    "frameworks": TableFormat(
        ("id", "parent_id", "level", "source_url"),
        (
            *("number", "name_en", "name_en_official", "name_fr", "name_fr_official"),
            *("start_date", "end_date", "city", "country", "size", "size_fr"),
            *("related_id", "document_ids", *_END),
        ),
    ),
    "governance": TableFormat(
        ("partner_id", "role", "source_url"),
        ("start_date", "end_date", "as_of", "domain_ids", *_END),
        (),
    ),
    "graphs": TableFormat(
        ("name", "title_en", "title_fr", "licence", "maintainer"),
        ("description_en", "description_fr", "version", "modified", "sources"),
        ("name",),
    ),
    "guiding_principles": TableFormat(
        ("id", "paragraph", "label_en", "source_url"),
        ("label_fr", "source_url_en", *_END),
        unread=(
            *("number", "letter", "label_es", "label_pt", "confidence_en"),
            *("source_url_es", "source_url_pt"),
        ),
    ),
    "joint_activities": TableFormat(
        ("activity_id", "source_url"), (*_PAGES, "note"), ("activity_id",)
    ),
    "links": TableFormat(
        ("id", "type", "belongs_to_type", "belongs_to_id"),
        ("decoded", "clean_url"),
        unread=(
            *("printed", "group", "seed_line", "seed_block", "duplicate_of", "note"),
            *("source_url", "confidence"),
        ),
    ),
    "members": TableFormat(
        ("dialogue_id", "role", "source_url"),
        ("country_iso3", "organisation", "organisation_id", "as_of", *_END),
        (),
    ),
    "milestones": TableFormat(
        ("id", "title_en", "kind", "start_date", "source_url"),
        ("title_fr", "end_date", "city", "country_iso3", "document_symbol", *_END),
    ),
    "notes_fr": TableFormat(("note_en", "note_fr"), (), ()),
    "objective_sdg": TableFormat(
        ("objective", "sdg_target", "basis", "source_url"),
        _END,
        (),
        unread=("objective_id", "sdg_goal", "sdg_iri"),
    ),
    "objectives": TableFormat(
        ("number", "title_en", "title_fr", "source_url"),
        (
            *("title_es", "label_en", "label_fr", "source_url_fr", "source_url_es"),
            *("source_url_labels", "un_network_term", "un_network_term_status", *_END),
        ),
        ("number",),
        unread=(
            *("id", "title_pt", "title_ar", "label_es", "imrf2022_round_table"),
            *("confidence_fr", "source_url_pt", "pt_status"),
        ),
    ),
    "organisations": TableFormat(
        ("id", "name_en", "source_url"), ("name_fr", "abbreviation", "iso3", "parent_id", *_END)
    ),
    "participations": TableFormat(("partner_id", "activity_id", "role", "source_url"), _END, ()),
    "partners": TableFormat(
        ("id", "type", "source_url"),
        ("name_en", "name_fr", "abbreviation", "iso3", "role", "parent_id", *_END),
        unread=("region",),
    ),
    "regions": TableFormat(
        ("id", "name_en", "source_url"), ("name_fr", "parent_id", "alternate_names", *_END)
    ),
    "statements": TableFormat(
        ("id", "subject", "predicate", "object", "object_type", "rank", "basis", "source_url"),
        ("conflict", "seed_quote", "attributed_to", "rationale_en", "rationale_fr", *_END),
    ),
}
"""The tables by name: a file ``activities.csv``, or ``activities-2026.csv``, holds activities."""
