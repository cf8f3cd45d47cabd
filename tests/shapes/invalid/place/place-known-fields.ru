# A field of the city is misspelt.
#
# Violation · place/nga-abuja · schema:containedInPlaces
#   This field is not known for a place: check its spelling against the ontology, or remove it.
#   Ce champ n’est pas prévu pour un lieu : vérifiez son orthographe dans l’ontologie ou supprimez-le.

INSERT DATA {
    place:nga-abuja schema:containedInPlaces place:africa .
}
