# The country of the city is not in the graph.
#
# Violation · place/mar-rabat · schema:containedInPlace
#   The country or region in which this lies is not known: check its identifier, or add the place.
#   Le pays ou la région où cela se trouve est inconnu : vérifiez son identifiant ou ajoutez le lieu.

DELETE DATA {
    place:mar-rabat schema:containedInPlace country:mar .
} ;
INSERT DATA {
    place:mar-rabat schema:containedInPlace country:maroc .
}
