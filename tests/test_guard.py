import re
import socket
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dialograph import formats
from dialograph.engine import guard
from dialograph.engine.embedded import EmbeddedEngine
from dialograph.engine.interface import EvaluationError, TooComplexError
from dialograph.engine.lexer import decode, tokens
from dialograph.errors import ForbiddenQueryError, QuerySyntaxError

REFUSED = (ForbiddenQueryError, QuerySyntaxError, TooComplexError, EvaluationError)
QUERIES = Path(__file__).parent.parent / "queries"

FORBIDDEN = [
    "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }",
    "SELECT * { service<http://e/>{ ?s ?p ?o } }",
    "SELECT * { sErViCe SILENT <http://e/> { ?s ?p ?o } }",
    "SELECT * { SERVICE ?where { ?s ?p ?o } }",
    "PREFIX e: <http://e/> SELECT * { SERVICE e:x { ?s ?p ?o } }",
    "SELECT * { { { OPTIONAL { SERVICE <http://e/> {} } } } }",
    "SELECT * { SERVICE#comment\n<http://e/> {} }",
    "SELECT * { SERVICE\t\r\n<http://e/> {} }",
    r"SELECT * { \u0053ERVICE <http://e/> {} }",
    r"SELECT * { S\U00000045RVICE <http://e/> {} }",
    r"SELECT * { \u0073\u0065\u0072\u0076\u0069\u0063\u0065 <http://e/> {} }",
    "ASK { FILTER EXISTS { SERVICE <http://e/> {} } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://e/> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <http://e/> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE <http://e/> {} } } }",
    "SELECT * { ?s ?p 1SERVICE <http://e/> {} }",
    "SELECT * { ?s ?p 'a'SERVICE <http://e/> {} }",
    'SELECT * { ?s ?p "unclosed SERVICE <http://e/> {} }\n }',
    r'SELECT * { ?s ?p "\u0022 } SERVICE <http://e/> {} #" }',
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "insert { ?s ?p ?o } where { ?s ?p ?o }",
    "DELETE WHERE { ?s ?p ?o }",
    "PREFIX e: <http://e/>\nBASE <http://e/> # why not\nLOAD <http://e/>",
    "LOAD SILENT <http://e/> INTO GRAPH <http://e/g>",
    "CLEAR ALL",
    "DROP GRAPH <a:a>",
    "CREATE GRAPH <a:a>",
    "COPY <a:a> TO <a:b>",
    "MOVE <a:a> TO <a:b>",
    "ADD <a:a> TO <a:b>",
    "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    r"\u004COAD <http://e/>",
]

HARMLESS = [
    "SELECT ?service { ?service ?p ?o }",
    "SELECT $SERVICE { $SERVICE ?p ?o }",
    "SELECT * { ?s ?p 'SERVICE <http://e/> {}' }",
    'SELECT * { ?s ?p "a \\" SERVICE <http://e/> {}" }',
    "SELECT * { ?s ?p '''it's\nSERVICE'' <http://e/> {}''' }",
    'SELECT * { ?s ?p """SERVICE""" }',
    "SELECT * { ?s ?p ?o } # SERVICE <http://e/> {}",
    "# SERVICE\nSELECT * { ?s ?p ?o }",
    "SELECT * { ?s <http://e/SERVICE> ?o }",
    "SELECT * { ?s <service> ?o }",
    "PREFIX service: <http://e/service#> SELECT * { ?s service:service service: }",
    "PREFIX e: <http://e/> SELECT * { ?s e:SERVICE ?o . ?s e:a.service-x ?o }",
    "PREFIX : <http://e/> SELECT * { ?s :SERVICE ?o }",
    "SELECT * { _:service ?p ?o }",
    'SELECT * { ?s ?p "x"@service }',
    "SELECT * { ?s ?p ?services ; ?service ?microservice }",
    r"SELECT * { ?s ?p 's\u0065rvice' ; <http://e/\u0053ERVICE> ?o }",
    "SELECT ?load ?insert { ?load ?insert 'LOAD <http://e/>' }",
    "SELECT * { FILTER (1 < 2) ?s ?p ?o FILTER (3 > 2) }",
]


