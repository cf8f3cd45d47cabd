# One country has no two-letter code, the other a second, wrong one.
#
# Violation · country/mar · dg:iso3166Alpha2
#   Give exactly one two-letter code, in capitals and without a language, such as MA.
#   Donnez un seul code à deux lettres, en majuscules et sans indication de langue, par exemple MA.
# Violation · country/nga · dg:iso3166Alpha2
#   Give exactly one two-letter code, in capitals and without a language, such as MA.
#   Donnez un seul code à deux lettres, en majuscules et sans indication de langue, par exemple MA.

DELETE DATA {
    country:mar dg:iso3166Alpha2 "MA" .
} ;
INSERT DATA {
    country:nga dg:iso3166Alpha2 "ngr"@en .
}
