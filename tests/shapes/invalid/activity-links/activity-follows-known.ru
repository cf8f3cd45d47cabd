# What the workshop follows is not in the graph.
#
# Violation · activity/ws-2020-migdev · dg:follows
#   The meeting or activity that this one follows is not known: check its identifier.
#   La réunion ou l’activité à laquelle celle-ci fait suite est inconnue : vérifiez son identifiant.

INSERT DATA {
    activity:ws-2020-migdev dg:follows activity:ws-2018-dakar .
}
