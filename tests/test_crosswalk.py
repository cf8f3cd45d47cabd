"""Mappings between frameworks: the page and its files, SSSOM out and in, what is derived."""

import csv
import io
import json
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import OWL, SKOS, Graph, Namespace, URIRef

from asking import send
from browsing import Outline, get
from dialograph.cli.main import main
from dialograph.errors import UsageError
from dialograph.integrate.crosswalk import importing, sssom_reading
from watching import problem

ID = "https://w3id.org/dialograph/id/"
SSSOM = Namespace("https://w3id.org/sssom/")
MATCHES = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}
HEAD = """#mapping_set_id: https://maps.example.org/theirs.sssom.tsv
#mapping_set_title: Theirs
#license: https://creativecommons.org/licenses/by/4.0/
#curie_map:
#  gcm: https://w3id.org/dialograph/id/objective/gcm-o
#  x: https://maps.example.org/
"""
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tpredicate_modifier"
ROWS = [
    "x:p1\tskos:broadMatch\tgcm:12\tsemapv:ManualMappingCuration\t",
    "gcm:9\tskos:closeMatch\tx:o3\tsemapv:LexicalMatching\t",
    "gcm:5\tskos:exactMatch\tx:o1\tsemapv:ManualMappingCuration\tNot",
]


def theirs(*rows, head=HEAD):
    """A mapping set of somebody else."""
    return head + "\n".join([COLUMNS, *rows]) + "\n"


def rows_of(server, path):
    """The rows of a CSV answer."""
    return list(csv.DictReader(io.StringIO(send(server, path=path).text)))


def lines_of(text):
    """The rows of an SSSOM/TSV text, after its head."""
    body = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("".join(body)), delimiter="\t"))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_shows_what_its_files_hold(server, lang):
    """As many rows as the table, each with its two ends, and a file in each form is linked."""
    text = get(f"{server}/crosswalk?first=budapest-call-2019&second=gcm&lang={lang}")[1]
    Outline(text)
    rows = rows_of(server, "/crosswalk.csv?first=budapest-call-2019&second=gcm&what=all")
    table = text[text.index("<tbody>") : text.index("</tbody>")]
    assert table.count("<tr>") == len(rows) > 10
    for row in rows:
        assert f"/page/{row['first'].removeprefix(ID)}" in table
        assert f"/page/{row['second'].removeprefix(ID)}" in table
    for end in ("csv", "sssom.tsv", "json", "ttl"):
        assert f"/crosswalk.{end}?first=budapest-call-2019&amp;second=gcm&amp;what=all" in text
    assert {"en": "not confirmed", "fr": "non confirmé"}[lang] in table


def test_what_nobody_states_is_told_to_be_derived(server):
    """No source ties Cadiz to the Compact: what follows from the record says that it follows."""
    rows = rows_of(server, "/crosswalk.csv?first=cap&second=gcm")
    assert rows
    for row in rows:
        assert row["basis"] == "inferred"
        assert row["rank"] in {"derived", "unconfirmed"}
        assert row["justification"] in {"semapv:MappingChaining", "semapv:InstanceBasedMatching"}
        assert bool(row["through"]) != bool(row["works"])
        assert row["said_by"] == ""
    assert rows_of(server, "/crosswalk.csv?first=cap&second=gcm&what=recorded") == []
    text = get(f"{server}/crosswalk?first=cap&second=gcm&what=recorded&lang=en")[1]
    assert "No correspondence between the two" in text
    assert "parts without a correspondence here: 32 of 32" in text


def test_a_chain_is_as_sure_as_its_weakest_step(server):
    """The five domains of both plans meet in the Valletta plan; through a reading, it stays one."""
    rows = rows_of(server, "/crosswalk.csv?first=map&second=cap&what=all")
    chained = {(row["first"], row["second"]): row for row in rows if row["through"]}
    assert set(chained) == {(f"{ID}element/map-d{n}", f"{ID}element/cap-a{n}") for n in range(1, 6)}
    assert {row["rank"] for row in chained.values()} == {"derived"}
    assert {row["through"] for row in chained.values()} == {
        f"{ID}element/jvap-d{n}" for n in range(1, 6)
    }
    further = rows_of(server, "/crosswalk.csv?first=cap&second=gcm&what=all")
    assert {row["rank"] for row in further if row["through"]} == {"unconfirmed"}


def test_turning_a_pair_round_turns_its_rows_round(server):
    """From the second to the first, the same correspondences with their ends exchanged."""
    there = rows_of(server, "/crosswalk.csv?first=jvap&second=gcm&what=all")
    back = rows_of(server, "/crosswalk.csv?first=gcm&second=jvap&what=all")
    ends = [(row["first"], row["second"], row["rank"]) for row in there]
    assert sorted(ends) == sorted((row["second"], row["first"], row["rank"]) for row in back)


