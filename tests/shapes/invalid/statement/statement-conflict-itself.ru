# The statement is in conflict with itself.
#
# Violation · statement/partners-58 · dg:conflictsWith
#   A statement cannot be in conflict with itself: name the other statement.
#   Un énoncé ne peut pas être en conflit avec lui-même : désignez l’autre énoncé.

INSERT DATA {
    statement:partners-58 dg:conflictsWith statement:partners-58 .
}
