# The method does not exist.
#
# Violation · document/remittances-recommendations-2019 · dg:usesMethod
#   This method of the document is not known: choose one from the list of methods, or add it there first.
#   Cette méthode du document est inconnue : choisissez-en une dans la liste des méthodes ou ajoutez-la d’abord à cette liste.

INSERT DATA {
    document:remittances-recommendations-2019 dg:usesMethod method:guesswork .
}
