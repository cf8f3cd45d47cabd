# The meeting is part of itself.
#
# Violation · activity/ws-2019-abuja · dcterms:isPartOf
#   A meeting or activity cannot be part of itself, even through others: correct the larger one.
#   Une réunion ou une activité ne peut pas faire partie d’elle-même, même indirectement : corrigez celle dont elle fait partie.

INSERT DATA {
    activity:ws-2019-abuja dcterms:isPartOf activity:ws-2019-abuja .
}
