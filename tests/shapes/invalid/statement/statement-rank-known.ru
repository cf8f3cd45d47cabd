# The rank is a status.
#
# Violation · statement/partners-58 · dg:hasRank
#   Choose the rank among: preferred, alternative, unconfirmed, refused.
#   Choisissez le rang parmi : retenu (preferred), variante (alternative), non confirmé (unconfirmed), écarté (refused).

DELETE DATA {
    statement:partners-58 dg:hasRank rank:alternative .
} ;
INSERT DATA {
    statement:partners-58 dg:hasRank status:held .
}
