# The place is not in the graph.
#
# Violation · milestone/imrf-2022 · schema:location
#   The place of the milestone is not a known city or country: check its identifier, or add the place.
#   Le lieu du jalon n’est pas une ville ou un pays connu : vérifiez son identifiant ou ajoutez le lieu.

INSERT DATA {
    milestone:imrf-2022 schema:location place:usa-new-york .
}
