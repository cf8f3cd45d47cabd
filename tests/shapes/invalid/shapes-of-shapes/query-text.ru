# One query does not start from what is looked at, beside a second one; the other shape has none.
#
# Violation · https://example.org/shapes#query-a · sh:select
#   Give exactly one query, which starts from $this.
#   Donnez une seule requête, qui part de $this.
# Violation · https://example.org/shapes#query-b · sh:select
#   Give exactly one query, which starts from $this.
#   Donnez une seule requête, qui part de $this.

INSERT DATA {
    <https://example.org/shapes#event-mode> sh:sparql <https://example.org/shapes#query-a> , <https://example.org/shapes#query-b> .
    <https://example.org/shapes#query-a> sh:prefixes <https://example.org/shapes> ;
        <https://w3id.org/dialograph/shapes#reads> schema:endDate ;
        sh:select "SELECT $this {}" , "SELECT ?x {}" .
    <https://example.org/shapes#query-b> sh:prefixes <https://example.org/shapes> ;
        <https://w3id.org/dialograph/shapes#reads> schema:endDate .
}
