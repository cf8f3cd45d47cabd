# The target follows a property that does not exist.
#
# Violation · https://example.org/shapes#Event · (sh:disjoint | sh:equals | sh:lessThan | sh:lessThanOrEquals | sh:targetObjectsOf | sh:targetSubjectsOf)
#   This property is not declared in the ontology: check its spelling, or declare it.
#   Cette propriété n’est pas déclarée dans l’ontologie : vérifiez son orthographe ou déclarez-la.

INSERT DATA {
    <https://example.org/shapes#Event> sh:targetSubjectsOf schema:startdate .
}
