"""Ways of damaging the shipped graph: each is refused in words that an officer can act on."""

import re
from pathlib import Path

import pytest

from asking import ask, send
from conftest import serving
from dialograph import iris
from dialograph.vocab import BASE, PREFIXES
from writing import insert, token_for

RABAT = (Path(__file__).parent.parent / "data" / "rabat.ttl").read_text("utf-8")
HEAD = {
    **{prefix: str(iri) for prefix, iri in PREFIXES.items()},
    **{kind: f"{BASE}id/{kind}/" for kind in (*iris.KINDS, *iris.SCHEMES)},
    **dict(re.findall(r"^@prefix (\S+): <(\S+)> \.$", RABAT, re.MULTILINE)),
    "g": f"{BASE}graphs/",
}
SPARQL = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in HEAD.items())
MEETING = "activity:conf-2019-niamey-abidjan"
ALIGNMENT = "alignment:abuja-knowledge-paper-cap-a5"
DOCUMENT = "document:abuja-knowledge-paper"
PART = "participation:chair-2020-handover-fra-outgoing-dialogue-chair"
MEMBER = "membership:rabat-process-afdb-observer"
QUOTE = "evidence:rabat-gcm-b01-collection"
STATEMENT = "statement:addis-2022-dialogue-joint"
TURTLE = {"Content-Type": "text/turtle"}


def gone(subject, predicate="?p", graph="g:rabat"):
    """An update that takes statements away."""
    return f"DELETE WHERE {{ GRAPH {graph} {{ {subject} {predicate} ?o }} }}"


def come(statements, graph="g:rabat"):
    """An update that adds statements."""
    return f"INSERT DATA {{ GRAPH {graph} {{ {statements} }} }}"


def other(subject, predicate, value, graph="g:rabat"):
    """An update that puts a value in the place of another."""
    old, new = f"{subject} {predicate} ?o", f"{subject} {predicate} {value}"
    return (
        f"DELETE {{ GRAPH {graph} {{ {old} }} }} INSERT {{ GRAPH {graph} {{ {new} }} }} "
        f"WHERE {{ GRAPH {graph} {{ {old} }} }}"
    )


