# How exact the number is, is said with a rank.
#
# Violation · activity/tm-2021-labour-migration · dg:hasCountQualifier
#   Choose how exact the number is among: exact, about, at-least, expected.
#   Choisissez la précision du nombre parmi : exact, environ (about), au moins (at-least), attendu (expected).

DELETE DATA {
    activity:tm-2021-labour-migration dg:hasCountQualifier count-qualifier:at-least .
} ;
INSERT DATA {
    activity:tm-2021-labour-migration dg:hasCountQualifier rank:preferred .
}
