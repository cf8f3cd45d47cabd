# The number of participants is negative, and also text.
#
# Violation · activity/tm-2021-labour-migration · dg:statedCount
#   Keep one number of participants; record what other sources say as statements in conflict.
#   Gardez un seul nombre de participants ; consignez ce que disent d’autres sources dans des énoncés en conflit.
# Violation · activity/tm-2021-labour-migration · dg:statedCount
#   Write the number of participants in digits, as a whole number above zero, such as 120.
#   Écrivez le nombre de participants en chiffres : un nombre entier supérieur à zéro, par exemple 120.

DELETE DATA {
    activity:tm-2021-labour-migration dg:statedCount 100 .
} ;
INSERT DATA {
    activity:tm-2021-labour-migration dg:statedCount -5 , "a hundred" .
}
