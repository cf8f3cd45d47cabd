# Nothing says whose title this is.
#
# Violation · https://example.org/data/id/activity/chair-2020-handover · skos:prefLabel
#   Say where this title comes from: repeat it, letter for letter, as official title (found in a source) or as editorial title (ours).
#   Dites d’où vient ce titre : répétez-le à l’identique comme titre officiel (trouvé dans une source) ou comme titre éditorial (le nôtre).

DELETE DATA {
    <https://example.org/data/id/activity/chair-2020-handover> dg:editorialTitle "Handover of the chair"@en .
}
