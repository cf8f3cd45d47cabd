# The term at the top of the list does not exist.
#
# Violation · scheme/themes · skos:hasTopConcept
#   A term at the top of the list is not known: check its identifier, or add it.
#   Un terme au sommet de la liste est inconnu : vérifiez son identifiant ou ajoutez-le.

INSERT DATA {
    scheme:themes skos:hasTopConcept theme:remitances .
}
