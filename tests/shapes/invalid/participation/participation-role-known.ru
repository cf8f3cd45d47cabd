# The role is misspelt.
#
# Violation · participation/ws-2019-abuja-nga-host · dg:hasRole
#   This role is not known: choose one from the list of roles, or add it there first.
#   Ce rôle est inconnu : choisissez-en un dans la liste des rôles ou ajoutez-le d’abord à cette liste.

DELETE DATA {
    participation:ws-2019-abuja-nga-host dg:hasRole role:host .
} ;
INSERT DATA {
    participation:ws-2019-abuja-nga-host dg:hasRole role:hosts .
}
