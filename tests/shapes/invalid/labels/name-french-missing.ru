# The mechanism has no French name.
#
# Warning · partner/niamey-declaration · skos:prefLabel
#   The French name is missing: add it.
#   Le nom français manque : ajoutez-le.

DELETE DATA {
    partner:niamey-declaration skos:prefLabel "Mécanisme de suivi de la Déclaration de Niamey"@fr .
}
