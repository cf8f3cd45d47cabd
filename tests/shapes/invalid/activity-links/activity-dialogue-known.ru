# The dialogue is not in the graph.
#
# Violation · https://example.org/data/id/activity/chair-2020-handover · dg:belongsToDialogue
#   The dialogue is not known: check its identifier against the register of dialogues.
#   Le dialogue est inconnu : vérifiez son identifiant dans le répertoire des dialogues.

DELETE DATA {
    <https://example.org/data/id/activity/chair-2020-handover> dg:belongsToDialogue dialogue:rabat-process .
} ;
INSERT DATA {
    <https://example.org/data/id/activity/chair-2020-handover> dg:belongsToDialogue dialogue:rabat .
}
