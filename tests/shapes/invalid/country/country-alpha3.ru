# One country has no three-letter code, the other a second, wrong one.
#
# Violation · country/mar · dg:iso3166Alpha3
#   Give exactly one three-letter code, in capitals and without a language, such as MAR.
#   Donnez un seul code à trois lettres, en majuscules et sans indication de langue, par exemple MAR.
# Violation · country/nga · dg:iso3166Alpha3
#   Give exactly one three-letter code, in capitals and without a language, such as MAR.
#   Donnez un seul code à trois lettres, en majuscules et sans indication de langue, par exemple MAR.
# Violation · country/nga · dg:iso3166Alpha3
#   The three-letter code differs from the end of the country’s identifier: make them agree.
#   Le code à trois lettres diffère de la fin de l’identifiant du pays : faites-les concorder.

DELETE DATA {
    country:mar dg:iso3166Alpha3 "MAR" .
} ;
INSERT DATA {
    country:nga dg:iso3166Alpha3 "Nigeria"@en .
}
