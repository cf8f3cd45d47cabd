# The meeting has the status of a dialogue.
#
# Violation · activity/tm-2021-labour-migration · dg:hasStatus
#   Choose the status among: held, announced, postponed, replaced.
#   Choisissez le statut parmi : tenue (held), annoncée (announced), reportée (postponed), remplacée (replaced).

DELETE DATA {
    activity:tm-2021-labour-migration dg:hasStatus status:held .
} ;
INSERT DATA {
    activity:tm-2021-labour-migration dg:hasStatus status:active .
}
