# An organisation has a country code.
#
# Violation · organisation/drc-council
#   Only a country has country codes: remove them, or give this the type Country.
#   Seul un pays a des codes de pays : supprimez-les ou donnez le type Country (pays).

INSERT DATA {
    organisation:drc-council dg:iso3166Alpha2 "DK" .
}
