# The member is a place.
#
# Violation · membership/rabat-process-nga-reference-country · org:member
#   The partner that holds the role is not known: check its identifier, or add the partner.
#   Le partenaire qui tient le rôle est inconnu : vérifiez son identifiant ou ajoutez le partenaire.

DELETE DATA {
    membership:rabat-process-nga-reference-country org:member country:nga .
} ;
INSERT DATA {
    membership:rabat-process-nga-reference-country org:member place:nga-abuja .
}
