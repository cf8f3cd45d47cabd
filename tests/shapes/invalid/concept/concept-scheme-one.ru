# The role is also a theme, the co-host in no list.
#
# Violation · role/co-host · (skos:inScheme | (skos:broader / skos:inScheme))
#   The broader element belongs to another framework or list: choose one of the same framework or list.
#   L’élément supérieur appartient à un autre cadre ou à une autre liste : choisissez-en un du même cadre ou de la même liste.
# Violation · role/co-host · skos:inScheme
#   Say to which framework or list this belongs, exactly one.
#   Indiquez le cadre ou la liste dont cela relève, un seul.
# Violation · role/reference-country · skos:inScheme
#   Say to which framework or list this belongs, exactly one.
#   Indiquez le cadre ou la liste dont cela relève, un seul.

DELETE DATA {
    role:co-host skos:inScheme scheme:roles .
} ;
INSERT DATA {
    role:reference-country skos:inScheme scheme:themes .
}
