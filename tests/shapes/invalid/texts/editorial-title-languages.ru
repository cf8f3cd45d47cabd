# Our title is in Spanish.
#
# Violation · element/map-d1 · (skos:prefLabel | dg:editorialTitle)
#   An editorial title differs from the title shown: make them the same, letter for letter.
#   Un titre éditorial diffère du titre affiché : rendez-les identiques, à la lettre près.
# Violation · element/map-d1 · dg:editorialTitle
#   Mark the editorial title with its language: en or fr.
#   Indiquez la langue du titre éditorial : fr ou en.

INSERT DATA {
    element:map-d1 dg:editorialTitle "Beneficios"@es .
}
