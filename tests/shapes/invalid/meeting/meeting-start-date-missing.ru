# The meeting has no start date.
#
# Violation · activity/tm-2021-labour-migration · schema:startDate
#   Give the meeting a start date: a year, a month or a day, such as 2019, 2019-10 or 2019-10-24.
#   Donnez une date de début à la réunion : une année, un mois ou un jour, par exemple 2019, 2019-10 ou 2019-10-24.

DELETE DATA {
    activity:tm-2021-labour-migration schema:startDate "2021-12-16"^^xsd:date .
}
