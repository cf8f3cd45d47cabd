# The dialogue is also called an organisation.
#
# Violation · dialogue/rabat-process · dcterms:type
#   This type is not known for a dialogue: choose one of the types of dialogue.
#   Ce type n’est pas prévu pour un dialogue : choisissez l’un des types de dialogue.

INSERT DATA {
    dialogue:rabat-process dcterms:type partner-type:organisation .
}
