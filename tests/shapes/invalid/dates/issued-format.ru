# The date of issue is plain text.
#
# Violation · document/remittances-recommendations-2019 · dcterms:issued
#   Write the date of issue as a year, a month or a day that exists, such as 2019, 2019-10 or 2019-10-24, with the matching type (gYear, gYearMonth or date).
#   Écrivez la date de publication sous forme d’année, de mois ou de jour existant, par exemple 2019, 2019-10 ou 2019-10-24, avec le type correspondant (gYear, gYearMonth ou date).

DELETE DATA {
    document:remittances-recommendations-2019 dcterms:issued "2019"^^xsd:gYear .
} ;
INSERT DATA {
    document:remittances-recommendations-2019 dcterms:issued "autumn 2019" .
}