def engine_of(*triples):
    """An engine over a few triples."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    return EmbeddedEngine(store, "test", default_graph="own")


@pytest.fixture(scope="module")
def engine():
    """An engine that knows two statements."""
    term = ox.NamedNode("http://e/a")
    return engine_of((term, term, ox.Literal("x")), (term, term, ox.Literal(1)))


@pytest.fixture(scope="module")
def trap():
    """A socket that listens; yields its address and how often anybody came."""
    calls = []
    listener = socket.create_server(("127.0.0.1", 0))

    def count():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            calls.append(1)
            connection.close()

    threading.Thread(target=count, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/", calls
    listener.close()


@pytest.mark.parametrize("query", FORBIDDEN)
def test_a_query_that_reaches_out_or_writes_is_refused(engine, query):
    """SERVICE in any disguise, and updates, are refused with a message that says so."""
    with pytest.raises(ForbiddenQueryError, match=r"SERVICE is refused|is an update"):
        engine.query(query, base_iri="http://e/")


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_alone_is_harmless(engine, query):
    """The word in a string, an IRI, a comment, a name or a variable changes nothing."""
    plain = list(ox.Store().query(query, base_iri="http://e/"))
    answer = engine.query(query, base_iri="http://e/").serialize(formats.JSON)
    assert answer
    assert plain == []


def test_values_come_back_as_they_were_written(engine):
    """What is rewritten on the way to the engine means the same: strings, IRIs, names."""
    query = (
        "PREFIX service: <http://e/Service#> # SERVICE\n"
        "SELECT ('SerVice' AS ?service) ('''a\nservice''' AS ?b) (<http://e/SERVICE> AS ?c) "
        "(service:SERVICE AS ?d) ('\\\\service' AS ?e) {}"
    )
    lines = engine.query(query).serialize(formats.CSV).decode()
    assert lines == (
        "service,b,c,d,e\r\n"
        'SerVice,"a\nservice",http://e/SERVICE,http://e/Service#SERVICE,\\service\r\n'
    )


SMUGGLED = [
    "PREFIX ex: <{}> SELECT * {{ SERVICEex:a {{ ?s ?p ?o }} }}",
    "PREFIX ex: <{}> SELECT * {{ SERVICESILENTex:a {{ ?s ?p ?o }} }}",
    "PREFIX ex: <{}> SELECT * {{ serviceex:a {{}} }}",
    "PREFIX ex: <{}> PREFIX SERVICE: <a:> SELECT * {{ SERVICEex:a {{}} }}",
    "PREFIX ex: <http://e:80> SELECT * {{ ?s ?p ex:SERVICE <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ OPTIONAL {{ FILTER (1<2 || ?o<'x>') SERVICE <{}> {{}} FILTER (?o='') }} }}",
    "PREFIX ex: <{}> SELECT * {{ FILTER (1<2)SERVICE#>\nex:a {{}} }}",
    "PREFIX ex: <{}> SELECT * {{ FILTER (?o<?o)SERVICE#>\nex:a {{}} }}",
    "SELECT * {{ FILTER (1<2)SERVICE<{}>{{}} }}",
    "SELECT * {{ ?s ?p trueSERVICE <{}> {{}} }}",
    "SELECT * {{ ?s ?p 1.SERVICE <{}> {{}} }}",
    "SELECT * {{ ?s ?p 1e0SERVICE <{}> {{}} }}",
    "SELECT * {{ ?s <a:b>? SERVICE <{}> {{}} }}",
    "SELECT * {{ ?s ?p ?o.SERVICE <{}> {{}} }}",
    "SELECT * {{ {{}}SERVICE <{}> {{}} }}",
    "SELECT * {{ BIND(1 AS ?x)SERVICE <{}> {{}} }}",
    "SELECT * {{ GRAPH ?g{{SERVICE <{}> {{}} }} }}",
    "SELECT * {{ VALUES ?g {{ <{}> }} SERVICE ?g {{}} }}",
    "ASK {{ SERVICE SILENT <{}> {{}} }}",
]


@pytest.mark.parametrize("text", SMUGGLED)
def test_nobody_calls_out_by_a_text_made_to_be_misread(engine, trap, text):
    """Texts that the engine alone reads as SERVICE: it calls when it may, and cannot here."""
    address, calls = trap
    calls.clear()
    query = text.format(address)
    with pytest.raises(REFUSED):
        engine.query(query).serialize(formats.JSON)
    assert not calls


def test_the_trap_works(trap):
    """The engine left to itself calls out: the other tests would see it."""
    address, calls = trap
    calls.clear()
    with pytest.raises(OSError, match=r".*"):
        list(ox.Store().query(SMUGGLED[0].format(address)))
    assert calls


PIECES = st.sampled_from(
    [
        *"{}()<>.;,#'\"\\?$:@^*+-/|!=&1a_%",
        " ",
        "\n",
        "SERVICE",
        "service",
        r"\u0053ERVICE",
        "SILENT",
        "SELECT * {",
        "ASK {",
        "FILTER (",
        "OPTIONAL {",
        "GRAPH ",
        "BIND (1 AS ?x)",
        "?s ?p ?o",
        "ex:",
        "ex:a",
        "<URL>",
        "<'x>",
        "?a<",
        "true",
        '"""',
        "'''",
        r"\u0022",
        "PREFIX ex: <URL>\n",
        "}",
    ]
)


