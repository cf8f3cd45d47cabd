# The domain is a theme.
#
# Violation · membership/rabat-process-nga-reference-country · schema:about
#   The domain that the partner coordinates is not a known element of an action plan: check its identifier.
#   Le domaine que coordonne le partenaire n’est pas un élément connu d’un plan d’action : vérifiez son identifiant.

DELETE DATA {
    membership:rabat-process-nga-reference-country schema:about element:map-d1 .
} ;
INSERT DATA {
    membership:rabat-process-nga-reference-country schema:about theme:remittances .
}
