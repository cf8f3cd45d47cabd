# The type of dialogue is missing.
#
# Warning · dialogue/rabat-process · dcterms:type
#   Say what type of dialogue this is, such as regional consultative process or interregional forum.
#   Dites de quel type de dialogue il s’agit, par exemple processus consultatif régional ou forum interrégional.

DELETE DATA {
    dialogue:rabat-process dcterms:type dialogue-type:interregional-forum .
}
