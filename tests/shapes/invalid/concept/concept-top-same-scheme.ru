# The role is at the top of the themes.
#
# Violation · role/co-host · (skos:inScheme | skos:topConceptOf | ^skos:hasTopConcept)
#   This stands at the top of another framework or list than its own: make the two agree.
#   Cela figure au sommet d’un autre cadre ou d’une autre liste que ceux dont cela relève : faites-les concorder.

INSERT DATA {
    role:co-host skos:topConceptOf scheme:themes .
}
