# A country has the M49 code of a continent.
#
# Violation · country/nga · (dg:m49Code / ^dg:m49Code)
#   Another country or region has the same M49 code: correct the wrong one.
#   Un autre pays ou une région porte le même code M49 : corrigez celui qui est faux.
# Violation · place/africa · (dg:m49Code / ^dg:m49Code)
#   Another country or region has the same M49 code: correct the wrong one.
#   Un autre pays ou une région porte le même code M49 : corrigez celui qui est faux.

DELETE DATA {
    country:nga dg:m49Code "566" .
} ;
INSERT DATA {
    country:nga dg:m49Code "002" .
}
