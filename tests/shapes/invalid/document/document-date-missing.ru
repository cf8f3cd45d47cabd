# The document has no date.
#
# Warning · document/remittances-recommendations-2019 · dcterms:issued
#   The date of the document is missing: add a year, a month or a day, such as 2019, 2019-10 or 2019-10-24.
#   La date du document manque : ajoutez une année, un mois ou un jour, par exemple 2019, 2019-10 ou 2019-10-24.

DELETE DATA {
    document:remittances-recommendations-2019 dcterms:issued "2019"^^xsd:gYear .
}
