# The objective is no concept to other tools.
#
# Violation · objective/map-o1 · rdf:type
#   Give the objective the second type Concept, so that other tools understand it.
#   Donnez aussi à l’objectif le type Concept, pour que d’autres outils le comprennent.

DELETE DATA {
    objective:map-o1 a skos:Concept .
}
