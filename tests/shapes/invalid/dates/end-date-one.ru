# The milestone has two end dates.
#
# Violation · milestone/imrf-2022 · schema:endDate
#   Keep one end date; record what other sources say as statements in conflict.
#   Gardez une seule date de fin ; consignez ce que disent d’autres sources dans des énoncés en conflit.

INSERT DATA {
    milestone:imrf-2022 schema:endDate "2022-05"^^xsd:gYearMonth .
}
