# The mechanism has no confidence, the parent organisation two.
#
# Violation · organisation/drc-council · dg:hasConfidence
#   Say how sure this is, once: seed document only, stored page, or general knowledge.
#   Indiquez une seule fois le niveau de confiance : document source seul, page conservée ou notoriété.
# Violation · partner/niamey-declaration · dg:hasConfidence
#   Say how sure this is, once: seed document only, stored page, or general knowledge.
#   Indiquez une seule fois le niveau de confiance : document source seul, page conservée ou notoriété.

DELETE DATA {
    partner:niamey-declaration dg:hasConfidence confidence:page .
} ;
INSERT DATA {
    organisation:drc-council dg:hasConfidence confidence:general .
}
