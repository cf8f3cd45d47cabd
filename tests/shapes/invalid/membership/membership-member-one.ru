# One membership has two members, the other none.
#
# Violation · membership/rabat-process-mar-dialogue-chair-2015 · org:member
#   Give exactly one partner that holds the role: two partners make two memberships.
#   Indiquez un seul partenaire qui tient le rôle : deux partenaires font deux appartenances.
# Violation · membership/rabat-process-nga-reference-country · org:member
#   Give exactly one partner that holds the role: two partners make two memberships.
#   Indiquez un seul partenaire qui tient le rôle : deux partenaires font deux appartenances.

DELETE DATA {
    membership:rabat-process-nga-reference-country org:member country:nga .
} ;
INSERT DATA {
    membership:rabat-process-mar-dialogue-chair-2015 org:member country:nga .
}
