# The identifier is the name of the country.
#
# Violation · country/senegal
#   End the identifier of the country with country/ and its three-letter code in lower case, such as country/mar.
#   Terminez l’identifiant du pays par country/ et son code à trois lettres en minuscules, par exemple country/mar.
# Violation · country/senegal · dg:iso3166Alpha3
#   The three-letter code differs from the end of the country’s identifier: make them agree.
#   Le code à trois lettres diffère de la fin de l’identifiant du pays : faites-les concorder.

INSERT DATA {
    country:senegal a dg:Country ;
        skos:prefLabel "Example"@en , "Exemple"@fr ;
        dcterms:type partner-type:country ;
        dg:iso3166Alpha2 "SN" ;
        dg:iso3166Alpha3 "SEN" ;
        dg:m49Code "686" ;
        skos:exactMatch <http://publications.europa.eu/resource/authority/country/SEN> , <https://sws.geonames.org/2245662/> ;
        schema:containedInPlace place:africa ;
        dcterms:source <https://undocs.org/A/RES/73/195> ;
        dg:hasConfidence confidence:page .
}
