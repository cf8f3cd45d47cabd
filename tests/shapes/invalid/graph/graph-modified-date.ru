# The date of the last change is a year, beside a day.
#
# Violation · https://w3id.org/dialograph/graphs/rabat · dcterms:modified
#   Give the date of the last change once, as a day that exists, such as 2026-11-24.
#   Donnez une seule fois la date de la dernière modification, un jour existant, par exemple 2026-11-24.

INSERT DATA {
    <https://w3id.org/dialograph/graphs/rabat> dcterms:modified "2026"^^xsd:gYear .
}
