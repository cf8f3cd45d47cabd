# The milestone has no type.
#
# Violation · milestone/imrf-2022 · dcterms:type
#   Say what kind of milestone this is, such as adoption, forum or regional review.
#   Dites de quel type de jalon il s’agit, par exemple adoption, forum ou examen régional.

DELETE DATA {
    milestone:imrf-2022 dcterms:type milestone-type:forum .
}
