# The place is not in the graph.
#
# Violation · document/remittances-recommendations-2019 · dcterms:spatial
#   The place that the document is about is not a known country or place: check its identifier, or add the place.
#   Le lieu dont traite le document n’est pas un pays ou un lieu connu : vérifiez son identifiant ou ajoutez le lieu.

INSERT DATA {
    document:remittances-recommendations-2019 dcterms:spatial country:sng .
}
