# The statement in conflict is not in the graph.
#
# Violation · statement/gcm-o20-sdg-10-c · dg:conflictsWith
#   The statement in conflict is not known: check its identifier, or add it.
#   L’énoncé en conflit est inconnu : vérifiez son identifiant ou ajoutez-le.

INSERT DATA {
    statement:gcm-o20-sdg-10-c dg:conflictsWith statement:lost ;
        dg:rationale "It is newer."@en , "Il est plus récent."@fr .
    statement:lost dg:conflictsWith statement:gcm-o20-sdg-10-c ;
        dg:hasRank rank:alternative ;
        rdf:subject objective:gcm-o20 ;
        dg:rationale "Old."@en , "Ancien."@fr .
}
