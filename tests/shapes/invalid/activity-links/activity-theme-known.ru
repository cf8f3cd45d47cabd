# The theme does not exist.
#
# Violation · activity/ws-2019-abuja · dcterms:subject
#   This theme of the meeting or activity is not known: choose one from the list of themes, or add it there first.
#   Ce thème de la réunion ou de l’activité est inconnu : choisissez-en un dans la liste des thèmes ou ajoutez-le d’abord à cette liste.

INSERT DATA {
    activity:ws-2019-abuja dcterms:subject theme:remitances .
}
