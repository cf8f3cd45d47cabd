# The end date is a day typed as a year.
#
# Violation · milestone/imrf-2022 · schema:endDate
#   Write the end date as a year, a month or a day that exists, such as 2019, 2019-10 or 2019-10-24, with the matching type (gYear, gYearMonth or date).
#   Écrivez la date de fin sous forme d’année, de mois ou de jour existant, par exemple 2019, 2019-10 ou 2019-10-24, avec le type correspondant (gYear, gYearMonth ou date).

DELETE DATA {
    milestone:imrf-2022 schema:endDate "2022-05-20"^^xsd:date .
} ;
INSERT DATA {
    milestone:imrf-2022 schema:endDate "2022-05-20"^^xsd:gYear .
}
