# The city has a second French name and one in German.
#
# Violation · place/mar-rabat · skos:prefLabel
#   Give the name or title at most once in English and once in French, each marked with its language (en or fr).
#   Donnez le nom ou le titre au plus une fois en français et une fois en anglais, en indiquant chaque fois la langue (fr ou en).

INSERT DATA {
    place:mar-rabat skos:prefLabel "Ville de Rabat"@fr , "Rabat"@de .
}
