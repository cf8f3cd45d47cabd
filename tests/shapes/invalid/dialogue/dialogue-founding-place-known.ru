# The founding place is not in the graph.
#
# Violation · dialogue/rabat-process · schema:foundingLocation
#   The founding place is not a known country or place: check its identifier, or add the place.
#   Le lieu de création n’est pas un pays ou un lieu connu : vérifiez son identifiant ou ajoutez le lieu.

INSERT DATA {
    dialogue:rabat-process schema:foundingLocation place:mar-atlantis .
}
