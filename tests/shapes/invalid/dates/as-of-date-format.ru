# The date of the information is written the French way.
#
# Violation · membership/rabat-process-nga-reference-country · dcterms:date
#   Write the date of the information as a year, a month or a day that exists, such as 2019, 2019-10 or 2019-10-24, with the matching type (gYear, gYearMonth or date).
#   Écrivez la date de l’information sous forme d’année, de mois ou de jour existant, par exemple 2019, 2019-10 ou 2019-10-24, avec le type correspondant (gYear, gYearMonth ou date).

DELETE DATA {
    membership:rabat-process-nga-reference-country dcterms:date "2020"^^xsd:gYear .
} ;
INSERT DATA {
    membership:rabat-process-nga-reference-country dcterms:date "24/10/2020"^^xsd:date .
}
