# The type is that of a document.
#
# Violation · activity/tm-2021-labour-migration · dcterms:type
#   This type of meeting or activity is not known: choose one from the list of activity types, or add it there first.
#   Ce type de réunion ou d’activité est inconnu : choisissez-en un dans la liste des types d’activité ou ajoutez-le d’abord à cette liste.

DELETE DATA {
    activity:tm-2021-labour-migration dcterms:type activity-type:workshop .
} ;
INSERT DATA {
    activity:tm-2021-labour-migration dcterms:type document-type:recommendations .
}
