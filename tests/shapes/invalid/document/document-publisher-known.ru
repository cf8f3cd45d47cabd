# The publisher is not in the graph.
#
# Violation · document/remittances-recommendations-2019 · dcterms:publisher
#   The publisher is not a known partner: check its identifier, or add the partner.
#   L’éditeur n’est pas un partenaire connu : vérifiez son identifiant ou ajoutez le partenaire.

INSERT DATA {
    document:remittances-recommendations-2019 dcterms:publisher organisation:icmdp .
}
