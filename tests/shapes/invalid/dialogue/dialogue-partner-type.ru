# The dialogue is not said to be a partner of that type.
#
# Violation · dialogue/rabat-process · dcterms:type
#   Add the type of partner “dialogue”.
#   Ajoutez le type de partenaire « dialogue ».

DELETE DATA {
    dialogue:rabat-process dcterms:type partner-type:dialogue .
}
