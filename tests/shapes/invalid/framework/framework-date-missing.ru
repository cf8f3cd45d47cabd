# The date of adoption is missing.
#
# Warning · framework/gcm · schema:startDate
#   The date of adoption of the framework is missing: add a year, a month or a day.
#   La date d’adoption du cadre manque : ajoutez une année, un mois ou un jour.

DELETE DATA {
    framework:gcm schema:startDate "2018-12"^^xsd:gYearMonth .
}
