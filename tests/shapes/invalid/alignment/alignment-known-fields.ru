# The shortcut stands on the alignment.
#
# Violation · alignment/ws-2019-abuja-map-d1 · dg:contributesTo
#   This field is not known for an alignment: check its spelling against the ontology, or remove it.
#   Ce champ n’est pas prévu pour un alignement : vérifiez son orthographe dans l’ontologie ou supprimez-le.

INSERT DATA {
    alignment:ws-2019-abuja-map-d1 dg:contributesTo element:map-d1 .
}
