# Nothing says what the graph holds.
#
# Violation · https://w3id.org/dialograph/graphs/rabat · dcterms:description
#   Say what the graph holds, in English and in French.
#   Dites ce que contient le graphe, en français et en anglais.

DELETE DATA {
    <https://w3id.org/dialograph/graphs/rabat> dcterms:description "Activities of the Rabat Process."@en , "Activités du Processus de Rabat."@fr .
}
