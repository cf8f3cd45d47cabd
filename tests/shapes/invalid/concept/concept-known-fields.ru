# A field of the objective is misspelt.
#
# Violation · objective/map-o1 · skos:inschema
#   This field is not known for an objective, an element or a term of our lists: check its spelling against the ontology, or remove it.
#   Ce champ n’est pas prévu pour un objectif, un élément ou un terme de nos listes : vérifiez son orthographe dans l’ontologie ou supprimez-le.

INSERT DATA {
    objective:map-o1 skos:inschema framework:map .
}
