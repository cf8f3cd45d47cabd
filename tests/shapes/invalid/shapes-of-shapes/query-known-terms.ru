# The query has a misspelt field.
#
# Violation · https://example.org/shapes#query · sh:mesage
#   This term is not known beside a query: keep sh:select and sh:prefixes.
#   Ce terme est inconnu à côté d’une requête : gardez sh:select et sh:prefixes.

INSERT DATA {
    <https://example.org/shapes#event-mode> sh:sparql <https://example.org/shapes#query> .
    <https://example.org/shapes#query> sh:prefixes <https://example.org/shapes> ;
        sh:select "SELECT $this {}" ;
        sh:mesage "x" .
}
