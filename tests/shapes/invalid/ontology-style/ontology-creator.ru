# Nobody made the ontology.
#
# Violation · https://w3id.org/dialograph/ontology · dcterms:creator
#   Say who made the ontology.
#   Dites qui a fait l’ontologie.

DELETE DATA {
    <https://w3id.org/dialograph/ontology> dcterms:creator "dialograph contributors" .
}
