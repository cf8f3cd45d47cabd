# One statement has no rank, the other two.
#
# Violation · statement/gcm-o20-map-d1 · dg:hasRank
#   Give exactly one rank: preferred, alternative, unconfirmed or refused.
#   Donnez un seul rang : retenu, variante, non confirmé ou écarté.
# Violation · statement/gcm-o20-sdg-10-c
#   This statement is only an alternative, unconfirmed or refused, but what it is about has this value: remove the value there, or set the rank to preferred.
#   Cet énoncé n’est qu’une variante, n’est pas confirmé ou est écarté, mais ce dont il parle porte cette valeur : retirez-l’en ou donnez à l’énoncé le rang « retenu ».
# Violation · statement/gcm-o20-sdg-10-c · dg:hasRank
#   Give exactly one rank: preferred, alternative, unconfirmed or refused.
#   Donnez un seul rang : retenu, variante, non confirmé ou écarté.

DELETE DATA {
    statement:gcm-o20-map-d1 dg:hasRank rank:preferred .
} ;
INSERT DATA {
    statement:gcm-o20-sdg-10-c dg:hasRank rank:unconfirmed .
}
