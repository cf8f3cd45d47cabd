# The founding date has a month that does not exist.
#
# Violation · dialogue/rabat-process · schema:foundingDate
#   Write the founding date as a year, a month or a day that exists, such as 2006, 2006-07 or 2006-07-11, with the matching type (gYear, gYearMonth or date).
#   Écrivez la date de création sous forme d’année, de mois ou de jour existant, par exemple 2006, 2006-07 ou 2006-07-11, avec le type correspondant (gYear, gYearMonth ou date).

DELETE DATA {
    dialogue:rabat-process schema:foundingDate "2006-07"^^xsd:gYearMonth .
} ;
INSERT DATA {
    dialogue:rabat-process schema:foundingDate "2006-17"^^xsd:gYearMonth .
}
