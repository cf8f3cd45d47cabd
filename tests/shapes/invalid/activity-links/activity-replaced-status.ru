# A meeting that was held is said to be replaced by another.
#
# Violation · activity/ws-2019-abuja · dg:hasStatus
#   What was replaced was not held: set the status to replaced or postponed, or remove what replaced it.
#   Une réunion ou activité remplacée n’a pas eu lieu : choisissez le statut « remplacée » ou « reportée », ou supprimez ce qui l’a remplacée.

INSERT DATA {
    activity:ws-2019-abuja dcterms:isReplacedBy activity:tm-2021-labour-migration .
}
