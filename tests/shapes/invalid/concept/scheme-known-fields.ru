# A field of the framework is misspelt.
#
# Violation · framework/map · schema:startdate
#   This field is not known for a framework or a list: check its spelling against the ontology, or remove it.
#   Ce champ n’est pas prévu pour un cadre ou une liste : vérifiez son orthographe dans l’ontologie ou supprimez-le.

INSERT DATA {
    framework:map schema:startdate "2018"^^xsd:gYear .
}
