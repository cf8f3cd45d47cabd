# The datatype is spelt with a capital.
#
# Violation · https://example.org/shapes#event-end · sh:dataType
#   This term is not known in a shape: check its spelling and its capitals, as in sh:datatype.
#   Ce terme est inconnu dans une forme : vérifiez son orthographe et ses majuscules, comme dans sh:datatype.

INSERT DATA {
    <https://example.org/shapes#event-end> sh:dataType xsd:date .
}
