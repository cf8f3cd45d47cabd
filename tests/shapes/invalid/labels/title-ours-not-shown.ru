# Our French title differs from the one shown.
#
# Violation · https://example.org/data/id/activity/chair-2020-handover · (skos:prefLabel | dg:editorialTitle)
#   An editorial title differs from the title shown: make them the same, letter for letter.
#   Un titre éditorial diffère du titre affiché : rendez-les identiques, à la lettre près.
# Violation · https://example.org/data/id/activity/chair-2020-handover · skos:prefLabel
#   Say where this title comes from: repeat it, letter for letter, as official title (found in a source) or as editorial title (ours).
#   Dites d’où vient ce titre : répétez-le à l’identique comme titre officiel (trouvé dans une source) ou comme titre éditorial (le nôtre).

DELETE DATA {
    <https://example.org/data/id/activity/chair-2020-handover> dg:editorialTitle "Passation de la présidence"@fr .
} ;
INSERT DATA {
    <https://example.org/data/id/activity/chair-2020-handover> dg:editorialTitle "Passation de présidence"@fr .
}
