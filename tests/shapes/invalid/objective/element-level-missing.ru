# The domain has no level.
#
# Violation · element/map-d1
#   Say what this element is in its framework: domain, area, pillar, action, cross-cutting priority or principle.
#   Dites ce qu’est cet élément dans son cadre : domaine, domaine d’action, pilier, action, priorité transversale ou principe.

DELETE DATA {
    element:map-d1 dg:hasLevel element-level:domain .
}
