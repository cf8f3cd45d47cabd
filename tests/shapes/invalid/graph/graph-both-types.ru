# The graph is no dataset to catalogues.
#
# Violation · https://w3id.org/dialograph/graphs/rabat · rdf:type
#   Give the description of the graph both types, dcat:Dataset and void:Dataset.
#   Donnez à la description du graphe les deux types, dcat:Dataset et void:Dataset.

DELETE DATA {
    <https://w3id.org/dialograph/graphs/rabat> a dcat:Dataset .
}
