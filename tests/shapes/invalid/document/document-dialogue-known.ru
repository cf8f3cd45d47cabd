# The dialogue is an organisation.
#
# Violation · document/remittances-recommendations-2019 · dg:belongsToDialogue
#   The dialogue of the document is not known: check its identifier against the register of dialogues.
#   Le dialogue dont relève le document est inconnu : vérifiez son identifiant dans le répertoire des dialogues.

INSERT DATA {
    document:remittances-recommendations-2019 dg:belongsToDialogue organisation:mmc .
}
