# The objective has no number.
#
# Info · objective/map-o1 · skos:notation
#   The number of this objective or element in its framework is missing: add it, if the framework numbers it.
#   Le numéro de cet objectif ou élément dans son cadre manque : ajoutez-le, si le cadre le numérote.

DELETE DATA {
    objective:map-o1 skos:notation "1" .
}
