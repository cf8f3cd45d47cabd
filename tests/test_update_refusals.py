import contextlib
import socket
import threading

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dialograph.engine.dataset import Dataset
from dialograph.engine.interface import EvaluationError, TooComplexError
from dialograph.engine.updating import derive_update
from dialograph.errors import ForbiddenQueryError, QuerySyntaxError, UsageError
from updates import EX, PROLOGUE, copy_of, derive, store_of

REACHING_OUT = [
    "LOAD <%s>",
    "load <%s> into graph ex:g",
    "CREATE GRAPH ex:x ; LOAD <%s>",
    r"\u004COAD <%s>",
    r"LO\u0041D <%s>",
    "LOAD#\n<%s>",
    "INSERT DATA { ex:a ex:p 1 } ;LOAD<%s>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <%s> { ?s ?p ?o } }",
    "INSERT { ?s ?p ?o } WHERE { service silent<%s>{ ?s ?p ?o } }",
    "DELETE { ?s ?p ?o } USING ex:g WHERE { { SELECT * { SERVICE ?x { ?s ?p ?o } } } }",
    r"DELETE { ?s ?p ?o } WHERE { \u0053ERVICE <%s> { ?s ?p ?o } }",
    "CLEAR ALL ; PREFIX x: <%s> INSERT { ?s ?p ?o } WHERE { FILTER EXISTS { SERVICE x: {} } }",
    "LOAD SILENT <%s> ; LOAD <%s>",
]


@pytest.mark.parametrize("text", REACHING_OUT)
def test_an_update_that_reaches_out_is_refused_in_words(text):
    """LOAD and SERVICE in any disguise are refused, and nothing is changed."""
    with pytest.raises(ForbiddenQueryError, match=r"(LOAD|SERVICE) is refused") as error:
        derive(text.replace("%s", "http://127.0.0.1:9/"))
    assert "est refusé" in error.value.french


SNEAKING = [
    *REACHING_OUT,
    "LOAD SILENT <%s>",
    "LOAD SILENT <%s> INTO GRAPH ex:g ; LOAD SILENT <%s> INTO ex:g",
    "LOAD SILENT <%s> oh",
    "LOADSILENT<%s>",
    "CLEAR ALL;LOADSILENT<%s>",
    "INSERT{?s ?p ?o}WHERE{SERVICEex:a{?s ?p ?o}}",
    "PREFIX SERVICEex: <%s> INSERT{?s ?p ?o}WHERE{?s SERVICEex:a ?o}",
    "INSERT{?s ?p ?o}WHERE{?s ?p ?o FILTER(?o <'x>'} } ; LOAD <%s> # ') }",
    "INSERT{?s ?p ?o}WHERE{?s ?p ?o FILTER(?o <'x>'){SERVICE <%s> {}} # ') }",
    "INSERT DATA { ex:a ex:p 'x' } # \r LOAD <%s>",
    "INSERT DATA { ex:a ex:p '''\\''' } ; LOAD <%s> # ''' }",
]


def test_nothing_that_an_update_says_reaches_a_server():
    """Whatever is derived, refused or misread, nobody comes to the address that stands in it."""
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def count():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                calls.append(1)
                connection.close()

        threading.Thread(target=count, daemon=True).start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with socket.create_connection(listener.getsockname()):
            pass
        for text in SNEAKING:
            for union in (False, True):
                try:
                    derive(text.replace("%s", address), union=union)
                except (ForbiddenQueryError, QuerySyntaxError, UsageError, EvaluationError):
                    continue
        listener.shutdown(socket.SHUT_RDWR)
    assert len(calls) <= 1


MISTAKES = [
    ("INSERT DATA { ex:a ex:p }", 2, 25, "} is not expected"),
    ("INSERT DATA { ex:a ex:p ?x }", 2, 25, "no variables"),
    ("CLEAR ALL ;\n\n  DELETE { ex:a ex:p [] } WHERE {}", 4, None, ""),
    ("CLEAR ALL ;\nPREFIX no: <urn:x>\nINSERT DATA { nope:a ex:p 1 }", 4, None, "refix not found"),
    ("CLEAR ALL ; # a comment ; here\n CLEAR NOTHING", 3, 8, "NOTHING"),
    ("CLEAR ALL ; ; CLEAR ALL", 2, 13, "; is not expected"),
    ("; CLEAR ALL", 2, 1, "; is not expected"),
    ("CLEAR ALL CLEAR ALL", 2, 11, "CLEAR"),
    ("INSERT DATA { ex:a ex:p 1", 2, None, ""),
    ("INSERT DATA { ex:a ex:p 1 } }", 2, None, ""),
    ("DELETE DATA { _:x ex:p 1 }", 2, 15, "no blank nodes"),
    ("DELETE WHERE { ex:a ex:p [] }", 2, 26, "no blank nodes"),
    ("INSERT DATA { _:x ex:p 1 } ; INSERT DATA { _:y ex:p 1 . _:x ex:p 1 }", 2, 57, "blank node"),
    ("INSERT { ?s ?p ?o }", 2, None, ""),
    ("INSERT { ?s ?p ?o } WHERE { ?s ?p ?o", 2, None, ""),
    ("INSERTDATA { ex:a ex:p 1 }", 2, 1, "INSERTDATA"),
    ("CREATE GRAPH ex:x ; CLEARALL", 2, 21, "CLEARALL"),
    ("LOAD SILENT ex:x INTO ex:y", 2, 1, "INTO GRAPH"),
    ("CREATE GRAPH ex:x ; PREFIX y: CLEAR ALL", 2, None, ""),
    ("INSERT DATA { ex:a ex:p 'service' ; ex:q }", 2, 42, "} is not expected"),
]


