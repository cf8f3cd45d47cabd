# The statement has a rank of another vocabulary.
#
# Violation · statement/gcm-o20-sdg-10-c · schema:ranking
#   This field is not known for a statement: check its spelling against the ontology, or remove it.
#   Ce champ n’est pas prévu pour un énoncé : vérifiez son orthographe dans l’ontologie ou supprimez-le.

INSERT DATA {
    statement:gcm-o20-sdg-10-c schema:ranking 1 .
}
