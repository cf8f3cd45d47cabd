# Nobody maintains the graph.
#
# Violation · https://w3id.org/dialograph/graphs/rabat · schema:maintainer
#   Say who maintains the graph: an organisation or a group, never a person.
#   Dites qui tient le graphe à jour : une organisation ou un groupe, jamais une personne.

DELETE DATA {
    <https://w3id.org/dialograph/graphs/rabat> schema:maintainer "dialograph contributors" .
}
