# The method is a theme.
#
# Violation · activity/ws-2019-abuja · dg:usesMethod
#   This method of the activity is not known: choose one from the list of methods, or add it there first.
#   Cette méthode de l’activité est inconnue : choisissez-en une dans la liste des méthodes ou ajoutez-la d’abord à cette liste.

INSERT DATA {
    activity:ws-2019-abuja dg:usesMethod theme:remittances .
}
