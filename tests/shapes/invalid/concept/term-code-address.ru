# The code of the term is not the end of its identifier.
#
# Violation · theme/remittances · skos:notation
#   The code of a term of our lists is the end of its identifier: make the two agree.
#   Le code d’un terme de nos listes est la fin de son identifiant : faites-les concorder.

DELETE DATA {
    theme:remittances skos:notation "remittances" .
} ;
INSERT DATA {
    theme:remittances skos:notation "transfers" .
}
