# The UN symbol stands in a field of another vocabulary.
#
# Violation · milestone/imrf-2022 · schema:identifier
#   This field is not known for a milestone: check its spelling against the ontology, or remove it.
#   Ce champ n’est pas prévu pour un jalon : vérifiez son orthographe dans l’ontologie ou supprimez-le.

INSERT DATA {
    milestone:imrf-2022 schema:identifier "A/AC.293/2022/L.1" .
}
