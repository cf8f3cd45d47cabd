# The seat is not in the graph.
#
# Violation · organisation/drc-council · schema:location
#   The seat is not a known country or place: check its identifier, or add the place.
#   Le siège n’est pas un pays ou un lieu connu : vérifiez son identifiant ou ajoutez le lieu.

INSERT DATA {
    organisation:drc-council schema:location country:dnk .
}
