# The role comes from another vocabulary.
#
# Violation · participation/ws-2019-abuja-nga-host · org:role
#   This field is not known for a participation: check its spelling against the ontology, or remove it.
#   Ce champ n’est pas prévu pour une participation : vérifiez son orthographe dans l’ontologie ou supprimez-le.

INSERT DATA {
    participation:ws-2019-abuja-nga-host org:role role:host .
}
