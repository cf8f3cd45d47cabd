# A meeting is called a handover of the chair.
#
# Violation · activity/tm-2021-labour-migration · dcterms:type
#   Nobody gathers for this type of activity: give this the type Activity instead of Meeting, or choose a type of meeting.
#   Ce type d’activité ne réunit personne : donnez le type Activity (activité) au lieu de Meeting (réunion), ou choisissez un type de réunion.

DELETE DATA {
    activity:tm-2021-labour-migration dcterms:type activity-type:workshop .
} ;
INSERT DATA {
    activity:tm-2021-labour-migration dcterms:type activity-type:chair-handover .
}
