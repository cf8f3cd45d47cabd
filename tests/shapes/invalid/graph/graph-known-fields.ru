# The licence is written the British way.
#
# Violation · https://w3id.org/dialograph/graphs/rabat · dcterms:licence
#   This field is not known for the description of a graph: check its spelling against the ontology, or remove it.
#   Ce champ n’est pas prévu pour la description d’un graphe : vérifiez son orthographe dans l’ontologie ou supprimez-le.

INSERT DATA {
    <https://w3id.org/dialograph/graphs/rabat> dcterms:licence <https://creativecommons.org/licenses/by/4.0/> .
}
