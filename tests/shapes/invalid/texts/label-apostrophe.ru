# The French name has a straight apostrophe.
#
# Info · place/mar-rabat · skos:prefLabel
#   Write the typographic apostrophe (’) in French names and titles, unless the official title has the straight one.
#   Employez l’apostrophe typographique (’) dans les noms et titres français, sauf si le titre officiel porte l’apostrophe droite.

DELETE DATA {
    place:mar-rabat skos:prefLabel "Rabat"@fr .
} ;
INSERT DATA {
    place:mar-rabat skos:prefLabel "Rabat, capitale de l'État"@fr .
}
