# The type is that of a meeting.
#
# Violation · document/remittances-recommendations-2019 · dcterms:type
#   This type of document is not known: choose one from the list of document types, or add it there first.
#   Ce type de document est inconnu : choisissez-en un dans la liste des types de document ou ajoutez-le d’abord à cette liste.

INSERT DATA {
    document:remittances-recommendations-2019 dcterms:type activity-type:workshop .
}
