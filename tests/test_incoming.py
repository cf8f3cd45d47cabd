"""What comes in from anybody: RDF documents, looked through before they are parsed."""

import io
import itertools
import json
import os
import subprocess
import sys
import time
import unicodedata

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialograph import formats
from dialograph.engine.document_errors import DocumentError, DocumentTooLargeError
from dialograph.engine.incoming import Bounds, parse
from dialograph.engine.writing import write
from dialograph.errors import UsageError

BASE = "https://example.org/"
CONTEXT = BASE + "context.jsonld"
KNOWN = {CONTEXT: b'{"@context": {"name": "https://example.org/name"}}'}
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    "%s</rdf:RDF>"
)
STATEMENT = '<rdf:Description rdf:about="http://s"><e:p>%s</e:p></rdf:Description>'
ENTITIES = '<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 20}">'
    for before, name in zip("abcdefghijk", "bcdefghijkl", strict=True)
)
LAUGHS = f"<!DOCTYPE r [{ENTITIES}]>" + RDF % (STATEMENT % "&l;")
HIDDEN = f"<!DOCTYPE r [<!-- {ENTITIES} -->]>" + RDF % (STATEMENT % "x")
DATASETS = (formats.TRIG, formats.NQUADS, formats.JSONLD)


def read(text, form=formats.TURTLE, **asked):
    """Parse, with the base of the tests."""
    data = text.encode() if isinstance(text, str) else text
    return parse(data, form, base_iri=BASE, **asked)


def refusal(text, form=formats.TURTLE, **asked):
    """What is said of a document; in both languages, or the test fails."""
    with pytest.raises(DocumentError) as caught:
        read(text, form, **asked)
    assert caught.value.french
    assert caught.value.french != caught.value.message
    return caught.value


iris = st.sampled_from([ox.NamedNode(f"http://e/{name}") for name in "abcé"])
nodes = iris | st.sampled_from([ox.BlankNode(name) for name in "xyz"])
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20).map(
    lambda text: unicodedata.normalize("NFC", text)
)
literals = st.builds(ox.Literal, texts) | st.builds(
    lambda text, tag: ox.Literal(text, language=tag), texts, st.sampled_from(["fr", "en-GB"])
)
triples = st.builds(ox.Triple, nodes, iris, nodes | literals)


@given(st.lists(triples, max_size=8), st.sampled_from(formats.GRAPH_FORMATS))
@settings(max_examples=150, deadline=None)
def test_what_we_write_is_read_back(statements, form):
    """Every syntax that is written is read, to the same statements, in the graph asked for."""
    output = io.BytesIO()
    write(statements, form, output)
    got = parse(io.BytesIO(output.getvalue()), form, base_iri=BASE, graph="http://g")
    expected = ox.Dataset(ox.Quad(*triple, ox.NamedNode("http://g")) for triple in statements)
    dataset = ox.Dataset(got)
    for each in (expected, dataset):
        each.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert dataset == expected


@given(st.text(max_size=30), st.sampled_from(formats.GRAPH_FORMATS))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused_in_words(text, form):
    """Whatever is sent, the answer is statements or a refusal in both languages."""
    data = text.encode("utf-8", "surrogatepass")
    try:
        read(data, form)
    except DocumentError as error:
        assert error.french  # noqa: PT017 - most texts are refused, some are read


@given(st.text("[](){}<>\"'\\#\n a:.u", max_size=60))
@settings(max_examples=400, deadline=None)
def test_the_look_at_brackets_agrees_with_the_parser(text):
    """A document that parses with its brackets shallow is never refused for their depth."""
    prefix = "@prefix a: <http://a/> . "
    try:
        quads = list(ox.parse((prefix + text).encode(), ox.RdfFormat.TURTLE))
    except SyntaxError:
        return
    bounds = Bounds(nesting=text.count("[") + text.count("(") or 1)
    assert len(parse((prefix + text).encode(), formats.TURTLE, base_iri=None, bounds=bounds)) == (
        len(quads)
    )


