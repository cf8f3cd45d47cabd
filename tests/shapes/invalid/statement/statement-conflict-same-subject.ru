# The two statements are about different things.
#
# Violation · statement/partners-57 · (rdf:subject | (dg:conflictsWith / rdf:subject))
#   Statements in conflict must be about the same thing: correct what they are about, or remove the conflict.
#   Des énoncés en conflit doivent parler de la même chose : corrigez ce dont ils parlent ou supprimez le conflit.
# Violation · statement/partners-58 · (rdf:subject | (dg:conflictsWith / rdf:subject))
#   Statements in conflict must be about the same thing: correct what they are about, or remove the conflict.
#   Des énoncés en conflit doivent parler de la même chose : corrigez ce dont ils parlent ou supprimez le conflit.

DELETE DATA {
    statement:partners-58 rdf:subject dialogue:rabat-process .
} ;
INSERT DATA {
    statement:partners-58 rdf:subject activity:tm-2021-labour-migration .
}
