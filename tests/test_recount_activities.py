"""Who did what, when and where: the answers of queries, worked out again from the tables."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from recounting import ask, belonging, everywhere, parts, slugs, table


def named_in_declaration(row: dict[str, str]) -> bool:
    """Whether a participation is no more than a name in a declaration."""
    return row["role"] == "named in the declaration"


def hosts_elsewhere() -> set[tuple[str, str]]:
    """Hosts that only a table of activities names, by activity and country."""
    return {
        (row["id"], code.lower())
        for row in everywhere("activities")
        if row["id"] not in belonging("activities", "rabat")
        for code in parts(row.get("host_countries", ""))
    }


DIALOGUES = ("budapest", "khartoum", "prague", "rabat")


@pytest.mark.parametrize("year", range(1991, 2028))
def test_activities_of_each_year(year):
    """The activities of a year are the rows whose start begins with it."""
    rows = [row for row in everywhere("activities") if row["start_date"].startswith(str(year))]
    answered = ask("activities-by-year", year=year)
    assert sorted(slugs(answered, "activity")) == sorted(row["id"] for row in rows)
    dates = {row["activity"].rsplit("/", 1)[1]: row["start"] for row in answered}
    assert dates == {row["id"]: row["start_date"] for row in rows}


def test_activities_without_a_date():
    """Activities without a date are the rows without a start."""
    rows = [row["id"] for row in everywhere("activities") if not row["start_date"]]
    assert slugs(ask("activities-without-date"), "activity") == sorted(rows)


def test_activities_not_confirmed():
    """Activities not confirmed are the rows announced, postponed or replaced."""
    rows = [
        row["id"]
        for row in everywhere("activities")
        if row["status"].split()[0] in {"announced", "postponed", "replaced"}
    ]
    assert sorted(slugs(ask("activities-unconfirmed"), "activity")) == sorted(rows)


def test_activities_held_without_a_document():
    """Activities held without a document are those that no row of the documents names."""
    documented = {row["activity_id"] for row in everywhere("documents")}
    for row in everywhere("activities"):
        documented |= {row["id"]} if row["document_ids"] else set()
    rows = [
        row["id"]
        for row in everywhere("activities")
        if row["status"] == "held" and row["id"] not in documented
    ]
    assert sorted(slugs(ask("activities-without-document"), "activity")) == sorted(rows)


def test_attendance_modes_by_year():
    """Modes by year count the rows held with a year."""
    counted = Counter(
        (row["start_date"][:4], row["mode"].replace("in-person", "in person"))
        for row in everywhere("activities")
        if row["status"] == "held" and row["start_date"]
    )
    answered = ask("attendance-modes-by-year")
    assert {(row["year"], row["modeLabel"]): int(row["activities"]) for row in answered} == counted


def test_participant_numbers():
    """Numbers of participants are those of the rows that have one."""
    rows = {
        row["id"]: row["participants"] for row in everywhere("activities") if row["participants"]
    }
    answered = ask("participant-numbers")
    numbers = [row["participants"] for row in answered]
    assert dict(zip(slugs(answered, "activity"), numbers, strict=True)) == rows


def test_chairs_of_the_dialogue():
    """Chairs and their dates are those of the table of governance."""
    rows = [
        (row["start_date"], row["end_date"], row["partner_id"])
        for row in table("rabat/governance")
        if row["role"] == "chair"
    ]
    answered = ask("chairs-of-dialogue")
    got = [
        (row["start"], row["end"], slug)
        for row, slug in zip(answered, slugs(answered, "partner"), strict=True)
    ]
    assert sorted(got) == sorted(rows)
    assert [slug for *_, slug in got[:3]] == ["sen", "ita", "mar"]
    assert [slug for *_, slug in got[-3:]] == ["prt", "nga", "che"]


def test_steering_committee():
    """The steering committee is that of the table of governance."""
    rows = [
        row["partner_id"]
        for row in table("rabat/governance")
        if row["role"] == "steering committee member"
    ]
    assert sorted(slugs(ask("steering-committee"), "partner")) == sorted(rows)


@pytest.mark.parametrize("framework", ["map", "cap"])
def test_reference_countries_by_domain(framework):
    """Reference countries stand beside the domains that the table of governance gives them."""
    rows = [
        ("D" + domain[-1], row["partner_id"])
        for row in table("rabat/governance")
        if row["role"] == "reference country"
        for domain in parts(row["domain_ids"])
        if domain.startswith(framework)
    ]
    answered = ask("reference-countries", framework=framework)
    got = [row["notation"] for row in answered]
    assert sorted(zip(got, slugs(answered, "country"), strict=True)) == sorted(rows)


def test_partners_by_number_of_activities():
    """Numbers of activities by partner are those of the table of participations."""
    everywhere_of, present = defaultdict(set), defaultdict(set)
    for row in table("rabat/participations"):
        everywhere_of[row["partner_id"]].add(row["activity_id"])
        if not named_in_declaration(row):
            present[row["partner_id"]].add(row["activity_id"])
    for activity, partner in hosts_elsewhere():
        everywhere_of[partner].add(activity)
        present[partner].add(activity)
    answered = ask("partners-by-activity-count", minimum=1)
    got = {
        slug: (int(row["activities"]), int(row["withoutDeclarations"]))
        for row, slug in zip(answered, slugs(answered, "partner"), strict=True)
    }
    assert got == {who: (len(everywhere_of[who]), len(present[who])) for who in everywhere_of}


@pytest.mark.parametrize("partner", ["country/mar", "country/bfa", "organisation/unhcr"])
def test_activities_of_a_partner(partner):
    """The activities of a partner are those of its rows in the table of participations."""
    rows = {
        row["activity_id"]
        for row in table("rabat/participations")
        if row["partner_id"] == partner.split("/")[1]
    }
    assert set(slugs(ask("activities-by-partner", partner=partner), "activity")) == rows


def test_who_hosted_or_chaired_what():
    """Hosts and chairs are the rows of participations with one of the four roles, and hosts."""
    roles = {"host", "co-host", "chair", "co-chair"}
    dated = {row["id"] for row in everywhere("activities") if row["start_date"]}
    rows = {
        (row["activity_id"], row["role"], row["partner_id"])
        for row in everywhere("participations")
        if row["role"] in roles and row["activity_id"] in dated
    }
    rows |= {(activity, "host", partner) for activity, partner in hosts_elsewhere()}
    answered = ask("hosts-and-chairs")
    labels = [row["roleLabel"] for row in answered]
    got = zip(slugs(answered, "activity"), labels, slugs(answered, "partner"), strict=True)
    assert set(got) == rows
    assert len(answered) == len(rows)


def test_partners_that_sit_with_one_another():
    """Partners of a partner are counted as the table of participations pairs them."""
    rows = [row for row in table("rabat/participations") if not named_in_declaration(row)]
    where = {row["activity_id"] for row in rows if row["partner_id"] == "mmc"}
    shared = defaultdict(set)
    for row in rows:
        if row["activity_id"] in where and row["partner_id"] != "mmc":
            shared[row["partner_id"]].add(row["activity_id"])
    answered = ask("co-partners", partner="organisation/mmc")
    numbers = [int(row["activities"]) for row in answered]
    got = dict(zip(slugs(answered, "other"), numbers, strict=True))
    assert got == {who: len(activities) for who, activities in shared.items()}


def test_members_of_several_dialogues():
    """Members of several dialogues are counted from the two tables that name members."""
    dialogues = defaultdict(set)
    for row in table("dialogues/members"):
        if row["role"] == "member":
            who = row["country_iso3"].lower() or row["organisation_id"] or row["organisation"]
            dialogues[who].add(row["dialogue_id"])
    for row in table("rabat/partners"):
        if "partner country" in row["role"].split("; "):
            dialogues[row["id"]].add("rabat-process")
    answered = ask("members-of-several-dialogues", minimum=4)
    numbers = [int(row["dialogues"]) for row in answered]
    got = dict(zip(slugs(answered, "partner"), numbers, strict=True))
    assert got == {who: len(sat) for who, sat in dialogues.items() if len(sat) >= 4}


@pytest.mark.parametrize("name", ["budapest", "khartoum", "prague"])
def test_activities_of_each_dialogue_by_year(name):
    """Activities by dialogue and year are the rows of its tables, joint activities included."""
    rows = {
        row["id"]: row["start_date"][:4]
        for row in everywhere("activities")
        if row["id"] in belonging("activities", name) and row["start_date"]
    }
    answered = ask("activities-by-dialogue-and-year", dialogue=f"{name}-process")
    counted = {row["year"]: int(row["held"]) + int(row["notHeld"]) for row in answered}
    assert counted == Counter(rows.values())


def test_chairs_of_every_dialogue():
    """Chairs and their dates are those of the table of governance of each dialogue."""
    for name in DIALOGUES:
        rows = sorted(
            (row["start_date"], row["end_date"], row["partner_id"])
            for row in table(f"{name}/governance")
            if row["role"] == "chair"
        )
        answered = ask("chairs-of-dialogue", dialogue=f"{name}-process")
        partners = slugs(answered, "partner")
        got = [(r["start"], r["end"], slug) for r, slug in zip(answered, partners, strict=True)]
        assert sorted(got) == rows, name


def test_states_of_dialogues():
    """Who sits where is what the table of members and the partners of the Rabat Process say."""
    roles = {"member", "observer", "participant", "partner", "former or observer", "former member"}
    rows = {
        (row["country_iso3"].lower(), row["dialogue_id"])
        for row in table("dialogues/members")
        if row["country_iso3"] and row["role"] in roles
    }
    rabat = {"partner country", "observer country", "former partner country", "guest country"}
    rows |= {
        (row["id"], "rabat-process")
        for row in table("rabat/partners")
        if row["type"] == "country" and rabat & set(row["role"].split("; "))
    }
    answered = ask("states-of-dialogues")
    got = set(zip(slugs(answered, "country"), slugs(answered, "dialogue"), strict=True))
    assert got == rows
