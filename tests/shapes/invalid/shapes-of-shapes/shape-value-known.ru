# The concept does not exist.
#
# Violation · https://example.org/shapes#event-end · (sh:hasValue | (sh:in / rdf:rest* / rdf:first))
#   This value is not in the graph: check the spelling of the concept or scheme.
#   Cette valeur n’est pas dans le graphe : vérifiez l’orthographe du concept ou de la liste.

INSERT DATA {
    <https://example.org/shapes#event-end> sh:hasValue attendance-mode:on-line .
}
