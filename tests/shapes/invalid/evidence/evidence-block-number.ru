# The block number is zero, and also text.
#
# Violation · evidence/rabat-gcm-b12 · dg:blockNumber
#   Keep one block number: the block in which the quote stands.
#   Gardez un seul numéro de bloc : celui du bloc où se trouve la citation.
# Violation · evidence/rabat-gcm-b12 · dg:blockNumber
#   Write the block number in digits, as a whole number above zero, such as 6.
#   Écrivez le numéro de bloc en chiffres : un nombre entier supérieur à zéro, par exemple 6.

DELETE DATA {
    evidence:rabat-gcm-b12 dg:blockNumber 12 .
} ;
INSERT DATA {
    evidence:rabat-gcm-b12 dg:blockNumber 0 , "twelve" .
}
