# The property has an inverse.
#
# Violation · https://w3id.org/dialograph/ontology#takesPartIn · owl:inverseOf
#   Remove the inverse property: a query can follow a property backwards.
#   Supprimez la propriété inverse : une requête peut suivre une propriété à rebours.

INSERT DATA {
    dg:takesPartIn owl:inverseOf schema:location .
}
