# The start date is misspelt.
#
# Violation · membership/rabat-process-mar-dialogue-chair-2015 · schema:start
#   This field is not known for a membership: check its spelling against the ontology, or remove it.
#   Ce champ n’est pas prévu pour une appartenance : vérifiez son orthographe dans l’ontologie ou supprimez-le.

INSERT DATA {
    membership:rabat-process-mar-dialogue-chair-2015 schema:start "2015"^^xsd:gYear .
}
