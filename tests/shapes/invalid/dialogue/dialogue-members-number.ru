# The number of member states is zero, and also text.
#
# Violation · dialogue/rabat-process · dg:statedCount
#   Keep one number of member states; record what other sources say as statements in conflict.
#   Gardez un seul nombre d’États membres ; consignez ce que disent d’autres sources dans des énoncés en conflit.
# Violation · dialogue/rabat-process · dg:statedCount
#   Write the number of member states in digits, as a whole number above zero, such as 57.
#   Écrivez le nombre d’États membres en chiffres : un nombre entier supérieur à zéro, par exemple 57.
# Violation · statement/partners-57
#   This statement is preferred, but what it is about does not have this value: add the value there, or change the rank.
#   Cet énoncé est retenu, mais ce dont il parle ne porte pas cette valeur : ajoutez-y la valeur ou changez le rang.

INSERT DATA {
    dialogue:rabat-process dg:statedCount 0 , "about 57" .
} ;
DELETE DATA {
    dialogue:rabat-process dg:statedCount 57 .
}
