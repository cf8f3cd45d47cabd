# The M49 code is a number.
#
# Violation · country/nga · dg:m49Code
#   Write the M49 code as text of three digits, such as "024": zeros at the start count.
#   Écrivez le code M49 sous forme de texte de trois chiffres, par exemple "024" : les zéros initiaux comptent.

DELETE DATA {
    country:nga dg:m49Code "566" .
} ;
INSERT DATA {
    country:nga dg:m49Code 66 .
}
