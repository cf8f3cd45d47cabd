# One shape has two paths, another none, the third a text.
#
# Violation · https://example.org/shapes#event-end · ((sh:path | https://w3id.org/dialograph/shapes#reads) / (rdf:first | rdf:rest | sh:alternativePath | sh:inversePath | sh:oneOrMorePath | sh:zeroOrMorePath | sh:zeroOrOnePath)*)
#   A step of the path is no property that the ontology declares: check its spelling, or declare it.
#   Une étape du chemin n’est pas une propriété déclarée dans l’ontologie : vérifiez son orthographe ou déclarez-la.
# Violation · https://example.org/shapes#event-end · sh:path
#   Give exactly one path: the property that the shape looks at.
#   Donnez un seul chemin : la propriété que la forme examine.
# Violation · https://example.org/shapes#event-start · sh:path
#   Give exactly one path: the property that the shape looks at.
#   Donnez un seul chemin : la propriété que la forme examine.

INSERT DATA {
    <https://example.org/shapes#event-end> sh:path "end date" .
    <https://example.org/shapes#event-start> a sh:PropertyShape ;
        sh:name "start"@en , "début"@fr ;
        sh:message "Give it."@en , "Donnez-la."@fr ;
        sh:severity sh:Violation ;
        sh:targetClass schema:Event .
}
