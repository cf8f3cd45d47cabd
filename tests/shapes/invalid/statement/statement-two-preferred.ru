# Both statements in conflict are preferred.
#
# Violation · dialogue/rabat-process · dg:statedCount
#   Keep one number of member states; record what other sources say as statements in conflict.
#   Gardez un seul nombre d’États membres ; consignez ce que disent d’autres sources dans des énoncés en conflit.
# Violation · statement/partners-57
#   Two statements in conflict are both preferred: keep one as preferred and make the other an alternative.
#   Deux énoncés en conflit sont tous deux retenus : gardez-en un comme retenu et faites de l’autre une variante.
# Violation · statement/partners-58
#   Two statements in conflict are both preferred: keep one as preferred and make the other an alternative.
#   Deux énoncés en conflit sont tous deux retenus : gardez-en un comme retenu et faites de l’autre une variante.

DELETE DATA {
    statement:partners-58 dg:hasRank rank:alternative .
} ;
INSERT DATA {
    statement:partners-58 dg:hasRank rank:preferred .
    dialogue:rabat-process dg:statedCount 58 .
}
