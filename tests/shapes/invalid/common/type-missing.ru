# A city lost its type.
#
# Violation · dialogue/rabat-process · schema:foundingLocation
#   The founding place is not a known country or place: check its identifier, or add the place.
#   Le lieu de création n’est pas un pays ou un lieu connu : vérifiez son identifiant ou ajoutez le lieu.
# Violation · place/mar-rabat · rdf:type
#   Say what this is: give it a type, such as Meeting, Document or Country.
#   Dites de quoi il s’agit : donnez un type, par exemple Meeting (réunion), Document ou Country (pays).

DELETE DATA {
    place:mar-rabat a schema:Place .
}
