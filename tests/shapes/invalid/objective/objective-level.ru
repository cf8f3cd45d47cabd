# The objective is said to be a domain.
#
# Violation · objective/map-o1 · dg:hasLevel
#   An objective has the level “objective”: correct the level, or remove the type Objective.
#   Un objectif est au niveau « objectif » : corrigez le niveau ou retirez le type Objective.

DELETE DATA {
    objective:map-o1 dg:hasLevel element-level:objective .
} ;
INSERT DATA {
    objective:map-o1 dg:hasLevel element-level:domain .
}
