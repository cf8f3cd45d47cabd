# The graph names no source.
#
# Violation · https://w3id.org/dialograph/graphs/rabat · dcterms:source
#   Say on which sources the graph is built: give at least one web address.
#   Dites à partir de quelles sources le graphe est construit : donnez au moins une adresse web.

DELETE DATA {
    <https://w3id.org/dialograph/graphs/rabat> dcterms:source <https://rabat-process.org/fr/activites/publications/pmm-apercu> .
}
