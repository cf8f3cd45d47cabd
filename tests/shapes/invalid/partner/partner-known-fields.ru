# A field of the organisation is misspelt.
#
# Violation · organisation/drc-council · schema:locaton
#   This field is not known for a partner: check its spelling against the ontology, or remove it.
#   Ce champ n’est pas prévu pour un partenaire : vérifiez son orthographe dans l’ontologie ou supprimez-le.

INSERT DATA {
    organisation:drc-council schema:locaton country:mar .
}
