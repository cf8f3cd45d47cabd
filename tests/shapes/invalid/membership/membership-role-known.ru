# The role is a status.
#
# Violation · membership/rabat-process-nga-reference-country · org:role
#   This role in the dialogue is not known: choose one from the list of roles, or add it there first.
#   Ce rôle dans le dialogue est inconnu : choisissez-en un dans la liste des rôles ou ajoutez-le d’abord à cette liste.

DELETE DATA {
    membership:rabat-process-nga-reference-country org:role role:reference-country .
} ;
INSERT DATA {
    membership:rabat-process-nga-reference-country org:role status:active .
}
