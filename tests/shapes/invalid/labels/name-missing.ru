# The project has no name.
#
# Violation · project/thamm · skos:prefLabel
#   Give a name in English or French.
#   Donnez un nom en français ou en anglais.
# Warning · project/thamm · skos:prefLabel
#   The English name is missing: add it.
#   Le nom anglais manque : ajoutez-le.
# Warning · project/thamm · skos:prefLabel
#   The French name is missing: add it.
#   Le nom français manque : ajoutez-le.

DELETE DATA {
    project:thamm skos:prefLabel "Towards a Holistic Approach to Labour Migration Governance"@en , "Vers une approche holistique de la gouvernance de la migration de travail"@fr .
}
