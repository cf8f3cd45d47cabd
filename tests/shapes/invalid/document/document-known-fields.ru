# The author is given as text in an unknown field.
#
# Violation · document/remittances-recommendations-2019 · schema:author
#   This field is not known for a document: check its spelling against the ontology, or remove it.
#   Ce champ n’est pas prévu pour un document : vérifiez son orthographe dans l’ontologie ou supprimez-le.

INSERT DATA {
    document:remittances-recommendations-2019 schema:author "Someone" .
}
