# The ontology has no French title.
#
# Violation · https://w3id.org/dialograph/ontology · dcterms:title
#   Give the ontology a title in English and one in French.
#   Donnez à l’ontologie un titre en français et un en anglais.

DELETE DATA {
    <https://w3id.org/dialograph/ontology> dcterms:title "L’ontologie dialograph"@fr .
}
