# The framework belongs to a dialogue that is not in the graph.
#
# Violation · framework/gcm · dg:belongsToDialogue
#   The dialogue of the framework is not known: check its identifier against the register of dialogues.
#   Le dialogue dont relève le cadre est inconnu : vérifiez son identifiant dans le répertoire des dialogues.

INSERT DATA {
    framework:gcm dg:belongsToDialogue dialogue:gfmd .
}
