"""Countries, the regions they lie in, and cities."""

from __future__ import annotations

import re

from rdflib import Literal, URIRef

from dialograph import iris
from dialograph.graph.tables.building import Builder
from dialograph.graph.tables.reading import Row
from dialograph.graph.tables.references import LANGUAGES
from dialograph.vocab import DCTERMS, DG, RDF, SCHEMA, SKOS

# Lists of the United Nations put the article behind the name: “Gambia (the)”, “Gambie (la)”.
_ARTICLE = re.compile(r"( \((the|l['’]|l[ae]s?)\))?( \*+)?$")
_COUNTRY_PARTNER = iris.resource("partner-type", "country")


def add_regions(builder: Builder) -> None:
    """``regions.csv``: geographical regions (UN M49), which contain one another."""
    for row in builder.rows("regions"):
        if not row.slug():
            continue
        iri = iris.resource("place", row.slug())
        _place(builder, row, iri)
        if parent := row.text("parent_id"):
            within = builder.reference(row, "parent_id", parent, "place")
            builder.add(iri, SCHEMA.containedInPlace, within)


def _other_names(row: Row) -> list[str]:
    """What ISO, the United Nations and others call a country, where it is not its name here."""
    listed = [_ARTICLE.sub("", row.text(each)) for each in ("un_name_en", "un_name_fr")]
    names = [row.text("iso_name_fr"), *listed, *row.many("alternate_names")]
    own = {row.text("name_en"), row.text("name_fr")}
    typeset = (name.replace("'", "’") for name in names if name)
    return [name for name in dict.fromkeys(typeset) if name not in own]


def _place(builder: Builder, row: Row, iri: URIRef) -> None:
    builder.add(iri, RDF.type, SCHEMA.Place)
    for lang in LANGUAGES:
        if name := row.text(f"name_{lang}"):
            builder.label(iri, **{lang: name})
    for name in row.many("alternate_names"):
        builder.add(iri, SCHEMA.alternateName, Literal(name))
    builder.sourced(iri, row)


def add_countries(builder: Builder) -> None:
    """``countries.csv``: countries with their codes, names and links."""
    regions = {row.text("name_en"): row.text("id") for row in builder.rows("regions")}
    for row in builder.rows("countries"):
        code = row.text("iso3")
        if len(code) != 3 or not (code.isascii() and code.isupper()):  # noqa: PLR2004
            row.report(
                "iso3",
                f"“{code}” is not a three-letter country code. Write it as in MAR.",
                f"« {code} » n’est pas un code de pays à trois lettres. Écrivez-le comme MAR.",
            )
            continue
        iri = iris.resource("country", code.lower())
        builder.add(iri, RDF.type, DG.Country)
        for lang in LANGUAGES:
            builder.label(iri, **{lang: row.text(f"name_{lang}")})
        for name in _other_names(row):
            builder.add(iri, SCHEMA.alternateName, Literal(name))
        builder.add(iri, DCTERMS.type, _COUNTRY_PARTNER)
        builder.add(iri, DG.iso3166Alpha2, Literal(row.text("iso2")))
        builder.add(iri, DG.iso3166Alpha3, Literal(code))
        if row.text("m49"):
            builder.add(iri, DG.m49Code, Literal(row.text("m49")))
        region = regions.get(row.text("m49_subregion")) or regions.get(row.text("m49_region"))
        if region:
            builder.add(iri, SCHEMA.containedInPlace, iris.resource("place", region))
        for column in ("eu_authority_iri", "geonames_iri", "wikidata_iri"):
            builder.add(iri, SKOS.exactMatch, row.url(column))
        builder.sourced(iri, row)


def add_cities(builder: Builder) -> None:
    """``cities.csv``: the cities where something took place."""
    for row in builder.rows("cities"):
        if not row.slug():
            continue
        iri = iris.resource("place", row.slug())
        _place(builder, row, iri)
        within = builder.country(row, "country_iso3", row.text("country_iso3"))
        builder.add(iri, SCHEMA.containedInPlace, within)
        if number := row.text("geonames_id"):
            match = URIRef(f"https://sws.geonames.org/{number}/")
            builder.add(iri, SKOS.exactMatch, match)
