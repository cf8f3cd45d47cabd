"""Documents, claims, frameworks: the answers of queries, worked out again from the tables."""

from __future__ import annotations

from collections import defaultdict

import pytest

from recounting import ask, belonging, everywhere, parts, preferred, slugs, table

ID = "https://w3id.org/dialograph/id/"


def test_the_gap_list_is_what_the_seed_leaves_out():
    """Objectives without a stated alignment are those that no stated row of the table names."""
    stated = {row["gcm_objective"] for row in table("rabat/alignments") if row["basis"] == "stated"}
    gaps = [str(number) for number in range(1, 24) if str(number) not in stated]
    assert gaps == ["3", "4", "6", "12", "13", "14", "15", "17", "22"]
    assert [row["notation"] for row in ask("objectives-without-activity")] == gaps
    of_rabat = ask("objectives-without-activity", dialogue="rabat-process")
    assert [row["notation"] for row in of_rabat] == gaps


def test_documents_of_each_activity():
    """The documents of an activity are the rows that name it."""
    rows = defaultdict(set)
    for row in everywhere("documents"):
        if row["activity_id"]:
            rows[row["activity_id"]].add(row["id"])
    for row in everywhere("activities"):
        for document in parts(row["document_ids"]):
            rows[row["id"]].add(document)
    for activity in everywhere("activities"):
        answered = ask("documents-of-activity", activity=activity["id"])
        assert set(slugs(answered, "document")) == rows[activity["id"]], activity["id"]


@pytest.mark.parametrize("year", [2006, 2019, 2020, 2021, 2022])
def test_documents_of_a_year(year):
    """The documents of a year are those whose date, stated or preferred, begins with it."""
    dates = {row["id"]: row["date"] for row in everywhere("documents")}
    dates |= preferred("dcterms:issued")
    rows = {document for document, date in dates.items() if date.startswith(str(year))}
    assert set(slugs(ask("documents-by-year", year=year), "document")) == rows


def test_documents_out_of_reach():
    """Documents without a link are the rows without a page and without a file."""
    links = ("page_url_en", "page_url_fr", "page_url", "file_url_en", "file_url_fr")
    rows = [
        row["id"] for row in everywhere("documents") if not any(row.get(link) for link in links)
    ]
    assert slugs(ask("documents-without-link"), "document") == sorted(rows)


def test_quotes_of_each_objective():
    """The quotes of an objective are those of its rows, in the words of the seed."""
    rows = defaultdict(set)
    for row in table("rabat/alignments"):
        if row["basis"] and row["seed_quote"]:
            rows[row["gcm_objective"]].add((row["subject_id"], row["basis"], row["seed_quote"]))
    for number in range(1, 24):
        answered = ask("quotes-of-objective", objective=f"gcm-o{number}")
        rest = [(row["basisLabel"], row["quote"]) for row in answered]
        got = {(slug, *each) for slug, each in zip(slugs(answered, "work"), rest, strict=True)}
        assert got == rows[str(number)], number


def test_titles_of_the_23_objectives():
    """The objectives and their titles are those of the table."""
    rows = [
        (row["number"], row["title_en"], row["title_fr"], row["label_en"], row["label_fr"])
        for row in table("gcm/objectives")
    ]
    columns = ("notation", "titleEn", "titleFr", "shortEn", "shortFr")
    assert [tuple(row[c] for c in columns) for row in ask("gcm-objectives")] == rows


def test_links_to_the_sustainable_development_goals():
    """Links to targets are the rows of the table, each objective under its number."""
    rows = {(row["objective"], row["sdg_iri"]) for row in table("gcm/objective_sdg")}
    assert {(row["notation"], row["target"]) for row in ask("gcm-sdg-links")} == rows


def test_milestones_of_the_compact():
    """Milestones are the rows of the table, with their dates and symbols."""
    rows = {
        (row["id"], row["start_date"], row["document_symbol"]) for row in table("gcm/milestones")
    }
    answered = ask("gcm-milestones")
    rest = [(row["start"], row["symbol"]) for row in answered]
    got = {(i, *x) for i, x in zip(slugs(answered, "milestone"), rest, strict=True)}
    assert got == rows


