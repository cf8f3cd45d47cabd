# Nothing says by what the workshop was replaced.
#
# Warning · activity/ws-2020-migdev
#   The status is “replaced”: say by which meeting or activity.
#   Le statut est « remplacée » : dites par quelle réunion ou activité.

DELETE DATA {
    activity:ws-2020-migdev dcterms:isReplacedBy activity:tm-2021-labour-migration .
}
