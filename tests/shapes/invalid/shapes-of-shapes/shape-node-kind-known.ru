# The kind of node is spelt in small letters.
#
# Violation · https://example.org/shapes#event-mode · sh:nodeKind
#   This kind of node is not known: choose sh:IRI, sh:Literal or sh:BlankNode, or one of their pairs.
#   Cette nature de nœud est inconnue : choisissez sh:IRI, sh:Literal ou sh:BlankNode, ou l’une de leurs paires.

DELETE DATA {
    <https://example.org/shapes#event-mode> sh:nodeKind sh:IRI .
} ;
INSERT DATA {
    <https://example.org/shapes#event-mode> sh:nodeKind sh:iri .
}
