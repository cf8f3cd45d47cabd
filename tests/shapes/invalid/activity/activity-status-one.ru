# One meeting has no status, the other two.
#
# Violation · activity/tm-2021-labour-migration · dg:hasStatus
#   Give exactly one status: held, announced, postponed or replaced.
#   Donnez un seul statut : tenue, annoncée, reportée ou remplacée.
# Violation · activity/ws-2019-abuja · dg:hasStatus
#   Give exactly one status: held, announced, postponed or replaced.
#   Donnez un seul statut : tenue, annoncée, reportée ou remplacée.

DELETE DATA {
    activity:tm-2021-labour-migration dg:hasStatus status:held .
} ;
INSERT DATA {
    activity:ws-2019-abuja dg:hasStatus status:announced .
}
