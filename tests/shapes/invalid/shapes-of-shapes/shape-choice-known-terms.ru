# A choice holds nothing but a misspelt term.
#
# Violation · https://example.org/shapes#event-end · ((sh:and | sh:or | sh:xone) / rdf:rest* / rdf:first)
#   One of the choices holds a term that is not known: check its spelling and its capitals.
#   L’un des choix contient un terme inconnu : vérifiez son orthographe et ses majuscules.

INSERT DATA {
    <https://example.org/shapes#event-end> sh:or ( [ sh:Class schema:Event ] ) .
}