# What is sent, and what the English summary must hold: of whom, which field and value, the remedy.
DAMAGES = [
    (gone(MEETING, "a"), MEETING, "type: Say what this is"),
    (gone(MEETING, "a"), "activity/ws-2019-smuggling-abidjan", "what it follows “"),
    (gone(MEETING, "skos:prefLabel"), MEETING, "title: Give a title in English or French"),
    (gone(MEETING, "dcterms:source"), MEETING, "source: Give the source: the web address"),
    (gone(MEETING, "dg:hasConfidence"), MEETING, "confidence: Say how sure this is"),
    (gone(MEETING, "dg:hasStatus"), MEETING, "status: Give exactly one status"),
    (gone(MEETING, "dcterms:type"), MEETING, "type of meeting or activity: Say what kind"),
    (gone(MEETING, "schema:location"), MEETING, ": People met in a place"),
    (gone(MEETING, "schema:startDate"), MEETING, "start date: Give the meeting a start date"),
    (
        other(MEETING, "schema:startDate", '"2019-02-31"^^xsd:date'),
        MEETING,
        "start date “2019-02-31”: Write the start date as",
    ),
    (
        other(MEETING, "schema:startDate", '"22 octobre 2019"'),
        MEETING,
        "start date “22 octobre 2019”: Write the start date as",
    ),
    (
        other(MEETING, "schema:endDate", '"2018-10-23"^^xsd:date'),
        MEETING,
        "end date “2018-10-23”: The end date is before the start date",
    ),
    (
        come(f'{MEETING} schema:startDate "2018"^^xsd:gYear'),
        MEETING,
        "start date: Keep one start date",
    ),
    (other(MEETING, "schema:location", "place:atlantis"), MEETING, "place “place/atlantis”: "),
    (other(MEETING, "schema:location", "'Abidjan'"), MEETING, "place “Abidjan”: The place is not"),
    (
        other(MEETING, "schema:location", DOCUMENT),
        MEETING,
        "(document/abuja-knowledge-paper)”: The place is not",
    ),
    (come(f"{MEETING} dcterms:subject theme:none"), MEETING, "theme “theme/none”: This theme"),
    (come(f"{MEETING} dg:hasStautus status:held"), MEETING, "dg:hasStautus “held (status/held)”"),
    (come(f'{MEETING} skos:prefLabel "Autre"@fr'), MEETING, "at most once in English and once"),
    (come(f'{MEETING} skos:prefLabel "Nom"'), MEETING, "marked with its language"),
    (come(f'{MEETING} dcterms:description " "@de'), MEETING, "Remove the spaces before or after"),
    (come(f'{MEETING} dcterms:description "a@b.org"@fr'), MEETING, "summary “a@b.org”: Remove"),
    (come(f'{MEETING} foaf:page "www.x.org"'), MEETING, "web page “www.x.org”: Give the web page"),
    (come(f"{MEETING} dcterms:isPartOf {MEETING}"), MEETING, "cannot be part of itself"),
    (come(f"{MEETING} dcterms:isPartOf activity:none"), MEETING, "“activity/none”: The larger"),
    (come(f"{MEETING} a dg:Document"), MEETING, "End the identifier of the document with"),
    (gone(ALIGNMENT, "dg:hasBasis"), ALIGNMENT, "basis: Say on what this rests"),
    (gone(ALIGNMENT, "dg:aligns"), ALIGNMENT, "what is aligned: Say which meeting"),
    (gone(ALIGNMENT, "dg:inferredFrom"), ALIGNMENT, "Say from what this is inferred"),
    (
        other(ALIGNMENT, "dg:alignsWith", "objective:gcm-o24"),
        ALIGNMENT,
        "objective served “objective/gcm-o24”: The objective served is not",
    ),
    (gone(DOCUMENT, "dg:contributesTo"), DOCUMENT, "(element/cap-a5)”: “Contributes to” and the"),
    (come(f"{DOCUMENT} dg:contributesTo objective:gcm-o3"), DOCUMENT, "(objective/gcm-o3)”: “Con"),
    (come(f"{DOCUMENT} dcat:downloadURL <file:///home/x>"), DOCUMENT, "file to download “file:///"),
    (other(DOCUMENT, "dcterms:publisher", "organisation:none"), DOCUMENT, "“organisation/none”: "),
    (gone(PART, "dg:hasPartner"), PART, "partner: Give exactly one partner"),
    (other(PART, "dg:hasPartner", "country:xyz"), PART, "partner “country/xyz”: The partner who"),
    (other(PART, "dg:hasRole", "role:boss"), PART, "role “role/boss”: This role is not known"),
    (gone(MEMBER, "org:member"), MEMBER, "member: Give exactly one partner"),
    (gone(QUOTE, "dcterms:language"), QUOTE, "language of the quote: Say in which language"),
    (gone(QUOTE, "oa:hasSource"), QUOTE, "document quoted: Say which document"),
    (other(QUOTE, "dg:blockNumber", '"one"'), QUOTE, "block number “one”: Write the block number"),
    (gone(f"<{BASE}id/evidence/rabat-gcm-b01-collection#quote>", "oa:exact"), QUOTE, "exact text"),
    (other(STATEMENT, "dg:hasRank", "rank:preferred"), STATEMENT, "This statement is preferred"),
    (gone(STATEMENT, "dg:conflictsWith"), STATEMENT, "A conflict is mutual"),
    (gone("country:gin", graph="g:places"), "membership/rabat-process-gin-member", "(country/gin)"),
    (
        other("country:fra", "dg:iso3166Alpha2", '"DE"', "g:places"),
        "country:deu",
        "two-letter code",
    ),
    (other("country:fra", "dg:m49Code", '"25"', "g:places"), "country:fra", "M49 code “25”: "),
    (
        other("objective:gcm-o9", "skos:notation", '"8"', "g:gcm"),
        "objective:gcm-o8",
        "“8”: Another",
    ),
    (gone("objective:gcm-o9", graph="g:gcm"), "alignment/", "(objective/gcm-o9)”"),
    (come("[] a dg:Meeting"), "(no identifier)", "End the identifier of the meeting"),
    (come("activity:ghost a dg:Seminar"), "activity:ghost", "type “dg:Seminar”: This type is not"),
    (come("activity:ghost skos:prefLabel 'x'@en"), "activity:ghost", "type: Say what this is"),
    (gone("g:rabat", "dcterms:license"), "graphs/rabat", "licence: Give exactly one licence"),
    ("DELETE /graphs/gcm", "objective/gcm-o", "The objective served is not"),
    ("POST /graphs/rabat", "activity:new", "start date: Give the meeting a start date"),
    ("POST /graphs", "activity:new", "source: Give the source"),
    ("PUT /graphs/new", "activity:new", "confidence: Say how sure this is"),
]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The shipped graph, taking changes; yields its address and a token, and sees it unharmed."""
    folder = tmp_path_factory.mktemp("damages")
    token, flags = token_for(folder)
    with serving("--data-dir", folder / "data", *flags) as server:
        before = ask(server.url, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
        yield server.url, token
        after = ask(server.url, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
        assert after.rows == before.rows
        assert after.headers["Dialograph-Version"].startswith("1-")


def sent(url, token, damage):
    """Send a damage by the way that it names."""
    method, _, path = damage.partition(" ")
    if not path.startswith("/"):
        return insert(url, token, SPARQL + damage)
    body = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in HEAD.items())
    body += "activity:new a dg:Meeting ; skos:prefLabel 'Réunion de Dakar'@fr ."
    told = {"Authorization": f"Bearer {token}", **TURTLE}
    return send(url, method, path, None if method == "DELETE" else body.encode(), told)


def test_every_damage_is_refused_with_who_where_what_and_the_remedy(served):
    """Each of them is refused whole: resource, field, value and remedy, in both languages."""
    poor = []
    for damage, whom, said in DAMAGES:
        reply = sent(*served, damage)
        assert reply.status == 422, (damage, reply.text)
        summary = {each: text.splitlines() for each, text in reply.json["summary"].items()}
        short = whom.replace(":", "/")
        right = [at for at, line in enumerate(summary["en"]) if short in line and said in line]
        if not right or len(set(summary["en"])) < len(summary["en"]):
            poor.append((damage, summary["en"]))
        assert len(summary["fr"]) == len(summary["en"])
        assert all(short in summary["fr"][at] or "(no id" in short for at in right)
        assert not set(summary["fr"]) & set(summary["en"])
    assert poor == []
