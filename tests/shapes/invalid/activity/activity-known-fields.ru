# The start date comes from the wrong vocabulary.
#
# Violation · https://example.org/data/id/activity/chair-2020-handover · http://schema.org/startDate
#   This field is not known for a meeting or activity: check its spelling against the ontology, or remove it.
#   Ce champ n’est pas prévu pour une réunion ou une activité : vérifiez son orthographe dans l’ontologie ou supprimez-le.

INSERT DATA {
    <https://example.org/data/id/activity/chair-2020-handover> <http://schema.org/startDate> "2020-12-07"^^xsd:date .
}