def test_the_sssom_file_keeps_the_rules_of_the_format(server):
    """Its head is YAML with what a set must say; every CURIE has its prefix."""
    reply = send(server, path="/crosswalk.sssom.tsv?what=all")
    assert reply.headers["content-type"].startswith("text/tab-separated-values")
    head = "".join(line[1:] + "\n" for line in reply.text.splitlines() if line.startswith("#"))
    told = yaml.safe_load(head)
    assert told["mapping_set_id"].startswith("https://")
    assert told["license"].startswith("https://creativecommons.org/")
    defined = {each["slot_name"] for each in told["extension_definitions"]}
    rows = lines_of(reply.text)
    assert len(rows) > 100
    assert {name for name in rows[0] if name.startswith("ext_")} == defined
    for row in rows:
        for name in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            prefix, colon, local = row[name].partition(":")
            assert colon
            assert local
            assert prefix in told["curie_map"], row[name]
        assert row["mapping_justification"].startswith("semapv:")
        assert row["predicate_id"].startswith("skos:")


@pytest.mark.skipif(find_spec("sssom") is None, reason="the package sssom is not installed")
def test_a_validator_of_others_accepts_the_file(server, tmp_path):
    """What sssom-py, the reference implementation, says of our file: nothing."""
    file = tmp_path / "ours.sssom.tsv"
    file.write_text(send(server, path="/crosswalk.sssom.tsv?what=all").text)
    command = [sys.executable, "-m", "sssom", "validate", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "error" not in done.stderr.lower()


def test_the_twins_say_the_same(server):
    """JSON and RDF hold the mappings of the table, and only confirmed ones are asserted."""
    query = "?first=budapest-call-2019&second=gcm&what=recorded"
    rows = rows_of(server, f"/crosswalk.csv{query}")
    told = json.loads(send(server, path=f"/crosswalk.json{query}").text)
    assert len(told["mappings"]) == len(rows)
    ranks = sorted(each["other"].partition("rank=")[2] for each in told["mappings"])
    assert ranks == sorted(row["rank"] for row in rows)
    graph = Graph().parse(data=send(server, path=f"/crosswalk.ttl{query}").text, format="turtle")
    axioms = {
        (str(graph.value(each, OWL.annotatedSource)), str(graph.value(each, OWL.annotatedTarget)))
        for each in graph.objects(None, SSSOM.mappings)
    }
    assert axioms == {(row["first"], row["second"]) for row in rows}
    asserted = {(str(s), str(o)) for s, p, o in graph if p in MATCHES}
    assert asserted == {(row["first"], row["second"]) for row in rows if row["rank"] == "preferred"}
    justified = [
        triple
        for triple in ox.parse(json.dumps(told), ox.RdfFormat.JSON_LD)
        if triple.predicate.value == str(SSSOM.mapping_justification)
    ]
    assert len(justified) == len(rows)


def test_a_framework_that_is_none_is_told(server):
    """A bad parameter is 422 with its form on the page, a file that there is not is 404."""
    assert problem(send(server, path="/crosswalk.csv?what=everything")) == (422, "bad-parameters")
    assert problem(send(server, path="/crosswalk.sssom.tsv?first=a%20b"))[0] == 422
    assert problem(send(server, path="/crosswalk.xml"))[0] == 404
    response, text = get(f"{server}/crosswalk?first=a%20b&lang=en")
    assert response.status == 422
    assert '<form action="/crosswalk"' in text
    same = rows_of(server, "/crosswalk.csv?first=gcm&second=gcm")
    assert same == []


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data directory with the shipped graph and a mapping set of somebody else."""
    folder = tmp_path_factory.mktemp("crosswalk")
    place, file = str(folder / "data"), folder / "theirs.sssom.tsv"
    file.write_text(theirs(*ROWS))
    assert main(["load", "--shipped", "--shapes", "none", "--data-dir", place]) == 0
    assert main(["crosswalk", "import", str(file), "--data-dir", place]) == 0
    return place


def test_what_comes_in_goes_out_again(data, capsys):
    """Through the gate and back: ends, predicate, justification, refusal; ours comes first."""
    assert main(["crosswalk", "export", "--data-dir", data]) == 0
    told = sssom_reading.read(capsys.readouterr().out.encode())
    mine = [
        row.slots
        for row in told.rows
        if row.slots.get("mapping_provider", "").endswith("/graphs/crosswalk-theirs")
    ]
    x, skos = "https://maps.example.org/", str(SKOS)
    assert {
        (
            row["subject_id"].removeprefix(ID),
            row["predicate_id"].removeprefix(skos),
            row["object_id"].removeprefix(x),
            row["mapping_justification"].rpartition("/")[2],
            row.get("predicate_modifier", ""),
            row["ext_rank"],
        )
        for row in mine
    } == {
        ("objective/gcm-o12", "narrowMatch", "p1", "ManualMappingCuration", "", "preferred"),
        ("objective/gcm-o9", "closeMatch", "o3", "LexicalMatching", "", "preferred"),
        ("objective/gcm-o5", "exactMatch", "o1", "ManualMappingCuration", "Not", "refused"),
    }


def test_a_second_import_of_the_same_changes_nothing(data, tmp_path, capsys):
    """The set has its graph and takes the place of what it held: the version stays."""
    file = tmp_path / "again.tsv"
    file.write_text(theirs(*reversed(ROWS)))
    assert main(["crosswalk", "import", str(file), "--data-dir", data, "--lang", "en"]) == 0
    assert "Nothing changes" in capsys.readouterr().out


def test_our_own_export_is_read_as_it_was_written(server):
    """Every recorded mapping of ours comes back with its ends; what is derived is left out."""
    text = send(server, path="/crosswalk.sssom.tsv?what=all").text
    told = importing.to_graph(sssom_reading.read(text.encode()))
    rows = rows_of(server, "/crosswalk.csv?what=all")
    kept = [row for row in rows if row["rank"] != "derived"]
    assert told.taken == len(kept)
    assert told.skipped == len(rows) - len(kept) > 0
    wanted = {(row["first"], row["second"]) for row in kept if row["rank"] == "preferred"}
    assert {(str(s), str(o)) for s, p, o in told.graph if p in MATCHES} == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (theirs("q:1\tskos:exactMatch\tgcm:1\tsemapv:X\t"), "Line 8: subject_id is 'q:1'"),
        (theirs("gcm:1\trdfs:label\tx:1\tsemapv:X\t"), "is no mapping property"),
        (theirs("x:1\tskos:exactMatch\tx:2\tsemapv:X\t"), "neither end is in the graph"),
        (theirs("gcm:1\tskos:exactMatch\tx:1\tsemapv:X\tMaybe"), "may only be Not"),
        (theirs("gcm:1\tskos:exactMatch\t\tsemapv:X\t"), "object_id is empty"),
        (theirs(head=HEAD.replace("#license", "#licence")), "under which licence"),
        (theirs(head="#mapping_set_id: [\n"), "no YAML"),
        (HEAD + "subject_id\tobject_id\n", "the column predicate_id is missing"),
        ("\ufeff", "the column subject_id is missing"),
        (theirs(), "holds no mapping"),
    ],
)
def test_a_file_that_is_no_good_is_told_where(text, said):
    """Each fault is one sentence with the line that it is on, in both languages."""
    with pytest.raises(UsageError) as raised:
        importing.to_graph(sssom_reading.read(text.encode()))
    assert said in str(raised.value)
    assert raised.value.french.endswith(".")


def test_no_import_takes_the_place_of_a_graph_of_ours():
    """Whatever name is asked for, the graph is one of mappings."""
    told = sssom_reading.read(theirs(*ROWS).encode())
    for name in ("gcm", "crosswalk-gcm"):
        assert importing.to_graph(told, name).name == "crosswalk-gcm"
    with pytest.raises(UsageError):
        importing.to_graph(told, "../x")


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=100, deadline=None)
def test_no_bytes_upset_the_reading(content):
    """Any bytes after a good head are read, or refused in words."""
    for each in (content, HEAD.encode() + content, theirs().encode() + content):
        with suppress(UsageError):
            importing.to_graph(sssom_reading.read(each))


def test_aliases_without_end_are_not_unfolded():
    """A head that would unfold to a thousand million texts is read in no time."""
    bomb = "#a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for name, before in zip("bcdefghi", "abcdefgh", strict=True):
        bomb += f"#{name}: &{name} [{', '.join(['*' + before] * 10)}]\n"
    assert sssom_reading.read((bomb + theirs(*ROWS)).encode()).rows


def test_frameworks_are_named_on_the_command_line(capsys, tmp_path):
    """One without the other, or an unknown one, is wrong usage; a file is written whole."""
    assert main(["crosswalk", "export", "--first", "cap"]) == 2
    assert main(["crosswalk", "export", "--first", "cap", "--second", "nope"]) == 2
    assert "no framework 'nope'" in capsys.readouterr().err
    out = tmp_path / "x.ttl"
    words = ["--first", "map", "--second", "jvap", "--format", "ttl", "--output", str(out)]
    assert main(["crosswalk", "export", *words]) == 0
    graph = Graph().parse(out)
    match = (URIRef(f"{ID}element/map-d1"), SKOS.relatedMatch, URIRef(f"{ID}element/jvap-d1"))
    assert match in graph
    assert Path(out).read_text().startswith("@prefix")