@settings(
    max_examples=600,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(PIECES, max_size=24).map("".join))
@example("PREFIX ex: <URL>\nSELECT * {SERVICEex:a{}}")
@example("SELECT * {FILTER (1<2||?a<'x>')SERVICE<URL>{}FILTER (1='')}")
def test_whatever_passes_calls_nobody(engine, trap, pieces):
    """Of texts put together at random, none that is answered opens a connection."""
    address, calls = trap
    calls.clear()
    text = f"PREFIX ex: <{address}>\n{pieces.replace('URL', address)}"
    try:
        engine.query(text).serialize(formats.JSON)
    except (*REFUSED, ValueError):
        pass
    assert not calls


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=24).map("".join) | st.text())
def test_a_disarmed_text_has_the_letters_in_names_only(text):
    """After rewriting, the letters stand in no string, IRI or comment, and in no decoy at all."""
    disarmed = guard.disarm(text)
    for token in tokens(disarmed):
        if token.kind in {"string", "iri", "comment"}:
            assert not re.search("service", token.text, re.IGNORECASE | re.ASCII)
    decoy = guard.decoy(disarmed)
    assert decoy is None or not re.search("service", decoy, re.IGNORECASE | re.ASCII)


@given(st.lists(PIECES, max_size=24).map("".join) | st.text())
def test_no_character_is_lost_between_words(text):
    """The words of any text stand where they say, with nothing but white space between them."""
    end = 0
    for token in tokens(text):
        assert text[end : token.start].strip(" \t\r\n") == ""
        end = token.start + len(token.text)
        assert text[token.start : end] == token.text
    assert text[end:].strip(" \t\r\n") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\u0041\U00000042", "AB"),
        (r"\uD800", r"\uD800"),
        (r"\U00110000", r"\U00110000"),
        (r"\u004", r"\u004"),
        (r"\u005Cu0041", r"\u0041"),
    ],
)
def test_codepoint_escapes_are_undone_once(text, expected):
    """An escape stands for its character, and what it makes is no escape again."""
    assert decode(text) == expected


@pytest.mark.parametrize(
    "hostile",
    [
        "SELECT * { FILTER (" + "(" * 5_000 + "1" + ")" * 5_000 + ") }",
        "SELECT * {" + "{" * 5_000 + "}" * 5_000 + "}",
        "SELECT * { FILTER (" + "STR(" * 5_000 + "1" + ")" * 5_000 + ") }",
        "SELECT * { FILTER (" + "!" * 50_000 + "1) }",
        "SELECT * { FILTER (" + "1||" * 50_000 + "1) }",
        "SELECT * { FILTER (" + "1+" * 50_000 + "1) }",
        "SELECT * {" + "{} UNION " * 50_000 + "{} }",
        "SELECT * {" + "OPTIONAL {} " * 50_000 + "}",
        "SELECT * { ?s " + "<a:b>/" * 50_000 + "<a:b> ?o }",
    ],
)
def test_a_monster_is_refused_before_it_breaks_anything(engine, hostile):
    """Texts that would overrun the stack of a parser are refused."""
    with pytest.raises(TooComplexError, match="keywords and operators"):
        engine.query(hostile)


def test_long_lists_of_terms_are_no_monsters(engine):
    """A VALUES block of thousands of terms is answered."""
    terms = " ".join(f"<http://e/{number}>" for number in range(20_000))
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {terms} }} }}"
    assert engine.query(query).serialize(formats.CSV) == b"n\r\n20000\r\n"


@pytest.mark.parametrize("path", sorted(QUERIES.glob("*.rq")), ids=lambda path: path.stem)
def test_the_catalogue_passes(path):
    """Every query of the catalogue passes the guard, and is passed on as it is.

    Those that ask another server pass where that is allowed, and nowhere else.
    """
    text = path.read_text(encoding="utf-8")
    if path.stem.startswith("federated-"):
        with pytest.raises(ForbiddenQueryError):
            guard.refuse(text)
        assert guard.refuse(text, services=True).kind
        return
    assert guard.refuse(text).kind
    assert guard.disarm(text) == text
