# The role is missing.
#
# Violation · participation/ws-2019-abuja-nga-host · dg:hasRole
#   Say in which role the partner took part, such as host, co-chair or participant.
#   Dites dans quel rôle le partenaire a pris part, par exemple hôte, coprésidence ou participant.

DELETE DATA {
    participation:ws-2019-abuja-nga-host dg:hasRole role:host .
}
