# The quote stands on the evidence itself.
#
# Violation · evidence/rabat-gcm-b12 · oa:exact
#   This field is not known for evidence: check its spelling against the ontology, or remove it.
#   Ce champ n’est pas prévu pour une preuve : vérifiez son orthographe dans l’ontologie ou supprimez-le.

INSERT DATA {
    evidence:rabat-gcm-b12 oa:exact "un atelier technique" .
}
