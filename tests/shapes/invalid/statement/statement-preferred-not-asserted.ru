# The preferred value is not that of the dialogue.
#
# Violation · statement/partners-57
#   This statement is preferred, but what it is about does not have this value: add the value there, or change the rank.
#   Cet énoncé est retenu, mais ce dont il parle ne porte pas cette valeur : ajoutez-y la valeur ou changez le rang.

DELETE DATA {
    dialogue:rabat-process dg:statedCount 57 .
}
