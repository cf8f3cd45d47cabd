# One membership has two roles, the other none.
#
# Violation · membership/rabat-process-mar-dialogue-chair-2015 · org:role
#   Give exactly one role, such as member, observer or chair of the dialogue: two roles make two memberships.
#   Donnez un seul rôle, par exemple membre, observateur ou présidence du dialogue : deux rôles font deux appartenances.
# Violation · membership/rabat-process-nga-reference-country · org:role
#   Give exactly one role, such as member, observer or chair of the dialogue: two roles make two memberships.
#   Donnez un seul rôle, par exemple membre, observateur ou présidence du dialogue : deux rôles font deux appartenances.

DELETE DATA {
    membership:rabat-process-nga-reference-country org:role role:reference-country .
} ;
INSERT DATA {
    membership:rabat-process-mar-dialogue-chair-2015 org:role role:host .
}
