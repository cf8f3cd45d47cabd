# One objective has no level, the domain has two.
#
# Violation · element/map-d1 · dg:hasLevel
#   Give exactly one level, such as objective, domain, pillar or action.
#   Donnez un seul niveau, par exemple objectif, domaine, pilier ou action.
# Violation · objective/map-o1 · dg:hasLevel
#   Give exactly one level, such as objective, domain, pillar or action.
#   Donnez un seul niveau, par exemple objectif, domaine, pilier ou action.

DELETE DATA {
    objective:map-o1 dg:hasLevel element-level:objective .
} ;
INSERT DATA {
    element:map-d1 dg:hasLevel element-level:objective .
}
