# The place of adoption is not in the graph.
#
# Violation · framework/gcm · schema:locationCreated
#   The place of adoption is not a known city or country: check its identifier, or add the place.
#   Le lieu d’adoption n’est pas une ville ou un pays connu : vérifiez son identifiant ou ajoutez le lieu.

INSERT DATA {
    framework:gcm schema:locationCreated place:mar-marakesh .
}
