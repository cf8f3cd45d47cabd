# The theme is a method.
#
# Violation · document/remittances-recommendations-2019 · dcterms:subject
#   This theme of the document is not known: choose one from the list of themes, or add it there first.
#   Ce thème du document est inconnu : choisissez-en un dans la liste des thèmes ou ajoutez-le d’abord à cette liste.

INSERT DATA {
    document:remittances-recommendations-2019 dcterms:subject method:mapping .
}
