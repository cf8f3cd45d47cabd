# The data come from a document.
#
# Violation · activity/ws-2019-abuja · dg:usesDataOf
#   The partner whose data the activity uses is not known: check its identifier, or add the partner.
#   Le partenaire dont l’activité utilise les données est inconnu : vérifiez son identifiant ou ajoutez le partenaire.

INSERT DATA {
    activity:ws-2019-abuja dg:usesDataOf document:remittances-recommendations-2019 .
}
