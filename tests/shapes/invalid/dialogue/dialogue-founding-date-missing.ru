# The founding date is missing.
#
# Warning · dialogue/rabat-process · schema:foundingDate
#   The founding date is missing: add the year, the month or the day.
#   La date de création manque : ajoutez l’année, le mois ou le jour.

DELETE DATA {
    dialogue:rabat-process schema:foundingDate "2006-07"^^xsd:gYearMonth .
}