@pytest.mark.parametrize(
    "noise", ['"((((["', "'((('", '"""[[ " [["""', "<http://e/(((>", "e:a\\(\\(\\(", "3 . # [[(("]
)
def test_brackets_in_texts_are_no_nesting(noise):
    """Brackets in texts, IRIs, names and comments do not count, however many."""
    end = "" if "#" in noise else " ."
    line = f"e:s e:p {noise}{end}\n"
    assert len(read("@prefix e: <http://e/> .\n" + line * 100 + "e:s e:p [] .")) == 101


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
@pytest.mark.parametrize("document", [LAUGHS, HIDDEN])
def test_entities_are_refused_in_any_encoding(encoding, document):
    """A DOCTYPE that declares entities is refused before one is expanded, also in a comment."""
    named = "" if encoding == "utf-8" else f'<?xml version="1.0" encoding="iso-8859-1"?>{""}'
    text = document if encoding != "latin-1" else named + document
    error = refusal(text.encode(encoding), formats.RDFXML)
    assert "DOCTYPE" in error.message
    assert error.line == 1


@pytest.mark.parametrize(
    "document",
    [
        LAUGHS.replace("DOCTYPE", "doctype"),
        LAUGHS.replace("ENTITY", "entity"),
        RDF % (LAUGHS.partition("<rdf")[0] + STATEMENT % "&l;"),
        "<x/>" + LAUGHS,
        '<!DOCTYPE r SYSTEM "http://localhost/x.dtd">' + RDF % "",
        '<!DOCTYPE r PUBLIC "-//x" "file:///etc/passwd">' + RDF % "",
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + RDF % (STATEMENT % "&x;"),
        "<!DOCTYPE r [<!ENTITY % x 'y'> %x;]>" + RDF % "",
        RDF % (STATEMENT % "&x;"),
    ],
)
def test_no_trick_gets_a_doctype_through(document):
    """Other cases, other places and external references are refused as well."""
    refusal(document, formats.RDFXML)


def test_a_harmless_doctype_passes():
    """A DOCTYPE that declares nothing, and comments about entities, are fine."""
    document = f"<!-- {LAUGHS.replace('--', '')} --><!DOCTYPE rdf:RDF>" + RDF % (STATEMENT % "x")
    assert len(read(document, formats.RDFXML)) == 1


@pytest.mark.parametrize("cut", [1, 10, 25, 40])
def test_xml_cut_short_is_refused(cut):
    """A document that ends too soon is never taken for a whole one."""
    document = RDF % (STATEMENT % "x" * 2)
    assert refusal(document[:-cut], formats.RDFXML).line == 1


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252"])
def test_xml_may_name_its_encoding(encoding):
    """XML in a well-known encoding is read as it says; texts come out the same."""
    document = f'<?xml version="1.0" encoding="{encoding}"?>' + RDF % (STATEMENT % "été")
    assert read(document.encode(encoding), formats.RDFXML)[0].object == ox.Literal("été")
    refusal(document.replace(encoding, "cp037").encode(), formats.RDFXML)


def test_contexts_are_never_fetched():
    """A context on the web is refused by its address and line, wherever it is named."""
    for context in (
        '"https://schema.org/"',
        '[{"a": "http://a"},\n"https://schema.org/"]',
        '{"@import": "https://schema.org/"}',
        '{"t": {"@id": "http://t", "@context": ["https://schema.org/"]}}',
        f'{{"@import": "{CONTEXT}"}}',
    ):
        text = f'{{"@context": {context}, "http://p": "x", "t": {{}}}}'
        error = refusal(text, formats.JSONLD, contexts=KNOWN)
        assert "schema.org" in error.message or CONTEXT in error.message
    text = '{"\\u0040context": "other.jsonld", "http://p": "x"}'
    assert BASE + "other.jsonld" in refusal(text, formats.JSONLD, contexts=KNOWN).message


@pytest.mark.parametrize(
    "context",
    [
        f'"{CONTEXT}"',
        '"context.jsonld"',
        f'["{CONTEXT}", {{"a": "http://a"}}]',
        '["\\u0063ontext.jsonld"]',
    ],
)
def test_our_context_is_known_offline(context):
    """Our own context is put in where it is named, and lines stay the lines that were sent."""
    text = f'{{"@context": {context},\n"@id": "http://s", "name": "x"}}'
    assert read(text, formats.JSONLD, contexts=KNOWN)[0].predicate.value == BASE + "name"
    assert refusal(text[:-1] + "!", formats.JSONLD, contexts=KNOWN).line == 2


def test_json_that_says_nothing_is_refused():
    """JSON whose terms mean nothing is not taken for an empty graph; an empty graph is."""
    assert "@context" in refusal('{"name": "x"}', formats.JSONLD).message
    assert "http://a b" in refusal('{"@id": "http://a b", "http://p": 1}', formats.JSONLD).message
    assert read('{"@context": {"a": "http://a"}, "@graph": []}', formats.JSONLD) == []
    literal = '{"http://p": {"@type": "@json", "@value": {"@context": "http://z/"}}}'
    assert len(read(literal, formats.JSONLD)) == 1


