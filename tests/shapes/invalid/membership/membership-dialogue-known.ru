# The dialogue is a framework.
#
# Violation · membership/rabat-process-nga-reference-country · org:organization
#   The dialogue in which the role is held is not known: check its identifier against the register of dialogues.
#   Le dialogue dans lequel le rôle est tenu est inconnu : vérifiez son identifiant dans le répertoire des dialogues.

DELETE DATA {
    membership:rabat-process-nga-reference-country org:organization dialogue:rabat-process .
} ;
INSERT DATA {
    membership:rabat-process-nga-reference-country org:organization framework:map .
}
