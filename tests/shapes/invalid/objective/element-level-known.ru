# The level does not exist.
#
# Violation · element/map-d1 · dg:hasLevel
#   This level is not known: choose one from the list of levels, such as objective, domain or action.
#   Ce niveau est inconnu : choisissez-en un dans la liste des niveaux, par exemple objectif, domaine ou action.

DELETE DATA {
    element:map-d1 dg:hasLevel element-level:domain .
} ;
INSERT DATA {
    element:map-d1 dg:hasLevel element-level:chapter .
}
