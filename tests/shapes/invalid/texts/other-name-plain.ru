# The abbreviation has a language.
#
# Violation · organisation/drc-council · schema:alternateName
#   Write the other name or abbreviation as plain text, without a language.
#   Écrivez l’autre nom ou le sigle en texte simple, sans indication de langue.

INSERT DATA {
    organisation:drc-council schema:alternateName "DRC"@en .
}
