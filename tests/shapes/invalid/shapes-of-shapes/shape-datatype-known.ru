# The datatype does not exist.
#
# Violation · https://example.org/shapes#event-end · sh:datatype
#   This datatype is not known: check its spelling, as in xsd:gYearMonth.
#   Ce type de donnée est inconnu : vérifiez son orthographe, comme dans xsd:gYearMonth.

DELETE DATA {
    <https://example.org/shapes#event-end> sh:datatype xsd:date .
} ;
INSERT DATA {
    <https://example.org/shapes#event-end> sh:datatype xsd:Date .
}
