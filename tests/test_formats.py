import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialograph import formats
from dialograph.formats import (
    CSV,
    GRAPH_FORMATS,
    HTML,
    JSON,
    JSONLD,
    RDFXML,
    RESULT_FORMATS,
    TSV,
    TURTLE,
    XML,
    negotiate_format,
)

EVERY = (*RESULT_FORMATS, *GRAPH_FORMATS)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"


def chosen(accept, offered=RESULT_FORMATS):
    """The format that a header gets."""
    choice = negotiate_format(accept, offered)
    return choice and choice.item


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("*", JSON),
        ("text/csv", CSV),
        ("TEXT/CSV", CSV),
        ("text/*", CSV),
        ("application/*", JSON),
        ("text/csv;q=0.4, text/tab-separated-values;q=0.5", TSV),
        ("text/csv, text/tab-separated-values", CSV),
        ("*/*;q=0.9, text/csv;q=0.1, application/*;q=0.2", TSV),
        ("text/csv;q=0, */*", JSON),
        ("application/sparql-results+json;q=0, */*;q=0.1", XML),
        ("text/csv;q=0", None),
        ("image/png", None),
        ("text/turtle", None),
        ("text/csv; charset=utf-8", CSV),
        ('text/csv;header="present, or not";q=0.5, text/tab-separated-values;q=0.1', CSV),
        ("text/csv;header=absent;q=0, text/csv", CSV),
        ("text/csv;header=present;q=0.9, text/csv;q=0.1, text/tab-separated-values;q=0.5", TSV),
        ("text/csv;q=2", CSV),
        ("text/csv;q=much", CSV),
        (",, ,text/csv,,", CSV),
        ("text csv", JSON),
        ("csv", JSON),
        ("text/csv;q=0.1, @@@", CSV),
        (" text/csv\t; q = 0.5 ", CSV),
    ],
)
def test_a_header_gets_what_rfc_9110_says(accept, expected):
    """Weights, specificity, wildcards, parameters and faulty elements of Accept are honoured."""
    assert chosen(accept) == expected


@pytest.mark.parametrize(
    ("accept", "expected", "media_type"),
    [
        ("application/json", JSON, "application/json"),
        ("application/sparql-results+json", JSON, "application/sparql-results+json"),
        ("application/json, */*;q=0.1", JSON, "application/json"),
        ("text/xml", XML, "text/xml"),
        ("*/*", JSON, "application/sparql-results+json"),
    ],
)
def test_a_format_is_called_what_was_asked_for(accept, expected, media_type):
    """Who asks for application/json gets the results under that name."""
    choice = negotiate_format(accept, RESULT_FORMATS)
    assert (choice.item, choice.media_type) == (expected, media_type)


def test_a_browser_gets_a_page_and_a_program_does_not():
    """HTML is sent to who prefers it, never to who takes anything."""
    assert chosen(BROWSER, (*RESULT_FORMATS, HTML)) == HTML
    assert chosen("*/*", (*RESULT_FORMATS, HTML)) == JSON


def test_graphs_default_to_turtle():
    """A graph asked for without a preference comes as Turtle."""
    assert chosen(None, GRAPH_FORMATS) == TURTLE
    assert chosen("application/json", GRAPH_FORMATS) == JSONLD
    assert chosen("application/xml", GRAPH_FORMATS) == RDFXML


@pytest.mark.parametrize(
    ("name", "offered", "expected"),
    [
        ("json", RESULT_FORMATS, JSON),
        ("json", GRAPH_FORMATS, JSONLD),
        ("xml", RESULT_FORMATS, XML),
        ("xml", GRAPH_FORMATS, RDFXML),
        ("RDF+XML", GRAPH_FORMATS, RDFXML),
        ("ttl", GRAPH_FORMATS, TURTLE),
        ("application/sparql-results json", RESULT_FORMATS, JSON),
        ("csv", GRAPH_FORMATS, None),
        ("", RESULT_FORMATS, None),
    ],
)
def test_format_names_fit_the_kind_of_answer(name, offered, expected):
    """``format=`` takes names, extensions and media types, among those that can answer."""
    assert formats.named(name, offered) == expected


@given(st.sampled_from(EVERY))
def test_every_media_type_gets_its_format(wanted):
    """A format asked for by its own media type, or any other of its names, is what one gets."""
    for media_type in (wanted.media_type, *wanted.also_types):
        assert negotiate_format(media_type, [wanted]).item == wanted
    assert formats.named(wanted.name, [wanted]) == wanted


@given(st.text())
def test_no_header_is_an_error(text):
    """Whatever stands in the headers, there is a choice or none, and never a failure."""
    assert chosen(text) in {*RESULT_FORMATS, None}
    assert formats.negotiate_language(text, ("en", "fr")) in {"en", "fr"}
    assert 0 <= formats.coding_weight(text, "gzip") <= 1


weights = st.integers(0, 1000).map(lambda n: n / 1000)


@given(
    st.lists(st.tuples(st.sampled_from(RESULT_FORMATS), weights), unique_by=lambda pair: pair[0])
)
def test_the_heaviest_wins_whatever_the_order(pairs):
    """Among formats named one by one, none outweighs the chosen one, and 0 excludes."""
    header = ", ".join(f"{each.media_type};q={weight}" for each, weight in pairs)
    result = chosen(header)
    if not pairs:
        assert result == JSON
    elif max(weight for _, weight in pairs) == 0:
        assert result is None
    else:
        assert dict(pairs)[result] == max(weight for _, weight in pairs)
        reordered = ", ".join(reversed(header.split(", ")))
        assert chosen(reordered) == result


@given(st.sampled_from(RESULT_FORMATS), weights, weights)
def test_a_name_outranks_a_wildcard(named, of_name, of_all):
    """The weight of a media type is what its own range says, also below that of */*."""
    result = chosen(f"*/*;q={of_all}, {named.media_type};q={of_name}")
    if of_name > of_all:
        assert result == named
    elif of_all > of_name:
        assert result != named


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "en"),
        ("fr", "fr"),
        ("fr-CA, en;q=0.9", "fr"),
        ("de, fr;q=0.2, en;q=0.1", "fr"),
        ("de", "en"),
        ("*", "en"),
        ("fr;q=0", "en"),
    ],
)
def test_a_language_is_found_by_its_first_part(header, expected):
    """French of anywhere is French; what we do not speak becomes English."""
    assert formats.negotiate_language(header, ("en", "fr")) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("*", True), ("gzip;q=0, *", False), (None, False)],
)
def test_gzip_is_sent_to_who_takes_it(header, expected):
    """Accept-Encoding decides about gzip."""
    assert (formats.coding_weight(header, "gzip") > 0) is expected


@pytest.mark.parametrize("header", ["a;" + " ;" * 50_000 + "\0", '"' * 50_000, "a/" * 50_000])
def test_a_hostile_header_costs_nothing(header):
    """A header made to keep a parser busy is read in one pass."""
    assert chosen(header) == JSON
