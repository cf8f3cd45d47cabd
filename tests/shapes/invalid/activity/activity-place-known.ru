# The place is not in the graph.
#
# Violation · https://example.org/data/id/activity/chair-2020-handover · schema:location
#   The place is not a known city or country: check its identifier, or add the place.
#   Le lieu n’est pas une ville ou un pays connu : vérifiez son identifiant ou ajoutez le lieu.

INSERT DATA {
    <https://example.org/data/id/activity/chair-2020-handover> schema:location place:gnq-malabo .
}
