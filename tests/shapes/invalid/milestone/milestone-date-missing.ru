# The milestone has no date.
#
# Violation · milestone/imrf-2022 · schema:startDate
#   Give the milestone a date: a year, a month or a day, such as 2018, 2018-12 or 2018-12-10.
#   Donnez une date au jalon : une année, un mois ou un jour, par exemple 2018, 2018-12 ou 2018-12-10.

DELETE DATA {
    milestone:imrf-2022 schema:startDate "2022-05-17"^^xsd:date .
}
