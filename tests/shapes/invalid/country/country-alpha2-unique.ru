# Two countries have the same two-letter code.
#
# Violation · country/mar · (dg:iso3166Alpha2 / ^dg:iso3166Alpha2)
#   Another country has the same two-letter code: correct the wrong one.
#   Un autre pays porte le même code à deux lettres : corrigez celui qui est faux.
# Violation · country/nga · (dg:iso3166Alpha2 / ^dg:iso3166Alpha2)
#   Another country has the same two-letter code: correct the wrong one.
#   Un autre pays porte le même code à deux lettres : corrigez celui qui est faux.

DELETE DATA {
    country:mar dg:iso3166Alpha2 "MA" .
} ;
INSERT DATA {
    country:mar dg:iso3166Alpha2 "NG" .
}
