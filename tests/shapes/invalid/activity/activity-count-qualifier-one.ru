# The number is said to be a minimum and approximate.
#
# Violation · activity/tm-2021-labour-migration · dg:hasCountQualifier
#   Say only once how exact the number of participants is.
#   Dites une seule fois avec quelle précision le nombre de participants est connu.

INSERT DATA {
    activity:tm-2021-labour-migration dg:hasCountQualifier count-qualifier:about .
}
