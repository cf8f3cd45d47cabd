# The graph has no French title.
#
# Violation · https://w3id.org/dialograph/graphs/rabat · dcterms:title
#   Give the graph a title in English and one in French.
#   Donnez au graphe un titre en français et un en anglais.

DELETE DATA {
    <https://w3id.org/dialograph/graphs/rabat> dcterms:title "Processus de Rabat"@fr .
}
