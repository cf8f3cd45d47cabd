# The query does not say what it reads.
#
# Warning · https://example.org/shapes#query · https://w3id.org/dialograph/shapes#reads
#   Declare with dgs:reads the paths that the query follows from $this: otherwise every change of the data judges the whole graph.
#   Déclarez par dgs:reads les chemins que la requête suit à partir de $this : sinon, tout changement des données fait juger le graphe entier.

INSERT DATA {
    <https://example.org/shapes#event-mode> sh:sparql <https://example.org/shapes#query> .
    <https://example.org/shapes#query> sh:prefixes <https://example.org/shapes> ;
        sh:select "SELECT $this {}" .
}
