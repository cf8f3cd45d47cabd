# A source has another English title than the one shown.
#
# Violation · https://example.org/data/id/activity/chair-2020-handover · (dg:officialTitle | dg:editorialTitle)
#   Keep one title per language: the official one if a source has it, otherwise ours.
#   Gardez un seul titre par langue : le titre officiel si une source le donne, sinon le nôtre.

INSERT DATA {
    <https://example.org/data/id/activity/chair-2020-handover> dg:officialTitle "Handover of the chairmanship"@en .
}
