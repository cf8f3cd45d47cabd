# The path follows a property that does not exist.
#
# Violation · https://example.org/shapes#event-end · (sh:path / (rdf:first | rdf:rest | sh:alternativePath | sh:inversePath | sh:oneOrMorePath | sh:zeroOrMorePath | sh:zeroOrOnePath)*)
#   A step of the path is no property that the ontology declares: check its spelling, or declare it.
#   Une étape du chemin n’est pas une propriété déclarée dans l’ontologie : vérifiez son orthographe ou déclarez-la.

DELETE DATA {
    <https://example.org/shapes#event-end> sh:path schema:endDate .
} ;
INSERT DATA {
    <https://example.org/shapes#event-end> sh:path schema:enddate .
}
