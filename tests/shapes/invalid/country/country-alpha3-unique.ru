# Two countries have the same three-letter code.
#
# Violation · country/mar · (dg:iso3166Alpha3 / ^dg:iso3166Alpha3)
#   Another country has the same three-letter code: correct the wrong one.
#   Un autre pays porte le même code à trois lettres : corrigez celui qui est faux.
# Violation · country/mar · dg:iso3166Alpha3
#   The three-letter code differs from the end of the country’s identifier: make them agree.
#   Le code à trois lettres diffère de la fin de l’identifiant du pays : faites-les concorder.
# Violation · country/nga · (dg:iso3166Alpha3 / ^dg:iso3166Alpha3)
#   Another country has the same three-letter code: correct the wrong one.
#   Un autre pays porte le même code à trois lettres : corrigez celui qui est faux.

DELETE DATA {
    country:mar dg:iso3166Alpha3 "MAR" .
} ;
INSERT DATA {
    country:mar dg:iso3166Alpha3 "NGA" .
}
