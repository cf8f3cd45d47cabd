# The milestone has two start dates.
#
# Violation · milestone/imrf-2022 · schema:startDate
#   Keep one start date; record what other sources say as statements in conflict.
#   Gardez une seule date de début ; consignez ce que disent d’autres sources dans des énoncés en conflit.

INSERT DATA {
    milestone:imrf-2022 schema:startDate "2022-05"^^xsd:gYearMonth .
}
