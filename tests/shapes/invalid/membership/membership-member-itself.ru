# The dialogue is a member of itself.
#
# Violation · membership/rabat-process-nga-reference-country · org:member
#   A dialogue is no member of itself: correct the member or the dialogue.
#   Un dialogue n’est pas membre de lui-même : corrigez le membre ou le dialogue.

DELETE DATA {
    membership:rabat-process-nga-reference-country org:member country:nga .
} ;
INSERT DATA {
    membership:rabat-process-nga-reference-country org:member dialogue:rabat-process .
}