@pytest.mark.parametrize(
    ("text", "form", "line", "column", "word"),
    [
        ("<a> <b> <c> .\n<a> x:b <c> .", formats.TURTLE, 2, 5, "prefix x:"),
        ("<a> <b> <c>\n<d>", formats.TURTLE, 2, 1, "full stop"),
        ('<a> <b> "x', formats.TURTLE, 1, 9, "never closed"),
        ("<a> <b> <c> .", formats.NTRIPLES, 1, 1, "in full"),
        ('{"a": 1,\n}', formats.JSONLD, 2, 1, "JSON-LD"),
        (RDF % "<e:a>\n<e:b></e:a>", formats.RDFXML, 2, 8, "mismatched tag"),
        (b'<a> <b>\n "\xff" .', formats.TURTLE, 2, None, "UTF-8"),
        ("<a> <b> <c> .".encode("utf-16"), formats.TURTLE, None, None, "UTF-8"),
    ],
)
def test_a_fault_is_shown_with_its_place(text, form, line, column, word):
    """A syntax error says where it is and what to do."""
    error = refusal(text, form)
    assert word in error.message
    assert (error.line, error.column) == (line, column)


def test_one_graph_takes_no_statements_of_others():
    """A dataset sent to one graph may name that graph, and no other."""
    text = "<http://g> { <a> <b> <c> } <d> <e> <f> ."
    quads = read(text, formats.TRIG, graph="http://g")
    assert {quad.graph_name.value for quad in quads} == {"http://g"}
    assert "<http://h>" in refusal(text, formats.TRIG, graph="http://h").message
    assert "default graph" in refusal(text, formats.TRIG).message
    assert len(read(text, formats.TRIG, whole=True)) == 2
    assert "name" in refusal("_:g { <a> <b> <c> }", formats.TRIG, whole=True).message
    assert "name" in refusal("_:g { <a> <b> <c> }", formats.TRIG, graph="http://g").message


def test_text_is_normalised_and_iris_are_not():
    """Text is put in normal form C, however it is written; IRIs and typed values are kept."""
    decomposed = "e\u0301"
    for written in (decomposed, "e\\u0301"):
        text = f'<{decomposed}> <p> "{written}", "{written}"@fr, "{written}"@fr--ltr .'
        quads = read(text)
        assert {quad.object.value for quad in quads} == {"é"}
        assert [quad.object.language for quad in quads] == [None, "fr", "fr"]
        assert str(quads[2].object.direction) == "ltr"
        assert quads[0].subject.value == BASE + decomposed
    typed = read(f'<s> <p> "{decomposed}"^^<http://type> .')[0].object
    assert typed.value == decomposed
    assert read(RDF % (STATEMENT % "e&#x301;"), formats.RDFXML)[0].object.value == "é"


def test_blank_nodes_are_new_in_every_document_and_process():
    """The same document gives other labels each time, also in processes forked from one."""
    text = b"_:a <http://p> _:b .\n_:b <http://p> <<( _:a <http://p> _:b )>> ."
    label = ox.BlankNode().value  # from here on, forks throw the library's dice alike
    seen = {label}
    for _ in range(3):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            quads = parse(text, formats.NTRIPLES, base_iri=None)
            os.write(writer, quads[0].subject.value.encode() + quads[0].object.value.encode())
            os._exit(0)
        os.waitpid(child, 0)
        got = os.read(reader, 100).decode()
        seen |= {got[:32], got[32:]}
        os.close(reader)
        os.close(writer)
    assert len(seen) == 7
    first, second = parse(text, formats.NTRIPLES, base_iri=None)
    assert second.object == ox.Triple(first.subject, ox.NamedNode("http://p"), first.object)
    assert all(each[0] in "abcdef" and len(each) == 32 for each in seen - {label})


