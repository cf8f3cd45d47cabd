# A path follows a property that does not exist, and so does what a query says that it reads.
#
# Violation · https://example.org/shapes#event-end · ((sh:path | https://w3id.org/dialograph/shapes#reads) / (rdf:first | rdf:rest | sh:alternativePath | sh:inversePath | sh:oneOrMorePath | sh:zeroOrMorePath | sh:zeroOrOnePath)*)
#   A step of the path is no property that the ontology declares: check its spelling, or declare it.
#   Une étape du chemin n’est pas une propriété déclarée dans l’ontologie : vérifiez son orthographe ou déclarez-la.
# Violation · https://example.org/shapes#query · ((sh:path | https://w3id.org/dialograph/shapes#reads) / (rdf:first | rdf:rest | sh:alternativePath | sh:inversePath | sh:oneOrMorePath | sh:zeroOrMorePath | sh:zeroOrOnePath)*)
#   A step of the path is no property that the ontology declares: check its spelling, or declare it.
#   Une étape du chemin n’est pas une propriété déclarée dans l’ontologie : vérifiez son orthographe ou déclarez-la.

DELETE DATA {
    <https://example.org/shapes#event-end> sh:path schema:endDate .
} ;
INSERT DATA {
    <https://example.org/shapes#event-end> sh:path schema:enddate .
} ;
INSERT DATA {
    <https://example.org/shapes#event-mode> sh:sparql <https://example.org/shapes#query> .
    <https://example.org/shapes#query> sh:prefixes <https://example.org/shapes> ;
        sh:select "SELECT $this {}" ;
        <https://w3id.org/dialograph/shapes#reads> schema:endDat .
}
