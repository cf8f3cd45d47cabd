# Two letters of the code are swapped.
#
# Violation · country/mar · dg:iso3166Alpha3
#   The three-letter code differs from the end of the country’s identifier: make them agree.
#   Le code à trois lettres diffère de la fin de l’identifiant du pays : faites-les concorder.

DELETE DATA {
    country:mar dg:iso3166Alpha3 "MAR" .
} ;
INSERT DATA {
    country:mar dg:iso3166Alpha3 "MRA" .
}
