# The objective stands nowhere in its framework.
#
# Violation · objective/map-o1 · (skos:broader | skos:topConceptOf | ^skos:hasTopConcept)
#   Say where this stands: under a broader element, or at the top of its framework or list.
#   Dites où cela se place : sous un élément plus large, ou au sommet du cadre ou de la liste.

DELETE DATA {
    objective:map-o1 skos:broader element:map-d1 .
}
