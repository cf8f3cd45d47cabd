# What replaced the workshop is not in the graph.
#
# Violation · activity/ws-2020-migdev · dcterms:isReplacedBy
#   The meeting or activity that replaced this one is not known: check its identifier.
#   La réunion ou l’activité qui a remplacé celle-ci est inconnue : vérifiez son identifiant.

DELETE DATA {
    activity:ws-2020-migdev dcterms:isReplacedBy activity:tm-2021-labour-migration .
} ;
INSERT DATA {
    activity:ws-2020-migdev dcterms:isReplacedBy activity:wb-2021 .
}
