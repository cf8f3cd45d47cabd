# The mechanism has no English name.
#
# Warning · partner/niamey-declaration · skos:prefLabel
#   The English name is missing: add it.
#   Le nom anglais manque : ajoutez-le.

DELETE DATA {
    partner:niamey-declaration skos:prefLabel "Niamey Declaration follow-up mechanism"@en .
}
