# The activity has no start date.
#
# Warning · https://example.org/data/id/activity/chair-2020-handover
#   The start date is missing: add a year, a month or a day, such as 2019, 2019-10 or 2019-10-24.
#   La date de début manque : ajoutez une année, un mois ou un jour, par exemple 2019, 2019-10 ou 2019-10-24.

DELETE DATA {
    <https://example.org/data/id/activity/chair-2020-handover> schema:startDate "2020-12-07"^^xsd:date .
}
