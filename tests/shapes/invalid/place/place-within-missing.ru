# Nothing says where the city lies.
#
# Info · place/nga-abuja · (schema:containedInPlace | ^schema:containedInPlace)
#   Say in which country or region the place lies.
#   Dites dans quel pays ou quelle région se trouve le lieu.

DELETE DATA {
    place:nga-abuja schema:containedInPlace country:nga .
}