def test_bounds_hold():
    """Length, statements, texts and IRIs are bounded, and said to be too large."""
    for text, bounds in (
        ("<s> <p> <o> ." * 10, Bounds(size=100)),
        ("".join(f"<s> <p> {n} ." for n in range(11)), Bounds(statements=10)),
        ('<s> <p> "' + "x" * 101 + '" .', Bounds(text=100)),
        ("@prefix e: <http://" + "x" * 90 + "> . e:s e:pppp e:o .", Bounds(iri=100)),
    ):
        with pytest.raises(DocumentTooLargeError):
            parse(io.BytesIO(text.encode()), formats.TURTLE, base_iri=BASE, bounds=bounds)
    with pytest.raises(UsageError):
        parse(b"", formats.TURTLE, base_iri=BASE, graph="no iri")


TERMS = json.dumps({f"t{number}": f"http://t/{number}" for number in range(20_000)})
BOMBS = {
    "turtle [": (b"<a:a> <a:b> " + b"[ <a:b> " * 100_000, formats.TURTLE),
    "turtle (": (b"<a:a> <a:b> " + b"(" * 100_000, formats.TURTLE),
    "trig [": (b"{ <a:a> <a:b> " + b"[ <a:b> " * 100_000, formats.TRIG),
    "triple terms": (b"<a:a> <a:b> " + b"<<( <a:a> <a:b> " * 100_000, formats.NTRIPLES),
    "triple terms in quads": (b"<a:a> <a:b> " + b"<<( <a:a> <a:b> " * 100_000, formats.NQUADS),
    "quotes in turtle": (b'"\\' * 1_000_000 + b"[" * 300, formats.TURTLE),
    "json [": (b"[" * 100_000, formats.JSONLD),
    "json {": (b'{"a:b":' * 100_000, formats.JSONLD),
    "quotes in json": (b'"\\' * 1_000_000, formats.JSONLD),
    "json long and deep": (
        b'{"a:p":' * 150 + b"[" + b'{"@id":"a:x","a:p":"y"},' * 40_000 + b"1]" + b"}" * 150,
        formats.JSONLD,
    ),
    "json contexts": (
        f'{{"@context":{TERMS},"a:q":['.encode()
        + b'{"@context":{"a":"http://z"},"a:p":1},' * 2_000
        + b"1]}",
        formats.JSONLD,
    ),
    "json scoped contexts": (
        f'{{"@context":{{"T":{{"@id":"a:T","@context":{TERMS}}}}},"a:q":['.encode()
        + b'{"@type":"T","a:p":1},' * 2_000
        + b"1]}",
        formats.JSONLD,
    ),
    "xml elements": ((RDF % ("<rdf:Description><e:p>" * 100_000)).encode(), formats.RDFXML),
    "xml laughs": (LAUGHS.encode(), formats.RDFXML),
    "xml hidden laughs": (HIDDEN.encode(), formats.RDFXML),
    "xml names": (
        b"<r " + b" ".join(b'xmlns:a%d="http://a"' % n for n in range(50_000)) + b"/>",
        formats.RDFXML,
    ),
}


def test_bombs_are_refused_quickly_and_in_little_memory(tmp_path):
    """What would crash a parser, or take gigabytes or minutes, is refused in words."""
    for name, (data, _) in BOMBS.items():
        (tmp_path / name).write_bytes(data)
    program = """
import resource, sys, time
from dialograph import formats
from dialograph.engine.document_errors import DocumentError
from dialograph.engine.incoming import parse
for path, name in zip(sys.argv[1::2], sys.argv[2::2]):
    data = open(path, "rb").read()
    form = formats.named(name, formats.GRAPH_FORMATS)
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    try:
        parse(data, form, base_iri="http://b/")
    except DocumentError:
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(time.process_time() - started, (after - before) // 1024)
"""
    named = [(str(tmp_path / name), form.name) for name, (_, form) in BOMBS.items()]
    run = subprocess.run(
        [sys.executable, "-c", program, *itertools.chain.from_iterable(named)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    lines = run.stdout.splitlines()
    assert len(lines) == len(BOMBS)
    for name, line in zip(BOMBS, lines, strict=True):
        seconds, megabytes = map(float, line.split())
        assert seconds < 3, name
        assert megabytes < 100, name


def test_an_ordinary_document_is_read_fast():
    """The look before parsing costs no more than the parsing does."""
    lines = (
        f'<http://s/{n}> <http://p> "number {n}"@en, [ <http://q> ({n}) ] .' for n in range(5_000)
    )
    data = "\n".join(lines).encode()
    started = time.process_time()
    expected = len(list(ox.parse(data, ox.RdfFormat.TURTLE)))
    plain, started = time.process_time() - started, time.process_time()
    assert len(read(data)) == expected
    assert time.process_time() - started < 12 * plain + 0.5
