# The property leads to things and to values.
#
# Violation · https://w3id.org/dialograph/ontology#takesPartIn
#   A property leads either to things or to values: keep one of the two kinds.
#   Une propriété mène soit à des choses, soit à des valeurs : gardez l’une des deux natures.

INSERT DATA {
    dg:takesPartIn a owl:DatatypeProperty .
}
