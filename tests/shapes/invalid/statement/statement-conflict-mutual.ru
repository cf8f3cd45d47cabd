# Only one of the two statements names the other.
#
# Violation · statement/partners-57 · ^dg:conflictsWith
#   A conflict is mutual: each of the two statements must name the other.
#   Un conflit est réciproque : chacun des deux énoncés doit désigner l’autre.
# Violation · statement/partners-58 · ^dg:conflictsWith
#   A conflict is mutual: each of the two statements must name the other.
#   Un conflit est réciproque : chacun des deux énoncés doit désigner l’autre.

DELETE DATA {
    statement:partners-58 dg:conflictsWith statement:partners-57 .
}
