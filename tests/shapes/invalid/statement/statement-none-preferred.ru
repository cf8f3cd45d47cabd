# Neither of the two statements is preferred.
#
# Warning · statement/partners-57
#   No statement of this conflict is preferred: say which one is, and why.
#   Aucun énoncé de ce conflit n’est retenu : dites lequel l’est, et pourquoi.
# Warning · statement/partners-58
#   No statement of this conflict is preferred: say which one is, and why.
#   Aucun énoncé de ce conflit n’est retenu : dites lequel l’est, et pourquoi.

DELETE DATA {
    statement:partners-57 dg:hasRank rank:preferred .
    dialogue:rabat-process dg:statedCount 57 .
} ;
INSERT DATA {
    statement:partners-57 dg:hasRank rank:alternative .
}