@pytest.mark.parametrize(("text", "line", "column", "said"), MISTAKES)
def test_a_mistake_is_told_with_its_place_and_nothing_is_done(text, line, column, said):
    """Line and column are those of the whole text; not even the operations before are made."""
    before = store_of("ex:g1 { ex:a ex:p 1 }")
    dataset, applied = Dataset(copy_of(before), union=False), []
    with pytest.raises(QuerySyntaxError) as error:
        derive_update(dataset, PROLOGUE + text, apply=applied.append)
    assert error.value.line == line, error.value
    assert column in {None, error.value.column}, error.value
    assert said in error.value.message
    assert "update" in error.value.remedy
    assert not applied


FAILING = [
    ("DROP GRAPH ex:x", "<http://example.org/x> does not exist", "n’existe pas"),
    ("CLEAR GRAPH ex:x", "does not exist", "n’existe pas"),
    ("CREATE GRAPH ex:g1", "exists already", "existe déjà"),
    ("COPY ex:x TO ex:g1", "does not exist", "n’existe pas"),
    ("ADD ex:x TO ex:g1", "does not exist", "n’existe pas"),
    ("MOVE ex:x TO ex:g1", "does not exist", "n’existe pas"),
    ("INSERT { ?s ?p ?y } WHERE { ?s ?p ?o BIND(ex:unknown(?o) AS ?y) }", "cannot be evaluated",
     "ne peut pas être évaluée"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "english", "french"), FAILING)
def test_what_cannot_be_done_is_told_in_both_languages(text, english, french):
    """A graph that is not there, or is already, is named; SILENT makes nothing of it."""
    with pytest.raises(EvaluationError, match=english) as error:
        derive(text, "ex:g1 { ex:a ex:p 1 }")
    assert french in error.value.french
    keyword, rest = text.split(" ", 1)
    if keyword != "INSERT":
        assert not derive(f"{keyword} SILENT {rest}", "ex:g1 { ex:a ex:p 1 }")[2].delta


@pytest.mark.parametrize("text", ["SELECT * { ?s ?p ?o }", "ask {}", "DESCRIBE ex:a"])
def test_a_query_is_no_update(text):
    """A question that comes to the wrong address is told so."""
    with pytest.raises(ForbiddenQueryError, match="opens a query"):
        derive(text)


MERGED = [
    "INSERT DATA { ex:a ex:p 1 }",
    "DELETE DATA { GRAPH ex:g1 { ex:a ex:p 1 } ex:a ex:p 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "INSERT { ?s ?p 2 } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "DELETE { ?s ?p ?o } INSERT { GRAPH ex:g1 { ?s ?p ?o } } WHERE { ?s ?p ?o }",
    "CREATE GRAPH ex:x ; CLEAR DEFAULT",
    "DROP SILENT DEFAULT",
    "COPY ex:g1 TO DEFAULT",
    "ADD ex:g1 TO DEFAULT",
    "MOVE SILENT DEFAULT TO ex:g2",
]


@pytest.mark.parametrize("text", MERGED)
def test_the_merge_is_not_written_to(text):
    """Where the default graph is the merge of the others, writing to it is refused before all."""
    dataset, applied = Dataset(store_of("ex:g1 { ex:a ex:p 1 }"), union=True), []
    with pytest.raises(UsageError, match="merge of all graphs") as error:
        derive_update(dataset, PROLOGUE + text, apply=applied.append)
    assert "GRAPH" in error.value.remedy
    assert "réunion" in error.value.french
    assert not applied


def test_the_merge_can_be_copied():
    """A graph can be filled with the merge, since that only reads it."""
    data = "ex:g1 { ex:a ex:p 1 } ex:g2 { ex:a ex:p 1, 2 }"
    _, dataset, derived = derive("COPY DEFAULT TO ex:all", data, union=True)
    assert derived.writes == {f"{EX}all"}
    assert len(list(dataset.quads(ox.NamedNode(f"{EX}all")))) == 2


DEEP = "[ ex:p " * 150 + "1" + " ]" * 150
LONG = " || ".join(["?o = 1"] * 1500)


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT DATA {{ ex:a ex:p {DEEP} }}",
        f"INSERT {{ ex:a ex:p {DEEP} }} WHERE {{}}",
        f"CLEAR ALL ; DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER ({LONG}) }}",
        "DELETE { ?s ?p ?o } WHERE " + "{ " * 200 + "} " * 200,
    ],
)
def test_a_monster_is_refused_before_the_engine_sees_it(text):
    """What is nested or chained so far that an engine could break is told, and not tried."""
    with pytest.raises(TooComplexError):
        derive(text)


PIECES = st.sampled_from([*"{}<>'\"#;\\ \n?.:", "INSERT", " DATA", "WHERE", "ex:a ", "CLEAR ALL"])


@given(pieces=st.lists(PIECES, max_size=12))
@example(["INSERT DATA {|} ; CLEAR ALL {|"])
@example(["PREFIX"])
@example(["BASE ; CLEAR ALL"])
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_text_is_done_or_refused(pieces):
    """No text makes anything but an update, or a refusal in words."""
    with contextlib.suppress(QuerySyntaxError, UsageError, EvaluationError, ForbiddenQueryError):
        derive("".join(pieces), "ex:a ex:p 1 .")
