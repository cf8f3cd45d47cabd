# There are two numbers of participants.
#
# Violation · activity/tm-2021-labour-migration · dg:statedCount
#   Keep one number of participants; record what other sources say as statements in conflict.
#   Gardez un seul nombre de participants ; consignez ce que disent d’autres sources dans des énoncés en conflit.

INSERT DATA {
    activity:tm-2021-labour-migration dg:statedCount 120 .
}
