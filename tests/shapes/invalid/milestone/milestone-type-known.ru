# The type is that of a meeting.
#
# Violation · milestone/imrf-2022 · dcterms:type
#   This type of milestone is not known: choose one from the list of milestone types, or add it there first.
#   Ce type de jalon est inconnu : choisissez-en un dans la liste des types de jalon ou ajoutez-le d’abord à cette liste.

INSERT DATA {
    milestone:imrf-2022 dcterms:type activity-type:workshop .
}