FRAMEWORKS = ("budapest-call-2019", "budapest-call-2025", "prague-action-plan-2012")


def aligned(name: str) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """What is aligned by the tables: works by objective and basis, of one dialogue."""
    found = defaultdict(set)
    works = {f"{k}/{s}" for k, t in KINDS for s in belonging(t, name)}
    for row in everywhere("alignments"):
        work = f"{row['subject_type']}/{row['subject_id']}"
        if row["basis"] and work in works:
            found[row["gcm_objective_id"], row["basis"]].add((work, row["basis"]))
    return found


KINDS = (("activity", "activities"), ("document", "documents"))


@pytest.mark.parametrize("name", ["budapest", "khartoum", "prague", "rabat"])
def test_coverage_by_dialogue(name):
    """Works by objective, dialogue and basis are the rows of the tables of alignments."""
    expected = aligned(name)
    answered = [
        row for row in ask("coverage-by-dialogue") if row["dialogue"].endswith(f"/{name}-process")
    ]
    assert len(answered) == 23
    for row in answered:
        objective = f"gcm-o{row['notation']}"
        for basis in ("stated", "reported", "inferred"):
            assert int(row[basis]) == len(expected[objective, basis]), (objective, basis)


@pytest.mark.parametrize("number", [5, 9, 10, 21])
def test_who_else_works_on_an_objective(number):
    """What other dialogues do on an objective is what the tables align, joint work marked."""
    answered = ask("others-on-objective", objective=f"gcm-o{number}")
    got = {(row["other"].rsplit("/", 1)[1], row["work"].removeprefix(ID)) for row in answered}
    expected = set()
    for name in ("budapest", "khartoum", "prague"):
        for (objective, _), works in aligned(name).items():
            if objective == f"gcm-o{number}":
                expected |= {(f"{name}-process", work) for work, _ in works}
    assert got == expected
    ours = {f"{k}/{s}" for k, t in KINDS for s in belonging(t, "rabat")}
    joint = {row["work"].removeprefix(ID) for row in answered if row["joint"] == "true"}
    assert joint <= ours


@pytest.mark.parametrize("framework", ["map", "cap", "dakar", "par", "rome", "jvap", *FRAMEWORKS])
def test_elements_of_a_framework(framework):
    """The elements of a framework are the rows of the table that stand under it."""
    rows = {row["id"]: row["parent_id"] for row in everywhere("frameworks")}

    def root(slug: str) -> str:
        return root(rows[slug]) if rows.get(slug) else slug

    below = {slug for slug in rows if slug != framework and root(slug) == framework}
    assert set(slugs(ask("framework-tree", framework=framework), "element")) == below


def test_codes_of_the_countries_of_a_region():
    """Codes are those of the table of countries."""
    rows = {row["iso3"]: (row["iso2"], row["m49"]) for row in table("places/countries")}
    answered = ask("countries", region="western-africa")
    assert {"SEN", "NGA", "CIV"} <= {row["alpha3"] for row in answered}
    assert all(rows[row["alpha3"]] == (row["alpha2"], row["m49"]) for row in answered)


def test_the_register_of_dialogues():
    """The register has every row of its table, with the number of members stated there."""
    rows = {row["id"]: row["member_states"] for row in table("dialogues/dialogues")}
    rows |= {slug: count for slug, count in preferred("dg:statedCount").items() if slug in rows}
    answered = ask("dialogues")
    numbers = [row["memberStates"] for row in answered]
    got = dict(zip(slugs(answered, "dialogue"), numbers, strict=True))
    assert {slug: got[slug] for slug in rows} == rows


def test_what_a_block_of_the_seed_names():
    """What a block names is what the quotes of the block mention in the table of evidence."""
    mentions = defaultdict(set)
    for row in table("rabat/evidence"):
        mentions[row["block"]] |= set(parts(row["mentions"]))
    for block in range(1, 15):
        answered = ask("seed-block", block=block)
        got = {row["named"].removeprefix(ID) for row in answered}
        assert mentions[str(block)] <= got, block
