# The prefixes of the query are not declared.
#
# Violation · https://example.org/shapes#query · (sh:prefixes / sh:declare)
#   Say where the prefixes of the query are declared: check the spelling of sh:prefixes.
#   Dites où sont déclarés les préfixes de la requête : vérifiez l’orthographe de sh:prefixes.

INSERT DATA {
    <https://example.org/shapes#event-mode> sh:sparql <https://example.org/shapes#query> .
    <https://example.org/shapes#query> sh:prefixes <https://example.org/prefixes> ;
        <https://w3id.org/dialograph/shapes#reads> schema:endDate ;
        sh:select "SELECT $this {}" .
}
