"""Names and identifiers: what of ours is meant by them, and what only looks like it."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialograph.integrate import identifiers
from dialograph.integrate.describing import describe
from dialograph.integrate.matching import Index
from dialograph.integrate.naming import fold
from dialograph.integrate.scoring import Judge

DATA = Path(__file__).parent.parent / "data"
ID = "https://w3id.org/dialograph/id/"
PREFIXES = """
PREFIX dg: <https://w3id.org/dialograph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <https://elsewhere.example/>
"""


@pytest.fixture(scope="module")
def index():
    """What is ours."""
    store = ox.Store()
    for file in sorted(DATA.glob("*.ttl")):
        graph = ox.NamedNode(f"https://w3id.org/dialograph/graphs/{file.stem}")
        store.bulk_load(path=file, to_graph=graph)
    return Index.read(store)


def judged(index, text, name="x"):
    """What x:NAME turns out to be: the end of our IRI, a list of what is likely, or nothing."""
    triples = ox.parse((PREFIXES + text).encode(), ox.RdfFormat.TURTLE)
    match = Judge(index, describe(triples)).judge(f"https://elsewhere.example/{name}")
    if match.sure is not None:
        return match.sure.entity.key.removeprefix(ID)
    return [each.entity.key.removeprefix(ID) for each in match.likely]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Türkiye", "tur"),
        ("Turquie", "tur"),
        ("TÜRKEI", "tur"),
        ("Cote d'Ivoire", "civ"),
        ("Costa d’Avorio", "civ"),
        ("ساحل العاج", "civ"),
        ("Niger (le)", "ner"),
        ("The Gambia", "gmb"),
        ("Congo, Democratic Republic of the", "cod"),
        ("Congo", "cog"),
        ("Kingdom of Morocco", "mar"),
        ("Iran (Islamic Republic of)", "irn"),
        ("Papua New Guinea", "png"),
        ("Independent State of Papua New Guinea", "png"),
    ],
)
def test_a_country_is_known_by_any_of_its_names(index, name, code):
    """Accents, case, articles, brackets, inversions and languages do not hide a country."""
    assert judged(index, f'x:x a dg:Country ; skos:prefLabel "{name}" .') == f"country/{code}"


@pytest.mark.parametrize(
    "name",
    [
        "Guineas",
        "Korea",
        "Republic of Guinea",
        "Nigerr",
        "Virgin Islands",
        "Republic of China",
        "Sudan and South Sudan",
    ],
)
def test_a_name_that_two_countries_might_bear_is_never_taken_for_sure(index, name):
    """What is short of the name, or might be two countries, is left to a person."""
    found = judged(index, f'x:x a dg:Country ; skos:prefLabel "{name}" .')
    assert isinstance(found, list), found


@pytest.mark.parametrize(
    ("triples", "expected"),
    [
        ('a schema:Country ; schema:identifier "TR"', "country/tur"),
        ('a dg:Country ; skos:notation "792"', "country/tur"),
        ('a dg:Country ; dcterms:identifier "TUR" ; skos:prefLabel "Turkmenistan"', "country/tur"),
        ("owl:sameAs <http://www.geonames.org/298795/turkey.html>", "country/tur"),
        (
            "skos:exactMatch <http://publications.europa.eu/resource/authority/country/TUR>",
            "country/tur",
        ),
        ("schema:sameAs <https://www.wikidata.org/wiki/Q43>", "country/tur"),
    ],
)
def test_a_country_is_known_by_its_codes(index, triples, expected):
    """Codes of ISO and M49, and IRIs of GeoNames, the EU and Wikidata, in every spelling."""
    if " a " not in f" {triples}":
        triples = f"a schema:Place ; {triples}"
    assert judged(index, f"x:x {triples} .") == expected


def test_identifiers_that_disagree_are_left_to_a_person(index):
    """A code of Niger beside a code of Nigeria decides for neither."""
    text = 'x:x a dg:Country ; dg:iso3166Alpha2 "NE" ; dg:iso3166Alpha3 "NGA" .'
    assert set(judged(index, text)) == {"country/ner", "country/nga"}


def test_a_body_is_known_by_its_name_and_listed_by_three_letters(index):
    """A full name is enough, in British and American spelling; three letters are not."""
    body = "x:x a schema:Organization ; schema:name"
    assert judged(index, f'{body} "International Organisation for Migration (IOM)" .') == (
        "organisation/iom"
    )
    assert judged(index, f'{body} "IOM" .') == ["organisation/iom"]
    assert judged(index, f'{body} "International Organisation for Standardization" .') != (
        "organisation/iom"
    )


def test_a_city_is_known_in_its_country_only(index):
    """Tripoli in Lebanon is not the one in Libya, and without a country nobody knows."""
    city = 'x:x a schema:City ; schema:name "Paris"'
    assert (
        judged(
            index,
            f"{city} ; schema:containedInPlace x:c . x:c a schema:Country ; "
            'schema:name "Frankreich" .',
        )
        == "place/fra-paris"
    )
    assert judged(index, f'{city} ; schema:address [ schema:addressCountry "FR" ] .') == (
        "place/fra-paris"
    )
    assert judged(index, f'{city} ; schema:address [ schema:addressCountry "US" ] .') == []
    assert judged(index, f"{city} .") == ["place/fra-paris"]


def test_an_objective_is_known_in_its_framework_only(index):
    """The same wording in another framework is another objective."""
    title = "Save lives and establish coordinated international efforts on missing migrants"
    part = f'x:x a skos:Concept ; skos:prefLabel "{title}"@en'
    compact = (
        'x:f a skos:ConceptScheme ; skos:prefLabel "Global Compact for Safe, Orderly and '
        'Regular Migration"@en .'
    )
    other = 'x:f a skos:ConceptScheme ; skos:prefLabel "National Migration Strategy"@en .'
    assert judged(index, f"{part} .") == "objective/gcm-o8"
    assert judged(index, f"{part} ; skos:inScheme x:f . {compact}") == "objective/gcm-o8"
    assert judged(index, f"{part} ; skos:inScheme x:f . {other}") == []
    both = (
        'x:x a skos:Concept ; skos:prefLabel "Promote regular migration & mobility '
        '(especially young people, women)"@en .'
    )
    assert sorted(judged(index, both)) == ["objective/cap-o3", "objective/map-o3"]


def test_a_document_is_known_by_its_address(index):
    """Scheme, www and a trailing slash do not hide a document; another year does."""
    page = "http://rabat-process.org/en/activities/publications/activities-2022/#top"
    assert judged(index, f"x:x a schema:Report ; schema:url <{page}> .") == (
        "document/activities-2022"
    )
    other = f'x:x a schema:Report ; schema:url <{page}> ; schema:datePublished "2019" .'
    assert judged(index, other) == []


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_folding_is_stable(text):
    """What has been folded once is not changed by folding it again."""
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_no_text_upsets_the_reading_of_identifiers(text):
    """Whatever stands where a code or an address should: no error, and a text in return."""
    for read in (identifiers.of_iri, identifiers.of_page, identifiers.of_site):
        assert isinstance(read(text), str)
        assert isinstance(read(f"https://{text}"), str)
    assert isinstance(identifiers.of_code(text, "country"), str)
