# The domain above the objective belongs to another framework.
#
# Violation · objective/map-o1 · (skos:inScheme | (skos:broader / skos:inScheme))
#   The broader element belongs to another framework or list: choose one of the same framework or list.
#   L’élément supérieur appartient à un autre cadre ou à une autre liste : choisissez-en un du même cadre ou de la même liste.

DELETE DATA {
    objective:map-o1 skos:broader element:map-d1 .
} ;
INSERT DATA {
    objective:map-o1 skos:broader objective:gcm-o20 .
}
