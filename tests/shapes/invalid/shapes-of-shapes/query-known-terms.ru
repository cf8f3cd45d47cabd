# The query has a misspelt field.
#
# Violation · https://example.org/shapes#query · sh:mesage
#   This term is not known beside a query: keep sh:select, sh:prefixes and dgs:reads.
#   Ce terme est inconnu à côté d’une requête : gardez sh:select, sh:prefixes et dgs:reads.

INSERT DATA {
    <https://example.org/shapes#event-mode> sh:sparql <https://example.org/shapes#query> .
    <https://example.org/shapes#query> sh:prefixes <https://example.org/shapes> ;
        sh:select "SELECT $this {}" ;
        <https://w3id.org/dialograph/shapes#reads> schema:endDate ;
        sh:mesage "x" .
}
