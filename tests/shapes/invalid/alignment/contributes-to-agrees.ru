# One alignment has no shortcut, one shortcut no alignment.
#
# Violation · activity/tm-2021-labour-migration · (^dg:aligns / dg:alignsWith)
#   “Contributes to” and the alignments disagree on this objective: add the missing alignment or the missing “contributes to”, or remove the other.
#   « Contribue à » et les alignements ne concordent pas sur cet objectif : ajoutez l’alignement ou le « contribue à » qui manque, ou supprimez l’autre.
# Violation · activity/ws-2019-abuja · (^dg:aligns / dg:alignsWith)
#   “Contributes to” and the alignments disagree on this objective: add the missing alignment or the missing “contributes to”, or remove the other.
#   « Contribue à » et les alignements ne concordent pas sur cet objectif : ajoutez l’alignement ou le « contribue à » qui manque, ou supprimez l’autre.

DELETE DATA {
    activity:ws-2019-abuja dg:contributesTo element:map-d1 .
} ;
INSERT DATA {
    activity:tm-2021-labour-migration dg:contributesTo objective:gcm-o20 .
}
