# Two meetings follow each other.
#
# Violation · activity/ws-2019-abuja · dg:follows
#   A meeting or activity cannot follow itself, even through others: correct what it follows.
#   Une réunion ou une activité ne peut pas faire suite à elle-même, même indirectement : corrigez ce à quoi elle fait suite.
# Violation · activity/ws-2020-migdev · dg:follows
#   A meeting or activity cannot follow itself, even through others: correct what it follows.
#   Une réunion ou une activité ne peut pas faire suite à elle-même, même indirectement : corrigez ce à quoi elle fait suite.

INSERT DATA {
    activity:ws-2019-abuja dg:follows activity:ws-2020-migdev .
}
