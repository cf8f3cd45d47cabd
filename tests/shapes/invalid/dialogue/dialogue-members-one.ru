# There are two numbers of member states.
#
# Violation · dialogue/rabat-process · dg:statedCount
#   Keep one number of member states; record what other sources say as statements in conflict.
#   Gardez un seul nombre d’États membres ; consignez ce que disent d’autres sources dans des énoncés en conflit.

INSERT DATA {
    dialogue:rabat-process dg:statedCount 60 .
}
