# The confidence is a rank.
#
# Violation · project/thamm · dg:hasConfidence
#   Choose the confidence among: seed, page, general.
#   Choisissez le niveau de confiance parmi : document source seul (seed), page conservée (page), notoriété (general).

DELETE DATA {
    project:thamm dg:hasConfidence confidence:page .
} ;
INSERT DATA {
    project:thamm dg:hasConfidence rank:preferred .
}
