# The data come from a partner that is not in the graph.
#
# Violation · document/remittances-recommendations-2019 · dg:usesDataOf
#   The partner whose data the document uses is not known: check its identifier, or add the partner.
#   Le partenaire dont le document utilise les données est inconnu : vérifiez son identifiant ou ajoutez le partenaire.

INSERT DATA {
    document:remittances-recommendations-2019 dg:usesDataOf organisation:4mi .
}
