# The dialogue has the alternative value.
#
# Violation · statement/partners-58
#   This statement is only an alternative, unconfirmed or refused, but what it is about has this value: remove the value there, or set the rank to preferred.
#   Cet énoncé n’est qu’une variante, n’est pas confirmé ou est écarté, mais ce dont il parle porte cette valeur : retirez-l’en ou donnez à l’énoncé le rang « retenu ».

DELETE DATA {
    statement:partners-58 rdf:object 58 .
} ;
INSERT DATA {
    statement:partners-58 rdf:object 57 .
}
