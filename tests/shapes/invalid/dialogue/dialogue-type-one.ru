# The dialogue has two types.
#
# Violation · dialogue/rabat-process · dcterms:type
#   Keep one type of dialogue: the one that fits best.
#   Gardez un seul type de dialogue : celui qui convient le mieux.

INSERT DATA {
    dialogue:rabat-process dcterms:type dialogue-type:global-process .
}
